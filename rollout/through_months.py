"""Status and providers of every municipality on the first day of every month. Pure: arrays in, arrays out.

Looked up for all days at once, in the same periods and changes as any single day is: so a month says what the map says
on its first day.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from rollout.coverage import Presence, day_number
from rollout.status import Period, status_in

NOT_KNOWN = -1
SPAN = 1 << 24  # more than there are day numbers, so that code and day make one sorted number


def first_days(first: date, last: date) -> list[date]:
    """The first days of the months from one day to another, both included where they are first days themselves."""
    begin = first.year * 12 + first.month - (first.day == 1)
    return [date(month // 12, month % 12 + 1, 1) for month in range(begin, last.year * 12 + last.month)]


def statuses(periods_of: Mapping[str, tuple[Period, ...]], codes: Sequence[str], days: Sequence[date]) -> np.ndarray:
    """The keys of the statuses: a row for each day, a column for each code. Raises KeyError for a strange code."""
    patterns: dict[tuple[Period, ...], int] = {}
    of = [patterns.setdefault(periods_of[code], len(patterns)) for code in codes]
    table = [[status_in(pattern, on).value for pattern in patterns] for on in days]
    return np.array(table, dtype=object).reshape(len(days), len(patterns))[:, of]


def providers(presence: Presence, codes: Sequence[str], days: Sequence[date]) -> np.ndarray:
    """The numbers of providers: whole, a row for each day, a column for each code; NOT_KNOWN where nothing is known."""
    changes = presence.changes
    names, place = np.unique(changes["code"].to_numpy(dtype=str), return_inverse=True)
    ordered = place * SPAN + changes["on"].to_numpy() + SPAN // 2
    of = {name: number for number, name in enumerate(names)}
    column = np.array([of.get(code, -1) for code in codes])
    asked = column * SPAN + np.array([day_number(on) for on in days])[:, None] + SPAN // 2
    found = np.searchsorted(ordered, asked, side="right") - 1
    reached = (found >= 0) & (column >= 0)
    reached &= np.append(place, -2)[found] == column
    counts = np.where(reached, np.append(changes["providers"].to_numpy(), 0)[found], 0)
    known = np.array([presence.is_known(day_number(on)) for on in days], dtype=bool)
    return np.where(known[:, None], counts, NOT_KNOWN)
