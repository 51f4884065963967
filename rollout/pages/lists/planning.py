"""The lists of plans that are worked on: who switches when, the grid of phases, milestones, what comes of a plan."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.coverage import Figure
from rollout.exports import Cell
from rollout.pages.lists.drawn import shown_keys
from rollout.pages.lists.frame import Column, Line, Listing, Picture, basis_of_plan
from rollout.pages.lists.shared import BOUNDARIES, certainty_word, source_words
from rollout.svg_file import Panel

# --- The workspace ----------------------------------------------------------------------------------------------------

PLACES = Listing(
    key="kommuner",
    title=gettext_lazy("Who switches when"),
    columns=(
        Column(gettext_lazy("Delivery area"), lambda row: row[0]["name"] or None),
        Column(gettext_lazy("Code"), lambda row: row[1]["code"]),
        Column(gettext_lazy("Municipality"), lambda row: row[1]["name"]),
        Column(gettext_lazy("Phase"), lambda row: row[1]["phase"]["word"]),
        Column(gettext_lazy("Area split between phases"), lambda row: row[0]["split"]),
    ),
    rows=lambda context: [(group, row) for group in context["places"]["groups"] for row in group["rows"]],
    basis=basis_of_plan,
)


def _grid_days(place: int, head: str) -> tuple[Column, Column]:
    """A day as decided, and as the notice rules suggest it."""
    return (
        Column(head, lambda line: line["days"][place]["decided"]),
        Column(_("%(day)s, by the rule") % {"day": head}, lambda line: line["days"][place]["suggested"]),
    )


def _grid_columns(context: Mapping) -> list[Column]:
    days = [_grid_days(place, head) for place, head in enumerate(context["grid"]["heads"])]
    return [
        Column(_("No."), lambda line: line["phase"].number),
        Column(_("Name"), lambda line: line["phase"].label),
        Column(_("Municipalities"), lambda line: line["municipalities"]),
        Column(_("Delivery areas"), lambda line: line["areas"]),
        *(column for pair in days for column in pair),
    ]


GRID = Listing(
    key="etapper",
    title=gettext_lazy("Phases"),
    columns=_grid_columns,
    rows=lambda context: context["grid"]["lines"],
    basis=basis_of_plan,
    counted=gettext_lazy("Beside each day stands what the notice rules suggest. What is decided is what holds."),
)
PHASE_MAP = Picture(
    "karta",
    gettext_lazy("The municipalities by phase"),
    lambda context: [Panel(context["map"])] if context["map"] else [],
    legend=lambda context: shown_keys(context["map"], context["map_words"]),
    source=BOUNDARIES,
    basis=basis_of_plan,
    dated=lambda _context: False,  # a plan is what it is on every day
)
OF_WORKSPACE = (GRID, PLACES, PHASE_MAP)

# --- Milestones -------------------------------------------------------------------------------------------------------

MILESTONES = Listing(
    key="milstolpar",
    title=gettext_lazy("Milestones"),
    columns=(
        Column(gettext_lazy("Date"), lambda row: row.on),
        Column(gettext_lazy("Up to and including"), lambda row: row.until),
        Column(gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("Phase"), lambda row: row.phase.label if row.phase else None),
        Column(gettext_lazy("What happens"), lambda row: row.label),
        Column(gettext_lazy("Note"), lambda row: row.note or None),
        Column(gettext_lazy("Certainty"), lambda row: certainty_word(row.certainty)),
        Column(gettext_lazy("Source"), lambda row: source_words(row.source)),
    ),
    rows=lambda context: context["milestones"],
    basis=basis_of_plan,
)

# --- Outcome ----------------------------------------------------------------------------------------------------------


def _versions(context: Mapping) -> list[Line]:
    """What is held against what, and what is left out of the count."""
    told = [(_("Before"), context["against_version"])] if context["against"] else []
    told.append((_("After"), context["version"]))
    left_out = ", ".join(provider.name for provider in context["left_out"])
    return [*told, *([(_("Counted without"), left_out)] if left_out else [])]


def _basis(context: Mapping) -> str | None:
    return "example" if context["shows_examples"] else None


def both_sides(
    label: str, value: Callable[[Mapping, str], Cell], *, has_before: bool, name: str = "%(what)s"
) -> list[Column]:
    """A column before and one after; one alone where there is nothing to hold against. value: of a row and a side."""
    if not has_before:
        return [Column(name % {"what": label}, lambda row: value(row, "after"))]
    heads = {"before": _("%(what)s, before"), "after": _("%(what)s, after")}
    return [
        Column(name % {"what": head % {"what": label}}, lambda row, side=side: value(row, side))
        for side, head in heads.items()
    ]


def _number(line: Mapping, side: str) -> int | None:
    """The count of a line on a side; None where it is not known."""
    told = line[side] or {"number": None}
    return told["figure"]["part"] if "figure" in told else told["number"]


def _whole(line: Mapping, side: str) -> int | None:
    """What the count is out of; None for one that is out of nothing."""
    told = line[side] or {}
    return told["figure"]["whole"] if "figure" in told else None


def _difference(line: Mapping) -> int | None:
    before, after = (_number(line, side) for side in ("before", "after"))
    return None if None in (before, after) else after - before


def _line_columns(context: Mapping) -> list[Column]:
    sides = {"has_before": context["has_before"]}
    return [
        Column(_("What"), lambda line: str(line["label"])),
        *both_sides(_("Number"), _number, **sides),
        *both_sides(_("Out of"), _whole, **sides),
        *([Column(_("Difference"), _difference)] if context["has_before"] else []),
    ]


def _day_columns(context: Mapping) -> list[Column]:
    lines = [Column(each.label, lambda row, value=each.value: value(row[1])) for each in _line_columns(context)]
    return [Column(_("Day"), lambda row: row[0]), *lines]


MEASURES = (
    gettext_lazy("Municipalities"),
    gettext_lazy("First day"),
    gettext_lazy("Without an office"),
    gettext_lazy("Rural without an office"),
    gettext_lazy("Without an agreement"),
    gettext_lazy("Areas with too few providers ready"),
    gettext_lazy("In a service gap"),
)
SHARES = MEASURES[2:6]  # of which each is a count out of another


def _cell(place: int, part: str) -> Callable[[Mapping, str], Cell]:
    def value(row: Mapping, side: str) -> Cell:
        told: Figure | int | date | None = row["cells"][place]["values"][side]
        return getattr(told, part) if isinstance(told, Figure) else told

    return value


def _phase_columns(context: Mapping) -> list[Column]:
    columns = [
        Column(_("Phase"), lambda row: row["class"]["word"]),
        *([Column(_("Removed"), lambda row: row["gone"])] if context["has_before"] else []),
    ]
    for place, measure in enumerate(MEASURES):
        sides = {"has_before": context["has_before"]}
        columns += both_sides(str(measure), _cell(place, "part"), **sides)
        if measure in SHARES:
            columns += both_sides(str(measure), _cell(place, "whole"), **sides, name=_("%(what)s, out of"))
    return columns


def _found(row: Mapping, side: str) -> str | None:
    told = [f"{each['word']}: {each['number']}" if each["number"] else str(each["word"]) for each in row[side]]
    return capfirst(", ".join(told)) or None


def _rule_columns(context: Mapping) -> list[Column]:
    found = both_sides(_("Findings"), _found, has_before=context["has_before"])
    return [Column(_("Rule"), lambda row: str(row["label"])), *found]


def _of_outcome(key: str, title: str, columns: Callable, rows: Callable[[Mapping], Iterable]) -> Listing:
    """A list of the page of outcomes, which is about a plan and not about the reader's day."""
    return Listing(key, title, columns, rows, basis=_basis, about=_versions, dated=False, counted=AS_PLANNED)


AS_PLANNED = gettext_lazy(
    "As planned. Unit: municipality, out of those in a phase with a first day; only providers of the new service are "
    "counted. An empty cell is not known."
)
OF_OUTCOME = (
    _of_outcome("planen", gettext_lazy("The plan as a whole"), _line_columns, lambda context: context["totals"]),
    _of_outcome(
        "etapper",
        gettext_lazy("Phase by phase, on its first day"),
        _phase_columns,
        lambda context: context["phases"],
    ),
    _of_outcome("regler", gettext_lazy("What the rules find"), _rule_columns, lambda context: context["rules"]),
    _of_outcome(
        "dagar",
        gettext_lazy("The whole country on chosen days"),
        _day_columns,
        lambda context: [(each["day"], line) for each in context["days"] for line in each["lines"]],
    ),
)
