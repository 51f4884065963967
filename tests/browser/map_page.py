"""The map page in the hands of a test: opening, moving and reading it, and what the server says of its address."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

from playwright.sync_api import Page

from tests.pages import MISSING, MapPage

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
BOXES = ("county", "part", "group", "phase", "status", "providers")
READY = "#day[aria-valuetext]"
DRAWN = '#map[data-drawn="plotly"]'

# What the page shows now, as the script has it; the same words as in `told_by_server`.
READ = """() => {
  const text = (host, selector) => host.querySelector(selector).textContent.trim();
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isPlotly = document.getElementById("map").dataset.drawn === "plotly";
  const seen = isPlotly ? ".plotted path[data-code]" : ".sweden .municipalities path";
  const pairs = (link) => [...new URL(link.href).searchParams].map(String).filter((pair) => pair !== "layer,coverage");
  const aim = (link) => (link.hasAttribute("href") ? pairs(link).sort() : null);
  return {
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
  };
}"""


def open_map(page: Page, query: str = "") -> None:
    """Open the page and wait until its script has taken over. Plotly may still be on its way."""
    page.goto(f"/{query}")
    page.wait_for_selector(READY)


def told_by_server(page: Page, address: str) -> dict:
    """The same as READ, from the answer of the server, without any script."""
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
    return parse_qs(urlsplit(page.url).query).get("on", [None])[0]


def go_to_day(page: Page, on: str) -> None:
    page.locator("#on").fill(on)
    page.locator("#on").dispatch_event("change")


def asked(page: Page) -> dict[str, list[str]]:
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
