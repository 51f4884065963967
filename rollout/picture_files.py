"""Sheets as files: SVG, and the same drawing as PNG by Typst, which the reports are set with.

Knows sheets; nothing of where they come from. Every picture of the product that is saved goes through
`picture_response`. The library is loaded with the first PNG that is asked for.
"""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from rollout.reports.typesetting import fonts
from rollout.svg_file import Sheet, draw_sheet

PICTURE_KINDS = {"svg": "image/svg+xml", "png": "image/png"}
SCALE = 2  # pixels of the PNG for one of the drawing, as far as it is not too large
MOST_PIXELS = 12_000_000
POINTS = 72  # in an inch
SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), width: float(sys.inputs.width) * 1pt)"""


def picture_response(sheet: Sheet, name: str, kind: str) -> HttpResponse:
    """The sheet as a file to be saved; name without its ending. Raises KeyError for a kind not in PICTURE_KINDS."""
    media, drawn = PICTURE_KINDS[kind], draw_sheet(sheet)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    made = as_png(drawn) if kind == "png" else drawn
    return HttpResponse(made, content_type=media, headers={"Content-Disposition": disposition})


def as_png(svg: str) -> bytes:
    """A sheet as PNG, of `SCALE` times its size and of at most `MOST_PIXELS`. May be called by several threads."""
    from typst import Compiler

    width, height = map(int, SIZE.search(svg).groups())
    scale = min(SCALE, (MOST_PIXELS / (width * height)) ** 0.5)
    compiler = Compiler(PAGE, font_paths=fonts())
    return compiler.compile(format="png", ppi=POINTS * scale, sys_inputs={"svg": svg, "width": str(width)})
