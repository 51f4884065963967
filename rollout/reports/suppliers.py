"""The report of a provider: what its public page shows, on paper."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.models import Provider
from rollout.pages.maps import page_map
from rollout.pages.providers import provider_page
from rollout.reports import parts
from rollout.reports.document import Beside, Head, Picture, Report, Section, Table, Under, Words
from rollout.reports.frame import Citations, framed
from rollout.selection import Selection
from rollout.templatetags.rollout import MISSING, per_cent


def provider_report(provider: Provider, selection: Selection) -> Report:
    """What happens next to a provider's agreements, where it is, and how it goes; the figures of its page."""
    shown, citations = provider_page(provider, selection), Citations()
    drawn = where_it_is(provider, shown, selection)
    agenda = parts.coming(shown["agenda"], citations)
    return framed(
        selection,
        kind=_("Provider"),
        title=provider.name,
        page=reverse("provider-detail", args=[provider.pk]),
        facts=[provider_facts(provider, shown)],
        sections=[
            Beside([agenda], [drawn]) if drawn else agenda,
            parts.chart(shown["chart"], _("Agreements through time")),
            agreements(shown["agreements"]),
            results(shown["results"]),
            offices(shown),
        ],
        citations=citations,
        example=provider.is_example,
    )


def provider_facts(provider: Provider, shown: Mapping) -> str:
    """Organisation number, agreements in force, offices on site and municipalities."""
    numbers = {name: shown[name] for name in ("in_force", "on_site", "municipalities")}
    in_force = ngettext("%(number)s agreement in force", "%(number)s agreements in force", numbers["in_force"])
    on_site = ngettext("%(number)s office on site", "%(number)s offices on site", numbers["on_site"])
    places = ngettext("%(number)s municipality", "%(number)s municipalities", numbers["municipalities"])
    services = ", ".join(each.short_name for each in shown["services"])
    told = [
        in_force % {"number": numbers["in_force"]} + (f" ({services})" if services else ""),
        on_site % {"number": numbers["on_site"]},
        places % {"number": numbers["municipalities"]},
    ]
    if provider.organisation_number:
        told.insert(0, _("Organisation number") + f" {provider.organisation_number}")
    return " · ".join(told)


def where_it_is(provider: Provider, shown: Mapping, selection: Selection) -> Picture | None:
    """The municipalities where the provider has an office on site on the day; None where there is none."""
    codes = {each.municipality_id for each in shown["offices"] if each.municipality_id and each.on_site}
    if not codes:
        return None
    words = _("Municipalities where %(name)s has an office on site") % {"name": provider.name}
    classes = {code: "own" if code in codes else "elsewhere" for code in selection.snapshot.codes}
    svg = page_map(classes, shown=codes, title=words, words=words)
    return parts.picture(svg, words, tall=True, caption=words) if svg else None


def agreements(told: Sequence[Mapping]) -> Section:
    """All agreements with their days, and how each stands."""
    title = _("Agreements")
    if not told:
        return Section(title, [Words(_("No agreement is known."))])
    states = {
        "in_force": _("in force"),
        "notice": _("in force, notice given"),
        "ahead": _("not yet begun"),
        "ended": _("ended"),
    }
    heads = [
        Head(_("Delivery area"), share=2),
        Head(_("Service"), share=0.8),
        Head(_("Agreement number"), share=1.3),
        Head(_("From")),
        Head(_("Notice sent")),
        Head(_("Last referral day")),
        Head(_("Last day")),
        Head(_("On the day"), share=1.1),
    ]
    return Section(
        title, [Table(heads, [_agreement(each["row"], states[each["state"]]) for each in told])], str(len(told))
    )


def _agreement(row, state: str) -> list[str]:
    return [
        row.area.name if row.area else _("not known"),
        row.service.short_name,
        row.number,
        parts.day_cell(row.starts_on, _("not known")),
        parts.day_cell(row.notice_sent_on),
        parts.day_cell(row.last_referral_on),
        parts.day_cell(row.ends_on, _("until further notice")),
        state,
    ]


def results(told: Sequence[Mapping]) -> Section:
    """Latest rating and result of each agreement in force; what is missing stays missing."""
    words = _(
        "– is missing, which is neither 0 nor no. Unrated is not bad: an agreement needs 18 participants and 12 months "
        "to be rated."
    )
    if not told:
        blocks = [Words(_("No rating and no result is known up to the day."))]
    else:
        heads = [
            Head(_("Delivery area"), share=2.4),
            Head(_("Agreement number"), share=1.3),
            Head(_("Rating, 1 to 4"), share=1),
            Head(_("Result of"), share=0.9),
            Head(_("Weighted result"), number=True),
            Head(_("Participants"), number=True),
            Head(_("At risk of termination"), share=1),
        ]
        blocks = [Table(heads, [_result(each) for each in told])]
    return Section(_("Ratings and results"), [*blocks, Words(words, quiet=True)])


def _result(told: Mapping) -> list:
    agreement, result = told["agreement"], told["result"]
    risk = result.risks_termination if result else None
    area = agreement.area.name if agreement.area else _("not known")
    return [
        f"{agreement.service.short_name} · {area}",
        agreement.number,
        _rating(told),
        f"{result.period:%Y-%m}" if result else MISSING,
        MISSING if told["percent"] is None else per_cent(told["percent"]),
        MISSING if result is None or result.participants is None else str(result.participants),
        MISSING if risk is None else _("yes") if risk else _("no"),
    ]


def _rating(told: Mapping) -> str | Under:
    """The rating with its month; or what the latest listing said, with its day."""
    if rating := told["rating"]:
        return Under(MISSING if rating.value is None else str(rating.value), f"{rating.period:%Y-%m}")
    if listed := told["listed"]:
        return Under(MISSING if listed.rating is None else str(listed.rating), parts.day_cell(listed.listing.on))
    return MISSING


def offices(shown: Mapping) -> Section:
    """The offices that are open on the day, by municipality."""
    title = _("Offices by municipality")
    if not shown["offices"]:
        return Section(title, [Words(_("No office is open on the day."))], "0")
    note = Words(_("A listed office is no proof of presence: see when it was last confirmed."), quiet=True)
    table = parts.office_table(shown["offices"], with_place=True, with_provider=False)
    return Section(title, [table, note], str(shown["on_site"]))
