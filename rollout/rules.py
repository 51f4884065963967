"""The rules that a plan is held against, in one table, which the public page is rendered from; and what they find.

Pure but for lazily translated words: facts in, findings out; knows no model, no request and no sentence about a
finding (`rollout/pages/rule_words.py`). An error stops publication; a warning needs a waiver; what cannot be known is
told as unknown and stops nothing.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollout import breaches
from rollout.breaches import Breach
from rollout.plan_facts import PlanFacts


class Severity(StrEnum):
    """What a finding does to a publication; the values are what pages and files show by."""

    ERROR = "error"
    WARNING = "warning"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a plan breaks a rule, or where that cannot be known.

    facts: what the words need: days, numbers, keys. subject: what it is about, the same in every version of a plan.
    fingerprint: what it rests on, so that a waiver lapses when that changes.
    """

    rule: str
    severity: Severity
    phase: int | None
    area: int | None
    codes: tuple[str, ...]
    facts: Mapping[str, object]
    subject: str
    fingerprint: str


Predicate = Callable[[PlanFacts], Iterable[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its label, why it is there, and where it comes from.

    source: the key of a `Source`, or words where the source is no such page. predicate: yields what breaks the rule.
    """

    key: str
    label: str | Promise
    reason: str | Promise
    source: str | Promise
    severity: Severity
    predicate: Predicate

    def findings(self, facts: PlanFacts) -> Iterator[Finding]:
        """The rule's findings in a plan."""
        for breach in self.predicate(facts):
            subject = _subject(breach)
            yield Finding(
                rule=self.key,
                severity=self.severity if breach.known else Severity.UNKNOWN,
                phase=breach.phase,
                area=breach.area,
                codes=breach.codes,
                facts=breach.facts,
                subject=subject,
                fingerprint=_fingerprint(self.key, subject, breach),
            )


def _subject(breach: Breach) -> str:
    about = {"area": breach.area, "phase": breach.phase}
    name = next((f"{kind}:{key}" for kind, key in about.items() if key is not None), "plan")
    return f"{name}:{breach.part}" if breach.part else name


def _fingerprint(rule: str, subject: str, breach: Breach) -> str:
    rests_on = [rule, subject, breach.phase, sorted(breach.codes), breach.facts]
    return hashlib.sha256(json.dumps(rests_on, default=str, sort_keys=True).encode()).hexdigest()


OWN = _("Our own: it follows from what a plan is")

RULES: tuple[Rule, ...] = (
    Rule(
        "exclusive",
        _("Both services are never open for referral on one day"),
        _("The two services may not be used inside the same area: where the new one starts, referral to the old ends."),
        "af-2021-02-11",
        Severity.ERROR,
        breaches.both_open,
    ),
    Rule(
        "no-gap",
        _("No gap in referral"),
        _("Between the last referral day and the start nobody can be referred to either service."),
        "af-2021-02-11",
        Severity.WARNING,
        breaches.gap_in_referral,
    ),
    Rule(
        "one-phase",
        _("Every municipality is in exactly one phase"),
        _("The plan is for the whole country: the phases together are all 290 municipalities, each of them once."),
        "af-etapper-2021",
        Severity.ERROR,
        breaches.not_in_one_phase,
    ),
    Rule(
        "phase-filled",
        _("Every phase has municipalities"),
        _("A phase in which nobody switches says nothing, and its days would mislead."),
        OWN,
        Severity.ERROR,
        breaches.without_municipalities,
    ),
    Rule(
        "days-given",
        _("The last referral day and the start are given"),
        _("These two days decide which service is open. Without them nobody can tell whether both are."),
        OWN,
        Severity.ERROR,
        breaches.days_missing,
    ),
    Rule(
        "days-in-order",
        _("The days come in order"),
        _(
            "Notice counts from its own day at the earliest, referral goes on up to and including the day of notice, "
            "and an agreement ends when its notice has counted and its last referral is made."
        ),
        "af-2021-07",
        Severity.ERROR,
        breaches.days_out_of_order,
    ),
    Rule(
        "notice-period",
        _("The notice period is long enough"),
        _("The notice period is three months from the day that the notice counts from."),
        "af-2021-07",
        Severity.WARNING,
        breaches.notice_too_short,
    ),
    Rule(
        "notice-counted",
        _("The notice is counted right"),
        _(
            "A notice counts from the day after two full working days have passed since it was sent. "
            "Public holidays are no working days. The rule suggests; what was decided is what is kept."
        ),
        "af-2021-07",
        Severity.WARNING,
        breaches.notice_counted_otherwise,
    ),
    Rule(
        "areas-whole",
        _("Delivery areas switch whole"),
        _("A delivery area is what an agreement is made for. One that is split between phases needs a reason."),
        _("What a delivery area is in Arbetsförmedlingen’s procurement"),
        Severity.WARNING,
        breaches.areas_split,
    ),
    Rule(
        "enough-ready",
        _("Enough providers are ready at the start"),
        _(
            "There must be providers when the new service starts. A provider is ready in an area with an agreement in "
            "force on the first day and an office on site there, open in time. It is a warning and no error, since a "
            "plan is published long before its providers have their agreements: they need it to apply."
        ),
        "af-2021-02-11",
        Severity.WARNING,
        breaches.too_few_ready,
    ),
    Rule(
        "digital-only",
        _("Digital-only does not count as ready"),
        _("Municipalities say that digital support does not fit the need; a digital offer is not an office."),
        _("Ramboll for SKR, February 2024 (reported)"),
        Severity.WARNING,
        breaches.only_digital,
    ),
)

BY_KEY: Mapping[str, Rule] = {rule.key: rule for rule in RULES}


def find(facts: PlanFacts) -> tuple[Finding, ...]:
    """Every finding of every rule in a plan, in the order of the table."""
    return tuple(finding for rule in RULES for finding in rule.findings(facts))
