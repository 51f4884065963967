"""What a provider has to see to, in words: where it has no agreement or no office, and what it ought to confirm."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout.measures.definitions.unconfirmed import MONTHS
from rollout.pages.portal_words import distance_words, short_day
from rollout.portal import Held, Opening
from rollout.portal_reading import Portfolio

NAMED_AT_MOST = 6


class Tasks:
    """The tasks of a provider, the most pressing first. keep: what links carry on."""

    def __init__(self, portfolio: Portfolio, keep: str) -> None:
        self.portfolio, self.keep = portfolio, keep

    def told(self) -> list[dict]:
        """Each task: kind, title, why it matters, what it is about, and where it is done."""
        return [*self.openings(), *self.rejected(), *self.unstaffed(), *self.unconfirmed(), *self.meetings()]

    def openings(self) -> Iterator[dict]:
        """Where a new service starts without the provider; the areas of a day and a service together."""
        services = self.portfolio.selection.snapshot.services
        groups: dict[tuple[date, str], list[Opening]] = {}
        for each in self.portfolio.openings:
            groups.setdefault((each.starts_on, each.service), []).append(each)
        for (day, code), rows in groups.items():
            yield {
                "kind": "opening",
                "title": opening_title(services[code].short_name, day, len(rows), ahead=day >= self.portfolio.on),
                "distance": distance_words(day, self.portfolio.on),
                "why": _("You have the service that it replaces there. Whoever wants to go on has to apply."),
                **few([self.opening(each) for each in rows]),
            }

    def opening(self, opening: Opening) -> dict:
        """An area of a new service; where it is not known, the municipalities."""
        snapshot = self.portfolio.selection.snapshot
        if opening.area is not None:
            return {"name": snapshot.areas[opening.area].name, "url": self.area_url(opening.area)}
        return {"name": ", ".join(snapshot.municipalities["name"][code] for code in opening.codes), "url": ""}

    def unstaffed(self) -> Iterator[dict]:
        """The agreements without an office on site."""
        rows = self.portfolio.unstaffed
        if rows:
            words = ngettext(
                "%(number)d agreement has no office on site", "%(number)d agreements have no office on site", len(rows)
            )
            yield {
                "kind": "office",
                "title": words % {"number": len(rows)},
                "why": _("A municipality counts as served only where an office on site is open."),
                "url": self.offices_url(),
                "act": _("Go to the offices"),
                **few([self.agreement(each) for each in rows]),
            }

    def agreement(self, held: Held) -> dict:
        """An agreement by service and area."""
        row = self.portfolio.agreements[held.key]
        if row.area is None:
            return {"name": f"{row.service.short_name} · {row.number}", "url": ""}
        return {"name": f"{row.service.short_name} · {row.area.name}", "url": self.area_url(row.area_id)}

    def unconfirmed(self) -> Iterator[dict]:
        """The offices that nobody has confirmed for long."""
        rows = self.portfolio.unconfirmed
        if rows:
            words = ngettext(
                "%(number)d office has not been confirmed in the last %(months)d months",
                "%(number)d offices have not been confirmed in the last %(months)d months",
                len(rows),
            )
            yield {
                "kind": "confirm",
                "title": words % {"number": len(rows), "months": MONTHS},
                "why": _("A listed office is no proof of presence: say that yours are open."),
                "url": self.offices_url(),
                "act": _("Confirm offices"),
                **few([{"name": str(each), "url": ""} for each in rows]),
            }

    def rejected(self) -> Iterator[dict]:
        """The corrections that were sent back lately."""
        rows, provider = self.portfolio.rejected, self.portfolio.provider.pk
        if rows:
            words = ngettext(
                "%(number)d correction of yours was rejected",
                "%(number)d corrections of yours were rejected",
                len(rows),
            )
            yield {
                "kind": "rejected",
                "title": words % {"number": len(rows)},
                "why": _("The reason stands with each. What is put right can be sent again."),
                **few(
                    [
                        {
                            "name": f"{each.get_kind_display()}, {each.answer}",
                            "url": reverse("portal-correction", args=[provider, each.pk]),
                        }
                        for each in rows
                    ]
                ),
            }

    def meetings(self) -> Iterator[dict]:
        """The dialogue meetings that can be signed up for."""
        rows = self.portfolio.meetings
        if rows:
            words = ngettext(
                "%(number)d dialogue meeting to sign up for", "%(number)d dialogue meetings to sign up for", len(rows)
            )
            yield {
                "kind": "meeting",
                "title": words % {"number": len(rows)},
                "why": _("There Arbetsförmedlingen tells what is planned, and hears what you think of it."),
                **few(
                    [
                        {
                            "name": f"{short_day(each.row.on)}: {each.row.label}",
                            "url": reverse("meeting-detail", args=[each.uid]),
                        }
                        for each in rows
                    ]
                ),
            }

    def area_url(self, area: int) -> str:
        return reverse("portal-area", args=[self.portfolio.provider.pk, area]) + self.keep

    def offices_url(self) -> str:
        return reverse("portal-offices", args=[self.portfolio.provider.pk]) + self.keep


def opening_title(service: str, day: date, number: int, *, ahead: bool) -> str:
    """Where a service starts without the provider, or has started."""
    if ahead:
        words = ngettext(
            "%(service)s starts %(day)s in %(number)d area where you have no agreement for it",
            "%(service)s starts %(day)s in %(number)d areas where you have no agreement for it",
            number,
        )
    else:
        words = ngettext(
            "%(service)s started %(day)s in %(number)d area where you have no agreement for it",
            "%(service)s started %(day)s in %(number)d areas where you have no agreement for it",
            number,
        )
    return words % {"service": service, "day": short_day(day), "number": number}


def few(about: list[dict]) -> dict:
    """What a task is about: the first few by name, and the rest folded away."""
    shown = len(about) if len(about) <= NAMED_AT_MOST + 1 else NAMED_AT_MOST
    return {"about": about[:shown], "more": about[shown:]}
