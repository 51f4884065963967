"""From a selection to the frames that `rollout/alerts.py` works on: whose rows, which areas are watched, since when.

Knows the snapshot and the selection; nothing of requests or words.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise

import pandas as pd

from rollout.alerts import (
    area_stays,
    crossings,
    endings,
    last_crossing,
    long_unconfirmed,
    not_judged,
    unconfirmed,
)
from rollout.compare import NEW_OPEN, OLD_OPEN
from rollout.coverage import ALWAYS, Presence, day_number, presence, to_day
from rollout.selection import Selection
from rollout.sides import Comparison, Side
from rollout.status import Status, status_in


class AlertGround:
    """What a selection counts on its day, against an earlier day."""

    def __init__(self, selection: Selection, *, since: date) -> None:
        self.selection, self.since = selection, since
        self.snapshot, self.on, self.before = selection.snapshot, day_number(selection.on), day_number(since)
        self.codes = list(selection.scope.index)

    def of_basis(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of the kind that the selection counts: invented or registered ones."""
        return rows[rows["example"].map({True: "example", False: "registered"}) == self.selection.basis]

    @cached_property
    def agreements(self) -> pd.DataFrame:
        return self.of_basis(self.snapshot.agreements)

    @cached_property
    def offices(self) -> pd.DataFrame:
        return self.of_basis(self.snapshot.offices)

    @cached_property
    def by_agreement(self) -> Presence:
        """Providers with an agreement in force per municipality, of any service."""
        return self.snapshot.presence(basis=self.selection.basis, test="agreement")

    @property
    def knows_providers(self) -> bool:
        """Whether the providers are known on both days; else nobody can tell who came or went."""
        return self.selection.presence.is_known(self.before) and self.selection.presence.is_known(self.on)

    # --- Municipalities -------------------------------------------------------------------------------------------

    @cached_property
    def differing(self) -> pd.DataFrame:
        """What differs between the two days in the chosen municipalities, as the comparison of two days has it."""
        plan, asked = self.snapshot.plan, self.selection
        sides = [Side(plan, day, asked.as_of) for day in (self.since, asked.on)]
        found = Comparison(*sides, basis=asked.basis, test=asked.test).found
        return found[found.index.isin(self.codes)]

    @cached_property
    def provider_crossings(self) -> pd.DataFrame:
        """The municipalities that lost their last provider or got their first, see `alerts.crossings`."""
        return crossings(self.selection.presence, self.codes, since=self.before, on=self.on, limit=1)

    # --- Delivery areas -------------------------------------------------------------------------------------------

    @cached_property
    def watched(self) -> list[int]:
        """The areas of the chosen municipalities that ought to have providers on the day, see `watched_areas`."""
        members = self.snapshot.members
        here = members[members["code"].isin(self.codes) & members["area"].isin(watched_areas(self.selection))]
        return list(dict.fromkeys(here["area"].tolist()))

    def area_crossings(self, limit: int) -> pd.DataFrame:
        """The watched areas that went below a number of providers, or reached it; indexed by the area's key."""
        found = crossings(self.in_areas, self.area_keys, since=self.before, on=self.on, limit=limit)
        return found.set_axis(found.index.astype(int), axis="index")

    @cached_property
    def in_areas(self) -> Presence:
        """Providers per delivery area through time, by the area's key as text."""
        stays = area_stays(self.agreements, self.offices, self.snapshot.members, test=self.selection.test)
        known = () if self.knows_providers else self.selection.presence.unknown
        return presence(stays, unknown=known)

    @property
    def area_keys(self) -> list[str]:
        return [str(key) for key in self.watched]

    def endings(self, within: int) -> pd.DataFrame:
        """Agreements that end soon with nobody to follow, in areas of the chosen municipalities."""
        members = self.snapshot.members
        here = members.loc[members["code"].isin(self.codes), "area"]
        found = endings(self.agreements, members, self.by_agreement, on=self.on, within=within)
        return found[found["area"].isin(here)]

    def not_judged(self, within: int) -> int:
        return not_judged(self.agreements, self.snapshot.members, on=self.on, within=within)

    # --- Offices --------------------------------------------------------------------------------------------------

    @cached_property
    def offices_here(self) -> pd.DataFrame:
        return self.offices[self.offices["code"].isin(self.codes)]

    def unconfirmed(self, after: int) -> pd.DataFrame:
        return unconfirmed(self.offices_here, since=self.before, on=self.on, after=after)

    def long_unconfirmed(self, after: int) -> int:
        return long_unconfirmed(self.offices_here, on=self.on, after=after)

    # --- When something last happened -----------------------------------------------------------------------------

    def last_change(self, *, limit: int, after: int) -> date | None:
        """The last day up to the one shown on which something happened that an alert tells; None where nothing did.

        So the stretch from the day before it is the shortest one that is not empty.
        """
        days = [day for day in self._last_days(limit, after) if day is not None]
        return to_day(max(days)) if days else None

    def _last_days(self, limit: int, after: int) -> Iterator[int | None]:
        yield last_crossing(self.selection.presence, self.codes, on=self.on, limit=1)
        yield last_crossing(self.in_areas, self.area_keys, on=self.on, limit=limit)
        due = unconfirmed(self.offices_here, since=ALWAYS, on=self.on, after=after)["due"]
        yield None if due.empty else int(due.max())
        yield max((day for day in self._gap_days() if day <= self.on), default=None)

    def _gap_days(self) -> Iterator[int]:
        """The days on which gaps begin, and those on which something is open again."""
        for code in self.codes:
            periods = self.snapshot.periods_of[code]
            yield from (
                day_number(each.starts_on)
                for before, each in pairwise(periods)
                if Status.GAP in (before.status, each.status)
            )


def watched_areas(selection: Selection) -> Sequence[int]:
    """The delivery areas in which a service ought to have providers on the day.

    Of the plan's old service those in which it is still open for referral in some municipality, of its new one those in
    which it is; but of no service that a later one has begun to replace without a plan. Of services after the plan's
    the one that began last.
    """
    snapshot, members = selection.snapshot, selection.snapshot.members
    if snapshot.plan is None:
        return []
    begun = [each for each in snapshot.services.values() if each.starts_on and each.starts_on <= selection.on]
    begun = [each for each in begun if not each.is_example]
    latest = max(begun, key=lambda each: each.order, default=snapshot.plan.from_service)
    open_in = {snapshot.plan.from_service_id: OLD_OPEN, snapshot.plan.to_service_id: NEW_OPEN}
    if latest.code not in open_in:
        return members.loc[members["service"] == latest.code, "area"].unique().tolist()
    statuses = {code: status_in(snapshot.periods_of[code], selection.on).value for code in snapshot.codes}
    is_open = [
        statuses[code] in open_in.get(service, ())
        for code, service in members[["code", "service"]].itertuples(index=False)
    ]
    return members.loc[is_open, "area"].unique().tolist()
