"""A drawing of a page as a picture of its own: colours and letters, which a page has in its style sheet, written in.

Pure: SVG in, SVG out. Takes the still maps and the charts of bars; the colours are those of `palette.py`, in light.
"""

import re
from html import escape

from rollout.palette import CLASSES, GROUNDS, TEXTURE_MARKS, MapClass

WIDTH = 960  # pixels, of a picture that on its page is as wide as its column
GROUND = GROUNDS["light"]
FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SOFT, LINE = "#4a5561", "#c9d0d6"
RULES = (
    f"svg{{font-family:{FONT}}}",
    f".m{{stroke:{GROUND.border};stroke-width:.5px;vector-effect:non-scaling-stroke;stroke-linejoin:round}}",
    ".m.dim{fill-opacity:.2}",
    f".counties{{fill:none;stroke:{GROUND.county};stroke-width:1.5px;vector-effect:non-scaling-stroke}}",
    ".s{fill:none;stroke-linecap:round;stroke-width:3.6px;vector-effect:non-scaling-stroke}",
    ".s.ring{stroke-width:6px}",
    ".s.core{stroke-width:3.2px}",
    f".gantt-name{{font-size:12.5px;fill:{GROUND.outline};stroke:{GROUND.page};stroke-width:3px;paint-order:stroke}}",
    f".gantt-tick{{font-size:12px;fill:{SOFT};text-anchor:middle}}",
    f".gantt-line{{stroke:{LINE}}}",
    f".gantt-day{{stroke:{GROUND.outline};stroke-width:1.5;stroke-dasharray:2 3}}",
    f".gantt-today{{stroke:{GROUND.outline}}}",
)
OPENING = re.compile(r"<svg\b[^>]*>")
VIEW_BOX = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')


def stand_alone(svg: str, about: str = "") -> str:
    """The drawing with its looks in it, on white, of a size in pixels. Raises ValueError for what is no drawing.

    about: what the picture is, told after what it shows.
    """
    opening = OPENING.match(svg)
    if opening is None:
        raise ValueError("no SVG")
    sized, ground = _sized(opening[0])
    used = [each for each in CLASSES.values() if re.search(rf'[ "#-]{each.key}[" )]', svg)]
    rules = "".join([*RULES, *(rule for each in used for rule in _rules(each))])
    words, rest = _after_words(svg[opening.end() :])
    words = words.replace("</desc>", f" {escape(about)}</desc>") if about else words
    return f"{sized}{words}<style>{rules}</style>{ground}{rest}"


def _sized(opening: str) -> tuple[str, str]:
    """The opening tag with width and height, and the ground behind the drawing."""
    box = VIEW_BOX.search(opening)
    if box is None:
        ground = f'<rect width="100%" height="100%" fill="{GROUND.page}"/>'
        return opening.replace('width="100%"', f'width="{WIDTH}"'), ground
    left, top, width, height = box.groups()
    ground = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{GROUND.page}"/>'
    size = f'width="{WIDTH}" height="{WIDTH * float(height) / float(width):.0f}"'
    return opening.replace("<svg ", f"<svg {size} ", 1), ground


def _after_words(rest: str) -> tuple[str, str]:
    """Title and description, which come first in a drawing, and what is after them."""
    end = rest.find("</desc>")
    return (rest[: end + 7], rest[end + 7 :]) if end >= 0 else ("", rest)


def _rules(each: MapClass) -> list[str]:
    tone = each.light
    rules = [f".c-{each.key}{{fill:{tone.fill}}}", f".s-{each.key}{{stroke:{tone.text}}}"]
    rules.append(f".s-{each.key}.core{{stroke:{tone.fill}}}")
    if each.mark in TEXTURE_MARKS:
        rules += [f".t-{each.key}{{stroke:{tone.second}}}", f".m.c-{each.key}{{fill:url(#map-{each.key})}}"]
    return rules
