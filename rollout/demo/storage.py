"""Loads the demonstration into the database: all of it or nothing, and never twice."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from municipalities.ages import age_range
from municipalities.models import Certainty, Unemployment
from municipalities.swedish import search_key
from providers.models import (
    Agreement,
    AreaMembership,
    DeliveryArea,
    Office,
    Participants,
    Provider,
    Rating,
    Result,
    Service,
)
from rollout import clock, facts
from rollout.demo import counts, names, next_plan, next_service, people, rows
from rollout.demo.country import Country
from rollout.demo.next_service import NextService
from rollout.demo.reading import DemoError, read_country
from rollout.demo.world import build
from rollout.signin import DEMO_GROUP

NOTE = "Påhittat: exempeldata."  # text in a row, as the facts have it, and so in Swedish


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load made, and which user names it found taken by somebody else."""

    world: rows.World
    next_service: NextService
    taken: list[str]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there now are of the kinds that are told of. Three queries."""
        return {
            "providers": Provider.objects.filter(is_example=True).count(),
            "agreements": Agreement.objects.filter(provider__is_example=True).count(),
            "offices": Office.objects.filter(origin=Office.Origin.EXAMPLE).count(),
        }


@transaction.atomic
def load(*, once: bool = False, today: date | None = None) -> Loaded | None:
    """Load the facts that are missing and then the demonstration; None, and nothing done, where there is nothing to do.

    That is where it is there already, and with `once` also where it has been here before: the group of its users stays
    when it is cleared. A demonstration from before there was an example service, counts per municipality and month, or
    members is given them. The days of the example plan follow from `today`. Raises DemoError where facts are missing
    or names are taken.
    """
    facts.load()
    _group, is_new = Group.objects.get_or_create(name=DEMO_GROUP)
    group = Group.objects.select_for_update().get(name=DEMO_GROUP)  # a second load at the same time waits here
    providers = {row.name: row for row in Provider.objects.filter(is_example=True)}
    if once and not is_new and not providers:
        return None
    if Service.objects.filter(is_example=True).exists():
        _add_counts()
        people.add_members(group)
        return None
    country = read_country()
    world = build(country)
    _refuse(_taken_of_the_next_service())
    if not providers:
        refuse_taken(world)
        providers = save(world)
    _add_counts()
    taken = people.make(group)
    return Loaded(world, _add_next_service(country, world, providers, today or clock.today()), taken)


def _add_next_service(country: Country, world: rows.World, providers: dict[str, Provider], today: date) -> NextService:
    """The example service and the plan by which it is to come; by those of the providers that are there."""
    made = next_service.next_service(country, [one for one in world.providers if one.name in providers], today)
    Service.objects.create(
        code=next_service.SERVICE,
        name=next_service.NAME,
        short_name=next_service.SHORT_NAME,
        predecessor_id=next_service.FOLLOWS,
        order=Service.objects.count() + 1,
        is_example=True,
    )
    areas = _save_areas(made.areas)
    _save_offices(made.offices, _save_agreements(made.agreements, providers, areas))
    next_plan.make(made, team=_team(), today=today)
    return made


def _add_counts() -> None:
    """The unemployed and the participants of municipalities, where there are none that are invented."""
    if Unemployment.objects.filter(is_example=True).exists():
        return
    made = counts.counts(read_country())
    Unemployment.objects.bulk_create(
        Unemployment(
            municipality_id=row.municipality,
            period=row.period,
            unemployed=row.number,
            is_masked=row.is_masked,
            age_range=age_range(row.period),
            is_example=True,
        )
        for row in made.unemployed
    )
    Participants.objects.bulk_create(
        Participants(
            service_id=counts.SERVICE,
            municipality_id=row.municipality,
            period=row.period,
            participants=row.number,
            is_masked=row.is_masked,
            certainty=Certainty.DERIVED,  # as of the areas: the word that claims least
            is_example=True,
        )
        for row in made.participants
    )


def _team() -> next_plan.Team:
    """Who plays which part; the administrator steps in for those whose names somebody else has."""
    users = {user.username: user for user in people.demo_users()}
    return next_plan.Team(*(users.get(name) or users.get("admin") for name in ("redaktor", "planerare", "beslutare")))


def refuse_taken(world: rows.World) -> None:
    """Raises DemoError where a row that is no example has a name or a number that the demonstration needs."""
    areas = DeliveryArea.objects.filter(name__in=[row.name for row in world.areas])
    taken = [
        *Provider.objects.filter(search_key__in=[search_key(row.name) for row in world.providers]),
        *Agreement.objects.filter(number__startswith=rows.NUMBER_PREFIX).select_related("provider"),
        *areas.filter(service__in={row.service for row in world.areas}),
    ]
    _refuse(taken)


def _taken_of_the_next_service() -> list[Service]:
    """Services that have the place or a name of the example service."""
    names = Q(code=next_service.SERVICE) | Q(name=next_service.NAME) | Q(short_name=next_service.SHORT_NAME)
    return list(Service.objects.filter(names | Q(predecessor=next_service.FOLLOWS)))


def _refuse(taken: list) -> None:
    if taken:
        named = "; ".join(map(str, taken))
        raise DemoError(_("These rows have names or numbers that the example data needs: %(rows)s.") % {"rows": named})


def save(world: rows.World) -> dict[str, Provider]:
    """Save all rows, kind by kind; the number of queries does not depend on the number of rows but for batches.

    Returns the providers by name.
    """
    providers = _save_providers(world.providers)
    areas = _save_areas(world.areas)
    agreements = _save_agreements(world.agreements, providers, areas)
    _save_offices(world.offices, agreements)
    for model, made in ((Rating, world.ratings), (Result, world.results)):
        model.objects.bulk_create(
            model(**values(row, "agreement"), agreement=agreements[row.agreement]) for row in made
        )
    return providers


def values(row, *left_out: str) -> dict:
    """The values of a row by field, but for some fields."""
    return {field.name: getattr(row, field.name) for field in fields(row) if field.name not in left_out}


def _save_providers(made: Iterable[names.ExampleProvider]) -> dict[str, Provider]:
    """By name."""
    found = {row.name: Provider(name=row.name, is_example=True) for row in made}
    for row in found.values():
        row.set_keys()
    Provider.objects.bulk_create(found.values())
    return found


def _save_areas(made: Iterable[rows.Area]) -> dict[tuple[str, str], DeliveryArea]:
    """All areas, the real ones too, by service and name."""
    # Nobody stated an invented area; of the words that there are, "derived" is the one that claims least.
    shared = {"is_example": True, "certainty": Certainty.DERIVED, "note": NOTE}
    found = {(row.service, row.name): DeliveryArea(service_id=row.service, name=row.name, **shared) for row in made}
    for row in found.values():
        row.set_keys()
    DeliveryArea.objects.bulk_create(found.values())
    AreaMembership.objects.bulk_create(
        AreaMembership(
            area=found[row.service, row.name],
            service_id=row.service,
            municipality_id=code,
            certainty=Certainty.DERIVED,
        )
        for row in made
        for code in row.municipalities
    )
    return {(row.service_id, row.name): row for row in DeliveryArea.objects.all()}


def _save_agreements(
    made: Iterable[rows.Agreement],
    providers: dict[str, Provider],
    areas: dict[tuple[str, str], DeliveryArea],
) -> dict[str, Agreement]:
    """By number."""
    found = {
        row.number: Agreement(
            **values(row, "provider", "service", "area"),
            provider=providers[row.provider],
            service_id=row.service,
            area=areas[row.service, row.area],
        )
        for row in made
    }
    Agreement.objects.bulk_create(found.values())
    return found


def _save_offices(made: Iterable[rows.Office], agreements: dict[str, Agreement]) -> None:
    Office.objects.bulk_create(
        Office(
            **values(row, "agreement", "municipality"),
            agreement=agreements[row.agreement],
            municipality_id=row.municipality,
            # The municipality was chosen first and the point after it: nothing was derived from a coordinate.
            placed=Office.Placed.BY_HAND,
            origin=Office.Origin.EXAMPLE,
        )
        for row in made
    )
