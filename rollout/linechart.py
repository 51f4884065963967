"""What charts of a line through time have in common: axis, frame, words and marks, as SVG and for Plotly. Pure.

Both are drawn in the same frame, so that Plotly's drawing can take the other's place without a jump. What lies in it
draw `trendchart.py` and `monthchart.py`. Knows no Django, no figure and no words of its own; colours are the page's
tokens, by class in the SVG, filled in by the script for Plotly.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from typing import ClassVar

import plotly.graph_objects as go

from rollout.figures import TICK_FORMATS

TOP, BOTTOM = 22, 24  # pixels above the plot for the marks, and below it for the time
UNITS = 1_000  # of the drawing inside, from bottom to top
DASHES = {"mark": "solid", "break": "dash", "day": "dot"}  # of the lines through the whole height
LONGEST_GUESS = 6  # ticks at most
SMALLEST_SPAN = 1e-9  # what differs less is the same: ticks are told with ten decimals


class LineChart:
    """A chart in its frame. HEIGHT: of the whole, in pixels.

    `ticks` are values with their words, ascending; the first and the last are the ends of the axis.
    """

    __slots__ = ()
    HEIGHT: ClassVar[int]

    @property
    def plot(self) -> int:
        """Pixels from the top of the axis to its foot."""
        return self.HEIGHT - TOP - BOTTOM

    @property
    def low(self) -> float:
        return self.ticks[0][0]

    @property
    def high(self) -> float:
        return self.ticks[-1][0]

    def height(self, value: float) -> float:
        """Pixels from the top of the picture to a value."""
        return TOP + self.plot * (self.high - value) / (self.high - self.low)


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


def framed(chart: LineChart, parts: Iterable[str], *, title: str, words: str, name: str) -> str:
    """The parts of a drawing as SVG. title: its accessible name; words: what it shows; name: prefix of the ids."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="trend-still" width="100%" height="{chart.HEIGHT}" role="img"'
        f' aria-labelledby="{name}-title" aria-describedby="{name}-words">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(words)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def stretched(chart: LineChart, length: int, drawn: str) -> str:
    """A drawing of its own, `length` by `UNITS`, that is stretched to the width of the page."""
    return (
        f'<svg x="0" y="{TOP}" width="100%" height="{chart.plot}" viewBox="0 0 {length} {UNITS}"'
        f' preserveAspectRatio="none">{drawn}</svg>'
    )


def grid(chart: LineChart) -> Iterator[str]:
    """A line for each value of the axis."""
    for value, _word in chart.ticks:
        y = f"{chart.height(value):.1f}"
        zero = " trend-zero" if value == 0 else ""
        yield f'<line class="trend-grid{zero}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'


def tick_words(chart: LineChart) -> Iterator[str]:
    """The words of the values, above their lines."""
    for value, word in chart.ticks:
        yield f'<text class="trend-tick" x="0" y="{chart.height(value) - 4:.1f}">{escape(word)}</text>'


def times(chart: LineChart, days: Iterable[tuple[float, str, bool]], *, edge: float) -> Iterator[str]:
    """What stands under the axis: places in per cent, words, and whether these may be left out on a narrow page.

    edge: per cent at both ends where a word would be cut off.
    """
    bottom = chart.HEIGHT - BOTTOM
    for x, word, is_minor in days:
        yield f'<line class="trend-grid" x1="{x:.2f}%" x2="{x:.2f}%" y1="{bottom}" y2="{bottom + 5}"/>'
        if edge <= x <= 100 - edge:
            minor = " trend-minor" if is_minor else ""
            yield f'<text class="trend-year{minor}" x="{x:.2f}%" y="{chart.HEIGHT - 6}">{word}</text>'


def upright(chart: LineChart, kind: str, x: float) -> str:
    """A line through the whole height. kind: one of `DASHES`."""
    foot = chart.HEIGHT - BOTTOM
    return f'<line class="trend-{kind}" x1="{x:.2f}%" x2="{x:.2f}%" y1="{TOP - 4}" y2="{foot}"/>'


# --- With Plotly -----------------------------------------------------------------------------------------------------


def layout(
    chart: LineChart, days: tuple[date, date], *, hovers: str, words: Iterable[dict], lines: Iterable[dict]
) -> dict:
    """The frame for Plotly. days: the ends of the axis of time. words, lines: marks beside those of the ticks."""
    made = go.Layout(
        height=chart.HEIGHT,
        margin={"l": 0, "r": 0, "t": TOP, "b": BOTTOM, "pad": 0},
        hovermode=hovers,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis={
            "type": "date",
            "range": [day.isoformat() for day in days],
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
            "nticks": 10,
            "tickformatstops": TICK_FORMATS,
        },
        yaxis={
            "range": [chart.low, chart.high],
            "tickvals": [value for value, _word in chart.ticks],
            "showticklabels": False,
            "zeroline": True,
            "fixedrange": True,
        },
        annotations=[*(_tick(*tick) for tick in chart.ticks), *words],
        shapes=list(lines),
    )
    return {"shapes": [], **made.to_plotly_json()}  # Plotly leaves out what is empty


def _tick(value: float, word: str) -> dict:
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": value, "yref": "y", "yanchor": "bottom"}
    return {"text": escape(word), "showarrow": False, "borderpad": 0, "name": "tick", **place}


def word_over(day: date, word: str) -> dict:
    """A word over the line of a day."""
    place = {"x": day.isoformat(), "xref": "x", "xanchor": "center", "y": 1, "yref": "paper", "yanchor": "bottom"}
    return {"text": escape(word), "showarrow": False, "borderpad": 0, "yshift": 3, "name": "mark", **place}


def line_through(kind: str, day: date) -> dict:
    """A line through the whole height. kind: one of `DASHES`."""
    line = {"width": 1.5 if kind == "day" else 1, "dash": DASHES[kind]}
    on = {"x0": day.isoformat(), "x1": day.isoformat(), "y0": 0, "y1": 1}
    return {"type": "line", "name": kind, "xref": "x", "yref": "paper", **on, "line": line}
