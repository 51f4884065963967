"""Reads a point as people write it: latitude and longitude in degrees, in one text or as two values. Knows no map."""

import re

from django.utils.translation import gettext as _

from municipalities.importers.reading import ValueFault, number, shown

# Two numbers with something between them that is not part of either: "65.58, 22.15", "65,58 22,15", "65,58; 22,15".
DEGREES = r"[+\-\u2212]?[0-9]{1,3}(?:[.,][0-9]{1,15})?"
PAIR = re.compile(rf"\(?({DEGREES})°?\s*[NnÅå]?(?:\s*;\s*|\s*,\s+|\s+|,(?=[0-9]+[.]))({DEGREES})°?\s*[EeÖö]?\)?")


def point_in(text: str) -> tuple[float, float]:
    """Latitude and longitude. Raises ValueFault where the text is no pair of degrees, or no place on earth."""
    found = PAIR.fullmatch(text.strip())
    if found is None:
        raise ValueFault(
            _("“%(value)s” is not a coordinate such as 65.5842, 22.1567") % {"value": shown(text.strip(), 40)}
        )
    return point_of(found[1], found[2])


def point_of(latitude: str | float, longitude: str | float) -> tuple[float, float]:
    """The same of two values. Raises ValueFault where they are no place on earth."""
    north, east = number(latitude), number(longitude)
    if north is None or east is None or not (-90 <= north <= 90 and -180 <= east <= 180):
        known = {"latitude": shown(latitude), "longitude": shown(longitude)}
        raise ValueFault(_("%(latitude)s, %(longitude)s is not a place on earth") % known)
    return north, east
