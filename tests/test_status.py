"""The status of a municipality on a day: by hand from the published days, and against a naive walk over the days."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.models import Switch
from rollout.status import ONE_DAY, Days, Period, Status, open_for_referral, periods, status_in, status_on

# notice sent, last referral, new service starts, last contract day: the table of phases in the domain's description.
PHASES = {
    0: Days(date(2020, 3, 9), date(2020, 3, 9), date(2020, 3, 30), date(2020, 6, 12)),
    1: Days(date(2021, 5, 17), date(2021, 5, 17), date(2021, 5, 18), date(2021, 8, 18)),
    2: Days(date(2021, 9, 28), date(2021, 9, 28), date(2021, 9, 29), date(2021, 12, 29)),
    3: Days(date(2021, 12, 6), date(2021, 12, 6), date(2021, 12, 7), date(2022, 3, 7)),
}


@pytest.mark.parametrize(
    ("phase", "day", "expected"),
    [
        (0, "2019-01-01", "old"),
        (0, "2020-03-08", "old"),
        (0, "2020-03-09", "notice"),
        (0, "2020-03-10", "gap"),
        (0, "2020-03-29", "gap"),
        (0, "2020-03-30", "winding"),
        (0, "2020-06-12", "winding"),
        (0, "2020-06-13", "new"),
        (1, "2021-05-16", "old"),
        (1, "2021-05-17", "notice"),
        (1, "2021-05-18", "winding"),
        (1, "2021-08-18", "winding"),
        (1, "2021-08-19", "new"),
        (2, "2021-09-27", "old"),
        (2, "2021-09-28", "notice"),
        (2, "2021-09-29", "winding"),
        (2, "2021-12-29", "winding"),
        (2, "2021-12-30", "new"),
        (3, "2021-12-05", "old"),
        (3, "2021-12-06", "notice"),
        (3, "2021-12-07", "winding"),
        (3, "2022-03-07", "winding"),
        (3, "2022-03-08", "new"),
        (3, "2026-11-21", "new"),
    ],
)
def test_a_phase_changes_status_on_both_sides_of_each_border(phase, day, expected):
    assert status_on(PHASES[phase], date.fromisoformat(day)) == expected


# Worked out by hand from the phases of 32, 53, 101 and 104 municipalities.
COUNTS = [
    ("2019-01-01", {"old": 290}),
    ("2020-03-01", {"old": 290}),
    ("2020-03-08", {"old": 290}),
    ("2020-03-09", {"old": 258, "notice": 32}),
    ("2020-03-10", {"old": 258, "gap": 32}),
    ("2020-03-20", {"old": 258, "gap": 32}),
    ("2020-03-29", {"old": 258, "gap": 32}),
    ("2020-03-30", {"old": 258, "winding": 32}),
    ("2020-06-12", {"old": 258, "winding": 32}),
    ("2020-06-13", {"old": 258, "new": 32}),
    ("2021-05-16", {"old": 258, "new": 32}),
    ("2021-05-17", {"old": 205, "notice": 53, "new": 32}),
    ("2021-05-18", {"old": 205, "winding": 53, "new": 32}),
    ("2021-08-18", {"old": 205, "winding": 53, "new": 32}),
    ("2021-08-19", {"old": 205, "new": 85}),
    ("2021-09-27", {"old": 205, "new": 85}),
    ("2021-09-28", {"old": 104, "notice": 101, "new": 85}),
    ("2021-09-29", {"old": 104, "winding": 101, "new": 85}),
    ("2021-12-06", {"notice": 104, "winding": 101, "new": 85}),
    ("2021-12-07", {"winding": 205, "new": 85}),
    ("2021-12-29", {"winding": 205, "new": 85}),
    ("2021-12-30", {"winding": 104, "new": 186}),
    ("2022-03-07", {"winding": 104, "new": 186}),
    ("2022-03-08", {"new": 290}),
    ("2026-11-21", {"new": 290}),
]


@pytest.fixture(scope="module")
def published_days(country, django_db_blocker):
    """The days of the 290 switches as the database has them after loading the facts."""
    with django_db_blocker.unblock():
        return [
            Days(*(switch.day(field) for field in Days.__dataclass_fields__))
            for switch in Switch.objects.filter(plan__stage="published")
        ]


@pytest.mark.parametrize(("day", "expected"), COUNTS)
def test_the_loaded_facts_give_the_counts_worked_out_by_hand(published_days, day, expected):
    counts = Counter(status_on(days, date.fromisoformat(day)).value for days in published_days)

    assert counts == expected


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        (
            0,
            (
                Period(None, Status.OLD),
                Period(date(2020, 3, 9), Status.NOTICE),
                Period(date(2020, 3, 10), Status.GAP),
                Period(date(2020, 3, 30), Status.WINDING),
                Period(date(2020, 6, 13), Status.NEW),
            ),
        ),
        (
            2,
            (
                Period(None, Status.OLD),
                Period(date(2021, 9, 28), Status.NOTICE),
                Period(date(2021, 9, 29), Status.WINDING),
                Period(date(2021, 12, 30), Status.NEW),
            ),
        ),
    ],
)
def test_the_periods_of_a_phase_are_those_of_the_published_days(phase, expected):
    assert periods(PHASES[phase]) == expected


def test_a_municipality_without_a_switch_is_unknown_on_all_days():
    assert periods(None) == (Period(None, Status.UNKNOWN),)


def days_of_2021(notice=None, referral=None, start=None, contract=None) -> Days:
    """Days of a switch in 2021, given as month and day."""
    given_days = (notice, referral, start, contract)
    return Days(*(date.fromisoformat(f"2021-{day}") if day else None for day in given_days))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # Notice was never given, or only after the last referral day: there is no time of notice to show.
        (days_of_2021(None, "05-17", "05-18", "08-18"), {"05-17": "old", "05-18": "winding"}),
        (days_of_2021("05-20", "05-17", "06-01", "08-18"), {"05-17": "old", "05-18": "gap", "05-20": "gap"}),
        # Notice weeks before the last referral day: referral goes on all the while.
        (days_of_2021("03-01", "05-17", "05-18", "08-18"), {"02-28": "old", "03-01": "notice", "05-17": "notice"}),
        # The old agreements end before the new service starts: nothing is winding down when it does.
        (days_of_2021("02-01", "02-01", "05-18", "05-17"), {"05-17": "gap", "05-18": "new"}),
        # They end on the very day on which it starts: one day of winding down.
        (days_of_2021("02-01", "02-01", "05-18", "05-18"), {"05-17": "gap", "05-18": "winding", "05-19": "new"}),
        # The gap is one day.
        (days_of_2021("05-16", "05-16", "05-18", "08-18"), {"05-16": "notice", "05-17": "gap", "05-18": "winding"}),
    ],
)
def test_days_that_deviate_from_the_rules_still_give_the_status_they_say(days, expected):
    found = {day: status_on(days, date.fromisoformat(f"2021-{day}")).value for day in expected}

    assert found == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (days_of_2021(), {"01-01": "unknown", "12-31": "unknown"}),
        (days_of_2021("05-17", None, None, "08-18"), {"05-17": "unknown", "08-19": "unknown"}),
        (days_of_2021("05-17", "05-17", "05-18", None), {"05-16": "old", "05-17": "notice", "05-18": "unknown"}),
        (days_of_2021("05-10", "05-17", None, "08-18"), {"05-09": "old", "05-17": "notice", "05-18": "unknown"}),
        (days_of_2021("05-17", None, "05-18", "08-18"), {"05-17": "unknown", "05-18": "winding", "08-19": "new"}),
        (days_of_2021(None, None, "05-18", None), {"05-17": "unknown", "05-18": "unknown"}),
    ],
)
def test_a_missing_day_makes_unknown_only_what_it_would_have_told(days, expected):
    found = {day: status_on(days, date.fromisoformat(f"2021-{day}")).value for day in expected}

    assert found == expected


@pytest.mark.parametrize("start", ["09-28", "09-27"])
def test_both_services_open_on_one_day_is_an_error(start):
    with pytest.raises(ValueError, match=f"2021-{start}"):
        periods(days_of_2021("09-28", "09-28", start, "12-29"))


def test_the_last_day_of_the_calendar_is_a_contract_day_like_any_other():
    days = Days(date(2021, 9, 28), date(2021, 9, 28), date(2021, 9, 29), date.max)

    assert status_on(days, date.max) is Status.WINDING


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("old", (True, False)),
        ("notice", (True, False)),
        ("gap", (False, False)),
        ("winding", (False, True)),
        ("new", (False, True)),
        ("unknown", (None, None)),
    ],
)
def test_a_status_says_which_services_are_open_for_referral(status, expected):
    assert open_for_referral(Status(status)) == expected


FIRST = date(2021, 1, 1)
near_days = st.integers(0, 30).map(lambda number: FIRST + timedelta(days=number))


def accepted(days: Days) -> bool:
    referral, start = days.last_referral_on, days.new_service_starts_on
    return referral is None or start is None or referral < start


any_days = st.builds(Days, *[st.none() | near_days] * 4).filter(accepted)
complete_days = st.builds(Days, st.none() | near_days, near_days, near_days, near_days).filter(accepted)


def naive_status(days: Days, on: date) -> str:
    """The definitions of the statuses, asked of one day at a time; all days but that of notice are known."""
    if on <= days.last_referral_on:
        return "notice" if days.notice_sent_on and on >= days.notice_sent_on else "old"
    if on < days.new_service_starts_on:
        return "gap"
    return "winding" if on <= days.last_contract_day_on else "new"


@given(complete_days, st.integers(-3, 35))
def test_the_status_is_the_one_that_a_naive_look_at_the_day_gives(days, number):
    on = FIRST + timedelta(days=number)

    assert status_on(days, on) == naive_status(days, on)


@given(any_days, st.integers(-3, 35))
def test_a_missing_day_never_changes_a_known_status_into_another(days, number):
    on = FIRST + timedelta(days=number)
    filled = Days(
        days.notice_sent_on,
        days.last_referral_on or (days.new_service_starts_on or FIRST) - ONE_DAY,
        days.new_service_starts_on or (days.last_referral_on or FIRST) + ONE_DAY,
        days.last_contract_day_on or FIRST,
    )

    assert status_on(days, on) in {status_on(filled, on), Status.UNKNOWN}


@given(any_days, st.integers(-3, 35))
def test_the_two_services_are_never_open_on_the_same_day(days, number):
    old_open, new_open = open_for_referral(status_on(days, FIRST + timedelta(days=number)))

    assert not (old_open and new_open)


@given(any_days)
def test_periods_begin_without_end_grow_strictly_and_never_repeat_a_status(days):
    found = periods(days)

    starts = [period.starts_on for period in found]
    assert starts[0] is None
    assert all(start is not None for start in starts[1:])
    assert starts[1:] == sorted(set(starts[1:]))
    assert all(one.status is not other.status for one, other in pairwise(found))


@given(any_days, st.integers(-3, 35))
def test_a_day_lies_in_exactly_one_period_and_has_its_status(days, number):
    on = FIRST + timedelta(days=number)
    found = periods(days)
    ends = [period.starts_on for period in found[1:]] + [None]

    around = [
        period
        for period, end in zip(found, ends, strict=True)
        if (period.starts_on is None or period.starts_on <= on) and (end is None or on < end)
    ]

    assert [period.status for period in around] == [status_in(found, on)]
