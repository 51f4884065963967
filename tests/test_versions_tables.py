"""Every table of the three apps is watched: a change in any of them, by whatever path, gives the data a new version."""

import pytest
from django.db import connection, transaction

from municipalities.versions import WATCHED_APPS, current_version, watched_models
from tests import factories as make

EVERY_TABLE = [model._meta.db_table for app in WATCHED_APPS for model in watched_models(app)]


@pytest.fixture(scope="module")
def a_row_in_every_table(django_db_setup, django_db_blocker):
    """Made once for the tests of this file; each of them rolls back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill_every_table()
        yield
        transaction.set_rollback(True)


def fill_every_table():
    for factory in make.EVERY_FACTORY:
        factory()
    one, other = make.make_municipality(), make.make_municipality()
    one.neighbours.add(other)


def test_the_tables_of_all_three_apps_are_watched_with_their_links():
    assert {name.split("_")[0] for name in EVERY_TABLE} == set(WATCHED_APPS)
    assert "municipalities_municipality_neighbours" in EVERY_TABLE
    assert "municipalities_ruraldefinition_classes" in EVERY_TABLE
    assert "municipalities_datachange" not in EVERY_TABLE


@pytest.mark.django_db
@pytest.mark.parametrize("table", EVERY_TABLE)
@pytest.mark.parametrize("change", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_a_change_in_any_watched_table_changes_the_version(a_row_in_every_table, table, change):
    before = current_version()

    with transaction.atomic():
        with connection.cursor() as cursor:
            column = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(change.format(table=table, column=column))
        after = current_version()
        transaction.set_rollback(True)

    assert after != before
