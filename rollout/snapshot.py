"""The published state, read once per data version and kept: what every page and file is worked out from.

Sixteen queries build it; after that a request costs one query (the version). Beside it a handful of variants are kept,
in which another version of the plan stands in the place of the published one: an older one, a draft, a scenario.
Knows the models, nothing of requests.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
from django.db.models import Max

from municipalities.models import Classification, County, RuralDefinition
from municipalities.versions import current_version
from providers.models import DeliveryArea, Listing, Provider, Service
from rollout import heap
from rollout import snapshot_reading as reading
from rollout.clock import end_of
from rollout.coverage import ALWAYS, FOREVER, Presence, day_number, presence, presence_of_counts, to_day
from rollout.models import DAY_FIELDS, Phase, Plan, Switch
from rollout.status import Days, Period, periods

# Whose rows are counted: invented ones, registered ones, or counts that were observed and have no rows behind them.
OBSERVED = "observed"
BASES = ("example", "registered", OBSERVED)


@dataclass(frozen=True)
class Snapshot:
    """Facts of one data version. Frames are shared between requests: never change them in place.

    municipalities: index `code`; columns name, sort_key, search_key, county, part, population, latitude, longitude, and
    a column for each classification (by key) with the class code.
    offices: code, provider, agreement, service, on_site, example, town, latitude, longitude (degrees, NaN where not
    known), first, last, confirmed (day numbers; the days on which the office is open and its agreement in force).
    Offices without a municipality are not in it: see `unplaced`.
    agreements: agreement, provider, service, area (<NA> when unknown), example, first, last.
    members: area, service, code.
    observed: code, service, on (day number), offices, providers: how many AF's provider search listed on a day.
    has_counts: whether real numbers of unemployed or of participants have been imported.
    plan: the version shown; None where none is. last_planned_day: the last day that it, or for the published state any
    published plan, has decided.
    """

    version: str
    municipalities: pd.DataFrame
    counties: Mapping[str, County]
    classifications: tuple[Classification, ...]
    definitions: tuple[RuralDefinition, ...]
    rural: Mapping[str, frozenset[str]]
    services: Mapping[str, Service]
    areas: Mapping[int, DeliveryArea]
    providers: Mapping[int, Provider]
    plan: Plan | None
    phases: tuple[Phase, ...]
    phase_of: Mapping[str, Phase]
    days_of: Mapping[str, Days]
    offices: pd.DataFrame
    agreements: pd.DataFrame
    members: pd.DataFrame
    observed: pd.DataFrame
    has_counts: bool
    listings: tuple[Listing, ...]
    unplaced: Mapping[bool, int]
    last_planned_day: date | None
    _presence: dict = field(default_factory=dict, repr=False)
    grounds: dict = field(default_factory=dict, repr=False)

    @property
    def codes(self) -> list[str]:
        """All municipality codes, in Swedish order of the names."""
        return list(self.municipalities.index)

    @property
    def some_lack_a_phase(self) -> bool:
        """Whether a municipality is in no phase of the plan."""
        return len(self.phase_of) < len(self.municipalities)

    @cached_property
    def _remembered(self) -> dict:
        return {}

    def remember(self, key: tuple, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept as long as the snapshot; for parts of pages that follow from it and the key alone."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return self._remembered[key]

    @cached_property
    def periods_of(self) -> dict[str, tuple[Period, ...]]:
        """The status of every municipality through time."""
        made: dict[Days | None, tuple[Period, ...]] = {}
        for code in self.codes:
            days = self.days_of.get(code)
            if days not in made:
                made[days] = periods(days)
        return {code: made[self.days_of.get(code)] for code in self.codes}

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """The bases that have rows: invented, registered and observed ones are never counted together."""
        kinds = self._kinds | ({False} if self.has_counts else set())
        with_rows = tuple(base for base in ("example", "registered") if (base == "example") in kinds)
        return (*(with_rows or ("registered",)), *((OBSERVED,) if len(self.observed) else ()))

    @property
    def default_basis(self) -> str:
        """Registered providers where there are any, else the invented ones; numbers alone only when they are asked for.

        So an import of counts alone leaves the map as it is.
        """
        return "example" if self._kinds == {True} else "registered"

    @cached_property
    def _kinds(self) -> set[bool]:
        """Whether there are invented rows of providers (True), registered ones (False), or both."""
        return set(self.offices["example"]) | set(self.agreements["example"]) | ({False} if self.listings else set())

    def presence(self, *, basis: str, test: str, service: str = "", provider: int | None = None) -> Presence:
        """Providers per municipality through time, by a test ("office" or "agreement"), kept once worked out."""
        key = (basis, test, service, provider)
        if key not in self._presence:
            if basis == OBSERVED:
                self._presence[key] = self._observed_presence(test, service, provider)
            else:
                make = self._office_presence if test == "office" else self._agreement_presence
                self._presence[key] = make(basis == "example", service, provider)
        return self._presence[key]

    def stays(self, *, basis: str, test: str, service: str = "", provider: int | None = None) -> pd.DataFrame:
        """The stays that `presence` counts: code, provider, first, last, with what else their rows hold.

        test: "office": the rows of `offices` on site. "agreement": those of `agreements`, once for each municipality of
        their area. Empty for a basis that has no such rows.
        """
        if test == "office":
            rows = self.offices[self.offices["on_site"]]
        else:
            rows = self.agreements.merge(self.members[["area", "code"]], on="area", how="inner")
        of_basis = rows["example"].map({True: "example", False: "registered"}) == basis
        return _chosen(rows[of_basis], service, provider)

    def _office_presence(self, example: bool, service: str, provider: int | None) -> Presence:
        basis = "example" if example else "registered"
        unknown = [] if example else self._before_listings(service)
        return presence(self.stays(basis=basis, test="office", service=service, provider=provider), unknown=unknown)

    def _observed_presence(self, test: str, service: str, provider: int | None) -> Presence:
        """From the counts; of agreements and single providers they know nothing on any day."""
        knows = test == "office" and provider is None
        rows = _of_service(self.observed, service) if knows else self.observed[:0]
        return presence_of_counts(rows, codes=self.codes)

    def observed_days(self, *, service: str = "") -> list[date]:
        """The days on which AF's provider search was read, of a service where one is given; in order of time."""
        return [to_day(on) for on in sorted(set(_of_service(self.observed, service)["on"]))]

    def _before_listings(self, service: str) -> list[tuple[int, int]]:
        """The days before the first listing, or the first office that was entered: nothing is known of them."""
        days = [day_number(each.on) for each in self.listings if service in ("", each.service_id)]
        entered = _chosen(self.offices[~self.offices["example"]], service, None)
        return [_before(days + _stated(entered))]

    def _agreement_presence(self, example: bool, service: str, provider: int | None) -> Presence:
        """An agreement covers the municipalities of its area; where they are unknown, nothing is known on its days."""
        every = _chosen(self.agreements[self.agreements["example"] == example], service, None)
        rows = _chosen(every, "", provider)
        placed = rows.merge(self.members[["area", "code"]], on="area", how="inner")
        nowhere = rows[~rows["area"].isin(self.members["area"])]
        unknown = list(zip(nowhere["first"].tolist(), nowhere["last"].tolist(), strict=True))
        if every.empty or not example:
            unknown.append(_before(_stated(every)))
        return presence(placed, unknown=unknown)


