"""No two rows of the same keys share a day: many rows at once, migrations, random days, and two writers at once."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, OperationalError, connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from municipalities.constraints import NoOverlap
from providers.models import Agreement
from tests import factories as make
from tests.constraint_cases import JANUARY, january_agreement


@pytest.mark.django_db
def test_an_overlap_names_its_constraint():
    agreement = january_agreement()

    with pytest.raises(IntegrityError, match="one_agreement_of_a_provider_in_an_area"), transaction.atomic():
        january_agreement(provider=agreement.provider, area=agreement.area)


@pytest.mark.django_db
def test_a_row_does_not_overlap_itself():
    agreement = january_agreement()

    agreement.ends_on = date(2021, 1, 30)
    agreement.full_clean()
    agreement.save()

    assert Agreement.objects.get().ends_on == date(2021, 1, 30)


@pytest.mark.django_db
def test_rows_that_overlap_each_other_are_refused_in_one_bulk_create_and_none_is_kept():
    agreement = make.make_agreement(ends_on=date(2020, 12, 31))
    same = {"provider": agreement.provider, "area": agreement.area, "service": agreement.service}

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.bulk_create(
            Agreement(number=f"N{number}", starts_on=date(2021, 1, number), ends_on=date(2021, 1, 9), **same)
            for number in (1, 2)
        )

    assert Agreement.objects.count() == 1


@pytest.mark.django_db
def test_an_update_of_many_rows_that_makes_them_overlap_is_refused_whole():
    first = january_agreement()
    second = january_agreement(provider=first.provider, area=first.area, starts_on=date(2021, 2, 1), ends_on=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.update(ends_on=date(2021, 3, 31))

    assert list(Agreement.objects.order_by("starts_on").values_list("pk", "ends_on")) == [
        (first.pk, date(2021, 1, 31)),
        (second.pk, None),
    ]


@pytest.mark.django_db
def test_an_update_of_many_rows_that_keeps_them_apart_is_accepted():
    first = january_agreement()
    january_agreement(provider=first.provider, area=first.area, starts_on=date(2021, 2, 1), ends_on=date(2021, 2, 28))

    changed = Agreement.objects.update(starts_on=models.F("starts_on") + timedelta(days=3))

    assert changed == 2
    assert set(Agreement.objects.values_list("starts_on", flat=True)) == {date(2021, 1, 4), date(2021, 2, 4)}


@pytest.mark.django_db
def test_an_upsert_that_makes_rows_overlap_is_refused():
    first = january_agreement()
    second = january_agreement(provider=first.provider, area=first.area, starts_on=date(2021, 2, 1), ends_on=None)
    second.starts_on = date(2021, 1, 31)

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.bulk_create(
            [second], update_conflicts=True, unique_fields=["number"], update_fields=["starts_on"]
        )


near_days = st.none() | st.integers(1, 12).map(lambda day: date(2021, 1, day))
row_days = st.tuples(near_days, near_days).filter(lambda days: None in days or days[0] <= days[1])
rows_of_days = st.lists(st.tuples(st.integers(0, 1), st.booleans(), row_days), max_size=8)


def share_a_day(one: tuple, other: tuple) -> bool:
    """Whether two spans share a day, by walking over the days; a missing end is far outside them."""
    days = [
        {day for day in range(40) if (first or 0) <= day <= (last or 39)} for first, last in map(numbered, (one, other))
    ]
    return bool(days[0] & days[1])


def numbered(span: tuple) -> tuple:
    return tuple(day and day.day for day in span)


@given(rows=rows_of_days)
@pytest.mark.django_db
def test_rows_are_refused_exactly_when_they_share_a_day_with_an_accepted_row_of_the_same_keys(rows):
    with transaction.atomic():
        areas = [make.make_area(), None]
        providers = [make.make_provider(), make.make_provider()]
        accepted = []
        for provider, has_area, days in rows:
            clash = has_area and any(kept[:2] == (provider, True) and share_a_day(kept[2], days) for kept in accepted)
            told, kept = try_agreement(providers[provider], areas[0 if has_area else 1], days)
            assert told == kept == (not clash)
            accepted += [(provider, has_area, days)] * kept
        transaction.set_rollback(True)


def try_agreement(provider, area, days) -> tuple[bool, bool]:
    """Whether the form's check lets an agreement pass, and whether the database does."""
    values = {"provider": provider, "area": area, "starts_on": days[0], "ends_on": days[1]}
    (constraint,) = (one for one in Agreement._meta.constraints if isinstance(one, NoOverlap))
    return (
        passes(ValidationError, lambda: constraint.validate(Agreement, Agreement(**values))),
        passes(IntegrityError, lambda: make.make_agreement(**values)),
    )


def passes(error: type[Exception], action) -> bool:
    try:
        with transaction.atomic():
            action()
    except error:
        return False
    return True


@pytest.mark.django_db
def test_a_form_without_one_of_the_columns_leaves_the_overlap_to_the_database():
    first = january_agreement()
    row = Agreement(provider=first.provider, area=first.area, service=first.service, number="N", **JANUARY)

    row.validate_constraints(exclude={"area"})

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def widened(name: str):
    field = Agreement._meta.get_field(name).clone()
    field.max_length += 1
    field.set_attributes_from_name(name)
    field.model = Agreement
    return field


@pytest.mark.django_db(transaction=True)
def test_overlaps_are_refused_still_after_a_migration_has_altered_the_table():
    agreement = january_agreement()
    field = Agreement._meta.get_field("number")

    with connection.schema_editor() as editor:
        editor.alter_field(Agreement, field, widened("number"))
        editor.alter_field(Agreement, widened("number"), field)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    with pytest.raises(IntegrityError):
        january_agreement(provider=agreement.provider, area=agreement.area)
    january_agreement(provider=agreement.provider)


@pytest.mark.django_db(transaction=True)
def test_an_overlap_constraint_can_be_taken_away_and_put_back_by_a_migration():
    agreement = january_agreement()
    (constraint,) = (one for one in Agreement._meta.constraints if isinstance(one, NoOverlap))
    same = {"provider": agreement.provider, "area": agreement.area}

    with connection.schema_editor() as editor:
        editor.remove_constraint(Agreement, constraint)
    second = january_agreement(**same)
    second.delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Agreement, constraint)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    with pytest.raises(IntegrityError):
        january_agreement(**same)


# --- Two at a time ---------------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second_day", [date(2021, 1, 31), date(2021, 2, 1)])
def test_of_two_transactions_that_write_at_once_one_fails_exactly_when_their_days_overlap(second_day):
    provider, area = make.make_provider(), make.make_area()
    days = [JANUARY, {"starts_on": second_day, "ends_on": date(2021, 2, 28)}]
    both_have_begun = threading.Barrier(2, timeout=30)
    outcomes = []

    def write(number: int) -> None:
        try:
            with transaction.atomic():
                Agreement.objects.count()
                both_have_begun.wait()
                make.make_agreement(provider=provider, area=area, number=f"N{number}", **days[number])
            outcomes.append("kept")
        except (IntegrityError, OperationalError):
            # Two that wait for each other are a deadlock to PostgreSQL, which refuses one of them all the same.
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    overlap = second_day == date(2021, 1, 31)
    assert sorted(outcomes) == (["kept", "refused"] if overlap else ["kept", "kept"])
    assert Agreement.objects.count() == (1 if overlap else 2)
