"""Everything that changes plans: keyword-only, whole or not at all, with `by=` and `reason=`, and kept in the history.

Pages, the admin, imports, commands and (later) the API call these and nothing else. They raise `Refused`, by field,
or `Conflict`, when somebody else was first.
"""

from rollout.actions.drafts import (
    describe,
    discard,
    draft_from,
    leave_out,
    new_plan,
    scenario_from,
    scenario_to_draft,
    set_settings,
    share,
    unshare,
)
from rollout.actions.evidence import remove_statement, save_statement, set_evidence
from rollout.actions.following import remove_milestone, save_milestone, set_actual_days, set_follow_up
from rollout.actions.moving import move, move_areas
from rollout.actions.phases import add_phase, edit_phase, remove_phase, shift_phase
from rollout.actions.publishing import publish, publish_due, rebase, schedule, unschedule
from rollout.actions.refusals import Conflict, Difference, Refused
from rollout.actions.restoring import restore_row
from rollout.actions.reviewing import approve, propose, unwaive, waive, waive_all, withdraw
from rollout.actions.undoing import restore, undo

__all__ = [
    "Conflict",
    "Difference",
    "Refused",
    "add_phase",
    "approve",
    "describe",
    "discard",
    "draft_from",
    "edit_phase",
    "leave_out",
    "move",
    "move_areas",
    "new_plan",
    "propose",
    "publish",
    "publish_due",
    "rebase",
    "remove_milestone",
    "remove_phase",
    "remove_statement",
    "restore",
    "restore_row",
    "save_milestone",
    "save_statement",
    "scenario_from",
    "scenario_to_draft",
    "schedule",
    "set_actual_days",
    "set_evidence",
    "set_follow_up",
    "set_settings",
    "share",
    "shift_phase",
    "undo",
    "unschedule",
    "unshare",
    "unwaive",
    "waive",
    "waive_all",
    "withdraw",
]
