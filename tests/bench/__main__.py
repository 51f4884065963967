"""The product beside the bare pages and a small Dash app: pages, requests, memory and growth, each with its goal.

`python -m tests.bench [--quick]`, from `dev.py bench`. Bytes and requests that miss a goal end it with 1; so do times,
but only where nobody else took more than a tenth of the machine.
"""

import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench import beside, growth, machine, product, rows, table
from tests.bench.arithmetic import median
from tests.bench.loads import tool
from tests.bench.rounds import Figures, Measured, pages, requests
from tests.bench.servers import Server
from tests.bench.targets import BARE_DJANGO, PRODUCT
from tests.bench.visits import browser, recounts
from tests.services import chromium

QUICK, WHOLE = (1, 1.0), (7, 3.0)  # rounds, seconds of a load


class Report:
    """What is printed, and what of it misses its goal."""

    def __init__(self) -> None:
        self.steady: list[str] = []
        self.slow: list[str] = []
        self.others: list[float] = []

    def add(self, title: str, told: Iterable[table.Row], figures: Figures, targets: Sequence[str]) -> None:
        told = list(told)
        print("\n".join(table.lines(title, told, figures.rounds, targets)), flush=True)
        steady, slow = table.missed(told, figures.rounds)
        self.steady, self.slow = self.steady + steady, self.slow + slow
        self.others += figures.others

    def end(self) -> int:
        """Sum up; 1 where a goal is missed that can be held against this machine as it was."""
        taken, quiet = median(self.others) or 0.0, machine.QUIET
        noisy = taken > quiet
        print(f"\n  Others took {taken:.0%} of the machine at the median, {max(self.others, default=0):.0%} at most.")
        if noisy:
            print(f"  WARNING: that is more than {quiet:.0%}: the times above say little, their goals do not count.")
        for name in [*self.steady, *self.slow]:
            print(f"  missed: {name}")
        return int(bool(self.steady or (self.slow and not noisy)))


def main(options: Sequence[str]) -> int:
    """Set up, measure, print."""
    if set(options) - {"--quick"}:
        print(f"bench takes no option but --quick, not {' '.join(options)}", file=sys.stderr)
        return 2
    number, seconds = QUICK if options else WHOLE
    report = Report()
    print(f"\n  {machine.described(chromium.provide(windowless=False))}", flush=True)
    file = product.database()
    with tempfile.TemporaryDirectory(prefix="rollout-bench-") as folder, browser() as chrome:
        side_by_side(report, chrome, file, Path(folder), rounds=number, seconds=seconds)
        figures = Figures()
        growth.offices(figures, chrome, file, Path(folder), rounds=(number + 1) // 2, seconds=seconds)
        headed = "Growth: the product with its offices, and with 100 times as many (the column “product”)"
        report.add(headed, rows.GROWTH, figures, [growth.ONCE, table.PRODUCT])
    figures = Figures(rounds=growth.municipalities(file))
    headed = "Growth: functions behind the page, for 290 municipalities and for 2 900 (the column “product”)"
    report.add(headed, map(rows.country, figures.rounds), figures, ["290", table.PRODUCT])
    return report.end()


def side_by_side(report: Report, chrome: Browser, file: Path, folder: Path, *, rounds: int, seconds: float) -> None:
    """The product and its peers, in the browser and under load."""
    with product.served(file, folder) as server:
        svg, state = product.shown(server.port)
        beside.write_pages(folder, svg, state)
        with beside.served(folder) as peers:
            measured = [*peers, Measured(PRODUCT, server)]
            figures, extra = Figures(), recounts(server.port, state)
            pages(figures, chrome, measured, state, rounds=rounds, extra=extra)
            title = f"Pages: {rounds} round(s), the targets in turn; medians, and medians of each round’s ratios"
            report.add(title, rows.PAGES, figures, [each.target.name for each in measured])
            loaded = {each.target.name: each.server for each in measured if each.target in (BARE_DJANGO, PRODUCT)}
            load_all(report, loaded, state, folder, rounds=rounds, seconds=seconds)


def load_all(report: Report, loaded: dict[str, Server], state, folder: Path, *, rounds: int, seconds: float) -> None:
    """Requests a second, with the load on the same cores."""
    figures = Figures()
    requests(figures, loaded, state, folder, rounds=rounds, seconds=seconds)
    report.add(f"Requests: two workers, 8 connections by {tool()} on the same cores", rows.REQUESTS, figures, [*loaded])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
