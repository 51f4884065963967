"""How rows add up to a figure: a share, a gap between two shares, a median. Pure: arrays in, arrays out.

Every way takes `part` (rows × days), `whole` (the same, or rows × 1) and `members` (groups × rows, true where a row
belongs to a group), and gives arrays of groups × days. A whole of 0 is a row outside what is asked; NaN is a row of
which nothing is known: it is left out of both sums and told in `missing`. A group with rows in it of which none is
known has NaN, never 0.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np


@dataclass(frozen=True, slots=True)
class Folded:
    """Figures of groups × days. against: the other side of a gap."""

    value: np.ndarray
    part: np.ndarray
    whole: np.ndarray
    missing: np.ndarray
    against: "Folded | None" = None

    def split(self, at: int) -> "tuple[Folded, Folded]":
        """The groups before a place, and those from it on."""
        columns = (self.value, self.part, self.whole, self.missing)
        return Folded(*(column[:at] for column in columns)), Folded(*(column[at:] for column in columns))


class Fold(Protocol):
    """A way to add up rows, and to tell which rows are in the numerator."""

    def fold(
        self, part: np.ndarray, whole: np.ndarray, members: np.ndarray, side: np.ndarray | None = None
    ) -> Folded: ...

    def counted(self, part: np.ndarray) -> np.ndarray: ...


def known(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Which cells belong to what is asked and are known."""
    return np.isfinite(part) & (np.isfinite(whole) & (whole != 0))


def unknown(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Which cells belong to what is asked and are not known. A whole that is not known is asked for: it is not 0."""
    return ~np.isfinite(part) & (whole != 0) | ~np.isfinite(whole)


class Share:
    """The sum of the parts out of the sum of the wholes."""

    def fold(self, part: np.ndarray, whole: np.ndarray, members: np.ndarray, side: np.ndarray | None = None) -> Folded:
        members, counts = members.astype(float), known(part, whole)
        missing = members @ unknown(part, whole)
        parts = members @ (part if counts.all() else np.where(counts, part, 0.0))
        wholes = (members * whole.T) @ counts if _is_steady(whole) else members @ np.where(counts, whole, 0.0)
        nothing = (missing > 0) & (members @ counts == 0)
        parts[nothing] = wholes[nothing] = np.nan
        return Folded(divided(parts, wholes), parts, wholes, missing)

    def counted(self, part: np.ndarray) -> np.ndarray:
        return part > 0


class Gap(Share):
    """The share on one side minus the share on the other, such as rural municipalities against all others."""

    def fold(self, part: np.ndarray, whole: np.ndarray, members: np.ndarray, side: np.ndarray | None = None) -> Folded:
        if side is None:
            raise ValueError("A gap needs to know which rows are on its first side.")
        both = super().fold(part, whole, np.vstack([members & side, members & ~side]))
        one, other = both.split(len(members))
        return Folded(one.value - other.value, one.part, one.whole, one.missing + other.missing, other)


class Median:
    """The middle one of the rows' own values (part by whole); of an even number the mean of the two in the middle."""

    def fold(self, part: np.ndarray, whole: np.ndarray, members: np.ndarray, side: np.ndarray | None = None) -> Folded:
        counts = known(part, whole)
        values = np.where(counts, divided(part, whole), np.inf)  # what is not known sorts last
        missing, number = members.astype(float) @ unknown(part, whole), members.astype(float) @ counts
        middle = [_middle(np.sort(values[rows], axis=0), many) for rows, many in zip(members, number, strict=True)]
        wholes = np.where((missing > 0) & (number == 0), np.nan, number)
        return Folded(np.reshape(middle, number.shape), np.full(number.shape, np.nan), wholes, missing)

    def counted(self, part: np.ndarray) -> np.ndarray:
        return np.isfinite(part)


def _is_steady(whole: np.ndarray) -> bool:
    """Whether the whole is known and the same on all days: then adding it up needs no table of rows × days."""
    return whole.shape[1] == 1 and bool(np.isfinite(whole).all())


def divided(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part by whole; NaN where there is nothing to count or either is not known."""
    return np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, np.nan), where=whole != 0)


def _middle(ordered: np.ndarray, number: np.ndarray) -> np.ndarray:
    """The median of the first `number` rows of each column, in order of size; NaN where there is none."""
    if not len(ordered):
        return np.full(ordered.shape[1], np.nan)
    columns, last = np.arange(ordered.shape[1]), np.maximum(number.astype(int) - 1, 0)
    middle = (ordered[last // 2, columns] + ordered[(last + 1) // 2, columns]) / 2
    return np.where(number > 0, middle, np.nan)


SHARE, GAP, MEDIAN = Share(), Gap(), Median()
