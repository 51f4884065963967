"""The report of a phase: what its page shows, on paper."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout import selectors
from rollout.models import Phase
from rollout.pages.phases import phase_page
from rollout.reports import parts
from rollout.reports.document import Beside, Day, Days, Figures, Head, Key, Report, Section, Table, Under, Words
from rollout.reports.frame import Citations, framed
from rollout.selection import Selection
from rollout.templatetags.rollout import figure_number


def phase_report(phase: Phase, selection: Selection) -> Report:
    """The days of a phase with their sources, its areas and municipalities; the figures of its page."""
    shown, citations = phase_page(phase, selection), Citations()
    plan, slug = phase.plan, selectors.plan_slug(phase.plan)
    return framed(
        selection,
        kind=_("Phase"),
        title=phase.label,
        page=reverse("phase-detail", args=[slug, phase.number]),
        facts=[phase_facts(phase, shown)],
        sections=[
            _beside_map(parts.coming(shown["agenda"], citations), shown),
            parts.chart(shown["chart"], _("The phase through time")),
            _start(shown["start"]),
            days(shown["days"], citations),
            _milestones(shown["milestones"], citations),
            areas(shown),
            Section(_("Municipalities"), [municipalities(shown["rows"])], str(len(shown["rows"]))),
        ],
        citations=citations,
        example=plan.is_example or selection.shows_examples,
    )


def phase_facts(phase: Phase, shown: Mapping) -> str:
    """The two services, and how many municipalities and areas there are."""
    places, zones = len(shown["rows"]), len(shown["areas"])
    told = [
        f"{phase.plan.from_service.name} → {phase.plan.to_service.name}",
        ngettext("%(number)s municipality", "%(number)s municipalities", places) % {"number": places},
        ngettext("%(number)s delivery area", "%(number)s delivery areas", zones) % {"number": zones},
    ]
    if shown["derived"]:
        told[1] += (
            " (" + _("%(stated)s stated, %(derived)s derived") % {n: shown[n] for n in ("stated", "derived")} + ")"
        )
    return " · ".join(told)


def _beside_map(section: Section, shown: Mapping) -> Beside | Section:
    if not shown["map"]:
        return section
    words = _("The municipalities of %(phase)s") % {"phase": shown["phase"].label}
    return Beside([section], [parts.picture(shown["map"], words, tall=True, legend=[parts.key_of(shown["class"])])])


def _start(start: Mapping | None) -> Section | None:
    if start is None:
        return None
    told = {"service": start["service"].short_name, "day": parts.day_cell(start["day"])}
    labels = {
        "office": _("Municipalities without a provider with an office on site"),
        "agreement": _("Municipalities without a provider with an agreement in their area"),
    }
    words = _("Unit: municipality. Only agreements and offices for %(service)s are counted.")
    return Section(
        _("Coverage when %(service)s started, %(day)s") % told,
        [
            Figures([parts.key_figure(label, start[test]) for test, label in labels.items()]),
            Words(words % {"service": start["service"].name}, quiet=True),
        ],
    )


def days(told: Sequence[Mapping], citations: Citations) -> Section:
    """Every statement of each day, those first that the plan follows."""
    heads = [
        Head(_("Day"), share=2.2),
        Head(_("The source says"), share=1.6),
        Head(_("Certainty"), share=2.4),
        Head(_("Source")),
    ]
    rows = [row for day in told for row in _statements(day, citations)]
    words = _("Plans move and sources disagree. Every statement is kept; the plan follows the first one of each day.")
    return Section(_("The days, and who says so"), [Table(heads, rows), Words(words, quiet=True)])


def _statements(day: Mapping, citations: Citations) -> list[list]:
    """The rows of one day; one that says so where nothing is recorded."""
    if not day["statements"]:
        return [[day["what"], parts.day_cell(day["day"]), _("No statement is recorded."), ""]]
    return [
        [
            day["what"] if place == 0 else "",
            _said(each["row"]),
            f"{parts.certainty_words(each['row'].certainty)} {each['method'] or ''}".strip(),
            citations.cite(each["row"].source),
        ]
        for place, each in enumerate(day["statements"])
    ]


def _said(statement) -> str | Under:
    """The day, or the words in which it was said; and that the plan does not follow it."""
    words = parts.day_cell(statement.day) if statement.day else f"”{statement.wording}”"
    return words if statement.holds else Under(words, _("not followed by the plan"))


def _milestones(milestones: Sequence, citations: Citations) -> Section | None:
    if not milestones:
        return None
    told = [
        Day(
            parts.day_cell(each.day),
            str(each.what),
            f"{each.about} · {parts.certainty_words(each.certainty)} {citations.cite(each.source)}",
        )
        for each in milestones
    ]
    return Section(_("Milestones"), [Days(told)], str(len(told)))


def areas(shown: Mapping) -> Section:
    """The delivery areas of the phase."""
    heads = [Head(_("Delivery area"), share=3), Head(_("Municipalities"), number=True), Head(_("Certainty"), share=2)]
    rows = [
        [area.name, figure_number(area.municipality_count), parts.certainty_words(area.certainty)]
        for area in shown["areas"]
    ]
    note = _(
        "The derived areas stand in for areas whose names no source gives: they are functional labour-market regions, "
        "and may be fewer or more than the real ones."
    )
    blocks = [Table(heads, rows), *([Words(note, quiet=True)] if shown["areas_derived"] else [])]
    return Section(_("Delivery areas"), blocks, str(len(rows)))


def municipalities(rows: Sequence[Mapping]) -> Table:
    """The municipalities of the phase, and how it is known that they are in it."""
    heads = [
        Head(_("Municipality"), share=2),
        Head(_("How its phase is known"), share=1.4),
        Head(_("Service"), share=2.4),
        Head(_("Providers with an office"), share=1.8),
        Head(_("Inhabitants"), number=True),
    ]
    return Table(
        heads,
        [
            [
                f"{row['name']} {row['code']}",
                parts.certainty_words(row["switch"].certainty),
                parts.key_of(row["status"]),
                parts.key_of(row["providers"]),
                figure_number(row["population"]),
            ]
            for row in rows
        ],
    )


def phase_line(line: Mapping) -> list[str | Key]:
    """A phase of the plan in the report of the country: its days, municipalities and their sum."""
    return [
        parts.key_of(line["class"]),
        *(parts.day_cell(each["day"]) for each in line["days"]),
        figure_number(line["municipalities"]),
        figure_number(line["sum"]),
    ]
