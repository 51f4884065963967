"""Makes the drawings of the pages stand alone on paper. Pure: SVG in, SVG out; colours from `palette.py`.

On a page the style sheets colour a drawing and keep its lines as thin at any size; a typesetter has neither. So the
same rules are written into the drawing, with widths that fit the size at which it is printed.
"""

import re

from rollout.palette import CLASSES, GROUNDS, POINT_MARKS, TEXTURE_MARKS
from rollout.svgmap import shapes

POINT = 25.4 / 72  # millimetres
FONT = "Source Sans Pro"
INK, SOFT, LINE = "#10151b", "#4a535c", "#c9ced3"
CHART_WIDTH = 760  # pixels that a chart is drawn wide: its letters are then somewhat smaller than the text around it
GROUND = GROUNDS["light"]
VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ [-\d.]+ ([-\d.]+)"')
HEIGHT = re.compile(r' height="(\d+)"')

# Widths in points at the printed size.
BORDER, COUNTY, OUTLINE = 0.25, 0.7, 1.2
MARKS = {"ring": 3.4, "core": 1.8, "dot": 2.0}


def printed_map(svg: str, *, height: float, outlined: str = "") -> str:
    """A map as `svgmap.draw_map` makes it, for a picture of a height in millimetres. Raises ValueError for no map.

    outlined: the code of the municipality that the picture is about; it gets a rim.
    """
    found = VIEW_BOX.search(svg)
    if found is None:
        raise ValueError("the drawing has no view box")
    point = float(found[1]) * POINT / height
    lines = [
        f".m{{stroke:{GROUND.border};stroke-width:{BORDER * point:.1f};stroke-linejoin:round}}",
        ".m.dim{fill-opacity:0.2}",
        f".counties{{fill:none;stroke:{GROUND.county};stroke-width:{COUNTY * point:.1f};stroke-linejoin:round}}",
        ".signs{fill:none}.s{stroke-linecap:round}",
        f".outline{{fill:none;stroke:{GROUND.outline};stroke-width:{OUTLINE * point:.1f};stroke-linejoin:round}}",
        *(f".s.{name}{{stroke-width:{width * point:.1f}}}" for name, width in MARKS.items()),
    ]
    rim = f'<path class="outline" d="{shapes().outlines[outlined]}"/>' if outlined in shapes().outlines else ""
    return _with_style(svg.replace("</svg>", f"{rim}</svg>"), [*lines, *_colours("map")])


def printed_chart(svg: str) -> tuple[str, float]:
    """A chart as `svggantt.draw_gantt` makes it, and how high it is in parts of its width."""
    height = int(HEIGHT.search(svg)[1])
    sized = svg.replace(' width="100%"', f' width="{CHART_WIDTH}" viewBox="0 0 {CHART_WIDTH} {height}"', 1)
    lines = [
        f"text{{font-family:'{FONT}'}}",
        f".gantt-name{{font-size:12.5px;fill:{INK}}}",
        f".gantt-tick{{font-size:12px;fill:{SOFT};text-anchor:middle}}",
        f".gantt-line{{stroke:{LINE};stroke-width:1}}",
        f".gantt-day{{stroke:{INK};stroke-width:1.5;stroke-dasharray:2 3}}",
        f".gantt-today{{stroke:{INK};stroke-width:1}}",
        f".gantt-within{{stroke:{INK};stroke-width:2}}",
        f".gantt-mark{{fill:{INK};stroke:{GROUND.page};stroke-width:1}}",
    ]
    return _with_style(sized, [*lines, *_colours("gantt")]), height / CHART_WIDTH


def _colours(name: str) -> list[str]:
    """The colours of the classes, as `palette.stylesheet` has them for the light theme."""
    rules = []
    for each in CLASSES.values():
        rules.append(f".c-{each.key}{{fill:{each.light.fill}}}")
        if each.mark in TEXTURE_MARKS:
            rules.append(f".m.c-{each.key}{{fill:url(#{name}-{each.key})}}.t-{each.key}{{stroke:{each.light.second}}}")
        if each.mark in POINT_MARKS:
            rules.append(f".s-{each.key}{{stroke:{each.light.text}}}.s-{each.key}.core{{stroke:{each.light.fill}}}")
    return rules


def _with_style(svg: str, rules: list[str]) -> str:
    return svg.replace("<defs>", f"<style>{''.join(rules)}</style><defs>", 1)
