"""Taking a plan's rows back to what they were: undo one act, or restore a row or the whole plan. Both are acts too."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext as _

from rollout.actions.recording import Act, act
from rollout.actions.refusals import Refused
from rollout.models import (
    Change,
    DayStatement,
    FollowUp,
    LeftOut,
    Milestone,
    Phase,
    PhaseArea,
    Plan,
    Switch,
    Waiver,
)

KEPT = (Phase, PhaseArea, Switch, DayStatement, Milestone, Waiver, FollowUp, LeftOut)  # parents first
WITHIN = (*KEPT, Plan, Change)  # what comes back with the act itself, or is always there
OF_THE_PLAN = ("name", "note", "ready_providers", "ready_days_ahead")
UNDOABLE = frozenset(
    {
        Change.Kind.RENAMED,
        Change.Kind.SETTINGS,
        Change.Kind.PHASE_ADDED,
        Change.Kind.PHASE_EDITED,
        Change.Kind.PHASE_SHIFTED,
        Change.Kind.PHASE_REMOVED,
        Change.Kind.MOVED,
        Change.Kind.LEFT_OUT,
        Change.Kind.MILESTONE,
        Change.Kind.FOLLOW_UP,
        Change.Kind.WAIVED,
        Change.Kind.UNWAIVED,
        Change.Kind.UNDONE,
        Change.Kind.RESTORED,
    }
)


@dataclass(slots=True)
class Wanted:
    """The states that rows of one model are to have: by key, the kept row, or None where there was no row."""

    model: type[models.Model]
    states: dict[int, models.Model | None]


def undo(change: Change, *, by: AbstractBaseUser, reason: str = "") -> Change:
    """Take one act back; undoing an undoing does it again. Returns the act of undoing.

    Raises Refused where it cannot be undone, was undone already, or somebody has since changed what it changed.
    """
    if change.kind not in UNDOABLE:
        raise Refused(_("This cannot be undone: %(kind)s.") % {"kind": change.get_kind_display().lower()})
    with act(change.plan, Change.Kind.UNDONE, by=by, reason=reason) as under_way:
        if Change.objects.filter(undoes=change).exists():
            raise Refused(_("This has been undone already."))
        under_way.change.undoes = change
        under_way.change.save(update_fields=["undoes"])
        _put_back(under_way, [_before(change, model) for model in KEPT])
        _put_plan_back(under_way.plan, *_plan_around(change))
        return under_way.change


def restore(plan: Plan, *, to: Change, by: AbstractBaseUser, reason: str = "") -> Change:
    """Take a draft back to what it was after one of its acts, whatever came since. Returns the act of restoring."""
    if to.plan_id != plan.pk:
        raise Refused(_("The change belongs to another plan."))
    with act(plan, Change.Kind.RESTORED, by=by, reason=reason) as under_way:
        _put_back(under_way, [_after(to, model) for model in KEPT])
        _put_plan_back(under_way.plan, _kept_plans(to).filter(change__number__lte=to.number).first())
        return under_way.change


def last_undoable(plan: Plan, *, by: AbstractBaseUser) -> Change | None:
    """The latest act of a person upon a plan that can be undone and has not been; None where there is none."""
    rows = plan.changes.filter(by=by, kind__in=UNDOABLE - {Change.Kind.UNDONE}, undone_by__isnull=True)
    return rows.order_by("-number").first()


def _before(change: Change, model: type[models.Model]) -> Wanted:
    """What the rows that an act touched were before it. Raises Refused where one was touched again since."""
    kept = model.history.model.objects
    touched = set(kept.filter(change=change).values_list("id", flat=True))
    later = kept.filter(id__in=touched, change__plan=change.plan_id, change__number__gt=change.number)
    live = [row for row in later if not _taken_back(row.change)]
    if live:
        raise Refused(
            _("%(row)s has been changed since, by %(name)s. Undo that first.")
            % {"row": model._meta.verbose_name, "name": live[0].change.by_name or _("somebody else")}
        )
    first = kept.filter(change=change).order_by("history_id").values_list("history_id", flat=True).first() or 0
    return Wanted(model, _states(kept.filter(id__in=touched, history_id__lt=first), touched))


def _taken_back(change: Change) -> bool:
    """Whether an act has no effect any more: it was undone, or it is itself an undoing of something later."""
    return change.kind == Change.Kind.UNDONE or Change.objects.filter(undoes=change).exists()


def _after(change: Change, model: type[models.Model]) -> Wanted:
    """What the rows touched after an act were when it was done."""
    kept = model.history.model.objects
    touched = set(
        kept.filter(change__plan=change.plan_id, change__number__gt=change.number).values_list("id", flat=True)
    )
    done = kept.filter(id__in=touched, change__plan=change.plan_id, change__number__lte=change.number)
    return Wanted(model, _states(done, touched))


def _states(kept: Iterable[models.Model], touched: set[int]) -> dict[int, models.Model | None]:
    states: dict[int, models.Model | None] = dict.fromkeys(touched)
    for row in kept.order_by("history_id"):
        states[row.id] = None if row.history_type == "-" else row
    return states


def _put_back(under_way: Act, wanted: list[Wanted]) -> None:
    """Make rows that are gone, parents first; write those that differ; remove what was not there, parents last."""
    for each in wanted:
        there = each.model.objects.in_bulk(list(each.states))
        _refuse_gone(each.model, [state for state in each.states.values() if state is not None])
        back = [state.instance for key, state in each.states.items() if state is not None and key not in there]
        under_way.create(back)
        columns = [field for field in each.model._meta.concrete_fields if not field.primary_key]
        differing = [
            state.instance
            for key, state in each.states.items()
            if state is not None and key in there and _differs(state.instance, there[key], columns)
        ]
        _refresh_revisions(differing, there)
        under_way.update(differing, [field.name for field in columns])
    for each in reversed(wanted):
        unwanted = [key for key, state in each.states.items() if state is None]
        under_way.delete(list(each.model.objects.filter(pk__in=unwanted)))


def _refuse_gone(model: type[models.Model], states: list[models.Model]) -> None:
    """Raises Refused where what a row is to point to again is no longer there, such as a provider."""
    outside = [
        field for field in model._meta.concrete_fields if field.many_to_one and field.related_model not in WITHIN
    ]
    for field in outside if states else ():
        keys = {getattr(state, field.attname) for state in states} - {None}
        if len(keys) > field.related_model._base_manager.filter(pk__in=keys).count():
            raise Refused(_("It cannot be taken back: %(what)s is gone.") % {"what": field.verbose_name})


def _differs(one: models.Model, other: models.Model, columns: list[models.Field]) -> bool:
    return any(getattr(one, field.attname) != getattr(other, field.attname) for field in columns)


def _refresh_revisions(rows: list[models.Model], there: dict[int, models.Model]) -> None:
    """A phase that is taken back has been edited once more: whoever read it before must be told."""
    for row in rows:
        if isinstance(row, Phase):
            row.revision = there[row.pk].revision + 1


def _kept_plans(change: Change) -> models.QuerySet:
    return Plan.history.model.objects.filter(id=change.plan_id).order_by("-history_id")


def _plan_around(change: Change) -> tuple[models.Model | None, models.Model | None]:
    """The plan's own row before an act and after it."""
    after = _kept_plans(change).filter(change=change)
    first = after.last()
    before = _kept_plans(change).filter(history_id__lt=first.history_id).first() if first else None
    return before, after.first()


def _put_plan_back(plan: Plan, kept: models.Model | None, after: models.Model | None = None) -> None:
    """Take the plan's own fields back; where the state after an act is given, only those that the act changed."""
    for name in OF_THE_PLAN if kept else ():
        if after is None or getattr(kept, name) != getattr(after, name):
            setattr(plan, name, getattr(kept, name))
