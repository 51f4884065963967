"""Months that hold for a while, the nearest office by day, and how rows add up; both sides of each border."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.geography import distance_km
from rollout.coverage import ALWAYS, FOREVER, Presence, day_number, to_day
from rollout.measures import months
from rollout.measures.cells import open_stays, providers
from rollout.measures.folding import MEDIAN, SHARE
from rollout.measures.nearest import nearest_km

NOT_KNOWN = np.nan


def numbers(*days: str) -> np.ndarray:
    return np.array([day_number(date.fromisoformat(day)) for day in days], dtype=np.int64)


# --- Months -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day, later, expected",
    [
        ("2021-01-31", 1, "2021-02-28"),
        ("2021-01-28", 1, "2021-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2021-08-31", 6, "2022-02-28"),
        ("2021-12-01", 1, "2022-01-01"),
        ("1969-12-31", 2, "1970-02-28"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, later, expected):
    assert [to_day(number) for number in months.months_later(numbers(day), later)] == [date.fromisoformat(expected)]


@pytest.mark.parametrize(
    "day, expected",
    [
        ("2020-12-31", -1),
        ("2021-01-01", 0),
        ("2021-02-28", 0),
        ("2021-03-01", 1),
        ("2022-02-28", 1),
        ("2022-03-01", -1),
    ],
)
def test_a_month_holds_until_the_next_that_is_told_and_for_a_year_at_most(day, expected):
    assert months.month_of(numbers("2021-01-01", "2021-03-01"), numbers(day)).tolist() == [expected]


def test_where_nothing_is_told_no_month_holds():
    assert months.month_of(numbers(), numbers("2021-01-01")).tolist() == [-1]


def test_values_of_one_row_and_month_are_added_and_a_missing_one_makes_the_sum_missing():
    january, march = numbers("2021-01-01", "2021-03-01")
    rows, told = np.array([0, 0, 1, 1, -1]), np.array([january, january, january, march, march])
    values = np.array([1.0, 2.0, NOT_KNOWN, 5.0, 9.0])

    table = months.by_month(rows, told, values, number=2, periods=np.array([january, march]))

    np.testing.assert_array_equal(table, [[3.0, NOT_KNOWN], [NOT_KNOWN, 5.0]])


# --- Stretches of days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stays, expected",
    [
        ([(3, 5)], [0, 1, 1, 1, 0]),
        ([(3, 4), (5, 6)], [0, 1, 1, 1, 1]),  # touching
        ([(2, 4), (4, 6)], [1, 1, 2, 1, 1]),  # overlapping
        ([(5, 4)], [0, 0, 0, 0, 0]),  # ends before it begins
        ([(6, 3)], [0, 0, 0, 0, 0]),
        ([(ALWAYS, 2), (6, FOREVER)], [1, 0, 0, 0, 1]),
        ([], [0, 0, 0, 0, 0]),
    ],
)
def test_open_stays_hold_both_their_ends(stays, expected):
    first, last = (np.array([stay[end] for stay in stays], dtype=np.int64) for end in (0, 1))

    found = open_stays(np.zeros(len(stays), dtype=int), first, last, number=1, days=np.arange(2, 7))

    assert found.tolist() == [expected]


@pytest.mark.parametrize("day, expected", [(4, 2), (5, NOT_KNOWN), (9, NOT_KNOWN), (10, 2)])
def test_both_ends_of_a_stretch_of_which_nothing_is_known_are_in_it(day, expected):
    changes = pd.DataFrame({"code": ["0180"], "on": [0], "providers": [2]})

    found = providers(Presence(changes, ((5, 9),)), pd.Index(["0180"]), np.array([day]))

    np.testing.assert_array_equal(found, [[expected]])


def test_each_row_has_its_own_changes_also_where_the_row_before_ends_with_some():
    rows = [("0114", 0, 3), ("0114", 2, 1), ("0180", 1, 2), ("0180", 3, 0), ("9999", 0, 7)]
    changes = pd.DataFrame(rows, columns=["code", "on", "providers"])

    found = providers(Presence(changes), pd.Index(["0180", "2584", "0114"]), np.arange(-1, 4))

    assert found.tolist() == [[0, 0, 2, 2, 0], [0, 0, 0, 0, 0], [0, 3, 3, 1, 1]]


# --- The nearest office -----------------------------------------------------------------------------------------------

DAYS = np.arange(40)
place = st.tuples(st.floats(55, 69), st.floats(11, 24))
edge = st.integers(-3, 43)
office = st.tuples(place, st.one_of(edge, st.just(ALWAYS)), st.one_of(edge, st.just(FOREVER)))


@given(st.lists(place, min_size=1, max_size=4), st.lists(office, max_size=10))
def test_the_nearest_office_is_the_nearest_of_those_open_on_each_day(points, offices):
    places = np.array([where for where, _first, _last in offices], dtype=float).reshape(-1, 2)
    first, last = (np.array([each[end] for each in offices], dtype=np.int64) for end in (1, 2))

    found = nearest_km(np.array(points), places, first, last, DAYS)

    for row, point in enumerate(points):
        for day in DAYS:
            here = [distance_km(point, where) for where, first, last in offices if first <= day <= last]
            if here:
                assert found[row, day] == pytest.approx(min(here), abs=0.001)  # a metre
            else:
                assert np.isnan(found[row, day])


def test_an_office_without_a_point_is_near_nothing():
    found = nearest_km(np.array([[60.0, 15.0]]), np.array([[np.nan, np.nan]]), np.array([0]), np.array([9]), DAYS[:2])

    assert np.isnan(found).all()


# --- Adding up --------------------------------------------------------------------------------------------------------


def folded(fold, part: list[float], whole: list[float]):
    return fold.fold(np.array([part]).T, np.array([whole]).T, np.ones((1, len(part)), dtype=bool))


@pytest.mark.parametrize(
    "values, expected",
    [([3], 3), ([1, 9], 5), ([9, 1, 2], 2), ([4, 1, 3, 2], 2.5), ([NOT_KNOWN, 7, 1, NOT_KNOWN], 4), ([], NOT_KNOWN)],
)
def test_a_median_is_the_middle_of_what_is_known(values, expected):
    np.testing.assert_array_equal(folded(MEDIAN, values, [1] * len(values)).value, [[expected]])


@pytest.mark.parametrize(
    "part, whole, expected",
    [
        ([1, 0, 1], [1, 1, 2], (0.5, 2, 4, 0)),
        ([1, NOT_KNOWN], [1, 1], (1, 1, 1, 1)),
        ([NOT_KNOWN], [1], (NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, 1)),
        ([1], [NOT_KNOWN], (NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, 1)),
        ([NOT_KNOWN, 0], [0, 0], (NOT_KNOWN, 0, 0, 0)),
        ([NOT_KNOWN, NOT_KNOWN], [1, 0], (NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, 1)),
        ([], [], (NOT_KNOWN, 0, 0, 0)),
    ],
)
def test_a_share_is_of_what_is_asked_and_known_and_never_0_of_what_is_not(part, whole, expected):
    found = folded(SHARE, part, whole)

    told = [found.value, found.part, found.whole, found.missing]
    np.testing.assert_array_equal(np.ravel(told), expected)
