"""Draws bars and marks on a time axis with Plotly for Python: plain dictionaries, and the same rows in words. Pure.

Frames or dataclasses in, dictionaries and text out; knows no Django, no models and no requests. Colours are those of
`palette.py`, for both themes, so that the page's script can change them without asking. `svggantt.py` draws the same
chart without any script, in the same frame and places, so that one can take the other's place without a jump.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape

import plotly.graph_objects as go

from rollout.palette import CLASSES, THEMES, MapClass
from rollout.timeline import Bar, Mark

PITCH = 38  # pixels from row to row: the row's name above, its bars below
BAR = 16
MIDDLE = 0.5 + (PITCH - BAR) / 2 / PITCH - 2 / PITCH  # of a row's bars, from its top, in rows
AXIS = 26
MARK = 13  # the width of a sign
MILLISECONDS = 86_400_000
ONE_DAY = timedelta(days=1)
# The sign of each sort of mark. All have the colour of the text: shape and row tell them apart.
SIGNS = {
    "decision": "diamond",
    "notice": "triangle-down",
    "dialogue": "circle",
    "tender": "square",
    "publication": "triangle-up",
}
# Days in figures only: the same in every language.
TICK_FORMATS = [
    {"dtickrange": [None, "M1"], "value": "%Y-%m-%d"},
    {"dtickrange": ["M1", "M6"], "value": "%Y-%m"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars and marks to be drawn between two days, both included.

    on: the reader's day, marked by a line; so is today, where it is given and another day. Marks stand above the bars.
    """

    bars: tuple[Bar, ...]
    first: date
    last: date
    on: date
    marks: tuple[Mark, ...] = ()
    today: date | None = None

    @property
    def rows(self) -> list[str]:
        """The names of the lines, from the top."""
        return list(dict.fromkeys(each.row for each in (*self.marks, *self.bars)))

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

    @property
    def drawn_marks(self) -> list[Mark]:
        """The marks that lie between the two ends."""
        return [mark for mark in self.marks if self.first <= mark.on and mark.last <= self.last]

    @property
    def day_lines(self) -> dict[str, date]:
        """The days marked by a line: the reader's own, and today where that is another."""
        found = {"day": self.on} | ({"today": self.today} if self.today not in (None, self.on) else {})
        return {name: day for name, day in found.items() if self.first <= day <= self.last}

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

    One trace for each palette class, named in the trace's `meta`, and one for each sort of mark, which has no colour of
    its own; hover text comes ready in the trace.
    """
    sorts = dict.fromkeys(mark.key for mark in chart.drawn_marks)
    made = [*(_trace(chart, each) for each in chart.classes), *(_signs(chart, sort) for sort in sorts)]
    return {
        "data": [trace.to_plotly_json() for trace in made],
        "layout": _layout(chart).to_plotly_json(),
        "themes": _themes(chart.classes),
    }


def _trace(chart: Chart, each: MapClass) -> go.Bar:
    rows, bars = chart.rows, [bar for bar in chart.drawn if bar.key == each.key]
    begins = [chart.begins(bar) for bar in bars]
    days = [(chart.ends(bar) - start).days + 1 for bar, start in zip(bars, begins, strict=True)]
    return go.Bar(
        orientation="h",
        base=[day.isoformat() for day in begins],
        x=[number * MILLISECONDS for number in days],
        y=[rows.index(bar.row) + MIDDLE for bar in bars],
        width=BAR / PITCH,
        hovertext=[hover_text(bar) for bar in bars],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"color": each.light.fill, "line": {"width": 0}, "pattern": _pattern(each)},
        meta=each.key,
        showlegend=False,
    )


def _signs(chart: Chart, sort: str) -> go.Scatter:
    rows, marks = chart.rows, [mark for mark in chart.drawn_marks if mark.key == sort]
    return go.Scatter(
        mode="markers",
        x=[noon_between(mark.on, mark.last).isoformat() for mark in marks],
        y=[rows.index(mark.row) + MIDDLE for mark in marks],
        hovertext=[_as_markup(mark_lines(mark)) for mark in marks],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"symbol": SIGNS[sort], "size": MARK, "line": {"width": 0}, "opacity": 1},
        cliponaxis=False,
        meta=f"mark-{sort}",
        showlegend=False,
    )


def noon_between(first: date, last: date) -> datetime:
    """The middle of some days, both included."""
    return datetime.combine(first, time(12)) + (last - first) / 2


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
        shapes=[*(_day_line(name, day) for name, day in chart.day_lines.items()), *_within_lines(chart)],
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


def _day_line(name: str, on: date) -> dict:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": on.isoformat(),
        "x1": on.isoformat(),
        "y0": 0,
        "y1": 1,
        "line": {"width": 1.5, "dash": "dot"} if name == "day" else {"width": 1, "dash": "solid"},
    }


def _within_lines(chart: Chart) -> Iterator[dict]:
    """A line through the days of each mark that has several."""
    for mark in chart.drawn_marks:
        if mark.until:
            height, noon = chart.rows.index(mark.row) + MIDDLE, time(12)
            x0, x1 = (datetime.combine(day, noon).isoformat() for day in (mark.on, mark.last))
            places = {"x0": x0, "x1": x1, "y0": height, "y1": height}
            yield {"type": "line", "xref": "x", "yref": "y", "line": {"width": 2}, **places}


def _themes(classes: Iterable[MapClass]) -> dict[str, dict[str, dict[str, str]]]:
    return {
        theme: {each.key: {"fill": each.tone(theme).fill, "second": each.tone(theme).second} for each in classes}
        for theme in THEMES
    }


def hover_text(bar: Bar) -> str:
    """A bar in words for the pointer: row, what it is, its days, and what else is to say.

    Plotly reads it as markup. Lines are all it may hold: letters in bold would be an inline style, which is forbidden.
    """
    return _as_markup((bar.row, bar.word, between(bar.first, bar.last), bar.note))


def mark_lines(mark: Mark) -> tuple[str, ...]:
    """A mark in words for the pointer, line by line."""
    return mark.row, mark.word, mark_days(mark), mark.note


def mark_days(mark: Mark) -> str:
    """The day of a mark, or its first and last."""
    return between(mark.on, mark.until) if mark.until else mark.on.isoformat()


def _as_markup(lines: Iterable[str]) -> str:
    return "<br>".join(escape(line) for line in lines if line)


def between(first: date | None, last: date | None) -> str:
    """Two days, both included; an open end is left open."""
    return f"{first.isoformat() if first else ''} – {last.isoformat() if last else ''}".strip()


def in_words(chart: Chart) -> str:
    """The chart as text, from the same bars: what it says to those who cannot see it."""
    told: dict[str, list[str]] = {row: [] for row in chart.rows}
    for mark in chart.marks:
        told[mark.row].append(f"{mark.word} {mark_days(mark)}")
    for bar in chart.bars:
        told[bar.row].append(f"{bar.word} {between(bar.first, bar.last)}")
    return " ".join(f"{row}: {'; '.join(parts)}." for row, parts in told.items())
