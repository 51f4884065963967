"""Every measure agrees with a slow count in plain loops, on little countries made at random."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollout import measures
from rollout.coverage import day_number
from rollout.measures import MEASURES
from tests import measure_oracle as oracle
from tests.measure_worlds import DAYS, Place, World, days, ground, worlds

# One measure in each example: so many that each of them comes up as often as anything is tried elsewhere.
MANY = settings(max_examples=2 * settings.default.max_examples)
COLUMNS = ("value", "part", "whole")
keys = st.sampled_from(list(MEASURES))
CLOSE = {"rel": 1e-9, "abs": 1e-9}
ON_A_SPHERE = {"rel": 1e-2, "abs": 1e-3}  # the slow count of distances takes the earth for a ball


def tolerance(key: str) -> dict:
    return ON_A_SPHERE if key == "distance" else CLOSE


def known(number: float) -> float | None:
    return None if pd.isna(number) else number


def agrees(key: str, found: tuple, expected: tuple) -> None:
    for one, other in zip(found, expected, strict=True):
        assert one == (None if other is None else pytest.approx(other, **tolerance(key))), (key, found, expected)


def whether_rows_agree(key: str, table: pd.DataFrame, expected: dict) -> None:
    assert list(table.index) == list(expected)
    for name, row in table.iterrows():
        part, whole = expected[name] or (None, None)
        value = part / whole if whole else None
        agrees(key, tuple(known(row[each]) for each in COLUMNS), (value, part, whole))
        is_counted = bool(whole) and (key == "distance" or part > 0)
        assert known(row["counted"]) == (None if expected[name] is None else is_counted)


@MANY
@given(worlds(), days, keys)
def test_every_row_and_every_figure_of_a_group_is_what_a_slow_count_finds(world, day, key):
    table = measures.table(MEASURES[key], ground(world), day_number(day))

    expected = oracle.rows(world, key, day)
    whether_rows_agree(key, table, expected)
    groups = {name: str(name)[:1] for name in expected}
    found = measures.by(MEASURES[key], table, pd.Series(groups, dtype=object))
    assert set(found.index) == set(groups.values())
    for group, row in found.iterrows():
        some = {name: each for name, each in expected.items() if groups[name] == group}
        agrees(key, tuple(known(row[each]) for each in COLUMNS), oracle.figure(world, key, some))


@MANY
@given(worlds(), st.lists(days, max_size=4), keys, st.data())
def test_a_figure_and_a_trend_of_some_rows_is_what_a_slow_count_finds_on_each_day(world, asked, key, data):
    measure, given_ground = MEASURES[key], ground(world)
    every = sorted(oracle.rows(world, key, DAYS[0]))
    chosen = data.draw(st.sets(st.sampled_from(every))) if every else set()
    index = measures.table(measure, given_ground, 0).index
    some = pd.Index(sorted(chosen), dtype=index.dtype)

    trend = measures.trend(measure, given_ground, [day_number(day) for day in asked], some)

    assert list(trend.index) == sorted({day_number(day) for day in asked})
    for day in sorted(set(asked)):
        rows = {name: row for name, row in oracle.rows(world, key, day).items() if name in chosen}
        expected = oracle.figure(world, key, rows)
        figure = measures.figure(measure, measures.table(measure, given_ground, day_number(day)), some)
        agrees(key, (figure.value, figure.part, figure.whole), expected)
        agrees(key, tuple(known(trend.at[day_number(day), each]) for each in COLUMNS), expected)


@pytest.mark.parametrize("key", MEASURES)
def test_a_country_in_which_nothing_is_known_has_no_figure_and_no_zero(key):
    nowhere = {kind: [(DAYS[0], DAYS[-1])] for kind in ("office", "agreement", "rom")}
    given_ground = ground(World([Place("0180", part="SE3", is_rural=True)], areas={1: "rom"}, unknown=nowhere))

    found = measures.figure(MEASURES[key], measures.table(MEASURES[key], given_ground, day_number(DAYS[3])))

    assert (found.value, found.part, found.whole) == (None, None, None)
    assert found.missing == 1
