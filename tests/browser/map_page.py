"""The map page in the hands of a test: opening, moving and reading it, and what the server says of its address."""

import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

from playwright.sync_api import Page

from tests.browser.window import let_go
from tests.pages import MISSING, MapPage

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
BOXES = ("county", "part", "group", "phase", "status", "providers")
READY = "#day[aria-valuetext]"
DRAWN = '#map[data-drawn="plotly"]'
SETTLED = "#list:not([aria-busy])"  # the map is a frame ahead of the list and the address

# What the page shows now, as the script has it; as text, since Playwright takes long over so many parts.
READ = """async () => {
  while (document.querySelector("#list[aria-busy]")) await new Promise((resolve) => setTimeout(resolve, 5));
  const text = (host, selector) => host.querySelector(selector).textContent.trim();
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isPlotly = document.getElementById("map").dataset.drawn === "plotly";
  const seen = isPlotly ? ".plotted path[data-code]" : ".sweden .municipalities path";
  const pairs = (link) => [...new URL(link.href).searchParams].map(String).filter((pair) => pair !== "layer,coverage");
  const aim = (link) => (link.hasAttribute("href") ? pairs(link).sort() : null);
  return JSON.stringify({
    sentence: text(document, "h1"),
    lists: Object.fromEntries(all("[data-figure]").map((host) => [host.dataset.figure,
      [aim(host.querySelector("[data-part]")), aim(host.querySelector("[data-whole]"))]])),
    figures: Object.fromEntries(all("[data-figure]").map((host) => [host.dataset.figure,
      [text(host, "[data-share]"), text(host, "[data-part]"), text(host, "[data-whole]")]])),
    legend: Object.fromEntries(all("[data-class]").map((key) => [key.dataset.class,
      [text(key, ".legend-count"), key.getAttribute("aria-pressed") === "true"]])),
    shown: [...new Set(all("[data-shown]").map((host) => host.textContent))],
    rows: all("#list tbody tr").map((row) => [
      row.dataset.code, row.querySelector(".k-sign").className.split("k-").at(-1),
      row.querySelector("[data-providers]").dataset.providers, row.querySelector("[data-providers]").textContent,
      row.querySelector("a").getAttribute("href"),
    ]),
    painted: Object.fromEntries(all(seen).map((path) => [path.dataset.code,
      [path.getAttribute("class").match(/c-(\\S+)/)[1], path.classList.contains("dim")]])),
  });
}"""

# How often a page that is left standing has changed its address. It would get slower at that after a hundred times.
MARK = """() => {
  window.standing = 0;
  const write = history.replaceState.bind(history);
  history.replaceState = (...all) => { standing += 1; write(...all); };
}"""
PUT_BACK = """async () => {
  if (!(window.standing < 50)) return false;
  const click = (selector) => document.querySelector(selector)?.click();
  click('[data-play][aria-pressed="true"]');
  document.querySelectorAll("#filters details").forEach((each) => { each.open = false; });
  const definition = document.querySelector('select[name="definition"]');
  definition.selectedIndex = [...definition.options].findIndex((each) => each.defaultSelected);
  definition.dispatchEvent(new Event("change", { bubbles: true }));
  for (let clicks = 0; clicks < 2; clicks += 1) {
    if (document.querySelector('th[data-sort="name"]').ariaSort !== "ascending") click('th[data-sort="name"] a');
  }
  ["[data-clear]", "[data-today]", '[data-layer="coverage"]', '[data-zoom="reset"]'].forEach(click);
  document.activeElement.blur();
  scrollTo(0, 0);
  while (document.querySelector("#list[aria-busy]")) await new Promise((resolve) => setTimeout(resolve, 5));
  return location.search === "";
}"""


def open_map(page: Page, query: str = "") -> None:
    """Open the page and wait until its script has taken over. Plotly may still be on its way."""
    page.goto(f"/{query}")
    page.wait_for_selector(READY)


def open_start(page: Page) -> None:
    """Open the page at its plain address, with the map that Plotly draws."""
    open_map(page)
    page.wait_for_selector(DRAWN)
    page.evaluate(MARK)


