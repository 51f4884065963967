"""Reads the organisation number by which a provider is known whatever it is called."""

import re
from typing import Any

from django.utils.translation import gettext as _

from municipalities.importers.reading import ValueFault, is_missing, shown, text

ORGANISATION_NUMBER = re.compile(r"(?:16)?([0-9]{6})-?([0-9]{4})")


def organisation_number(value: Any) -> str:
    """Ten digits with a hyphen after the sixth; "" where missing. Raises ValueFault.

    The third digit is at least 2: where it is lower the number is a person's, which is never kept.
    """
    written = "" if is_missing(value) else text(value).replace(" ", "")
    found = ORGANISATION_NUMBER.fullmatch(written)
    if written and (not found or found[1][2] < "2"):
        raise ValueFault(_("“%(value)s” is not an organisation number such as 556000-0000") % {"value": shown(written)})
    return f"{found[1]}-{found[2]}" if found else ""
