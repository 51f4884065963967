"""What sources say: of the days of a phase, and of which phase a municipality is in. Facts, so published plans too."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from municipalities.models import Source
from rollout.actions.following import refuse_superseded
from rollout.actions.recording import Act, act
from rollout.actions.refusals import Refused
from rollout.models import Change, DayStatement, Phase, Switch


def save_statement(
    phase: Phase,
    *,
    by: AbstractBaseUser | None,
    reason: str = "",
    statement: DayStatement | None = None,
    **values: Any,
) -> DayStatement:
    """Add what a source says of a day of a phase (its fields as keywords), or change the statement that is given.

    Where the plan follows it, no other statement of that day holds any more. Raises Refused, by field: also where the
    plan is said to follow it but has another day.
    """
    refuse_superseded(phase.plan)
    with act(phase.plan, Change.Kind.EVIDENCE, by=by, reason=reason, closed=True, edits=False) as under_way:
        row = statement or DayStatement(phase=phase)
        for name, value in values.items():
            setattr(row, name, value)
        if row.phase.plan_id != under_way.plan.pk:
            raise Refused({"phase": _("The phase belongs to another plan.")})
        refuse_another_day(row)
        if row.holds:
            _let_go(under_way, row)
        return under_way.save(row)


def remove_statement(statement: DayStatement, *, by: AbstractBaseUser | None, reason: str = "") -> None:
    """Take a statement away; what it was is kept."""
    plan = statement.phase.plan
    refuse_superseded(plan)
    with act(plan, Change.Kind.EVIDENCE, by=by, reason=reason, closed=True, edits=False):
        statement.delete()


def set_evidence(
    switch: Switch, *, certainty: str, source: Source | None, by: AbstractBaseUser | None, reason: str = ""
) -> None:
    """Say how the phase of a municipality is known. Raises Refused."""
    refuse_superseded(switch.plan)
    with act(switch.plan, Change.Kind.EVIDENCE, by=by, reason=reason, closed=True, edits=False) as under_way:
        row = Switch.objects.get(pk=switch.pk)
        row.certainty, row.source = certainty, source
        under_way.save(row)


def refuse_another_day(statement: DayStatement) -> None:
    """Raises Refused where a statement is said to be followed, but its day is not that of the phase."""
    decided = getattr(statement.phase, statement.field, None)
    if statement.holds and statement.day and statement.day != decided:
        raise Refused(
            {
                "holds": _("The phase has another day: %(day)s. Change that first.")
                % {"day": date_format(decided, "Y-m-d") if decided else "–"}
            }
        )


def _let_go(under_way: Act, statement: DayStatement) -> None:
    """One statement holds for a day; those that held before no longer do."""
    others = DayStatement.objects.filter(phase=statement.phase, field=statement.field, holds=True)
    held = list(others.exclude(pk=statement.pk))
    for other in held:
        other.holds = False
    under_way.update(held, ["holds"])
