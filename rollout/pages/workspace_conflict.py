"""Two editors at once: what the second one read, what it is now, what they want, and a choice for each difference."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst

from rollout.actions import Conflict, Difference
from rollout.forms.moves import MoveForm, written
from rollout.forms.phases import PhaseForm
from rollout.models import Phase
from rollout.pages.workspace_places import phase_classes
from rollout.plan_ground import PlanGround

MISSING = "–"


def told_conflict(conflict: Conflict, form: forms.BaseForm, ground: PlanGround) -> dict:
    """The differences of a refused save, field by field or municipality by municipality, and what to send to decide."""
    told = {"by": conflict.by_name, "at": conflict.at, "form": form, "reason": form.cleaned_data.get("reason", "")}
    if isinstance(form, PhaseForm):
        return {**told, **_told_phase(conflict, form)}
    return {**told, **_told_moves(conflict, form, ground)}


def _told_phase(conflict: Conflict, form: PhaseForm) -> dict:
    rows = [
        {
            "key": name,
            "name": name,
            "label": capfirst(Phase._meta.get_field(name).verbose_name),
            "base": _shown(each.base),
            "theirs": _shown(each.theirs),
            "yours": _shown(each.yours),
            "value": _sent(each.yours),
            "takes_yours": each.base == each.theirs,
            "is_clash": each.is_clash,
        }
        for name, each in conflict.differences.items()
        if each.theirs != each.yours
    ]
    return {"is_phase": True, "phase": conflict.subject, "revision": conflict.current_revision, "rows": rows}


def _told_moves(conflict: Conflict, form: MoveForm, ground: PlanGround) -> dict:
    classes = phase_classes(ground)
    wishes = {code: phase.pk if phase else None for code, phase in form.cleaned_data["wishes"].items()}
    rows = [_told_move(code, each, ground, classes) for code, each in conflict.differences.items()]
    return {
        "is_phase": False,
        "rows": sorted(rows, key=lambda row: list(ground.municipalities).index(row["code"])),
        "wishes": written(wishes),
        "seen": written({code: ground.phase_of.get(code) for code in wishes}),
        "others": len(wishes) - len(rows),
    }


def _told_move(code: str, each: Difference, ground: PlanGround, classes: dict) -> dict:
    return {
        "key": code,
        "code": code,
        "label": ground.municipalities[code],
        "base": classes.get(each.base, {"word": MISSING})["word"],
        "theirs": classes.get(each.theirs, {"word": MISSING})["word"],
        "yours": classes.get(each.yours, {"word": MISSING})["word"],
    }


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "Y-m-d")
    return MISSING if value in (None, "") else str(value)


def _sent(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
