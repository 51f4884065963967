"""The report of the country, or of the municipalities that the reader chose on the map page."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout import words
from rollout.coverage import without_provider
from rollout.measures import MEASURES
from rollout.pages.county import counted
from rollout.pages.coverage_files import filters_in_words
from rollout.pages.coverage_rows import MeasureRows, asked_otherwise
from rollout.pages.coverage_words import figure_words
from rollout.pages.map_page import key_figures, sentence_counts, service_names
from rollout.pages.maps import page_map
from rollout.pages.municipality import told_rows
from rollout.pages.phases import phase_list
from rollout.pages.white_spots import WhiteSpotsPage
from rollout.pages.words import told_figure
from rollout.reports import parts
from rollout.reports.document import Block, Columns, Figures, Head, Report, Section, Table, Under, Words
from rollout.reports.frame import Citations, framed
from rollout.reports.phases import phase_line
from rollout.reports.places import white_spots
from rollout.selection import Selection
from rollout.templatetags.rollout import figure_number


def country_report(selection: Selection) -> Report:
    """How it stands in the municipalities of a selection: the figures of the map page and of the pages behind it."""
    citations, chosen = Citations(), len(selection.rows)
    is_whole = chosen == len(selection.country)
    plans = phase_list(selection)["plans"]
    places = ngettext("%(number)s municipality", "%(number)s municipalities", chosen) % {"number": chosen}
    return framed(
        selection,
        kind=_("The country"),
        title=_("Sweden") if is_whole else _("A choice of municipalities"),
        page=reverse("map") + selection.address(),
        facts=[places, *(f"{label}: {told}" for label, told in filters_in_words(selection))],
        sections=[
            Words(sentence(selection)),
            figures(selection),
            maps(selection),
            *(_plan(each, citations) for each in plans),
            measures(selection),
            counties(selection),
            white_spots(WhiteSpotsPage(selection, QueryDict()), with_county=True),
            municipalities(selection),
        ],
        citations=citations,
    )


def sentence(selection: Selection) -> str:
    """What stands above the map of services."""
    counts, names = sentence_counts(selection), service_names(selection)
    observed = selection.counts_only
    told = [
        words.sentence(layer, selection.test, counts, on=selection.on, observed=observed, **names)
        for layer in ("status", "coverage")
    ]
    return " ".join(told)


def figures(selection: Selection) -> Figures:
    """The key figures above the map, each with how it is counted."""
    return Figures(
        [parts.key_figure(str(each.label), told_figure(each.figure), each.counted) for each in key_figures(selection)]
    )


def maps(selection: Selection) -> Columns:
    """Coverage and service status side by side, each as map and as numbers."""
    layers = {"coverage": _("Providers with an office"), "status": _("Service status")}
    return Columns([_layer(selection, layer, title) for layer, title in layers.items()])


def _layer(selection: Selection, layer: str, title: str) -> list[Block]:
    """A layer of the map, under its numbers."""
    classes = counted(selection, layer)
    described = "; ".join(f"{each['word']}: {each['count']}" for each in classes)
    name = words.map_title_template().format(layer=title, day=words.day_in_words(selection.on))
    svg = page_map(selection.country[layer].to_dict(), shown=list(selection.rows.index), title=name, words=described)
    drawn = [parts.picture(svg, f"{name}. {described}", tall=True)] if svg else []
    return [*drawn, parts.counts(title, classes)]


def _plan(told: dict, citations: Citations) -> Section:
    """A plan: what happens next in it, and the days of its phases."""
    heads = [
        Head(_("Phase"), share=1.2),
        *(Head(label, share=1) for label in told["heads"]),
        Head(_("Municipalities"), number=True),
        Head(_("Sum"), number=True),
    ]
    table = Table(heads, [phase_line(each) for each in told["lines"]])
    chart = parts.chart(told["chart"], _("Through time"))
    blocks = [parts.coming(told["agenda"], citations), table, *([chart] if chart else [])]
    return Section(told["plan"].pair, blocks)


def measures(selection: Selection) -> Section:
    """Every measure of coverage, with what it counts, out of what, by which test."""
    heads = [
        Head(_("Measure"), share=2.2),
        Head(_("Figure"), share=1.5),
        Head(_("How it is counted"), share=3.2),
        Head(_("Source"), share=2),
    ]
    return Section(_("Measures of coverage"), [Table(heads, [_measure(selection, key) for key in MEASURES])])


def _measure(selection: Selection, key: str) -> list:
    rows = MeasureRows(asked_otherwise(selection, measure=key))
    measure = rows.measure
    out_of = _("%(counted)s, out of: %(whole)s") % {"counted": measure.numerator, "whole": measure.denominator}
    test = _("Test: %(test)s") % {"test": measure.test}
    return [str(measure.title), figure_words(measure, rows.figure), Under(out_of, test), str(measure.source)]


def counties(selection: Selection) -> Section:
    """The counties of the selection: municipalities, and how many of them lack a provider."""
    heads = [
        Head(_("County"), share=2),
        Head(_("Municipalities"), number=True),
        Head(_("Without a provider"), share=1.6),
        Head(_("Rural municipalities without a provider"), share=1.8),
        Head(_("Inhabitants"), number=True),
    ]
    rows = []
    for county in sorted(selection.snapshot.counties.values(), key=lambda each: each.sort_key):
        inside = selection.scope[selection.scope["county"] == county.code]
        if inside.empty:
            continue
        rural = inside[inside["rural"]]
        rows.append(
            [
                f"{county.name} {county.code}",
                figure_number(len(inside)),
                parts.share_words(told_figure(without_provider(inside))),
                parts.share_words(told_figure(without_provider(rural))) if len(rural) else _("no rural municipality"),
                figure_number(int(inside["population"].sum())),
            ]
        )
    return Section(_("Counties"), [Table(heads, rows)], str(len(rows)))


def municipalities(selection: Selection) -> Section:
    """Every municipality of the selection on the day, in the order of the list on the map page."""
    rows = selection.rows
    told = told_rows(selection, list(rows.index))
    table = parts.municipality_table(told, with_county=rows["county_name"].to_dict())
    return Section(_("Municipalities"), [table], str(len(told)))
