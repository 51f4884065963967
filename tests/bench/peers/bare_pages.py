"""The bare pages: the product's own map with nothing around it, and the same map by Plotly alone.

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
    """One picture and its colours; no script, no second file."""
    colours = "".join(f".c-{key}{{fill:{colour}}}" for key, colour in fills(state).items() if " " not in key)
    return HEAD.format(style=f".m{{stroke:#fff}}.counties{{fill:none;stroke:#444}}{colours}") + svg


def plotly_page(state: Mapping) -> str:
    """The map by Plotly, with a slider, two layers and a filter."""
    script = (Path(__file__).parent / "bare_plotly.js").read_text()
    given = json.dumps(facts(state), separators=(",", ":"), ensure_ascii=False)
    counties = "".join(f"<option value={key}>{html.escape(name)}" for key, name in state["counties"].items())
    return (
        HEAD.format(style="")
        + "<link rel=preload as=fetch crossorigin href=municipalities.geojson><script defer src=plotly.js></script>"
        + f"<input type=range id=day min={state['first']} max={state['last']} value={state['on']}>"
        + "<button data-layer=coverage>coverage</button><button data-layer=status>status</button>"
        + f"<select id=county><option value=''>{counties}</select><div id=map></div>"
        + f"<script>const facts={given};{script}</script>"
    )


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Lay files down, each with its compressed forms beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(raw)
        (folder / f"{name}.gz").write_bytes(gzip.compress(raw, 9, mtime=0))
        (folder / f"{name}.br").write_bytes(brotli.compress(raw))
