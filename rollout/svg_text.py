"""Words in a drawing: how wide they are, where their lines break, and the lines as SVG. Pure.

SVG breaks no lines, and which letters a reader's machine has is not known. So the widths are those of a wide letter,
and what has room by them has room in others. Knows nothing of what is written.
"""

import re
from html import escape

# Widths in parts of the size, as wide as DejaVu Sans has them, which is wider than the letters of most machines.
WIDTHS = {**dict.fromkeys(" ijl.,:;'|!()[]", 0.37), **dict.fromkeys("fIrt-/", 0.42), **dict.fromkeys("mMwW@%", 1.0)}
CAPITAL, USUAL = 0.74, 0.63
BOLD = 1.1
LEADING = 1.4  # from line to line, in parts of the size
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # in XML 1.0
AFTER = "/?&=-_."  # where a word that is too long is cut, if it has any of these


def as_text(words: str) -> str:
    """Words as text of an SVG: escaped, and without what XML cannot hold."""
    return escape(UNWRITABLE.sub("", words), quote=False)


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """How wide words of a size are at most, in the unit of the size."""
    return size * (BOLD if bold else 1) * sum(map(_width, words))


def _width(letter: str) -> float:
    return WIDTHS.get(letter) or (CAPITAL if letter.isupper() else USUAL)


def wrapped(words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Words as lines no wider than the room; one that is wider itself, such as an address, is cut."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if width_of(longer, size, bold=bold) <= room:
            lines[-1] = longer
            continue
        *whole, rest = _cut(word, size, room, bold=bold)
        lines += [*whole, rest]
    return [line for line in lines if line]


def _cut(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """A word in pieces that have room, cut after a sign where the second half of a piece has one."""
    pieces = []
    while width_of(word, size, bold=bold) > room:
        end = max(1, sum(width_of(word[:place], size, bold=bold) <= room for place in range(1, len(word))))
        sign = 1 + max(word.rfind(each, end // 2, end) for each in AFTER)
        pieces.append(word[: sign or end])
        word = word[sign or end :]
    return [*pieces, word]


class Column:
    """Words and drawings from the top down, within a width. `y` is where the next one begins."""

    def __init__(self, x: float, y: float, width: float) -> None:
        self.x, self.y, self.width, self.parts = x, y, width, []

    def say(self, words: str, size: float, *, bold: bool = False, look: str = "word") -> None:
        """A paragraph."""
        for line in wrapped(words, size, self.width, bold=bold):
            self.y += size * LEADING
            self.write(line, self.x, self.y - size * 0.35, size, bold=bold, look=look)

    def write(self, words: str, x: float, y: float, size: float, *, bold: bool = False, look: str = "word") -> None:
        """One line at a place; y is its foot."""
        weight = ' font-weight="600"' if bold else ""
        self.add(f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight}>{as_text(words)}</text>')

    def add(self, drawn: str, height: float = 0) -> None:
        """A drawing that is so high, at the place that it says itself."""
        self.parts.append(drawn)
        self.y += height

    def skip(self, height: float) -> None:
        self.y += height
