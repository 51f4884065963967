"""What the rules of `correcting.py` find, in words at the fields of a form. Knows no rule and no row."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.correcting import Fault

FAULT_WORDS: Mapping[str, Promise] = {
    "address_missing": _("An office on site needs a street address and a post town."),
    "point_swapped": _("Latitude and longitude seem to have been swapped: the latitude comes first."),
    "point_outside": _("The point lies in the sea or outside Sweden."),
    "municipality_missing": _("Give the coordinate of the office, or choose its municipality."),
    "municipality_differs": _("The point lies in %(real)s, not in %(chosen)s."),
    "outside_the_area": _("%(municipality)s does not belong to the delivery area %(area)s of the agreement."),
    "same_address": _("That is already the address."),
    "year": _("The year must be between %(first)d and %(last)d."),
    "ends_before_it_starts": _("The last day cannot come before the first."),
    "day_missing": _("Give the day."),
    "before_the_agreement": _("The agreement does not begin until %(day)s."),
    "after_the_agreement": _("The agreement ends on %(day)s."),
    "moves_before_it_opens": _(
        "The office opened on %(day)s, so it moves later. Leave the day empty if the address was wrong all along."
    ),
    "moves_after_it_closes": _("The last day of the office is %(day)s."),
    "closes_before_it_opens": _("The office cannot close before it opens, on %(day)s."),
    "same_day": _("That is already the last day."),
    "same_days": _("Those are already the days."),
    "office_under_way": _("A correction of this office is under way already."),
    "days_under_way": _("A correction of the days of this agreement is under way already."),
    "new_office_under_way": _("This office has already been requested."),
    "already_there": _("The agreement has an office at this address already."),
    "office_gone": _("The office is no longer there."),
    "before_the_last_referral": _("The agreement has %(day)s as its last referral day, and cannot end before it."),
}


def told(fault: Fault) -> str:
    """A fault in the reader's language."""
    return str(FAULT_WORDS[fault.key]) % {name: _shown(value) for name, value in fault.values.items()}


def refusal(faults: Iterable[Fault]) -> ValidationError:
    """All faults by field, as a form takes them; those of no field over them all."""
    by_field: dict[str, list[str]] = {}
    for fault in faults:
        by_field.setdefault(fault.field or NON_FIELD_ERRORS, []).append(told(fault))
    return ValidationError(by_field)


def _shown(value: Any) -> Any:
    return date_format(value, "Y-m-d") if isinstance(value, date) else value
