"""Draws shares as dots on lines, one line for each group that is counted, as SVG. Pure: plot in, text out.

Places along the axis are in per cent and down the page in pixels, so that the drawing is as wide as its page and its
letters never shrink. Kinds of dots differ in shape; their colours come from `evidence.css` by class.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from math import ceil

PITCH, AXIS, TOP = 46, 26, 20
STEP = 0.1
R = 6
SHAPES = {
    "circle": f"M{-R} 0a{R} {R} 0 1 0 {2 * R} 0a{R} {R} 0 1 0{-2 * R} 0Z",
    "diamond": f"M0 {-R - 2}L{R + 2} 0 0 {R + 2}-{R + 2} 0Z",
    "square": f"M{-R}{-R}H{R}V{R}H{-R}Z",
    "triangle": f"M0 {-R - 1}L{R + 1} {R}H{-R - 1}Z",
}
SHAPE_OF = {
    "earlier": "circle",
    "latest": "circle",
    "example": "diamond",
    "registered": "square",
    "reported": "triangle",
}


@dataclass(frozen=True, slots=True)
class Dot:
    """A share (0 to 1) of a row. kind: a key of SHAPE_OF. words: all that is to be said of it."""

    row: str
    share: float
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A share that may belong to any of some rows: drawn through all of them. label: what stands above it."""

    rows: tuple[str, ...]
    share: float
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Rows from the top down, with what lies on them. percent: a share as the axis writes it."""

    rows: tuple[str, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    percent: Callable[[float], str]

    @property
    def end(self) -> float:
        """Where the axis ends: at a whole step beyond the greatest share, and never before the first step."""
        greatest = max((each.share for each in (*self.dots, *self.lines)), default=0.0)
        return min(1.0, STEP * max(1, ceil(greatest / STEP + 1e-9)))

    @property
    def height(self) -> int:
        return TOP + PITCH * len(self.rows) + AXIS

    def x(self, share: float) -> str:
        """The place of a share along the axis."""
        return f"{100 * share / self.end:.2f}%"


def draw_dots(plot: DotPlot, *, title: str, name: str = "dots") -> str:
    """The plot for a page. title: its accessible name. name: prefix of the ids inside, so that two fit on one page."""
    parts = [*_axis(plot), *_rows(plot), *_lines(plot), *_dots(plot)]
    words = "; ".join(each.words for each in (*plot.lines, *plot.dots))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="dot-plot" width="100%" height="{plot.height}" role="img"'
        f' aria-labelledby="{name}-title" aria-describedby="{name}-words">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(words)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _axis(plot: DotPlot) -> Iterator[str]:
    """Lines through all rows; the first and the last word stand inside the drawing."""
    steps = round(plot.end / STEP)
    for step in range(steps + 1):
        x, anchor = plot.x(step * STEP), {0: "start", steps: "end"}.get(step, "middle")
        yield f'<line class="dot-grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{plot.height - AXIS}"/>'
        word = escape(plot.percent(step * STEP))
        yield f'<text class="dot-tick" x="{x}" y="{plot.height - 8}" text-anchor="{anchor}">{word}</text>'


def _rows(plot: DotPlot) -> Iterator[str]:
    """What a name says in brackets may be left out where there is no room for it."""
    for place, row in enumerate(plot.rows):
        yield f'<line class="dot-row" x1="0" x2="100%" y1="{_middle(place)}" y2="{_middle(place)}"/>'
        name, bracket, more = row.partition(" (")
        more = f'<tspan class="dot-more">{escape(bracket + more)}</tspan>' if more else ""
        yield f'<text class="dot-name" x="0" y="{TOP + place * PITCH + 15}">{escape(name)}{more}</text>'


def _lines(plot: DotPlot) -> Iterator[str]:
    for each in plot.lines:
        places, x = [plot.rows.index(row) for row in each.rows], plot.x(each.share)
        top, bottom = TOP + min(places) * PITCH, _middle(max(places)) + 12
        yield f'<line class="dot-reported" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>'
        yield f'<text class="dot-label" x="{x}" y="{top - 5}" text-anchor="middle">{escape(each.label)}</text>'


def _dots(plot: DotPlot) -> Iterator[str]:
    for each in plot.dots:
        place = _middle(plot.rows.index(each.row))
        yield (
            f'<svg x="{plot.x(each.share)}" y="{place}" overflow="visible"><path class="dot is-{each.kind}"'
            f' d="{SHAPES[SHAPE_OF[each.kind]]}"><title>{escape(each.words)}</title></path></svg>'
        )


def _middle(place: int) -> int:
    """How far down the line of a row lies."""
    return TOP + place * PITCH + 30


def draw_sign(kind: str) -> str:
    """The sign of a kind of dot, for a legend."""
    shape = SHAPES[SHAPE_OF[kind]]
    return (
        '<svg class="dot-sign" width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">'
        f'<path class="dot is-{kind}" d="{shape}"/></svg>'
    )
