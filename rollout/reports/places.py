"""The reports of a municipality and of a county: what their pages show, on paper."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import County, Municipality
from providers.models import Office
from rollout import selectors
from rollout.pages.agenda import Agenda, agenda, statement_occasions
from rollout.pages.areas import areas_of, phases_of
from rollout.pages.county import county_page
from rollout.pages.municipality import ending_occasions, municipality_page
from rollout.pages.white_spot_words import distance_words, with_first_few
from rollout.pages.white_spots import WhiteSpotsPage
from rollout.pages.words import service_names
from rollout.reports import parts
from rollout.reports.document import Beside, Block, Figure, Figures, Head, Key, Pairs, Report, Section, Table, Words
from rollout.reports.frame import Citations, framed
from rollout.selection import Selection
from rollout.templatetags.rollout import figure_number
from rollout.words import COVERAGE_WORDS

# --- A municipality --------------------------------------------------------------------------------------------------


def municipality_report(municipality: Municipality, selection: Selection) -> Report:
    """How it stands in a municipality, what happens next there and who is there; the figures of its page."""
    shown, citations = municipality_page(municipality, selection), Citations()
    return framed(
        selection,
        kind=_("Municipality"),
        title=municipality.name,
        code=municipality.code,
        page=reverse("municipality-detail", args=[municipality.code]),
        facts=[municipality_facts(municipality)],
        sections=[
            standing(shown),
            _beside_map(parts.coming(shown["agenda"], citations), municipality, shown),
            parts.chart(shown["chart"], _("Services and providers through time")),
            _white_spot(shown["white_spot"], selection.counts_only),
            *(_switch(each, citations) for each in shown["switches"]),
            _offices(shown["offices"], shown["observed"], selection),
            _agreements(shown["agreements"], selection),
            _areas(shown["areas"], citations),
            _classes(shown, citations),
            _neighbours(shown["neighbours"]),
        ],
        citations=citations,
    )


def municipality_facts(municipality: Municipality) -> str:
    """County, part of the country and inhabitants."""
    told = {"number": figure_number(municipality.population), "year": municipality.population_year}
    inhabitants = _("%(number)s inhabitants (%(year)s)") % told
    return f"{municipality.county.name} · {municipality.county.get_part_of_country_display()} · {inhabitants}"


def standing(shown: Mapping) -> Figures:
    """Status, phase and providers on the day, by both tests."""
    since = shown["since"]
    words = {"day": parts.day_cell(since["day"])}
    about = _("at least since %(day)s") % words if since["at_least"] else _("since %(day)s") % words
    known = shown["providers"]["number"] is not None
    return Figures(
        [
            Figure(_("Service status"), shown["status"]["word"], shown["phase"].label if shown["phase"] else ""),
            Figure(_("Providers with an office on site"), shown["providers"]["word"], about if known else ""),
            Figure(_("Providers with an agreement in the area"), shown["with_agreement"]["word"]),
        ]
    )


def _beside_map(section: Section, municipality: Municipality, shown: Mapping) -> Block:
    """What happens next, beside the map of the municipality and its neighbours with the colours that are on it."""
    if not shown["map"]:
        return section
    words = _("Providers with an office on site, the municipality and its neighbours.")
    keys = {each["key"] for each in (shown["providers"], *(row["providers"] for row in shown["neighbours"]))}
    legend = [Key(key, str(word)) for key, word in COVERAGE_WORDS.items() if key in keys]
    drawn = parts.picture(shown["map"], words, caption=words, legend=legend, outlined=municipality.code)
    return Beside([section], [drawn])


def _white_spot(spot: Mapping | None, counts_only: bool) -> Section | None:
    if spot is None:
        return None
    last = spot["last_there"]
    told = [(_("White spot since"), parts.since_words(spot))]
    if last:
        told.append((_("Last there"), f"{', '.join(last['providers'])}, {parts.day_cell(last['until'])}"))
    told += [
        (_("Nearest open office"), parts.nearest_words(spot["nearest"], how_far=_("%(distance)s in a straight line"))),
        (_("Who could serve it"), parts.could_serve_words(spot, counts_only=counts_only)),
    ]
    return Section(_("White spot"), [Pairs(told)])


def _switch(told: Mapping, citations: Citations) -> Section:
    switch, plan = told["switch"], told["switch"].plan
    names = {"old": plan.from_service.short_name, "new": plan.to_service.short_name}
    heads = [
        Head(_("Day"), share=3),
        Head(_("Planned")),
        Head(_("Actual")),
        Head(_("Certainty"), share=2),
        Head(_("Source")),
    ]
    rows = [
        [
            row["what"],
            parts.day_cell(row["planned"]),
            parts.day_cell(row["actual"]),
            _known(row),
            citations.cite(row["statement"].source) if row["statement"] else "",
        ]
        for row in told["rows"]
    ]
    how = f"{switch.phase.label} · {parts.certainty_words(switch.certainty)} {citations.cite(switch.source)}"
    return Section(_("The switch from %(old)s to %(new)s") % names, [Table(heads, rows), Words(how, quiet=True)])


def _known(row: Mapping) -> str:
    said = parts.certainty_words(row["statement"].certainty) if row["statement"] else ""
    return ", ".join(each for each in (said, _("sources disagree") if row["contested"] else "") if each)


def _offices(offices: Sequence[Office], observed: Mapping | None, selection: Selection) -> Section:
    title = _("Offices in the municipality")
    if offices:
        note = Words(_("A listed office is no proof of presence: see when it was last confirmed."), quiet=True)
        return Section(title, [parts.office_table(offices), note], str(len(offices)))
    if observed:
        told = {
            "number": observed["offices"],
            "providers": observed["providers"],
            "day": parts.day_cell(observed["day"]),
        }
        words = _("AF’s provider search listed %(number)s offices here on %(day)s; providers: %(providers)s.") % told
        return Section(title, [Words(words)], str(observed["offices"]))
    return Section(title, [Words(parts.nothing(selection.counts_only, _("No office is open here on the day.")))])


def _agreements(told: Sequence[Mapping], selection: Selection) -> Section:
    title = _("Providers with an agreement here")
    if not told:
        words = _("No agreement is known in the municipality’s delivery areas on the day.")
        return Section(title, [Words(parts.nothing(selection.counts_only, words))])
    rows, offices = ([each[name] for each in told] for name in ("agreement", "offices"))
    last = Head(_("Offices here"), number=True)
    return Section(title, [parts.agreement_table(rows, last=last, told=[*map(figure_number, offices)])], str(len(rows)))


def _areas(areas: Sequence[Mapping], citations: Citations) -> Section:
    pairs = []
    for each in areas:
        if each["membership"]:
            area = each["membership"].area
            known = _("example data") if area.is_example else parts.certainty_words(each["membership"].certainty)
            words = f"{area.name} · {known} {citations.cite(area.source)}"
        else:
            words = (
                _("In no area of this service.")
                if each["known"]
                else _("The municipalities of this service’s areas are not known.")
            )
        pairs.append((each["service"].short_name, words.strip()))
    return Section(_("Delivery areas"), [Pairs(pairs)])


def _classes(shown: Mapping, citations: Citations) -> Section:
    pairs = [
        (str(each["classification"].label), f"{_class(each)} {citations.cite(each['source'])}")
        for each in shown["classes"]
    ]
    rural = "; ".join(str(each.label) for each in shown["rural_by"]) or _("none of the definitions")
    return Section(_("What kind of municipality"), [Pairs([*pairs, (_("Rural by"), rural)])])


def _class(told: Mapping) -> str:
    year = told["classification"].year
    return f"{told['code']} {told['label']}" + (f" ({year})" if year else "")


def _neighbours(rows: Sequence[Mapping]) -> Section:
    if not rows:
        words = _("It has no land border with another municipality.")
        return Section(_("Neighbours"), [Words(words)])
    return Section(_("Neighbours"), [parts.municipality_table(rows)], str(len(rows)))


# --- A county --------------------------------------------------------------------------------------------------------


def county_report(county: County, selection: Selection) -> Report:
    """How it stands in a county's municipalities together; the figures of its page. The selection is narrowed to it."""
    shown, citations = county_page(county, selection), Citations()
    spots = WhiteSpotsPage(selection, QueryDict())
    return framed(
        selection,
        kind=_("County"),
        title=county.name,
        code=county.code,
        page=reverse("county-detail", args=[county.code]),
        facts=[county_facts(county, shown)],
        sections=[
            county_figures(shown),
            Beside(
                [
                    parts.counts(_("Service status"), shown["statuses"]),
                    parts.counts(_("Providers with an office"), shown["coverages"]),
                ],
                [parts.picture(shown["map"], county.name, caption=_("Providers with an office on site."))]
                if shown["map"]
                else [],
            ),
            parts.coming(county_agenda(selection), citations),
            white_spots(spots),
            Section(_("Municipalities"), [parts.municipality_table(shown["rows"])], str(len(shown["rows"]))),
            _providers(county, selection),
            _areas_of(selection),
        ],
        citations=citations,
    )


