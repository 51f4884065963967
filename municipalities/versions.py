"""The data version: changes with every write, by whatever path, so that finished pages never outlive their facts.

The database's own triggers keep it, so forms, imports, bulk updates, the shell and other programs all count. A change
is a row with a random number, and the version is the sum of the numbers that the asker can see. So a version that was
once given never comes back with other facts behind it: not when transactions commit in another order than they began,
not after a rollback, not after a flush, and not in a new database that was filled in the same way.

On SQLite, where writers queue, the row of the latest change takes the place of all before it. On PostgreSQL a counter
would make writers wait for each other, so each changing statement adds a row, and one in about a thousand sweeps.
"""

from secrets import randbits

from django.apps import apps as installed_apps
from django.db import DEFAULT_DB_ALIAS, connections, models

WATCHED_APPS = ("municipalities", "providers", "rollout")
BITS = 52


def random_id() -> int:
    return randbits(BITS)


class DataChange(models.Model):
    """One changing statement (PostgreSQL) or the latest change (SQLite). Written by triggers, never from here."""

    id = models.BigIntegerField(primary_key=True, default=random_id)

    class Meta:
        app_label = "municipalities"

    def __str__(self) -> str:
        return f"{self.id:x}"


SUM_OF_CHANGES = f'SELECT SUM("id") FROM "{DataChange._meta.db_table}"'


def current_version(using: str = DEFAULT_DB_ALIAS) -> str:
    """A text that differs after every committed write to the watched apps. One query.

    Read it *before* the facts that it is to stand for: a write in between then makes them look old, never new.
    """
    with connections[using].cursor() as cursor:  # every request asks; by the ORM the question takes ten times as long
        cursor.execute(SUM_OF_CHANGES)
        return f"{int(cursor.fetchone()[0] or 0):x}"


def watched_models(app_label: str, apps=installed_apps) -> list[type[models.Model]]:
    """The models of an app whose writes count, many-to-many tables included.

    Those do not that no public page shows: a model says so of itself by `private = True`, and its kept rows with it.
    """
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label == app_label
        and model._meta.managed
        and model._meta.db_table != DataChange._meta.db_table
        and not _is_private(model)
    ]


def _is_private(model: type[models.Model]) -> bool:
    try:
        now = installed_apps.get_model(model._meta.label)  # a model as migrated has lost what is no field of it
    except LookupError:
        return False
    return getattr(getattr(now, "instance_type", now), "private", False)


def create_triggers(*, app_config, using=DEFAULT_DB_ALIAS, apps=installed_apps, **signal) -> None:
    """Make an app's version triggers anew. Receives `post_migrate`, once for each app, with the models as migrated."""
    if app_config.label not in WATCHED_APPS:
        return
    database = connections[using]
    tables = set(database.introspection.table_names())
    if DataChange._meta.db_table not in tables:
        return
    statements = _sqlite_statements if database.vendor == "sqlite" else _postgresql_statements
    with database.cursor() as cursor:
        for model in watched_models(app_config.label, apps):
            if model._meta.db_table in tables:
                for statement in statements(model._meta.db_table, DataChange._meta.db_table):
                    cursor.execute(statement)


def _sqlite_statements(table: str, changes: str) -> list[str]:
    made = []
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f'"{table}_version_{event.lower()}"'
        made.append(f"DROP TRIGGER IF EXISTS {name}")
        made.append(
            f'CREATE TRIGGER {name} AFTER {event} ON "{table}" '
            f'BEGIN DELETE FROM "{changes}"; INSERT INTO "{changes}" (id) VALUES (random() & {2**BITS - 1}); END'
        )
    return made


def sweep_sql(changes: str) -> str:
    """Removes changes, but leaves alone those that another writer is removing, so that no writer waits for another."""
    return f'DELETE FROM "{changes}" WHERE id IN (SELECT id FROM "{changes}" FOR UPDATE SKIP LOCKED)'


def _postgresql_statements(table: str, changes: str) -> list[str]:
    name = f'"{table}_version"'
    return [
        "CREATE OR REPLACE FUNCTION data_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF random() < 0.001 THEN {sweep_sql(changes)}; END IF; "
        f'INSERT INTO "{changes}" (id) VALUES (floor(random() * {2**BITS})::bigint); RETURN NULL; END $$',
        f'DROP TRIGGER IF EXISTS {name} ON "{table}"',
        f'CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION data_changed()",
    ]
