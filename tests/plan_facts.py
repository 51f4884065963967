"""Plans as bare facts for the tests of the rules: a small country, and phases on the days of phase 2 in 2021."""

from datetime import date

from rollout.notice import PhaseDays
from rollout.plan_facts import PhaseFacts, PlanFacts, SwitchFacts
from rollout.readiness import Readiness
from rollout.rules import BY_KEY, Finding

COUNTRY = ("0114", "0115", "0180", "2584")
# The days by the rules, without a gap: sent on Tuesday 2021-09-28.
DAYS = {
    "notice_sent_on": date(2021, 9, 28),
    "notice_counts_from": date(2021, 10, 1),
    "last_referral_on": date(2021, 9, 28),
    "last_contract_day_on": date(2022, 1, 1),
    "new_service_starts_on": date(2021, 9, 29),
}


def days(**changed: str | None) -> PhaseDays:
    """The days by the rules, some of them changed; given as text."""
    return PhaseDays(**DAYS | {name: date.fromisoformat(text) if text else None for name, text in changed.items()})


def phase(number: int = 0, areas: tuple[int, ...] = (), **changed: str | None) -> PhaseFacts:
    """A phase with the days by the rules, some of them changed."""
    return PhaseFacts(number, days(**changed), areas)


def switches(phases: dict[str, int], **changed: str | None) -> tuple[SwitchFacts, ...]:
    """The switches of municipalities (phase by code), on the days by the rules unless others are given."""
    given = days(**changed)
    return tuple(
        SwitchFacts(code, number, given.last_referral_on, given.new_service_starts_on)
        for code, number in phases.items()
    )


def plan(**given) -> PlanFacts:
    """A plan that breaks no rule: one phase with one area that holds the whole country and is ready."""
    faultless = {
        "country": frozenset(COUNTRY),
        "phases": (phase(areas=(1,)),),
        "switches": switches(dict.fromkeys(COUNTRY, 0)),
        "members": {1: frozenset(COUNTRY)},
        "readiness": {1: Readiness(1)},
    }
    return PlanFacts(**faultless | given)


def on_days(**changed: str | None) -> PlanFacts:
    """A plan with one phase, on the days by the rules with some of them changed, its switches on the same days."""
    return plan(phases=(phase(areas=(1,), **changed),), switches=switches(dict.fromkeys(COUNTRY, 0), **changed))


def found(rule: str, facts: PlanFacts) -> list[Finding]:
    """What one rule finds."""
    return list(BY_KEY[rule].findings(facts))


def severities(rule: str, facts: PlanFacts) -> list[str]:
    """How severe one rule's findings are."""
    return [finding.severity.value for finding in found(rule, facts)]
