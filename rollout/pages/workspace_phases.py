"""The grid of phases: a line each, with its form, its counts, and beside each day what the notice rules suggest."""

from collections.abc import Mapping

from django import forms

from rollout.forms.phases import NewPhaseForm, PhaseForm, ShiftForm
from rollout.models import DAY_FIELDS, Phase, Plan
from rollout.notice import differences, suggest
from rollout.pages.words import day_words, phase_key, told_class
from rollout.plan_ground import PlanGround

FIELDS = ("notice_sent_on", "notice_counts_from", "last_referral_on", "new_service_starts_on", "last_contract_day_on")


def told_grid(plan: Plan, ground: PlanGround, bound: Mapping[str, forms.BaseForm]) -> dict:
    """The lines of the grid, its heads, and the form of a further phase. bound: forms as sent in, by their key."""
    heads = day_words(old=plan.from_service.short_name, new=plan.to_service.short_name)
    highest = max((phase.number for phase in ground.phases), default=-1)
    new_phase = bound.get(NewPhaseForm.key) or NewPhaseForm(plan=plan, initial={"number": highest + 1})
    return {
        "heads": [heads[name] for name in FIELDS],
        "lines": [told_line(phase, ground, bound) for phase in ground.phases],
        "new_phase": new_phase,
    }


def told_line(phase: Phase, ground: PlanGround, bound: Mapping[str, forms.BaseForm]) -> dict:
    """A phase: form, counts and days."""
    form = bound.get(f"phase-{phase.pk}") or PhaseForm(phase=phase)
    shift = bound.get(f"shift-{phase.pk}") or ShiftForm(phase=phase)
    days = told_days(form)
    number = ground.counts[phase.pk]
    return {
        "phase": phase,
        "class": told_class(phase_key(phase.number), phase.label),
        "form": form,
        "is_unsaved": form.is_bound,
        "shift": shift,
        "areas": ground.area_counts[phase.pk],
        "municipalities": number,
        "days": days,
        "can_be_filled": any(day["suggested"] and not day["decided"] for day in days),
        "can_be_removed": not number,
    }


def told_days(form: PhaseForm) -> list[dict]:
    """The five days as the form has them: decided, suggested by the rules, and whether the two differ."""
    decided, differing = form.days(), differences(form.days())
    suggested = suggest(decided)
    return [
        {
            "name": name,
            "field": form[name] if name in form.fields else None,
            "decided": getattr(decided, name),
            "suggested": getattr(suggested, name),
            "differs": name in differing,
        }
        for name in FIELDS
        if name in DAY_FIELDS
    ]
