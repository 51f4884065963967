"""The rules about a phase's days: what is open, gaps, order, and the notice."""

from datetime import date

import pytest

from rollout.plan_facts import SwitchFacts
from tests.plan_facts import COUNTRY, found, on_days, phase, plan, severities, switches


@pytest.mark.parametrize(
    "start, expected",
    [("2021-09-27", ["error"]), ("2021-09-28", ["error"]), ("2021-09-29", []), ("2021-10-10", [])],
)
def test_both_services_open_on_one_day_is_an_error(start, expected):
    assert severities("exclusive", on_days(new_service_starts_on=start)) == expected


def test_the_days_and_municipalities_with_both_services_open_are_told():
    finding = found("exclusive", on_days(new_service_starts_on="2021-09-25"))[0]

    assert finding.facts == {"first": date(2021, 9, 25), "last": date(2021, 9, 28)}
    assert finding.codes == COUNTRY


def test_a_phase_without_municipalities_may_not_plan_both_services_open_either():
    facts = plan(phases=(phase(new_service_starts_on="2021-09-28"),), switches=())

    assert severities("exclusive", facts) == ["error"]


def test_the_actual_days_of_a_municipality_count_also_where_the_phase_is_in_order():
    late = SwitchFacts("0180", 0, date(2021, 9, 30), date(2021, 9, 29))
    rest = [switch for switch in plan().switches if switch.code != "0180"]

    finding = found("exclusive", plan(switches=(*rest, late)))[0]

    assert finding.codes == ("0180",)


@pytest.mark.parametrize("start, expected", [("2021-09-29", []), ("2021-09-30", ["warning"])])
def test_a_day_on_which_nothing_is_open_is_a_gap(start, expected):
    assert severities("no-gap", on_days(new_service_starts_on=start)) == expected


def test_the_gap_of_the_pilot_is_told_with_its_days():
    finding = found("no-gap", on_days(last_referral_on="2020-03-09", new_service_starts_on="2020-03-30"))[0]

    assert finding.facts == {"spans": [{"first": date(2020, 3, 10), "last": date(2020, 3, 29), "number": 4}]}
    assert finding.codes == COUNTRY


def test_municipalities_on_days_of_their_own_have_gaps_of_their_own():
    early = switches({"0114": 0, "0115": 0}, new_service_starts_on="2021-10-01")
    late = switches({"0180": 0}, new_service_starts_on="2021-10-04")
    without = switches({"2584": 0})

    finding = found("no-gap", plan(switches=(*late, *early, *without)))[0]

    assert [(each["last"].isoformat(), each["number"]) for each in finding.facts["spans"]] == [
        ("2021-09-30", 2),
        ("2021-10-03", 1),
    ]
    assert finding.codes == ("0114", "0115", "0180")


@pytest.mark.parametrize("both_open", ["2021-09-28", "2021-09-01"])
def test_where_both_services_are_open_there_is_no_gap(both_open):
    assert found("no-gap", on_days(new_service_starts_on=both_open)) == []


@pytest.mark.parametrize(
    "name, expected",
    [
        ("last_referral_on", ["error"]),
        ("new_service_starts_on", ["error"]),
        ("notice_sent_on", []),
        ("notice_counts_from", []),
        ("last_contract_day_on", []),
    ],
)
def test_the_two_days_that_decide_what_is_open_must_be_given(name, expected):
    assert severities("days-given", on_days(**{name: None})) == expected


@pytest.mark.parametrize(
    "changed, wrong",
    [
        ({}, []),
        ({"notice_counts_from": "2021-09-28"}, []),
        ({"notice_counts_from": "2021-09-27"}, [("notice_sent_on", "notice_counts_from")]),
        ({"last_referral_on": "2021-09-27"}, [("notice_sent_on", "last_referral_on")]),
        ({"last_contract_day_on": "2021-10-01"}, []),
        ({"last_contract_day_on": "2021-09-30"}, [("notice_counts_from", "last_contract_day_on")]),
        (
            {"last_contract_day_on": "2021-09-27"},
            [("notice_counts_from", "last_contract_day_on"), ("last_referral_on", "last_contract_day_on")],
        ),
        ({"notice_sent_on": None, "last_referral_on": "2021-09-01"}, []),
    ],
)
def test_days_out_of_order_are_told_pair_by_pair(changed, wrong):
    findings = found("days-in-order", on_days(**changed))

    pairs = [(each["day"], each["before"]) for finding in findings for each in finding.facts["wrong"]]
    assert pairs == wrong
    assert [finding.severity.value for finding in findings] == (["error"] if wrong else [])


@pytest.mark.parametrize(
    "counts, last, expected",
    [
        ("2021-09-29", "2021-12-29", []),
        ("2021-09-29", "2021-12-28", ["warning"]),
        ("2021-09-29", "2022-03-31", []),
        ("2021-11-30", "2022-02-28", []),
        ("2021-11-30", "2022-02-27", ["warning"]),
        (None, "2021-12-29", ["unknown"]),
        ("2021-09-29", None, ["unknown"]),
    ],
)
def test_a_notice_period_under_three_months_is_a_warning(counts, last, expected):
    assert severities("notice-period", on_days(notice_counts_from=counts, last_contract_day_on=last)) == expected


@pytest.mark.parametrize(
    "sent, counts, expected",
    [
        ("2021-09-24", "2021-09-29", []),  # AF's own case
        ("2020-03-09", "2020-03-12", []),  # the pilot
        ("2021-09-28", "2021-09-29", ["warning"]),  # what AF decided in September
        ("2021-09-28", "2021-10-01", []),
        ("2021-09-28", "2021-10-02", ["warning"]),
        (None, "2021-09-29", ["unknown"]),
        ("2021-09-28", None, ["unknown"]),
    ],
)
def test_a_notice_that_counts_from_another_day_than_the_rule_gives_is_a_warning(sent, counts, expected):
    assert severities("notice-counted", on_days(notice_sent_on=sent, notice_counts_from=counts)) == expected


def test_the_day_that_the_rule_gives_is_told():
    finding = found("notice-counted", on_days(notice_counts_from="2021-09-29"))[0]

    assert finding.facts["ruled"] == date(2021, 10, 1)


@pytest.mark.parametrize("rule", ["notice-counted", "notice-period"])
def test_a_notice_at_the_end_of_the_calendar_is_a_warning_and_no_crash(rule):
    facts = on_days(notice_sent_on="9999-12-30", notice_counts_from="9999-12-31", last_contract_day_on="9999-12-31")

    assert severities(rule, facts) == ["warning"]
