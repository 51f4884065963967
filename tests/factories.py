"""Rows for tests: each function fills in all but what the test is about, and makes the rows that its row belongs to.

Plain functions, keyword arguments named as the model's fields. What is given is kept, also where it is None:
`make_agreement(area=None)` is an agreement without a known area. Knows the models, nothing of what tests ask of them.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.contrib.auth import get_user_model

from municipalities.models import (
    Classification,
    ClassMembership,
    County,
    Municipality,
    MunicipalityClass,
    RuralDefinition,
    Source,
    Unemployment,
)
from providers.models import (
    Agreement,
    AreaMembership,
    DeliveryArea,
    ListedAgreement,
    Listing,
    ObservedPresence,
    Office,
    Participants,
    Provider,
    Rating,
    Result,
    Service,
)
from rollout.models import (
    DAY_FIELDS,
    Change,
    DayStatement,
    FollowUp,
    LeftOut,
    Milestone,
    Phase,
    PhaseArea,
    Plan,
    PublicationRun,
    StudyFigure,
    Switch,
    Waiver,
)

SERVICES = {
    "stom": {"name": "Stöd och matchning", "short_name": "STOM", "order": 1},
    "rom": {"name": "Rusta och matcha", "short_name": "RoM", "order": 2},
    "rom2": {"name": "Rusta och matcha 2", "short_name": "RoM 2", "order": 3},
}
# Phase 2 as Arbetsförmedlingen decided it.
DAYS = {
    "notice_sent_on": date(2021, 9, 28),
    "notice_counts_from": date(2021, 9, 29),
    "last_referral_on": date(2021, 9, 28),
    "last_contract_day_on": date(2021, 12, 29),
    "new_service_starts_on": date(2021, 9, 29),
}
PUBLISHED_AT = datetime(2021, 9, 22, 8, tzinfo=UTC)
_numbers = count(1)


def make_source(**values) -> Source:
    number = next(_numbers)
    return Source.objects.create(
        **{"key": f"source-{number}", "publisher": "Exempelverket", "title": f"Sida {number}", **values}
    )


# --- WHERE -----------------------------------------------------------------------------------------------------------


def make_county(code: str = "90", **values) -> County:
    """The county of a code; the one that is there already, where there is one."""
    return County.objects.get_or_create(
        code=code, defaults={"name": f"Exempellän {code}", "part_of_country": "SE1", **values}
    )[0]


def make_municipality(code: str | None = None, **values) -> Municipality:
    """A municipality with a free code; its county is the one that the code begins with."""
    code = code or _free_code()
    defaults = {
        "name": f"Exempelkommun {code}",
        "population": 10_000,
        "population_year": 2024,
        "latitude": 60.0,
        "longitude": 15.0,
    }
    county = values.pop("county", None) or make_county(code[:2])
    return Municipality.objects.create(code=code, county=county, **{**defaults, **values})


def make_municipalities(number: int, **values) -> list[Municipality]:
    return [make_municipality(**values) for _ in range(number)]


def _free_code() -> str:
    """The code after the highest one from 9000 on; Sweden's own codes end at 25."""
    highest = Municipality.objects.filter(code__gte="9000").order_by("-code").values_list("code", flat=True).first()
    return str(int(highest or "9000") + 1)


def make_unemployment(**values) -> Unemployment:
    """A number of unemployed for January 2026, invented as all of these; of a municipality of its own unless given."""
    values["municipality"] = values.get("municipality") or make_municipality()
    defaults = {"period": date(2026, 1, 1), "unemployed": 500, "age_range": "16–66", "is_example": True}
    return Unemployment.objects.create(**{**defaults, **values})


def make_classification(**values) -> Classification:
    number = next(_numbers)
    defaults = {"key": f"classification-{number}", "name": f"Indelning {number}", "owner": "Exempelverket"}
    if "source" not in values:
        values["source"] = make_source()
    return Classification.objects.create(**{**defaults, "year": 2023, **values})


def make_class(classification: Classification | None = None, **values) -> MunicipalityClass:
    number = next(_numbers)
    return MunicipalityClass.objects.create(
        classification=classification or make_classification(),
        **{"code": f"K{number}", "name": f"Klass {number}", **values},
    )


def make_class_membership(**values) -> ClassMembership:
    values["municipality_class"] = values.get("municipality_class") or make_class(values.get("classification"))
    values.setdefault("classification", values["municipality_class"].classification)
    values["municipality"] = values.get("municipality") or make_municipality()
    return ClassMembership.objects.create(**values)


def make_rural_definition(classes: list[MunicipalityClass] | None = None, **values) -> RuralDefinition:
    number = next(_numbers)
    classes = classes or [make_class(values.get("classification"))]
    defaults = {"key": f"rural-{number}", "name": f"Landsbygd {number}", "classification": classes[0].classification}
    definition = RuralDefinition.objects.create(**{**defaults, **values})
    definition.classes.set(classes)
    return definition


