"""The tables of the bench: a row for each figure, a column for each target, and the goal beside it. Pure.

A goal is held against the product's figure, or against its ratio to another target's of the same rounds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.bench.arithmetic import median, ratio

PRODUCT = "product"
Rounds = Mapping[str, Mapping[str, Sequence[float | None]]]  # by key of a row and name of a target, one value a round
NAME, CELL = 46, 12


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit, of the figure or of its ratio to a target's; at_least turns it round.

    steady: it holds bytes or requests, which another load on the machine does not change.
    """

    limit: float
    beside: str = ""
    at_least: bool = False
    steady: bool = False
    unit: str = ""

    def figure(self, values: Mapping[str, Sequence[float | None]]) -> float | None:
        """What the limit is for; None where one of the targets gave nothing."""
        ours = values.get(PRODUCT, ())
        return ratio(ours, values.get(self.beside, ())) if self.beside else median(ours)

    def reached(self, values: Mapping[str, Sequence[float | None]]) -> bool | None:
        """Whether the figure keeps to the limit; None where there is none."""
        figure = self.figure(values)
        if figure is None:
            return None
        return figure >= self.limit if self.at_least else figure <= self.limit

    def told(self, values: Mapping[str, Sequence[float | None]]) -> str:
        """The goal in a line, with the ratio where it is one."""
        sign = "≥" if self.at_least else "≤"
        reached = self.reached(values)
        mark = {True: "ok", False: "SLOW", None: "not measured"}[reached]
        if not self.beside:
            return f"{sign} {number(self.limit)} {mark}"
        figure = self.figure(values)
        told = "–" if figure is None else f"{figure:.2f}"
        return f"{told} × {self.beside}, {sign} {self.limit:.2f} {mark}"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of every target: its key among the rounds, what it is called, and what the product's has to reach."""

    key: str
    name: str
    unit: str
    goals: tuple[Goal, ...] = ()


def number(value: float | None) -> str:
    """A figure as short as it can be read: three digits, thousands apart; – where there is none."""
    if value is None:
        return "–"
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def lines(title: str, rows: Iterable[Row], rounds: Rounds, targets: Sequence[str]) -> list[str]:
    """The table: medians of the rounds, then the goals of the row, one to a line."""
    told = [f"\n  {title}", f"  {'':{NAME}}" + "".join(f"{name:>{CELL}}" for name in targets) + "  goal"]
    for row in rows:
        values = rounds.get(row.key, {})
        cells = "".join(f"{number(median(values.get(name, ()))):>{CELL}}" for name in targets)
        goals = [goal.told(values) for goal in row.goals] or [""]
        told.append(f"  {f'{row.name} [{row.unit}]':{NAME}}{cells}  {goals[0]}".rstrip())
        told += [" " * (2 + NAME + CELL * len(targets)) + f"  {goal}" for goal in goals[1:]]
    return told


def missed(rows: Iterable[Row], rounds: Rounds) -> tuple[list[str], list[str]]:
    """What misses a steady goal, and what misses one of time: row and goal."""
    found: tuple[list[str], list[str]] = ([], [])
    for row in rows:
        for goal in row.goals:
            if goal.reached(rounds.get(row.key, {})) is False:
                values = rounds[row.key]
                found[0 if goal.steady else 1].append(
                    f"{row.name}, {number(median(values[PRODUCT]))}: {goal.told(values)}"
                )
    return found
