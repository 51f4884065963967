"""The page of the datasets, the page of the files of one day, and what is said where a day has none."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from rollout.datasets import DATASETS
from rollout.models import Edition
from rollout.pages.asked import Crumb
from rollout.selection import Selection

DAYS_SHOWN = 31
KIND_WORDS = {"csv": "CSV", "geojson": "GeoJSON"}


def latest_editions() -> dict[str, Edition]:
    """The last edition of each file, by its name. Two queries."""
    on = Edition.objects.days().first()
    return {
        each.file: each for each in Edition.objects.filter(on=on).select_related("content").defer("content__packed")
    }


def datasets_page(selection: Selection) -> dict:
    """The context of `rollout/datasets.html`. Two queries."""
    days = list(Edition.objects.days()[: DAYS_SHOWN + 1])
    return {
        "datasets": [_told(each, days[0] if days else None) for each in DATASETS.values()],
        "days": days[:DAYS_SHOWN],
        "has_more": len(days) > DAYS_SHOWN,
        "shows_examples": selection.shows_examples,
        "catalogue": reverse("dataset-catalogue", args=["jsonld"]),
        "catalogue_rdf": reverse("dataset-catalogue", args=["rdf"]),
        "crumbs": [Crumb(_("Open data"))],
        "keep": "",
    }


def _told(dataset, on: date | None) -> dict:
    """A dataset with the addresses of its files."""
    files = [(KIND_WORDS[kind], f"{dataset.key}.{kind}") for kind in dataset.kinds]
    return {
        "dataset": dataset,
        "now": [(word, reverse("dataset-latest", args=[file])) for word, file in files],
        "kept": [(word, reverse("dataset-edition", args=[on, file])) for word, file in files] if on else [],
    }


def day_page(on: date) -> dict:
    """The context of `rollout/dataset_day.html`: the files of a day, or the days nearest to it. Up to three queries."""
    editions = list(Edition.objects.filter(on=on).select_related("content").defer("content__packed"))
    return {
        "on": on,
        "editions": [{"row": each, "url": reverse("dataset-edition", args=[on, each.file])} for each in editions],
        "near": nearest(on),
        "crumbs": [Crumb(_("Open data"), reverse("datasets")), Crumb(on.isoformat())],
        "keep": "",
    }


def nearest(on: date, file: str = "") -> list[dict]:
    """The kept days just before and after a day, each with its address; of one file where it is named. Two queries."""
    rows = Edition.objects.filter(file=file) if file else Edition.objects.all()
    found = [row.on for row in (rows.before(on), rows.after(on)) if row]
    return [{"day": each, "url": _address(each, file)} for each in found]


def _address(on: date, file: str) -> str:
    return reverse("dataset-edition", args=[on, file]) if file else reverse("dataset-day", args=[on])
