"""The data version changes with every committed write, by whatever path it came, and never comes back."""

import threading

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

from municipalities.models import DataChange, Municipality, Source
from municipalities.versions import current_version, sweep_sql
from tests import factories as make


def execute(sql: str, *, on=connection) -> None:
    with on.cursor() as cursor:
        cursor.execute(sql)


def create(source: Source) -> None:
    Source.objects.create(key="new", title="Ny")


def bulk_create(source: Source) -> None:
    Source.objects.bulk_create([Source(key="one", title="En"), Source(key="two", title="Två")])


def save(source: Source) -> None:
    source.title = "Ändrad"
    source.save()


def update(source: Source) -> None:
    Source.objects.update(title="Ändrad")


def bulk_update(source: Source) -> None:
    source.title = "Ändrad"
    Source.objects.bulk_update([source], ["title"])


def upsert(source: Source) -> None:
    source.title = "Ändrad"
    Source.objects.bulk_create([source], update_conflicts=True, unique_fields=["key"], update_fields=["title"])


def delete(source: Source) -> None:
    source.delete()


def delete_many(source: Source) -> None:
    Source.objects.all().delete()


def raw_sql(source: Source) -> None:
    execute("UPDATE municipalities_source SET title = 'Ändrad'")


EVERY_PATH = [create, bulk_create, save, update, bulk_update, upsert, delete, delete_many, raw_sql]


@pytest.mark.parametrize("write", EVERY_PATH)
@pytest.mark.django_db
def test_a_write_changes_the_version(write):
    source = make.make_source()
    before = current_version()

    write(source)

    assert current_version() != before


@pytest.mark.parametrize("write", EVERY_PATH)
@pytest.mark.django_db
def test_a_write_that_is_rolled_back_leaves_the_version_as_it_was(write):
    source = make.make_source()
    before = current_version()

    with transaction.atomic():
        write(source)
        within = current_version()
        transaction.set_rollback(True)

    assert within != before
    assert current_version() == before


@pytest.mark.django_db
def test_other_writes_after_a_rollback_do_not_bring_back_the_version_that_was_rolled_back():
    with transaction.atomic():
        make.make_source(title="En")
        rolled_back = current_version()
        transaction.set_rollback(True)

    make.make_source(title="En annan")

    assert current_version() != rolled_back


@pytest.mark.django_db
def test_adding_and_removing_neighbours_changes_the_version():
    one, other = make.make_municipality(), make.make_municipality()
    versions = [current_version()]

    one.neighbours.add(other)
    versions.append(current_version())
    one.neighbours.clear()
    versions.append(current_version())

    assert len(set(versions)) == 3


@pytest.mark.django_db
def test_every_write_gives_a_version_of_its_own():
    source = make.make_source()
    versions = []

    for number in range(50):
        Source.objects.filter(pk=source.pk).update(title=f"{number}")
        versions.append(current_version())

    assert len(set(versions)) == 50


def is_private(factory) -> bool:
    return getattr(factory.__annotations__["return"], "private", False)


@pytest.mark.parametrize("factory", [each for each in make.EVERY_FACTORY if not is_private(each)])
@pytest.mark.django_db
def test_a_new_row_of_any_kind_that_pages_show_changes_the_version(factory):
    before = current_version()

    factory()

    assert current_version() != before


@pytest.mark.django_db
def test_what_only_members_see_gives_the_published_facts_no_new_version():
    user, provider = make.make_user(), make.make_provider()
    before = current_version()

    make.make_membership(user=user, provider=provider).delete()
    make.make_invitation(provider=provider, invited_by=user)
    make.make_look(provider=provider, by=user)
    make.make_api_key(user=user)

    assert current_version() == before


@pytest.mark.django_db
def test_reading_does_not_change_the_version(django_assert_num_queries):
    make.make_municipality()
    before = current_version()

    list(Municipality.objects.select_related("county"))
    Municipality.objects.count()

    with django_assert_num_queries(1):
        assert current_version() == before


@pytest.mark.django_db
def test_the_changes_do_not_pile_up():
    """Each statement adds a row on PostgreSQL, and one in a thousand sweeps: that 20 000 do not is one in 10^8."""
    make.make_source()

    if connection.vendor == "postgresql":
        touch = "UPDATE municipalities_source SET title = title WHERE false"
        execute(f"DO $$ BEGIN FOR turn IN 1..20000 LOOP {touch}; END LOOP; END $$")
    else:
        for number in range(100):
            Source.objects.update(title=f"{number}")

    assert DataChange.objects.count() < (20_000 if connection.vendor == "postgresql" else 2)


@pytest.mark.django_db(transaction=True)
def test_a_write_by_another_connection_changes_the_version():
    make.make_source()
    before = current_version()
    other = connection.copy()

    execute("UPDATE municipalities_source SET title = 'Ändrad'", on=other)
    other.close()

    assert current_version() != before


@pytest.mark.django_db(transaction=True)
def test_writes_change_the_version_still_after_a_migration_has_altered_the_table():
    field = Source._meta.get_field("title")
    wider = field.clone()
    wider.max_length += 1
    wider.set_attributes_from_name("title")
    wider.model = Source

    with connection.schema_editor() as editor:
        editor.alter_field(Source, field, wider)
        editor.alter_field(Source, wider, field)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    before = current_version()
    make.make_source()
    assert current_version() != before


@pytest.mark.django_db(transaction=True)
def test_the_same_rows_written_again_after_a_flush_have_another_version():
    versions = []

    for title in ("En", "En annan"):
        call_command("flush", interactive=False, verbosity=0)
        Source.objects.create(key="same", title=title)
        versions.append(current_version())

    assert versions[0] != versions[1]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_transactions_that_commit_in_another_order_than_they_wrote_each_change_the_version():
    first_has_written, second_was_read = threading.Event(), threading.Event()

    def write_first_and_commit_last() -> None:
        with transaction.atomic():
            make.make_source(title="först")
            first_has_written.set()
            assert second_was_read.wait(timeout=30)
        connection.close()

    versions = [current_version()]
    thread = threading.Thread(target=write_first_and_commit_last)
    thread.start()
    assert first_has_written.wait(timeout=30)
    make.make_source(title="sist")
    versions.append(current_version())
    second_was_read.set()
    thread.join()
    versions.append(current_version())

    assert len(set(versions)) == 3
    assert Source.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_writer_never_waits_for_another_writer_s_sweep():
    """One transaction has swept the changes and is still open; another, which may wait for nothing, sweeps as well."""
    make.make_source()
    other = connection.copy()
    sweep = sweep_sql(DataChange._meta.db_table)

    with transaction.atomic():
        execute(sweep)
        execute("SET lock_timeout = '1ms'", on=other)
        execute(sweep, on=other)
        execute("UPDATE municipalities_source SET title = 'Ändrad'", on=other)
    other.close()

    assert Source.objects.get().title == "Ändrad"
