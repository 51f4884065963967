"""The pictures of the pages of plans, coverage, white spots, comparison, map sheets and follow-up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.pages.file_about import Line
from rollout.pages.follow_up_charts import FILE_KEYS
from rollout.pages.lists.drawn import chart_panel, counted_keys, day_key, map_panels
from rollout.pages.lists.frame import Picture, counted_basis, no_basis
from rollout.pages.lists.shared import MAP_SOURCE, source_words
from rollout.svg_file import Panel
from rollout.svg_legend import Key
from rollout.templatetags.rollout import figure_number, per_cent
from rollout.words import day_in_words

DAYS_INCLUDED = gettext_lazy("Both days are included. An empty day is open.")

# --- Plans ------------------------------------------------------------------------------------------------------------


def _of_plans(context: Mapping) -> list[Panel]:
    """The chart of each plan, under its name where there are several."""
    charts = [each["chart"] for each in context["plans"] if each["chart"]]
    return [chart_panel(chart, context, heading=chart["title"] if len(charts) > 1 else "") for chart in charts]


def _basis_of_plans(context: Mapping) -> str | None:
    return "example" if any(each["plan"].is_example for each in context["plans"]) else None


PLAN_CHARTS = Picture(
    "tidslinje", gettext_lazy("Through time"), _of_plans, counted=DAYS_INCLUDED, basis=_basis_of_plans
)


def _versions(context: Mapping) -> list[Line]:
    return [(_("Plan"), f"{each['plan'].pair}, {each['version']}") for each in context["plans"]]


TIME_LINE = replace(
    PLAN_CHARTS,
    key="diagram",
    title=gettext_lazy("Time line"),
    about=_versions,
    dated=lambda context: context["chosen"] is None,  # a version is what it is, on whichever day it applied
)

# --- Coverage ---------------------------------------------------------------------------------------------------------


def _of_measure(context: Mapping) -> list[Line]:
    measure, figure = context["measure"], context["headline"]
    return [(_("Measure"), str(measure.title)), (_("Figure"), figure["words"]), *context["told_facts"]]


def _faint(context: Mapping) -> Iterator[str]:
    if context["some_faint"]:
        yield _("Faint: not asked about, or not in the choice.")
    if context["of_areas"]:
        yield _("A municipality that lies in several delivery areas has the colour of the one that counts.")


MEASURE_MAP = Picture(
    "karta",
    gettext_lazy("Map"),
    lambda context: [Panel(context["map"])] if context["map"] else [],
    legend=lambda context: counted_keys(context["legend"], "count"),
    notes=_faint,
    about=_of_measure,
)


def _trend_panels(context: Mapping) -> list[Panel]:
    trend = context["trend"]
    starts = ", ".join(f"{mark.label} {mark.on.isoformat()}" for mark in trend["marks"])
    notes = [_("Where nothing is known, there is no line."), *trend["breaks"]]
    notes += [f"{_('The phases start:')} {starts}."] if starts else []
    return [Panel(trend["svg"], legend=[day_key(context["selection"].on, "trend-day")], notes=notes)]


MEASURE_TREND = Picture("tid", gettext_lazy("Through time"), _trend_panels, about=_of_measure)


def _dot_keys(context: Mapping) -> list[Key]:
    keys = [Key(each["word"], drawn=each["sign"]) for each in context["picture"]["legend"]]
    if context["picture"]["lines"]:
        words = _("Reported, without a published definition: it may belong to any of the lines it crosses")
        keys.append(Key(words, drawn='<path class="dot-reported" d="M11 0v16"/>'))
    return keys


ANSWERS = Picture(
    "diagram",
    gettext_lazy("All answers on one scale"),
    lambda context: [Panel(context["picture"]["svg"])],
    legend=_dot_keys,
    counted=gettext_lazy("Unit: municipality. Test: an office on site."),
    basis=no_basis,  # each dot says whose rows it is counted over
)

# --- White spots and comparison ---------------------------------------------------------------------------------------


def _told(context: Mapping) -> list[Line]:
    """What the files of the page say; not how a table writes what is missing, nor the filters, told one by one here."""
    return [line for line in context["about_lines"] if line[0] not in (_("Missing"), _("Filters"))]


WHITE_SPOT_MAP = Picture("karta", gettext_lazy("White spots"), map_panels, about=_told, source=MAP_SOURCE)


def _compared_basis(context: Mapping) -> str | None:
    return "example" if context["shows_examples"] else None


DIFFERENCE_MAP = Picture(
    "karta",
    gettext_lazy("Municipalities that differ"),
    lambda context: [Panel(context["map"])] if context["map"] else [],
    legend=lambda context: counted_keys(context["legend"], "number"),
    notes=lambda _context: [_("Each municipality has the colour of its main difference.")],
    about=_told,
    source=MAP_SOURCE,
    basis=_compared_basis,
    dated=lambda _context: False,  # it says itself which days it is about
)

# --- Map sheets -------------------------------------------------------------------------------------------------------


def _sheet_panels(context: Mapping) -> list[Panel]:
    return [
        Panel(each["svg"], heading=_heading(each), under=_under(each["figure"], str(context["figure_words"])))
        for each in context["sheets"]
    ]


def _heading(sheet: Mapping) -> str:
    return " · ".join(filter(None, [day_in_words(sheet["day"]), str(sheet["label"])]))


def _under(figure: Mapping, words: str) -> str:
    """The count under a map, as the page has it."""
    if figure["part"] is None:
        return _("no data")
    told = _("%(part)s of %(whole)s") % {name: figure_number(figure[name]) for name in ("part", "whole")}
    share = "" if figure["percent"] is None else f" ({per_cent(figure['percent'])})"
    return f"{told}{share} {words}"


def _sheet_notes(context: Mapping) -> Iterator[str]:
    if context["selection"].layer == "phase":
        yield _("Faint: not switched yet.")
    yield context["counted"]


def _days(context: Mapping) -> list[Line]:
    return [(_("Day"), ", ".join(day_in_words(each["day"]) for each in context["sheets"]))]


SHEET_MAPS = Picture(
    "kartor",
    gettext_lazy("Map sheets"),
    _sheet_panels,
    legend=lambda context: [Key(each["word"], each["key"]) for each in context["legend"]],
    notes=_sheet_notes,
    about=_days,
    source=MAP_SOURCE,
    basis=lambda context: counted_basis(context) if context["selection"].layer == "coverage" else None,
    heading=lambda context: f"{_('Map sheets')}: {context['layer_word']}",
    shared=lambda context: context["shared"],
    columns=lambda context: context["columns"],
)

# --- Follow-up --------------------------------------------------------------------------------------------------------


def _month_chart(name: str, key: str) -> Picture:
    title = gettext_lazy("Follow-up")
    if name == "country":
        return Picture(key, title, lambda context: _month_panels(context, name), about=_reported, basis=no_basis)
    return Picture(key, title, lambda context: _month_panels(context, name), about=_told)


def _reported(context: Mapping) -> list[Line]:
    """Where the numbers of the whole country come from."""
    return [(_("Source"), source_words(each)) for each in context["country"]["sources"]]


MONTH_CHARTS = tuple(_month_chart(name, key) for name, key in FILE_KEYS.items())


def _month_panels(context: Mapping, name: str) -> list[Panel]:
    reach, country = context["reach"] or {"charts": []}, context["country"] or {"chart": None}
    charts = [country["chart"], *reach["charts"], *context["result_charts"]]
    return [Panel(each["svg"], notes=_month_notes(each)) for each in charts if each and each["name"] == name]


def _month_notes(chart: Mapping) -> list[str]:
    return [*([_("Dotted: months without a figure.")] if chart["has_gaps"] else []), *chart["breaks"]]
