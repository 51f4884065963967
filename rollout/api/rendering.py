"""Answers as CSV and as GeoJSON, beside JSON. A file holds the whole answer, unless a page of it is asked for."""

import csv
import io
from collections.abc import Iterable, Mapping

from rest_framework.renderers import BaseRenderer, JSONRenderer

from rollout.exports import safe_text
from rollout.geo_json import GEO_JSON, features

JOINT = "; "


def rows_of(data) -> list[Mapping]:
    """The rows of an answer: of a page, of a whole list, or the one row that it is."""
    if isinstance(data, Mapping):
        return data.get("results", [data])
    return list(data or [])


class CsvRenderer(BaseRenderer):
    """Comma-separated values for programs (RFC 4180): points in numbers, ISO days, nothing where there is nothing.

    Texts that a spreadsheet would take for formulas begin with an apostrophe.
    """

    media_type, format, charset = "text/csv", "csv", "utf-8"
    whole = True

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        rows, file = rows_of(data), io.StringIO()
        names = list(rows[0]) if rows else columns_of((renderer_context or {}).get("view"))
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(names)
        writer.writerows([_cell(row[name]) for name in names] for row in rows)
        return file.getvalue().encode()


def columns_of(view) -> list[str]:
    """The columns of an answer without rows."""
    return list(view.get_serializer().fields) if view is not None and hasattr(view, "get_serializer") else []


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return safe_text(value)
    return safe_text(JOINT.join(_flat(value)))


def _flat(value: Iterable) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{name}={_cell(each)}" for name, each in value.items()]
    return [_cell(each) for each in value]


class GeoJsonRenderer(JSONRenderer):
    """The rows as features (RFC 7946): a municipality as its polygon, what has a coordinate as a point, else null."""

    media_type, format = GEO_JSON, "geojson"
    whole = True

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        about = data.get("about", {}) if isinstance(data, Mapping) else (renderer_context or {}).get("about", {})
        made = {"type": "FeatureCollection", **({"about": about} if about else {}), "features": features(rows_of(data))}
        return super().render(made, accepted_media_type, renderer_context)
