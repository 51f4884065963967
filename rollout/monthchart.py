"""Draws a figure told month by month: a dot for each month, and gaps where nothing is told. Pure.

Points in, drawings out. Between months that follow each other the line is whole; over months without a figure it is
dotted; across a break, where the way of counting changed, there is none. Knows no Django and no words of its own; the
frame of both drawings is that of `linechart.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise

import plotly.graph_objects as go

from rollout.figures import quarter_ticks, year_ticks
from rollout.follow_up import month_after
from rollout.linechart import (
    TOP,
    UNITS,
    LineChart,
    framed,
    grid,
    layout,
    line_through,
    stretched,
    tick_words,
    times,
    upright,
    word_over,
)

HEIGHT = 220
MARGIN = timedelta(days=15)  # at both ends, so that no dot is cut off
LONGEST_WITH_QUARTERS = 800  # days
FREE_EDGE = 4  # per cent at both ends where a word would be cut off
DOT = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure of a month; None where it is not known. words: what the reader is told of it."""

    month: date
    value: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Break:
    """A month from which something is counted otherwise; short: its word over the line."""

    month: date
    short: str
    words: str


@dataclass(frozen=True, slots=True)
class MonthChart(LineChart):
    """Figures in order of time. At least one of them is known.

    chosen: the month that the reader looks at, where it is among them.
    """

    HEIGHT = HEIGHT
    spots: tuple[Spot, ...]
    ticks: tuple[tuple[float, str], ...]
    breaks: tuple[Break, ...] = ()
    chosen: date | None = None

    @property
    def first(self) -> date:
        return self.spots[0].month - MARGIN

    @property
    def last(self) -> date:
        return self.spots[-1].month + MARGIN

    @property
    def known(self) -> list[Spot]:
        """The months of which there is a figure."""
        return [spot for spot in self.spots if spot.value is not None]

    @property
    def lines(self) -> list[tuple[Spot, Spot, bool]]:
        """Each two known months in turn between which nothing breaks, and whether they follow each other."""
        breaks = [each.month for each in self.breaks]
        return [
            (one, other, month_after(one.month) == other.month)
            for one, other in pairwise(self.known)
            if not any(one.month < month <= other.month for month in breaks)
        ]

    def share(self, day: date) -> float:
        """How far from the left a day is, in per cent of the width."""
        return 100 * (day - self.first).days / (self.last - self.first).days

    @property
    def day_ticks(self) -> list[tuple[date, str]]:
        """The days under the axis with their words: years, and quarters where there is room for them."""
        if (self.last - self.first).days > LONGEST_WITH_QUARTERS:
            return [(day, str(day.year)) for day in year_ticks(self.first, self.last)]
        return [(day, f"{day:%Y-%m}") for day in quarter_ticks(self.first, self.last)]


# --- Without script --------------------------------------------------------------------------------------------------


def draw_months(chart: MonthChart, *, title: str, words: str, name: str) -> str:
    """The chart as SVG for a page. title: its accessible name; words: what it shows; name: prefix of the ids inside."""
    parts = [
        *grid(chart),
        *_times(chart),
        *_breaks(chart),
        *_chosen(chart),
        _lines(chart),
        *_dots(chart),
        *tick_words(chart),
    ]
    return framed(chart, parts, title=title, words=words, name=name)


def _times(chart: MonthChart) -> Iterator[str]:
    many = len(chart.day_ticks) > 4
    days = ((chart.share(day), word, many and place % 2 == 1) for place, (day, word) in enumerate(chart.day_ticks))
    return times(chart, days, edge=FREE_EDGE)


def _breaks(chart: MonthChart) -> Iterator[str]:
    """A line just before the month, where the old way of counting ends."""
    for each in chart.breaks:
        x = chart.share(each.month - MARGIN)
        yield upright(chart, "break", x)
        words = f"<title>{escape(each.words)}</title>{escape(each.short)}"
        yield f'<text class="trend-word" x="{x:.2f}%" y="{TOP - 9}">{words}</text>'


def _chosen(chart: MonthChart) -> Iterator[str]:
    if chart.chosen and chart.first <= chart.chosen <= chart.last:
        yield upright(chart, "day", chart.share(chart.chosen))


def _lines(chart: MonthChart) -> str:
    whole, dotted = (
        "".join(_stroke(chart, *two) for *two, follows in chart.lines if follows is kind) for kind in (True, False)
    )
    drawn = f'<path class="trend-line" d="{whole}"/><path class="trend-line is-dotted" d="{dotted}"/>'
    return stretched(chart, UNITS, drawn)


def _stroke(chart: MonthChart, one: Spot, other: Spot) -> str:
    places = (
        (UNITS * chart.share(spot.month) / 100, UNITS * (chart.height(spot.value) - TOP) / chart.plot)
        for spot in (one, other)
    )
    return "M{:.1f} {:.1f}L{:.1f} {:.1f}".format(*(number for place in places for number in place))


def _dots(chart: MonthChart) -> Iterator[str]:
    for spot in chart.known:
        words = escape(f"{spot.month:%Y-%m}\n{spot.words}", quote=False)
        x, y = f"{chart.share(spot.month):.2f}%", f"{chart.height(spot.value):.1f}"
        yield f'<circle class="trend-dot" cx="{x}" cy="{y}" r="{DOT}"><title>{words}</title></circle>'


# --- With Plotly -----------------------------------------------------------------------------------------------------


def figure(chart: MonthChart) -> dict:
    """The chart as `{"data", "layout"}` for Plotly: whole lines, dotted ones, and the dots with hover text ready."""
    whole, dotted = (_trace(chart, follows) for follows in (True, False))
    known = chart.known
    dots = go.Scatter(
        mode="markers",
        x=[spot.month.isoformat() for spot in known],
        y=[spot.value for spot in known],
        hovertext=[f"{spot.month:%Y-%m}<br>{escape(spot.words)}" for spot in known],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"size": 2 * DOT},
        cliponaxis=False,
        showlegend=False,
    )
    return {
        "data": [each.to_plotly_json() for each in (dotted, whole, dots)],
        "layout": _layout(chart),
    }


def _trace(chart: MonthChart, follows: bool) -> go.Scatter:
    two = [pair for *pair, kind in chart.lines if kind is follows]
    return go.Scatter(
        mode="lines",
        x=[place for one, other in two for place in (one.month.isoformat(), other.month.isoformat(), None)],
        y=[place for one, other in two for place in (one.value, other.value, None)],
        hoverinfo="skip",
        line={"width": 2, "dash": "solid" if follows else "dot"},
        connectgaps=False,
        showlegend=False,
    )


def _layout(chart: MonthChart) -> dict:
    lines = [line_through("break", each.month - MARGIN) for each in chart.breaks]
    lines += [line_through("day", chart.chosen)] if chart.chosen else []
    words = [word_over(each.month - MARGIN, each.short) for each in chart.breaks]
    return layout(chart, (chart.first, chart.last), hovers="closest", words=words, lines=lines)
