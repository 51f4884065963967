"""The addresses of the datasets: their page, the page of a day, and the files, whose names know no language."""

from datetime import date

from django.urls import path, register_converter

from rollout.views import datasets


class Day:
    """A day in an address, such as 2026-11-22. One that is none is not found."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(Day, "day")

pages = [
    path("", datasets.datasets, name="datasets"),
    path("<day:on>/", datasets.dataset_day, name="dataset-day"),
]
urlpatterns = [
    path("katalog.<str:kind>", datasets.dataset_catalogue, name="dataset-catalogue"),
    path("latest/<str:file>", datasets.dataset_latest, name="dataset-latest"),
    path("<day:on>/<str:file>", datasets.dataset_edition, name="dataset-edition"),
]
