"""Checks that rows of several apps have in common, kept by the database and told in words that a form can show."""

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from municipalities.constraints import DayOfMonth


def ends_after_it_starts(name: str, starts: str, ends: str) -> models.CheckConstraint:
    """The check that a last day does not come before its first; either may be missing."""
    return models.CheckConstraint(
        condition=Q(**{f"{starts}__isnull": True}) | Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": F(starts)}),
        name=name,
        violation_error_message=_("The last day cannot come before the first."),
    )


def within(name: str, field: str, low: int, high: int, message) -> models.CheckConstraint:
    """The check that a value, where there is one, lies in a range; both ends count."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": low, f"{field}__lte": high}),
        name=name,
        violation_error_message=message,
    )


def named_by_first_day(name: str) -> models.CheckConstraint:
    """The check that a month has one name, so that it cannot come twice."""
    return models.CheckConstraint(
        condition=Exact(DayOfMonth("period"), 1),
        name=name,
        violation_error_message=_("A month is given by its first day."),
    )


def masked_without_number(name: str, number: str) -> models.CheckConstraint:
    """The check that a count which its publisher masks ("<5") has no number here."""
    return models.CheckConstraint(
        condition=Q(is_masked=False) | Q(**{f"{number}__isnull": True}),
        name=name,
        violation_error_message=_("A masked count has no number."),
    )


def real_ones_have_a_source(name: str) -> models.CheckConstraint:
    """The check that a figure which is no example says where it comes from."""
    return models.CheckConstraint(
        condition=Q(is_example=True) | Q(source__isnull=False),
        name=name,
        violation_error_message=_("A figure that is no example needs a source."),
    )
