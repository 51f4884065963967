"""Changes to rows of any of the three apps, many at a time: each is kept in the history, with who and why.

Knows how rows are written without one query a row; what they mean and what they must keep to, the models know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from municipalities.kept import ADDED, CHANGED, KEYS_AT_ONCE, REMOVED, keep, keep_first_states

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

ROWS_AT_ONCE = 2_000
KEYS_OF_NAMES = ("sort_key", "search_key")


@transaction.atomic
def add_rows(
    *, rows: Iterable[models.Model], by: AbstractBaseUser | None = None, reason: str = ""
) -> list[models.Model]:
    """Insert rows of one model; they come back with their keys."""
    made = []
    for some in batches(rows, ROWS_AT_ONCE):
        for row in some:
            if hasattr(row, "set_keys"):
                row.set_keys()
        made += type(some[0]).objects.bulk_create(some)
        keep(some, ADDED, by=by, reason=reason)
    return made


@transaction.atomic
def change_rows(
    *,
    model: type[models.Model],
    values: Mapping[Any, Mapping[str, Any]],
    by: AbstractBaseUser | None = None,
    reason: str = "",
    freed: Sequence[str] = (),
) -> None:
    """Give rows, by primary key, other values in some columns (by attribute, such as `area_id`).

    freed: nullable columns that are emptied in all rows before any of them is written, where a constraint would refuse
    what holds half-way, as when two rows change places. Each of the rows must be given a value there.
    """
    for keys in batches(values if freed else (), KEYS_AT_ONCE):
        keep_first_states(model, keys)
        model._base_manager.filter(pk__in=keys).update(**dict.fromkeys(freed))
    columns = sorted({column for given in values.values() for column in given})
    for keys in batches(values, KEYS_AT_ONCE):
        keep_first_states(model, keys)
        rows = [_with(row, values[row.pk]) for row in model._base_manager.filter(pk__in=keys)]
        _write(rows, columns)
        keep(rows, CHANGED, by=by, reason=reason)


@transaction.atomic
def remove_rows(
    *, model: type[models.Model], keys: Collection[Any], by: AbstractBaseUser | None = None, reason: str = ""
) -> None:
    """Remove rows to which nothing points, by primary key; what they were is kept."""
    for some in batches(keys, KEYS_AT_ONCE):
        keep_first_states(model, some)
        gone = model._base_manager.filter(pk__in=some)
        keep(gone, REMOVED, by=by, reason=reason)
        gone.all()._raw_delete(using=gone.db)  # each is kept with its reason already


def import_reason(file_name: str) -> str:
    """Why rows were changed that a file changed."""
    return _("Import of %(file)s") % {"file": file_name}


def analyse(*changed: type[models.Model]) -> None:
    """Let PostgreSQL look at tables that may just have grown: by itself it does so a minute late."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in changed:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The rows in lists of so many, the last one shorter."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some


def _with(row: models.Model, values: Mapping[str, Any]) -> models.Model:
    for name, value in values.items():
        setattr(row, name, value)
    if "name" in values and hasattr(row, "set_keys"):
        row.set_keys()
    return row


def _write(rows: list[models.Model], columns: Sequence[str]) -> None:
    """Write some columns of rows that are there: one statement for many, as no update of Django's is."""
    if not rows or not columns:
        return
    model = type(rows[0])
    fields = [field.name for field in model._meta.concrete_fields if field.attname in columns or field.name in columns]
    fields += [name for name in KEYS_OF_NAMES if "name" in columns and hasattr(model, name)]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=[model._meta.pk.name], update_fields=fields)