# --- WHO -------------------------------------------------------------------------------------------------------------


def make_service(code: str = "rom", **values) -> Service:
    """The service of a code; the one that is there already, where there is one."""
    defaults = SERVICES.get(code) or {"name": f"Exempeltjänst {code}", "short_name": code, "order": 9}
    return Service.objects.get_or_create(code=code, defaults={**defaults, **values})[0]


def make_area(municipalities: list[Municipality] | tuple = (), **values) -> DeliveryArea:
    """A delivery area, of Rusta och matcha unless another `service` is given, with these municipalities."""
    values["service"] = values.get("service") or make_service()
    area = DeliveryArea.objects.create(**{"name": f"Exempelområde {next(_numbers)}", **values})
    for municipality in municipalities:
        make_area_membership(area=area, municipality=municipality)
    return area


def make_area_membership(**values) -> AreaMembership:
    values["area"] = values.get("area") or make_area()
    values["municipality"] = values.get("municipality") or make_municipality()
    values.setdefault("service", values["area"].service)
    return AreaMembership.objects.create(**values)


def make_provider(**values) -> Provider:
    return Provider.objects.create(**{"name": f"Exempelleverantör {next(_numbers)} AB", **values})


def make_agreement(**values) -> Agreement:
    """An agreement from 2020 on, without an end; in an area of its own unless `area` is given, which may be None."""
    if "area" not in values:
        values["area"] = make_area(service=values.get("service"))
    if "service" not in values:
        values["service"] = values["area"].service if values["area"] else make_service()
    values["provider"] = values.get("provider") or make_provider()
    return Agreement.objects.create(
        **{"number": f"KA-{next(_numbers):06d}", "starts_on": date(2020, 1, 1), "ends_on": None, **values}
    )


def make_listing(service: Service | None = None, on: date = date(2025, 3, 1), **values) -> Listing:
    """The listing of a service on a day; the one that is there already, where there is one."""
    defaults = {"file_name": "exempel.json", "file_sha256": "0" * 64, **values}
    return Listing.objects.get_or_create(service=service or make_service("rom2"), on=on, defaults=defaults)[0]


def make_listed_agreement(**values) -> ListedAgreement:
    values["listing"] = values.get("listing") or make_listing()
    values["agreement"] = values.get("agreement") or make_agreement(service=values["listing"].service)
    return ListedAgreement.objects.create(**{"rating": 3, "can_be_chosen": True, **values})


def make_observed(**values) -> ObservedPresence:
    """One office of one provider, observed in a municipality of its own unless one is given."""
    values["municipality"] = values.get("municipality") or make_municipality()
    values["service"] = values.get("service") or make_service("rom2")
    values["source"] = values.get("source") or make_source()
    return ObservedPresence.objects.create(**{"on": date(2025, 3, 1), "offices": 1, "providers": 1, **values})


def make_office(**values) -> Office:
    """An office on site from 2020 on, without an end; in a municipality of its own unless one, or None, is given."""
    values["agreement"] = values.get("agreement") or make_agreement()
    if "municipality" not in values:
        values["municipality"] = make_municipality()
    defaults = {"street": f"Exempelgatan {next(_numbers)}", "postal_code": "123 45", "post_town": "Exempelstad"}
    return Office.objects.create(**{**defaults, "opens_on": date(2020, 1, 1), "closes_on": None, **values})


def make_rating(**values) -> Rating:
    values["agreement"] = values.get("agreement") or make_agreement()
    return Rating.objects.create(**{"period": date(2025, 1, 1), "value": 3, **values})


def make_result(**values) -> Result:
    values["agreement"] = values.get("agreement") or make_agreement()
    return Result.objects.create(**{"period": date(2026, 1, 1), "participants": 25, **values})


def make_participants(**values) -> Participants:
    """A number of participants for January 2026; of the country where `municipality` is given as None."""
    values["service"] = values.get("service") or make_service("rom2")
    if "municipality" not in values:
        values["municipality"] = make_municipality()
    defaults = {"period": date(2026, 1, 1), "participants": 70, "is_example": True}
    return Participants.objects.create(**{**defaults, **values})


# --- WHEN ------------------------------------------------------------------------------------------------------------


def make_plan(**values) -> Plan:
    """A draft from STOM to RoM, as a version of its own; a published or superseded one has its moments."""
    values["from_service"] = values.get("from_service") or make_service("stom")
    values["to_service"] = values.get("to_service") or make_service("rom")
    if values.get("stage") in (Plan.Stage.PUBLISHED, Plan.Stage.SUPERSEDED):
        values.setdefault("published_at", PUBLISHED_AT)
    if values.get("stage") == Plan.Stage.SUPERSEDED:
        values.setdefault("superseded_at", values["published_at"] + timedelta(days=30))
    version = 100 + next(_numbers)  # the facts have the first ones
    return Plan.objects.create(**{"version": version, "stage": Plan.Stage.DRAFT, **values})


