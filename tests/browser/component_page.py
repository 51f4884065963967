"""The map by itself, on a page with nothing else, in the hands of a test: made here from `draw_map` and served under
the content policy of the project; scripts, style sheets and boundaries come from the live server.
"""

import json

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route

from rollout import svgmap
from rollout.palette import as_table
from tests.browser.window import let_go

CODES = list(svgmap.shapes().outlines)
WATCHED = ["0180", "2584", "1480", "0980", "2321", "0488", "2583", "1281"]

PAGE = """<!doctype html><html lang="sv" data-color-scheme="{theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>map</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/css/palette.css">
<link rel="stylesheet" href="/static/css/map.css">
<link rel="stylesheet" href="/static/css/plotly-global.css" id="plotly.js-style-global" class="no-inline-styles">
<link rel="stylesheet" href="/component/page.css"><script type="module" src="/component/page.js"></script>
</head><body><div class="map-host" id="host" tabindex="0">{svg}</div><p>after</p></body></html>"""

STYLE = "body { margin: 0; background: var(--map-page); } .map-host { height: 80vh; } .long { height: 300vh; }"

SCRIPT = """import { RolloutMap } from "/static/js/map.js";
window.said = [];
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => { window.shift += each.value; }))
  .observe({ type: "layout-shift", buffered: true });
const palette = PALETTE;
const host = document.getElementById("host");
window.boxes = (layer, codes) => codes.map((code) => {
  const { x, y, width, height } = host.querySelector(`${layer} [data-code="${code}"]`).getBoundingClientRect();
  return [x, y, width, height];
});
window.before = window.boxes(".sweden", WATCHED);
window.map = new RolloutMap(host, {
  palette,
  theme: document.documentElement.dataset.colorScheme,
  plotlyUrl: "/static/vendor/plotly-geo/plotly-geo.min.js",
  boundariesUrl: "/static/geo/municipalities.geojson",
  card: (element, code) => { element.textContent = `card of ${code}`; },
});
for (const name of ["hover", "leave", "click", "hint", "error", "settled"]) {
  window.map.on(name, (event) => window.said.push([name, event.code ?? event.why ?? String(event.error ?? "")]));
}
window.standing = window.map.keys;
window.mounted = window.map.mount();
"""


def everywhere(key: str, **others: str) -> dict[str, str]:
    return dict.fromkeys(CODES, key) | {code.removeprefix("m"): other for code, other in others.items()}


def policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(map(str, sources))}" for name, sources in directives.items())


def serve(page: Page, classes: dict[str, str], theme: str) -> None:
    """Answer for the three files of the page under test; all else is the live server's."""
    svg = svgmap.draw_map(classes, title="Karta", description="Det kartan visar")
    script = SCRIPT.replace("PALETTE", json.dumps(as_table())).replace("WATCHED", json.dumps(WATCHED))
    files = {
        "": ("text/html; charset=utf-8", PAGE.format(theme=theme, svg=svg)),
        "page.css": ("text/css", STYLE),
        "page.js": ("text/javascript", script),
    }

    def answer(route: Route) -> None:
        kind, body = files[route.request.url.rpartition("/component/")[2]]
        route.fulfill(body=body, headers={"Content-Type": kind, "Content-Security-Policy": policy()})

    page.route("**/component/*", answer)


def open_map(page: Page, classes: dict[str, str] | None = None, *, theme: str = "light", plotly: bool = True) -> None:
    """Open the page and wait until the Plotly map is in place, or has been given up."""
    page.emulate_media(reduced_motion="reduce")  # so that nothing is measured on its way
    serve(page, classes or everywhere("new", m0180="gap", m2584="notice", m0980="unknown", m2321="winding"), theme)
    if not plotly:
        page.route("**/plotly-geo.min.js", lambda route: route.abort())
    page.goto("/component/")
    until(page, "window.mounted")
    assert page.evaluate("window.mounted") is plotly
    page.wait_for_timeout(50)


PUT_BACK = """() => {
  if (!window.map?.plot || !window.standing) return false;
  map.view.reset();
  map.select(null);
  map.highlight(null);
  map.toggle([]);
  map.filter(null);
  map.paint(standing);
  document.querySelector("p").className = "";
  document.activeElement.blur();
  scrollTo(0, 0);
  host.dataset.drawn = "plotly";
  window.dispatchEvent(new Event("beforeprint")); // the static map follows what is painted only then
  return true;
}"""
AT_REST = """!map.waiting && !map.stale && !host.classList.contains("gliding") && scrollY === 0 &&
  map.plot.size.height === host.clientHeight && map.plot.size.width === host.clientWidth"""


def put_back(page: Page) -> bool:
    """Make the page, left by another test, as `open_map` leaves it; whether that was possible."""
    let_go(page)
    return renew(page)


def renew(page: Page) -> bool:
    """Have the map as it was when it had been opened; whether it is there."""
    page.emulate_media(reduced_motion="reduce")
    if not page.evaluate(PUT_BACK):
        return False
    until(page, AT_REST)
    page.evaluate("() => { said.length = 0; }")
    return True


def until(page: Page, condition: str) -> None:
    """Wait for a condition in the page. Playwright's own waiting evaluates text there, which the policy forbids."""
    for _ in range(500):
        if page.evaluate(f"Boolean({condition})"):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"never came true: {condition}")


def boxes(page: Page, layer: str) -> list[list[float]]:
    return page.evaluate("([layer, codes]) => window.boxes(layer, codes)", [layer, WATCHED])


def largest_distance(some: list[list[float]], others: list[list[float]]) -> float:
    return max(
        abs(one - other) for box, twin in zip(some, others, strict=True) for one, other in zip(box, twin, strict=True)
    )


def middle(page: Page, code: str) -> tuple[float, float]:
    """A point inside a municipality, on the screen: its label point."""
    x, y = svgmap.shapes().points[code]
    move = "([x, y]) => { const p = new DOMPoint(x, y).matrixTransform(map.svg.getScreenCTM()); return [p.x, p.y]; }"
    return tuple(page.evaluate(move, [x, y]))


def fill(page: Page, selector: str) -> str:
    return page.evaluate("(selector) => getComputedStyle(document.querySelector(selector)).fill", selector)


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[start : start + 2], 16) for start in (1, 3, 5)))