def _stated(rows: pd.DataFrame) -> list[int]:
    """The first days that somebody stated."""
    return rows["first"][rows["first"] > ALWAYS].tolist()


def _before(days: list[int]) -> tuple[int, int]:
    """The days before the first of some days; all days where there is none."""
    return ALWAYS, min(days) - 1 if days else FOREVER


def _of_service(rows: pd.DataFrame, service: str) -> pd.DataFrame:
    return rows[rows["service"] == service] if service else rows


def _chosen(rows: pd.DataFrame, service: str, provider: int | None) -> pd.DataFrame:
    rows = _of_service(rows, service)
    return rows[rows["provider"] == provider] if provider is not None else rows


_kept: dict[str, Snapshot] = {}
_variants: "OrderedDict[tuple, Snapshot]" = OrderedDict()
_lock = threading.Lock()
VARIANTS_KEPT = 12


def current() -> Snapshot:
    """The snapshot of the data as they are now: one query when nothing has changed since the last call."""
    version = current_version()
    kept = _kept.get(version)
    if kept is None:
        with _lock:
            kept = _kept.get(version)
            if kept is None:
                kept = build(version)
                _kept.clear()
                _variants.clear()
                _kept[version] = kept
                heap.give_back()  # the rows, as they came from the database, and what was before
    return kept


def for_plan(plan: Plan | None, *, known_until: date = date.max, base: Snapshot | None = None) -> Snapshot:
    """The present state with another version of the plan in it, of any stage; None for no plan at all.

    known_until: actual days after it are not known yet, the planned ones stand for them; `date.min` gives the plan as
    planned, whatever came of it. Providers that a scenario leaves out have no offices and no agreements in it. Two or
    three queries more than `current`, or none where it is kept. base: the present state, where it has been asked for.
    """
    base = base or current()
    if plan and plan == base.plan and known_until == date.max:
        return base
    key = (base.version, plan.pk if plan else None, known_until)
    with _lock:
        if key in _variants:
            _variants.move_to_end(key)
            return _variants[key]
    made = _with_plan(base, plan, known_until)
    with _lock:
        _variants[key] = made
        while len(_variants) > VARIANTS_KEPT:
            _variants.popitem(last=False)
    return made


