"""Loads the demonstration into the database: all of it or nothing, and never twice."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.models import Certainty
from municipalities.swedish import search_key
from providers.models import Agreement, AreaMembership, DeliveryArea, Office, Provider, Rating, Result
from rollout import facts
from rollout.demo import names, people, rows
from rollout.demo.reading import DemoError, read_country
from rollout.demo.world import build
from rollout.signin import DEMO_GROUP

NOTE = "Påhittat: exempeldata."  # text in a row, as the facts have it, and so in Swedish


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load made, and which user names it found taken by somebody else."""

    world: rows.World
    taken: list[str]


@transaction.atomic
def load(*, once: bool = False) -> Loaded | None:
    """Load the facts that are missing and then the demonstration; None, and nothing done, where there is nothing to do.

    That is where any example provider is left, and with `once` also where the demonstration has been here before: the
    group of its users stays when it is cleared. Raises DemoError where facts are missing or names are taken.
    """
    facts.load()
    _group, is_new = Group.objects.get_or_create(name=DEMO_GROUP)
    group = Group.objects.select_for_update().get(name=DEMO_GROUP)  # a second load at the same time waits here
    if Provider.objects.filter(is_example=True).exists() or (once and not is_new):
        return None
    world = build(read_country())
    refuse_taken(world)
    save(world)
    return Loaded(world, people.make(group))


def refuse_taken(world: rows.World) -> None:
    """Raises DemoError where a row that is no example has a name or a number that the demonstration needs."""
    areas = DeliveryArea.objects.filter(name__in=[row.name for row in world.areas])
    taken = [
        *Provider.objects.filter(search_key__in=[search_key(row.name) for row in world.providers]),
        *Agreement.objects.filter(number__startswith=rows.NUMBER_PREFIX).select_related("provider"),
        *areas.filter(service__in={row.service for row in world.areas}),
    ]
    if taken:
        named = "; ".join(map(str, taken))
        raise DemoError(_("These rows have names or numbers that the example data needs: %(rows)s.") % {"rows": named})


def save(world: rows.World) -> None:
    """Save all rows, kind by kind; the number of queries does not depend on the number of rows but for batches."""
    providers = _save_providers(world.providers)
    areas = _save_areas(world.areas)
    agreements = _save_agreements(world.agreements, providers, areas)
    _save_offices(world.offices, agreements)
    for model, made in ((Rating, world.ratings), (Result, world.results)):
        model.objects.bulk_create(
            model(**values(row, "agreement"), agreement=agreements[row.agreement]) for row in made
        )


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
