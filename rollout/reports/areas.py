"""The report of a delivery area: what its public page shows, on paper."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.models import DeliveryArea
from rollout.pages.areas import area_page
from rollout.reports import parts
from rollout.reports.document import Beside, Block, Key, Report, Section, Words
from rollout.reports.frame import Citations, framed
from rollout.selection import Selection
from rollout.words import COVERAGE_WORDS


def area_report(area: DeliveryArea, selection: Selection) -> Report:
    """What happens next in an area, who has an agreement and an office there, and where nobody is; as on its page."""
    shown, citations = area_page(area, selection), Citations()
    first = [parts.coming(shown["agenda"], citations), white_spots(shown, selection)]
    return framed(
        selection,
        kind=_("Delivery area"),
        title=area.name,
        page=reverse("area-detail", args=[area.pk]),
        facts=[area_facts(area, shown, citations), area.note],
        sections=[
            *_beside_map(first, shown),
            agreements(shown, selection),
            offices(shown, selection),
            municipalities(shown),
        ],
        citations=citations,
        example=area.is_example or selection.shows_examples,
    )


def area_facts(area: DeliveryArea, shown: Mapping, citations: Citations) -> str:
    """The service, how many municipalities, the phases in which they switch, and how surely the area is known."""
    number = len(shown["rows"])
    places = ngettext("%(number)s municipality", "%(number)s municipalities", number) % {"number": number}
    told = [
        _("Delivery area of %(service)s") % {"service": area.service.name},
        places if number else _("municipalities not known"),
        *(each["phase"].label for each in shown["phases"]),
    ]
    if not area.is_example:
        told.append(f"{parts.certainty_words(area.certainty)} {citations.cite(area.source)}".strip())
    return " · ".join(told)


def _beside_map(sections: list[Section], shown: Mapping) -> list[Block]:
    """Sections beside the map of the area, with the colours that are on it."""
    if not shown["map"]:
        return sections
    words = _("Providers with an office on site.")
    keys = {row["providers"]["key"] for row in shown["rows"]}
    legend = [Key(key, str(word)) for key, word in COVERAGE_WORDS.items() if key in keys]
    return [Beside(sections, [parts.picture(shown["map"], words, caption=words, legend=legend)])]


def white_spots(shown: Mapping, selection: Selection) -> Section:
    """The municipalities of the area without a provider, and by which test."""
    title, spots = _("White spots"), shown["white_spots"]
    if not shown["rows"]:
        words = _("The municipalities of the area are not known, so nothing can be said of white spots.")
        return Section(title, [Words(words)])
    none = _("No municipality of the area is known to lack a provider with an office on site.")
    test = (
        _("Unit: municipality. Test: no office listed in AF’s provider search.")
        if selection.counts_only
        else _(
            "Unit: municipality. Test: no provider with an office on site, open on the day under an agreement in force."
        )
    )
    names = ", ".join(row["name"] for row in spots)
    return Section(title, [Words(names or none), Words(test, quiet=True)], str(len(spots)))


def agreements(shown: Mapping, selection: Selection) -> Section:
    """The agreements in force on the day."""
    title = _("Agreements in force on the day")
    if not shown["agreements"]:
        words = _("No agreement is in force here on the day.")
        return Section(title, [Words(parts.nothing(selection.counts_only, words))])
    return Section(title, [parts.agreement_table(shown["agreements"])], str(len(shown["agreements"])))


def offices(shown: Mapping, selection: Selection) -> Section:
    """The offices that are open on the day."""
    title = _("Offices")
    if not shown["offices"]:
        words = _("No office is open here on the day.")
        return Section(title, [Words(parts.nothing(selection.counts_only, words))])
    note = Words(_("A listed office is no proof of presence: see when it was last confirmed."), quiet=True)
    table = parts.office_table(shown["offices"], with_place=True)
    return Section(title, [table, note], str(len(shown["offices"])))


def municipalities(shown: Mapping) -> Section | None:
    """The municipalities of the area on the day; None where they are not known."""
    rows = shown["rows"]
    if not rows:
        return None
    table = parts.municipality_table(rows, with_certainty=shown["area_is_real"])
    return Section(_("Municipalities"), [table], str(len(rows)))
