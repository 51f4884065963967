"""Drawings of a page as a sheet that stands alone: title, the drawings, legend, and what they are, in one picture.

Pure: what is drawn and its words in, SVG out. What a page has in its style sheets is written in: the colours are those
of `palette.py` and of the theme, in light. Lines are as wide as they are to be seen, so that programs which know no
`vector-effect` draw them right.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rollout.palette import CLASSES, GROUNDS, TEXTURE_MARKS, MapClass
from rollout.svg_legend import Key, draw_keys, draw_textures
from rollout.svg_text import UNWRITABLE, Column, as_text, width_of

WIDTH, MARGIN = 960, 32  # pixels
INSIDE = WIDTH - 2 * MARGIN
MAP_WIDTH, MAP_HEIGHT, BESIDE = 520, 1000, 344  # the largest a map alone gets, and the words at its side
SMALL_HEIGHT, GAP = 560, 16  # of maps beside each other; between drawings
TITLE, HEADING, BODY, SMALL = 24, 16, 13, 12  # sizes of letters
GROUND = GROUNDS["light"]
INK, SOFT, LINE, BORDER, ACCENT = "#222c38", "#575e67", "#b9bcc0", "#737981", "#0b5c7d"  # of theme.css, in light
FONT = "system-ui,'Segoe UI',Roboto,'Helvetica Neue','Source Sans Pro',Arial,sans-serif"
HALO = f"stroke:{GROUND.page};stroke-width:3px;paint-order:stroke"
# How the parts of the drawings look: the first class of each is what is looked for in a drawing that may have it.
LOOKS = {
    ".word": f"fill:{INK}",
    ".soft": f"fill:{SOFT}",
    ".sign": f"font-family:{FONT},'DejaVu Sans Mono';font-weight:600;text-anchor:middle",
    ".counties": f"fill:none;stroke:{GROUND.county}",
    ".m.dim": "fill-opacity:.2",
    ".s": "fill:none;stroke-linecap:round",
    ".gantt-name": f"font-size:12.5px;fill:{INK};{HALO}",
    ".gantt-tick": f"font-size:12px;fill:{SOFT};text-anchor:middle",
    ".gantt-line": f"stroke:{LINE}",
    ".gantt-day": f"stroke:{INK};stroke-width:1.5;stroke-dasharray:2 3",
    ".gantt-today": f"stroke:{INK}",
    ".gantt-within": f"stroke:{INK};stroke-width:2",
    ".gantt-mark": f"fill:{INK};stroke:{GROUND.page}",
    ".trend-line": f"fill:none;stroke:{ACCENT};stroke-width:2;stroke-linejoin:round",
    ".trend-line.is-dotted": "stroke-dasharray:1 5;stroke-linecap:round;stroke-opacity:.75",
    ".trend-ground": f"fill:{ACCENT};fill-opacity:.12",
    ".trend-grid": f"stroke:{LINE}",
    ".trend-zero": f"stroke:{SOFT}",
    ".trend-tick": f"font-size:12px;fill:{SOFT};{HALO}",
    ".trend-year": f"font-size:12px;fill:{SOFT};text-anchor:middle;{HALO}",
    ".trend-word": f"font-size:12px;fill:{SOFT};text-anchor:middle;{HALO}",
    ".trend-mark": f"stroke:{SOFT}",
    ".trend-break": f"stroke:{SOFT};stroke-dasharray:4 3",
    ".trend-day": f"stroke:{INK};stroke-width:1.5;stroke-dasharray:2 3",
    ".trend-dot": f"fill:{ACCENT};stroke:{GROUND.page};stroke-width:2",
    ".dot-grid": f"stroke:{LINE}",
    ".dot-row": f"stroke:{BORDER}",
    ".dot-name": f"font-size:12.5px;fill:{INK};stroke:{GROUND.page};stroke-width:4px;paint-order:stroke",
    ".dot-tick": f"font-size:12px;fill:{SOFT}",
    ".dot-label": f"font-size:12px;font-weight:600;fill:{INK}",
    ".dot-reported": f"stroke:{INK};stroke-width:2;stroke-dasharray:2 4",
    ".dot": f"stroke:{GROUND.page};stroke-width:1.5;fill:{ACCENT}",
    ".dot.is-earlier": f"fill:{GROUND.page};stroke:{ACCENT};stroke-width:2",
    ".dot.is-example": f"fill:{GROUND.page};stroke:{INK};stroke-width:2",
    ".dot.is-registered": f"fill:{GROUND.page};stroke:{INK};stroke-width:2",
    ".dot.is-reported": f"fill:{INK}",
}
# Widths of lines on a map, in pixels: alone and among others.
MAP_LINES = {".m": (0.5, 0.3), ".counties": (1.5, 0.8), ".s.ring": (6, 3.4), ".s.core": (3.2, 1.8), ".s.dot": (3.6, 2)}
OPENING = re.compile(r"<svg\b[^>]*>")
SIZE = re.compile(r' (?:width|height)="[^"]*"')
VIEW_BOX = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')
HEIGHT = re.compile(r' height="(\d+)"')
TOLD = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
SHOWN, FAINT = re.compile(r'class="m c-(\w+)"'), re.compile(r'class="m c-\w+ dim"')
STRETCHED = re.compile(
    r'<svg x="0" y="(\d+)" width="100%" height="(\d+)" viewBox="0 0 (\d+) (\d+)" preserveAspectRatio="none">(.*?)</svg>'
)
STEPS = re.compile(r"([MLHVZ])([^MLHVZ]*)")


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawing of a page. heading, under: words above and below it. legend, notes: its own, below it."""

    svg: str
    heading: str = ""
    under: str = ""
    legend: Sequence[Key] = ()
    notes: Sequence[str] = ()

    @property
    def title(self) -> str:
        """The accessible name of the drawing, as it is escaped in it. Raises ValueError for what has none."""
        if (found := TOLD.search(self.svg)) is None:
            raise ValueError("the drawing has no title")
        return found[1]

    @property
    def ratio(self) -> float | None:
        """Width in parts of the height, of a map; None for a chart, which is as wide as there is room."""
        box = VIEW_BOX.search(OPENING.match(self.svg)[0])
        return float(box[3]) / float(box[4]) if box else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture that stands alone. about: what it is, as pairs of a label and words. shared: shapes of several maps.

    example: the word for invented rows, where there are any. columns: of maps beside each other.
    """

    title: str
    panels: Sequence[Panel]
    about: Sequence[tuple[str, str]] = ()
    above: str = ""
    legend: Sequence[Key] = ()
    notes: Sequence[str] = ()
    example: str = ""
    shared: str = ""
    columns: int = 1


def shown_classes(svg: str) -> dict[str, int]:
    """How many municipalities of each class a map shows in full colour, in the order of the palette."""
    found = SHOWN.findall(svg)
    return {key: found.count(key) for key in CLASSES if key in found}


def is_faint(svg: str) -> bool:
    """Whether a map shows some municipalities faintly."""
    return FAINT.search(svg) is not None


def draw_sheet(sheet: Sheet) -> str:
    """The sheet as SVG. Raises ValueError where a panel is no drawing, KeyError for a class that does not exist."""
    if not sheet.panels or not all(OPENING.match(each.svg) for each in sheet.panels):
        raise ValueError("no SVG")
    column = Column(MARGIN, MARGIN, INSIDE)
    _head(column, sheet)
    maps = sheet.panels[0].ratio is not None
    (_map_alone if maps and len(sheet.panels) == 1 else _maps if maps else _charts)(column, sheet)
    body = "".join(column.parts)
    keys = [*sheet.legend, *(key for each in sheet.panels for key in each.legend)]
    height = round(column.y + MARGIN)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        f' font-family="{escape(FONT)}" role="img" aria-labelledby="sheet-title" aria-describedby="sheet-words">'
        f'<title id="sheet-title">{as_text(sheet.title)}</title>'
        f'<desc id="sheet-words">{as_text(_in_words(sheet, keys))}</desc>'
        f"<style>{''.join(_rules(body, sheet))}</style><defs>{draw_textures(keys)}</defs>"
        f'<rect width="{WIDTH}" height="{height}" fill="{GROUND.page}"/>{sheet.shared}{body}</svg>'
    )


def _in_words(sheet: Sheet, keys: Iterable[Key]) -> str:
    legend = "; ".join(key.words for key in keys)
    return ". ".join([*filter(None, [legend]), *(f"{label}: {words}" for label, words in sheet.about)])


# --- The parts of a sheet ---------------------------------------------------------------------------------------------


def _head(column: Column, sheet: Sheet) -> None:
    """What it is a picture of, with the mark of invented rows at the right."""
    room, mark = column.width, width_of(sheet.example, BODY, bold=True) + 20
    if sheet.example:
        x = MARGIN + INSIDE - mark
        column.add(f'<rect x="{x:.1f}" y="{MARGIN}" width="{mark:.1f}" height="26" rx="3" fill="{INK}"/>')
        column.add(
            f'<text x="{x + mark / 2:.1f}" y="{MARGIN + 18}" text-anchor="middle" font-size="{BODY}" font-weight="600"'
            f' fill="{GROUND.page}">{as_text(sheet.example)}</text>'
        )
        column.width = room - mark - GAP
    column.say(sheet.above, BODY, look="soft")
    column.say(sheet.title, TITLE, bold=True)
    column.width = room
    column.skip(10)
    column.add(f'<path stroke="{INK}" d="M{MARGIN} {column.y:.1f}h{INSIDE}"/>', GAP)


def _map_alone(column: Column, sheet: Sheet) -> None:
    """The map at the left, legend and words at its side."""
    (panel,) = sheet.panels
    height = min(MAP_HEIGHT, MAP_WIDTH / panel.ratio)
    column.add(_placed(panel.svg, MARGIN, column.y, height * panel.ratio, height))
    beside = Column(MARGIN + INSIDE - BESIDE, column.y, BESIDE)
    draw_keys(beside, [*sheet.legend, *panel.legend], one_a_row=True)
    _notes(beside, [*panel.notes, *sheet.notes])
    beside.skip(GAP)
    _about(beside, sheet.about)
    column.parts += beside.parts
    column.y = max(column.y + height, beside.y)


def _maps(column: Column, sheet: Sheet) -> None:
    """Maps of one scale beside each other, one legend for them all."""
    width = (INSIDE - GAP * (sheet.columns - 1)) / sheet.columns
    ratio = sheet.panels[0].ratio
    height = min(SMALL_HEIGHT, width / ratio)
    for first in range(0, len(sheet.panels), sheet.columns):
        row = sheet.panels[first : first + sheet.columns]
        cells = [Column(MARGIN + place * (width + GAP), column.y, width) for place in range(len(row))]
        for cell, each in zip(cells, row, strict=True):
            cell.say(each.heading, BODY, bold=True)
        top = max(cell.y for cell in cells) + GAP / 2
        for cell, each in zip(cells, row, strict=True):
            cell.y = top
            cell.add(_placed(each.svg, cell.x, top, height * ratio, height), height)
            cell.say(each.under, SMALL, look="soft")
            column.parts += cell.parts
        column.y = max(cell.y for cell in cells) + GAP
    draw_keys(column, sheet.legend)
    _notes(column, sheet.notes)
    column.skip(GAP)
    _about(column, sheet.about)


def _charts(column: Column, sheet: Sheet) -> None:
    """Charts below each other, each with its legend."""
    for each in sheet.panels:
        if each.heading:
            column.say(each.heading, HEADING, bold=True)
            column.skip(GAP / 2)
        height = int(HEIGHT.search(each.svg)[1])
        drawn = _placed(each.svg, MARGIN, column.y, INSIDE, height)
        column.add(drawn.replace("<svg ", '<svg overflow="visible" ', 1), height + GAP / 2)
        draw_keys(column, each.legend)
        _notes(column, each.notes)
        column.skip(GAP)
    draw_keys(column, sheet.legend)
    _notes(column, sheet.notes)
    column.skip(GAP / 2)
    _about(column, sheet.about)


def _notes(column: Column, notes: Iterable[str]) -> None:
    for each in notes:
        column.skip(4)
        column.say(each, SMALL, look="soft")


def _about(column: Column, about: Iterable[tuple[str, str]]) -> None:
    """What the picture is, a paragraph for each, the label before its words."""
    column.add(f'<path stroke="{LINE}" d="M{column.x:.1f} {column.y:.1f}h{column.width:.1f}"/>', 6)
    for label, words in about:
        column.skip(2)
        column.say(f"{label}: {words}", SMALL, look="soft")


# --- The drawings in it -----------------------------------------------------------------------------------------------


def _placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    """A drawing of a page at a place of the sheet, in pixels."""
    opening = OPENING.match(svg)[0]
    at = f'<svg x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    rest = STRETCHED.sub(lambda found: _in_pixels(found, width), svg[len(opening) :])
    return UNWRITABLE.sub("", at + SIZE.sub("", opening).removeprefix("<svg") + rest)


def _in_pixels(found: re.Match, width: float) -> str:
    """A part that is stretched to the width of its page, drawn in pixels: else its lines would be stretched as well."""
    top, height, wide, high = map(float, found.groups()[:4])
    scale = {"x": width / wide, "y": height / high}
    paths = re.sub(r' d="([^"]*)"', lambda path: f' d="{_scaled(path[1], scale)}"', found[5])
    return f'<g transform="translate(0 {top:.0f})">{paths}</g>'


def _scaled(path: str, scale: dict[str, float]) -> str:
    """A path of absolute steps on another scale."""
    parts = []
    for step, numbers in STEPS.findall(path):
        axes = {"H": "x", "V": "y"}.get(step, "xy")
        scaled = (float(number) * scale[axes[place % len(axes)]] for place, number in enumerate(numbers.split()))
        parts.append(step + " ".join(f"{number:.2f}" for number in scaled))
    return "".join(parts)


def _rules(body: str, sheet: Sheet) -> Iterator[str]:
    """The looks of what occurs in the drawings, and no others."""
    drawn = {name for names in re.findall(r'class="([^"]+)"', body + sheet.shared) for name in names.split()}
    yield from (f"{name}{{{look}}}" for name, look in LOOKS.items() if {*name[1:].split(".")} <= drawn)
    if "m" in drawn:
        yield from _map_lines(body, sheet)
    yield from (rule for each in CLASSES.values() for rule in _class_rules(each, drawn))


def _map_lines(body: str, sheet: Sheet) -> Iterator[str]:
    """Widths in the units of the maps, which are all on one scale."""
    height = re.search(r' height="([\d.]+)"[^>]*viewBox="[-\d.]+ [-\d.]+ [-\d.]+ ([-\d.]+)"', body)
    unit = float(height[2]) / float(height[1])
    for name, widths in MAP_LINES.items():
        yield f"{name}{{stroke-width:{widths[len(sheet.panels) > 1] * unit:.2f}}}"
    yield f".m{{stroke:{GROUND.border};stroke-linejoin:round}}"


def _class_rules(each: MapClass, drawn: set[str]) -> Iterator[str]:
    tone, key = each.light, each.key
    if f"c-{key}" in drawn:
        yield f".c-{key}{{fill:{tone.fill}}}"
        if each.mark in TEXTURE_MARKS:
            yield f".t-{key}{{stroke:{tone.second}}}"
            if "m" in drawn:
                yield f".m.c-{key}{{fill:url(#map-{key})}}"
    if f"s-{key}" in drawn:
        yield f".s-{key}{{stroke:{tone.text}}}.s-{key}.core{{stroke:{tone.fill}}}"
