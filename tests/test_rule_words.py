"""What findings say, in both languages: every rule has a sentence, and it says what is wrong with names and numbers."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from rollout.pages.rule_words import SENTENCES, SHORT_WORDS, Names, about, listed, sentence
from rollout.plan_facts import PlanFacts
from rollout.readiness import Readiness
from rollout.rules import BY_KEY
from tests.plan_facts import found, on_days, phase, plan, switches

NAMES = Names(
    municipalities={"2584": "Kiruna", "0180": "Stockholm", "0114": "Upplands Väsby", "0115": "Vallentuna"},
    areas={1: "Norra"},
    phases={0: "Etapp 1", 1: "Etapp 2"},
)
# A plan that breaks each rule.
BROKEN: dict[str, PlanFacts] = {
    "exclusive": on_days(new_service_starts_on="2021-09-27"),
    "no-gap": on_days(new_service_starts_on="2021-10-05"),
    "one-phase": plan(switches=switches({"0114": 0, "0115": 0, "0180": 0})),
    "phase-filled": plan(phases=(phase(0), phase(1))),
    "days-given": on_days(last_referral_on=None, new_service_starts_on=None),
    "days-in-order": on_days(last_contract_day_on="2021-09-30"),
    "notice-period": on_days(last_contract_day_on="2021-12-31"),
    "notice-counted": on_days(notice_counts_from="2021-09-29"),
    "areas-whole": plan(
        phases=(phase(0, areas=(1,)), phase(1)), switches=switches({"0114": 0, "0115": 0, "0180": 1, "2584": 1})
    ),
    "enough-ready": plan(readiness={1: Readiness(1, without_office=2, digital_only=1)}, ready_providers=3),
    "digital-only": plan(readiness={1: Readiness(0, digital_only=1)}),
}


def told(rule: str, facts: PlanFacts | None = None, language: str = "en") -> str:
    with translation.override(language):
        return sentence(found(rule, facts or BROKEN[rule])[0], NAMES)


def test_every_rule_has_a_sentence_a_short_name_and_an_example_here():
    assert set(SENTENCES) == set(SHORT_WORDS) == set(BROKEN) == set(BY_KEY)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("rule", BROKEN)
def test_every_finding_is_told_in_whole_sentences(rule, language):
    words = told(rule, language=language)

    assert words[0].isupper() or words[0].isdigit()
    assert words.endswith(".")
    assert not {"%", "{", "None"} & {*words, *words.split()}


@pytest.mark.parametrize(
    "rule, expected",
    [
        ("exclusive", "from 2021-09-27 to 2021-09-28. Municipalities: Kiruna, Stockholm, Upplands Väsby, Vallentuna."),
        ("no-gap", "from 2021-09-29 to 2021-10-04 (6 days) in 4 municipalities."),
        ("one-phase", "3 of 4 municipalities are in a phase. Missing: Kiruna."),
        ("days-given", "Missing: the last referral day, the start of the new service."),
        (
            "days-in-order",
            "The day that notice counts from, 2021-10-01, comes after the last contract day, 2021-09-30.",
        ),
        ("notice-period", "Agreements end on 2021-12-31. Three months from 2021-10-01 is 2022-01-01."),
        ("notice-counted", "counts from 2021-10-01 by the rule; 2021-09-29 is decided."),
        ("areas-whole", "2 of the area’s 4 municipalities switch in Etapp 2: Kiruna, Stockholm."),
        ("enough-ready", "Ready at the start: 1 of the 3 needed. 2 providers have an agreement but no open office"),
        ("digital-only", "Nobody has an office on site in the area. 1 provider has only a digital offer."),
    ],
)
def test_a_finding_says_what_is_wrong_with_names_days_and_numbers(rule, expected):
    assert expected in told(rule)


def test_one_day_and_one_municipality_are_told_in_the_singular():
    one = plan(switches=switches({"0180": 0}, new_service_starts_on="2021-09-30"))
    both = on_days(new_service_starts_on="2021-09-28")

    assert told("no-gap", one) == "Nothing is open for referral on 2021-09-29 in 1 municipality."
    assert told("exclusive", both).startswith("Both services would be open for referral on 2021-09-28.")


def test_a_municipality_in_two_phases_is_told_as_such():
    facts = plan(switches=(*plan().switches, *switches({"0180": 1})))

    assert told("one-phase", facts) == "In more than one phase: Stockholm."


@pytest.mark.parametrize(
    "rule, facts, expected",
    [
        ("notice-period", on_days(notice_counts_from=None), "is not decided"),
        ("notice-counted", on_days(notice_sent_on=None), "is not decided"),
        ("enough-ready", plan(readiness={}), "Nothing is known of the area’s agreements"),
        ("enough-ready", plan(phases=(phase(),)), "The delivery areas of the phase are not known"),
        (
            "enough-ready",
            replace(on_days(new_service_starts_on=None), readiness={}),
            "Without a day for the start",
        ),
        ("enough-ready", plan(readiness={1: Readiness(0)}), "No other provider has an agreement"),
    ],
)
def test_what_cannot_be_known_says_why(rule, facts, expected):
    assert expected in told(rule, facts)


def test_days_ahead_are_told_where_the_plan_asks_for_them():
    facts = plan(readiness={1: Readiness(0, without_office=1)}, ready_days_ahead=10)

    assert "no office in the area open 10 days before the start" in told("enough-ready", facts)


@pytest.mark.parametrize(
    "number, expected",
    [
        (8, "K0, K1, K2, K3, K4, K5, K6, K7"),
        (9, "K0, K1, K2, K3, K4, K5, K6 and 2 more"),
    ],
)
def test_a_long_list_of_municipalities_is_cut_and_the_rest_counted(number, expected):
    names = replace(NAMES, municipalities={f"{each:04}": f"K{each}" for each in range(number)})

    with translation.override("en"):
        assert listed(names.municipalities, names) == expected


@pytest.mark.parametrize(
    "rule, expected",
    [("enough-ready", "Norra"), ("no-gap", "Etapp 1"), ("one-phase", "The whole plan")],
)
def test_a_finding_says_what_it_is_about(rule, expected):
    with translation.override("en"):
        assert about(found(rule, BROKEN[rule])[0], NAMES) == expected


def test_a_notice_at_the_end_of_the_calendar_is_told_without_a_ruled_day():
    end = str(date.max)

    assert told("notice-counted", on_days(notice_sent_on=end, notice_counts_from=end)).startswith("Notice sent on 9999")
