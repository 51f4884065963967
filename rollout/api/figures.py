"""What all three say together: the measures of coverage, the rows behind each, and how it went through time."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.decorators import action
from rest_framework.response import Response

from rollout.api import rows
from rollout.api.answering import Answers, Listed, Selected
from rollout.coverage import to_day
from rollout.measures import MEASURES, Measure
from rollout.pages.coverage_filter import CoverageFilter
from rollout.pages.coverage_rows import MeasureRows, asked_otherwise
from rollout.pages.coverage_trend import trend_frame


class Coverage(Selected, Listed, Answers):
    """Every measure on a day, over the municipalities that are chosen; one measure with its rows, or through time."""

    described = {
        "list": _("Every measure on a day, over the municipalities that are chosen."),
        "retrieve": _("The rows of one measure; `about` has its figure."),
        "trend": _("One measure through time: the first of each month, and each day on which it changes."),
    }
    filterset_class = CoverageFilter
    serializer_class = rows.MeasureRow
    lookup_field = "key"
    lists_rows = True
    of_one = None
    lookup_value_regex = "[a-z0-9-]+"

    def get_serializer_class(self):
        return {"retrieve": rows.MeasuredRow, "trend": rows.TrendRow}.get(self.action, rows.MeasureRow)

    def parameters(self) -> list[str]:
        paged = ["page", "page_size"] if self.action in ("retrieve", "trend") else []
        return [name for name in (*super().parameters(), *paged) if name not in ("measure", "by")]

    def of(self, measure: Measure) -> MeasureRows:
        return MeasureRows(asked_otherwise(self.selection, measure=measure.key))

    def rows(self) -> list[dict]:
        """Every measure with its figure."""
        return [told_figure(self.of(measure)) for measure in MEASURES.values()]

    def retrieve(self, request, key: str) -> Response:
        """The rows of one measure, in the order of its page; `about` has its figure."""
        return self._answer([*told_rows(self.of(self._measure(key)))], key)

    @action(detail=True)
    def trend(self, request, key: str) -> Response:
        """One measure through time: the first of each month, and each day on which it changes."""
        return self._answer(told_trend(self.of(self._measure(key))), key)

    def _answer(self, found: list[dict], key: str) -> Response:
        about = {**self.about(), "figure": rows.MeasureRow(told_figure(self.of(MEASURES[key]))).data}
        page = self.paginate_queryset(found)
        if page is None:
            return self.whole(self.get_serializer(found, many=True).data, about)
        self.paginator.about = about
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def _measure(self, key: str) -> Measure:
        if key not in MEASURES:
            raise Http404
        return MEASURES[key]


def told_figure(of: MeasureRows) -> dict:
    """A measure in words and its figure of the rows that are chosen."""
    measure, figure = of.measure, of.figure
    words = ("title", "unit", "test", "numerator", "denominator", "source")
    return {
        **{name: str(getattr(measure, name)) for name in words},
        **{name: getattr(measure, name) for name in ("key", "form", "good")},
        **{name: getattr(figure, name) for name in ("value", "part", "whole", "missing")},
        "on": of.selection.on,
    }


def told_rows(of: MeasureRows) -> list[dict]:
    """The rows that are listed."""
    is_area = of.measure.of == "area"
    return [
        {
            "code": row.place,
            "area": row.Index if is_area else None,
            "name": row.name,
            "state": row.state,
            **{name: number(getattr(row, name)) for name in ("value", "part", "whole", "number")},
            "county": row.county if isinstance(row.county, str) else "",
            "on": of.selection.on,
        }
        for row in of.listed.itertuples()
    ]


def told_trend(of: MeasureRows) -> list[dict]:
    """The figure on each day of the trend."""
    return [
        {
            "on": to_day(int(row.Index)),
            **{name: number(getattr(row, name)) for name in ("value", "part", "whole")},
            "missing": int(row.missing),
            "is_change": bool(row.is_change),
        }
        for row in trend_frame(of).itertuples()
    ]


def number(value) -> float | None:
    """A number of a frame; None where it is not known."""
    return None if value != value else float(value)
