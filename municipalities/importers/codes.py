"""Reads what names a row in files of facts: municipality codes, keys, years, degrees, certainty. Asks no database.

A spreadsheet takes 0180 for a number and writes 180: the zero is put back, and that is told.
"""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from municipalities.importers import reading
from municipalities.importers.reading import ValueFault, is_missing, number, shown
from municipalities.models import Certainty
from municipalities.swedish import code_from

KEY = re.compile(r"[a-z0-9_-]{1,50}")
LATITUDES, LONGITUDES = (54.0, 70.0), (10.0, 25.0)  # Sweden, and some water around it
FIRST_YEAR_OF_DAYS, LAST_YEAR_OF_DAYS = 2000, 2099  # some years before the first of the services
FIRST_YEAR = 1968  # municipality codes have been in use since
CERTAINTIES = {
    **{value: value for value in Certainty.values},
    "angiven": Certainty.STATED.value,
    "härledd": Certainty.DERIVED.value,
    "rapporterad": Certainty.REPORTED.value,
}


def municipality_code(value: Any) -> str:
    """A municipality code, its lost leading zero put back; "" where missing. Raises ValueFault."""
    written = "" if is_missing(value) else reading.text(value)
    found = code_from(written)
    if written and found is None:
        raise ValueFault(_("“%(value)s” is not a municipality code: four digits") % {"value": shown(written)})
    return found or ""


def lost_zero(written: Any, found: str) -> str:
    """What is told of a code that stands there without its leading zero; "" where it has it."""
    if not found or len(str(written).strip()) == len(found):
        return ""
    return _("“%(value)s” is read as %(code)s") % {"value": shown(written), "code": found}


def key(value: Any) -> str:
    """A key such as skr-2023, in small letters; "" where missing. Raises ValueFault."""
    found = reading.text(value).casefold()
    if found and not KEY.fullmatch(found):
        raise ValueFault(_("“%(value)s” is not a key such as skr-2023") % {"value": shown(found)})
    return found


def year(value: Any) -> int | None:
    """A year of our time; None where missing. Raises ValueFault."""
    found = reading.whole(value)
    if found is not None and not FIRST_YEAR <= found <= date.max.year:
        raise ValueFault(
            _("“%(value)s” is not a year from %(first)d on") % {"value": shown(value), "first": FIRST_YEAR}
        )
    return found


def day(value: Any) -> date | None:
    """A day of our time; None where missing. Raises ValueFault, also for a slip of the keyboard in the year."""
    found = reading.day(value)
    if found is not None and not FIRST_YEAR_OF_DAYS <= found.year <= LAST_YEAR_OF_DAYS:
        known = {"value": shown(value), "first": FIRST_YEAR_OF_DAYS, "last": LAST_YEAR_OF_DAYS}
        raise ValueFault(_("“%(value)s” is not a day between %(first)d and %(last)d") % known)
    return found


def latitude(value: Any) -> float | None:
    """Degrees north, in Sweden; None where missing. Raises ValueFault."""
    return _degrees(value, LATITUDES)


def longitude(value: Any) -> float | None:
    """Degrees east, in Sweden; None where missing. Raises ValueFault."""
    return _degrees(value, LONGITUDES)


def is_in_sweden(latitude: float, longitude: float) -> bool:
    """Whether degrees north and east may be a place in Sweden: within the rectangle around it."""
    return LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]


def _degrees(value: Any, ends: tuple[float, float]) -> float | None:
    found = number(value)
    if found is not None and not ends[0] <= found <= ends[1]:
        known = {"value": shown(value), "low": int(ends[0]), "high": int(ends[1])}
        raise ValueFault(_("“%(value)s” does not lie between %(low)d and %(high)d degrees") % known)
    return found


def certainty(value: Any) -> str | None:
    """How a fact is known, in Swedish or by its key; None where missing. Raises ValueFault."""
    if is_missing(value):
        return None
    found = CERTAINTIES.get(reading.text(value).casefold())
    if found is None:
        raise ValueFault(_("“%(value)s” is neither angiven, härledd nor rapporterad") % {"value": shown(value)})
    return found
