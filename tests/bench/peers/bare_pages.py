"""The bare pages: the product's own map as a picture with the least script that moves it, and the same by Plotly alone.

They are made of what the product's page holds, so that they show the same, and compressed as well as can be. Pure but
for the files it writes.
"""

import gzip
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path

import brotli

LEFT_OUT = "#dddddd"
HEAD = (
    "<!doctype html><html lang=sv><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>Map</title><link rel=icon href=data:,>"
    "<style>body{{margin:1rem}}#map,svg{{height:45rem;width:21rem}}{style}</style>"
)
SVG = re.compile(r'<svg[^>]*class="sweden".*?</svg>', re.DOTALL)
STATE = re.compile(r'<script id="state" type="application/json">(.*?)</script>', re.DOTALL)


def read_page(page: str) -> tuple[str, dict]:
    """The map in the product's page, and what the page gives its script. Raises ValueError without them."""
    svg, state = SVG.search(page), STATE.search(page)
    if not svg or not state:
        raise ValueError("the page holds no map, or nothing for its script")
    return svg[0], json.loads(state[1])


def fills(state: Mapping) -> dict[str, str]:
    """The colour of every class by light, and of what a filter leaves out."""
    return {each["key"]: each["light"]["fill"] for each in state["palette"]["classes"]} | {"left out": LEFT_OUT}


def facts(state: Mapping) -> dict:
    """What a page needs to draw the map on any day, on both layers, with a filter by county."""
    return {
        "codes": state["codes"],
        "counties": state["county"],
        "names": state["counties"],
        "changes": state["counts"]["changes"],
        "patterns": state["status"]["patterns"],
        "of": state["status"]["of"],
        "fills": fills(state),
        "first": state["first"],
        "last": state["last"],
        "day": state["on"],
    }


def svg_page(svg: str, state: Mapping) -> str:
    """The map as a picture that a small script colours anew: day, two layers and a filter, all in one file."""
    colours = "".join(f".c-{key}{{fill:{colour}}}" for key, colour in fills(state).items() if " " not in key)
    strokes = ".municipalities>path{stroke:#fff}.counties{fill:none;stroke:#444}"
    style = f"{strokes}.left-out{{fill:{LEFT_OUT}}}{colours}"
    return HEAD.format(style=style) + _controls(state) + svg + _script(state, "bare_svg.js")


def plotly_page(state: Mapping) -> str:
    """The same by Plotly."""
    fetched = "<link rel=preload as=fetch crossorigin href=municipalities.geojson><script defer src=plotly.js></script>"
    return HEAD.format(style="") + fetched + _controls(state) + "<div id=map></div>" + _script(state, "bare_plotly.js")


def _controls(state: Mapping) -> str:
    counties = "".join(f"<option value={key}>{html.escape(name)}" for key, name in state["counties"].items())
    return (
        f"<input type=range id=day min={state['first']} max={state['last']} value={state['on']}>"
        "<button data-layer=coverage>coverage</button><button data-layer=status>status</button>"
        f"<select id=county><option value=''>{counties}</select>"
    )


def _script(state: Mapping, name: str) -> str:
    given = json.dumps(facts(state), separators=(",", ":"), ensure_ascii=False)
    code = "".join((Path(__file__).parent / each).read_text() for each in ("bare_map.js", name))
    return f"<script>const facts={given};{code}</script>"


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Lay files down, each with its compressed forms beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(raw)
        (folder / f"{name}.gz").write_bytes(gzip.compress(raw, 9, mtime=0))
        (folder / f"{name}.br").write_bytes(brotli.compress(raw))
