"""Reads what a provider has on a day, and what the plans in force say of its municipalities, for the portal.

Queries beside the snapshot's, each made when it is first needed: agreements, offices, switches and borders one each,
rejected corrections one, meetings three. Knows the models; what is worked out from the rows is in `portal.py`. Knows no
words and no requests.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q

from providers.models import Agreement, Correction, Office, Provider
from rollout import selectors
from rollout.clock import end_of
from rollout.coverage import day_number
from rollout.measures.definitions.unconfirmed import MONTHS
from rollout.measures.months import months_later
from rollout.meetings import Meeting, open_for
from rollout.models import Switch
from rollout.portal import Change, Held, Opening, Standing, Start, changes, openings, standing, without_office
from rollout.selection import Selection
from rollout.snapshot import days_of
from rollout.status import Days

TOLD_FOR = timedelta(days=30)  # so long a rejection is told among what is to be done


class Portfolio:
    """A provider's agreements and offices, seen from the day of a selection."""

    def __init__(self, provider: Provider, selection: Selection) -> None:
        self.provider, self.selection, self.on = provider, selection, selection.on

    # --- Its own rows ---------------------------------------------------------------------------------------------

    @cached_property
    def agreements(self) -> dict[int, Agreement]:
        """All its agreements with service and area, by key, in the order of service and area. One query."""
        return {each.pk: each for each in selectors.agreements(provider=self.provider)}

    @cached_property
    def offices(self) -> list[Office]:
        """Its offices that are open on the day or open later, by municipality and street. One query."""
        rows = Office.objects.filter(
            Q(closes_on=None) | Q(closes_on__gte=self.on), agreement__provider=self.provider
        ).select_related("municipality", "agreement__service", "agreement__area")
        return list(rows.order_by("municipality__sort_key", "agreement__service__order", "street", "id"))

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The agreements as `portal.py` takes them."""
        return tuple(
            Held(
                each.pk,
                each.service_id,
                each.area_id,
                each.starts_on,
                each.notice_sent_on,
                each.last_referral_on,
                each.ends_on,
            )
            for each in self.agreements.values()
        )

    @cached_property
    def in_force(self) -> list[Held]:
        return [each for each in self.held if each.in_force(self.on)]

    @cached_property
    def open_offices(self) -> list[Office]:
        """The offices that are open on the day under an agreement in force."""
        keys = {each.key for each in self.in_force}
        return [each for each in self.offices if (each.opens_on or self.on) <= self.on and each.agreement_id in keys]

    @cached_property
    def unconfirmed(self) -> list[Office]:
        """The open offices on site that nobody has confirmed in the last months, those never confirmed first."""
        lapsed = [each for each in self.open_offices if each.on_site and has_lapsed(each.last_confirmed_on, self.on)]
        return sorted(lapsed, key=lambda each: each.last_confirmed_on or date.min)

    @cached_property
    def rejected(self) -> list[Correction]:
        """Its corrections that were rejected in the last days, the latest first. One query."""
        since = end_of(self.on - TOLD_FOR)
        rows = Correction.objects.of(self.provider).filter(state=Correction.State.REJECTED)
        return list(rows.filter(decided_at__gt=since, decided_at__lte=end_of(self.on)).order_by("-decided_at", "-pk"))

    @cached_property
    def meetings(self) -> list[Meeting]:
        """The dialogue meetings that it can sign up for and has not. Three queries."""
        return open_for(self.provider, on=self.on)

    # --- Where they are -------------------------------------------------------------------------------------------

    @cached_property
    def members(self) -> Mapping[int, tuple[str, ...]]:
        """The municipalities of every delivery area whose municipalities are known, in Swedish order."""
        places = {code: place for place, code in enumerate(self.selection.snapshot.codes)}
        rows = self.selection.snapshot.members
        return {
            int(area): tuple(sorted(codes, key=places.__getitem__))
            for area, codes in rows.groupby("area")["code"].agg(list).items()
        }

    @cached_property
    def codes_of(self) -> dict[int, tuple[str, ...]]:
        """The municipalities of each agreement: those of its area; where they are not known, those of its offices."""
        placed = defaultdict(dict)
        for office in self.offices:
            if office.municipality_id:
                placed[office.agreement_id][office.municipality_id] = None
        return {each.key: self.members.get(each.area) or tuple(placed[each.key]) for each in self.held}

    @cached_property
    def area_of(self) -> dict[str, dict[str, int]]:
        """By service, the area that each municipality lies in."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        rows = self.selection.snapshot.members
        for area, service, code in zip(rows["area"], rows["service"], rows["code"], strict=True):
            found[service][code] = int(area)
        return dict(found)

    @cached_property
    def without(self) -> frozenset[str]:
        """The municipalities where nobody has an office on site on the day; none where nothing is known."""
        providers = self.selection.country["providers"]
        return frozenset(providers.index[(providers == 0).fillna(False).astype(bool)])

    @cached_property
    def standing(self) -> Standing:
        """Where it is. One query beside those of its rows."""
        return standing(self.held, self.on, codes_of=self.codes_of, without=self.without, borders=selectors.borders())

    @cached_property
    def own_offices_in(self) -> Counter:
        """How many of its open offices on site lie in each municipality."""
        return Counter(each.municipality_id for each in self.open_offices if each.on_site and each.municipality_id)

    # --- What the plans say ---------------------------------------------------------------------------------------

    @cached_property
    def switches(self) -> list[Switch]:
        """What the plans in force say of its municipalities, with phase and services. One query."""
        return self.switches_in({code for codes in self.codes_of.values() for code in codes})

    def switches_in(self, codes: Collection[str]) -> list[Switch]:
        """What the plans in force say of some municipalities, with phase and services. One query."""
        plans = selectors.plans_in_force(at=self.selection.plans_at)
        rows = Switch.objects.filter(plan__in=plans, municipality__in=codes)
        rows = rows.select_related("phase", "plan__from_service", "plan__to_service")
        return list(rows.order_by("plan__to_service__order", "phase__number", "municipality__sort_key"))

    def days(self, switch: Switch) -> Days:
        """The days of a switch as they were known on the day whose plan is shown."""
        return days_of(switch, known_until=self.selection.as_of or date.max)

    @cached_property
    def planned(self) -> dict[int, list[tuple[Days, list[str]]]]:
        """What the plans say of the end of each agreement's service, by key: days, and the municipalities of each."""
        found: dict[int, list[tuple[Days, list[str]]]] = {}
        for each in self.held:
            parts: dict[Days, list[str]] = {}
            for switch in self.switches:
                if switch.plan.from_service_id == each.service and switch.municipality_id in self.codes_of[each.key]:
                    parts.setdefault(self.days(switch), []).append(switch.municipality_id)
            found[each.key] = list(parts.items())
        return found

    @cached_property
    def starts(self) -> list[Start]:
        """The starts of services in its municipalities, by the plans."""
        dated = [(switch, self.days(switch)) for switch in self.switches]
        return [
            Start(
                switch.municipality_id,
                switch.plan.from_service_id,
                switch.plan.to_service_id,
                days.new_service_starts_on,
                days.last_contract_day_on,
            )
            for switch, days in dated
            if days.new_service_starts_on
        ]

    # --- What follows ---------------------------------------------------------------------------------------------

    @cached_property
    def changes(self) -> list[Change]:
        """What changes from the day on, the nearest first."""
        return changes(self.held, self.on, planned=self.planned)

    @cached_property
    def openings(self) -> list[Opening]:
        """Where a new service starts and it has no agreement."""
        return openings(self.held, self.starts, on=self.on, codes_of=self.codes_of, area_of=self.area_of)

    @cached_property
    def unstaffed(self) -> list[Held]:
        """The agreements that ought to have an office on site and have none."""
        staffed = {each.agreement_id for each in self.offices if each.on_site}
        return without_office(self.held, self.on, staffed=staffed)

    @cached_property
    def others(self) -> dict[int, int]:
        """How many other providers have an agreement in force in each delivery area on the day. No query."""
        rows, day = self.selection.snapshot.agreements, day_number(self.on)
        rows = rows[(rows["example"] == self.selection.is_example) & (rows["provider"] != self.provider.pk)]
        rows = rows[(rows["first"] <= day) & (rows["last"] >= day) & rows["area"].notna()]
        return {int(area): int(number) for area, number in rows.groupby("area")["provider"].nunique().items()}


def has_lapsed(confirmed_on: date | None, on: date) -> bool:
    """Whether a confirmation says nothing any more on a day, as in the measure of unconfirmed offices."""
    return confirmed_on is None or months_later([day_number(confirmed_on)], MONTHS)[0] < day_number(on)
