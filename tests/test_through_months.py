"""The months, looked up all at once, say what each day says by itself."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollout.coverage import day_number, presence
from rollout.status import Days, periods, status_in
from rollout.through_months import NOT_KNOWN, first_days, providers, statuses

CODES = ["1440", "0180", "2584", "0114"]  # in no order of the codes
days = st.dates(date(2019, 12, 15), date(2020, 6, 15)).map(day_number)
stays = st.lists(st.tuples(st.sampled_from(CODES[:3]), st.integers(1, 3), days, days), max_size=12)


@pytest.mark.parametrize(
    "first, last, expected",
    [
        (date(2019, 1, 1), date(2019, 3, 1), [date(2019, 1, 1), date(2019, 2, 1), date(2019, 3, 1)]),
        (date(2019, 1, 2), date(2019, 2, 28), [date(2019, 2, 1)]),
        (date(2019, 12, 1), date(2020, 1, 31), [date(2019, 12, 1), date(2020, 1, 1)]),
        (date(2019, 1, 2), date(2019, 1, 31), []),
    ],
)
def test_the_months_are_those_whose_first_day_lies_between_two_days(first, last, expected):
    assert first_days(first, last) == expected


@settings(max_examples=30)
@given(stays, st.lists(st.tuples(days, days), max_size=2))
def test_the_providers_of_a_month_are_those_of_its_first_day(rows, spans):
    made = presence(
        pd.DataFrame(rows, columns=["code", "provider", "first", "last"]).astype({"code": str}),
        unknown=[(min(span), max(span)) for span in spans],
    )
    months = first_days(date(2019, 12, 1), date(2020, 7, 1))

    found = providers(made, CODES, months)

    for row, on in zip(found.tolist(), months, strict=True):
        expected = made.on(CODES, day_number(on))
        assert row == [NOT_KNOWN if pd.isna(each) else each for each in expected]


def test_the_statuses_of_a_month_are_those_of_its_first_day():
    switched = periods(Days(date(2020, 2, 10), date(2020, 3, 1), date(2020, 4, 1), date(2020, 5, 31)))
    of = {"1440": switched, "0180": periods(None)}
    months = first_days(date(2020, 1, 1), date(2020, 7, 1))

    found = statuses(of, ["0180", "1440"], months)

    assert found[:, 0].tolist() == ["unknown"] * 7
    assert found[:, 1].tolist() == [status_in(switched, on).value for on in months]
    assert set(found[:, 1]) == {"old", "notice", "winding", "new"}


def test_without_municipalities_there_is_nothing():
    months = first_days(date(2020, 1, 1), date(2020, 2, 1))
    nothing = presence(pd.DataFrame(columns=["code", "provider", "first", "last"]))

    assert providers(nothing, [], months).shape == statuses({}, [], months).shape == (2, 0)
