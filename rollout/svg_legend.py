"""The legend of a picture that stands alone: swatches with colour, texture and sign as on the page, and their words.

Pure: keys in, drawing out; colours are those of `palette.py`, in light.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rollout.palette import CLASSES, TEXTURE_MARKS, MapClass
from rollout.svg_text import Column, as_text, width_of, wrapped

SWATCH, HEIGHT = 22, 16  # pixels
SIZE, SIGN = 13, 11  # of the words, of the sign in the swatch
ROW, LINE, GAP, APART = 24, 18, 8, 20
# Signs that few fonts have, or small, drawn around the middle of the swatch.
DRAWN = {"×": "M-4-4L4 4M-4 4L4-4", "✓": "M-5 0L-2 4L5-4"}


@dataclass(frozen=True, slots=True)
class Key:
    """A line of a legend. key: a class of the palette, or drawn: SVG within `SWATCH` by `HEIGHT`. number: how many."""

    word: str
    key: str = ""
    drawn: str = ""
    number: int | None = None

    @property
    def words(self) -> str:
        """All that is written beside the swatch."""
        return self.word if self.number is None else f"{self.word}: {self.number}"


def draw_keys(column: Column, keys: Sequence[Key], *, one_a_row: bool = False) -> None:
    """Write the legend into a column: one below the other, or beside each other as far as there is room."""
    if not keys:
        return
    x = column.x
    for each in keys:
        room = column.width - SWATCH - GAP
        lines = wrapped(each.words, SIZE, room)
        wide = SWATCH + GAP + max(width_of(line, SIZE) for line in lines) + APART
        if x > column.x and (one_a_row or x + wide > column.x + column.width + APART):
            column.skip(ROW)
            x = column.x
        column.add(_swatch(each, x, column.y + (ROW - HEIGHT) / 2))
        for place, line in enumerate(lines):
            column.write(line, x + SWATCH + GAP, column.y + 16.5 + place * LINE, SIZE, look="word key-word")
        column.skip((len(lines) - 1) * LINE)
        x += wide
    column.skip(ROW)


def _swatch(each: Key, x: float, y: float) -> str:
    frame = f'<svg x="{x:.1f}" y="{y:.1f}" width="{SWATCH}" height="{HEIGHT}"'
    if not each.key:
        return f'{frame} overflow="visible">{each.drawn}</svg>'
    kind = CLASSES[each.key]
    ground = f'<rect width="{SWATCH}" height="{HEIGHT}" rx="2" fill="{_fill(kind)}"/>'
    return f"{frame}>{ground}{_sign(kind)}</svg>"


def _sign(kind: MapClass) -> str:
    if drawn := DRAWN.get(kind.sign):
        middle = f"translate({SWATCH / 2} {HEIGHT / 2})"
        return f'<path transform="{middle}" d="{drawn}" fill="none" stroke="{kind.light.text}" stroke-width="1.8"/>'
    look = f'class="sign" font-size="{SIGN}" fill="{kind.light.text}"'
    return f'<text x="{SWATCH / 2}" y="12" {look}>{as_text(kind.sign)}</text>'


def _fill(kind: MapClass) -> str:
    return f"url(#key-{kind.key})" if kind.mark in TEXTURE_MARKS else kind.light.fill


def draw_textures(keys: Iterable[Key]) -> str:
    """The patterns of the swatches, each once: they have to stand in the file before the legends."""
    textured = {each.key for each in keys if each.key and CLASSES[each.key].mark in TEXTURE_MARKS}
    return "".join(_texture(CLASSES[key]) for key in sorted(textured))


def _texture(kind: MapClass) -> str:
    return (
        f'<pattern id="key-{kind.key}" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path fill="{kind.light.fill}" d="M0 0h6v6H0z"/>'
        f'<path stroke="{kind.light.second}" stroke-width="3" d="M3 0v6"/></pattern>'
    )
