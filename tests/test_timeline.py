"""Bars and stretches: what a service does, and how many providers there are, from a day to a day."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.coverage import ALWAYS, FOREVER, day_number, presence
from rollout.status import Days, Status, periods, status_in
from rollout.timeline import Since, Stretch, coverage_bars, since, spans, stretches, switch_bars

PILOT = Days(
    notice_sent_on=date(2020, 3, 9),
    last_referral_on=date(2020, 3, 9),
    new_service_starts_on=date(2020, 3, 30),
    last_contract_day_on=date(2020, 6, 12),
)
ROWS = {"old": "STOM", "gap": "Glapp", "new": "RoM"}
WORDS = {key: key for key in ("old", "notice", "winding", "gap", "new", "unknown")}


def stays(*rows: tuple[str, int, str, str | None]) -> pd.DataFrame:
    """Stays from (code, provider, first day, last day)."""
    return pd.DataFrame(
        [
            (code, provider, number(first), FOREVER if last is None else number(last))
            for code, provider, first, last in rows
        ],
        columns=["code", "provider", "first", "last"],
    )


def number(day: str) -> int:
    return day_number(date.fromisoformat(day))


def bars_of(days: Days | None) -> list[tuple]:
    bars = switch_bars(periods(days), rows=ROWS, words=WORDS)
    return [(bar.row, bar.key, bar.first and bar.first.isoformat(), bar.last and bar.last.isoformat()) for bar in bars]


def test_the_pilot_has_a_gap_while_the_old_service_winds_down():
    assert bars_of(PILOT) == [
        ("STOM", "old", None, "2020-03-08"),
        ("STOM", "notice", "2020-03-09", "2020-03-09"),
        ("STOM", "winding", "2020-03-10", "2020-06-12"),
        ("Glapp", "gap", "2020-03-10", "2020-03-29"),
        ("RoM", "new", "2020-03-30", None),
    ]


def test_a_switch_from_one_day_to_the_next_has_no_gap():
    days = Days(
        notice_sent_on=date(2021, 9, 28),
        last_referral_on=date(2021, 9, 28),
        new_service_starts_on=date(2021, 9, 29),
        last_contract_day_on=date(2021, 12, 29),
    )

    assert [bar for bar in bars_of(days) if bar[1] == "gap"] == []


def test_without_a_switch_both_services_are_unknown():
    assert bars_of(None) == [("STOM", "unknown", None, None), ("RoM", "unknown", None, None)]


days_of_life = st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2024, 1, 1)))


@given(
    st.builds(Days, days_of_life, days_of_life, days_of_life, days_of_life),
    st.dates(date(2018, 1, 1), date(2025, 1, 1)),
)
def test_the_span_that_holds_a_day_has_the_status_of_that_day(days, on):
    try:
        found = periods(days)
    except ValueError:
        return

    holding = [each.status for each in spans(found) if (each.first or on) <= on <= (each.last or on)]

    assert holding == [status_in(found, on)]


def test_an_open_period_has_an_open_span():
    assert spans(periods(None))[0].status is Status.UNKNOWN
    assert spans(periods(PILOT))[-1].last is None


def test_stretches_follow_each_other_without_a_day_between():
    found = stretches(presence(stays(("0180", 1, "2020-01-01", "2020-12-31"), ("0180", 2, "2020-06-01", None))), "0180")

    assert found == [
        Stretch(0, ALWAYS, number("2019-12-31")),
        Stretch(1, number("2020-01-01"), number("2020-05-31")),
        Stretch(2, number("2020-06-01"), number("2020-12-31")),
        Stretch(1, number("2021-01-01"), FOREVER),
    ]


def test_days_of_which_nothing_is_known_are_cut_out():
    unknown = [(ALWAYS, number("2020-02-29"))]

    found = stretches(presence(stays(("0180", 1, "2020-01-01", None)), unknown=unknown), "0180")

    assert found == [Stretch(None, *unknown[0]), Stretch(1, number("2020-03-01"), FOREVER)]


def test_a_municipality_where_nobody_ever_was_has_one_stretch():
    assert stretches(presence(stays(("0180", 1, "2020-01-01", None))), "2425") == [Stretch(0, ALWAYS, FOREVER)]


day_numbers = st.integers(number("2019-01-01"), number("2021-01-01"))
some_stays = st.lists(st.tuples(st.just("0180"), st.integers(1, 4), day_numbers, day_numbers), max_size=6)
some_spans = st.lists(st.tuples(day_numbers, day_numbers).map(lambda pair: tuple(sorted(pair))), max_size=3)


@given(some_stays, some_spans, day_numbers)
def test_exactly_one_stretch_holds_a_day_and_says_what_the_presence_says(rows, unknown, on):
    found = presence(pd.DataFrame(rows, columns=["code", "provider", "first", "last"]), unknown=unknown)

    holding = [each.providers for each in stretches(found, "0180") if each.first <= on <= each.last]

    expected = found.on(["0180"], on).iloc[0]
    assert holding == [None if expected is pd.NA else expected]


@pytest.mark.parametrize(
    "on, expected",
    [
        ("2019-06-01", Since(None)),
        ("2020-01-01", Since(date(2020, 1, 1))),
        ("2020-12-31", Since(date(2020, 1, 1))),
        ("2021-01-01", Since(date(2021, 1, 1))),
    ],
)
def test_since_when_it_has_been_so(on, expected):
    found = presence(stays(("0180", 1, "2020-01-01", "2020-12-31")))

    assert since(found, "0180", date.fromisoformat(on)) == expected


def test_what_began_before_anything_was_known_is_so_at_least_since_then():
    found = presence(stays(("0180", 1, "2020-01-01", None)), unknown=[(ALWAYS, number("2024-12-31"))])

    assert since(found, "0180", date(2025, 3, 1)) == Since(date(2025, 1, 1), at_least=True)


def test_bars_of_coverage_are_cut_to_the_days_asked_for():
    found = presence(stays(("0180", 1, "2020-01-01", "2020-12-31")))

    bars = coverage_bars(found, "0180", row="x", within=(date(2020, 6, 1), date(2021, 6, 1)), word=str)

    assert [(bar.key, bar.word, bar.first, bar.last) for bar in bars] == [
        ("one", "1", date(2020, 6, 1), date(2020, 12, 31)),
        ("none", "0", date(2021, 1, 1), date(2021, 6, 1)),
    ]
