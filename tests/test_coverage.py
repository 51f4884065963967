"""Providers per municipality and day, against a slow count that anybody can check by reading it."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.coverage import (
    ALWAYS,
    FOREVER,
    Figure,
    coverage_class,
    day_number,
    day_numbers,
    merge_spans,
    merge_stays,
    presence,
    to_day,
    without_provider,
)

CODES = ["0114", "0180", "2584"]
COLUMNS = ["code", "provider", "first", "last"]
DAYS = range(-2, 16)

days = st.integers(0, 12)
stays = st.lists(
    st.tuples(
        st.sampled_from(CODES),
        st.integers(1, 3),
        st.one_of(days, st.just(ALWAYS)),
        st.one_of(days, st.just(FOREVER)),
    ),
    max_size=12,
)
spans = st.lists(st.tuples(days, days).map(lambda pair: (min(pair), max(pair))), max_size=5)


def frame(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def counted(rows, code: str, on: int) -> int:
    """The slow way: who is there on the day, each counted once."""
    return len({who for where, who, first, last in rows if where == code and first <= on <= last})


# --- Days ------------------------------------------------------------------------------------------------------------


@given(st.dates())
def test_a_day_and_its_number_stand_for_each_other(day):
    assert to_day(day_number(day)) == day


def test_day_numbers_begin_with_0_on_the_first_of_january_1970():
    assert list(day_numbers([date(1970, 1, 1), None, date(1969, 12, 31)], missing=FOREVER)) == [0, FOREVER, -1]


def test_no_days_give_no_numbers():
    assert day_numbers([], missing=ALWAYS).tolist() == []


# --- Providers on a day ----------------------------------------------------------------------------------------------


@given(stays)
def test_every_day_has_the_providers_that_a_slow_count_finds(rows):
    found = presence(frame(rows))

    for on in DAYS:
        expected = {code: counted(rows, code, on) for code in CODES}
        assert found.on(CODES, on).to_dict() == expected


@given(stays)
def test_a_change_is_a_change_and_they_come_in_order(rows):
    changes = presence(frame(rows)).changes

    for _code, group in changes.groupby("code"):
        numbers = [0, *group["providers"].tolist()]
        assert group["on"].is_monotonic_increasing
        assert group["on"].is_unique
        assert all(one != other for one, other in pairwise(numbers))


@given(stays, spans)
def test_on_an_unknown_day_nothing_is_known_anywhere_and_on_others_all_is(rows, unknown):
    found = presence(frame(rows), unknown=unknown)

    for on in DAYS:
        is_known = not any(first <= on <= last for first, last in unknown)
        assert found.is_known(on) == is_known
        assert found.on(CODES, on).notna().all() == is_known


def test_the_answer_has_the_codes_asked_for_in_their_order():
    found = presence(frame([("0180", 1, 0, 5)])).on(["2584", "0180"], 3)

    assert list(found.index) == ["2584", "0180"]
    assert list(found) == [0, 1]
    assert found.dtype == "Int64"


@pytest.mark.parametrize("on, expected", [(4, 0), (5, 1), (9, 1), (10, 0)])
def test_both_ends_of_a_stay_count(on, expected):
    assert presence(frame([("0180", 1, 5, 9)])).on(["0180"], on).tolist() == [expected]


@pytest.mark.parametrize("next_first, on_day_10", [(10, 1), (11, 0)])
def test_stays_that_follow_on_each_other_leave_no_day_between(next_first, on_day_10):
    found = presence(frame([("0180", 1, 5, 9), ("0180", 1, next_first, 12)]))

    assert found.on(["0180"], 10).tolist() == [on_day_10]


@pytest.mark.parametrize("rows", [[], [("0180", 1, 5, 4)]])
def test_no_stays_are_no_providers(rows):
    found = presence(frame(rows))

    assert found.changes.empty
    assert list(found.changes.columns) == ["code", "on", "providers"]
    assert found.on(CODES, 3).tolist() == [0, 0, 0]


def test_a_single_stay_without_ends_is_always_there():
    found = presence(frame([("0180", 1, ALWAYS, FOREVER)]))

    assert found.on(["0180"], day_number(date(2019, 1, 1))).tolist() == [1]
    assert found.on(["0180"], day_number(date(2099, 1, 1))).tolist() == [1]


def test_the_frame_that_was_given_is_left_as_it_was():
    given_frame = frame([("0180", 2, 5, 9), ("0114", 1, 0, FOREVER), ("0180", 2, 3, 6)])
    before = given_frame.copy(deep=True)

    presence(given_frame)

    pd.testing.assert_frame_equal(given_frame, before)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_an_error(column):
    with pytest.raises(KeyError, match=column):
        presence(frame([("0180", 1, 0, 1)]).drop(columns=column))


# --- Merging ---------------------------------------------------------------------------------------------------------


@given(stays)
def test_merged_stays_cover_the_same_days_and_neither_overlap_nor_touch(rows):
    rows = [row for row in rows if row[2] <= row[3]]

    merged = list(merge_stays(frame(rows)).itertuples(index=False, name=None))

    for code in CODES:
        for who in (1, 2, 3):
            own = sorted((first, last) for where, provider, first, last in merged if (where, provider) == (code, who))
            given_days = {(first, last) for where, provider, first, last in rows if (where, provider) == (code, who)}
            assert all(one[1] + 1 < other[0] for one, other in pairwise(own))
            for on in DAYS:
                assert any(a <= on <= b for a, b in own) == any(a <= on <= b for a, b in given_days)


@given(spans)
def test_merged_spans_cover_the_same_days_in_order_and_never_touch(unmerged):
    merged = merge_spans(unmerged)

    assert all(one[1] + 1 < other[0] for one, other in pairwise(merged))
    for on in DAYS:
        assert any(a <= on <= b for a, b in merged) == any(a <= on <= b for a, b in unmerged)


def test_a_span_inside_another_does_not_shorten_it():
    assert merge_spans([(0, 10), (2, 3), (11, 12)]) == [(0, 12)]


# --- Classes and figures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "providers, expected",
    [
        (None, "nodata"),
        (pd.NA, "nodata"),
        (0, "none"),
        (1, "one"),
        (2, "two"),
        (3, "few"),
        (4, "few"),
        (5, "many"),
        (400, "many"),
    ],
)
def test_a_number_of_providers_has_its_class(providers, expected):
    assert coverage_class(providers) == expected


@pytest.mark.parametrize(
    "providers, expected",
    [
        ([0, 0, 1, 7], Figure(2, 4)),
        ([1, 2], Figure(0, 2)),
        ([0, pd.NA, 1], Figure(1, 2)),
        ([pd.NA, pd.NA], Figure(None, None)),
        ([], Figure(0, 0)),
    ],
)
def test_municipalities_without_a_provider_are_counted_among_those_that_are_known(providers, expected):
    rows = pd.DataFrame({"providers": pd.array(providers, dtype="Int64")})

    assert without_provider(rows) == expected


@pytest.mark.parametrize(
    "figure, expected",
    [
        (Figure(24, 56), 24 / 56),
        (Figure(0, 3), 0.0),
        (Figure(3, 3), 1.0),
        (Figure(0, 0), None),
        (Figure(None, None), None),
    ],
)
def test_a_share_lies_between_0_and_1_and_is_missing_where_there_is_nothing_to_count(figure, expected):
    assert figure.share == expected
