"""The pages of a provider's own offices: which are open, when each was last confirmed, what can be put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from providers.models import Agreement, Correction, Office
from rollout.correction_reading import agreements_of, offices_of, open_corrections
from rollout.coverage import day_number
from rollout.forms.corrections import agreement_label
from rollout.measures.definitions.unconfirmed import MONTHS
from rollout.measures.months import months_later
from rollout.pages.asked import Crumb
from rollout.pages.correction_words import STATE_WORDS, in_words, open_end
from rollout.pages.portal_frame import portal_frame
from rollout.portal_access import Entrance
from rollout.selection import Selection


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office with what can be done about it on a day."""

    row: Office
    state: str  # open, ahead or shut
    is_due: bool  # nobody has confirmed it for MONTHS
    correction: Correction | None
    correction_state: str

    @property
    def name(self) -> str:
        """The address, or the municipality of what has none."""
        place = ", ".join(part for part in (self.row.street, self.row.post_town) if part)
        return place or (self.row.municipality.name if self.row.municipality else self.row.agreement.number)


def offices_page(request: HttpRequest, entrance: Entrance, selection: Selection, *, fault: str = "") -> dict:
    """The context of `rollout/portal/offices.html`, beside `common`. Three queries.

    Only today is anything confirmed or corrected: another day is to look at.
    """
    on, corrections = selection.on, open_corrections(entrance.provider)
    lines = [told_office(row, corrections.get(row.pk), on=on) for row in offices_of(entrance.provider)]
    by_state = {state: [each for each in lines if each.state == state] for state in ("open", "ahead", "shut")}
    return {
        **portal_frame(request, entrance, here="portal-offices", crumbs=[Crumb(_("Offices"))]),
        "may_change": entrance.may_change and on == selection.today,
        **by_state,
        "due": sum(each.is_due for each in by_state["open"]),
        "months": MONTHS,
        "agreements": [told_agreement(each, on) for each in agreements_of(entrance.provider)],
        "fault": fault,
    }


def told_office(office: Office, correction: Correction | None, *, on: date) -> OfficeLine:
    """How an office stands on a day; the days of its agreement count as well."""
    state = "open"
    if _starts(office) > on:
        state = "ahead"
    elif _ends(office) < on:
        state = "shut"
    words = str(STATE_WORDS[correction.state]) if correction else ""
    return OfficeLine(office, state, state == "open" and is_due(office, on), correction, words)


def _starts(office: Office) -> date:
    return max(office.opens_on or date.min, office.agreement.starts_on or date.min)


def _ends(office: Office) -> date:
    return min(office.closes_on or date.max, office.agreement.ends_on or date.max)


def is_due(office: Office, on: date) -> bool:
    """Whether an office has not been confirmed within the last MONTHS, as the measure of the coverage page counts."""
    last = office.last_confirmed_on
    return last is None or int(months_later([day_number(last)], MONTHS)[0]) < day_number(on)


def told_agreement(agreement: Agreement, on: date) -> dict:
    """An agreement with whether it has ended on a day."""
    return {"row": agreement, "ended": (agreement.ends_on or date.max) < on}


def ask_page(
    request: HttpRequest,
    entrance: Entrance,
    form: forms.Form,
    *,
    title: str,
    button: str,
    facts: Iterable[tuple[str, str]] = (),
) -> dict:
    """The context of `rollout/portal/ask.html`: a form by which something is asked for, beside what is so now."""
    offices = reverse("portal-offices", args=[entrance.provider.pk])
    return {
        **portal_frame(request, entrance, here="portal-offices", crumbs=[Crumb(_("Offices"), offices), Crumb(title)]),
        "title": title,
        "button": button,
        "form": form,
        "facts": list(facts),
    }


def facts_of(office: Office) -> list[tuple[str, str]]:
    """What is so now of an office, beside a form about it."""
    point = "" if office.latitude is None else f"{office.latitude:.5f}, {office.longitude:.5f}"
    return [
        (_("Agreement"), agreement_label(office.agreement)),
        (_("Address"), ", ".join(part for part in (office.street, office.post_town) if part) or "–"),
        (_("Coordinate"), in_words(point)),
        (_("Municipality"), in_words(office.municipality)),
        (_("First day"), in_words(office.opens_on)),
        (_("Last day"), open_end(office.closes_on)),
        (_("Last confirmed"), in_words(office.last_confirmed_on)),
    ]
