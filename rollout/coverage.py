"""How many providers there are where, on any day. Pure: frames in, frames out; knows no Django, no words, no colours.

A *stay* is a stretch of days, both ends included, on which a provider is present in a municipality. Days are whole
numbers counted from 1970-01-01 (`day_number`), so that intervals are handled as arrays and never day by day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

ALWAYS = -(10**6)
FOREVER = 10**6
EPOCH = date(1970, 1, 1).toordinal()

# The classes of the coverage layer: the fewest providers of each, in order (see `rollout/palette.py`).
CLASS_FROM = ((0, "none"), (1, "one"), (2, "two"), (3, "few"), (5, "many"))
NO_DATA = "nodata"


def day_number(day: date) -> int:
    """A day as a whole number, 1970-01-01 being 0."""
    return day.toordinal() - EPOCH


def to_day(number: int) -> date:
    """The day that a number stands for."""
    return date.fromordinal(number + EPOCH)


def day_numbers(days: Iterable[date | None], *, missing: int) -> np.ndarray:
    """Days as numbers; `missing` (ALWAYS for a first day, FOREVER for a last) where there is none."""
    return np.fromiter((missing if day is None else day.toordinal() - EPOCH for day in days), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Presence:
    """Providers per municipality through time.

    changes: columns `code` (4-digit text), `on` (day number), `providers` (int), sorted by code and day, one row for
    each day on which the number changes; before a code's first row it is 0.
    unknown: stretches of day numbers, both ends included, on which nothing is known of any municipality.
    """

    changes: pd.DataFrame
    unknown: tuple[tuple[int, int], ...] = ()

    def is_known(self, on: int) -> bool:
        """Whether anything is known on a day."""
        return not any(first <= on <= last for first, last in self.unknown)

    def on(self, codes: Sequence[str], on: int) -> pd.Series:
        """Providers on a day: Int64, indexed by `codes` in their order; all <NA> on a day of which nothing is known."""
        if not self.is_known(on):
            return pd.Series(pd.NA, index=pd.Index(codes, name="code"), dtype="Int64", name="providers")
        past = self.changes[self.changes["on"] <= on]
        latest = past.groupby("code", sort=False)["providers"].last()
        return latest.reindex(pd.Index(codes, name="code")).fillna(0).astype("Int64").rename("providers")


def presence(stays: pd.DataFrame, *, unknown: Iterable[tuple[int, int]] = ()) -> Presence:
    """Distinct providers per municipality through time, from stays that may overlap.

    stays: columns `code` (text), `provider` (any key), `first`, `last` (day numbers, both included); in any order.
    Raises KeyError where a column is missing. A stay that ends before it begins counts for nothing.
    """
    stays = stays[["code", "provider", "first", "last"]]
    merged = merge_stays(stays[stays["first"] <= stays["last"]])
    steps = pd.concat(
        [
            pd.DataFrame({"code": merged["code"], "on": merged["first"], "step": 1}),
            pd.DataFrame({"code": merged["code"], "on": merged["last"] + 1, "step": -1}),
        ]
    )
    steps = steps.groupby(["code", "on"], as_index=False)["step"].sum()
    steps = steps[steps["step"] != 0].sort_values(["code", "on"], ignore_index=True)
    changes = pd.DataFrame(
        {
            "code": steps["code"].astype(str),
            "on": steps["on"].astype(np.int64),
            "providers": steps.groupby("code")["step"].cumsum().astype(np.int64),
        }
    )
    return Presence(changes, tuple(merge_spans(unknown)))


def presence_of_counts(counts: pd.DataFrame, *, codes: Sequence[str]) -> Presence:
    """Providers per municipality through time, from counts made on some days; a count holds until the next one.

    counts: columns `code` (text), `on` (day number), `providers` (int), one row for a code and day; in any order.
    codes: the municipalities that must be counted. Nothing is known until each of them has been counted once, so that
    one that never was is never taken for one without providers. Raises KeyError where a column is missing.
    """
    counts = counts[["code", "on", "providers"]].sort_values(["code", "on"], ignore_index=True)
    counted_from = counts.groupby("code")["on"].min().reindex(list(codes))
    first = FOREVER + 1 if counted_from.empty or counted_from.isna().any() else int(counted_from.max())
    before = counts.groupby("code")["providers"].shift(fill_value=0)
    changes = counts[counts["providers"] != before].astype({"code": str, "on": np.int64, "providers": np.int64})
    return Presence(changes.reset_index(drop=True), ((ALWAYS, first - 1),))


def merge_stays(stays: pd.DataFrame) -> pd.DataFrame:
    """Stays of one provider in one municipality that overlap or follow on each other, made one. Same columns."""
    stays = stays.astype({"first": np.int64, "last": np.int64})  # an empty frame has columns of no kind
    stays = stays.sort_values(["code", "provider", "first"], ignore_index=True)
    groups = stays.groupby(["code", "provider"], sort=False)
    reached = groups["last"].cummax()
    before = reached.groupby([stays["code"], stays["provider"]], sort=False).shift()
    block = (before.isna() | (stays["first"] > before + 1)).cumsum()
    return stays.groupby(block, sort=False).agg(
        code=("code", "first"), provider=("provider", "first"), first=("first", "first"), last=("last", "max")
    )


def merge_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of days, both ends included, that overlap or follow on each other, made one; in order of time."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def coverage_class(providers: int | None) -> str:
    """The class of a number of providers: none, one, two, few (3–4), many (5 or more); nodata where it is missing."""
    if providers is None or providers is pd.NA:
        return NO_DATA
    return next(key for fewest, key in reversed(CLASS_FROM) if providers >= fewest)


@dataclass(frozen=True, slots=True)
class Figure:
    """A count out of a number, such as rural municipalities without a provider; both None where nothing is known."""

    part: int | None
    whole: int | None

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where it is not known or there is nothing to count."""
        return self.part / self.whole if self.whole and self.part is not None else None


def without_provider(rows: pd.DataFrame) -> Figure:
    """Municipalities without a provider out of all rows that are known.

    rows: column `providers` (Int64, <NA> where unknown). Unit: municipality; the test is that of the providers counted.
    """
    known = rows["providers"].dropna()
    if known.empty and len(rows):
        return Figure(None, None)
    return Figure(int((known == 0).sum()), len(known))
