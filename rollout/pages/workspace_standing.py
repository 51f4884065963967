"""How a plan stands: municipalities per phase, the sum, what the rules find, the waivers. Shown after every save."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout.checks import Checked
from rollout.forms.steps import WaiveForm
from rollout.models import Plan, Waiver
from rollout.pages.rule_words import STATE_SIGNS, STATE_WORDS, Names, about, sentence
from rollout.pages.workspace_places import phase_classes
from rollout.plan_ground import PlanGround
from rollout.rules import RULES, Finding, Rule

WORST_FIRST = ("error", "warning", "waived", "unknown")
NAMED_AT_MOST = 12
GAP_RULE = "no-gap"


def told_counts(ground: PlanGround) -> dict:
    """Municipalities per phase, the sum, and which are missing."""
    classes, counts = phase_classes(ground), ground.counts
    missing = [ground.municipalities[code] for code in ground.missing]
    return {
        "phases": [{"class": classes[phase.pk], "number": counts[phase.pk]} for phase in ground.phases],
        "placed": len(ground.municipalities) - len(missing),
        "whole": len(ground.municipalities),
        "missing": len(missing),
        "missing_names": missing[:NAMED_AT_MOST],
        "more_missing": max(0, len(missing) - NAMED_AT_MOST),
    }


def told_rules(plan: Plan, checked: Checked, ground: PlanGround, bound: Mapping[str, forms.BaseForm]) -> dict:
    """What the rules find, by rule, the worst first; and the waivers that hold no longer."""
    names = Names(ground.municipalities, ground.areas, {phase.number: phase.label for phase in ground.phases})
    groups = [_told_rule(rule, plan, checked, names, bound) for rule in RULES]
    return {
        "errors": len(checked.errors),
        "unwaived": len(checked.unwaived),
        "error_words": counted("error", len(checked.errors)),
        "warning_words": counted("warning", len(checked.unwaived)),
        "in_gap": len({code for each in checked.findings if each.rule == GAP_RULE for code in each.codes}),
        "groups": sorted(filter(None, groups), key=lambda group: WORST_FIRST.index(group["state"])),
        "kept": [rule.label for rule in RULES if not any(each.rule == rule.key for each in checked.findings)],
        "lapsed": [{"waiver": each, "rule": _label(each)} for each in checked.lapsed],
    }


def _told_rule(
    rule: Rule, plan: Plan, checked: Checked, names: Names, bound: Mapping[str, forms.BaseForm]
) -> dict | None:
    found = [each for each in checked.findings if each.rule == rule.key]
    if not found:
        return None
    told = [_told_finding(each, checked, names) for each in found]
    told.sort(key=lambda each: WORST_FIRST.index(each["state"]))
    key = f"waive-{rule.key}"
    return {
        "rule": rule,
        "state": told[0]["state"],
        "findings": told,
        "by_state": _numbers(told),
        "key": key,
        "can_be_waived": sum(each["state"] == "warning" for each in told),
        "form": bound.get(key) or WaiveForm(plan=plan),
        "is_long": len(told) > NAMED_AT_MOST,
    }


def _told_finding(finding: Finding, checked: Checked, names: Names) -> dict:
    state = checked.state_of(finding)
    return {
        "state": state,
        "sign": STATE_SIGNS[state],
        "word": STATE_WORDS[state],
        "about": about(finding, names),
        "sentence": sentence(finding, names),
        "value": f"{finding.rule}|{finding.subject}",
        "waiver": checked.waiver_of(finding),
    }


def _numbers(told: Sequence[dict]) -> list[dict]:
    numbers = {state: sum(each["state"] == state for each in told) for state in WORST_FIRST}
    return [
        {"state": state, "sign": STATE_SIGNS[state], "words": counted(state, number)}
        for state, number in numbers.items()
        if number
    ]


def counted(state: str, number: int) -> str:
    """Such as "2 warnings"."""
    words = {
        "error": ngettext("%(number)d error", "%(number)d errors", number),
        "warning": ngettext("%(number)d warning", "%(number)d warnings", number),
        "waived": ngettext("%(number)d waived", "%(number)d waived", number),
        "unknown": ngettext("%(number)d unknown", "%(number)d unknown", number),
    }
    return words[state] % {"number": number}


def _label(waiver: Waiver) -> str:
    labels = {rule.key: rule.label for rule in RULES}
    return str(labels.get(waiver.rule, _("a rule that is no longer there")))
