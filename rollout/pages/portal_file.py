"""A provider's delivery areas as a file: a row for each municipality of each area, with days and counts."""

from collections.abc import Iterator
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rollout import words
from rollout.exports import Cell, Table
from rollout.models import Switch
from rollout.pages.portal_area import OneArea
from rollout.pages.portal_areas import Areas


class AreasFile:
    """The file of the page of areas: those in which an agreement is in force or ahead."""

    def __init__(self, areas: Areas) -> None:
        self.areas, self.portfolio = areas, areas.portfolio

    def table(self) -> Table:
        """The rows with what they are."""
        return Table(
            name=_("my-areas"),
            title=_("My delivery areas"),
            columns=self.columns(),
            rows=list(self.rows()),
            about=self.about(),
        )

    @staticmethod
    def columns() -> list[str]:
        return [
            _("Service"),
            _("Delivery area"),
            _("Agreement number"),
            pgettext("agreement", "First day"),
            _("Last contract day"),
            _("Municipality code"),
            _("Municipality"),
            _("Phase"),
            _("Service status"),
            _("Last referral day, by the plan"),
            _("New service starts, by the plan"),
            _("Last contract day, by the plan"),
            _("Offices of ours in the municipality"),
            _("Other providers with an office in the municipality"),
            _("White spot"),
            _("Other providers with an agreement in the area"),
        ]

    @cached_property
    def switches(self) -> dict[tuple[str, str], Switch]:
        """The switch of a municipality from or to a service; the later one where it is in two plans."""
        return {
            (service, each.municipality_id): each
            for each in self.portfolio.switches
            for service in (each.plan.from_service_id, each.plan.to_service_id)
        }

    def rows(self) -> Iterator[list[Cell]]:
        """A row for each municipality; one for an area whose municipalities are not known."""
        for line in self.areas.lines:
            if line["state"] == "ended":
                continue
            agreement = line["agreement"]
            head = [
                agreement.service.short_name,
                agreement.area.name if agreement.area else None,
                agreement.number,
                agreement.starts_on,
                agreement.ends_on,
            ]
            codes = self.portfolio.members.get(agreement.area_id, ())
            for code in codes or (None,):
                yield [*head, *(self.municipality(agreement.service_id, code) if code else [None] * 10), line["others"]]

    def municipality(self, service: str, code: str) -> list[Cell]:
        """What is told of one municipality where a service is delivered."""
        row, switch = self.portfolio.selection.country.loc[code], self.switches.get((service, code))
        days = self.portfolio.days(switch) if switch else None
        own = self.portfolio.own_offices_in[code]
        providers = None if row["coverage"] == "nodata" else int(row["providers"])
        return [
            code,
            row["name"],
            switch.phase.label if switch else None,
            str(words.STATUS_WORDS[row["status"]]),
            days.last_referral_on if days else None,
            days.new_service_starts_on if days else None,
            days.last_contract_day_on if days else None,
            own,
            OneArea.others_at(providers, own),
            None if providers is None else providers == 0,
        ]

    def about(self) -> list[tuple[str, str]]:
        """Whose areas, on which day, and how it is counted."""
        selection = self.portfolio.selection
        return [
            (_("Provider"), self.portfolio.provider.name),
            (_("Day"), words.day_in_words(selection.on)),
            (_("How it is counted"), words.counted_without("office")),
            (_("Data"), str(words.BASIS_WORDS[selection.basis])),
        ]
