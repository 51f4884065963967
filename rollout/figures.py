"""Draws bars on a time axis with Plotly for Python: a figure as plain dictionaries, and the same rows in words. Pure.

Frames or dataclasses in, dictionaries and text out; knows no Django, no models and no requests. Colours are those of
`palette.py`, for both themes, so that the page's script can change them without asking. `svggantt.py` draws the same
chart without any script, in the same frame and places, so that one can take the other's place without a jump.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import plotly.graph_objects as go

from rollout.palette import CLASSES, THEMES, MapClass
from rollout.timeline import Bar

PITCH = 38  # pixels from row to row: the row's name above, its bars below
BAR = 16
AXIS = 26
MILLISECONDS = 86_400_000
ONE_DAY = timedelta(days=1)
# Days in figures only: the same in every language.
TICK_FORMATS = [
    {"dtickrange": [None, "M1"], "value": "%Y-%m-%d"},
    {"dtickrange": ["M1", "M6"], "value": "%Y-%m"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars to be drawn between two days, both included; `on` is the reader's day, marked by a line."""

    bars: tuple[Bar, ...]
    first: date
    last: date
    on: date

    @property
    def rows(self) -> list[str]:
        """The names of the lines, from the top."""
        return list(dict.fromkeys(bar.row for bar in self.bars))

    @property
    def classes(self) -> list[MapClass]:
        """The palette classes in use, in the order of the palette."""
        used = {bar.key for bar in self.bars}
        return [each for key, each in CLASSES.items() if key in used]

    @property
    def height(self) -> int:
        """Height in pixels, of the static drawing and of Plotly's."""
        return len(self.rows) * PITCH + AXIS

    @property
    def drawn(self) -> list[Bar]:
        """The bars that have a day between the two ends."""
        return [bar for bar in self.bars if self.begins(bar) <= self.last and self.ends(bar) >= self.first]

    def begins(self, bar: Bar) -> date:
        """Where a bar begins in the picture."""
        return max(bar.first or self.first, self.first)

    def ends(self, bar: Bar) -> date:
        """The last day of a bar in the picture."""
        return min(bar.last or self.last, self.last)

    @property
    def share_of_day(self) -> float:
        """How wide one day is, in per cent of the width."""
        return 100 / ((self.last - self.first).days + 1)

    def share(self, day: date) -> float:
        """How far from the left a day begins, in per cent of the width."""
        return (day - self.first).days * self.share_of_day


def year_ticks(first: date, last: date) -> list[date]:
    """The first days of the years between two days."""
    years = (date(year, 1, 1) for year in range(first.year, last.year + 1))
    return [day for day in years if first <= day <= last]


def quarter_ticks(first: date, last: date) -> list[date]:
    """The first days of the quarters between two days."""
    days = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10))
    return [day for day in days if first <= day <= last]


def gantt(chart: Chart) -> dict:
    """The chart as `{"data", "layout", "themes"}`: what Plotly draws, and the colours of each class in both themes.

    One trace for each palette class, named in the trace's `meta`; hover text comes ready in the trace.
    """
    traces = [_trace(chart, each).to_plotly_json() for each in chart.classes]
    return {"data": traces, "layout": _layout(chart).to_plotly_json(), "themes": _themes(chart.classes)}


def _trace(chart: Chart, each: MapClass) -> go.Bar:
    rows, bars = chart.rows, [bar for bar in chart.drawn if bar.key == each.key]
    begins = [chart.begins(bar) for bar in bars]
    days = [(chart.ends(bar) - start).days + 1 for bar, start in zip(bars, begins, strict=True)]
    return go.Bar(
        orientation="h",
        base=[day.isoformat() for day in begins],
        x=[number * MILLISECONDS for number in days],
        y=[rows.index(bar.row) + 0.5 + (PITCH - BAR) / 2 / PITCH - 2 / PITCH for bar in bars],
        width=BAR / PITCH,
        hovertext=[hover_text(bar) for bar in bars],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"color": each.light.fill, "line": {"width": 0}, "pattern": _pattern(each)},
        meta=each.key,
        showlegend=False,
    )


def _pattern(each: MapClass) -> dict:
    """The second tone of a class as a pattern; Plotly draws bars with patterns, though not maps."""
    shape = {"stripe": "/", "hatch": "x"}.get(each.mark, "")
    return {"shape": shape, "fgcolor": each.light.second or each.light.fill, "size": 6, "fillmode": "overlay"}


def _layout(chart: Chart) -> go.Layout:
    names = [_name(row, place) for place, row in enumerate(chart.rows)]
    return go.Layout(
        height=chart.height,
        margin={"l": 0, "r": 0, "t": 0, "b": AXIS, "pad": 0},
        barmode="overlay",
        bargap=0,
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis={
            "type": "date",
            "range": [chart.first.isoformat(), (chart.last + ONE_DAY).isoformat()],
            "showgrid": True,
            "zeroline": False,
            "ticks": "",
            "nticks": 10,
            "tickangle": 0,
            "tickformatstops": TICK_FORMATS,
        },
        yaxis={"range": [len(names), 0], "visible": False, "fixedrange": True},
        annotations=names,
        shapes=[_day_line(chart.on)] if chart.first <= chart.on <= chart.last else [],
    )


def _name(row: str, place: int) -> dict:
    """The name of a row, above its bars at the left edge."""
    return {
        "text": escape(row),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": place,
        "yref": "y",
        "yanchor": "top",
        "showarrow": False,
        "align": "left",
        "borderpad": 0,
    }


def _day_line(on: date) -> dict:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": on.isoformat(),
        "x1": on.isoformat(),
        "y0": 0,
        "y1": 1,
        "line": {"width": 1.5, "dash": "dot"},
    }


def _themes(classes: Iterable[MapClass]) -> dict[str, dict[str, dict[str, str]]]:
    return {
        theme: {each.key: {"fill": each.tone(theme).fill, "second": each.tone(theme).second} for each in classes}
        for theme in THEMES
    }


def hover_text(bar: Bar) -> str:
    """A bar in words for the pointer: row, what it is, its days, and what else is to say.

    Plotly reads it as markup. Lines are all it may hold: letters in bold would be an inline style, which is forbidden.
    """
    lines = (bar.row, bar.word, between(bar.first, bar.last), bar.note)
    return "<br>".join(escape(line) for line in lines if line)


def between(first: date | None, last: date | None) -> str:
    """Two days, both included; an open end is left open."""
    return f"{first.isoformat() if first else ''} – {last.isoformat() if last else ''}".strip()


def in_words(chart: Chart) -> str:
    """The chart as text, from the same bars: what it says to those who cannot see it."""
    told = {
        row: [f"{bar.word} {between(bar.first, bar.last)}" for bar in chart.bars if bar.row == row]
        for row in chart.rows
    }
    return " ".join(f"{row}: {'; '.join(parts)}." for row, parts in told.items())
