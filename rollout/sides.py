"""Two versions of the plan, or two days, set against each other: from plans to the frames that `compare.py` compares.

Knows the snapshot and its frames; nothing of requests, people or words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from rollout import snapshot as snapshots
from rollout.compare import DAYS, differences
from rollout.coverage import coverage_class, day_number
from rollout.models import Plan, Switch
from rollout.snapshot import Snapshot
from rollout.status import status_in


@dataclass(frozen=True, slots=True)
class Side:
    """One of two states: a version of the plan (None: no plan applied) on a day. as_of: the day it was asked for by."""

    plan: Plan | None
    on: date
    as_of: date | None = None


@dataclass(frozen=True)
class Comparison:
    """Two sides and what differs between them, providers counted by a test over rows of a basis.

    Two versions are compared as each of them was planned, whatever came of it. One version on two days is compared as
    it became, where that is known: as the map shows it.
    """

    before: Side
    after: Side
    basis: str
    test: str

    @cached_property
    def as_planned(self) -> bool:
        """Whether the days are those of the plans, and not those that became actual."""
        return self.before.plan != self.after.plan

    @cached_property
    def snapshots(self) -> tuple[Snapshot, Snapshot]:
        """The state of each side."""
        return self._snapshot(self.before), self._snapshot(self.after)

    def _snapshot(self, side: Side) -> Snapshot:
        known_until = date.min if self.as_planned else side.as_of or date.max
        return snapshots.for_plan(side.plan, known_until=known_until)

    @cached_property
    def states(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The country on each side, as `compare.differences` takes it. A query for each side's days."""
        sides = zip(self.snapshots, (self.before, self.after), strict=True)
        return tuple(country_state(each, on=side.on, basis=self.basis, test=self.test) for each, side in sides)

    @cached_property
    def found(self) -> pd.DataFrame:
        """The municipalities that differ, in Swedish order of their names."""
        return differences(*self.states)

    @property
    def knows_providers(self) -> bool:
        """Whether the numbers of providers are known on both sides; else they are not compared."""
        return all(state["providers"].notna().any() for state in self.states)


def country_state(snapshot: Snapshot, *, on: date, basis: str, test: str) -> pd.DataFrame:
    """All municipalities on a day as `compare.differences` takes them: index `code`, columns `FACTS`. One query.

    The five days are the planned ones; the status follows from the days that the snapshot holds. Providers are counted
    over all services, as on the map. Unit: municipality.
    """
    codes, planned = snapshot.codes, planned_days(snapshot.plan)
    areas = area_names(snapshot)
    rows = pd.DataFrame(index=pd.Index(codes, name="code"))
    numbers = [snapshot.phase_of[code].number if code in snapshot.phase_of else None for code in codes]
    rows["phase"] = pd.array(numbers, dtype="Int64")
    for place, name in enumerate(DAYS):
        rows[name] = pd.Series([planned[code][place] if code in planned else None for code in codes], codes, object)
    rows["status"] = [status_in(snapshot.periods_of[code], on).value for code in codes]
    rows["providers"] = snapshot.presence(basis=basis, test=test).on(codes, day_number(on))
    rows["coverage"] = [coverage_class(number) for number in rows["providers"]]
    rows["area"] = [areas.get(code, "") for code in codes]
    return rows


def planned_days(plan: Plan | None) -> dict[str, tuple[date | None, ...]]:
    """The five days that a plan gives each municipality, in the order of `compare.DAYS`. One query."""
    rows = Switch.objects.filter(plan=plan).values_list("municipality_id", *DAYS) if plan else ()
    return {code: tuple(days) for code, *days in rows}


def area_names(snapshot: Snapshot) -> Mapping[str, str]:
    """The delivery area of the plan's new service that each municipality lies in."""
    if snapshot.plan is None:
        return {}
    members = snapshot.members[snapshot.members["service"] == snapshot.plan.to_service_id]
    return {code: snapshot.areas[area].name for code, area in zip(members["code"], members["area"], strict=True)}