def county_facts(county: County, shown: Mapping) -> str:
    """Part of the country, municipalities and inhabitants."""
    number = len(shown["rows"])
    places = ngettext("%(number)s municipality", "%(number)s municipalities", number) % {"number": number}
    inhabitants = _("%(number)s inhabitants") % {"number": figure_number(shown["population"])}
    return f"{county.get_part_of_country_display()} · {places} · {inhabitants}"


def county_figures(shown: Mapping) -> Figures:
    """The key figures of the page."""
    rural = shown["rural_without"]
    none = Figure(_("Rural municipalities without a provider"), _("no rural municipality"))
    label = _("Rural municipalities without a provider")
    return Figures(
        [
            parts.key_figure(_("Municipalities without a provider"), shown["without"]),
            parts.key_figure(label, rural, str(shown["definition"].label)) if rural["whole"] else none,
        ]
    )


def county_agenda(selection: Selection) -> Agenda:
    """The days of the phases in which the municipalities switch, and those on which agreements there end. Two queries.

    The selection is narrowed to the county.
    """
    snapshot, codes = selection.snapshot, list(selection.scope.index)
    phases = [each["phase"] for each in phases_of(snapshot, codes)]
    said = selectors.statements(phases=[phase.id for phase in phases])
    areas = set(snapshot.members[snapshot.members["code"].isin(codes)]["area"])
    occasions = [
        occasion
        for phase in phases
        for occasion in statement_occasions(said.get(phase.id, []), names=service_names(snapshot), about=phase.label)
    ]
    ends = selectors.endings(on=selection.on, area__in=areas, provider__is_example=selection.is_example)
    return agenda([*occasions, *ending_occasions(ends, selection)], selection.on)


