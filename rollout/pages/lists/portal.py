"""The lists of a provider's portal: its areas and their municipalities, agreements, offices, ratings and results."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rollout import words
from rollout.models import Switch
from rollout.pages.lists.drawn import counted_keys
from rollout.pages.lists.frame import Column, Listing, Picture, basis_of_provider
from rollout.pages.lists.shared import AGREEMENTS_NOTE, BOUNDARIES, CHART, HAPPENINGS, MAP, THROUGH_TIME, address_words
from rollout.pages.lists.suppliers import OWN_AGREEMENTS
from rollout.pages.portal_area import OneArea
from rollout.pages.portal_areas import Areas
from rollout.svg_file import Panel

# --- Areas ------------------------------------------------------------------------------------------------------------

STATES = ("in_force", "ahead", "ended")
STATE_WORDS = {
    "in_force": gettext_lazy("in force"),
    "ahead": gettext_lazy("not yet begun"),
    "ended": gettext_lazy("ended"),
}
OF_OTHERS = gettext_lazy(
    "Others: providers beside you with an agreement in force in the area, and those of them with an office on site "
    "under it. White spot: a municipality where nobody has an office on site. An empty cell is not known."
)


def _area_name(line: Mapping) -> str | None:
    return line["area"].name if line["area"] else None


OWN_AREAS = Listing(
    key="omraden",
    title=gettext_lazy("My delivery areas"),
    columns=(
        Column(gettext_lazy("Delivery area"), _area_name),
        Column(gettext_lazy("Agreement number"), lambda line: line["agreement"].number),
        Column(gettext_lazy("Service"), lambda line: line["agreement"].service.short_name),
        Column(gettext_lazy("On the day"), lambda line: str(STATE_WORDS[line["state"]])),
        Column(pgettext_lazy("agreement", "First day"), lambda line: line["agreement"].starts_on),
        Column(gettext_lazy("Last contract day"), lambda line: line["agreement"].ends_on),
        Column(gettext_lazy("What comes next"), lambda line: str(line["next"]["word"]) if line["next"] else None),
        Column(gettext_lazy("The day of what comes next"), lambda line: line["next"]["day"] if line["next"] else None),
        Column(gettext_lazy("Phase"), lambda line: ", ".join(each["class"]["word"] for each in line["phases"]) or None),
        Column(gettext_lazy("Municipalities"), lambda line: line["municipalities"]),
        Column(gettext_lazy("My offices"), lambda line: line["offices"]),
        Column(gettext_lazy("Others"), lambda line: line["others"]),
        Column(gettext_lazy("Others with an office"), lambda line: line["others_with_office"]),
        Column(gettext_lazy("White spots"), lambda line: line["white_spots"]),
    ),
    rows=lambda context: [line for state in STATES for line in context[state]],
    counted=OF_OTHERS,
)


class PlaceOfAgreement:
    """A municipality of an agreement's area, with its switch; without one, an area whose municipalities are unknown."""

    def __init__(self, areas: Areas, line: Mapping, code: str | None, switch: Switch | None) -> None:
        self.line, self.code, self.switch, portfolio = line, code, switch, areas.portfolio
        self.agreement = line["agreement"]
        self.row = portfolio.selection.country.loc[code] if code else None
        self.days = portfolio.days(switch) if switch else None
        self.own = portfolio.own_offices_in[code] if code else None

    @property
    def providers(self) -> int | None:
        """How many providers have an office there; None where that is not known."""
        return None if self.row is None or self.row["coverage"] == "nodata" else int(self.row["providers"])

    def day(self, name: str):
        """A day of the switch; None where there is none."""
        return getattr(self.days, name) if self.days else None


def _places(context: Mapping) -> Iterator[PlaceOfAgreement]:
    """A row for each municipality of each area in which an agreement is in force or ahead."""
    areas: Areas = context["areas"]
    switches = {
        (service, each.municipality_id): each
        for each in areas.portfolio.switches
        for service in (each.plan.from_service_id, each.plan.to_service_id)
    }
    for line in areas.lines:
        if line["state"] != "ended":
            agreement = line["agreement"]
            for code in areas.portfolio.members.get(agreement.area_id, ()) or (None,):
                yield PlaceOfAgreement(areas, line, code, switches.get((agreement.service_id, code)))


