"""A browser on a target: coming for the first time, coming again, and moving day, layer and filter.

Each visit has a window of its own, which knows nothing of any other. Times are the browser's own.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from dev import HOST
from tests.bench import oracle
from tests.bench.servers import fetch
from tests.bench.targets import COUNT, Target
from tests.services import chromium

PROBE = (Path(__file__).parent / "probe.js").read_text()
SIZE = {"width": 1440, "height": 900}
PATIENCE = 60_000  # milliseconds until a thing must have come about
STEPS = 2  # moves of each kind
REST = 300  # milliseconds that a page gets to finish what it began
NO_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # what is wanted from elsewhere is not had


class VisitError(RuntimeError):
    """A page did not come to show what it has to; its text says which and what."""


@dataclass(frozen=True, slots=True)
class Move:
    """A change of what the map shows: its kind, the value, and the classes and municipalities to be seen then."""

    kind: str
    value: str
    keys: list[str]
    inside: list[bool]


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium of our own. Raises MissingChromiumError where there is none."""
    path = chromium.provide(windowless=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*chromium.FLAGS, NO_NAMES])
        yield started
        started.close()


class Visit:
    """A window on a target at a port of this machine."""

    def __init__(self, browser: Browser, target: Target, port: int, state: Mapping) -> None:
        self.target, self.state, self.address = target, state, f"http://{HOST}:{port}/"
        context = browser.new_context(viewport=SIZE, locale="sv-SE")
        context.set_default_timeout(PATIENCE)
        context.add_init_script(f"{PROBE}({self._given()})")
        self.page: Page = context.new_page()

    def _given(self) -> str:
        """What the probe has to know of the target, as JavaScript."""
        keys = oracle.coverage(self.state, self.state["on"])
        first = self.target.read and self.target.shown(keys, [True] * COUNT, self.state)
        parts = {"shapes": self.target.shapes, "count": COUNT, "first": first}
        return f"{{...{json.dumps(parts)}, read: {self.target.read or 'null'}}}"

    def arrive(self) -> dict[str, float]:
        """Open the page and wait until its map can be moved: the figures of `arrival` in probe.js."""
        self.page.goto("about:blank")
        try:
            self.page.goto(self.address)
            self.page.wait_for_function("() => bench.arrived()")
        except Error as error:
            raise VisitError(f"{self.target.name} did not arrive: {error}") from None
        self.page.wait_for_timeout(REST)
        return self.page.evaluate("bench.arrival()")

    def move(self, move: Move) -> dict[str, float]:
        """Move the map: milliseconds until it is seen, requests, bytes."""
        act = self.target.acts[move.kind].replace("{value}", move.value)
        wanted = self.target.shown(move.keys, move.inside, self.state)
        limit = f"new Promise((_, fail) => setTimeout(fail, {PATIENCE}, new Error('not seen')))"
        try:
            return self.page.evaluate(f"Promise.race([bench.move({act}, {json.dumps(wanted)}, {REST}), {limit}])")
        except Error as error:
            raise VisitError(f"{self.target.name} did not move to {move.kind} {move.value}: {error}") from None

    def close(self) -> None:
        self.page.context.close()


@contextmanager
def visiting(browser: Browser, target: Target, port: int, state: Mapping) -> Iterator[Visit]:
    visit = Visit(browser, target, port, state)
    try:
        yield visit
    finally:
        visit.close()


def moves(state: Mapping, *, steps: int = STEPS) -> list[Move]:
    """Days, then layers, then filters by county: what every target that moves is put through."""
    everywhere = [True] * COUNT
    days = oracle.telling_days(state, steps)
    found = [Move("day", str(day), oracle.coverage(state, day), everywhere) for day in days]
    last = days[-1]
    for layer in ("status", "coverage") * max(1, steps // 2):
        found.append(Move("layer", layer, oracle.LAYERS[layer](state, last), everywhere))
    for county in [*list(state["counties"])[:steps], ""]:
        inside = [not county or each == county for each in state["county"]]
        found.append(Move("filter", county, oracle.coverage(state, last), inside))
    return found


def recounts(port: int, state: Mapping) -> list[Move]:
    """Moves for which the product has to ask its server: the numbers of single providers, after those of `moves`."""
    page = fetch(port, "/")[1].decode()
    select = page.partition('name="provider"')[2].partition("</select>")[0]
    providers = re.findall(r'value="(\d+)"', select)[:2]
    day = oracle.telling_days(state, STEPS)[-1]
    found = []
    for provider in providers:
        counted = {**state, "counts": json.loads(fetch(port, f"/karta.json?provider={provider}")[1])["counts"]}
        found.append(Move("recount", provider, oracle.coverage(counted, day), [True] * COUNT))
    return found
