"""Taking one row back to a state that was kept: a phase, a municipality's place in the plan, a milestone.

The rest of the plan stays, and follows where it must: a phase's days move its switches, an area goes where all its
municipalities are. Also a row that was removed comes back so.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext as _

from rollout.actions.moving import settle_areas
from rollout.actions.phases import EDITED, move_days, refuse_both_open, refuse_days
from rollout.actions.recording import Act, act
from rollout.actions.refusals import Refused
from rollout.models import DAY_FIELDS, Change, Milestone, Phase, Plan, Switch


def restore_row(state: models.Model, *, by: AbstractBaseUser, reason: str = "") -> Change:
    """Take the row of a kept state back to it. Returns the act of restoring.

    A switch goes back to its phase of then and has that phase's days of now; days that became actual are facts and
    stay. Raises Refused, by field: rows of another kind, a phase that is gone, days that are out of order.
    """
    model = state.instance_type
    if model not in WAYS:
        raise Refused(_("A single row of this kind cannot be restored. Undo the change instead."))
    plan = Plan.objects.filter(pk=state.plan_id).first()
    if plan is None:
        raise Refused(_("The plan has been removed."))
    beside_the_days = model is Milestone
    with act(
        plan, Change.Kind.RESTORED, by=by, reason=reason, closed=beside_the_days, edits=not beside_the_days
    ) as under_way:
        WAYS[model](under_way, state)
        return under_way.change


def _restore_phase(under_way: Act, state: models.Model) -> None:
    phase = Phase.objects.filter(pk=state.id).first() or Phase(pk=state.id, revision=state.revision)
    for field in EDITED:
        setattr(phase, field, getattr(state, field))
    phase.plan = under_way.plan
    phase.revision += 1
    refuse_days(phase)
    under_way.save(phase)
    move_days(under_way, phase)


def _restore_switch(under_way: Act, state: models.Model) -> None:
    phase = under_way.plan.phases.filter(pk=state.phase_id).first()
    if phase is None:
        raise Refused(_("The phase that it was in is gone. Restore the phase first."))
    there = Switch.objects.filter(plan=under_way.plan, municipality=state.municipality_id).first()
    switch = there or state.instance
    switch.phase, switch.certainty, switch.source_id = phase, state.certainty, state.source_id
    for field in DAY_FIELDS:
        setattr(switch, field, getattr(phase, field))
    refuse_both_open([switch])
    under_way.save(switch)
    settle_areas(under_way)


def _restore_milestone(under_way: Act, state: models.Model) -> None:
    if state.phase_id and not under_way.plan.phases.filter(pk=state.phase_id).exists():
        raise Refused(_("The phase that it was in is gone. Restore the phase first."))
    under_way.save(state.instance)


WAYS = {Phase: _restore_phase, Switch: _restore_switch, Milestone: _restore_milestone}