def white_spots(page: WhiteSpotsPage, *, with_county: bool = False) -> Section:
    """The white spots with what is near, or that there is none, or that nothing is known."""
    if not page.is_known:
        return Section(_("White spots"), [Words(_("Nothing is known of the providers on this day."))])
    if not page.told:
        return Section(_("White spots"), [Words(_("Every municipality has a provider."))], "0")
    rows = [with_first_few(each) for each in page.told]
    table = parts.white_spot_table(rows, with_county=with_county, counts_only=page.selection.counts_only)
    return Section(_("White spots"), [table, Words(distance_words(), quiet=True)], str(len(rows)))


def _areas_of(selection: Selection) -> Section | None:
    """The delivery areas that the municipalities of the selection lie in, and how many of them lie in each."""
    snapshot = selection.snapshot
    inside = snapshot.members[snapshot.members["code"].isin(selection.scope.index)]["area"].value_counts()
    found = [
        area
        for service in snapshot.services
        for area in areas_of(snapshot, service)
        if area.id in inside.index and (selection.shows_examples or not area.is_example)
    ]
    if not found:
        return None
    heads = [
        Head(_("Service"), share=1),
        Head(_("Delivery area"), share=3),
        Head(_("Municipalities here"), number=True),
    ]
    services = snapshot.services
    rows = [[services[each.service_id].short_name, each.name, figure_number(inside[each.id])] for each in found]
    return Section(_("Delivery areas"), [Table(heads, rows)], str(len(rows)))


def _providers(county: County, selection: Selection) -> Section:
    """The providers with an office on site in the county. One query."""
    offices = selectors.open_offices(
        on=selection.on, municipality__county=county, agreement__provider__is_example=selection.is_example
    )
    of = defaultdict(list)
    for office in offices:
        if office.on_site:
            of[office.agreement.provider].append(office)
    title = _("Providers with an office on site")
    if not of:
        return Section(title, [Words(parts.nothing(selection.counts_only, _("No office is open here on the day.")))])
    heads = [Head(_("Provider"), share=2), Head(_("Offices"), number=True), Head(_("Municipalities"), share=4)]
    rows = [
        [provider.name, figure_number(len(there)), ", ".join(dict.fromkeys(str(each.municipality) for each in there))]
        for provider, there in sorted(of.items(), key=lambda each: each[0].sort_key)
    ]
    return Section(title, [Table(heads, rows)], str(len(rows)))
