"""Which providers are ready in a delivery area when the new service starts there. Pure: frames in, an answer an area.

A provider is *ready* with an agreement for the area in force on the first day, and under it an office on site in one of
the area's municipalities, open some days before (0 or more) and still open on that day. A digital offer is no office.
Days are numbers as in `rollout/coverage.py`. Knows no Django, no plan and no words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

READY, WITHOUT_OFFICE, DIGITAL_ONLY = "ready", "without_office", "digital_only"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Providers with an agreement in force in an area on its first day, by what they have there; distinct providers.

    ready: None where it cannot be known. without_office: those that have no office yet, or one that opens too late.
    digital_only: those that have nothing but a digital offer.
    """

    ready: int | None
    without_office: int = 0
    digital_only: int = 0


NOT_KNOWN = Readiness(None)


def readiness(
    starts: Mapping[int, int],
    *,
    agreements: pd.DataFrame,
    offices: pd.DataFrame,
    members: pd.DataFrame,
    days_ahead: int = 0,
    enough: int = 1,
) -> dict[int, Readiness]:
    """Who is ready in each area on its first day.

    starts: the first day (number) by area. agreements: agreement, provider, area (<NA> when unknown), first, last.
    offices: agreement, code (missing where it has no municipality), on_site (bool), first, last; their own days, not
    cut to those of the agreement. members: area, code. All of one service; either invented or real rows, never both.
    Raises KeyError where a column is missing.

    Nothing is known (`ready` None) of an area without known municipalities, of any where there is no agreement at all,
    and of one with fewer than `enough` ready while agreements in force have no known area: they may be made for it.
    """
    if agreements.empty:
        return dict.fromkeys(starts, NOT_KNOWN)
    wanted = pd.DataFrame({"area": list(starts), "start": list(starts.values())}).astype({"area": "Int64"})
    rows = standing(wanted, agreements=agreements, offices=offices, members=members, days_ahead=days_ahead)
    counts = Counter(rows[["area", "standing"]].itertuples(index=False, name=None))
    placed, anywhere = set(members["area"].tolist()), _without_area(agreements)
    found = {}
    for area, start in starts.items():
        told = Readiness(*(counts[area, each] for each in (READY, WITHOUT_OFFICE, DIGITAL_ONLY)))
        elsewhere = any(first <= start <= last for first, last in anywhere)
        known = area in placed and (told.ready >= enough or not elsewhere)
        found[area] = told if known else NOT_KNOWN
    return found


def _without_area(agreements: pd.DataFrame) -> set[tuple[int, int]]:
    """The stretches of days on which agreements of no known area are in force."""
    rows = agreements.loc[agreements["area"].isna(), ["first", "last"]]
    return set(rows.itertuples(index=False, name=None))


def standing(
    wanted: pd.DataFrame, *, agreements: pd.DataFrame, offices: pd.DataFrame, members: pd.DataFrame, days_ahead: int = 0
) -> pd.DataFrame:
    """What each provider with an agreement in force has in an area on its first day, the best where it has several.

    wanted: area, start (day number). Returns area, provider, standing (ready, digital_only or without_office), one row
    for each provider in an area, in order of area and provider.
    """
    in_force = wanted.merge(agreements[agreements["area"].notna()], on="area")
    in_force = in_force[(in_force["first"] <= in_force["start"]) & (in_force["last"] >= in_force["start"])]
    in_force = in_force[["area", "start", "agreement", "provider"]]
    open_then = in_force.merge(offices, on="agreement")
    open_then = open_then[open_then["last"] >= open_then["start"]]
    there = open_then[open_then["on_site"] & (open_then["first"] <= open_then["start"] - days_ahead)]
    there = there.merge(members[["area", "code"]], on=["area", "code"])
    digital = open_then[~open_then["on_site"] & (open_then["first"] <= open_then["start"])]
    coming = open_then[open_then["on_site"]].merge(members[["area", "code"]], on=["area", "code"])
    return _best(in_force, {READY: there, WITHOUT_OFFICE: coming, DIGITAL_ONLY: digital})


def _best(in_force: pd.DataFrame, having: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Each provider once in an area, with the first of the standings that it has; without an office where it has none.

    An office that is on its way, though late, makes a digital provider one whose office is missing yet.
    """
    order: Sequence[tuple[str, pd.DataFrame]] = [*having.items(), (WITHOUT_OFFICE, in_force)]
    rows = pd.concat([frame[["area", "provider"]].assign(standing=name) for name, frame in order], ignore_index=True)
    return rows.drop_duplicates(["area", "provider"]).sort_values(["area", "provider"], ignore_index=True)
