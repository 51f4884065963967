"""What comes beside a plan's days, also once it is published: milestones, who sees to what, and the actual days."""

from collections.abc import Collection, Mapping
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from providers.models import DeliveryArea
from rollout.actions.phases import refuse_both_open
from rollout.actions.recording import act
from rollout.actions.refusals import Refused
from rollout.models import DAY_FIELDS, Change, FollowUp, Milestone, Phase, Plan, Switch


def save_milestone(
    plan: Plan,
    *,
    by: AbstractBaseUser | None,
    reason: str = "",
    milestone: Milestone | None = None,
    seen: int | None = None,
    **values,
) -> Milestone:
    """Add a milestone (its fields as keywords), or change the one that is given. Raises Refused, by field.

    seen: the `state_of` the milestone that the editor read; refused where somebody else has changed it since.
    """
    refuse_superseded(plan)
    with act(plan, Change.Kind.MILESTONE, by=by, reason=reason, closed=True, edits=False) as under_way:
        if milestone and seen is not None and seen != state_of(milestone):
            raise Refused(_("Somebody else has changed this milestone since you opened it. Look at it again."))
        row = milestone or Milestone(plan=under_way.plan)
        if row.plan_id != under_way.plan.pk:
            raise Refused(_("The milestone belongs to another plan."))
        for name, value in values.items():
            setattr(row, name, value)
        if row.phase and row.phase.plan_id != under_way.plan.pk:
            raise Refused({"phase": _("The phase belongs to another plan.")})
        return under_way.save(row)


def state_of(milestone: Milestone) -> int | None:
    """Which of its states a milestone is in: another number after every change."""
    return milestone.history.order_by("-history_id").values_list("history_id", flat=True).first()


def remove_milestone(milestone: Milestone, *, by: AbstractBaseUser | None, reason: str = "") -> None:
    """Take a milestone away; what it was is kept."""
    refuse_superseded(milestone.plan)
    with act(milestone.plan, Change.Kind.MILESTONE, by=by, reason=reason, closed=True, edits=False):
        milestone.delete()


def set_follow_up(
    plan: Plan,
    *,
    rule: str,
    area: DeliveryArea,
    owner: AbstractBaseUser | None,
    due_on: date | None,
    by: AbstractBaseUser | None,
    note: str = "",
) -> FollowUp | None:
    """Say who sees to a rule in an area, and by when; nothing at all takes it away. Raises Refused."""
    refuse_superseded(plan)
    with act(plan, Change.Kind.FOLLOW_UP, by=by, closed=True, edits=False) as under_way:
        row = FollowUp.objects.filter(plan=under_way.plan, rule=rule, area=area).first()
        if owner is None and due_on is None and not note.strip():
            if row:
                row.delete()
            return None
        row = row or FollowUp(plan=under_way.plan, rule=rule, area=area)
        row.owner, row.due_on, row.note = owner, due_on, note.strip()
        return under_way.save(row)


def set_actual_days(
    phase: Phase,
    *,
    days: Mapping[str, date | None],
    by: AbstractBaseUser | None,
    reason: str = "",
    codes: Collection[str] | None = None,
) -> int:
    """Record the days that became actual, in a phase or some of its municipalities (codes), published or not.

    days: any of the five day fields; None says that it is not known. Raises Refused where both services would have
    been open for referral on one day. Returns how many switches were changed.
    """
    if unknown := set(days) - set(DAY_FIELDS):
        raise Refused(_("There is no day called %(name)s.") % {"name": ", ".join(sorted(unknown))})
    fields = {f"actual_{name}": day for name, day in days.items()}
    with act(phase.plan, Change.Kind.ACTUAL, by=by, reason=reason, closed=True, edits=False) as under_way:
        rows = Switch.objects.filter(plan=under_way.plan, phase=phase).select_related("municipality")
        rows = rows if codes is None else rows.filter(municipality__in=list(codes))
        changed = [each for each in rows if any(getattr(each, name) != day for name, day in fields.items())]
        refuse_both_open(changed, **fields)
        under_way.set(changed, **fields)
        return len(changed)


def refuse_superseded(plan: Plan) -> None:
    """Raises Refused for a version that another has taken the place of."""
    if plan.stage == Plan.Stage.SUPERSEDED:
        raise Refused(_("%(plan)s is superseded and stays as it is.") % {"plan": plan})
