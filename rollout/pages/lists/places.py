"""The lists of the pages of municipalities and counties."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from rollout.pages.lists.frame import Column, Listing, basis_of_plan
from rollout.pages.lists.shared import (
    CHART,
    CODE,
    HAPPENINGS,
    MAP,
    MUNICIPALITY,
    OF_AGREEMENTS,
    OFFICE_PROVIDER,
    PLACES_SOURCE,
    STATUS,
    THROUGH_TIME,
    agreements,
    certainty_word,
    municipalities,
    offices,
    source_words,
)


def _of_counties(context: Mapping) -> list[dict]:
    return [{**line, "county": each["county"].name} for each in context["counties"] for line in each["lines"]]


def _switch_days(context: Mapping) -> list[tuple]:
    return [(each["switch"], row) for each in context["switches"] for row in each["rows"]]


SWITCH = Listing(
    key="vaxling",
    title=gettext_lazy("The days of the switch"),
    columns=(
        Column(gettext_lazy("Plan"), lambda row: str(row[0].plan)),
        Column(gettext_lazy("Phase"), lambda row: row[0].phase.label),
        Column(gettext_lazy("How its phase is known"), lambda row: certainty_word(row[0].certainty)),
        Column(gettext_lazy("What"), lambda row: row[1]["what"]),
        Column(gettext_lazy("Planned"), lambda row: row[1]["planned"]),
        Column(gettext_lazy("Actual"), lambda row: row[1]["actual"]),
        Column(
            gettext_lazy("How the day of the phase is known"),
            lambda row: certainty_word(row[1]["statement"].certainty) if row[1]["statement"] else None,
        ),
        Column(gettext_lazy("Sources disagree"), lambda row: row[1]["contested"]),
        Column(
            gettext_lazy("Source"),
            lambda row: source_words(row[1]["statement"].source) if row[1]["statement"] else None,
        ),
    ),
    rows=_switch_days,
    basis=basis_of_plan,
)
AGREEMENTS_HERE = agreements(
    (
        *(Column(each.label, lambda row, value=each.value: value(row["agreement"])) for each in OF_AGREEMENTS),
        Column(gettext_lazy("Offices here"), lambda row: row["offices"]),
    )
)
OF_MUNICIPALITY = (
    HAPPENINGS,
    THROUGH_TIME,
    CHART,
    MAP,
    SWITCH,
    offices(OFFICE_PROVIDER),
    AGREEMENTS_HERE,
    municipalities(rows="neighbours", key="grannar", title=gettext_lazy("Neighbours")),
)
OF_COUNTY = (municipalities(), MAP)
OF_COUNTRY = (
    Listing(
        key="kommuner",
        title=gettext_lazy("Municipalities"),
        columns=(CODE, MUNICIPALITY, Column(gettext_lazy("County"), lambda row: row["county"]), STATUS),
        rows=_of_counties,
        basis=basis_of_plan,
        source=PLACES_SOURCE,
    ),
)
