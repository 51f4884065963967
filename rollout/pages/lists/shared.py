"""Lists that several pages have: municipalities on a day, agreements, offices, what happens when, bars through time."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.models import Certainty, Source
from rollout.pages.lists.drawn import chart_panel, map_panels
from rollout.pages.lists.frame import Column, Listing, Picture, basis_of_plan

OFFICE_TEST = gettext_lazy("Unit: provider. Test: an office on site, open on the day under an agreement in force.")
BOUNDARIES = gettext_lazy("Boundaries: SCB.")
MAP_SOURCE = gettext_lazy("Boundaries: SCB. Municipality groups: SKR 2023. Phases and days: Arbetsförmedlingen.")
PLACES_SOURCE = gettext_lazy("Municipalities: SCB. Municipality groups: SKR 2023. Phases and days: Arbetsförmedlingen.")


def certainty_word(key: str) -> str | None:
    """How surely something is known, in a word; None where it is not said."""
    return str(Certainty(key).label) if key else None


def source_words(source: Source | None) -> str | None:
    """Where something comes from, as the pages tell it."""
    if source is None:
        return None
    day = f", {source.published_on:%Y-%m-%d}" if source.published_on else ""
    return f"{source.publisher}: {source.title}{day}"


def yes_or_no(value: object) -> bool | None:
    """A truth as a cell; None where it is not known."""
    return None if value is None else bool(value)


# --- Municipalities ---------------------------------------------------------------------------------------------------

CODE = Column(gettext_lazy("Code"), lambda row: row["code"])
MUNICIPALITY = Column(gettext_lazy("Municipality"), lambda row: row["name"])
STATUS = Column(gettext_lazy("Service"), lambda row: row["status"]["word"])
PHASE = Column(gettext_lazy("Phase"), lambda row: None if row["phase"] == "–" else row["phase"])
PROVIDERS = Column(gettext_lazy("Providers with an office"), lambda row: row["providers"]["number"])
INHABITANTS = Column(gettext_lazy("Inhabitants"), lambda row: row["population"])
RURAL = Column(gettext_lazy("Rural"), lambda row: row["rural"])
OF_MUNICIPALITIES = (CODE, MUNICIPALITY, STATUS, PHASE, PROVIDERS, INHABITANTS, RURAL)


def municipalities(*more: Column, rows: str = "rows", key: str = "kommuner", title: object = "") -> Listing:
    """The list of municipalities of a page, with columns of its own after the name."""
    return Listing(
        key=key,
        title=title or gettext_lazy("Municipalities"),
        columns=(CODE, MUNICIPALITY, *more, *OF_MUNICIPALITIES[2:]),
        rows=lambda context: context[rows],
        counted=OFFICE_TEST,
        source=PLACES_SOURCE,
    )


# --- Agreements and offices -------------------------------------------------------------------------------------------

OF_AGREEMENTS = (
    Column(gettext_lazy("Provider"), lambda row: row.provider.name),
    Column(gettext_lazy("Service"), lambda row: row.service.short_name),
    Column(gettext_lazy("Agreement number"), lambda row: row.number),
    Column(gettext_lazy("From"), lambda row: row.starts_on),
    Column(gettext_lazy("Last day"), lambda row: row.ends_on),
)
AGREEMENTS_NOTE = gettext_lazy("An empty first day is not known; an empty last day is until further notice.")


def agreements(columns: Iterable[Column] = OF_AGREEMENTS) -> Listing:
    """The agreements of a page."""
    return Listing(
        key="avtal",
        title=gettext_lazy("Agreements"),
        columns=tuple(columns),
        rows=lambda context: context["agreements"],
        counted=AGREEMENTS_NOTE,
    )


def address_words(office: Any) -> str | None:
    """Street and post town of an office on one line."""
    town = f"{office.postal_code} {office.post_town}".strip() if office.post_town else office.postal_code
    return ", ".join(part for part in (office.street, town) if part) or None


OFFICE_MUNICIPALITY = Column(
    gettext_lazy("Municipality"), lambda row: row.municipality.name if row.municipality else None
)
OFFICE_PROVIDER = Column(gettext_lazy("Provider"), lambda row: row.agreement.provider.name)


def offices(*whose: Column) -> Listing:
    """The offices of a page; whose: the columns that say where, or of which provider, they are."""
    return Listing(
        key="kontor",
        title=gettext_lazy("Offices"),
        columns=(
            Column(gettext_lazy("Address"), address_words),
            *whose,
            Column(gettext_lazy("Service"), lambda row: row.agreement.service.short_name),
            Column(gettext_lazy("Kind"), lambda row: _("on site") if row.on_site else _("digital only")),
            Column(gettext_lazy("Since"), lambda row: row.opens_on),
            Column(gettext_lazy("Last confirmed"), lambda row: row.last_confirmed_on),
            Column(gettext_lazy("How its municipality is known"), lambda row: row.get_placed_display()),
            Column(gettext_lazy("Latitude"), lambda row: row.latitude),
            Column(gettext_lazy("Longitude"), lambda row: row.longitude),
        ),
        rows=lambda context: context["offices"],
        counted=gettext_lazy("A listed office is no proof of presence: see when it was last confirmed."),
    )


# --- Through time -----------------------------------------------------------------------------------------------------


def bars_of(charts: Iterable[Mapping | None]) -> list[tuple[str, Any]]:
    """The bars of some charts, each with the name of its line."""
    return [(line["name"], bar) for chart in charts if chart for line in chart["rows"] for bar in line["bars"]]


OF_BARS = (
    Column(gettext_lazy("Line"), lambda row: row[0]),
    Column(gettext_lazy("What"), lambda row: row[1].word),
    Column(gettext_lazy("Note"), lambda row: row[1].note or None),
    Column(gettext_lazy("From"), lambda row: row[1].first),
    Column(gettext_lazy("Up to and including"), lambda row: row[1].last),
)
THROUGH_TIME = Listing(
    key="tidslinje",
    title=gettext_lazy("Through time"),
    columns=OF_BARS,
    rows=lambda context: bars_of([context["chart"]]),
    counted=gettext_lazy("Both days are included. An empty day is open."),
)
CHART = Picture(
    "tidslinje",
    THROUGH_TIME.title,
    lambda context: [chart_panel(context["chart"], context)] if context["chart"] else [],
    counted=THROUGH_TIME.counted,
)
MAP = Picture("karta", gettext_lazy("Map"), map_panels, counted=OFFICE_TEST, source=MAP_SOURCE)
HAPPENINGS = Listing(
    key="handelser",
    title=gettext_lazy("What happens when"),
    columns=(
        Column(gettext_lazy("Date"), lambda each: each.day),
        Column(gettext_lazy("What"), lambda each: each.what),
        Column(gettext_lazy("About"), lambda each: each.about or None),
        Column(gettext_lazy("Certainty"), lambda each: certainty_word(each.certainty)),
        Column(gettext_lazy("Sources disagree"), lambda each: each.contested),
        Column(gettext_lazy("Source"), lambda each: source_words(each.source)),
        Column(gettext_lazy("Example data"), lambda each: each.example),
    ),
    rows=lambda context: [*reversed(context["agenda"].behind), *context["agenda"].ahead],
    basis=basis_of_plan,  # a row says itself whether it is invented
)