def put_back(page: Page) -> bool:
    """Make the page, left by another test, as it opens; whether that was possible."""
    let_go(page)
    return page.evaluate(PUT_BACK)


def come_to(page: Page, on: str, layer: str = "coverage") -> None:
    """Come to a day and a layer by hand."""
    go_to_day(page, on)
    page.locator(f'[data-layer="{layer}"]').click()


def shown(page: Page) -> dict:
    """What the page shows now, in the words of `told_by_server`."""
    return json.loads(page.evaluate(READ))


def told_by_server(page: Page, address: str) -> dict:
    """The same as `shown`, from the answer of the server, without any script."""
    answer = page.request.get(address)
    assert answer.status == 200, address
    served = MapPage(answer.text())

    def written(number: int | None) -> str:
        return MISSING if number is None else str(number)

    return {
        "sentence": served.sentence,
        "figures": {key: [f.share, written(f.part), written(f.whole)] for key, f in served.figures.items()},
        "lists": {key: [pairs_of(f.part_url), pairs_of(f.whole_url)] for key, f in served.figures.items()},
        "legend": {key: [str(each.count), each.is_on] for key, each in served.legend.items()},
        "shown": [str(number) for number in served.shown],
        "rows": [
            [row["data-code"], each.status, each.coverage, written(each.providers), next(row.all("a"))["href"]]
            for row, each in zip(served.tree.one("tbody").all("tr"), served.rows, strict=True)
        ],
        "painted": {code: [key, code not in served.bright] for code, key in served.painted.items()},
    }


def pairs_of(address: str | None) -> list[str] | None:
    """What an address asks for, in an order of its own and without the usual layer; None for a link to nowhere."""
    if address is None:
        return None
    return sorted(",".join(pair) for pair in parse_qsl(urlsplit(address).query) if pair != ("layer", "coverage"))


def day(page: Page) -> str:
    return page.locator("#on").input_value()


def day_in_address(page: Page) -> str | None:
    page.wait_for_selector(SETTLED, state="attached")
    return parse_qs(urlsplit(page.url).query).get("on", [None])[0]


def go_to_day(page: Page, on: str) -> None:
    page.locator("#on").fill(on)
    page.locator("#on").dispatch_event("change")


def asked(page: Page) -> dict[str, list[str]]:
    page.wait_for_selector(SETTLED, state="attached")
    return parse_qs(urlsplit(page.url).query)


def point_in(page: Page, code: str) -> tuple[float, float]:
    """A point of the screen inside a municipality: its own dot, as the map has it."""
    return tuple(
        page.evaluate(
            """(code) => {
          const svg = document.querySelector("svg.sweden");
          const codes = [...svg.querySelectorAll(".municipalities path")].map((path) => path.dataset.code);
          const points = svg.querySelector(".signs").dataset.points.split(" ");
          const [x, y] = points[codes.indexOf(code)].split(/[ ,]/).map(Number);
          const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
          return [point.x, point.y];
        }""",
            code,
        )
    )


def reach(page: Page, address: str) -> None:
    """Come to an address by hand: every control once, from whatever is shown now."""
    wanted = parse_qs(address.removeprefix("?"))
    if "on" in wanted:
        go_to_day(page, wanted["on"][0])
    page.locator(f'[data-layer="{wanted.get("layer", ["coverage"])[0]}"]').click()
    if "definition" in wanted:
        page.locator('select[name="definition"]').select_option(wanted["definition"][0])
    page.locator(f'input[name="rural"][value="{wanted.get("rural", [""])[0]}"]').check()
    page.locator("#q").fill(wanted.get("q", [""])[0])
    for name in BOXES:
        page.locator("details", has=page.locator(f'[data-count="{name}"]')).evaluate("(box) => { box.open = true; }")
        for value in wanted.get(name, []):
            page.locator(f'input[name="{name}"][value="{value}"]').check()
    sort = wanted.get("sort", ["name"])[0]
    head = page.locator(f'th[data-sort="{sort.removeprefix("-")}"]')
    goal = "descending" if sort.startswith("-") else "ascending"
    while head.get_attribute("aria-sort") != goal:
        head.locator("a").click()
