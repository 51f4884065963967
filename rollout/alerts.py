"""What got worse or better between two days, and what is about to: providers lost, areas below a limit, agreements
that end with nobody to follow, offices that nobody has confirmed for long.

Pure: frames in, frames out; knows no Django, no words and no filters. Days are numbers as in `rollout/coverage.py`;
both ends of a stretch count. How else municipalities differ between two days is told by `rollout/compare.py`.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rollout.coverage import ALWAYS, Presence


def crossings(presence: Presence, codes: Sequence[str], *, since: int, on: int, limit: int) -> pd.DataFrame:
    """Where the number of providers went below a limit between two days, or reached it again.

    Indexed by `code` in the order of `codes`; columns `before`, `now` (int, on the two days), `fell` (bool: below the
    limit now, not before; else the other way round), `day` (day number: when it last crossed the limit that way).
    Empty where nothing is known on one of the days. With limit 1 these are the municipalities that lost their last
    provider or got their first, as `compare.differences` has them (*white*, *covered*).
    """
    sides = {"before": presence.on(codes, since), "now": presence.on(codes, on)}
    rows = pd.DataFrame(sides).dropna().astype(np.int64)
    rows = rows[(rows["before"] < limit) != (rows["now"] < limit)]
    rows["fell"] = rows["now"] < limit
    rows["day"] = _last_crossing(presence.changes, on=on, limit=limit).reindex(rows.index).astype("Int64")
    return rows


def last_crossing(presence: Presence, codes: Sequence[str], *, on: int, limit: int) -> int | None:
    """The last day (a number) up to `on` on which a number of providers crossed the limit, either way.

    None where there was none, or nothing is known on `on`. A day before which nothing is known is none: what is told
    for the first time did not happen then.
    """
    if not presence.is_known(on):
        return None
    crossed = _crossed(presence.changes, on=on, limit=limit)
    days = np.unique(crossed.loc[crossed["code"].isin(codes) & (crossed["on"] > ALWAYS), "on"].to_numpy())
    return next((int(day) for day in days[::-1] if presence.is_known(int(day) - 1)), None)


def _last_crossing(changes: pd.DataFrame, *, on: int, limit: int) -> pd.Series:
    """The last day up to `on` on which each code's number crossed the limit, either way; by code."""
    return _crossed(changes, on=on, limit=limit).groupby("code", sort=False)["on"].last()


def _crossed(changes: pd.DataFrame, *, on: int, limit: int) -> pd.DataFrame:
    """The changes up to `on` that took a code's number over the limit, either way."""
    changes = changes[changes["on"] <= on]
    before = changes.groupby("code", sort=False)["providers"].shift(fill_value=0)
    return changes[(before < limit) != (changes["providers"] < limit)]


def area_stays(agreements: pd.DataFrame, offices: pd.DataFrame, members: pd.DataFrame, *, test: str) -> pd.DataFrame:
    """Who is present in each delivery area and when: code (the area's key as text), provider, first, last.

    agreements: agreement, provider, area (<NA> where not known), first, last. offices: agreement, provider, code,
    on_site, first, last. members: area, code. test: "agreement": an agreement for the area in force. "office": one
    under which an office on site is open in a municipality of the area. What `coverage.presence` takes.
    """
    placed = agreements[agreements["area"].notna()]
    if test == "office":
        there = offices[offices["on_site"]].merge(placed[["agreement", "area"]], on="agreement")
        placed = there.merge(members[["area", "code"]], on=["area", "code"])
    stays = placed[["area", "provider", "first", "last"]].rename(columns={"area": "code"})
    return stays.assign(code=stays["code"].astype(str))


