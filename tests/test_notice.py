"""The notice rules: working days, when a notice counts, how long it runs, and what is suggested."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.notice import (
    DAYS,
    PhaseDays,
    add_working_days,
    differences,
    filled,
    first_participants_on,
    is_working_day,
    last_contract_day,
    last_referral_day,
    latest_count_for,
    latest_notice_for,
    notice_counts_from,
    suggest,
)

ONE_DAY = timedelta(days=1)
AF_JULY = PhaseDays(notice_sent_on=date(2021, 9, 24))
PHASE_2 = PhaseDays(
    notice_sent_on=date(2021, 9, 28),
    notice_counts_from=date(2021, 9, 29),
    last_referral_on=date(2021, 9, 28),
    last_contract_day_on=date(2021, 12, 29),
    new_service_starts_on=date(2021, 9, 29),
)
any_day = st.dates(date(2015, 1, 1), date(2040, 12, 31))
working_day = any_day.filter(is_working_day)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    "text, works",
    [
        ("2021-09-24", True),  # a Friday
        ("2021-09-25", False),
        ("2021-09-26", False),
        ("2021-04-01", True),  # Maundy Thursday is a half day at most
        ("2021-04-02", False),  # Good Friday
        ("2021-04-05", False),  # Easter Monday
        ("2021-04-06", True),
        ("2021-05-13", False),  # Ascension Day
        ("2021-05-14", True),  # the day between it and the weekend is no holiday
        ("2025-06-06", False),  # National Day
        ("2021-06-25", False),  # Midsummer's Eve
        ("2020-12-24", False),  # Christmas Eve
        ("2020-12-31", False),  # New Year's Eve
        ("2021-01-05", True),  # the eve of Epiphany
        ("2021-01-06", False),
    ],
)
def test_swedish_public_holidays_and_the_three_eves_are_no_working_days(text, works):
    assert is_working_day(day(text)) is works


@pytest.mark.parametrize(
    "sent, counts",
    [
        ("2021-09-24", "2021-09-29"),  # AF's own case
        ("2020-03-09", "2020-03-12"),  # the pilot
        ("2021-09-28", "2021-10-01"),  # what the rule gives for September, where AF counted from the 29th
        ("2021-09-22", "2021-09-25"),  # the second full day is a Friday: it has passed when Saturday comes
        ("2021-09-25", "2021-09-29"),  # sent on a Saturday, a Sunday and a Friday: the same two days pass
        ("2021-09-26", "2021-09-29"),
        ("2021-03-31", "2021-04-07"),  # Easter lies between
        ("2021-12-22", "2021-12-28"),  # Christmas Eve is no working day
        ("2021-06-23", "2021-06-29"),  # nor Midsummer's Eve
    ],
)
def test_a_notice_counts_when_two_full_working_days_have_passed(sent, counts):
    assert notice_counts_from(day(sent)) == day(counts)


@pytest.mark.parametrize(
    "counts, last",
    [
        ("2021-09-29", "2021-12-29"),  # AF's own case
        ("2020-03-12", "2020-06-12"),
        ("2021-12-07", "2022-03-07"),
        ("2021-11-30", "2022-02-28"),  # the third month is shorter
        ("2023-11-30", "2024-02-29"),
        ("2021-11-28", "2022-02-28"),
        ("2021-05-31", "2021-08-31"),
        ("2021-01-31", "2021-04-30"),
    ],
)
def test_the_notice_period_is_three_months(counts, last):
    assert last_contract_day(day(counts)) == day(last)


@pytest.mark.parametrize(
    "start, expected",
    [
        (None, "2021-09-24"),
        ("2021-09-24", "2021-09-23"),  # never both open, whatever the notice says
        ("2021-09-25", "2021-09-24"),
        ("2021-09-27", "2021-09-26"),  # only the weekend lies between
        ("2021-09-28", "2021-09-24"),  # a working day lies between: a gap that is told, not hidden
    ],
)
def test_referral_goes_on_up_to_the_day_of_notice_and_over_free_days_before_the_start(start, expected):
    assert last_referral_day(date(2021, 9, 24), day(start)) == day(expected)


def test_a_first_participant_starts_ten_working_days_after_the_first_decision():
    assert first_participants_on(date(2021, 9, 29)) == date(2021, 10, 13)


def test_afs_own_case_is_suggested_from_its_day_of_notice():
    assert suggest(AF_JULY) == PhaseDays(
        notice_sent_on=date(2021, 9, 24),
        notice_counts_from=date(2021, 9, 29),
        last_referral_on=date(2021, 9, 24),
        last_contract_day_on=date(2021, 12, 29),
        new_service_starts_on=date(2021, 9, 25),
    )


@pytest.mark.parametrize(
    "name, text, sent",
    [
        ("new_service_starts_on", "2021-09-29", "2021-09-28"),
        ("new_service_starts_on", "2021-09-27", "2021-09-24"),  # a Monday: notice on the Friday before
        ("last_referral_on", "2021-09-28", "2021-09-28"),
        ("last_referral_on", "2021-09-26", "2021-09-24"),
        ("notice_counts_from", "2021-09-29", "2021-09-24"),
        ("last_contract_day_on", "2021-12-29", "2021-09-24"),
    ],
)
def test_the_notice_is_suggested_backwards_from_any_other_day(name, text, sent):
    assert suggest(PhaseDays(**{name: day(text)})).notice_sent_on == day(sent)


def test_a_notice_is_early_enough_for_every_decided_day():
    days = PhaseDays(new_service_starts_on=date(2021, 9, 29), notice_counts_from=date(2021, 9, 29))

    assert suggest(days).notice_sent_on == date(2021, 9, 24)


def test_the_last_contract_day_follows_the_day_that_was_decided_to_count():
    assert suggest(PHASE_2).last_contract_day_on == date(2021, 12, 29)
    assert suggest(replace(PHASE_2, notice_counts_from=None)).last_contract_day_on == date(2022, 1, 1)


@pytest.mark.parametrize(
    "changed, expected",
    [
        ({}, {"notice_counts_from": "2021-10-01"}),  # AF moved the notice and still counted from the 29th
        ({"notice_counts_from": "2021-10-01", "last_contract_day_on": "2022-01-01"}, {}),
        ({"last_contract_day_on": None}, {"notice_counts_from": "2021-10-01"}),
        (
            {"last_contract_day_on": "2021-12-30"},
            {"notice_counts_from": "2021-10-01", "last_contract_day_on": "2021-12-29"},
        ),
    ],
)
def test_a_decided_day_that_differs_from_the_rules_is_told_with_theirs(changed, expected):
    days = replace(PHASE_2, **{name: day(text) for name, text in changed.items()})

    assert differences(days) == {name: day(text) for name, text in expected.items()}


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("edge", [date.min, date.max])
def test_a_day_at_the_end_of_the_calendar_gives_fewer_suggestions_and_no_error(name, edge):
    suggested = suggest(PhaseDays(**{name: edge}))

    assert all(getattr(suggested, each) is None or isinstance(getattr(suggested, each), date) for each in DAYS)


def test_nothing_decided_gives_nothing_suggested():
    assert suggest(PhaseDays()) == PhaseDays()


@given(any_day, st.integers(1, 60))
def test_working_days_forwards_and_backwards_meet(start, number):
    there = add_working_days(start, number)

    assert is_working_day(there)
    assert add_working_days(add_working_days(there, -number), number) == there


@given(any_day, st.integers(0, 40))
def test_just_as_many_working_days_are_passed_as_were_asked_for(start, number):
    there = add_working_days(start, number)

    passed = [start + ONE_DAY * step for step in range(1, (there - start).days + 1)]
    assert sum(is_working_day(each) for each in passed) == number


@given(working_day)
def test_the_latest_notice_for_a_day_is_the_inverse_of_the_day_it_counts_from(sent):
    assert latest_notice_for(notice_counts_from(sent)) == sent


@given(any_day)
def test_the_latest_notice_is_early_enough_and_the_next_working_day_is_not(counts_from):
    sent = latest_notice_for(counts_from)

    assert notice_counts_from(sent) <= counts_from < notice_counts_from(add_working_days(sent, 1))


@given(any_day)
def test_the_latest_count_for_a_contract_day_is_early_enough_and_the_next_day_is_not(last):
    counts_from = latest_count_for(last)

    assert last_contract_day(counts_from) <= last < last_contract_day(counts_from + ONE_DAY)


@given(st.sampled_from(DAYS), any_day)
def test_suggestions_fill_in_every_day_and_agree_with_themselves(name, decided):
    days = filled(PhaseDays(**{name: decided}))

    assert None not in [getattr(days, each) for each in DAYS]
    assert days.notice_sent_on <= days.last_referral_on < days.new_service_starts_on
    assert days.last_referral_on + ONE_DAY == days.new_service_starts_on
    assert days.notice_counts_from >= notice_counts_from(days.notice_sent_on)
    assert days.last_contract_day_on >= last_contract_day(days.notice_counts_from)
