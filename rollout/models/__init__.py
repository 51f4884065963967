"""WHEN: plans, their phases and switches, and the evidence for their days. No status is stored: see `status.py`."""

from rollout.models.plans import (
    DAY_FIELDS,
    DayStatement,
    Phase,
    PhaseArea,
    Plan,
    Switch,
    SwitchDays,
)

__all__ = ["DAY_FIELDS", "DayStatement", "Phase", "PhaseArea", "Plan", "Switch", "SwitchDays"]
