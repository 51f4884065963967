"""Draws a figure told month by month: a dot for each month, and gaps where nothing is told. Pure.

Points in, drawings out. Between months that follow each other the line is whole; over months without a figure it is
dotted; across a break, where the way of counting changed, there is none. The SVG comes with the page, and Plotly's
takes its place in the same frame, as with `trendchart.py`. Knows no Django and no words of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise

import plotly.graph_objects as go

from rollout.figures import TICK_FORMATS, quarter_ticks, year_ticks
from rollout.follow_up import month_after

HEIGHT, TOP, BOTTOM = 220, 22, 24  # pixels: the whole, above the plot for the marks, below it for the time
PLOT = HEIGHT - TOP - BOTTOM
UNITS = 1_000  # of the drawing inside, from top to bottom
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
class MonthChart:
    """Figures in order of time. At least one of them is known.

    ticks: values with their words, ascending; the first and the last are the ends of the axis. chosen: the month that
    the reader looks at, where it is among them.
    """

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

    def height(self, value: float) -> float:
        """Pixels from the top of the picture to a value."""
        low, high = self.ticks[0][0], self.ticks[-1][0]
        return TOP + PLOT * (high - value) / (high - low)

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
        *_grid(chart),
        *_times(chart),
        *_breaks(chart),
        *_chosen(chart),
        *_lines(chart),
        *_dots(chart),
        *_words(chart),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="trend-still" width="100%" height="{HEIGHT}" role="img"'
        f' aria-labelledby="{name}-title" aria-describedby="{name}-words">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(words)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _grid(chart: MonthChart) -> Iterator[str]:
    for value, _word in chart.ticks:
        y = f"{chart.height(value):.1f}"
        zero = " trend-zero" if value == 0 else ""
        yield f'<line class="trend-grid{zero}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'


def _words(chart: MonthChart) -> Iterator[str]:
    for value, word in chart.ticks:
        yield f'<text class="trend-tick" x="0" y="{chart.height(value) - 4:.1f}">{escape(word)}</text>'


def _times(chart: MonthChart) -> Iterator[str]:
    bottom = HEIGHT - BOTTOM
    for place, (day, word) in enumerate(chart.day_ticks):
        x = chart.share(day)
        yield f'<line class="trend-grid" x1="{x:.2f}%" x2="{x:.2f}%" y1="{bottom}" y2="{bottom + 5}"/>'
        if FREE_EDGE <= x <= 100 - FREE_EDGE:
            minor = " trend-minor" if len(chart.day_ticks) > 4 and place % 2 else ""
            yield f'<text class="trend-year{minor}" x="{x:.2f}%" y="{HEIGHT - 6}">{word}</text>'


def _breaks(chart: MonthChart) -> Iterator[str]:
    """A line just before the month, where the old way of counting ends."""
    for each in chart.breaks:
        x = f"{chart.share(each.month - MARGIN):.2f}%"
        yield f'<line class="trend-break" x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{HEIGHT - BOTTOM}"/>'
        words = f"<title>{escape(each.words)}</title>{escape(each.short)}"
        yield f'<text class="trend-word" x="{x}" y="{TOP - 9}">{words}</text>'


def _chosen(chart: MonthChart) -> Iterator[str]:
    if chart.chosen and chart.first <= chart.chosen <= chart.last:
        x = f"{chart.share(chart.chosen):.2f}%"
        yield f'<line class="trend-day" x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{HEIGHT - BOTTOM}"/>'


def _lines(chart: MonthChart) -> Iterator[str]:
    """The lines, in a drawing of its own that is stretched to the width of the page."""
    whole, dotted = (
        "".join(_stroke(chart, *two) for *two, follows in chart.lines if follows is kind) for kind in (True, False)
    )
    yield (
        f'<svg x="0" y="{TOP}" width="100%" height="{PLOT}" viewBox="0 0 {UNITS} {UNITS}" preserveAspectRatio="none">'
        f'<path class="trend-line" d="{whole}"/><path class="trend-line is-dotted" d="{dotted}"/></svg>'
    )


def _stroke(chart: MonthChart, one: Spot, other: Spot) -> str:
    places = (
        (UNITS * chart.share(spot.month) / 100, UNITS * (chart.height(spot.value) - TOP) / PLOT)
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
        "layout": {"shapes": [], **_layout(chart).to_plotly_json()},  # Plotly leaves out what is empty
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


def _layout(chart: MonthChart) -> go.Layout:
    return go.Layout(
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": TOP, "b": BOTTOM, "pad": 0},
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis={
            "type": "date",
            "range": [chart.first.isoformat(), chart.last.isoformat()],
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
            "nticks": 10,
            "tickformatstops": TICK_FORMATS,
        },
        yaxis={
            "range": [chart.ticks[0][0], chart.ticks[-1][0]],
            "tickvals": [value for value, _word in chart.ticks],
            "showticklabels": False,
            "zeroline": True,
            "fixedrange": True,
        },
        annotations=[*(_tick(*tick) for tick in chart.ticks), *(_break_word(each) for each in chart.breaks)],
        shapes=[
            *(_upright("break", each.month - MARGIN) for each in chart.breaks),
            *([_upright("day", chart.chosen)] if chart.chosen else []),
        ],
    )


def _tick(value: float, word: str) -> dict:
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": value, "yref": "y", "yanchor": "bottom"}
    return {"text": escape(word), "showarrow": False, "borderpad": 0, "name": "tick", **place}


def _break_word(each: Break) -> dict:
    day = (each.month - MARGIN).isoformat()
    place = {"x": day, "xref": "x", "xanchor": "center", "y": 1, "yref": "paper", "yanchor": "bottom"}
    return {"text": escape(each.short), "showarrow": False, "borderpad": 0, "yshift": 3, "name": "mark", **place}


def _upright(name: str, on: date) -> dict:
    """A line through the whole height: dotted at the reader's month, dashed at a break."""
    line = {"width": 1.5, "dash": "dot"} if name == "day" else {"width": 1, "dash": "dash"}
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
