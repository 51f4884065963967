"""Draws a chart of bars as SVG: before Plotly has come, without script, and on paper. Pure: a chart in, text out.

Places along the axis are in per cent and down the page in pixels, so that the drawing is as wide as its page and its
letters never shrink. Frame and places are those of `figures.gantt`. Colours come from `palette.css` by class.
"""

from collections.abc import Iterator
from html import escape

from rollout.figures import AXIS, BAR, PITCH, Chart, in_words, quarter_ticks, year_ticks
from rollout.palette import TEXTURE_MARKS, MapClass

LONGEST_WITH_QUARTERS = 1_100  # days
FREE_EDGE = 3  # per cent at both ends where a word would be cut off


def draw_gantt(chart: Chart, *, title: str, name: str = "gantt") -> str:
    """The chart for a page. title: its accessible name. name: prefix of the ids inside, so that two fit on one page."""
    parts = [*_axis(chart), *_bars(chart, name), *_names(chart), *_day(chart)]
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


def _day(chart: Chart) -> Iterator[str]:
    if chart.first <= chart.on <= chart.last:
        x = f"{chart.share(chart.on):.2f}%"
        yield f'<line class="gantt-day" x1="{x}" x2="{x}" y1="0" y2="{chart.height - AXIS}"/>'


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
