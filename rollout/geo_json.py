"""Rows as a file of geography (RFC 7946): municipalities with their polygons, other things with their points.

Knows boundaries and rows, nothing of where the rows come from. The files of pages and the API are made of it.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rollout.svgmap import MUNICIPALITIES

GEO_JSON = "application/geo+json"


@lru_cache(maxsize=1)
def boundaries() -> dict[str, dict]:
    """The geometry of each municipality by code, exterior rings counter-clockwise (RFC 7946, 3.1.6).

    The map's own file has them the other way round, as Plotly needs them.
    """
    features = json.loads(MUNICIPALITIES.read_text(encoding="utf-8"))["features"]
    return {feature["id"]: _turned(feature["geometry"]) for feature in features}


def _turned(geometry: dict) -> dict:
    rings = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return {**geometry, "coordinates": [ring[::-1] for ring in rings]}
    return {**geometry, "coordinates": [[ring[::-1] for ring in polygon] for polygon in rings]}


def features(rows: Iterable[Mapping]) -> list[dict]:
    """Rows as features: with the polygon of their `code`, or the point of their coordinate, or nowhere."""
    return [_feature(row) for row in rows]


def _feature(row: Mapping) -> dict:
    key = row.get("code", row.get("id"))
    geometry = boundaries().get(str(row.get("code"))) or _point(row)
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": dict(row)}


def _point(row: Mapping) -> dict | None:
    latitude, longitude = row.get("latitude"), row.get("longitude")
    if latitude is None or longitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}
