"""The sums of what is told month by month, beside plain loops over the same rows."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollout.coverage import day_number
from rollout.follow_up import (
    GOOD_RATINGS,
    by_group,
    by_month,
    month_after,
    months_between,
    reach_by_group,
    reach_by_month,
    results_by_month,
    summed,
)

CODES = ["0114", "0180", "2584"]
MONTHS = [day_number(date(2025, month, 1)) for month in (11, 12)] + [day_number(date(2026, 2, 1))]
RESULT_COLUMNS = ["rating", "result", "participants", "level_a", "level_b", "level_c", "risk"]
MASKED = "masked"

count = st.one_of(st.none(), st.just(MASKED), st.integers(0, 500))
counts = st.dictionaries(st.tuples(st.sampled_from(CODES), st.sampled_from(MONTHS)), count)
missing_or = lambda values: st.one_of(st.none(), values)  # noqa: E731
agreement = st.fixed_dictionaries(
    {
        "period": st.sampled_from(MONTHS),
        "area": st.integers(1, 3),
        "rating": missing_or(st.integers(1, 4)),
        "result": missing_or(st.floats(0, 1)),
        "participants": missing_or(st.integers(0, 300)),
        "level_a": missing_or(st.integers(0, 100)),
        "level_b": missing_or(st.integers(0, 100)),
        "level_c": missing_or(st.integers(0, 100)),
        "risk": missing_or(st.booleans()),
    }
)


def frame(told: dict) -> pd.DataFrame:
    """Counts as `by_month` takes them; None is missing."""
    rows = [
        (code, period, None if value == MASKED else value, value == MASKED) for (code, period), value in told.items()
    ]
    return pd.DataFrame(rows, columns=["code", "period", "number", "masked"]).astype({"number": float, "masked": bool})


def results(rows: list[dict]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["period", "area", *RESULT_COLUMNS])
    return made.astype(dict.fromkeys(RESULT_COLUMNS, float))


def same(found: float, expected: float | None) -> bool:
    return pd.isna(found) if expected is None else found == pytest.approx(expected)


# --- Months ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "month, after, steps",
    [
        (date(2025, 11, 1), date(2025, 12, 1), 1),
        (date(2025, 12, 1), date(2026, 1, 1), 1),
        (date(2025, 12, 1), date(2025, 12, 1), 0),
        (date(2024, 2, 1), date(2026, 2, 1), 24),
    ],
)
def test_a_month_is_followed_by_the_first_day_of_the_next(month, after, steps):
    assert month_after(month, steps) == after


def test_the_months_between_two_include_both_and_all_between():
    found = months_between(MONTHS[0], MONTHS[-1])

    assert found == [
        day_number(day) for day in (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    ]
    assert months_between(MONTHS[0], MONTHS[0]) == [MONTHS[0]]


# --- Unemployed and participants -------------------------------------------------------------------------------------


@settings(deadline=None)
@given(told=counts, codes=st.lists(st.sampled_from(CODES), min_size=1, unique=True))
def test_a_sum_is_that_of_a_plain_loop_and_unknown_where_one_is_missing(told, codes):
    found = by_month(frame(told), codes)

    inside = {key: value for key, value in told.items() if key[0] in codes}
    assert list(found.index) == (
        months_between(min(p for _c, p in inside), max(p for _c, p in inside)) if inside else []
    )
    for period, row in found.iterrows():
        values = [inside.get((code, period)) for code in codes]
        numbers = [value for value in values if isinstance(value, int)]
        assert (row["masked"], row["missing"]) == (values.count(MASKED), values.count(None))
        assert same(row["number"], sum(numbers) if numbers and None not in values else None)


@settings(deadline=None)
@given(unemployed=counts, participants=counts)
def test_a_share_is_of_the_municipalities_in_which_both_are_known(unemployed, participants):
    found = reach_by_month(frame(unemployed), frame(participants), CODES)

    for period, row in found.iterrows():
        pairs = [(unemployed.get((code, period)), participants.get((code, period))) for code in CODES]
        known = [pair for pair in pairs if all(isinstance(value, int) for value in pair)]
        whole = sum(pair[0] for pair in known)
        is_told = all(None not in pair for pair in pairs) and known and whole
        assert same(row["share"], sum(pair[1] for pair in known) / whole if is_told else None)


@settings(deadline=None)
@given(unemployed=counts, participants=counts, period=st.sampled_from(MONTHS))
def test_groups_are_summed_over_what_is_known_of_them_and_say_how_much_that_is(unemployed, participants, period):
    groups = pd.Series({"0114": "01", "0180": "01", "2584": "25"})

    found = reach_by_group(frame(unemployed), frame(participants), groups, period=period)

    assert list(found.index) == ["01", "25"]
    for group, row in found.iterrows():
        codes = [code for code in CODES if code.startswith(group)]
        pairs = [(unemployed.get((code, period)), participants.get((code, period))) for code in codes]
        known = [pair for pair in pairs if all(isinstance(value, int) for value in pair)]
        whole, part = sum(pair[0] for pair in known), sum(pair[1] for pair in known)
        assert (row["known"], row["municipalities"]) == (len(known), len(codes))
        assert same(row["unemployed"], whole if known else None)
        assert same(row["participants"], part if known else None)
        assert same(row["share"], part / whole if whole else None)


def test_a_masked_count_is_not_zero_and_takes_its_municipality_out_of_the_share():
    month = MONTHS[0]
    unemployed = frame({("0114", month): 100, ("0180", month): 300})
    participants = frame({("0114", month): 20, ("0180", month): MASKED})

    (row,) = reach_by_month(unemployed, participants, ["0114", "0180"]).to_dict("records")

    assert (row["participants"], row["masked"], row["missing"]) == (20, 1, 0)
    assert row["share"] == 20 / 100


def test_a_month_that_was_not_published_is_a_gap_and_not_a_zero():
    told = frame({("0180", MONTHS[1]): 10, ("0180", MONTHS[2]): 12})

    found = by_month(told, ["0180"])

    assert [None if pd.isna(value) else value for value in found["number"]] == [10, None, 12]


# --- Results ---------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(rows=st.lists(agreement, max_size=12))
def test_what_agreements_amount_to_is_that_of_a_plain_loop(rows):
    found = by_group(results(rows), results(rows)["area"])

    assert list(found.index) == list(dict.fromkeys(row["area"] for row in rows))
    for area, told in found.iterrows():
        inside = [row for row in rows if row["area"] == area]
        ratings = [row["rating"] for row in inside]
        assert (told["agreements"], told["rated"]) == (len(inside), len(inside) - ratings.count(None))
        assert told["unrated"] == ratings.count(None)
        assert told["good"] == sum(rating in GOOD_RATINGS for rating in ratings)
        assert [told[f"rating_{value}"] for value in (1, 2, 3, 4)] == [ratings.count(value) for value in (1, 2, 3, 4)]
        risks = [row["risk"] for row in inside]
        assert [told[name] for name in ("at_risk", "not_at_risk", "risk_unstated")] == [
            risks.count(answer) for answer in (True, False, None)
        ]
        participants = [row["participants"] for row in inside if row["participants"] is not None]
        assert same(told["participants"], sum(participants) if participants else None)
        weighed = [row for row in inside if None not in (row["result"], row["participants"])]
        weight = sum(row["participants"] for row in weighed)
        mean = sum(row["result"] * row["participants"] for row in weighed) / weight if weight else None
        assert same(told["result"], mean)


def test_an_agreement_without_rating_result_and_risk_counts_for_none_of_them():
    nothing = dict.fromkeys(RESULT_COLUMNS)
    rows = [{"period": MONTHS[0], "area": 1, **nothing}, {**nothing, "period": MONTHS[0], "area": 1, "rating": 4}]

    found = summed(results(rows))

    assert (found["agreements"], found["rated"], found["good"], found["unrated"]) == (2, 1, 1, 1)
    assert (found["at_risk"], found["not_at_risk"], found["risk_unstated"]) == (0, 0, 2)
    assert pd.isna(found["result"])
    assert pd.isna(found["participants"])


def test_of_nothing_there_is_nothing():
    found = summed(results([]))

    assert (found["agreements"], found["unrated"]) == (0, 0)
    assert pd.isna(found["result"])
    assert results_by_month(results([])).empty


def test_a_month_without_results_stands_between_the_others_without_a_value():
    row = {
        "area": 1,
        "rating": 3,
        "result": 0.3,
        "participants": 20,
        "level_a": 1,
        "level_b": 2,
        "level_c": 3,
        "risk": None,
    }

    found = results_by_month(results([{**row, "period": MONTHS[1]}, {**row, "period": MONTHS[2]}]))

    assert list(found["agreements"]) == [1, 0, 1]
    assert [None if pd.isna(value) else value for value in found["result"]] == [0.3, None, 0.3]
