"""Questions that need the database beside the snapshot, across the apps. Keyword arguments; each says how many queries.

Returns rows, never requests or words. What an address asks for is fetched by `get_…`, which gives it or raises Http404.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from municipalities.models import ClassMembership, County, Municipality, Source, Unemployment
from providers.models import (
    Agreement,
    AreaMembership,
    DeliveryArea,
    ListedAgreement,
    Office,
    Provider,
    Rating,
    Result,
    covers,
)
from rollout.models import DayStatement, Milestone, Phase, Plan, StudyFigure, Switch

# --- WHERE -----------------------------------------------------------------------------------------------------------


def get_municipality(code: str) -> Municipality:
    """A municipality with county, classes and their sources, and neighbours' codes. Three queries. Raises Http404."""
    classes = ClassMembership.objects.select_related("municipality_class", "classification__source")
    neighbours = Municipality.objects.only("code")
    official(code)
    rows = Municipality.objects.select_related("county").prefetch_related(
        Prefetch("memberships", classes), Prefetch("neighbours", neighbours)
    )
    return get_object_or_404(rows, code=code)


def get_county(code: str) -> County:
    """One query. Raises Http404."""
    official(code)
    return get_object_or_404(County, code=code)


def official(code: str) -> None:
    """Raises Http404 for what is not digits only: no code, and maybe nothing that a database can be asked for."""
    if not (code.isascii() and code.isdigit()):
        raise Http404


def area_memberships(*, municipality: Municipality) -> QuerySet[AreaMembership]:
    """The delivery areas of a municipality, a row for each service, with source. One query."""
    rows = AreaMembership.objects.filter(municipality=municipality)
    return rows.select_related("area__source", "service").order_by("service__order")


def every_source() -> QuerySet[Source]:
    """All sources, in the order of their publishers. One query."""
    return Source.objects.all()


def borders(**narrowed) -> list[tuple[str, str]]:
    """Codes of municipalities that border on each other by land: a pair for each direction. One query."""
    links = Municipality.neighbours.through.objects.filter(**narrowed)
    return list(links.values_list("from_municipality", "to_municipality"))


def unemployment(*, on: date, example: bool) -> dict[str, Unemployment]:
    """The unemployed by code, in the latest month that begins up to a day; invented or real rows. One query."""
    rows = Unemployment.objects.filter(is_example=example)
    latest = rows.filter(period__lte=on).order_by("-period").values("period")[:1]
    return {row.municipality_id: row for row in rows.filter(period=Subquery(latest))}


# --- WHO -------------------------------------------------------------------------------------------------------------


def get_area(pk: int) -> DeliveryArea:
    """A delivery area with its service, source and memberships. Two queries. Raises Http404."""
    memberships = AreaMembership.objects.select_related("municipality").order_by("municipality__sort_key")
    rows = DeliveryArea.objects.select_related("service", "source").prefetch_related(
        Prefetch("memberships", memberships)
    )
    return get_object_or_404(rows, pk=pk)


def get_provider(pk: int) -> Provider:
    """One query. Raises Http404."""
    return get_object_or_404(Provider, pk=pk)


def agreements(**narrowed) -> QuerySet[Agreement]:
    """Agreements with provider, service and area, by service, area and name. One query."""
    rows = Agreement.objects.filter(**narrowed).select_related("provider", "service", "area")
    return rows.order_by("service__order", "area__sort_key", "provider__sort_key", "starts_on", "number")


def agreements_in_force(*, on: date, example: bool | None, areas: Iterable[int]) -> QuerySet[Agreement]:
    """The agreements in some areas on a day; invented or real ones, never both; with None neither. One query."""
    return agreements(area__in=list(areas), provider__is_example=example).filter(covers(on, "starts_on", "ends_on"))


def open_offices(*, on: date, **narrowed) -> QuerySet[Office]:
    """Offices open on a day under an agreement in force, with agreement, provider and municipality. One query."""
    rows = Office.objects.open(on=on).filter(covers(on, "agreement__starts_on", "agreement__ends_on"), **narrowed)
    rows = rows.select_related("agreement__provider", "agreement__service", "agreement__area", "municipality")
    return rows.order_by(
        "municipality__sort_key", "agreement__provider__sort_key", "agreement__service__order", "street", "id"
    )


def endings(*, on: date, **narrowed) -> list[dict]:
    """The days from a day on, on which agreements end: ends_on, service's short name, number. One query."""
    rows = Agreement.objects.filter(ends_on__gte=on, **narrowed).filter(Q(starts_on=None) | Q(starts_on__lte=on))
    return list(
        rows.values("ends_on", "service__short_name").annotate(number=Count("id")).order_by("ends_on", "service__order")
    )


def latest_ratings(*, provider: Provider, on: date) -> dict[int, Rating]:
    """The latest rating of each agreement of a provider, by agreement, up to a day. One query."""
    rows = Rating.objects.filter(agreement__provider=provider, period__lte=on).order_by("period")
    return {row.agreement_id: row for row in rows}


def latest_listed(*, provider: Provider, on: date) -> dict[int, ListedAgreement]:
    """What the latest listing up to a day says of each agreement of a provider, by agreement. One query."""
    rows = ListedAgreement.objects.filter(agreement__provider=provider, listing__on__lte=on)
    return {row.agreement_id: row for row in rows.select_related("listing").order_by("listing__on")}


