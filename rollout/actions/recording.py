"""One act upon a plan: the plan is locked, its revision goes up, and every row that is touched is kept with the act.

Knows how acts are recorded, nothing of what they do. All other modules of this package go through `act`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Max
from django.dispatch import receiver
from django.utils.translation import gettext as _
from simple_history.signals import pre_create_historical_record
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from rollout.actions.refusals import Refused
from rollout.models import Change, InChange, Plan

_recording: ContextVar[Change | None] = ContextVar("recording", default=None)


def name_of(user: AbstractBaseUser | None) -> str:
    """How a person is named in what is kept; empty for the system itself."""
    return (user.get_full_name() or user.get_username()) if user else ""


def locked(plan: Plan) -> Plan:
    """The plan as it is now, others' acts upon it waiting. Inside a transaction. Raises Refused when it is gone."""
    rows = Plan.objects.select_for_update(of=("self",)).select_related("from_service", "to_service")
    found = rows.filter(pk=plan.pk).first()
    if found is None:
        raise Refused(_("The plan has been removed."))
    return found


def refuse_closed(plan: Plan) -> None:
    """Raises Refused for a version that is published or was: it is changed by publishing another."""
    if not plan.is_open:
        raise Refused(
            _("%(plan)s is published and stays as it is. Make a draft of it and change that.") % {"plan": plan}
        )


class _Idle(Exception):
    """Takes an act that changes nothing back, on its way out of `act`."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act under way: the locked plan and the change; rows are written through it so that they are kept."""

    plan: Plan
    change: Change

    def create(self, rows: Sequence[models.Model]) -> list[models.Model]:
        """Insert rows of one model; they come back with their keys."""
        return bulk_create_with_history(list(rows), type(rows[0]), **self._named()) if rows else []

    def update(self, rows: Sequence[models.Model], fields: Iterable[str]) -> None:
        """Write some fields of rows of one model."""
        if rows:
            bulk_update_with_history(list(rows), type(rows[0]), list(fields), **self._named())

    def set(self, rows: Sequence[models.Model], **values: Any) -> None:
        """Write the same values to rows of one model: one statement, however many they are."""
        if not rows:
            return
        model = type(rows[0])
        for row in rows:
            for name, value in values.items():
                setattr(row, name, value)
        model._base_manager.filter(pk__in=[row.pk for row in rows]).update(**values)
        model.history.bulk_history_create(list(rows), update=True, **self._named())

    def delete(self, rows: Sequence[models.Model]) -> None:
        """Remove rows of one model; what they were is kept."""
        if not rows:
            return
        model = type(rows[0])
        named = self._named()
        kept = model.history.bulk_history_create(list(rows), update=True, **named)
        model.history.model.objects.filter(pk__in=[row.pk for row in kept]).update(history_type="-")
        model._base_manager.filter(pk__in=[row.pk for row in rows])._raw_delete(using=model.objects.db)

    def save(self, row: models.Model) -> models.Model:
        """Write one row, checked as a form would check it. Raises Refused, by field."""
        row.full_clean()
        row.save()
        return row

    def leave(self) -> None:
        """End an act that turned out to change nothing: it is not recorded, and no approval is void by it."""
        raise _Idle

    def _named(self) -> dict:
        return {
            "default_user": self.change.by,
            "default_change_reason": self.change.reason,
            "default_date": self.change.at,
            "custom_historical_attrs": {"change": self.change},
        }


@contextmanager
def act(
    plan: Plan,
    kind: Change.Kind,
    *,
    by: AbstractBaseUser | None,
    reason: str = "",
    closed: bool = False,
    edits: bool = True,
) -> Iterator[Act]:
    """Carry out one act upon a plan, whole or not at all.

    closed: also a published version may be touched, for facts that come after it. edits: the act changes what an
    approval was given for, so the revision goes up, the approval is void, and what was in review is a draft again.
    The plan handed in is brought up to date. An act that is left (`Act.leave`) never was. Raises Refused.
    """
    try:
        with transaction.atomic():
            now = locked(plan)
            if not closed:
                refuse_closed(now)
            if edits:
                edit(now)
            change = _begin(now, kind, by=by, reason=reason.strip())
            token = _recording.set(change)
            try:
                yield Act(now, change)
                now.save()
            finally:
                _recording.reset(token)
    except _Idle:
        return
    _bring_up_to_date(plan, now)


def edit(plan: Plan) -> None:
    """What an edit does to a plan beside the edit itself. Not saved here."""
    plan.revision += 1
    if plan.stage == Plan.Stage.IN_REVIEW:
        plan.stage = Plan.Stage.DRAFT
    plan.approved_by = plan.approved_at = plan.approved_revision = None
    plan.proposed_by = plan.proposed_at = None


def _begin(plan: Plan, kind: Change.Kind, *, by, reason: str) -> Change:
    number = plan.changes.aggregate(highest=Max("number"))["highest"] or 0
    return Change.objects.create(
        plan=plan,
        number=number + 1,
        kind=kind,
        by=by,
        by_name=name_of(by),
        reason=reason,
        revision=plan.revision,
    )


def _bring_up_to_date(old: Plan, new: Plan) -> None:
    for field in Plan._meta.concrete_fields:
        setattr(old, field.attname, getattr(new, field.attname))


@receiver(pre_create_historical_record)
def keep_with_the_act(sender, *, history_instance, **signal) -> None:
    """A row written one by one inside an act is kept with it, as those written in bulk are."""
    change = _recording.get()
    if change is None or not isinstance(history_instance, InChange):
        return
    history_instance.change = change
    history_instance.history_user = change.by
    history_instance.history_change_reason = change.reason
    history_instance.history_date = change.at
