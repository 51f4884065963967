"""Chance that falls the same way on every machine. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

SEED = 2021
ONE_DAY = timedelta(days=1)
T = TypeVar("T")


class Dice:
    """Throws about one thing. What other things throw, and in which order, makes no difference to it.

    Built on `random()` alone: only of that method does Python promise that a seed gives the same in every version.
    """

    def __init__(self, *about: object) -> None:
        self._random = Random(" ".join(map(str, (SEED, *about)))).random

    def share(self) -> float:
        """From 0 up to, but not, 1."""
        return self._random()

    def chance(self, share: float) -> bool:
        """True in that share of all throws."""
        return self._random() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number; both ends can come."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely."""
        return choices[int(self._random() * len(choices))]

    def day(self, first: date, last: date) -> date:
        """A day; both ends can come."""
        return first + ONE_DAY * self.whole(0, (last - first).days)

    def monday(self, first: date, last: date) -> date:
        """The Monday of a day between two days, but never before the first."""
        day = self.day(first, last)
        return max(first, day - ONE_DAY * day.weekday())
