"""What is in a file of a dataset: bytes, made of the facts as they are now, asked for by nobody in particular."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.conf import settings
from django.http import QueryDict
from django.utils import translation

from rollout.api.rendering import CsvRenderer, GeoJsonRenderer
from rollout.datasets.definitions import FILES, Dataset
from rollout.geo_json import GEO_JSON
from rollout.pages.coverage_filter import CoverageFilter
from rollout.selection import Selection

MEDIA = {"csv": "text/csv; charset=utf-8", "geojson": GEO_JSON}


@dataclass(frozen=True)
class Content:
    """A file as it is sent. plan: the version that it was made of. is_example: whether its rows are invented."""

    body: bytes
    plan: str
    is_example: bool

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hexadecimal."""
        return sha256(self.body).hexdigest()


def made(file: str, *, today: date) -> Content:
    """A file of the facts as they are now, kept until any of them changes. Raises KeyError for a name of no file.

    Words are Swedish whoever asks, so that the same facts are the same bytes.
    """
    dataset, kind = FILES[file]
    with translation.override(settings.LANGUAGE_CODE):
        selection = Selection.from_query(QueryDict(), today=today, asks=CoverageFilter)
        kept, key = selection.snapshot.grounds, ("dataset", file, today)
        if key not in kept:
            kept[key] = _made(dataset, kind, selection)
    return kept[key]


def _made(dataset: Dataset, kind: str, selection: Selection) -> Content:
    rows = list(dataset.rows(selection))
    about = {"dataset": dataset.key, "on": selection.on.isoformat(), "plan": str(selection.snapshot.plan or "")}
    about |= {"basis": selection.basis, "is_example": selection.shows_examples} if dataset.of_basis else {}
    body = _csv(dataset, rows) if kind == "csv" else GeoJsonRenderer().render({"about": about, "results": rows})
    return Content(body, about["plan"], dataset.of_basis and selection.shows_examples)


def _csv(dataset: Dataset, rows: list[dict]) -> bytes:
    if rows:
        return CsvRenderer().render(rows)
    head = io.StringIO()
    csv.writer(head, lineterminator="\r\n").writerow(dataset.fields)
    return head.getvalue().encode()
