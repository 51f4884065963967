"""The published state, read once per data version and kept: what every page and file is worked out from.

Fourteen queries build it; after that a request costs one query (the version). Knows the models, nothing of requests.
"""

import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from municipalities.models import Classification, ClassMembership, County, Municipality, RuralDefinition
from municipalities.versions import current_version
from providers.models import Agreement, AreaMembership, DeliveryArea, Listing, Office, Provider, Service
from rollout.coverage import ALWAYS, FOREVER, Presence, day_number, day_numbers, presence
from rollout.models import Phase, Plan, Switch
from rollout.status import Days, Period, periods

BASES = ("example", "registered")


@dataclass(frozen=True)
class Snapshot:
    """Facts of one data version. Frames are shared between requests: never change them in place.

    municipalities: index `code`; columns name, sort_key, search_key, county, part, population, latitude, longitude, and
    a column for each classification (by key) with the class code.
    offices: code, provider, agreement, service, on_site, example, first, last, confirmed (day numbers; the days on
    which the office is open and its agreement in force). Offices without a municipality are not in it: see `unplaced`.
    agreements: agreement, provider, service, area (<NA> when unknown), example, first, last.
    members: area, service, code.
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
    listings: tuple[Listing, ...]
    unplaced: Mapping[bool, int]
    _presence: dict = field(default_factory=dict, repr=False)

    @property
    def codes(self) -> list[str]:
        """All municipality codes, in Swedish order of the names."""
        return list(self.municipalities.index)

    @property
    def some_lack_a_phase(self) -> bool:
        """Whether a municipality is in no phase of the plan."""
        return len(self.phase_of) < len(self.municipalities)

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
        """The bases that have rows: invented and real rows are never counted together."""
        found = set(self.offices["example"]) | set(self.agreements["example"]) | ({False} if self.listings else set())
        return tuple(base for base in BASES if (base == "example") in found) or ("registered",)

    @property
    def default_basis(self) -> str:
        """Real rows where there are any, else the examples."""
        return "registered" if "registered" in self.bases else "example"

    def presence(self, *, basis: str, test: str, service: str = "", provider: int | None = None) -> Presence:
        """Providers per municipality through time, by a test ("office" or "agreement"), kept once worked out."""
        key = (basis, test, service, provider)
        if key not in self._presence:
            make = self._office_presence if test == "office" else self._agreement_presence
            self._presence[key] = make(basis == "example", service, provider)
        return self._presence[key]

    def _office_presence(self, example: bool, service: str, provider: int | None) -> Presence:
        rows = self.offices
        rows = rows[rows["on_site"] & (rows["example"] == example)]
        unknown = [] if example else self._before_listings(service)
        return presence(_chosen(rows, service, provider), unknown=unknown)

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


def _chosen(rows: pd.DataFrame, service: str, provider: int | None) -> pd.DataFrame:
    if service:
        rows = rows[rows["service"] == service]
    return rows[rows["provider"] == provider] if provider is not None else rows


_kept: dict[str, Snapshot] = {}
_lock = threading.Lock()


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
                _kept[version] = kept
    return kept


def build(version: str) -> Snapshot:
    """Read everything anew."""
    plan = published_plan()
    switches = list(Switch.objects.filter(plan=plan).only(*SWITCH_FIELDS)) if plan else []
    phases = {phase.id: phase for phase in Phase.objects.filter(plan=plan)} if plan else {}
    offices, unplaced = _offices()
    memberships = AreaMembership.objects.values_list("area_id", "service_id", "municipality_id")
    return Snapshot(
        version=version,
        municipalities=_municipalities(),
        counties={county.code: county for county in County.objects.all()},
        classifications=tuple(Classification.objects.select_related("source").prefetch_related("classes")),
        definitions=tuple(definitions := list(RuralDefinition.objects.select_related("classification__source"))),
        rural=_rural(definitions),
        services={service.code: service for service in Service.objects.all()},
        areas={area.id: area for area in DeliveryArea.objects.all()},
        providers={provider.id: provider for provider in Provider.objects.all()},
        plan=plan,
        phases=tuple(phases.values()),
        phase_of={switch.municipality_id: phases[switch.phase_id] for switch in switches},
        days_of={switch.municipality_id: days_of(switch) for switch in switches},
        offices=offices,
        agreements=_agreements(),
        members=pd.DataFrame(list(memberships), columns=["area", "service", "code"]),
        listings=tuple(Listing.objects.all()),
        unplaced=unplaced,
    )


SWITCH_FIELDS = [
    "municipality_id",
    "phase_id",
    *(
        f"{prefix}{name}"
        for prefix in ("", "actual_")
        for name in ("notice_sent_on", "last_referral_on", "new_service_starts_on", "last_contract_day_on")
    ),
]


def published_plan() -> Plan | None:
    """The plan that the map follows: the published one between the earliest pair of services, never an example."""
    plans = Plan.objects.filter(stage=Plan.Stage.PUBLISHED, is_example=False)
    return plans.select_related("from_service", "to_service").order_by("to_service__order").first()


def days_of(switch: Switch) -> Days:
    """The days of a switch that hold: actual where known, else planned."""
    return Days(
        notice_sent_on=switch.day("notice_sent_on"),
        last_referral_on=switch.day("last_referral_on"),
        new_service_starts_on=switch.day("new_service_starts_on"),
        last_contract_day_on=switch.day("last_contract_day_on"),
    )


def _municipalities() -> pd.DataFrame:
    columns = ["code", "name", "sort_key", "search_key", "county", "part", "population", "latitude", "longitude"]
    rows = Municipality.objects.order_by("sort_key").values_list(
        "code",
        "name",
        "sort_key",
        "search_key",
        "county_id",
        "county__part_of_country",
        "population",
        "latitude",
        "longitude",
    )
    frame = pd.DataFrame(list(rows), columns=columns).set_index("code")
    classes = defaultdict(dict)
    for code, key, name in ClassMembership.objects.values_list(
        "municipality_id", "classification__key", "municipality_class__code"
    ):
        classes[key][code] = name
    for key, members in sorted(classes.items()):
        frame[key] = pd.Series(members, dtype=object).reindex(frame.index).fillna("")
    return frame


def _rural(definitions: list[RuralDefinition]) -> dict[str, frozenset[str]]:
    members = defaultdict(set)
    for key, code in RuralDefinition.objects.values_list("key", "classes__memberships__municipality"):
        if code is not None:
            members[key].add(code)
    return {definition.key: frozenset(members[definition.key]) for definition in definitions}


def _offices() -> tuple[pd.DataFrame, dict[bool, int]]:
    columns = ["code", "provider", "agreement", "service", "on_site", "example"]
    days = ["opens_on", "closes_on", "agreement__starts_on", "agreement__ends_on", "last_confirmed_on"]
    rows = Office.objects.values_list(
        "municipality_id",
        "agreement__provider_id",
        "agreement_id",
        "agreement__service_id",
        "on_site",
        "agreement__provider__is_example",
        *days,
    )
    frame = pd.DataFrame(list(rows), columns=columns + days)
    opens, starts = (day_numbers(frame[name], missing=ALWAYS) for name in ("opens_on", "agreement__starts_on"))
    closes, ends = (day_numbers(frame[name], missing=FOREVER) for name in ("closes_on", "agreement__ends_on"))
    frame["first"] = opens.clip(min=starts) if len(frame) else opens
    frame["last"] = closes.clip(max=ends) if len(frame) else closes
    frame["confirmed"] = day_numbers(frame["last_confirmed_on"], missing=ALWAYS)
    frame = _typed(frame.drop(columns=days))
    placed = frame["code"].notna()
    unplaced = {example: int((~placed & (frame["example"] == example)).sum()) for example in (True, False)}
    return frame[placed].reset_index(drop=True), unplaced


def _agreements() -> pd.DataFrame:
    columns = ["agreement", "provider", "service", "area", "example", "starts_on", "ends_on"]
    rows = Agreement.objects.values_list(
        "id", "provider_id", "service_id", "area_id", "provider__is_example", "starts_on", "ends_on"
    )
    frame = pd.DataFrame(list(rows), columns=columns)
    frame["first"] = day_numbers(frame["starts_on"], missing=ALWAYS)
    frame["last"] = day_numbers(frame["ends_on"], missing=FOREVER)
    frame["area"] = frame["area"].astype("Int64")
    return _typed(frame.drop(columns=["starts_on", "ends_on"]))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Truth values as such also in an empty frame, so that `~` and `&` mean what they say."""
    truths = [name for name in ("on_site", "example") if name in frame]
    return frame.astype(dict.fromkeys(truths, bool))
