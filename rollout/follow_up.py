"""Sums of what is told month by month: unemployed, participants, results and ratings. Pure: frames in, frames out.

Months are day numbers of their first days. What is missing stays missing: a sum over places of which one was not
published is not known, and an agreement without a rating or a result counts for neither. A masked count ("<5") is
between 1 and 4: it is left out of sums, and how many there are is told beside them.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from rollout.coverage import day_number, to_day

RATINGS = (4, 3, 2, 1)
GOOD_RATINGS = (3, 4)


def months_between(first: int, last: int) -> list[int]:
    """The first days of all months from one to another, both included, as day numbers."""
    start, end = to_day(first), to_day(last)
    count = (end.year - start.year) * 12 + end.month - start.month
    return [day_number(month_after(start, step)) for step in range(count + 1)]


def month_after(month: date, steps: int = 1) -> date:
    """The first day of the month so many months after another."""
    years, rest = divmod(month.month - 1 + steps, 12)
    return date(month.year + years, rest + 1, 1)


# --- Reach: unemployed and participants by municipality --------------------------------------------------------------


def by_month(counts: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The sum over some municipalities in every month from the first to the last that is told of.

    counts: columns code, period, number (float), masked (bool); a municipality once a month. codes: at least one.
    Returns columns number (float; NaN where any of them is missing), masked, missing (int: how many), index period.
    Empty where nothing is told of them.
    """
    rows = counts[counts["code"].isin(codes)]
    if rows.empty:
        return pd.DataFrame({"number": [], "masked": [], "missing": []}, index=pd.Index([], name="period"))
    periods = pd.Index(months_between(int(rows["period"].min()), int(rows["period"].max())), name="period")
    told = rows.assign(known=rows["number"].notna()).groupby("period")[["number", "masked", "known"]].sum()
    told = told.reindex(periods, fill_value=0)
    missing = len(set(codes)) - told["masked"].astype(int) - told["known"].astype(int)
    number = told["number"].astype(float).where((missing == 0) & (told["known"] > 0))
    return pd.DataFrame({"number": number, "masked": told["masked"].astype(int), "missing": missing})


def reach_by_month(unemployed: pd.DataFrame, participants: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Unemployed, participants and their share, month by month, over some municipalities.

    Both frames as in `by_month`. Returns columns unemployed, participants (float), masked, missing (int), share (0..1).
    The share is of the municipalities in which neither count is masked; it is not known where one is missing.
    """
    told = by_month(unemployed, codes).add_suffix("_unemployed").join(by_month(participants, codes), how="outer")
    pairs = _pairs(unemployed, participants, codes).groupby("period")[["number_unemployed", "number"]].sum()
    pairs = pairs.reindex(told.index)
    is_whole = told["number_unemployed"].notna() & told["number"].notna() & (pairs["number_unemployed"] > 0)
    return pd.DataFrame(
        {
            "unemployed": told["number_unemployed"],
            "participants": told["number"],
            "masked": told["masked"].fillna(0).astype(int),
            "missing": told["missing"].fillna(len(set(codes))).astype(int),
            "share": (pairs["number"] / pairs["number_unemployed"]).where(is_whole),
        }
    )


def reach_by_group(
    unemployed: pd.DataFrame, participants: pd.DataFrame, groups: pd.Series, *, period: int
) -> pd.DataFrame:
    """Unemployed, participants and share of groups of municipalities in a month.

    groups: the group of each municipality, by code. Both frames as in `by_month`. Returns one row a group, in the order
    in which they first come: unemployed, participants (float, over the municipalities in which both are known; NaN
    where there is none), share (0..1), known, municipalities (int: of how many both are known, and how many there are).
    """
    month = [frame[frame["period"] == period] for frame in (unemployed, participants)]
    pairs = _pairs(*month, list(groups.index)).set_index("code")
    told = pairs.groupby(groups.reindex(pairs.index))[["number_unemployed", "number"]].sum()
    order = list(dict.fromkeys(groups))
    known = groups.reindex(pairs.index).value_counts().reindex(order, fill_value=0)
    told = told.reindex(order)
    return pd.DataFrame(
        {
            "unemployed": told["number_unemployed"],
            "participants": told["number"],
            "share": (told["number"] / told["number_unemployed"]).replace([np.inf, -np.inf], np.nan),
            "known": known,
            "municipalities": groups.value_counts().reindex(order),
        }
    )


def _pairs(unemployed: pd.DataFrame, participants: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """The municipalities and months of which both counts are known."""
    some = [frame[frame["code"].isin(codes) & frame["number"].notna()] for frame in (unemployed, participants)]
    return some[0].merge(some[1], on=["code", "period"], suffixes=("_unemployed", ""))


# --- Results: agreements ---------------------------------------------------------------------------------------------


def summed(rows: pd.DataFrame) -> pd.Series:
    """What agreements amount to.

    rows: columns rating, result (weighted, 0..1), participants, level_a, level_b, level_c (float, NaN missing), risk
    (1.0 yes, 0.0 no, NaN not stated); one row an agreement. Returns agreements, rated, good (rated 3 or 4), unrated,
    rating_1 … rating_4, result (the weighted results by number of participants; NaN where there is none), with_result,
    participants (NaN where none is known), with_participants, level_a … level_c, at_risk, not_at_risk, risk_unstated.
    """
    return by_group(rows, pd.Series("all", index=rows.index)).iloc[0] if len(rows) else _NOTHING.copy()


def by_group(rows: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """The same for each group of agreements, in the order in which they first come. groups: by the index of `rows`."""
    counted = rows["participants"].where(rows["result"].notna())
    worked = rows.assign(
        agreements=1,
        rated=rows["rating"].notna(),
        good=rows["rating"].isin(GOOD_RATINGS),
        unrated=rows["rating"].isna(),
        **{f"rating_{value}": rows["rating"] == value for value in RATINGS},
        weight=counted,
        weighted=counted * rows["result"],
        with_result=rows["result"].notna(),
        with_participants=rows["participants"].notna(),
        at_risk=rows["risk"] == 1,
        not_at_risk=rows["risk"] == 0,
        risk_unstated=rows["risk"].isna(),
    )
    grouped = worked.groupby(groups, sort=False)
    told = grouped[[*COUNTS, "with_result", "with_participants"]].sum().astype(int)
    sums = grouped[["weight", "weighted", "participants", *LEVELS]].sum(min_count=1)
    told["result"] = (sums["weighted"] / sums["weight"]).where(sums["weight"] > 0)
    return told.join(sums[["participants", *LEVELS]])


LEVELS = ("level_a", "level_b", "level_c")
COUNTS = (
    "agreements",
    "rated",
    "good",
    "unrated",
    *(f"rating_{value}" for value in RATINGS),
    "at_risk",
    "not_at_risk",
    "risk_unstated",
)
_NOTHING = pd.Series(
    {
        **dict.fromkeys([*COUNTS, "with_result", "with_participants"], 0),
        **dict.fromkeys(["result", "participants"], np.nan),
    }
    | dict.fromkeys(LEVELS, np.nan),
    dtype=object,
)


def results_by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """What agreements amount to in every month from the first to the last that is told of; index period.

    rows: as in `summed`, with period. In a month of which nothing is told, counts are 0 and the rest is NaN.
    """
    if rows.empty:
        return by_group(rows, rows["period"])
    told = by_group(rows, rows["period"])
    periods = pd.Index(months_between(int(told.index.min()), int(told.index.max())), name="period")
    whole = told.select_dtypes(int).columns
    return told.reindex(periods).fillna(dict.fromkeys(whole, 0)).astype(dict.fromkeys(whole, int))
