"""The rows that an import touched, model by model, as the history tells: which it made, changed or removed.

Knows the kept rows by their keys alone until their states are asked for, some hundred at a time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import OuterRef, Q, Subquery

from municipalities.kept import ADDED, KEYS_AT_ONCE, REMOVED, Ranges
from municipalities.key_lists import rows_of_keys
from rollout.models import InChange

Key = Any
RANGES_AT_ONCE = 100


@dataclass
class Touched:
    """The rows of one model. first, last: the import's kept rows of each, as (key of the kept row, what was done)."""

    model: type[models.Model]
    first: dict[Key, tuple[int, str]] = field(default_factory=dict)
    last: dict[Key, tuple[int, str]] = field(default_factory=dict)

    @property
    def kept(self) -> models.QuerySet:
        """All kept rows of the model."""
        return self.model.history.model.objects.all()

    def made(self) -> list[Key]:
        """The rows that were not there before and are there since, those made last first."""
        found = [key for key, (_at, how) in self.first.items() if how == ADDED and self.last[key][1] != REMOVED]
        return sorted(found, key=self._written, reverse=True)

    def altered(self) -> list[Key]:
        """The rows that were there before, those written last first."""
        found = [key for key, (_at, how) in self.first.items() if how != ADDED]
        return sorted(found, key=self._written, reverse=True)

    def _written(self, key: Key) -> int:
        return self.last[key][0]

    def states_after(self, keys: Sequence[Key]) -> dict[Key, models.Model | None]:
        """What the import left of rows; None for one that it removed. One query."""
        states = self.kept.in_bulk([self.last[key][0] for key in keys], field_name="history_id")
        return {key: None if self.last[key][1] == REMOVED else states[self.last[key][0]].instance for key in keys}

    def states_before(self, keys: Sequence[Key]) -> dict[Key, models.Model | None]:
        """What rows were before the import; None where that was not kept. Two queries."""
        found = self._kept_before(keys)
        states = self.kept.in_bulk([at for at in found.values() if at], field_name="history_id")
        return {key: states[at].instance if at else None for key, at in found.items()}

    def unknown_before(self, keys: Sequence[Key]) -> list[Key]:
        """Those of some rows of which it was not kept what they were before the import. One query."""
        return [key for key, at in self._kept_before(keys).items() if at is None]

    def _kept_before(self, keys: Sequence[Key]) -> dict[Key, int | None]:
        """The last kept row of each before the import's own. One query."""
        name = self.model._meta.pk.attname
        earlier = self.kept.filter(**{name: OuterRef(name)}, history_id__lt=OuterRef("history_id"))
        previous = Subquery(earlier.order_by("-history_id").values("history_id")[:1])
        ours = self.kept.filter(history_id__in=[self.first[key][0] for key in keys]).annotate(previous=previous)
        found = dict(ours.order_by().values_list(name, "previous"))
        return {key: found[key] for key in keys}

    def changed_since(self, keys: Sequence[Key]) -> list[Key]:
        """Those of some rows that are no longer what the import left of them, in their order. One query.

        The database compares: made into objects, the rows would take most of the time of an undoing.
        """
        kept, quote = self.model.history.model, connection.ops.quote_name
        primary = quote(self.model._meta.pk.column)
        columns = [quote(each.column) for each in kept.tracked_fields if not each.primary_key]
        differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
        other = " OR ".join([f"now.{primary} IS NULL", *(f"now.{each} {differs} kept.{each}" for each in columns)])
        states, listed = rows_of_keys([self.last[key][0] for key in keys], kept._meta.pk)
        question = (
            f"WITH listed (key, place) AS ({states}) SELECT kept.{primary} FROM {quote(kept._meta.db_table)} kept "
            f"LEFT JOIN {quote(self.model._meta.db_table)} now ON now.{primary} = kept.{primary} "
            f"WHERE kept.history_id IN (SELECT key FROM listed) AND "
            f"CASE WHEN kept.history_type = %s THEN now.{primary} IS NOT NULL ELSE {other} END"
        )
        with connection.cursor() as cursor:
            cursor.execute(question, [listed, REMOVED])
            found = {key for (key,) in cursor.fetchall()}
        return [key for key in keys if key in found]

    def there(self, keys: Sequence[Key]) -> dict[Key, models.Model]:
        """The rows as they are now. One query."""
        return self.model._base_manager.in_bulk(list(keys))


def touched_by(ranges: Ranges) -> list[Touched]:
    """What an import touched, by the ranges of its kept rows; rows that refer to others come before those.

    Rows of plans are left out: they belong to acts, which are undone as acts.
    """
    found = {}
    for label, known in ranges.items():
        model = apps.get_model(label)
        if not issubclass(model.history.model, InChange):
            found[model] = _read(model, known)
    return [found[model] for model in children_first(found)]


def _read(model: type[models.Model], ranges: list[list[int]]) -> Touched:
    touched = Touched(model)
    columns = ("history_id", model._meta.pk.attname, "history_type")
    for at in range(0, len(ranges), RANGES_AT_ONCE):
        mine = Q()
        for first, last in ranges[at : at + RANGES_AT_ONCE]:
            mine |= Q(history_id__range=(first, last))
        rows = touched.kept.filter(mine).order_by("history_id")
        for history_id, key, how in rows.values_list(*columns).iterator():
            touched.first.setdefault(key, (history_id, how))
            touched.last[key] = (history_id, how)
    return touched


def children_first(found: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Models in such an order that each comes before those that it refers to."""
    wanted, order = set(found), []

    def visit(model: type[models.Model]) -> None:
        for relation in referring(model):
            if relation.related_model in wanted and relation.related_model is not model:
                visit(relation.related_model)
        if model not in order:
            order.append(model)

    for model in sorted(wanted, key=lambda each: each._meta.label):
        visit(model)
    return order


def referring(model: type[models.Model]) -> Iterator[models.ForeignObjectRel]:
    """The relations by which rows refer to those of a model; kept rows do not, since they may outlive them."""
    for relation in model._meta.get_fields(include_hidden=True):
        is_reverse = relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
        if is_reverse and relation.field.concrete and relation.field.db_constraint:
            yield relation


def some_at_a_time(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Keys in lists short enough for one statement."""
    for at in range(0, len(keys), KEYS_AT_ONCE):
        yield keys[at : at + KEYS_AT_ONCE]
