"""The kept states of rows: keeping them in bulk, and what they say of what a row was before and what it became.

Reads the tables that django-simple-history keeps beside the models, of whatever app. Knows no page and no act.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models
from django.db.models import F, OuterRef, Subquery
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.signals import post_create_historical_record, pre_create_historical_record

from municipalities.key_lists import rows_of_keys

ADDED, CHANGED, REMOVED = "+", "~", "-"
KEYS_AT_ONCE = 900  # below the number of values that the oldest SQLite takes in one statement
KEPT_AT_ONCE = 5_000


Ranges = dict[str, list[list[int]]]  # first and last key of kept rows, both included, by the label of their model


@dataclass(slots=True)
class Recording:
    """The kept rows that were written while it lasted, and who wrote them; enough to take it all back again."""

    by: AbstractBaseUser | None = None
    ranges: Ranges = field(default_factory=dict)

    def note(self, model: type[models.Model], keys: Iterable[int]) -> None:
        """Note kept rows of a model; other writers' may lie between them."""
        known = self.ranges.setdefault(model._meta.label, [])
        for key in keys:
            if known and known[-1][1] == key - 1:
                known[-1][1] = key
            else:
                known.append([key, key])


_recording: ContextVar[Recording | None] = ContextVar("recording of kept rows", default=None)


@contextmanager
def recording(*, by: AbstractBaseUser | None = None) -> Iterator[Recording]:
    """Note every row that is kept meanwhile; what nobody else is named for is kept as done by this user."""
    token = _recording.set(Recording(by))
    try:
        yield _recording.get()
    finally:
        _recording.reset(token)


@receiver(pre_create_historical_record, dispatch_uid="kept by the one who records")
def name_who_records(sender, *, history_instance, **signal) -> None:
    """A row that is kept one by one has the same name as those kept in bulk."""
    under_way = _recording.get()
    if under_way and history_instance.history_user_id is None:
        history_instance.history_user = under_way.by


@receiver(post_create_historical_record, dispatch_uid="noted where it is recorded")
def note_single_row(sender, *, instance, history_instance, **signal) -> None:
    """A row that is kept one by one is noted as those kept in bulk are."""
    if under_way := _recording.get():
        under_way.note(type(instance), [history_instance.history_id])


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a row that became another, with its values as the database has them: a key for a foreign key."""

    field: models.Field
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was added (before is None), changed, or removed (after is None).

    before, after: kept states with the fields of the model. kept: the kept row that tells of it, with who and when.
    fields: for a changed row what became another, else the values that it was added or removed with.
    """

    model: type[models.Model]
    key: Any
    before: models.Model | None
    after: models.Model | None
    kept: models.Model
    fields: tuple[FieldChange, ...]

    @property
    def is_addition(self) -> bool:
        return self.before is None and self.after is not None

    @property
    def is_removal(self) -> bool:
        return self.after is None

    @property
    def state(self) -> models.Model:
        """The row after it, or as it last was."""
        return self.after or self.before or self.kept

    def field(self, name: str) -> FieldChange | None:
        """What became of a field; None where it stayed."""
        return next((each for each in self.fields if each.field.name == name), None)


def row_changes(kept: models.QuerySet) -> list[RowChange]:
    """What each of some kept rows of one model says, in the order in which they were kept. Two queries."""
    kept_model = kept.model
    earlier = kept_model.objects.filter(
        **{key_of(kept_model): OuterRef(key_of(kept_model))}, history_id__lt=OuterRef("history_id")
    )
    previous = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
    rows = list(kept.annotate(previous_id=previous).order_by("history_id"))
    wanted = {row.previous_id for row in rows if row.previous_id}
    states = kept_model.objects.in_bulk(list(wanted), field_name="history_id")
    return [_row_change(row, states.get(row.previous_id)) for row in rows]


def joined(changes: Iterable[RowChange]) -> list[RowChange]:
    """Changes of the same row put together: from before the first to after the last."""
    first: dict[tuple, RowChange] = {}
    for change in changes:
        place = (change.model, change.key)
        if earlier := first.get(place):
            change = made(change.model, change.kept, earlier.before, change.after)
        first[place] = change
    return list(first.values())


def made(model: type[models.Model], kept: models.Model, before, after) -> RowChange:
    """A change from one state to another, with the fields that differ."""
    return RowChange(
        model, getattr(kept, model._meta.pk.attname), before, after, kept, _differing(model, before, after)
    )


def keep(rows: Iterable[models.Model], how: str, *, by: AbstractBaseUser | None = None, reason: str = "") -> None:
    """Keep what rows of one model are that were written in bulk: ADDED, CHANGED or, before they go, REMOVED.

    As they stand in the database, and in the order given. A query for thousands. Raises LookupError for rows that are
    not there.
    """
    rows = iter(rows)
    while some := list(islice(rows, KEPT_AT_ONCE)):
        keep_keys(type(some[0]), [row.pk for row in some], how, by=by, reason=reason)