def latest_results(*, provider: Provider, on: date) -> dict[int, Result]:
    """The latest result of each agreement of a provider, by agreement, up to a day. One query."""
    rows = Result.objects.filter(agreement__provider=provider, period__lte=on).order_by("period")
    return {row.agreement_id: row for row in rows}


def with_agreement_in(service: str, *, on: date) -> Exists:
    """The condition that a provider has an agreement for a service in force on a day."""
    return Exists(Agreement.objects.in_force(on=on).filter(provider=OuterRef("pk"), service=service))


def with_office_in(county: str, *, on: date) -> Exists:
    """The condition that a provider has an office in a county, open on a day under an agreement in force."""
    rows = Office.objects.open(on=on).filter(covers(on, "agreement__starts_on", "agreement__ends_on"))
    return Exists(rows.filter(agreement__provider=OuterRef("pk"), municipality__county=county))


# --- WHEN ------------------------------------------------------------------------------------------------------------


def plans_in_force(*, at: datetime | None) -> QuerySet[Plan]:
    """The published plans; with a moment, the versions that applied then. One query."""
    return Plan.objects.applying(at=at) if at else Plan.objects.filter(stage=Plan.Stage.PUBLISHED)


def published_plans(*, at: datetime | None = None) -> list[Plan]:
    """The plans in force with their services, phases and areas. Three queries."""
    return with_phases(plans_in_force(at=at))


def with_phases(plans: QuerySet[Plan]) -> list[Plan]:
    """Some plans with their services, phases and areas. Three queries."""
    phases = Phase.objects.prefetch_related(Prefetch("areas", DeliveryArea.objects.order_by("sort_key")))
    rows = plans.select_related("from_service", "to_service").prefetch_related(Prefetch("phases", phases))
    return list(rows.order_by("to_service__order"))


def milestones(**narrowed) -> dict[int, list[Milestone]]:
    """Milestones with phase and source, by plan, in order of time. One query."""
    rows = Milestone.objects.filter(**narrowed).select_related("phase", "source")
    found: dict[int, list[Milestone]] = {}
    for row in rows.order_by("on", "until", "id"):
        found.setdefault(row.plan_id, []).append(row)
    return found


def plan_slug(plan: Plan) -> str:
    """A plan in an address, such as stom-rom."""
    return f"{plan.from_service_id}-{plan.to_service_id}"


def get_phase(plan: str, number: int) -> Phase:
    """A phase of a published plan, with plan and services. One query. Raises Http404."""
    phase = find_phase(plan, number)
    if phase is None:
        raise Http404
    return phase


def find_phase(plan: str, number: int, *, at: datetime | None = None) -> Phase | None:
    """A phase of a plan in force, with plan and services; None where there is none. One query."""
    rows = Phase.objects.filter(plan__in=plans_in_force(at=at), number=number)
    rows = rows.select_related("plan__from_service", "plan__to_service")
    return next((each for each in rows if plan_slug(each.plan) == plan), None)


def phase_areas(phase: Phase) -> QuerySet[DeliveryArea]:
    """The delivery areas of a phase with source and number of municipalities. One query."""
    rows = DeliveryArea.objects.filter(phases=phase).select_related("source", "service")
    return rows.annotate(municipality_count=Count("memberships")).order_by("sort_key")


def statements(*, phases: Collection[Phase | int]) -> dict[int, list[DayStatement]]:
    """What sources say of the days of some phases, by phase, those that hold first. One query."""
    rows = DayStatement.objects.filter(phase__in=phases).select_related("source")
    found: dict[int, list[DayStatement]] = {}
    for row in rows.order_by("-holds", "source__published_on", "id"):
        found.setdefault(row.phase_id, []).append(row)
    return found


def switches_of(phase: Phase) -> QuerySet[Switch]:
    """The switches of a phase with municipality and source, in Swedish order. One query."""
    return phase.switches.select_related("municipality", "source").order_by("municipality__sort_key")


def switches_at(municipality: Municipality, *, at: datetime | None = None) -> QuerySet[Switch]:
    """The switches of a municipality in the plans in force, with phase, services and source. One query."""
    rows = Switch.objects.filter(municipality=municipality, plan__in=plans_in_force(at=at))
    return rows.select_related("phase", "plan__from_service", "plan__to_service", "source").order_by(
        "plan__to_service__order"
    )


def switch_counts(*, plans: Collection[Plan]) -> dict[tuple[int, str], int]:
    """Municipalities by phase and certainty of the phase. One query."""
    rows = (
        Switch.objects.filter(plan__in=plans).values_list("phase", "certainty").annotate(number=Count("id")).order_by()
    )
    return {(phase, certainty): number for phase, certainty, number in rows}


# --- WHAT OTHERS HAVE PUBLISHED --------------------------------------------------------------------------------------


def study_figures(*, theme: str | None = None) -> QuerySet[StudyFigure]:
    """What others have published, with its source, in order; of one theme where it is given. One query."""
    rows = StudyFigure.objects.select_related("source")
    return rows.filter(theme=theme) if theme else rows
