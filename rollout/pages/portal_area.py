"""One delivery area as a provider checks it: municipalities, days, rules, who else delivers, and what it has there."""

from collections.abc import Sequence
from functools import cached_property

from providers.models import DeliveryArea, Office
from rollout import selectors
from rollout.models import Switch
from rollout.pages.areas import area_map, coming
from rollout.pages.municipality import told_rows
from rollout.pages.portal_areas import Areas, is_about, told_phases
from rollout.pages.portal_rules import NEW, OLD, rules_of
from rollout.pages.providers import told_agreement
from rollout.portal_reading import Portfolio, has_lapsed
from rollout.snapshot import Snapshot
from rollout.status import Days


class OneArea:
    """A delivery area seen by a provider, which may have nothing there. keep: what links carry on."""

    def __init__(self, area: DeliveryArea, portfolio: Portfolio, keep: str) -> None:
        self.area, self.portfolio, self.keep = area, portfolio, keep
        self.areas = Areas(portfolio, keep)
        self.certain = {each.municipality_id: each.certainty for each in area.memberships.all()}

    @property
    def codes(self) -> list[str]:
        return list(self.certain)

    @cached_property
    def switches(self) -> dict[str, Switch]:
        """The switch of each municipality from or to the area's service; the later one where it is in two plans."""
        rows = self.portfolio.switches_in(self.codes)
        return {each.municipality_id: each for each in rows if is_about(each, self.area.service_id)}

    @cached_property
    def days(self) -> dict[str, Days]:
        """The days of those switches."""
        return {code: self.portfolio.days(each) for code, each in self.switches.items()}

    @property
    def is_in_plan(self) -> bool:
        """Whether the plan that the map follows is from or to the area's service."""
        plan = self.snapshot.plan
        return bool(plan and self.area.service_id in (plan.from_service_id, plan.to_service_id))

    @property
    def snapshot(self) -> Snapshot:
        return self.portfolio.selection.snapshot

    def context(self) -> dict:
        """The context of `rollout/portal/area.html`, beside its frame. Three queries beside the portfolio's."""
        selection = self.portfolio.selection
        return {
            "area": self.area,
            "rows": self.rows,
            "phases": told_phases(self.switches.values()),
            "agenda": coming(self.area, selection, self.codes if self.is_in_plan else []),
            "own_agreements": [told_agreement(each, self.portfolio.on) for each in self.own_agreements],
            "own_offices": self.own_offices(),
            "others": self.portfolio.others.get(self.area.pk, 0),
            "others_with_office": self.areas.others_with_office.get(self.area.pk, 0),
            "white_spots": [row for row in self.rows if row["providers"]["number"] == 0],
            "known": self.areas.is_known,
            "overlapping": self.overlapping(),
            "rules": self.rules(),
            "map": area_map(self.area, selection, self.codes),
        }

    @cached_property
    def rows(self) -> list[dict]:
        """The municipalities: status, phase, own offices, other providers with an office, inhabitants."""
        own = self.portfolio.own_offices_in
        return [
            {
                **row,
                "certainty": self.certain[row["code"]],
                "own_offices": own[row["code"]],
                "others": self.others_at(row["providers"]["number"], own[row["code"]]),
                "switch": self.switches.get(row["code"]),
                "days": self.days.get(row["code"]),
            }
            for row in told_rows(self.portfolio.selection, self.codes)
        ]

    @staticmethod
    def others_at(providers: int | None, own_offices: int) -> int | None:
        """How many providers beside the reader have an office in a municipality."""
        return None if providers is None else max(0, providers - (own_offices > 0))

    @property
    def own_agreements(self) -> list:
        return [each for each in self.portfolio.agreements.values() if each.area_id == self.area.pk]

    def own_offices(self) -> list[dict]:
        """The provider's open offices under its agreements in the area, and when each was last confirmed."""
        here: Sequence[Office] = [
            each for each in self.portfolio.open_offices if each.agreement.area_id == self.area.pk
        ]
        return [
            {"office": each, "has_lapsed": each.on_site and has_lapsed(each.last_confirmed_on, self.portfolio.on)}
            for each in here
        ]

    def overlapping(self) -> list[dict]:
        """The areas of other services that hold some of the municipalities, with how many of them, and what it has."""
        found = []
        for code, service in self.snapshot.services.items():
            at = self.portfolio.area_of.get(code, {})
            for area in dict.fromkeys(at[each] for each in self.codes if each in at):
                if area != self.area.pk:
                    found.append(
                        {
                            "service": service,
                            "area": self.snapshot.areas[area],
                            "url": self.areas.url(area),
                            "shared": sum(at.get(each) == area for each in self.codes),
                            "own": self.areas.own_words(area),
                        }
                    )
        return found

    def rules(self) -> list[dict]:
        """The rules for the area's service, each with its source."""
        services = self.snapshot.services
        if self.area.service_id not in (OLD, NEW) or not {OLD, NEW} <= set(services):
            return []
        names = {"old": services[OLD].short_name, "new": services[NEW].short_name}
        rules = rules_of(self.area.service_id, self.common_days, names=names)
        sources = {each.key: each for each in selectors.every_source()}
        return [{**each, "source": sources.get(each["source"])} for each in rules]

    @property
    def common_days(self) -> Days | None:
        """The days of the switch that the rules are about, where they are the same in the whole area."""
        days = {self.days[code] for code, each in self.switches.items() if each.plan.from_service_id == OLD}
        return days.pop() if len(days) == 1 and len(self.switches) == len(self.codes) else None
