"""The migrations make the database that the models describe, forwards, backwards and forwards again."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

from municipalities.constraints import NoOverlap
from municipalities.versions import WATCHED_APPS, current_version
from tests import factories as make

DECLARED = [
    (model, constraint)
    for app in WATCHED_APPS
    for model in apps.get_app_config(app).get_models()
    for constraint in model._meta.constraints
]

OURS = tuple(f"{app}_" for app in WATCHED_APPS)


@pytest.mark.django_db
def test_no_model_has_changed_since_the_last_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", WATCHED_APPS)
def test_an_older_installation_comes_to_the_same_tables_as_a_new_one(app):
    steps = MigrationLoader(None, replace_migrations=False)
    (short,) = [key for key, step in steps.disk_migrations.items() if key[0] == app and step.replaces]

    quick = steps.project_state([short])
    slow = steps.project_state([steps.disk_migrations[short].replaces[-1]])

    assert MigrationAutodetector(slow, quick)._detect_changes() == {}


def constraint_sql() -> str:
    """All that the database itself says of its constraints, indexes and triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        else:
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(("model", "constraint"), DECLARED, ids=[constraint.name for _, constraint in DECLARED])
@pytest.mark.django_db
def test_a_constraint_declared_on_a_model_is_in_the_database(model, constraint):
    assert constraint.name in constraint_sql()


def test_every_kind_of_constraint_is_declared_somewhere():
    kinds = {type(constraint).__name__ for _, constraint in DECLARED}

    assert kinds == {"CheckConstraint", "UniqueConstraint", "NoOverlap", "SameParent"}


@pytest.mark.django_db(transaction=True)
def test_all_apps_can_be_taken_back_to_nothing_and_made_again_with_all_that_the_database_keeps():
    call_command("migrate", "municipalities", "zero", verbosity=0)  # and with it the others, which build upon it
    left = [name for name in connection.introspection.table_names() if name.startswith(OURS)]
    call_command("migrate", verbosity=0)

    assert left == []
    before = current_version()
    agreement = make.make_agreement(ends_on=None)
    assert current_version() != before
    with pytest.raises(IntegrityError):
        make.make_agreement(provider=agreement.provider, area=agreement.area)


def test_a_model_whose_rows_may_not_overlap_also_has_its_days_in_order():
    """Else the two databases would treat a last day before the first differently."""
    for model in {model for model, constraint in DECLARED if isinstance(constraint, NoOverlap)}:
        names = {
            constraint.name for constraint in model._meta.constraints if type(constraint) is models.CheckConstraint
        }
        assert any("_after_it_" in name for name in names), model
