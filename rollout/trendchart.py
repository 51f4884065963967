"""Draws a figure through time: a line in steps, with gaps where nothing is known. Pure: points in, SVG and Plotly out.

Knows no Django, no measure and no words of its own; the frame of both drawings is that of `linechart.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import plotly.graph_objects as go

from rollout.figures import year_ticks
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

HEIGHT = 260
CROWDED = 8  # per cent: a mark so near to the one before it has no word on a narrow page
FREE_EDGE = 3  # per cent at both ends where a word would be cut off


@dataclass(frozen=True, slots=True)
class Point:
    """A figure from a day on; None where it is not known. words: the figure as the reader is told it."""

    on: date
    value: float | None
    words: str


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day that matters, such as the start of a phase; short: its word over the line."""

    on: date
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Trend(LineChart):
    """Points in order of time, each holding until the next, drawn between two days, both included.

    on: the reader's day. breaks: the days from which the figure is counted in another way: the line does not go on
    across them.
    """

    HEIGHT = HEIGHT
    points: tuple[Point, ...]
    first: date
    last: date
    on: date
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[DayMark, ...] = ()
    breaks: tuple[DayMark, ...] = ()

    @property
    def length(self) -> int:
        """Days from end to end."""
        return (self.last - self.first).days + 1

    def share(self, day: date) -> float:
        """How far from the left a day begins, in per cent of the width."""
        return 100 * (day - self.first).days / self.length

    @property
    def chosen(self) -> Point | None:
        """The point that holds on the reader's day."""
        return next((point for point in reversed(self.points) if point.on <= self.on), None)

    @property
    def stretches(self) -> list[list[Point]]:
        """Runs of known points; each ends with the first day that is not its own any more, or the last day."""
        runs: list[list[Point]] = []
        broken = {each.on for each in self.breaks}
        for point, after in zip(self.points, [*self.points[1:], None], strict=False):
            if point.value is None:
                continue
            ends = after.on if after else self.last + timedelta(days=1)
            if runs and runs[-1][-1].on == point.on and point.on not in broken:
                runs[-1][-1] = point
            else:
                runs.append([point])
            runs[-1].append(Point(ends, point.value, point.words))
        return runs


# --- Without script --------------------------------------------------------------------------------------------------


def draw_trend(trend: Trend, *, title: str, words: str, name: str = "trend") -> str:
    """The chart as SVG for a page. title: its accessible name; words: what it shows, in words."""
    parts = [*grid(trend), *_years(trend), *_marks(trend), _line(trend), *tick_words(trend), *_chosen(trend)]
    return framed(trend, parts, title=title, words=words, name=name)


def _years(trend: Trend) -> Iterator[str]:
    years = ((trend.share(day), str(day.year), False) for day in year_ticks(trend.first, trend.last))
    return times(trend, years, edge=FREE_EDGE)


def _marks(trend: Trend) -> Iterator[str]:
    reached = -100.0
    for mark in sorted((*trend.marks, *trend.breaks), key=lambda mark: mark.on):
        x = trend.share(mark.on)
        crowded = " trend-crowded" if x - reached < CROWDED else ""
        reached = x
        yield upright(trend, "break" if mark in trend.breaks else "mark", x)
        yield f'<text class="trend-word{crowded}" x="{x:.2f}%" y="{TOP - 9}">{escape(mark.short)}</text>'


def _line(trend: Trend) -> str:
    """The line and the ground under it."""
    lines = "".join(_steps(trend, run) for run in trend.stretches)
    grounds = "".join(_ground(trend, run) for run in trend.stretches)
    drawn = f'<path class="trend-ground" d="{grounds}"/><path class="trend-line" d="{lines}"/>'
    return stretched(trend, trend.length, drawn)


def _steps(trend: Trend, run: Sequence[Point]) -> str:
    (start, *rest) = run
    return f"M{_across(trend, start)} {_up(trend, start.value)}" + "".join(
        f"H{_across(trend, each)}V{_up(trend, each.value)}" for each in rest
    )


def _ground(trend: Trend, run: Sequence[Point]) -> str:
    zero = _up(trend, 0)
    start = _across(trend, run[0])
    steps = _steps(trend, run).removeprefix("M")
    return f"M{start} {zero}L{steps}V{zero}Z"


def _across(trend: Trend, point: Point) -> int:
    return (point.on - trend.first).days


def _up(trend: Trend, value: float) -> int:
    return round(UNITS * (trend.high - value) / (trend.high - trend.low))


def _chosen(trend: Trend) -> Iterator[str]:
    if not trend.first <= trend.on <= trend.last:
        return
    x = trend.share(trend.on)
    yield upright(trend, "day", x)
    if trend.chosen and trend.chosen.value is not None:
        yield f'<circle class="trend-dot" cx="{x:.2f}%" cy="{trend.height(trend.chosen.value):.1f}" r="5"/>'


# --- With Plotly -----------------------------------------------------------------------------------------------------


def figure(trend: Trend) -> dict:
    """The chart as `{"data", "layout"}` for Plotly: a line in steps, and hover text that comes ready in the trace."""
    drawn = list(_plotted(trend))
    line = go.Scatter(
        mode="lines",
        x=[point.on.isoformat() for point in drawn],
        y=[point.value for point in drawn],
        hovertext=[_hover(point) for point in drawn],
        hovertemplate="%{hovertext}<extra></extra>",
        line={"shape": "hv", "width": 2},
        fill="tozeroy",
        connectgaps=False,
        showlegend=False,
    )
    made = [line, *_dot(trend)]
    return {"data": [trace.to_plotly_json() for trace in made], "layout": _layout(trend)}


def _dot(trend: Trend) -> Iterator[go.Scatter]:
    """The figure on the reader's day."""
    if trend.chosen and trend.chosen.value is not None:
        yield go.Scatter(
            mode="markers",
            x=[trend.on.isoformat()],
            y=[trend.chosen.value],
            marker={"size": 10, "line": {"width": 2}},
            hoverinfo="skip",
            cliponaxis=False,
            showlegend=False,
        )


def _plotted(trend: Trend) -> Iterator[Point]:
    """The runs of the line, each up to its last day, with a point of nothing between two so that it has a gap."""
    for number, run in enumerate(trend.stretches):
        if number:
            yield Point(run[0].on, None, "")
        yield from run[:-1]
        yield Point(run[-1].on - timedelta(days=1), run[-1].value, run[-1].words)


def _hover(point: Point) -> str:
    return f"{point.on.isoformat()}<br>{escape(point.words)}"


def _layout(trend: Trend) -> dict:
    marks = (*trend.marks, *trend.breaks)
    lines = [*(line_through("mark", mark.on) for mark in trend.marks)]
    lines += [*(line_through("break", mark.on) for mark in trend.breaks), line_through("day", trend.on)]
    days = (trend.first, trend.last + timedelta(days=1))
    return layout(trend, days, hovers="x", words=[word_over(mark.on, mark.short) for mark in marks], lines=lines)
