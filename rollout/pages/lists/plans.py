"""The lists of the pages of phases and plans."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.models import Phase
from rollout.pages.lists.frame import Column, Listing, basis_of_plan
from rollout.pages.lists.pictures import PLAN_CHARTS
from rollout.pages.lists.shared import (
    CHART,
    HAPPENINGS,
    MAP,
    OF_BARS,
    THROUGH_TIME,
    bars_of,
    certainty_word,
    municipalities,
    source_words,
)
from rollout.pages.phases import FIELDS


def _phases(context: Mapping) -> list[tuple]:
    return [(each["plan"], line) for each in context["plans"] for line in each["lines"]]


def _day_columns(place: int) -> tuple[Column, Column]:
    """A day of the phases and how surely it is known; the plans differ in their services, so the head names none."""
    words = str(Phase._meta.get_field(FIELDS[place]).verbose_name)
    head = words[:1].upper() + words[1:]
    return (
        Column(head, lambda row: row[1]["days"][place]["day"]),
        Column(
            _("%(day)s, certainty") % {"day": head},
            lambda row: certainty_word(row[1]["days"][place]["certainty"]),
        ),
    )


def _phase_columns(_context: Mapping) -> tuple[Column, ...]:
    days = [column for place in range(len(FIELDS)) for column in _day_columns(place)]
    return (
        Column(gettext_lazy("Plan"), lambda row: str(row[0])),
        Column(gettext_lazy("Phase"), lambda row: row[1]["phase"].label),
        *days,
        Column(gettext_lazy("Municipalities"), lambda row: row[1]["municipalities"]),
        Column(gettext_lazy("of which derived"), lambda row: row[1]["derived"]),
        Column(gettext_lazy("Sum"), lambda row: row[1]["sum"]),
        Column(gettext_lazy("Delivery areas"), lambda row: row[1]["areas"]),
        Column(gettext_lazy("Delivery areas, certainty"), lambda row: certainty_word(row[1]["areas_certainty"])),
        Column(gettext_lazy("Example data"), lambda row: row[0].is_example),
    )


OF_PHASES = (
    Listing("etapper", gettext_lazy("Phases"), _phase_columns, _phases, basis=basis_of_plan),
    Listing(
        "tidslinje",
        THROUGH_TIME.title,
        OF_BARS,
        lambda context: bars_of(each["chart"] for each in context["plans"]),
        counted=THROUGH_TIME.counted,
        basis=basis_of_plan,
    ),
    PLAN_CHARTS,
)


def _statements(context: Mapping) -> list[tuple]:
    return [(day, said) for day in context["days"] for said in (day["statements"] or [None])]


STATEMENTS = Listing(
    key="dagar",
    title=gettext_lazy("The days, and who says so"),
    columns=(
        Column(gettext_lazy("What"), lambda row: row[0]["what"]),
        Column(gettext_lazy("Date"), lambda row: row[1]["row"].day if row[1] else row[0]["day"]),
        Column(gettext_lazy("In the words of the source"), lambda row: (row[1] and row[1]["row"].wording) or None),
        Column(gettext_lazy("Followed by the plan"), lambda row: row[1]["row"].holds if row[1] else None),
        Column(gettext_lazy("Certainty"), lambda row: certainty_word(row[1]["row"].certainty) if row[1] else None),
        Column(gettext_lazy("Method"), lambda row: (row[1] and row[1]["method"]) or None),
        Column(gettext_lazy("Source"), lambda row: source_words(row[1]["row"].source) if row[1] else None),
        Column(
            gettext_lazy("Note"), lambda row: (row[1] and row[1]["row"].source and row[1]["row"].source.note) or None
        ),
    ),
    rows=_statements,
    basis=basis_of_plan,
)
PHASE_AREAS = Listing(
    key="omraden",
    title=gettext_lazy("Delivery areas"),
    columns=(
        Column(gettext_lazy("Delivery area"), lambda area: area.name),
        Column(gettext_lazy("Municipalities"), lambda area: area.municipality_count),
        Column(gettext_lazy("Certainty"), lambda area: certainty_word(area.certainty)),
    ),
    rows=lambda context: context["areas"],
    basis=basis_of_plan,
)
KNOWN_BY = Column(gettext_lazy("How its phase is known"), lambda row: certainty_word(row["switch"].certainty))
OF_PHASE = (
    HAPPENINGS,
    replace(THROUGH_TIME, basis=basis_of_plan),
    replace(CHART, basis=basis_of_plan),
    replace(MAP, basis=basis_of_plan, counted=""),
    STATEMENTS,
    Listing(
        "milstolpar",
        gettext_lazy("Milestones"),
        HAPPENINGS.columns,
        lambda context: context["milestones"],
        basis=basis_of_plan,
    ),
    PHASE_AREAS,
    municipalities(KNOWN_BY),
)


def _versions(context: Mapping) -> list[dict]:
    """The versions of all pairs in the order of the page, then one's own scenarios."""
    groups = [[pair["published"], *pair["open"], *pair["superseded"]] for pair in context["pairs"]]
    return [each for group in (*groups, context["scenarios"]) for each in group if each]


PLANS = Listing(
    key="planer",
    title=gettext_lazy("Plans"),
    columns=(
        Column(gettext_lazy("Plan"), lambda row: str(row["plan"])),
        Column(gettext_lazy("Stage"), lambda row: str(row["stage"])),
        Column(gettext_lazy("Whose turn"), lambda row: str(row["turn"]) or None),
        Column(gettext_lazy("Phases"), lambda row: row["plan"].phase_count),
        Column(gettext_lazy("Municipalities"), lambda row: row["plan"].placed),
        Column(gettext_lazy("Published"), lambda row: row["plan"].published_at and localdate(row["plan"].published_at)),
        Column(gettext_lazy("Example data"), lambda row: row["plan"].is_example),
    ),
    rows=_versions,
    basis=basis_of_plan,
)
