"""What more costs: a hundred times the offices in the whole product, ten times the municipalities in its functions."""

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser

from dev import ROOT
from tests.bench import machine, product
from tests.bench.arithmetic import in_turn
from tests.bench.loads import load
from tests.bench.rounds import Figures, Measured, moved
from tests.bench.servers import Server, fetch
from tests.bench.table import PRODUCT
from tests.bench.targets import PRODUCT as TARGET
from tests.bench.visits import moves, visiting

ONCE = "1 ×"
STEPS = 4  # days of a visit


def offices(figures: Figures, browser: Browser, file: Path, folder: Path, *, rounds: int, seconds: float) -> None:
    """The product with its offices and with a hundred times as many, in turn."""
    with product.served(product.without_offices(file, folder), folder) as server:
        least = page_bytes(server)
    with ExitStack() as stack:
        files = {ONCE: file, PRODUCT: product.with_many_offices(file, folder)}
        servers = {name: stack.enter_context(product.served(each, folder)) for name, each in files.items()}
        states = {name: product.shown(server.port)[1] for name, server in servers.items()}
        for number in range(rounds):
            for name in in_turn(list(servers), number):
                with machine.watched() as watch:
                    figures.note(name, {"day took": days(browser, servers[name], states[name])}, number)
                figures.others.append(watch.share)
        for name, server in servers.items():
            load(server.port, ["/", "/karta.json", "/jamfor/", "/tackning/"], seconds=seconds, folder=folder)
            size = page_bytes(server)
            figures.note(name, {"memory": machine.memory(server.pid), "page kB": size, "more kB": size - least})


def days(browser: Browser, server: Server, state: Mapping) -> float:
    """The mean of the milliseconds in which new days are seen."""
    each = Measured(TARGET, server)
    with visiting(browser, each.target, server.port, state) as visit:
        visit.arrive()
        return moved(visit, [move for move in moves(state, steps=STEPS) if move.kind == "day"])["day took"]


def page_bytes(server: Server) -> float:
    """The page by brotli, in kB."""
    return len(fetch(server.port, "/", Accept_Encoding="br")[1]) / 1000


def municipalities(file: Path) -> dict[str, dict[str, list[float]]]:
    """Milliseconds by act, for the 290 municipalities and for ten times as many; see `larger_country.py`."""
    command = [sys.executable, "-m", "tests.bench.larger_country"]
    told = subprocess.run(command, cwd=ROOT, env=product.environment(file), capture_output=True, text=True, check=True)
    found = json.loads(told.stdout)
    return {act: {"290": [one], PRODUCT: [ten]} for act, (one, ten) in found.items()}
