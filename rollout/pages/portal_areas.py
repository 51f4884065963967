"""The delivery areas of a provider: all of them with what is there, and where a municipality or an address lies."""

from collections.abc import Iterable
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import selectors
from rollout.coverage import day_number
from rollout.models import Switch
from rollout.pages.map_state import class_words
from rollout.pages.portal_changes import told_step
from rollout.pages.portal_rules import NEW, OLD
from rollout.pages.words import phase_key, told_class, told_providers
from rollout.place_search import LONGEST, Found, find_places
from rollout.portal import Held
from rollout.portal_reading import Portfolio

FOUND_AT_MOST = 12
STATES = ("in_force", "ahead", "ended")


def is_about(switch: Switch, service: str) -> bool:
    """Whether a switch is from or to a service."""
    return service in (switch.plan.from_service_id, switch.plan.to_service_id)


def told_phases(switches: Iterable[Switch]) -> list[dict]:
    """The phases of some switches, each once, with the address of its page."""
    found = {each.phase_id: each for each in switches}
    return [
        {
            "class": told_class(phase_key(each.phase.number), each.phase.label),
            "url": reverse("phase-detail", args=[selectors.plan_slug(each.plan), each.phase.number]),
        }
        for each in found.values()
    ]


class Areas:
    """The areas in which a provider has or had agreements. keep: what links carry on."""

    def __init__(self, portfolio: Portfolio, keep: str) -> None:
        self.portfolio, self.keep = portfolio, keep
        self.snapshot = portfolio.selection.snapshot

    def context(self, query: str) -> dict:
        """The context of `rollout/portal/areas.html`, beside its frame."""
        lines = {state: [each for each in self.lines if each["state"] == state] for state in STATES}
        return {
            "query": query,
            "search": self.search(query) if query else None,
            "longest": LONGEST,
            **lines,
            "areas": self,
        }

    # --- The areas ------------------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> list[dict]:
        """A line for each agreement, by service and area."""
        return [self.line(each) for each in self.portfolio.held]

    def line(self, held: Held) -> dict:
        """An agreement's area: how it stands there, what comes next, what is there of its own and of others."""
        row, codes = self.portfolio.agreements[held.key], self.portfolio.members.get(held.area, ())
        return {
            "agreement": row,
            "area": row.area,
            "url": self.url(held.area),
            "state": self.state(held),
            "is_ending": held.is_ending(self.portfolio.on),
            "municipalities": len(codes) or None,
            "phases": told_phases(
                each
                for each in self.portfolio.switches
                if each.municipality_id in codes and is_about(each, held.service)
            ),
            "next": self.next_step(held),
            "offices": self.own_offices.get(held.key, 0),
            "others": self.portfolio.others.get(held.area, 0) if held.area else None,
            "others_with_office": self.others_with_office.get(held.area, 0) if held.area else None,
            "white_spots": len(self.portfolio.without.intersection(codes)) if codes and self.is_known else None,
        }

    def state(self, held: Held) -> str:
        if held.in_force(self.portfolio.on):
            return "in_force"
        return "ahead" if held.is_ahead(self.portfolio.on) else "ended"

    def next_step(self, held: Held) -> dict | None:
        """The next thing that happens to an agreement."""
        for change in self.portfolio.changes:
            if held.key in change.agreements:
                return told_step(change.next(self.portfolio.on), self.portfolio.on, is_next=True)
        return None

    @cached_property
    def own_offices(self) -> dict[int, int]:
        """Open offices on site by agreement."""
        found: dict[int, int] = {}
        for office in self.portfolio.open_offices:
            if office.on_site:
                found[office.agreement_id] = found.get(office.agreement_id, 0) + 1
        return found

    @cached_property
    def others_with_office(self) -> dict[int, int]:
        """How many other providers have an office on site open for an area's service, by area. No query."""
        day, offices = day_number(self.portfolio.on), self.snapshot.offices
        offices = offices[offices["on_site"] & (offices["provider"] != self.portfolio.provider.pk)]
        offices = offices[offices["example"] == self.portfolio.selection.is_example]
        offices = offices[(offices["first"] <= day) & (offices["last"] >= day)]
        rows = offices.merge(self.snapshot.agreements[["agreement", "area"]], on="agreement")
        return {int(area): int(number) for area, number in rows.groupby("area")["provider"].nunique().items()}

    @property
    def is_known(self) -> bool:
        """Whether anything is known of providers on the day."""
        return bool(self.portfolio.selection.country["providers"].notna().any())

    def url(self, area: int | None) -> str:
        """The page of an area in the portal; nothing where the area is not known."""
        return reverse("portal-area", args=[self.portfolio.provider.pk, area]) + self.keep if area else ""

    # --- A place --------------------------------------------------------------------------------------------------

    def search(self, query: str) -> dict:
        """The municipalities that a text may mean, each with its areas and what the provider has there."""
        if len(query) > LONGEST:
            return {"places": [], "fault": _("That is too long for an address. Write the place alone.")}
        offices = self.snapshot.offices[["town", "code"]].drop_duplicates()
        towns = zip(offices["town"], offices["code"], strict=True)
        found = find_places(query, self.snapshot.municipalities["name"].to_dict(), towns)
        return {
            "places": [self.place(each) for each in found[:FOUND_AT_MOST]],
            "more": max(0, len(found) - FOUND_AT_MOST),
            "fault": "",
        }

    def place(self, found: Found) -> dict:
        """A municipality with status, phase, providers, its areas, and what the provider has there."""
        code, country = found.code, self.portfolio.selection.country
        row, words = country.loc[code], class_words(self.snapshot)
        phase = self.snapshot.phase_of.get(code)
        return {
            "code": code,
            "name": row["name"],
            "county": row["county_name"],
            "town": found.place,
            "status": told_class(row["status"], words[row["status"]]),
            "phase": phase.label if phase else "",
            "providers": told_providers(row["providers"]),
            "own_offices": self.portfolio.own_offices_in[code],
            "areas": self.areas_at(code),
        }

    def areas_at(self, code: str) -> list[dict]:
        """The area of each service that a municipality lies in, and the provider's agreements there."""
        areas = {service: at[code] for service, at in self.portfolio.area_of.items() if code in at}
        return [
            {
                "service": service,
                "area": self.snapshot.areas[areas[key]],
                "url": self.url(areas[key]),
                "own": self.own_words(areas[key]),
                "has_rules": key in (OLD, NEW),
            }
            for key, service in self.snapshot.services.items()
            if key in areas
        ]

    def own_words(self, area: int) -> str:
        """Whether the provider has an agreement in an area on the day, or when it begins."""
        held = [each for each in self.portfolio.held if each.area == area]
        if any(each.in_force(self.portfolio.on) for each in held):
            return _("you have an agreement in force")
        ahead: Iterable[Held] = (each for each in held if each.is_ahead(self.portfolio.on))
        begins = min((each.starts_on for each in ahead), default=None)
        if begins:
            return _("your agreement begins on %(day)s") % {"day": f"{begins:%Y-%m-%d}"}
        return _("you have no agreement")
