"""WHERE: sources, counties, municipalities and what divides and counts them."""

from datetime import date

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
from tests.factories.counting import numbers


def make_source(**values) -> Source:
    number = next(numbers)
    return Source.objects.create(
        **{"key": f"source-{number}", "publisher": "Exempelverket", "title": f"Sida {number}", **values}
    )


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
    number = next(numbers)
    defaults = {"key": f"classification-{number}", "name": f"Indelning {number}", "owner": "Exempelverket"}
    if "source" not in values:
        values["source"] = make_source()
    return Classification.objects.create(**{**defaults, "year": 2023, **values})


def make_class(classification: Classification | None = None, **values) -> MunicipalityClass:
    number = next(numbers)
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
    number = next(numbers)
    classes = classes or [make_class(values.get("classification"))]
    defaults = {"key": f"rural-{number}", "name": f"Landsbygd {number}", "classification": classes[0].classification}
    definition = RuralDefinition.objects.create(**{**defaults, **values})
    definition.classes.set(classes)
    return definition
