"""Rows by days: what a measure counts in every row on every day that is asked for. Pure: numpy in, numpy out.

Days are whole numbers (`rollout/coverage.py`). Stretches of days are handled as steps up and down, so that the cost is
that of the stretches plus that of the table, never stretches times days. Knows no Django and no measure.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rollout.coverage import Presence


@dataclass(frozen=True, slots=True)
class Cells:
    """What is counted, and out of what, in each row on each day.

    rows: municipality codes or area ids. part: array of rows × days; whole: the same, or rows × 1 where it is the same
    on all days. A row that does not belong to what is asked has the whole 0; NaN in either is *not known*.
    number: what a row is judged by, such as its providers; the part where it is not given. side: for a gap, which rows
    are on its first side. months: the first day of the month that each day's cells are of, NaN for none; None where
    they are of the days themselves.
    """

    rows: pd.Index
    part: np.ndarray
    whole: np.ndarray
    number: np.ndarray
    side: np.ndarray | None = None
    months: np.ndarray | None = None

    @classmethod
    def of(cls, rows: pd.Index, part: np.ndarray, whole: np.ndarray | int, **more: np.ndarray) -> "Cells":
        """Cells whose whole may be given as one number, or as one for each row; the part of no whole is 0."""
        whole = np.asarray(whole, dtype=float)
        if whole.ndim < 2:
            whole = np.broadcast_to(whole, len(rows))[:, None]
        return cls(rows, part if whole.all() else np.where(whole == 0, 0.0, part), whole, **{"number": part, **more})


def running(rows: np.ndarray, on: np.ndarray, steps: np.ndarray, *, number: int, days: np.ndarray) -> np.ndarray:
    """The sum of all steps up to and including each day: array of `number` rows × days.

    rows: the row (0 …) of each step; on: its day; days: the days asked for, ascending.
    """
    at = np.searchsorted(days, on, side="left")  # the first day asked for on which the step has been taken
    seen = at < len(days)
    flat = rows[seen] * len(days) + at[seen]
    table = np.bincount(flat, weights=steps[seen], minlength=number * len(days))
    table = table.astype(float, copy=False).reshape(number, len(days))  # of no steps at all numpy makes whole numbers
    return np.cumsum(table, axis=1, out=table)


def open_stays(rows: np.ndarray, first: np.ndarray, last: np.ndarray, *, number: int, days: np.ndarray) -> np.ndarray:
    """How many stretches of days, both ends included, hold each day: array of `number` rows × days.

    A stretch that ends before it begins holds no day; one in no row (−1) is left out.
    """
    kept = (first <= last) & (rows >= 0)
    rows, first, last = rows[kept], first[kept], last[kept]
    steps = np.repeat([1.0, -1.0], len(rows))
    return running(np.tile(rows, 2), np.concatenate([first, last + 1]), steps, number=number, days=days)


def providers(presence: Presence, rows: pd.Index, days: np.ndarray) -> np.ndarray:
    """Providers in each row on each day: array of rows × days, NaN on days of which nothing is known."""
    changes = presence.changes
    at = rows.get_indexer(changes["code"])
    level = changes["providers"].to_numpy(dtype=float)
    steps = np.diff(level, prepend=0.0)
    starts = np.flatnonzero(np.diff(at, prepend=-2))  # the first change of each row: before it there was none
    steps[starts] = level[starts]
    on, placed = changes["on"].to_numpy(dtype=np.int64), at >= 0
    table = running(at[placed], on[placed], steps[placed], number=len(rows), days=days)
    table[:, ~known_days(presence.unknown, days)] = np.nan
    return table


def known_days(unknown: Iterable[tuple[int, int]], days: np.ndarray) -> np.ndarray:
    """Which days lie in no stretch of which nothing is known; array of truth values."""
    known = np.ones(len(days), dtype=bool)
    for first, last in unknown:
        known &= (days < first) | (days > last)
    return known


def truth(numbers: np.ndarray, holds: np.ndarray) -> np.ndarray:
    """1 where something holds, 0 where not, NaN where the number it is said of is not known."""
    answers = holds.astype(float)
    answers[np.isnan(numbers)] = np.nan
    return answers
