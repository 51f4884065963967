"""WHEN: plans, their phases and switches, the evidence for their days, and what others have published.

No status is stored: see `status.py`.
"""

from rollout.models.api_keys import ApiKey
from rollout.models.changes import Change, InChange, Recorded
from rollout.models.editions import Edition, EditionContent
from rollout.models.imports import Import, ImportPage, ImportPart
from rollout.models.meetings import MeetingSignUp
from rollout.models.milestones import Milestone
from rollout.models.plans import (
    DAY_FIELDS,
    DayStatement,
    LeftOut,
    Phase,
    PhaseArea,
    Plan,
    Switch,
    SwitchDays,
)
from rollout.models.reviews import FollowUp, PublicationRun, Waiver
from rollout.models.study_figures import StudyFigure
from rollout.models.subscriptions import News, Subscription, ToldFact

__all__ = [
    "DAY_FIELDS",
    "ApiKey",
    "Change",
    "DayStatement",
    "Edition",
    "EditionContent",
    "FollowUp",
    "Import",
    "ImportPage",
    "ImportPart",
    "InChange",
    "LeftOut",
    "MeetingSignUp",
    "Milestone",
    "News",
    "Phase",
    "PhaseArea",
    "Plan",
    "PublicationRun",
    "Recorded",
    "StudyFigure",
    "Subscription",
    "Switch",
    "SwitchDays",
    "ToldFact",
    "Waiver",
]