def keep_keys(
    model: type[models.Model],
    keys: Iterable[Any],
    how: str,
    *,
    by: AbstractBaseUser | None = None,
    reason: str = "",
) -> None:
    """As `keep`, for rows of which nothing but the keys is at hand."""
    under_way = _recording.get()
    by = by or (under_way.by if under_way else None)
    for written in _keep(model, keys, how, by=by, reason=reason):
        if under_way:
            under_way.note(model, written)


def _keep(
    model: type[models.Model], keys: Iterable[Any], how: str, *, by: AbstractBaseUser | None, reason: str
) -> Iterator[list[int]]:
    """Keep rows, and give the keys of the kept ones some thousand at a time."""
    keys, now = iter(keys), timezone.now()
    while some := list(islice(keys, KEPT_AT_ONCE)):
        told = {"history_date": now, "history_type": how, "history_user": by and by.pk}
        written = _copied(model, some, {**told, "history_change_reason": reason or None})
        if len(written) != len(some):
            raise LookupError(f"{len(some) - len(written)} rows of {model._meta.label} are not there to be kept")
        yield written


def _copied(model: type[models.Model], keys: list[Any], told: dict[str, Any]) -> list[int]:
    """Have the database copy rows into the table of kept ones, in the order of the keys, with what is told of them.

    Returns the keys of the copies. Made of objects and sent back, the copies would take most of the time of an import.
    """
    kept, quote = model.history.model, connection.ops.quote_name
    columns = [quote(field.column) for field in kept.tracked_fields]
    fields = [kept._meta.get_field(name) for name in told]
    values = [field.get_db_prep_save(value, connection) for field, value in zip(fields, told.values(), strict=True)]
    table, primary = quote(model._meta.db_table), quote(model._meta.pk.column)
    wanted, listed = rows_of_keys(keys, model._meta.pk)
    into = ", ".join([*columns, *(quote(field.column) for field in fields)])
    taken = ", ".join([*(f"{table}.{column}" for column in columns), *["%s"] * len(fields)])
    order = (
        f"WITH wanted (pk, place) AS ({wanted}) "
        f"INSERT INTO {quote(kept._meta.db_table)} ({into}) "
        f"SELECT {taken} FROM {table} JOIN wanted ON {table}.{primary} = wanted.pk ORDER BY wanted.place "
        f"RETURNING {quote('history_id')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(order, [listed, *values])
        return sorted(key for (key,) in cursor.fetchall())


def keep_first_states(model: type[models.Model], keys: Iterable[Any]) -> None:
    """Keep what rows are now, of which no state was kept: they came in bulk, as the facts do. By nobody.

    For what is about to be changed, so that there is something before it; nobody's recording has them.
    """
    name, keys = model._meta.pk.attname, iter(keys)
    while some := list(islice(keys, KEYS_AT_ONCE)):
        known = model.history.model.objects.filter(**{f"{name}__in": some}).values_list(name, flat=True)
        unkept = model._base_manager.filter(pk__in=set(some) - set(known)).values_list("pk", flat=True)
        for _written in _keep(model, unkept, ADDED, by=None, reason=_("As it was when its history began")):
            pass


def key_of(kept_model: type[models.Model]) -> str:
    """The name under which kept rows have the key of the row."""
    return kept_model.instance_type._meta.pk.attname


@cache
def fields_of(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The fields that are kept and mean something to a reader: no key of the row itself, no sort keys.

    Found once: each time it is asked for, `history` makes a manager class anew, which costs more than all the rest.
    """
    tracked = {field.name for field in model.history.model.tracked_fields}
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.name in tracked and field.editable and not isinstance(field, models.AutoField)
    )


def _row_change(kept: models.Model, previous: models.Model | None) -> RowChange:
    before = previous if previous is not None and previous.history_type != REMOVED else None
    return made(kept.instance_type, kept, before or (kept if kept.history_type == REMOVED else None), _after(kept))


def _after(kept: models.Model) -> models.Model | None:
    return None if kept.history_type == REMOVED else kept


def _differing(model: type[models.Model], before, after) -> tuple[FieldChange, ...]:
    pairs = [
        FieldChange(field, before and getattr(before, field.attname), after and getattr(after, field.attname))
        for field in fields_of(model)
    ]
    return tuple(each for each in pairs if _said(each.before) != _said(each.after))


def _said(value: Any) -> Any:
    """An empty text says as little as none."""
    return None if value == "" else value


def newest_first(kept: models.QuerySet) -> models.QuerySet:
    """Kept rows, the latest first, with who did it."""
    return kept.select_related("history_user").order_by(F("history_id").desc())
