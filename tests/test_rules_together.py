"""The table of rules as a whole: what stops a publication, when a waiver lapses, and what holds for all plans."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rollout.notice import DAYS, PhaseDays, filled, notice_counts_from
from rollout.plan_facts import PhaseFacts, PlanFacts, SwitchFacts
from rollout.readiness import Readiness
from rollout.rules import BY_KEY, RULES, Severity, find
from rollout.status import Days, open_for_referral, status_on
from tests.plan_facts import COUNTRY, found, on_days, plan, switches

FIRST = date(2021, 9, 1)
near_days = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))
any_days = st.builds(PhaseDays, *[st.none() | near_days] * len(DAYS))


def test_a_faultless_plan_has_no_findings():
    assert find(plan()) == ()


def test_every_rule_has_a_key_of_its_own_and_says_why_and_by_whom():
    assert len(BY_KEY) == len(RULES)
    assert all(str(rule.label) and str(rule.reason) and str(rule.source) for rule in RULES)


def test_only_what_can_never_be_right_is_an_error():
    errors = {rule.key for rule in RULES if rule.severity is Severity.ERROR}

    assert errors == {"exclusive", "one-phase", "phase-filled", "days-given", "days-in-order"}


def test_findings_come_in_the_order_of_the_table():
    facts = replace(
        on_days(notice_counts_from="2021-09-29", new_service_starts_on="2021-10-05"),
        readiness={1: Readiness(0, digital_only=1)},
    )

    keys = [finding.rule for finding in find(facts)]

    assert keys == ["no-gap", "notice-counted", "enough-ready", "digital-only"]


@pytest.mark.parametrize(
    "changed, lapses",
    [
        ({}, False),
        ({"last_contract_day_on": "2022-05-01"}, False),  # the gap does not rest on it
        ({"new_service_starts_on": "2021-10-06"}, True),
        ({"last_referral_on": "2021-09-30"}, True),
    ],
)
def test_a_fingerprint_changes_with_what_the_finding_rests_on_and_with_nothing_else(changed, lapses):
    before = found("no-gap", on_days(new_service_starts_on="2021-10-05"))[0]

    after = found("no-gap", on_days(**{"new_service_starts_on": "2021-10-05", **changed}))[0]

    assert after.subject == before.subject == "phase:0"
    assert (after.fingerprint != before.fingerprint) is lapses


def test_a_fingerprint_changes_when_another_municipality_is_hit():
    days = {"new_service_starts_on": "2021-10-05"}
    three, other_three = (
        plan(switches=switches(dict.fromkeys(codes, 0), **days)) for codes in (COUNTRY[:3], COUNTRY[1:])
    )

    assert found("no-gap", three)[0].fingerprint != found("no-gap", other_three)[0].fingerprint


def test_findings_of_a_rule_have_subjects_of_their_own():
    facts = plan(switches=(*switches({"0114": 0, "0115": 0, "0180": 0}), *switches({"0180": 1})))

    assert [each.subject for each in found("one-phase", facts)] == ["plan:missing", "plan:twice"]


def orderly(offsets: list[int]) -> PhaseDays:
    """Days in the order that the rules ask for, with or without a gap."""
    sent, referral, start, counts, last = (FIRST + timedelta(days=each) for each in sorted(offsets))
    return PhaseDays(sent, counts, referral, last + timedelta(days=1), start + timedelta(days=1))


orderly_days = st.lists(st.integers(0, 40), min_size=5, max_size=5).map(orderly)


@st.composite
def plans(draw, days=any_days) -> PlanFacts:
    """Phases on some days, each with a municipality at least; a few municipalities on days of their own."""
    phases = tuple(PhaseFacts(number, draw(days)) for number in range(draw(st.integers(1, 3))))
    rows = []
    for code, phase in zip(draw(st.permutations(COUNTRY)), cycle(phases), strict=False):
        own = draw(st.none() | days) or phase.days
        rows.append(SwitchFacts(code, phase.number, own.last_referral_on, own.new_service_starts_on))
    return PlanFacts(country=frozenset(COUNTRY), phases=phases, switches=tuple(rows))


def days_of(switch: SwitchFacts, facts: PlanFacts) -> Days:
    """The days from which a municipality's status is worked out."""
    days = next(phase.days for phase in facts.phases if phase.number == switch.phase)
    return Days(days.notice_sent_on, switch.last_referral_on, switch.new_service_starts_on, days.last_contract_day_on)


@given(plans() | plans(orderly_days), st.integers(-2, 45))
def test_without_an_error_no_municipality_has_both_services_open_on_any_day(facts, number):
    assume(not any(finding.severity is Severity.ERROR for finding in find(facts)))

    found_open = [
        open_for_referral(status_on(days_of(each, facts), FIRST + timedelta(days=number))) for each in facts.switches
    ]

    assert (True, True) not in found_open


@given(plans())
def test_an_exclusivity_error_is_found_exactly_where_the_days_overlap(facts):
    hit = {code for finding in found("exclusive", facts) for code in finding.codes}

    assert hit == {
        each.code
        for each in facts.switches
        if each.last_referral_on and each.new_service_starts_on and each.new_service_starts_on <= each.last_referral_on
    }


@given(plans())
def test_a_municipality_is_in_the_gap_rule_exactly_when_a_day_of_its_is_a_gap(facts):
    hit = {code for finding in found("no-gap", facts) for code in finding.codes}

    assert hit == {
        each.code
        for each in facts.switches
        if each.last_referral_on
        and each.new_service_starts_on
        and (each.new_service_starts_on - each.last_referral_on).days > 1
    }


@given(st.sampled_from(DAYS), st.dates(date(2015, 1, 1), date(2040, 12, 31)))
def test_what_is_suggested_from_one_decided_day_breaks_no_rule(name, decided):
    # A notice cannot count from every day: after the second full working day comes the day it counts from.
    possible = notice_counts_from(decided) if name == "notice_counts_from" else decided

    days = filled(PhaseDays(**{name: possible}))
    rows = tuple(SwitchFacts(code, 0, days.last_referral_on, days.new_service_starts_on) for code in COUNTRY)

    assert find(plan(phases=(PhaseFacts(0, days, (1,)),), switches=rows)) == ()
