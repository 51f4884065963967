"""Loads the project's own facts from `fixtures/` into an empty database; kinds that already have rows are left alone.

Sources and services are loaded one by one, since other kinds refer to them by key; what people entered stays as it is.
The versions of the published plan are loaded by `plan_versions.py`.
Knows the files and the models, nothing of pages. Facts and their sources: `fixtures/`, described in the README.
"""

from collections import defaultdict
from collections.abc import Callable

from django.db import transaction

from municipalities.models import (
    Certainty,
    Classification,
    ClassMembership,
    County,
    Municipality,
    MunicipalityClass,
    RuralDefinition,
    Source,
)
from providers.models import AreaMembership, DeliveryArea, ObservedPresence, Participants, Service
from rollout.fixture_files import read_csv, read_rollout
from rollout.models import Plan, StudyFigure
from rollout.plan_versions import load_versions

# Kinds whose loaders look themselves at what is there already.
ROW_BY_ROW = (Source, Service, Plan)


@transaction.atomic
def load() -> dict[str, int]:
    """Load what is missing, kind by kind, in one transaction. Returns how many rows of each kind were made."""
    made = {}
    for model, loader in LOADERS:
        before = model.objects.count()
        if not before or model in ROW_BY_ROW:
            loader()
        if more := model.objects.count() - before:
            made[model._meta.model_name] = more
    return made


def _with_keys(rows: list) -> list:
    for row in rows:
        row.set_keys()
    return rows


def load_sources() -> None:
    files = ("classification_sources.csv", "participants_sources.csv", "study_sources.csv")
    rows = [{**row, "published_on": row["published_on"] or None} for name in files for row in read_csv(name)]
    for row in [*rows, *read_rollout()["source"]]:
        Source.objects.get_or_create(key=row["key"], defaults=row)


def load_counties() -> None:
    County.objects.bulk_create(_with_keys([County(**row) for row in read_csv("counties.csv")]))


def load_municipalities() -> None:
    points = {row.pop("code"): row for row in read_csv("points.csv")}
    Municipality.objects.bulk_create(
        _with_keys(
            [
                Municipality(
                    code=row["code"],
                    name=row["name"],
                    county_id=row["county"],
                    population=int(row["population"]),
                    population_year=int(row["population_year"]),
                    latitude=float(points[row["code"]]["latitude"]),
                    longitude=float(points[row["code"]]["longitude"]),
                )
                for row in read_csv("municipalities.csv")
            ]
        )
    )
    pairs = {(row["code"], row["neighbour"]) for row in read_csv("neighbours.csv")}
    Link = Municipality.neighbours.through
    Link.objects.bulk_create(
        Link(from_municipality_id=one, to_municipality_id=other)
        for one, other in sorted(pairs | {(other, one) for one, other in pairs})
    )


def load_classifications() -> None:
    sources = {source.key: source for source in Source.objects.all()}
    for row in read_csv("classifications.csv"):
        Classification.objects.create(**{**row, "year": row["year"] or None, "source": sources[row["source"]]})
    found = {classification.key: classification for classification in Classification.objects.all()}
    MunicipalityClass.objects.bulk_create(
        MunicipalityClass(**{**row, "classification": found[row["classification"]]}) for row in read_csv("classes.csv")
    )
    classes = {(one.classification_id, one.code): one for one in MunicipalityClass.objects.all()}
    ClassMembership.objects.bulk_create(
        ClassMembership(
            municipality_id=row["municipality"],
            classification=found[row["classification"]],
            municipality_class=classes[found[row["classification"]].id, row["class"]],
        )
        for row in read_csv("class_memberships.csv")
    )


def load_rural_definitions() -> None:
    found = {classification.key: classification for classification in Classification.objects.all()}
    for row in read_csv("rural_definitions.csv"):
        codes, classification = row.pop("classes").split(), found[row.pop("classification")]
        definition = RuralDefinition.objects.create(classification=classification, **row)
        definition.classes.set(classification.classes.filter(code__in=codes))


def load_services() -> None:
    for row in read_rollout()["service"]:
        predecessor, source = row.pop("predecessor", None), row.pop("source", None)
        row |= {"predecessor_id": predecessor, "source": Source.objects.get(key=source) if source else None}
        Service.objects.get_or_create(code=row["code"], defaults=row)


def load_areas() -> None:
    """The delivery areas of Rusta och matcha; an area is as certain as the least certain of its municipalities."""
    sources = {source.key: source for source in Source.objects.all()}
    members = defaultdict(list)
    for row in read_csv("rollout_municipalities.csv"):
        members[row["delivery_area"], row["phase"]].append(row)
    for (name, phase), rows in sorted(members.items()):
        named_by_af = phase != "3"
        area = DeliveryArea.objects.create(
            service_id="rom",
            name=name,
            certainty=Certainty.STATED if named_by_af else Certainty.DERIVED,
            source=sources["af-etapper-2021" if named_by_af else "fa-regioner"],
        )
        AreaMembership.objects.bulk_create(
            AreaMembership(area=area, service_id="rom", municipality_id=row["code"], certainty=row["certainty"])
            for row in rows
        )


def load_participants() -> None:
    """The participants that are reported; a row without a municipality is of the whole country."""
    sources = {source.key: source for source in Source.objects.all()}
    Participants.objects.bulk_create(
        Participants(
            service_id=row["service"],
            municipality_id=row["municipality"] or None,
            period=row["period"],
            participants=int(row["participants"]),
            certainty=row["certainty"],
            source=sources[row["source"]],
        )
        for row in read_csv("participants.csv")
    )


def load_observed() -> None:
    """What AF's provider search listed on the five days that it was read, as counts per municipality."""
    source = Source.objects.get(key="af-sokleverantor")
    ObservedPresence.objects.bulk_create(
        ObservedPresence(
            municipality_id=row["code"],
            service_id="rom2",  # the service of all five days: it started on 2023-04-17
            on=row["day"],
            offices=int(row["offices"]),
            providers=int(row["providers"]),
            source=source,
        )
        for row in read_csv("observed_offices.csv")
    )


def load_study_figures() -> None:
    """What others have published, each with its source; an empty cell is not published."""
    sources = {source.key: source for source in Source.objects.all()}
    empty_is_none = ("number", "part", "whole", "on")
    StudyFigure.objects.bulk_create(
        StudyFigure(**row | {name: row[name] or None for name in empty_is_none} | {"source": sources[row["source"]]})
        for row in read_csv("study_figures.csv")
    )


LOADERS: list[tuple[type, Callable[[], None]]] = [
    (Source, load_sources),
    (County, load_counties),
    (Municipality, load_municipalities),
    (Classification, load_classifications),
    (RuralDefinition, load_rural_definitions),
    (Service, load_services),
    (DeliveryArea, load_areas),
    (Participants, load_participants),
    (ObservedPresence, load_observed),
    (StudyFigure, load_study_figures),
    (Plan, load_versions),
]
