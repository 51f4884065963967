"""The measure through time on the coverage page: every month and every day on which it changes; chart and table."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from rollout import measures
from rollout.coverage import day_number, to_day
from rollout.linechart import nice_ticks
from rollout.measure_ground import change_days
from rollout.measures import Measure, Value
from rollout.pages.coverage_rows import MeasureRows
from rollout.pages.coverage_words import figure_words, tick_words
from rollout.pages.follow_up_charts import age_breaks
from rollout.selection import Selection
from rollout.trendchart import DayMark, Point, Trend, draw_trend, figure
from rollout.words import day_in_words, initial


def trend_frame(rows: MeasureRows) -> pd.DataFrame:
    """The figure of the reader's choice on the first day of every month, on every day on which it changes, and today.

    Index `on` (day numbers); columns value, part, whole (NaN where not known), missing, is_change (bool).
    """
    selection = rows.selection
    first, last = day_number(selection.filterset.first), day_number(selection.today)
    days = np.unique(np.concatenate([month_starts(first, last), change_days(selection), [first, last]]))
    days = days[(days >= first) & (days <= last)]
    frame = measures.trend(rows.measure, rows.ground, days, rows=rows.scope)
    numbers = frame[["value", "part", "whole"]].fillna(-1.0)
    frame["is_change"] = numbers.ne(numbers.shift()).any(axis=1)
    return frame[frame["is_change"] | np.isin(days, month_starts(first, last)) | (days == last)]


def month_starts(first: int, last: int) -> np.ndarray:
    """The first days of the months between two day numbers."""
    start, end = to_day(first), to_day(last)
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    return np.array([day_number(date(month // 12, month % 12 + 1, 1)) for month in months], dtype=np.int64)


def told_trend(rows: MeasureRows, *, title: str) -> dict:
    """The context of `rollout/coverage_trend.html`: drawing, figure for the script, marks and table."""
    frame, selection = trend_frame(rows), rows.selection
    chart = Trend(
        points=tuple(_points(rows.measure, frame)),
        first=selection.filterset.first,
        last=max(selection.today, selection.on),
        on=selection.on,
        ticks=tuple(_ticks(rows.measure, frame)),
        marks=tuple(phase_marks(selection)),
        breaks=tuple(trend_breaks(rows, frame)),
    )
    return {
        "title": title,
        "svg": draw_trend(chart, title=title, words=trend_words(rows.measure, chart)),
        "figure": figure(chart),
        "marks": chart.marks,
        "breaks": break_words(chart.breaks),
        "lines": [_line(selection, point, change) for point, change in _backwards(chart, frame)],
    }


def _points(measure: Measure, frame: pd.DataFrame) -> list[Point]:
    return [
        Point(to_day(row.Index), None if np.isnan(row.value) else float(row.value), figure_words(measure, _value(row)))
        for row in frame.itertuples()
    ]


def _value(row) -> Value:
    value, part, whole = (None if np.isnan(number) else float(number) for number in (row.value, row.part, row.whole))
    return Value(value, part, whole, int(row.missing))


def _ticks(measure: Measure, frame: pd.DataFrame) -> list[tuple[float, str]]:
    """The values of the axis with their words. A share in whole per cent ends at 100 at the latest."""
    values = [None if np.isnan(value) else float(value) for value in frame["value"]]
    if measure.form in ("share", "points"):
        ticks = [tick / 100 for tick in nice_ticks([value and 100 * value for value in values], whole=True, most=100)]
    else:
        ticks = nice_ticks(values, whole=measure.form == "count")
    return [(tick, tick_words(measure, tick)) for tick in ticks]


def phase_marks(selection: Selection) -> list[DayMark]:
    """The days on which the phases begin, in order of time."""
    phases = [phase for phase in selection.snapshot.phases if phase.new_service_starts_on]
    phases.sort(key=lambda phase: phase.new_service_starts_on)
    return [DayMark(phase.new_service_starts_on, phase.label, initial(phase.label)) for phase in phases]


def trend_breaks(rows: MeasureRows, frame: pd.DataFrame) -> Iterator[DayMark]:
    """The days from which the unemployed are counted among other ages, inside what is known; short: these ages."""
    if not rows.measure.of_unemployed:
        return
    days = frame.index[frame["value"].notna()].to_numpy()
    months = measures.months_on(rows.measure, rows.ground, days)
    for each in age_breaks():
        later = months >= day_number(each.month)
        if later.any() and not later.all():
            yield DayMark(to_day(int(days[later][0])), each.words, each.short)


def break_words(breaks: Iterable[DayMark]) -> list[str]:
    """What changed in the way of counting, in words, and that figures across it are not compared."""
    told = [str(each.label) for each in breaks]
    return [*told, _("Figures before and after that are not compared.")] if told else []


def _backwards(chart: Trend, frame: pd.DataFrame) -> Sequence[tuple[Point, bool]]:
    """The points with whether the figure changed, the latest first."""
    return list(zip(chart.points, frame["is_change"].tolist(), strict=True))[::-1]


def _line(selection: Selection, point: Point, is_change: bool) -> dict:
    return {
        "on": point.on,
        "words": point.words,
        "is_change": is_change,
        "here": point.on == selection.on,
        "url": selection.address(on=point.on.isoformat()),
    }


def trend_words(measure: Measure, chart: Trend) -> str:
    """The chart in words: where it begins, its ends up and down, where it stands."""
    known = [point for point in chart.points if point.value is not None]
    if not known:
        return _("Nothing is known on any day.")
    least, most = (pick(known, key=lambda point: point.value) for pick in (min, max))
    told = [
        _("Known from %(day)s: %(figure)s.") % _told(measure, known[0]),
        _("Lowest on %(day)s: %(figure)s.") % _told(measure, least),
        _("Highest on %(day)s: %(figure)s.") % _told(measure, most),
        _("Latest, %(day)s: %(figure)s.") % _told(measure, known[-1]),
        *break_words(chart.breaks),
    ]
    return " ".join(told)


def _told(measure: Measure, point: Point) -> dict[str, str]:
    return {"day": day_in_words(point.on), "figure": point.words}


def neighbouring_changes(selection: Selection) -> dict[str, date | None]:
    """The nearest days before and after the reader's on which anything changes."""
    days, here = change_days(selection), day_number(selection.on)
    before, after = days[days < here], days[days > here]
    return {
        "before": to_day(int(before.max())) if len(before) else None,
        "after": to_day(int(after.min())) if len(after) else None,
    }
