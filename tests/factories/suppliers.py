"""WHO: services, areas, providers, agreements, offices and what is told of them."""

from datetime import date

from municipalities.models import Municipality
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
from tests.factories.counting import numbers
from tests.factories.places import make_municipality, make_source

SERVICES = {
    "stom": {"name": "Stöd och matchning", "short_name": "STOM", "order": 1},
    "rom": {"name": "Rusta och matcha", "short_name": "RoM", "order": 2},
    "rom2": {"name": "Rusta och matcha 2", "short_name": "RoM 2", "order": 3},
}


def make_service(code: str = "rom", **values) -> Service:
    """The service of a code; the one that is there already, where there is one."""
    defaults = SERVICES.get(code) or {"name": f"Exempeltjänst {code}", "short_name": code, "order": 9}
    return Service.objects.get_or_create(code=code, defaults={**defaults, **values})[0]


def make_area(municipalities: list[Municipality] | tuple = (), **values) -> DeliveryArea:
    """A delivery area, of Rusta och matcha unless another `service` is given, with these municipalities."""
    values["service"] = values.get("service") or make_service()
    area = DeliveryArea.objects.create(**{"name": f"Exempelområde {next(numbers)}", **values})
    for municipality in municipalities:
        make_area_membership(area=area, municipality=municipality)
    return area


def make_area_membership(**values) -> AreaMembership:
    values["area"] = values.get("area") or make_area()
    values["municipality"] = values.get("municipality") or make_municipality()
    values.setdefault("service", values["area"].service)
    return AreaMembership.objects.create(**values)


def make_provider(**values) -> Provider:
    return Provider.objects.create(**{"name": f"Exempelleverantör {next(numbers)} AB", **values})


def make_agreement(**values) -> Agreement:
    """An agreement from 2020 on, without an end; in an area of its own unless `area` is given, which may be None."""
    if "area" not in values:
        values["area"] = make_area(service=values.get("service"))
    if "service" not in values:
        values["service"] = values["area"].service if values["area"] else make_service()
    values["provider"] = values.get("provider") or make_provider()
    return Agreement.objects.create(
        **{"number": f"KA-{next(numbers):06d}", "starts_on": date(2020, 1, 1), "ends_on": None, **values}
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
    defaults = {"street": f"Exempelgatan {next(numbers)}", "postal_code": "123 45", "post_town": "Exempelstad"}
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
