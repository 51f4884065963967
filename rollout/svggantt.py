"""Draws a chart of bars and marks as SVG: before Plotly has come, without script, on paper. Pure: chart in, text out.

Places along the axis are in per cent and down the page in pixels, so that the drawing is as wide as its page and its
letters never shrink. Frame and places are those of `figures.gantt`. Colours come from `palette.css` by class.
"""

from collections.abc import Iterator
from html import escape

from rollout.figures import AXIS, BAR, MARK, PITCH, SIGNS, Chart, in_words, mark_lines, quarter_ticks, year_ticks
from rollout.palette import TEXTURE_MARKS, MapClass
from rollout.timeline import Mark

LONGEST_WITH_QUARTERS = 1_100  # days
FREE_EDGE = 3  # per cent at both ends where a word would be cut off
# The signs around their middle, as large as Plotly draws them.
R = MARK / 2
TIP, SIDE = 1.3 * R, 2 * R / 3**0.5
SHAPES = {
    "diamond": f"M0 {-TIP:.1f}L{TIP:.1f} 0 0 {TIP:.1f}-{TIP:.1f} 0Z",
    "circle": f"M{-R:.1f} 0a{R:.1f} {R:.1f} 0 1 0 {2 * R:.1f} 0a{R:.1f} {R:.1f} 0 1 0{-2 * R:.1f} 0Z",
    "square": f"M{-R:.1f}{-R:.1f}H{R:.1f}V{R:.1f}H{-R:.1f}Z",
    "triangle-up": f"M{-SIDE:.1f} {R / 2:.1f}H{SIDE:.1f}L0 {-R:.1f}Z",
    "triangle-down": f"M{-SIDE:.1f}{-R / 2:.1f}H{SIDE:.1f}L0 {R:.1f}Z",
}


def draw_gantt(chart: Chart, *, title: str, name: str = "gantt") -> str:
    """The chart for a page. title: its accessible name. name: prefix of the ids inside, so that two fit on one page."""
    parts = [*_axis(chart), *_bars(chart, name), *_names(chart), *_days(chart), *_marks(chart)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="gantt-still" width="100%" height="{chart.height}" role="img"'
        f' aria-labelledby="{name}-title" aria-describedby="{name}-words">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(in_words(chart))}</desc>'
        f"<defs>{''.join(_textures(chart, name))}</defs>{''.join(parts)}</svg>"
    )


def _axis(chart: Chart) -> Iterator[str]:
    short = (chart.last - chart.first).days <= LONGEST_WITH_QUARTERS
    bottom = chart.height - AXIS
    for day in (quarter_ticks if short else year_ticks)(chart.first, chart.last):
        x = f"{chart.share(day):.2f}%"
        word = f"{day:%Y-%m}" if short else str(day.year)
        yield f'<line class="gantt-line" x1="{x}" x2="{x}" y1="0" y2="{bottom}"/>'
        if FREE_EDGE <= chart.share(day) <= 100 - FREE_EDGE:
            minor = " gantt-minor" if short and day.month in (4, 10) else ""
            yield f'<text class="gantt-tick{minor}" x="{x}" y="{chart.height - 9}">{word}</text>'


def _bars(chart: Chart, name: str) -> Iterator[str]:
    rows = chart.rows
    texture = {each.key for each in chart.classes if each.mark in TEXTURE_MARKS}
    for bar in chart.drawn:
        begins, ends = chart.share(chart.begins(bar)), chart.share(chart.ends(bar)) + chart.share_of_day
        top = rows.index(bar.row) * PITCH + PITCH - BAR - 2
        fill = f' fill="url(#{name}-{bar.key})"' if bar.key in texture else f' class="c-{bar.key}"'
        yield f'<rect x="{begins:.3f}%" width="{ends - begins:.3f}%" y="{top}" height="{BAR}"{fill}/>'


def _names(chart: Chart) -> Iterator[str]:
    for place, row in enumerate(chart.rows):
        yield f'<text class="gantt-name" x="0" y="{place * PITCH + 14}">{escape(row)}</text>'


def _days(chart: Chart) -> Iterator[str]:
    for name, day in chart.day_lines.items():
        x = f"{chart.share(day):.2f}%"
        yield f'<line class="gantt-{name}" x1="{x}" x2="{x}" y1="0" y2="{chart.height - AXIS}"/>'


def _marks(chart: Chart) -> Iterator[str]:
    """A sign in the middle of its days; a line through them where they are several."""
    for mark in chart.drawn_marks:
        middle = chart.rows.index(mark.row) * PITCH + PITCH - BAR // 2 - 2
        first, last = (chart.share(day) + chart.share_of_day / 2 for day in (mark.on, mark.last))
        if mark.until:
            yield f'<line class="gantt-within" x1="{first:.3f}%" x2="{last:.3f}%" y1="{middle}" y2="{middle}"/>'
        yield _sign(mark, (first + last) / 2, middle)


def _sign(mark: Mark, share: float, middle: int) -> str:
    words = escape("\n".join(filter(None, mark_lines(mark))), quote=False)
    return (
        f'<svg x="{share:.3f}%" y="{middle}" overflow="visible"><path class="gantt-mark" d="{SHAPES[SIGNS[mark.key]]}">'
        f"<title>{words}</title></path></svg>"
    )


def _textures(chart: Chart, name: str) -> Iterator[str]:
    for each in chart.classes:
        if each.mark in TEXTURE_MARKS:
            yield _texture(each, name)


def _texture(each: MapClass, name: str) -> str:
    return (
        f'<pattern id="{name}-{each.key}" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path class="c-{each.key}" d="M0 0h6v6H0z"/>'
        f'<path class="t-{each.key}" stroke-width="3" d="M3 0v6"/></pattern>'
    )
