"""Which providers are ready in a delivery area when the new service starts there. Pure: frames in, an answer an area.

A provider is *ready* with an agreement for the area in force on the first day, and under it an office on site in one of
the area's municipalities, open some days before (0 or more) and still open on that day. A digital offer is no office.
Days are numbers as in `rollout/coverage.py`. Knows no Django, no plan and no words.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass

import pandas as pd

READY, WITHOUT_OFFICE, DIGITAL_ONLY = "ready", "without_office", "digital_only"
# What an office makes of its provider, the best first. One on its way, though late, makes a digital provider one whose
# office is missing yet.
OPEN, COMING, DIGITAL, NONE = range(4)
STANDINGS = {OPEN: READY, COMING: WITHOUT_OFFICE, DIGITAL: DIGITAL_ONLY, NONE: WITHOUT_OFFICE}


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
    codes = defaultdict(set)
    for area, code in members[["area", "code"]].itertuples(index=False, name=None):
        codes[area].add(code)
    held = standing(starts, agreements=agreements, offices=offices, codes=codes, days_ahead=days_ahead)
    counts = Counter((area, each) for (area, _provider), each in held.items())
    anywhere = _without_area(agreements)
    found = {}
    for area, start in starts.items():
        told = Readiness(*(counts[area, each] for each in (READY, WITHOUT_OFFICE, DIGITAL_ONLY)))
        elsewhere = any(first <= start <= last for first, last in anywhere)
        known = area in codes and (told.ready >= enough or not elsewhere)
        found[area] = told if known else NOT_KNOWN
    return found


def _without_area(agreements: pd.DataFrame) -> set[tuple[int, int]]:
    """The stretches of days on which agreements of no known area are in force."""
    rows = agreements.loc[agreements["area"].isna(), ["first", "last"]]
    return set(rows.itertuples(index=False, name=None))


def standing(
    starts: Mapping[int, int],
    *,
    agreements: pd.DataFrame,
    offices: pd.DataFrame,
    codes: Mapping[int, Set[str]],
    days_ahead: int = 0,
) -> dict[tuple[int, int], str]:
    """What each provider with an agreement in force has in an area on its first day, the best where it has several.

    As for `readiness`; codes: the municipalities by area. Returns ready, digital_only or without_office by area and
    provider. Row by row, since a plan has few: for them a join of frames takes longer than all else about a page.
    """
    places = defaultdict(list)
    for key, *place in offices[["agreement", "code", "on_site", "first", "last"]].itertuples(index=False, name=None):
        places[key].append(place)
    rows = agreements.loc[agreements["area"].isin(list(starts)), ["agreement", "provider", "area", "first", "last"]]
    best: dict[tuple[int, int], int] = {}
    for key, provider, area, first, last in rows.itertuples(index=False, name=None):
        if first <= (start := starts[area]) <= last:
            there = [_worth(*place, start=start, codes=codes.get(area, ()), ahead=days_ahead) for place in places[key]]
            best[area, provider] = min(NONE, best.get((area, provider), NONE), *there)
    return {key: STANDINGS[each] for key, each in best.items()}


def _worth(code: str, on_site: bool, first: int, last: int, *, start: int, codes: Set[str], ahead: int) -> int:
    """What an office makes of its provider in an area of some municipalities that starts on a day."""
    if last < start:
        return NONE
    if not on_site:
        return DIGITAL if first <= start else NONE
    if code not in codes:
        return NONE
    return OPEN if first <= start - ahead else COMING
