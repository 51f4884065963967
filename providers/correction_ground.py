"""What the rules of corrections stand on, read from the database: agreements, areas, offices, and where points lie.

Reads much in few queries, so that a file of offices costs no more of them than one. Knows no page and writes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from municipalities.geography import place as place_points
from municipalities.models import Municipality
from providers.correcting import NOWHERE, Address, Known, Wish
from providers.models import Agreement, AreaMembership, Correction, Office, Provider

ADDRESS_FIELDS = Address._fields
BY_HAND = Office.Placed.BY_HAND.value


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for an office or an agreement, before it is known where the point lies.

    municipality: the code of the one that was chosen, or "". The days are those of `correcting.Wish`.
    """

    kind: str
    agreement: Agreement
    office: Office | None = None
    address: Address = NOWHERE
    municipality: str = ""
    on_site: bool = True
    first_on: date | None = None
    last_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Ground:
    """The areas of some agreements and the names of all municipalities."""

    areas: Mapping[int, frozenset[str]]  # the codes of each area's municipalities, by its key
    names: Mapping[str, str]

    @classmethod
    def of(cls, agreements: Iterable[Agreement]) -> "Ground":
        """What is known of the areas of agreements. Two queries."""
        areas: dict[int, set[str]] = {each.area_id: set() for each in agreements if each.area_id}
        rows = AreaMembership.objects.filter(area__in=list(areas)).order_by()
        for area, code in rows.values_list("area_id", "municipality_id"):
            areas[area].add(code)
        names = dict(Municipality.objects.order_by().values_list("code", "name"))
        return cls({area: frozenset(codes) for area, codes in areas.items()}, names)

    def known(self, agreement: Agreement, office: Office | None = None) -> Known:
        """What the rules ask of an agreement and, for a move or a close, of its office. No query."""
        return Known(
            starts_on=agreement.starts_on,
            ends_on=agreement.ends_on,
            last_referral_on=agreement.last_referral_on,
            area=self.areas.get(agreement.area_id, frozenset()),
            area_name=agreement.area.name if agreement.area else "",
            address=address_of(office) if office else NOWHERE,
            opens_on=office.opens_on if office else None,
            closes_on=office.closes_on if office else None,
            names=self.names,
        )


def address_of(row: Office | Correction) -> Address:
    """The address of an office, or the one that a correction wants."""
    return Address(*(getattr(row, name) for name in ADDRESS_FIELDS))


def wishes(wanted: Sequence[Wanted]) -> list[Wish]:
    """What the rules judge, the municipalities of all points derived at once. No query."""
    points = [each.address for each in wanted]
    frame = pd.DataFrame({name: [getattr(each, name) for each in points] for name in ("latitude", "longitude")})
    found = place_points(frame.astype(float)) if any(each.latitude is not None for each in points) else None
    return [_wish(each, found.loc[at] if found is not None else None) for at, each in enumerate(wanted)]


def _wish(wanted: Wanted, found: pd.Series | None) -> Wish:
    """The point says where the office is; without one, what was chosen does."""
    code, placed = wanted.municipality or None, BY_HAND if wanted.municipality else ""
    if wanted.address.latitude is not None and found is not None:
        code, placed = found["code"], str(found["how"])
    return Wish(
        kind=wanted.kind,
        address=wanted.address,
        on_site=wanted.on_site,
        chosen=wanted.municipality,
        code=code,
        placed=placed,
        first=wanted.first_on,
        last=wanted.last_on,
    )


def agreements_of(provider: Provider) -> list[Agreement]:
    """The agreements of a provider with service and area, by service and area. One query."""
    rows = Agreement.objects.filter(provider=provider).select_related("service", "area", "provider")
    return sorted(rows, key=lambda each: (each.service.order, each.area.sort_key if each.area else "", each.number))
