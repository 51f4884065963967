"""The public page that says by which rules a plan is decided, rendered from the table of rules.

The published plans are held against it. Nothing here is a rule; what is added is what each finds, and who waived it.
"""

from collections import Counter
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from municipalities.models import Municipality, Source
from providers.models import DeliveryArea
from rollout import selectors
from rollout.board import STATES
from rollout.checks import Checked, check
from rollout.models import Phase, Plan
from rollout.notice import MONTHS_OF_NOTICE, WORKING_DAYS_TO_ARRIVE, WORKING_DAYS_TO_FIRST_PARTICIPANT
from rollout.pages.board import told_state
from rollout.pages.rule_words import SEVERITY_WORDS, Names, about, sentence
from rollout.rules import RULES, Finding, Rule
from rollout.selection import Selection

# Of a rule that is broken in many places, so many are told one by one.
TOLD_AT_MOST = 5


def how_we_decide_page(selection: Selection) -> dict:
    """The context of `rollout/how_we_decide.html`. Five queries, and a check when data changed."""
    sources = {source.key: source for source in selectors.every_source()}
    plans = [PlanHeld(plan, selection.snapshot.version) for plan in selectors.published_plans(at=selection.plans_at)]
    return {
        "severities": [{"state": told_state(key), "meaning": words} for key, words in SEVERITY_WORDS.items()],
        "rules": [told_rule(rule, plans, sources) for rule in RULES],
        "plans": [each.plan for each in plans],
        "notice_rules": notice_rules(),
        "notice_source": sources.get("af-2021-07"),
    }


@lru_cache(maxsize=8)
def checked_plan(pk: int, version: str) -> Checked:
    """What the rules find in a plan, kept per version of the data: the page is public and the check is not cheap."""
    return check(Plan.objects.select_related("from_service", "to_service").get(pk=pk))


@lru_cache(maxsize=8)
def names_in(pk: int, version: str, language: str) -> Names:
    """The names that a plan's findings use, in the reader's language; kept as the check is."""
    plan = Plan.objects.get(pk=pk)
    return Names(
        municipalities=dict(Municipality.objects.order_by("sort_key").values_list("code", "name")),
        areas=dict(DeliveryArea.objects.filter(service=plan.to_service_id).values_list("pk", "name")),
        phases={phase.number: phase.label for phase in Phase.objects.filter(plan=plan)},
    )


class PlanHeld:
    """A published plan held against the rules, in the reader's words."""

    def __init__(self, plan: Plan, version: str) -> None:
        self.plan = plan
        self.checked = checked_plan(plan.pk, version)
        self.names = names_in(plan.pk, version, get_language() or "")

    def told(self, rule: Rule) -> dict:
        """What one rule finds in the plan: how many of each state, the waivers, and the first findings in words."""
        found = [each for each in self.checked.findings if each.rule == rule.key]
        numbers = Counter(self.checked.state_of(each) for each in found)
        return {
            "plan": self.plan,
            "states": [{**told_state(state), "count": numbers[state]} for state in STATES if numbers[state]],
            "found": [self.finding(each) for each in found[:TOLD_AT_MOST]],
            "more": [self.finding(each) for each in found[TOLD_AT_MOST:]],
        }

    def finding(self, finding: Finding) -> dict:
        """A finding in words, with its waiver."""
        return {
            "state": told_state(self.checked.state_of(finding)),
            "about": about(finding, self.names),
            "sentence": sentence(finding, self.names),
            "waiver": self.checked.waiver_of(finding),
        }


def told_rule(rule: Rule, plans: list[PlanHeld], sources: dict[str, Source]) -> dict:
    """A rule with where it comes from, and how the published plans keep it."""
    in_words = isinstance(rule.source, Promise)
    return {
        "rule": rule,
        "severity": told_state(rule.severity.value),
        "source": None if in_words else sources.get(rule.source),
        "source_words": rule.source if in_words else "",
        "plans": [plan.told(rule) for plan in plans],
    }


def notice_rules() -> list[dict]:
    """The notice rules by which days are suggested, and what is done with each."""
    return [
        {
            "rule": _(
                "A notice counts from the day after %(number)d full working days have passed since it was sent, and "
                "runs for %(months)d months from there."
            )
            % {"number": WORKING_DAYS_TO_ARRIVE, "months": MONTHS_OF_NOTICE},
            "use": _(
                "Suggested when a day is given, and a warning where what was decided differs. Saturdays, Sundays and "
                "public holidays are no working days, and neither are Midsummer’s Eve, Christmas Eve and New Year’s "
                "Eve, which the Annual Leave Act puts on a level with them. Sent on Friday 2021-09-24, a notice "
                "counts from Wednesday 2021-09-29 and runs until 2021-12-29."
            ),
        },
        {
            "rule": _("Referral to the old service goes on up to and including the day of notice."),
            "use": _(
                "Suggested as the last referral day. Where only free days lie before the start, referral is suggested "
                "to end the day before it, so that a weekend is not told as a gap."
            ),
        },
        {
            "rule": _("A first participant starts %(number)d working days after the decision at the earliest.")
            % {"number": WORKING_DAYS_TO_FIRST_PARTICIPANT},
            "use": _("Told beside the start of each phase. Single decisions are not known here, so it is no rule."),
        },
    ]
