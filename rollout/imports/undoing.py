"""Takes a whole import back: rows that it made go, rows that it changed or removed become what they were before it.

It goes the way back, the last row first, so that every state on the way is one that was there before; and only where no
row has become anything else since, and none is needed by others. All of it is kept in the history once more.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain, islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.constraints import NoOverlap
from municipalities.importers.preview import differences
from municipalities.importers.reading import Track
from municipalities.kept import ADDED, CHANGED, REMOVED, keep, keep_keys
from rollout import actions
from rollout.imports.lines import Line, Sort
from rollout.imports.touched import Touched, referring, some_at_a_time, touched_by
from rollout.models import Change, Import

MOST_TOLD = 500
_acts: ContextVar[list[int] | None] = ContextVar("acts of an import", default=None)


class InTheWay(Exception):
    """What an import wrote has been changed since, or is in use by now; `lines` say what, at most MOST_TOLD."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__(
            _("It cannot be undone: what it wrote has been changed since, or is in use by now. Nothing was undone.")
        )
        self.lines = lines


@contextmanager
def acts_done() -> Iterator[list[int]]:
    """The keys of the changes of plans that are made meanwhile, in their order."""
    token = _acts.set([])
    try:
        yield _acts.get()
    finally:
        _acts.reset(token)


@receiver(post_save, sender=Change, dispatch_uid="acts of an import")
def note_act(sender, *, instance: Change, created: bool, **signal) -> None:
    """Note an act that begins during an import."""
    if created and (acts := _acts.get()) is not None:
        acts.append(instance.pk)


def take_back(row: Import, track: Track) -> None:
    """Undo an import, in the transaction of the caller. Raises InTheWay."""
    touched = touched_by(row.wrote)
    lines = chain(*(_changed_since(each) for each in touched), *(_in_use(each, touched) for each in touched))
    if in_the_way := list(islice(lines, MOST_TOLD)):
        raise InTheWay(in_the_way)
    _undo_acts(row)
    reason = _("Undone: import of %(file)s") % {"file": row.file_name}
    told = {"by": row.undone_by, "reason": f"{reason}. {row.undo_reason}".removesuffix(". ")}
    for each in touched:
        for keys in track(list(some_at_a_time(each.made())), _("Removing what was added")):
            _remove(each, keys, **told)
        _free(each)
        for keys in track(list(some_at_a_time(each.altered())), _("Putting back what was changed")):
            _put_back(each, keys, **told)


def _undo_acts(row: Import) -> None:
    """Undo the acts upon plans, the last one first. Raises InTheWay where one is refused."""
    for change in Change.objects.filter(pk__in=row.acts).select_related("plan").order_by("-pk"):
        try:
            actions.undo(change, by=row.undone_by, reason=row.undo_reason)
        except ValidationError as refused:
            name = str(change.plan)
            raise InTheWay([_line(change._meta, name, message) for message in refused.messages]) from refused


def _remove(touched: Touched, keys: Sequence, **told: Any) -> None:
    keep_keys(touched.model, keys, REMOVED, **told)
    gone = touched.model._base_manager.filter(pk__in=keys)
    gone._raw_delete(using=gone.db)  # nothing refers to them: that was looked into


def _free(touched: Touched) -> None:
    """Let go of what no two rows may have on one day: two that changed places could not change back one by one."""
    exclusive = [each for each in touched.model._meta.constraints if isinstance(each, NoOverlap)]
    columns = [name for each in exclusive for name in each.equal if touched.model._meta.get_field(name).null]
    for keys in some_at_a_time(touched.altered() if columns else []):
        touched.model._base_manager.filter(pk__in=keys).update(**dict.fromkeys(columns))


def _put_back(touched: Touched, keys: Sequence, **told: Any) -> None:
    """Write rows as they were, one after the other in this order, those that are gone too."""
    before, primary = touched.states_before(keys), touched.model._meta.pk
    columns = [each.name for each in touched.model._meta.concrete_fields if each is not primary]
    rows = [before[key] for key in keys]
    touched.model._base_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=[primary.name], update_fields=columns
    )
    gone = {key for key in keys if touched.last[key][1] == REMOVED}
    keep([row for row in rows if row.pk not in gone], CHANGED, **told)
    keep([row for row in rows if row.pk in gone], ADDED, **told)


# --- What is in the way ----------------------------------------------------------------------------------------------


def _changed_since(touched: Touched) -> Iterator[Line]:
    """A line for each row that is no longer what the import left of it, or of which it is not known what it was."""
    for keys in some_at_a_time(list(touched.last)):
        changed = touched.changed_since(keys)
        after, there = touched.states_after(changed), touched.there(changed)
        for key in changed:
            yield _line(touched.model._meta, *_told_change(touched, key, after[key], there.get(key)))
    for keys in some_at_a_time(touched.altered()):
        for key in touched.unknown_before(keys):
            yield _line(touched.model._meta, str(key), _("What it was before is not known."))


def _told_change(touched: Touched, key: Any, left: models.Model | None, now: models.Model | None) -> tuple[str, str]:
    """What a row is called, and what became of it since, with who and when where that was kept."""
    name = touched.model._meta.pk.attname
    later = touched.kept.filter(**{name: key}, history_id__gt=touched.last[key][0]).select_related("history_user")
    who = _said_by(later.order_by("-history_id").first())
    if now is None:
        return str(left), _("has been removed since") + who
    if left is None:
        return str(now), _("was removed, and is there again") + who
    fields = [
        each
        for each in touched.model.history.model.tracked_fields
        if getattr(left, each.attname) != getattr(now, each.attname)
    ]
    both = ({str(each.verbose_name): _in_words(state, each) for each in fields} for state in (left, now))
    return str(now), _("has been changed since") + who + ": " + differences(*both)


def _in_words(state: models.Model, field: models.Field) -> Any:
    """The value of a field; of what it refers to the name, where that is still there."""
    try:
        found = getattr(state, field.name)
    except ObjectDoesNotExist:
        found = getattr(state, field.attname)
    return str(found) if isinstance(found, models.Model) else found


def _said_by(kept: models.Model | None) -> str:
    if kept is None:
        return ""
    day, reason = timezone.localtime(kept.history_date).date().isoformat(), kept.history_change_reason
    known = [day, kept.history_user.get_username() if kept.history_user else "", reason or ""]
    return " (" + ", ".join(part for part in known if part) + ")"


def _in_use(touched: Touched, everything: list[Touched]) -> Iterator[Line]:
    """A line for each row that refers to one that would go, and that the import did not touch itself."""
    own = {each.model: each.last for each in everything}
    for relation in referring(touched.model):
        mine = own.get(relation.related_model, {})
        for keys in some_at_a_time(touched.made()):
            rows = relation.related_model._base_manager.order_by()
            using = rows.filter(**{f"{relation.field.name}__in": keys}).values_list("pk", flat=True)
            others = [key for key in using if key not in mine]
            for other in rows.filter(pk__in=others[:MOST_TOLD]).order_by("pk"):
                known = {"what": relation.related_model._meta.verbose_name, "name": other}
                target = getattr(other, relation.field.name)
                yield _line(touched.model._meta, str(target), _("is in use by: %(what)s %(name)s") % known)


def _line(meta: Any, name: str, message: str) -> Line:
    about = str(meta.verbose_name)
    return Line(Sort.IN_THE_WAY.value, message, about=about, name=name)
