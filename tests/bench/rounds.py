"""The rounds of the bench: every target in turn, each figure kept round by round. Knows no goals."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench import machine
from tests.bench.arithmetic import in_turn
from tests.bench.knock import CONNECTIONS
from tests.bench.line import laid
from tests.bench.loads import load
from tests.bench.servers import Server
from tests.bench.targets import PRODUCT, Target
from tests.bench.visits import Move, Visit, VisitError, moves, visiting

DELAY, RATE = 0.040, 10e6 / 8  # the slow line: there and back in seconds, bytes a second
EPOCH = date(1970, 1, 1)
ARRIVAL = ("visible", "placed", "requests", "longest", "blocked", "shift")


@dataclass
class Figures:
    """What was measured: by key of a row and name of a target, one value a round; and what others took meanwhile."""

    rounds: dict[str, dict[str, list[float | None]]] = field(default_factory=lambda: defaultdict(dict))
    others: list[float] = field(default_factory=list)

    def note(self, target: str, found: Mapping[str, float | None], number: int = 0) -> None:
        """Keep what a round has found; rounds that found nothing are kept as such, so that ratios are of one round."""
        for key, value in found.items():
            values = self.rounds[key].setdefault(target, [])
            values += [None] * (number - len(values)) + [value]


@dataclass(frozen=True, slots=True)
class Measured:
    """A target and the server that serves it."""

    target: Target
    server: Server


def pages(
    figures: Figures,
    browser: Browser,
    measured: Sequence[Measured],
    state: Mapping,
    *,
    rounds: int,
    extra: Sequence[Move],
) -> None:
    """Visits and moves, round by round, every other one also over the slow line; one visit to each beforehand that
    does not count.

    extra: moves of the product that no other target has.
    """
    for each in measured:
        with going_on(each.target), visiting(browser, each.target, each.server.port, state) as visit:
            visit.arrive()
    for number in range(rounds):
        for each in in_turn(measured, number):
            with machine.watched() as watch, going_on(each.target):
                figures.note(each.target.name, one_visit(browser, each, state, extra), number)
                if number % 2 == 0:
                    figures.note(each.target.name, on_the_line(browser, each, state), number)
            figures.others.append(watch.share)


@contextmanager
def going_on(target: Target) -> Iterator[None]:
    """Where a peer does not show the map, that is told, and the others go on; the product has to."""
    try:
        yield
    except VisitError as error:
        if target == PRODUCT:
            raise
        print(f"  {error}", flush=True)


def one_visit(browser: Browser, each: Measured, state: Mapping, extra: Sequence[Move]) -> dict[str, float]:
    """First visit, every move, second visit."""
    target = each.target
    with visiting(browser, target, each.server.port, state) as visit:
        cold = visit.arrive()
        found = {f"cold {name}": cold[name] for name in ARRIVAL if target.plots or name != "placed"}
        if target.read:
            found |= moved(visit, [*moves(state), *(extra if target == PRODUCT else ())])
        warm = visit.arrive()
        return found | {"warm visible": warm["visible"], "warm requests": warm["requests"]}


def moved(visit: Visit, asked: Sequence[Move]) -> dict[str, float]:
    """The mean of every kind of move: milliseconds, requests, kB."""
    found: dict[str, list[dict]] = defaultdict(list)
    for move in asked:
        found[move.kind].append(visit.move(move))
    means = {}
    for kind, each in found.items():
        for name, size in (("took", 1), ("requests", 1), ("bytes", 1000)):
            means[f"{kind} {name}"] = sum(one[name] for one in each) / len(each) / size
    return means


def on_the_line(browser: Browser, each: Measured, state: Mapping) -> dict[str, float]:
    """First and second visit over the slow line, whose account of the bytes is the true one."""
    with (
        laid(each.server.port, delay=DELAY, rate=RATE) as line,
        visiting(browser, each.target, line.port, state) as visit,
    ):
        cold = visit.arrive()
        found = {"line visible": cold["visible"], "line before": line.bytes_until(cold["moment"]) / 1000}
        found["line bytes"] = line.bytes_until() / 1000
        if each.target.plots:
            found["line placed"] = cold["placed"]
        line.forget()
        visit.arrive()
        return found | {"warm bytes": line.bytes_until() / 1000}


def requests(
    figures: Figures, loaded: Mapping[str, Server], state: Mapping, folder: Path, *, rounds: int, seconds: float
) -> None:
    """Loads on every server in turn: its page; and of the product the facts, as they are and on any day."""
    fresh = list(days_never_asked(state))
    names = list(loaded)
    for number in range(rounds):
        for name in in_turn(names, number):
            with machine.watched() as watch:
                found = {"page": load(loaded[name].port, ["/"], seconds=seconds, folder=folder)}
                if name == PRODUCT.name:
                    found["facts"] = load(loaded[name].port, ["/karta.json"], seconds=seconds, folder=folder)
                    found["any"] = load(loaded[name].port, fresh, seconds=seconds, folder=folder)
                    del fresh[: found["any"].answers + CONNECTIONS]  # those still on their way have been asked for
            figures.others.append(watch.share)
            for what, one in found.items():
                told = {"rate": one.per_second, "p50": one.p50, "p99": one.p99}
                figures.note(name, {f"{what} {key}": value for key, value in told.items()}, number)


def days_never_asked(state: Mapping) -> Iterator[str]:
    """Addresses of the facts on all days there are, in no order; then again under other addresses, never one twice."""
    days = [str(EPOCH + timedelta(days=day)) for day in range(state["first"], state["last"] + 1)]
    random.Random(7).shuffle(days)
    for layer in ("coverage", "status", "phase"):
        for sort in ("name", "status", "providers", "population", "-name", "-status", "-providers", "-population"):
            for day in days:
                yield f"/karta.json?on={day}&layer={layer}&sort={sort}"
