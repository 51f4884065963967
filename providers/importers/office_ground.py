"""What a file of offices is held against: the agreements that it names, and the offices that they have.

Knows the models; writes nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from municipalities.importers.columns import Row
from municipalities.importers.reading import ValueFault
from providers.models import Agreement, AreaMembership, Office

Key = int  # the primary key of an office; below 0 for one that is new
Point = tuple[float | None, float | None]
PLACE = ("street", "postal_code", "post_town", "latitude", "longitude")
VALUES = (*PLACE, "municipality", "placed", "on_site", "opens_on", "closes_on")


class KnownAgreement(NamedTuple):
    """An agreement, with the codes of its area's municipalities where they are known."""

    pk: int
    area: str
    municipalities: frozenset[str]
    is_example: bool


class Known(NamedTuple):
    """An office that is there. values: by column, with the number of its agreement and the code of its municipality."""

    address_id: str | None
    values: dict[str, Any]

    @property
    def point(self) -> Point:
        """Latitude and longitude in degrees; both None where there is none."""
        return self.values["latitude"], self.values["longitude"]


@dataclass
class OfficeGround:
    """The agreements that a file names, by number, and their offices, by key."""

    agreements: Mapping[str, KnownAgreement]
    offices: dict[Key, Known]

    @classmethod
    def stored(cls, numbers: Collection[str]) -> "OfficeGround":
        """As the database has it. Three queries."""
        agreements = {number: each for number, each in _agreements().items() if number in numbers}
        number_of = {each.pk: number for number, each in agreements.items()}
        rows = Office.objects.order_by().values_list("pk", "agreement_id", "address_id", *VALUES)
        offices = {}
        for pk, agreement, address_id, *values in rows.iterator():
            if number := number_of.get(agreement):
                found = {"number": number, **dict(zip(VALUES, values, strict=True))}
                found["postal_code"] = found["postal_code"].replace(" ", "")
                offices[pk] = Known(address_id, found)
        return cls(agreements, offices)

    def office_of(self, row: Row, place: tuple) -> Key | None:
        """The office that a row is about; None for a new one. Raises ValueFault where it cannot be about any."""
        number, key = row.get("number"), row.get("office")
        if number not in self.agreements:
            raise ValueFault(_("there is no agreement with the number %(number)s") % {"number": number})
        if key is None:
            found = self._by_place.get(place, [])
            if len(found) > 1:
                told = {"offices": ", ".join(map(str, found))}
                raise ValueFault(_("the agreement has several such offices: give the key, one of %(offices)s") % told)
            return found[0] if found else None
        known = self.offices.get(key)
        if known is None or known.values["number"] != number:
            told = {"number": number, "office": key}
            raise ValueFault(_("the agreement %(number)s has no office with the key %(office)d") % told)
        return key

    @cached_property
    def _by_place(self) -> dict[tuple, list[Key]]:
        found: dict[tuple, list[Key]] = {}
        for key, known in self.offices.items():
            found.setdefault(place_of(known.values, known.values["opens_on"], known.values["municipality"]), []).append(
                key
            )
        return found


def place_of(values: Mapping[str, Any], first_on: date | None, code: str | None) -> tuple:
    """What an office is known by where its key is not given: agreement, kind, first day and address.

    One without an address is known by its point, and without that by its municipality.
    """
    address = [(values.get(name) or "").casefold() for name in ("street", "post_town")]
    point = values.get("latitude"), values.get("longitude")
    where = (*address,) if any(address) else point if None not in point else (code or "",)
    return values["number"], values.get("on_site") is not False, first_on, *where


def _agreements() -> dict[str, KnownAgreement]:
    """All agreements by their number. Two queries."""
    members: dict[int, set[str]] = {}
    for area, code in AreaMembership.objects.order_by().values_list("area_id", "municipality_id"):
        members.setdefault(area, set()).add(code)
    columns = ("number", "pk", "area_id", "area__name", "provider__is_example")
    return {
        number: KnownAgreement(pk, name or "", frozenset(members.get(area, ())), is_example)
        for number, pk, area, name, is_example in Agreement.objects.order_by().values_list(*columns)
    }
