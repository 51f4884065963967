"""What is told month by month, on any day: a number holds until the next month's, for some months at most. Pure.

A month is named by the day number of its first day. Knows no measure and no models.
"""

import numpy as np
import pandas as pd

HELD = 12  # months after which a month's number says nothing any more; figures name the month that they are of


def months_later(days: np.ndarray, months: int) -> np.ndarray:
    """The same day some months later, or the last of that month where it is shorter. Day numbers in and out."""
    days = np.asarray(days, dtype=np.int64).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    later = month + months
    longest = (later + 1).astype("datetime64[D]") - later.astype("datetime64[D]") - 1
    return (later.astype("datetime64[D]") + np.minimum(days - month.astype("datetime64[D]"), longest)).astype(np.int64)


def month_of(periods: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Which of some months (ascending) holds on each day: its place among them, −1 where none does."""
    if not len(periods):
        return np.full(len(days), -1)
    at = np.searchsorted(periods, days, side="right") - 1
    return np.where(days < months_later(periods, HELD)[at], at, -1)  # place −1, before all, is later than every day


def by_month(
    rows: np.ndarray, months: np.ndarray, values: np.ndarray, *, number: int, periods: np.ndarray
) -> np.ndarray:
    """The sum of the values of each row in each month: array of `number` rows × periods, NaN where there is none.

    rows: the row (0 …) of each value, −1 to leave it out; months: its month. A missing value makes the sum missing.
    """
    at = np.searchsorted(periods, months)
    kept = (rows >= 0) & np.isin(months, periods)
    flat = rows[kept] * len(periods) + at[kept]
    table = np.bincount(flat, weights=values[kept], minlength=number * len(periods)).astype(float, copy=False)
    table[np.bincount(flat, minlength=len(table)) == 0] = np.nan
    return table.reshape(number, len(periods))


def on_days(table: np.ndarray, places: np.ndarray) -> np.ndarray:
    """A table of rows × months as rows × days, by the place of each day's month; NaN where it has none."""
    return np.column_stack([table, np.full(len(table), np.nan)])[:, places]


def months_of_days(periods: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The month of each day; NaN where it has none."""
    return np.append(periods.astype(float), np.nan)[places]


def turns(*frames: pd.DataFrame) -> np.ndarray:
    """The days on which a month of some frames begins or ceases to hold."""
    periods = np.unique(np.concatenate([frame["period"].to_numpy(dtype=np.int64) for frame in frames]))
    return np.concatenate([periods, months_later(periods, HELD)])


def periods_of(*frames: pd.DataFrame) -> np.ndarray:
    """The months of which all of some frames tell, ascending."""
    shared = set.intersection(*(set(frame["period"].tolist()) for frame in frames))
    return np.array(sorted(shared), dtype=np.int64)
