"""A plan's outcome in words and rows, beside that of what it is held against: for its page, and for the workspace."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from rollout.coverage import Figure
from rollout.models import Plan
from rollout.outcome import Beside, Coverage, Outcome, PhaseOutcome
from rollout.pages.compare_words import version_words
from rollout.pages.rule_words import STATE_SIGNS, STATE_WORDS
from rollout.pages.words import phase_key, told_class, told_figure
from rollout.permissions import may_see
from rollout.rules import RULES

STATES = ("error", "warning", "waived", "unknown")
NOT_KNOWN = Figure(None, None)


def held_against(plan: Plan, user: AbstractBaseUser) -> Plan | None:
    """What a plan is to be held against: what it is based on, if the reader may see it, else the published version.

    None where there is neither. Two queries at most.
    """
    if plan.based_on_id and may_see(user, plan.based_on):
        return plan.based_on
    rows = Plan.objects.filter(
        from_service=plan.from_service_id, to_service=plan.to_service_id, stage=Plan.Stage.PUBLISHED
    )
    return rows.exclude(pk=plan.pk).select_related("from_service", "to_service").first()


def told_outcome(beside: Beside) -> dict:
    """Everything of an outcome as templates show it; `moved` holds the lines that differ, which the workspace tells."""
    totals = told_totals(beside)
    return {
        "heads": [version_words(each.plan) for each in (beside.before, beside.after) if each],
        "has_before": beside.before is not None,
        "totals": totals,
        "moved": [line for line in totals if line["change"]],
        "phases": told_phases(beside),
        "days": told_days(beside),
        "rules": told_rules(beside),
    }


def told_totals(beside: Beside) -> list[dict]:
    """The plan as a whole: coverage when each phase starts, areas, gaps, rules; a line each."""
    lines = [
        (_("Municipalities in a phase"), lambda each: each.placed, False),
        (_("Without a provider with an office when their phase starts"), lambda each: each.at_start("office"), True),
        (_("Of these, rural"), lambda each: each.at_start("office", rural=True), True),
        (
            _("Without a provider with an agreement when their phase starts"),
            lambda each: each.at_start("agreement"),
            True,
        ),
        (_("Of these, rural"), lambda each: each.at_start("agreement", rural=True), True),
        (_("Delivery areas with too few providers ready at the start"), lambda each: each.areas, True),
        (_("Municipalities with a service gap"), lambda each: each.in_gap, True),
        (_("Longest service gap, in days"), lambda each: each.gap_days, True),
        *((label, _counter(state), state != "waived") for state, label in state_lines()),
    ]
    return [told_line(label, beside, asked, fewer_is_better=better) for label, asked, better in lines]


def _counter(state: str):
    return lambda each: each.found(state)


def state_lines() -> list[tuple[str, str]]:
    """What is counted of the rules' findings."""
    return [
        ("error", _("Errors, which stop publication")),
        ("warning", _("Warnings without a waiver")),
        ("waived", _("Warnings waived")),
        ("unknown", _("Findings that are unknown")),
    ]


def told_line(label: str, beside: Beside, asked, *, fewer_is_better: bool) -> dict:
    """A line with both sides and the change. asked: a function from an outcome to a number or a figure."""
    before = asked(beside.before) if beside.before else None
    after = asked(beside.after)
    return {"label": label, "before": told_value(before), "after": told_value(after)} | {
        "change": told_change(before, after, fewer_is_better=fewer_is_better)
    }


def told_value(value: Figure | int | None) -> dict | None:
    """A value as `outcome_value.html` shows it; None where there is no such side."""
    if value is None:
        return None
    return {"figure": told_figure(value)} if isinstance(value, Figure) else {"number": value}


def told_change(before: Figure | int | None, after: Figure | int | None, *, fewer_is_better: bool) -> dict | None:
    """How much more or less, and whether that is better; None where nothing changed or nothing is known of it."""
    numbers = [each.part if isinstance(each, Figure) else each for each in (before, after)]
    if None in numbers or numbers[0] == numbers[1]:
        return None
    step = numbers[1] - numbers[0]
    kind = "better" if (step < 0) == fewer_is_better else "worse"
    more, fewer = (
        npgettext("than before", "%(number)s more", "%(number)s more", abs(step)),
        npgettext("than before", "%(number)s fewer", "%(number)s fewer", abs(step)),
    )
    return {
        "number": (more if step > 0 else fewer) % {"number": abs(step)},
        "kind": kind,
        "sign": "▲" if step > 0 else "▼",
        "word": {"better": pgettext("than before", "better"), "worse": pgettext("than before", "worse")}[kind],
    }


