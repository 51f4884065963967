"""WHEN: plans, their phases and switches, and the evidence for their days. No status is stored: see `status.py`."""

from rollout.models.changes import Change, InChange, Recorded
from rollout.models.milestones import Milestone
from rollout.models.plans import (
    DAY_FIELDS,
    DayStatement,
    Phase,
    PhaseArea,
    Plan,
    Switch,
    SwitchDays,
)
from rollout.models.reviews import FollowUp, PublicationRun, Waiver

__all__ = [
    "DAY_FIELDS",
    "Change",
    "DayStatement",
    "FollowUp",
    "InChange",
    "Milestone",
    "Phase",
    "PhaseArea",
    "Plan",
    "PublicationRun",
    "Recorded",
    "Switch",
    "SwitchDays",
    "Waiver",
]