def make_phase(plan: Plan | None = None, areas: list[DeliveryArea] | tuple = (), **values) -> Phase:
    """A phase with the days of phase 2 unless others are given, and with these areas."""
    plan = plan or make_plan()
    number = plan.phases.count()
    phase = Phase.objects.create(plan=plan, **{"number": number, "name": f"Etapp {number}", **DAYS, **values})
    for area in areas:
        make_phase_area(phase=phase, area=area)
    return phase


def make_phase_area(**values) -> PhaseArea:
    values["phase"] = values.get("phase") or make_phase()
    values["area"] = values.get("area") or make_area(service=values["phase"].plan.to_service)
    values.setdefault("plan", values["phase"].plan)
    return PhaseArea.objects.create(**values)


def make_switch(phase: Phase | None = None, **values) -> Switch:
    """A municipality's switch, on the days of its phase unless others are given."""
    phase = phase or make_phase(values.get("plan"))
    values["municipality"] = values.get("municipality") or make_municipality()
    planned = {field: getattr(phase, field) for field in DAY_FIELDS}
    return Switch.objects.create(**{"plan": phase.plan, "phase": phase, **planned, **values})


def make_day_statement(**values) -> DayStatement:
    values["phase"] = values.get("phase") or make_phase()
    values["source"] = values.get("source") or make_source()
    defaults = {"field": "new_service_starts_on", "day": date(2021, 9, 29), "certainty": "stated"}
    return DayStatement.objects.create(**{**defaults, **values})


def make_milestone(**values) -> Milestone:
    values["plan"] = values.get("plan") or make_plan()
    defaults = {"kind": "dialogue", "name": f"Exempelmöte {next(_numbers)}", "on": date(2021, 8, 20)}
    return Milestone.objects.create(**{**defaults, **values})


def make_waiver(**values) -> Waiver:
    values["plan"] = values.get("plan") or make_plan()
    defaults = {"rule": "no-gap", "subject": "phase:0", "fingerprint": "0" * 64, "reason": "Beslutat så."}
    return Waiver.objects.create(**{**defaults, "by_name": "Exempel Exempelsson", **values})


def make_follow_up(**values) -> FollowUp:
    values["plan"] = values.get("plan") or make_plan()
    values["area"] = values.get("area") or make_area(service=values["plan"].to_service)
    return FollowUp.objects.create(**{"rule": "enough-ready", "due_on": date(2021, 9, 1), **values})


def make_left_out(**values) -> LeftOut:
    """A provider that a scenario is counted without."""
    values["plan"] = values.get("plan") or make_plan(owner=make_user(), version=None)
    values["provider"] = values.get("provider") or make_provider()
    return LeftOut.objects.create(**values)


def make_change(**values) -> Change:
    """An act upon a plan, numbered after its last one."""
    values["plan"] = values.get("plan") or make_plan()
    defaults = {"number": values["plan"].changes.count() + 1, "kind": Change.Kind.CREATED, "revision": 0}
    return Change.objects.create(**{**defaults, **values})


def make_publication_run(**values) -> PublicationRun:
    values["plan"] = values.get("plan") or make_plan()
    return PublicationRun.objects.create(**{"due_at": PUBLISHED_AT, "outcome": "stopped", **values})


def make_study_figure(**values) -> StudyFigure:
    """A share that somebody has published, with a source of its own unless one is given."""
    values["source"] = values.get("source") or make_source()
    defaults = {"key": f"figure-{next(_numbers)}", "theme": "coverage", "value": "43 %", "form": "share"}
    return StudyFigure.objects.create(**{**defaults, "number": "0.43", **values})


# --- People ----------------------------------------------------------------------------------------------------------


def make_user(**values):
    """A user without any rights; no password, so that tests sign in by `client.force_login`."""
    return get_user_model().objects.create(**{"username": f"example-{next(_numbers)}", **values})


def make_admin(**values):
    """A user who may do everything in the admin."""
    return make_user(**{"is_staff": True, "is_superuser": True, **values})


EVERY_FACTORY = (
    make_source,
    make_county,
    make_municipality,
    make_unemployment,
    make_classification,
    make_class,
    make_class_membership,
    make_rural_definition,
    make_service,
    make_area,
    make_area_membership,
    make_provider,
    make_agreement,
    make_listing,
    make_listed_agreement,
    make_observed,
    make_office,
    make_rating,
    make_result,
    make_participants,
    make_plan,
    make_phase,
    make_phase_area,
    make_switch,
    make_day_statement,
    make_milestone,
    make_waiver,
    make_follow_up,
    make_left_out,
    make_change,
    make_publication_run,
    make_study_figure,
)