def told_phases(beside: Beside) -> list[dict]:
    """The phases of both by number: municipalities, first day, coverage then, areas, gaps."""
    before, after = ({each.number: each for each in side.phases} if side else {} for side in _sides(beside))
    return [told_phase(number, before.get(number), after.get(number)) for number in sorted({*before, *after})]


def _sides(beside: Beside) -> Sequence[Outcome | None]:
    return beside.before, beside.after


def told_phase(number: int, before: PhaseOutcome | None, after: PhaseOutcome | None) -> dict:
    """A phase on both sides; None on the side that lacks it."""
    sides = (before, after)
    measures = [
        told_pair(sides, lambda each: each.municipalities),
        told_pair(sides, lambda each: each.coverage.day if each.coverage else None),
        told_pair(sides, lambda each: _without(each, "office", "without")),
        told_pair(sides, lambda each: _without(each, "office", "rural")),
        told_pair(sides, lambda each: _without(each, "agreement", "without")),
        told_pair(sides, lambda each: each.areas),
        told_pair(sides, lambda each: each.in_gap),
    ]
    label = after.label if after else before.label
    return {"class": told_class(phase_key(number), label), "gone": after is None, "cells": measures}


def _without(phase: PhaseOutcome, test: str, kind: str) -> Figure:
    return getattr(phase.coverage, kind)[test] if phase.coverage else NOT_KNOWN


def told_pair(sides: Sequence[PhaseOutcome | None], asked) -> dict:
    """A measure of a phase before and after, and whether it is the same; one side where there is but one.

    `values` holds both as they are, for a file.
    """
    before, after = (asked(each) if each else None for each in sides)
    same = before == after or sides[0] is None
    values = {"before": before, "after": after}
    return {"before": told_cell(before), "after": told_cell(after), "same": same, "values": values}


def told_cell(value: Figure | int | date | None) -> str:
    """A value in the fewest signs: 3/12, 101, 2021-09-29, a dash."""
    if isinstance(value, Figure):
        return f"{value.part}/{value.whole}" if value.part is not None else _("no data")
    return "–" if value is None else str(value)


def told_days(beside: Beside) -> list[dict]:
    """The whole country on the chosen days, by both tests."""
    before = beside.before.days if beside.before else (None,) * len(beside.after.days)
    return [
        {
            "day": after.day,
            "lines": [
                told_day_line(_("Without a provider with an office"), old, after, "without", "office"),
                told_day_line(_("Rural, without a provider with an office"), old, after, "rural", "office"),
                told_day_line(_("Without a provider with an agreement"), old, after, "without", "agreement"),
                told_day_line(_("Rural, without a provider with an agreement"), old, after, "rural", "agreement"),
            ],
        }
        for old, after in zip(before, beside.after.days, strict=True)
    ]


def told_day_line(label: str, before: Coverage | None, after: Coverage, kind: str, test: str) -> dict:
    """Municipalities without a provider on a chosen day, on both sides."""
    old, new = (getattr(each, kind)[test] if each else None for each in (before, after))
    return {
        "label": label,
        "before": told_value(old),
        "after": told_value(new),
        "change": told_change(old, new, fewer_is_better=True),
    }


def told_rules(beside: Beside) -> list[dict]:
    """The rules with what they find on each side, by state; those that find nothing on either are kept."""
    return [
        {
            "label": rule.label,
            "before": told_found(beside.before, rule.key),
            "after": told_found(beside.after, rule.key),
        }
        for rule in RULES
    ]


def told_found(side: Outcome | None, rule: str) -> list[dict]:
    """How many findings of a rule are in which state, the worst first; “kept” where there are none."""
    if side is None:
        return []
    found = [(state, side.findings.get((rule, state), 0)) for state in STATES]
    told = [
        {"state": state, "sign": STATE_SIGNS[state], "word": STATE_WORDS[state], "number": number}
        for state, number in found
        if number
    ]
    return told or [{"state": "ok", "sign": STATE_SIGNS["ok"], "word": STATE_WORDS["ok"], "number": None}]