BY_MUNICIPALITY = Listing(
    key="kommuner",
    title=gettext_lazy("My delivery areas, municipality by municipality"),
    columns=(
        Column(gettext_lazy("Service"), lambda place: place.agreement.service.short_name),
        Column(gettext_lazy("Delivery area"), lambda place: _area_name(place.line)),
        Column(gettext_lazy("Agreement number"), lambda place: place.agreement.number),
        Column(pgettext_lazy("agreement", "First day"), lambda place: place.agreement.starts_on),
        Column(gettext_lazy("Last contract day"), lambda place: place.agreement.ends_on),
        Column(gettext_lazy("Municipality code"), lambda place: place.code),
        Column(gettext_lazy("Municipality"), lambda place: place.row["name"] if place.code else None),
        Column(gettext_lazy("Phase"), lambda place: place.switch.phase.label if place.switch else None),
        Column(
            gettext_lazy("Service status"),
            lambda place: str(words.STATUS_WORDS[place.row["status"]]) if place.code else None,
        ),
        Column(gettext_lazy("Last referral day, by the plan"), lambda place: place.day("last_referral_on")),
        Column(gettext_lazy("New service starts, by the plan"), lambda place: place.day("new_service_starts_on")),
        Column(gettext_lazy("Last contract day, by the plan"), lambda place: place.day("last_contract_day_on")),
        Column(gettext_lazy("Offices of ours in the municipality"), lambda place: place.own),
        Column(
            gettext_lazy("Other providers with an office in the municipality"),
            lambda place: OneArea.others_at(place.providers, place.own) if place.code else None,
        ),
        Column(gettext_lazy("White spot"), lambda place: None if place.providers is None else place.providers == 0),
        Column(gettext_lazy("Other providers with an agreement in the area"), lambda place: place.line["others"]),
    ),
    rows=_places,
    counted=OF_OTHERS,
)
OF_AREAS = (OWN_AREAS, BY_MUNICIPALITY)

# --- One area ---------------------------------------------------------------------------------------------------------

AREA_PLACES = Listing(
    key="kommuner",
    title=gettext_lazy("Municipalities"),
    columns=(
        Column(gettext_lazy("Code"), lambda row: row["code"]),
        Column(gettext_lazy("Municipality"), lambda row: row["name"]),
        Column(gettext_lazy("Service"), lambda row: row["status"]["word"]),
        Column(gettext_lazy("Phase"), lambda row: row["switch"].phase.label if row["switch"] else None),
        Column(gettext_lazy("Last referral day"), lambda row: row["days"] and row["days"].last_referral_on),
        Column(gettext_lazy("New service starts"), lambda row: row["days"] and row["days"].new_service_starts_on),
        Column(gettext_lazy("Last contract day"), lambda row: row["days"] and row["days"].last_contract_day_on),
        Column(gettext_lazy("My offices"), lambda row: row["own_offices"]),
        Column(gettext_lazy("Others with an office"), lambda row: row["others"]),
    ),
    rows=lambda context: context["rows"],
    counted=OF_OTHERS,
)
AREA_AGREEMENTS = Listing(
    key="avtal",
    title=gettext_lazy("Your agreements in the area"),
    columns=OWN_AGREEMENTS.columns,
    rows=lambda context: context["own_agreements"],
    counted=AGREEMENTS_NOTE,
)
AREA_OFFICES = Listing(
    key="kontor",
    title=gettext_lazy("Your offices in the area"),
    columns=(
        Column(gettext_lazy("Address"), lambda row: address_words(row["office"])),
        Column(
            gettext_lazy("Municipality"),
            lambda row: row["office"].municipality.name if row["office"].municipality else None,
        ),
        Column(gettext_lazy("Kind"), lambda row: _("on site") if row["office"].on_site else _("digital only")),
        Column(gettext_lazy("Last confirmed"), lambda row: row["office"].last_confirmed_on),
        Column(gettext_lazy("To confirm"), lambda row: row["has_lapsed"]),
    ),
    rows=lambda context: context["own_offices"],
)
OF_OWN_AREA = (HAPPENINGS, AREA_PLACES, AREA_AGREEMENTS, AREA_OFFICES, MAP)

# --- The home ---------------------------------------------------------------------------------------------------------

OWN_RESULTS = Listing(
    key="resultat",
    title=gettext_lazy("Ratings and results"),
    columns=(
        Column(gettext_lazy("Service"), lambda line: line["agreement"].service.short_name),
        Column(
            gettext_lazy("Delivery area"),
            lambda line: line["agreement"].area.name if line["agreement"].area else None,
        ),
        Column(gettext_lazy("Agreement number"), lambda line: line["agreement"].number),
        Column(gettext_lazy("Month"), lambda line: f"{line['month']:%Y-%m}"),
        Column(gettext_lazy("Rating, 1 to 4"), lambda line: line["rating"]["now"]),
        Column(gettext_lazy("The rating before that"), lambda line: line["rating"]["before"]),
        Column(gettext_lazy("Weighted result"), lambda line: line["numbers"]["result"]),
        Column(gettext_lazy("Change, points"), lambda line: line["numbers"]["change"]),
        Column(gettext_lazy("Participants"), lambda line: line["numbers"]["participants"]),
        Column(
            gettext_lazy("At risk of termination"), lambda line: None if line["risk"] is None else bool(line["risk"])
        ),
    ),
    rows=lambda context: context["results"]["lines"],
    counted=gettext_lazy("An empty cell is missing: neither 0 nor no. Unrated is not bad."),
)


def _changes(told: Mapping) -> list[dict]:
    """The changes of the page in its order, those that are folded away too."""
    return [*([told["lead"]] if told["lead"] else []), *told["following"], *told["later"]]