def as_of(day: date) -> Snapshot:
    """The present state with the plan as it stood at the end of a day in Swedish time; one query more than `for_plan`.

    What became actual later than that was not known yet. Without a plan where none applied.
    """
    base = current()
    return for_plan(plan_as_of(day, followed=base.plan), known_until=day, base=base)


def plan_as_of(day: date, *, followed: Plan | None) -> Plan | None:
    """The version that applied at the end of a day; never an example. One query.

    followed: the plan that the map follows now; the version is between the same services, where there is such a plan.
    """
    plans = Plan.objects.applying(at=end_of(day)).filter(is_example=False)
    if followed:
        plans = plans.filter(from_service=followed.from_service_id, to_service=followed.to_service_id)
    return plans.select_related("from_service", "to_service").order_by("to_service__order").first()


def build(version: str) -> Snapshot:
    """Read everything anew."""
    plan = published_plan()
    offices, unplaced = reading.offices()
    definitions = list(RuralDefinition.objects.select_related("classification__source"))
    return Snapshot(
        version=version,
        municipalities=reading.municipalities(),
        counties={county.code: county for county in County.objects.all()},
        classifications=tuple(Classification.objects.select_related("source").prefetch_related("classes")),
        definitions=tuple(definitions),
        rural=reading.rural(definitions),
        services={service.code: service for service in Service.objects.all()},
        areas={area.id: area for area in DeliveryArea.objects.all()},
        providers={provider.id: provider for provider in Provider.objects.all()},
        offices=offices,
        agreements=reading.agreements(),
        members=reading.members(),
        has_counts=reading.has_counts(),
        observed=reading.observed(),
        listings=tuple(Listing.objects.all()),
        unplaced=unplaced,
        **_planned(plan, date.max) | {"last_planned_day": last_planned_day(plan__stage=Plan.Stage.PUBLISHED)},
    )


def _with_plan(base: Snapshot, plan: Plan | None, known_until: date) -> Snapshot:
    changes = _planned(plan, known_until)
    left_out = list(plan.left_out.values_list("pk", flat=True)) if plan and plan.is_scenario else []
    if left_out:
        changes |= {
            "offices": base.offices[~base.offices["provider"].isin(left_out)],
            "agreements": base.agreements[~base.agreements["provider"].isin(left_out)],
            "_presence": {},
            "grounds": {},
        }
    return replace(base, **changes)


def _planned(plan: Plan | None, known_until: date) -> dict:
    """What a snapshot holds of its plan. Two queries."""
    phases = {phase.id: phase for phase in Phase.objects.filter(plan=plan)} if plan else {}
    rows = Switch.objects.filter(plan=plan, phase__in=phases).only(*SWITCH_FIELDS)
    switches = list(rows) if phases else []
    days = {switch.municipality_id: days_of(switch, known_until=known_until) for switch in switches}
    return {
        "plan": plan,
        "phases": tuple(phases.values()),
        "phase_of": {switch.municipality_id: phases[switch.phase_id] for switch in switches},
        "days_of": days,
        "last_planned_day": _latest(getattr(phase, name) for phase in phases.values() for name in DAY_FIELDS),
    }


def last_planned_day(**phases) -> date | None:
    """The last of all days that some phases have decided. One query."""
    found = Phase.objects.filter(**phases).aggregate(*(Max(name) for name in DAY_FIELDS))
    return _latest(found.values())


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


STATUS_DAYS = ("notice_sent_on", "last_referral_on", "new_service_starts_on", "last_contract_day_on")
SWITCH_FIELDS = [
    "municipality_id",
    "phase_id",
    *(f"{prefix}{name}" for prefix in ("", "actual_") for name in STATUS_DAYS),
]


def published_plan() -> Plan | None:
    """The plan that the map follows: the published one between the earliest pair of services, never an example."""
    plans = Plan.objects.filter(stage=Plan.Stage.PUBLISHED, is_example=False)
    return plans.select_related("from_service", "to_service").order_by("to_service__order").first()


def days_of(switch: Switch, *, known_until: date = date.max) -> Days:
    """The days of a switch that hold: actual where known by a day, else planned.

    A planned day that what has come already contradicts is not known: no referral goes on when the new service starts.
    """
    actual = {name: _known(getattr(switch, f"actual_{name}"), known_until) for name in STATUS_DAYS}
    days = {name: actual[name] or getattr(switch, name) for name in STATUS_DAYS}
    referral, start = days["last_referral_on"], days["new_service_starts_on"]
    if referral and start and referral >= start:
        days["last_referral_on" if actual["new_service_starts_on"] else "new_service_starts_on"] = None
    return Days(**days)


def _known(day: date | None, known_until: date) -> date | None:
    return day if day and day <= known_until else None
