"""The lists of the pages of delivery areas and providers."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.pages.lists.frame import Column, Listing
from rollout.pages.lists.shared import (
    AGREEMENTS_NOTE,
    CHART,
    HAPPENINGS,
    MAP,
    OFFICE_MUNICIPALITY,
    OFFICE_PROVIDER,
    THROUGH_TIME,
    agreements,
    certainty_word,
    municipalities,
    offices,
    yes_or_no,
)


def _areas(context: Mapping) -> list[tuple]:
    return [(each["service"], line) for each in context["services"] for line in each["areas"]]


AREAS = Listing(
    key="omraden",
    title=gettext_lazy("Delivery areas"),
    columns=(
        Column(gettext_lazy("Service"), lambda row: row[0].name),
        Column(gettext_lazy("Delivery area"), lambda row: row[1]["area"].name),
        Column(gettext_lazy("Municipalities"), lambda row: row[1]["municipalities"] or None),
        Column(gettext_lazy("Agreements on the day"), lambda row: row[1]["agreements"]),
        Column(
            gettext_lazy("Certainty"),
            lambda row: None if row[1]["area"].is_example else certainty_word(row[1]["area"].certainty),
        ),
        Column(gettext_lazy("Example data"), lambda row: row[1]["area"].is_example),
    ),
    rows=_areas,
    counted=gettext_lazy("An empty number is not known. Agreements that are in force on the day are counted."),
)
IN_AREA = Column(
    gettext_lazy("Lies in the area"), lambda row: certainty_word(row["certainty"]) if row["certainty"] else None
)
OF_AREA = (HAPPENINGS, agreements(), offices(OFFICE_MUNICIPALITY, OFFICE_PROVIDER), municipalities(IN_AREA), MAP)

# --- Providers --------------------------------------------------------------------------------------------------------

PROVIDERS = Listing(
    key="leverantorer",
    title=gettext_lazy("Providers"),
    columns=(
        Column(gettext_lazy("Provider"), lambda row: row["provider"].name),
        Column(gettext_lazy("Organisation number"), lambda row: row["provider"].organisation_number or None),
        Column(gettext_lazy("Services"), lambda row: ", ".join(row["services"]) or None),
        Column(gettext_lazy("Agreements"), lambda row: row["agreements"]),
        Column(gettext_lazy("Offices on site"), lambda row: row["offices"]),
        Column(gettext_lazy("Municipalities"), lambda row: row["municipalities"]),
    ),
    rows=lambda context: context["every_line"](),
    counted=gettext_lazy(
        "Agreements in force on the day, their offices on site that are open, "
        "and the municipalities in which those lie."
    ),
)


def state_word(key: str) -> str:
    """How an agreement stands on the day."""
    return {
        "in_force": _("in force"),
        "notice": _("in force, notice given"),
        "ahead": _("not yet begun"),
        "ended": _("ended"),
    }[key]


def _area_name(agreement) -> str | None:
    return agreement.area.name if agreement.area else None


OWN_AGREEMENTS = Listing(
    key="avtal",
    title=gettext_lazy("Agreements"),
    columns=(
        Column(gettext_lazy("Delivery area"), lambda row: _area_name(row["row"])),
        Column(gettext_lazy("Service"), lambda row: row["row"].service.short_name),
        Column(gettext_lazy("Agreement number"), lambda row: row["row"].number),
        Column(gettext_lazy("From"), lambda row: row["row"].starts_on),
        Column(gettext_lazy("Notice sent"), lambda row: row["row"].notice_sent_on),
        Column(gettext_lazy("Last referral day"), lambda row: row["row"].last_referral_on),
        Column(gettext_lazy("Last day"), lambda row: row["row"].ends_on),
        Column(gettext_lazy("On the day"), lambda row: state_word(row["state"])),
    ),
    rows=lambda context: context["agreements"],
    counted=AGREEMENTS_NOTE,
)


def _rating(row: dict) -> int | None:
    if row["rating"]:
        return row["rating"].value
    return row["listed"].rating if row["listed"] else None


def _rated_in(row: dict) -> str | None:
    if row["rating"]:
        return f"{row['rating'].period:%Y-%m}"
    return f"{row['listed'].listing.on:%Y-%m-%d}" if row["listed"] else None


RESULTS = Listing(
    key="resultat",
    title=gettext_lazy("Ratings and results"),
    columns=(
        Column(gettext_lazy("Service"), lambda row: row["agreement"].service.short_name),
        Column(gettext_lazy("Delivery area"), lambda row: _area_name(row["agreement"])),
        Column(gettext_lazy("Agreement number"), lambda row: row["agreement"].number),
        Column(gettext_lazy("Rating, 1 to 4"), _rating),
        Column(gettext_lazy("Rating of"), _rated_in),
        Column(gettext_lazy("Result of"), lambda row: f"{row['result'].period:%Y-%m}" if row["result"] else None),
        Column(gettext_lazy("Weighted result"), lambda row: row["result"].weighted_result if row["result"] else None),
        Column(gettext_lazy("Participants"), lambda row: row["result"].participants if row["result"] else None),
        Column(
            gettext_lazy("At risk of termination"),
            lambda row: yes_or_no(row["result"].risks_termination) if row["result"] else None,
        ),
    ),
    rows=lambda context: context["results"],
    counted=gettext_lazy("An empty cell is missing: neither 0 nor no. Unrated is not bad."),
)
OF_PROVIDER = (HAPPENINGS, THROUGH_TIME, CHART, OWN_AGREEMENTS, RESULTS, offices(OFFICE_MUNICIPALITY))