def endings(
    agreements: pd.DataFrame, members: pd.DataFrame, by_agreement: Presence, *, on: int, within: int
) -> pd.DataFrame:
    """Where agreements in force end soon and leave municipalities of their area without any agreement.

    agreements: provider, service, area (<NA> where not known), first, last. members: area, code. by_agreement: the
    providers with an agreement in force in each municipality, of any service. Returns a row for each area and last day
    within so many days after `on` (the last of them included): area, service, last, providers (how many end), of (the
    area's municipalities), left (Int64: those in which no agreement is in force on the day after; <NA> where nothing is
    known of that day), in order of day, most left, area. An area that is left with no municipality without one is not
    in it: somebody follows. Agreements without a known area are not judged, see `not_judged`.
    """
    ending = _ending(agreements, on=on, within=within)
    ending = ending[ending["area"].isin(members["area"])]
    groups = ending.groupby(["area", "service", "last"], as_index=False)["provider"].nunique()
    groups = groups.rename(columns={"provider": "providers"})
    sizes = members.groupby("area")["code"].nunique()
    groups["of"] = groups["area"].map(sizes).astype(np.int64)
    groups["left"] = _left(groups, members, by_agreement)
    groups = groups[groups["left"].isna() | (groups["left"] > 0)]
    return groups.sort_values(
        ["last", "left", "area"], ascending=[True, False, True], na_position="last", ignore_index=True
    )


def _ending(agreements: pd.DataFrame, *, on: int, within: int) -> pd.DataFrame:
    in_force = (agreements["first"] <= on) & (agreements["last"] >= on)
    return agreements[in_force & (agreements["last"] <= on + within)]


def _left(groups: pd.DataFrame, members: pd.DataFrame, by_agreement: Presence) -> pd.Series:
    """The municipalities of each group's area in which no agreement is in force on the day after; in its order."""
    places = members[["area", "code"]].drop_duplicates()
    rows = groups[["area", "last"]].reset_index(names="group").merge(places, on="area")
    days = {last: by_agreement.on(sorted(set(rows["code"])), last + 1) for last in sorted(set(groups["last"]))}
    rows["after"] = pd.array([days[last][code] for last, code in zip(rows["last"], rows["code"], strict=True)], "Int64")
    counted = rows.assign(without=rows["after"] == 0).groupby("group")["without"]
    # A sum of which a part is not known is not known either.
    return counted.sum(min_count=1).mask(counted.count() < counted.size()).reindex(groups.index).astype("Int64")


def not_judged(agreements: pd.DataFrame, members: pd.DataFrame, *, on: int, within: int) -> int:
    """How many agreements end soon in areas of which no municipality is known: nobody can tell who follows."""
    return int((~_ending(agreements, on=on, within=within)["area"].isin(members["area"])).sum())


def unconfirmed(offices: pd.DataFrame, *, since: int, on: int, after: int) -> pd.DataFrame:
    """The offices on site, open on a day, that passed so many days without being confirmed after `since`.

    offices: code, provider, on_site, first, last, confirmed (day number, ALWAYS where never). Counted from the day on
    which the office was last confirmed, or from its first day where that is later or it never was. Returns the rows, in
    order of the day on which the time ran out, with the columns `due` (that day: the first one too many) and `days`
    (since it was last confirmed; <NA> where never). Offices that have never been confirmed and have no known first day
    ran out before anything is known, and are not in it.
    """
    open_now = _open(offices, on)
    rows = open_now.assign(due=_counted_from(open_now) + after + 1, days=(on - open_now["confirmed"]).astype("Int64"))
    rows["days"] = rows["days"].mask(rows["confirmed"] <= ALWAYS)
    rows = rows[(rows["due"] > max(since, ALWAYS + after + 1)) & (rows["due"] <= on)]
    return rows.sort_values(["due", "code"], kind="stable")


def long_unconfirmed(offices: pd.DataFrame, *, on: int, after: int) -> int:
    """How many offices on site that are open on a day have gone longer than so many days without being confirmed."""
    return int((_counted_from(_open(offices, on)) + after < on).sum())


def _open(offices: pd.DataFrame, on: int) -> pd.DataFrame:
    return offices[offices["on_site"] & (offices["first"] <= on) & (offices["last"] >= on)]


def _counted_from(offices: pd.DataFrame) -> pd.Series:
    return offices[["confirmed", "first"]].max(axis="columns")
