"""The columns of a file of offices, and one row of it read: a provider's own file and an administrator's alike.

Knows what stands in a file, nothing of what is stored or may be asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from municipalities.importers import reading
from municipalities.importers.columns import Column, take_all
from municipalities.importers.points import point_of
from municipalities.importers.reading import Line, ValueFault, is_missing
from providers.correcting import Address

OFFICE, NUMBER, STREET, CODE, TOWN = "KONTOR", "KA-NUMMER", "ADRESS", "POSTNUMMER", "POSTORT"
LATITUDE, LONGITUDE, MUNICIPALITY = "LATITUD", "LONGITUD", "KOMMUN"
ON_SITE, FIRST, LAST = "PÅ PLATS", "FÖRSTA DAG", "SISTA DAG"
A_DAY = gettext_lazy("A day such as 2026-12-01.")


def postal_code(value: Any) -> str:
    """A postal code without its space. Raises ValueFault."""
    return reading.text(value, 10).replace(" ", "")


COLUMNS = (
    Column(
        "office",
        OFFICE,
        reading.whole,
        gettext_lazy("The key of an existing office. Leave it as it is; empty for a new office."),
        (None, None),
        gettext_lazy("A whole number."),
    ),
    Column(
        "number",
        NUMBER,
        reading.text_up_to(20),
        gettext_lazy("The number of the agreement under which the office is."),
        ("90000001", "90000001"),
        required=True,
    ),
    Column("street", STREET, reading.text, gettext_lazy("Street address."), ("Exempelgatan 1", "")),
    Column("postal_code", CODE, postal_code, gettext_lazy("Postal code."), ("12345", "")),
    Column("post_town", TOWN, reading.text_up_to(100), gettext_lazy("Post town."), ("Exempelstad", "")),
    Column(
        "latitude",
        LATITUDE,
        reading.number,
        gettext_lazy("Latitude in degrees, such as 65.5842. The municipality is derived from it."),
        (65.5842, None),
        gettext_lazy("54 to 70."),
    ),
    Column(
        "longitude",
        LONGITUDE,
        reading.number,
        gettext_lazy("Longitude in degrees, such as 22.1567."),
        (22.1567, None),
        gettext_lazy("10 to 25."),
    ),
    Column(
        "municipality",
        MUNICIPALITY,
        reading.text,
        gettext_lazy("The name of the municipality, where there is no coordinate."),
        ("", "Luleå"),
    ),
    Column(
        "on_site",
        ON_SITE,
        reading.yes_or_no,
        gettext_lazy("“ja” for an office on site, “nej” for a digital offer only."),
        (True, False),
        gettext_lazy("ja or nej; empty means ja."),
    ),
    Column("first_on", FIRST, reading.day, gettext_lazy("The first day."), (date(2026, 1, 1), date(2026, 3, 1)), A_DAY),
    Column(
        "last_on", LAST, reading.day, gettext_lazy("The last day; empty until further notice."), (None, None), A_DAY
    ),
)
HEADERS = tuple(column.header for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A row as it stands in the file; `office` is None for a new one, `municipality` a name or ""."""

    line: str
    office: int | None
    number: str
    address: Address
    municipality: str
    on_site: bool
    first_on: date | None
    last_on: date | None

    @property
    def name(self) -> str:
        """What the row is about, for those who are told of it."""
        return ", ".join(part for part in (self.address.street, self.address.post_town) if part) or self.municipality


def read_office(line: Line, written: Mapping[str, Any]) -> OfficeRow:
    """A row from what is written in it, by field; what is wrong with it is put among the problems of its line."""
    values = take_all(line, {**written, "latitude": None, "longitude": None}, COLUMNS)
    address = Address(
        values["street"] or "",
        values["postal_code"] or "",
        values["post_town"] or "",
        *_point(line, written["latitude"], written["longitude"]),
    )
    return OfficeRow(
        line.place,
        values["office"],
        values["number"] or "",
        address,
        values["municipality"] or "",
        values["on_site"] is not False,
        values["first_on"],
        values["last_on"],
    )


def _point(line: Line, latitude: Any, longitude: Any) -> tuple[float | None, float | None]:
    """Latitude and longitude; None for both where neither is given, or, with a problem, where they are no point."""
    if is_missing(latitude) and is_missing(longitude):
        return None, None
    try:
        return point_of(latitude, longitude)
    except ValueFault as fault:
        line.complain(f"{LATITUDE}, {LONGITUDE}: {fault}")
        return None, None
