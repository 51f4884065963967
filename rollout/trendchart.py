"""Draws a figure through time: a line in steps, with gaps where nothing is known. Pure: points in, SVG and Plotly out.

The same frame for both, so that Plotly's drawing can take the other's place without a jump. Knows no Django, no measure
and no words of its own; colours are the page's tokens, by class in the SVG, filled in by the script for Plotly.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import plotly.graph_objects as go

from rollout.figures import TICK_FORMATS, year_ticks

HEIGHT, TOP, BOTTOM = 260, 22, 24  # pixels: the whole, above the plot for the marks, below it for the years
PLOT = HEIGHT - TOP - BOTTOM
UNITS = 1_000  # of the drawing inside, from bottom to top
CROWDED = 8  # per cent: a mark so near to the one before it has no word on a narrow page
DASHES = {"mark": "solid", "break": "dash", "day": "dot"}  # of the lines through the whole height
FREE_EDGE = 3  # per cent at both ends where a word would be cut off
LONGEST_GUESS = 6  # ticks at most
SMALLEST_SPAN = 1e-9  # what differs less is the same: ticks are told with ten decimals


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
class Trend:
    """Points in order of time, each holding until the next, drawn between two days, both included.

    ticks: values with their words, ascending; the first and the last are the ends of the axis. on: the reader's day.
    breaks: the days from which the figure is counted in another way: the line does not go on across them.
    """

    points: tuple[Point, ...]
    first: date
    last: date
    on: date
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[DayMark, ...] = ()
    breaks: tuple[DayMark, ...] = ()

    @property
    def low(self) -> float:
        return self.ticks[0][0]

    @property
    def high(self) -> float:
        return self.ticks[-1][0]

    @property
    def length(self) -> int:
        """Days from end to end."""
        return (self.last - self.first).days + 1

    def share(self, day: date) -> float:
        """How far from the left a day begins, in per cent of the width."""
        return 100 * (day - self.first).days / self.length

    def height(self, value: float) -> float:
        """Pixels from the top of the picture to a value."""
        return TOP + PLOT * (self.high - value) / (self.high - self.low)

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


def nice_ticks(values: Sequence[float | None], *, whole: bool = False, most: float = math.inf) -> list[float]:
    """Round values from at or below the least to at or above the greatest, 0 always among them.

    whole: whole numbers only. most: the axis ends there at the latest, such as at 1 for a share.
    """
    known = [value for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    if high - low < SMALLEST_SPAN:
        low, high = 0.0, min(1.0, most)
    step = _nice_step((high - low) / (LONGEST_GUESS - 1))
    step = max(step, 1.0) if whole else step
    number = range(math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9) + 1)
    return [round(each * step, 10) for each in number if each * step <= most + 1e-9] or [0.0, 1.0]


def _nice_step(rough: float) -> float:
    """The least of 1, 2, 5, 10, 20 … (and their tenths) that is at least so large."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))


# --- Without script --------------------------------------------------------------------------------------------------


