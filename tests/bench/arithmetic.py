"""What is made of the figures of a measure: order of turns, medians, ratios, shares. Pure; knows no target by name."""

import statistics
from collections.abc import Sequence
from typing import TypeVar

Each = TypeVar("Each")


def in_turn(targets: Sequence[Each], number: int) -> list[Each]:
    """The targets in the order of a round: every other one backwards, so that a machine that slows down harms none."""
    return list(reversed(targets)) if number % 2 else list(targets)


def median(values: Sequence[float | None]) -> float | None:
    """The median of the rounds that gave a value; None where none did."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def ratio(ours: Sequence[float | None], theirs: Sequence[float | None]) -> float | None:
    """The median of the ratios round by round, so that what slows a whole round down cancels out.

    Rounds in which either has no value, or theirs is nothing, are left out; None where no round is left.
    """
    pairs = zip(ours, theirs, strict=False)
    return median([our / their for our, their in pairs if our is not None and their])


def share(busy: float, own: float, elapsed: float, cores: int) -> float:
    """The share of the machine that others took: of `cores` over `elapsed` seconds, less what we used ourselves."""
    return max(0.0, busy - own) / (elapsed * cores) if elapsed > 0 else 0.0