STEPS = Listing(
    key="andringar",
    title=gettext_lazy("What changes for you next"),
    columns=(
        Column(gettext_lazy("What"), lambda row: row[0]["title"]),
        Column(gettext_lazy("Step"), lambda row: str(row[1]["word"])),
        Column(gettext_lazy("Date"), lambda row: row[1]["day"]),
        Column(gettext_lazy("Delivery areas"), lambda row: ", ".join(each["name"] for each in row[0]["areas"]) or None),
        Column(gettext_lazy("Municipalities"), lambda row: row[0]["places"] or None),
        Column(gettext_lazy("By the published plan"), lambda row: bool(row[0]["by_plan"])),
    ),
    rows=lambda context: [(change, step) for change in _changes(context["changes"]) for step in change["steps"]],
)
NOBODY = {
    "bare": gettext_lazy("You have an agreement, but nobody has an office"),
    "beside": gettext_lazy("White spots next to yours"),
}
WHERE_NOBODY = Listing(
    key="vitaflackar",
    title=gettext_lazy("Where nobody is"),
    columns=(
        Column(gettext_lazy("Code"), lambda row: row[1]["code"]),
        Column(gettext_lazy("Municipality"), lambda row: row[1]["name"]),
        Column(gettext_lazy("White spot"), lambda row: str(row[0])),
    ),
    rows=lambda context: [(kind, place) for key, kind in NOBODY.items() for place in context["own_map"][key]],
    counted=gettext_lazy(
        "Unit: municipality. Nobody: no provider with an office on site, open on the day under an agreement in force. "
        "Next to: by land."
    ),
)
OWN_MAP = Picture(
    "karta",
    gettext_lazy("My areas, and where nobody is"),
    lambda context: [Panel(context["own_map"]["map"])] if context["own_map"]["map"] else [],
    legend=lambda context: counted_keys(context["own_map"]["legend"], "count"),
    counted=WHERE_NOBODY.counted,
    source=BOUNDARIES,
)
OF_HOME = (STEPS, WHERE_NOBODY, OWN_MAP, THROUGH_TIME, CHART, OWN_RESULTS)

# --- Offices ----------------------------------------------------------------------------------------------------------

OFFICE_STATES = {
    "open": pgettext_lazy("office", "open"),
    "ahead": gettext_lazy("opens later"),
    "shut": pgettext_lazy("office", "closed"),
}
OWN_OFFICES = Listing(
    key="kontor",
    title=gettext_lazy("Offices"),
    columns=(
        Column(gettext_lazy("Street address"), lambda line: line.row.street or None),
        Column(gettext_lazy("Postal code"), lambda line: line.row.postal_code or None),
        Column(gettext_lazy("Post town"), lambda line: line.row.post_town or None),
        Column(gettext_lazy("Kind"), lambda line: _("on site") if line.row.on_site else _("digital only")),
        Column(
            gettext_lazy("Municipality"), lambda line: line.row.municipality.name if line.row.municipality else None
        ),
        Column(gettext_lazy("Service"), lambda line: line.row.agreement.service.short_name),
        Column(
            gettext_lazy("Delivery area"),
            lambda line: line.row.agreement.area.name if line.row.agreement.area else None,
        ),
        Column(gettext_lazy("Agreement number"), lambda line: line.row.agreement.number),
        Column(gettext_lazy("First day"), lambda line: line.row.opens_on),
        Column(gettext_lazy("Last day"), lambda line: line.row.closes_on),
        Column(gettext_lazy("Last confirmed"), lambda line: line.row.last_confirmed_on),
        Column(gettext_lazy("On the day"), lambda line: str(OFFICE_STATES[line.state])),
        Column(gettext_lazy("To confirm"), lambda line: line.is_due),
        Column(gettext_lazy("Correction no."), lambda line: line.correction.pk if line.correction else None),
        Column(gettext_lazy("State of the correction"), lambda line: line.correction_state or None),
    ),
    rows=lambda context: [line for state in OFFICE_STATES for line in context[state]],
    basis=basis_of_provider,
    counted=AGREEMENTS_NOTE,
)
ALL_AGREEMENTS = Listing(
    key="avtal",
    title=gettext_lazy("Agreements and their days"),
    columns=(
        Column(gettext_lazy("Delivery area"), lambda each: each["row"].area.name if each["row"].area else None),
        Column(gettext_lazy("Service"), lambda each: each["row"].service.short_name),
        Column(gettext_lazy("Agreement number"), lambda each: each["row"].number),
        Column(gettext_lazy("First day"), lambda each: each["row"].starts_on),
        Column(gettext_lazy("Last day"), lambda each: each["row"].ends_on),
    ),
    rows=lambda context: context["agreements"],
    basis=basis_of_provider,
    counted=AGREEMENTS_NOTE,
)
OF_OFFICES = (OWN_OFFICES, ALL_AGREEMENTS)