def draw_trend(trend: Trend, *, title: str, words: str, name: str = "trend") -> str:
    """The chart as SVG for a page. title: its accessible name; words: what it shows, in words."""
    parts = [*_grid(trend), *_years(trend), *_marks(trend), *_line(trend), *_tick_words(trend), *_chosen(trend)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="trend-still" width="100%" height="{HEIGHT}" role="img"'
        f' aria-labelledby="{name}-title" aria-describedby="{name}-words">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(words)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _grid(trend: Trend) -> Iterator[str]:
    for value, _word in trend.ticks:
        y = f"{trend.height(value):.1f}"
        zero = " trend-zero" if value == 0 else ""
        yield f'<line class="trend-grid{zero}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'


def _tick_words(trend: Trend) -> Iterator[str]:
    for value, word in trend.ticks:
        yield f'<text class="trend-tick" x="0" y="{trend.height(value) - 4:.1f}">{escape(word)}</text>'


def _years(trend: Trend) -> Iterator[str]:
    for day in year_ticks(trend.first, trend.last):
        x, bottom = trend.share(day), HEIGHT - BOTTOM
        yield f'<line class="trend-grid" x1="{x:.2f}%" x2="{x:.2f}%" y1="{bottom}" y2="{bottom + 5}"/>'
        if FREE_EDGE <= x <= 100 - FREE_EDGE:
            yield f'<text class="trend-year" x="{x:.2f}%" y="{HEIGHT - 6}">{day.year}</text>'


def _marks(trend: Trend) -> Iterator[str]:
    reached = -100.0
    for mark in sorted((*trend.marks, *trend.breaks), key=lambda mark: mark.on):
        x = trend.share(mark.on)
        crowded = " trend-crowded" if x - reached < CROWDED else ""
        reached = x
        kind = "trend-break" if mark in trend.breaks else "trend-mark"
        yield f'<line class="{kind}" x1="{x:.2f}%" x2="{x:.2f}%" y1="{TOP - 4}" y2="{HEIGHT - BOTTOM}"/>'
        yield f'<text class="trend-word{crowded}" x="{x:.2f}%" y="{TOP - 9}">{escape(mark.short)}</text>'


def _line(trend: Trend) -> Iterator[str]:
    """The line and the ground under it, in a drawing of its own that is stretched to the width of the page."""
    lines = [_steps(trend, run) for run in trend.stretches]
    grounds = [_ground(trend, run) for run in trend.stretches]
    yield (
        f'<svg x="0" y="{TOP}" width="100%" height="{PLOT}" viewBox="0 0 {trend.length} {UNITS}"'
        f' preserveAspectRatio="none"><path class="trend-ground" d="{"".join(grounds)}"/>'
        f'<path class="trend-line" d="{"".join(lines)}"/></svg>'
    )


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
    x = f"{trend.share(trend.on):.2f}%"
    yield f'<line class="trend-day" x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{HEIGHT - BOTTOM}"/>'
    if trend.chosen and trend.chosen.value is not None:
        yield f'<circle class="trend-dot" cx="{x}" cy="{trend.height(trend.chosen.value):.1f}" r="5"/>'


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
    return {"data": [trace.to_plotly_json() for trace in made], "layout": _layout(trend).to_plotly_json()}


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


def _layout(trend: Trend) -> go.Layout:
    return go.Layout(
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": TOP, "b": BOTTOM, "pad": 0},
        hovermode="x",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis={
            "type": "date",
            "range": [trend.first.isoformat(), (trend.last + timedelta(days=1)).isoformat()],
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
            "nticks": 10,
            "tickformatstops": TICK_FORMATS,
        },
        yaxis={
            "range": [trend.low, trend.high],
            "tickvals": [value for value, _word in trend.ticks],
            "showticklabels": False,
            "zeroline": True,
            "fixedrange": True,
        },
        annotations=[*(_tick(*tick) for tick in trend.ticks), *map(_word, (*trend.marks, *trend.breaks))],
        shapes=[
            *(_upright("mark", mark.on) for mark in trend.marks),
            *(_upright("break", mark.on) for mark in trend.breaks),
            _upright("day", trend.on),
        ],
    )


def _tick(value: float, word: str) -> dict:
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": value, "yref": "y", "yanchor": "bottom"}
    return {"text": escape(word), "showarrow": False, "borderpad": 0, "name": "tick", **place}


def _word(mark: DayMark) -> dict:
    place = {"x": mark.on.isoformat(), "xref": "x", "xanchor": "center", "y": 1, "yref": "paper", "yanchor": "bottom"}
    return {"text": escape(mark.short), "showarrow": False, "borderpad": 0, "yshift": 3, "name": "mark", **place}


def _upright(name: str, on: date) -> dict:
    line = {"width": 1.5 if name == "day" else 1, "dash": DASHES[name]}
    day = on.isoformat()
    return {
        "type": "line",
        "name": name,
        "xref": "x",
        "yref": "paper",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": 1,
        "line": line,
    }
