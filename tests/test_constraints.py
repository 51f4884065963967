"""What the database itself refuses, by whatever path a row comes; and what forms say of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.forms import model_to_dict, modelform_factory
from django.utils.translation import gettext, override

from municipalities.models import Municipality
from providers.models import AreaMembership, DeliveryArea, Rating
from rollout.models import Plan
from tests import (
    constraint_cases,
    correction_constraint_cases,
    following_constraint_cases,
    portal_constraint_cases,
)
from tests import factories as make
from tests.constraint_cases import Case

CASES = (constraint_cases, portal_constraint_cases, correction_constraint_cases, following_constraint_cases)
REFUSED = [case for each in CASES for case in each.REFUSED]
ACCEPTED = [case for each in CASES for case in each.ACCEPTED]

# --- The paths by which a row comes ----------------------------------------------------------------------------------


def save(row: models.Model, changes: dict) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def update(row: models.Model, changes: dict) -> None:
    type(row).objects.filter(pk=row.pk).update(**changes)


def bulk_update(row: models.Model, changes: dict) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    type(row).objects.bulk_update([row], list(changes))


def bulk_create(row: models.Model, changes: dict) -> None:
    row.delete()
    if isinstance(row._meta.pk, models.AutoField):
        row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    type(row).objects.bulk_create([row])


PATHS = (save, update, bulk_update, bulk_create)


@contextmanager
def taken_back() -> Iterator[None]:
    """A try as far as the end of its transaction, where the composite keys are checked; nothing of it stays."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)


def is_refused(write: Callable, row: models.Model, changes: dict) -> bool:
    try:
        with taken_back():
            write(copy(row), changes)
    except IntegrityError:
        return True
    return False


def form_of(row: models.Model, changes: dict):
    """The bound form of a row in which somebody has entered the changes."""
    given_values = {name: getattr(value, "pk", value) for name, value in {**model_to_dict(row), **changes}.items()}
    return modelform_factory(type(row), fields="__all__")(data=given_values, instance=row)


def ids_of(cases: list[Case]) -> list[str]:
    return [case.about for case in cases]


@pytest.mark.parametrize("case", REFUSED, ids=ids_of(REFUSED))
@pytest.mark.django_db
def test_the_database_refuses_what_cannot_be_by_whatever_path(case):
    row = case.row()
    changes = case.changes(row)

    assert [write.__name__ for write in PATHS if not is_refused(write, row, changes)] == []


@pytest.mark.parametrize("case", ACCEPTED, ids=ids_of(ACCEPTED))
@pytest.mark.django_db
def test_the_database_accepts_what_lies_just_inside_the_border_by_whatever_path(case):
    row = case.row()
    changes = case.changes(row)

    for write in PATHS:
        with taken_back():
            written = copy(row)
            write(written, changes)

            stored = type(row).objects.get(pk=written.pk)
            assert {name: getattr(stored, name) for name in changes} == changes, write.__name__


@pytest.mark.parametrize("case", REFUSED, ids=ids_of(REFUSED))
@pytest.mark.django_db
def test_a_form_says_what_is_wrong_in_the_reader_s_language(case):
    row = case.row()
    changes = case.changes(row)

    for language in ("sv", "en"):
        with override(language):
            said = [message for messages in form_of(copy(row), changes).errors.values() for message in messages]
            expected = gettext(case.message)

        assert said == [expected]


@pytest.mark.parametrize("case", ACCEPTED, ids=ids_of(ACCEPTED))
@pytest.mark.django_db
def test_a_form_accepts_what_lies_just_inside_the_border(case):
    row = case.row()
    form = form_of(row, case.changes(row))

    assert not form.errors
    form.save()


@pytest.mark.parametrize("code", ["18", "018", "01800", "018a", "0180\n", "０１８０"])
@pytest.mark.django_db
def test_a_municipality_code_of_anything_but_four_digits_is_refused_by_forms(code):
    municipality = Municipality(code=code, name="Exempel", county=make.make_county(code[:2]))

    with pytest.raises(ValidationError) as refusal:
        municipality.clean_fields(exclude={"population", "population_year", "latitude", "longitude"})

    assert set(refusal.value.message_dict) == {"code"}


# --- Composite keys, at the end of a transaction ---------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_row_that_disagrees_with_its_parent_is_refused_when_the_transaction_ends():
    area = make.make_area()
    other = make.make_service("stom")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_area_membership(area=area, service=other)

    assert not AreaMembership.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_parent_does_not_leave_its_rows_behind_when_it_changes():
    area = make.make_area_membership().area
    other = make.make_service("stom")

    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryArea.objects.filter(pk=area.pk).update(service=other)

    assert DeliveryArea.objects.get().service_id == "rom"


@pytest.mark.django_db(transaction=True)
def test_a_parent_and_its_rows_may_change_together_in_one_transaction():
    area = make.make_area_membership().area
    other = make.make_service("stom")

    with transaction.atomic():
        DeliveryArea.objects.filter(pk=area.pk).update(service=other)
        area.memberships.update(service=other)

    assert AreaMembership.objects.get().service_id == "stom"


@pytest.mark.django_db
def test_a_plan_s_published_version_gives_way_to_the_next_in_one_transaction():
    first, second = make.make_plan(stage="published"), make.make_plan()

    with transaction.atomic():
        moment = make.PUBLISHED_AT + timedelta(days=1)
        Plan.objects.filter(pk=first.pk).update(stage="superseded", superseded_at=moment)
        Plan.objects.filter(pk=second.pk).update(stage="published", published_at=moment)

    assert Plan.objects.get(stage="published") == second


@pytest.mark.django_db
def test_a_waiver_without_a_reason_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_waiver(reason="")


@pytest.mark.django_db
def test_two_values_of_one_agreement_for_one_month_are_refused():
    rating = make.make_rating(period=date(2025, 1, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_rating(agreement=rating.agreement, period=date(2025, 1, 1))

    make.make_rating(agreement=rating.agreement, period=date(2025, 2, 1))
    assert Rating.objects.count() == 2
