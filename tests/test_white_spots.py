"""White spots against a slow count in plain loops that shares no code with the fast one."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.coverage import ALWAYS, FOREVER, presence
from rollout.white_spots import (
    NEAREST_INSTEAD,
    could_serve,
    located,
    nearest_offices,
    neighbour_pairs,
    spells,
    white_spots,
)

CODES = ["0114", "0180", "1407", "2584"]
# Far enough apart that no two distances are alike; 1407 has no land border.
POINTS = pd.DataFrame(
    {"latitude": [59.5, 59.3, 57.7, 67.9], "longitude": [17.9, 18.0, 11.7, 20.2]}, index=pd.Index(CODES, name="code")
)
BORDERS = pd.DataFrame([("0114", "0180"), ("0180", "0114"), ("0180", "2584"), ("2584", "0180")]).set_axis(
    ["code", "neighbour"], axis="columns"
)
COLUMNS = ["code", "provider", "latitude", "longitude", "first", "last"]
FIRST = 2

days = st.integers(0, 12)
offices = st.lists(
    st.tuples(
        st.sampled_from(CODES),
        st.integers(1, 3),
        st.one_of(st.floats(55.5, 69), st.just(math.nan)),
        st.one_of(st.floats(11, 24), st.just(math.nan)),
        st.one_of(days, st.just(ALWAYS)),
        st.one_of(days, st.just(FOREVER)),
    ),
    max_size=10,
)
spans = st.lists(st.tuples(days, days).map(lambda pair: (min(pair), max(pair))), max_size=2)


def frame(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).astype({"latitude": float, "longitude": float})


def found(rows, on: int, *, unknown=(), codes=tuple(CODES), borders=BORDERS):
    stays = frame(rows)
    return white_spots(
        presence(stays, unknown=unknown),
        stays=stays,
        offices=stays,
        points=POINTS,
        borders=borders,
        codes=list(codes),
        on=on,
        first=FIRST,
    )


# --- The slow way ----------------------------------------------------------------------------------------------------


def open_on(rows, code, on):
    return [row for row in rows if row[0] == code and row[4] <= on <= row[5]]


def is_known(unknown, on):
    return not any(first <= on <= last for first, last in unknown)


def slow_spell(rows, code, on, unknown):
    """Walk back day by day until somebody is there, nothing is known, or nothing is kept."""
    day = on
    while day > FIRST and is_known(unknown, day - 1) and not open_on(rows, code, day - 1):
        day -= 1
    is_certain = day > FIRST and is_known(unknown, day - 1)
    somebody_left_then = bool(open_on(rows, code, day - 1)) and is_known(unknown, day - 1)
    return day, not (is_certain or (day == FIRST and somebody_left_then))


def metres(a, b):
    """The great circle of a sphere: within half a per cent of the ellipsoid."""
    (lat1, lon1), (lat2, lon2) = ([math.radians(each) for each in point] for point in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_009 * math.asin(math.sqrt(half))


def place_of(row):
    return tuple(POINTS.loc[row[0]]) if math.isnan(row[2]) or math.isnan(row[3]) else row[2:4]


# --- Since when ------------------------------------------------------------------------------------------------------


@given(offices, days, spans)
def test_the_white_spots_are_those_that_a_slow_count_finds_and_since_the_same_day(rows, on, unknown):
    on = max(on, FIRST)

    told = spells(presence(frame(rows), unknown=unknown), CODES, on=on, first=FIRST)

    expected = [code for code in CODES if is_known(unknown, on) and not open_on(rows, code, on)]
    assert list(told.index) == expected
    for code in expected:
        since, at_least = slow_spell(rows, code, on, unknown)
        assert (told.at[code, "since"], told.at[code, "at_least"]) == (since, at_least)
        assert told.at[code, "days"] == on - since + 1


@pytest.mark.parametrize(
    "last, since, at_least",
    [
        (FIRST - 2, FIRST, True),  # it left before anything is kept
        (FIRST - 1, FIRST, False),
        (FIRST, FIRST + 1, False),
        (8, 9, False),
        (9, 10, False),
    ],
)
def test_a_white_spot_begins_on_the_day_after_the_last_provider_left(last, since, at_least):
    told = found([("0180", 1, 59.3, 18.0, 0, last)], 10, codes=["0180"]).rows

    assert told.loc["0180", ["since", "at_least", "days"]].tolist() == [since, at_least, 10 - since + 1]


def test_on_the_last_day_of_a_provider_it_is_no_white_spot():
    assert found([("0180", 1, 59.3, 18.0, 0, 10)], 10, codes=["0180"]).rows.empty


@pytest.mark.parametrize("unknown_until, at_least", [(7, False), (8, True)])
def test_what_was_before_unknown_days_is_not_told(unknown_until, at_least):
    told = found([("0180", 1, 59.3, 18.0, 0, 8)], 10, codes=["0180"], unknown=[(5, unknown_until)]).rows

    assert told.loc["0180", ["since", "at_least"]].tolist() == [9, at_least]


def test_on_an_unknown_day_there_is_no_white_spot():
    told = found([], 5, unknown=[(5, 5)])

    assert told.rows.empty
    assert told.could_serve.empty


# --- Who was there, who comes, what is near ---------------------------------------------------------------------------


@given(offices, days)
def test_what_is_told_of_a_white_spot_is_what_a_slow_search_finds(rows, on):
    on = max(on, FIRST)

    told = found(rows, on)

    open_ones = [row for row in rows if row[4] <= on <= row[5]]
    for code in told.rows.index:
        assert_told_who_was_there_and_comes(told, rows, code, on)
        assert_told_the_nearest(told, rows, open_ones, code)
        assert_told_who_could_serve(told, open_ones, code)


def assert_told_who_was_there_and_comes(told, rows, code, on):
    past = [row for row in rows if row[0] == code and row[4] <= row[5] < on]
    latest = max((row[5] for row in past), default=None)
    mine = told.last_there[told.last_there["code"] == code]
    assert sorted(mine["provider"]) == sorted({row[1] for row in past if row[5] == latest})
    assert set(mine["last"]) <= {latest}
    ahead = [row[4] for row in rows if row[0] == code and on < row[4] <= row[5]]
    next_on = told.rows.at[code, "next_on"]
    assert (None if pd.isna(next_on) else next_on) == min(ahead, default=None)


def assert_told_the_nearest(told, rows, open_ones, code):
    here, row = tuple(POINTS.loc[code]), told.rows.loc[code]
    shortest = min((metres(here, place_of(each)) for each in open_ones), default=None)
    if shortest is None:
        assert pd.isna(row["office"])
        assert math.isnan(row["km"])
    else:
        assert row["km"] * 1000 == pytest.approx(shortest, rel=0.006, abs=1)
        assert metres(here, place_of(rows[row["office"]])) == pytest.approx(shortest, rel=0.012, abs=1)


def assert_told_who_could_serve(told, open_ones, code):
    neighbours = {"0114": {"0180"}, "0180": {"0114", "2584"}, "2584": {"0180"}, "1407": set(CODES) - {"1407"}}[code]
    near = [row for row in open_ones if row[0] in neighbours]
    mine = told.could_serve[told.could_serve["code"] == code]
    assert sorted(mine["provider"]) == sorted({row[1] for row in near})
    assert mine["km"].is_monotonic_increasing
    for each in mine.itertuples():
        own = [row for row in near if row[1] == each.provider]
        assert each.offices == len(own)
        shortest = min(metres(tuple(POINTS.loc[code]), place_of(row)) for row in own)
        assert each.km * 1000 == pytest.approx(shortest, rel=0.006, abs=1)


def test_of_two_equally_near_the_one_with_more_offices_comes_first_then_the_first_by_key():
    spots = POINTS.loc[["0180"]]
    there = frame([("0114", 3, 59.5, 17.9, 0, 9), ("0114", 2, 59.5, 17.9, 0, 9), ("0114", 1, 59.5, 17.9, 0, 9)])
    more = pd.concat([there, frame([("0114", 2, 60.0, 17.9, 0, 9)])], ignore_index=True)

    told = could_serve(spots, more, pd.DataFrame({"code": ["0180"], "neighbour": ["0114"]}))

    assert told["provider"].tolist() == [2, 1, 3]


def test_a_municipality_without_a_land_border_has_the_nearest_ones_instead_and_says_so():
    pairs = neighbour_pairs(["1407", "2584"], BORDERS, POINTS)

    island = pairs[pairs["code"] == "1407"]
    assert island["neighbour"].tolist() == ["0180", "0114", "2584"]
    assert len(island) == NEAREST_INSTEAD
    assert island["by_distance"].all()
    assert not pairs[pairs["code"] == "2584"]["by_distance"].any()


@pytest.mark.parametrize("own", [(math.nan, math.nan), (60.0, math.nan), (math.nan, 17.0)])
def test_an_office_without_a_whole_coordinate_lies_at_the_point_of_its_municipality(own):
    told = located(frame([("0180", 1, *own, 0, 9), ("0114", 1, 60.0, 17.0, 0, 9)]), POINTS)

    assert told[["latitude", "longitude"]].to_numpy().tolist() == [[59.3, 18.0], [60.0, 17.0]]


def test_of_offices_at_one_place_the_first_stands_for_all():
    told = nearest_offices(POINTS.loc[["0180"]], frame([("0114", 2, 59.5, 17.9, 0, 9), ("0114", 1, 59.5, 17.9, 0, 9)]))

    assert told.at["0180", "office"] == 0


@pytest.mark.parametrize("at_a_time", [1, 5, 10, 19, 20])
def test_distances_in_parts_are_the_same_as_all_at_once(at_a_time):
    rows = frame([("0114", 1, 59.5 + step / 7, 17.9, 0, 9) for step in range(5)])

    in_parts = nearest_offices(POINTS, rows, at_a_time=at_a_time)

    pd.testing.assert_frame_equal(in_parts, nearest_offices(POINTS, rows))


def test_without_a_single_row_every_municipality_is_a_white_spot_of_which_nothing_more_is_known():
    told = found([], 5, borders=BORDERS.iloc[:0])

    assert list(told.rows.index) == CODES
    assert told.rows["office"].isna().all()
    assert told.last_there.empty
    assert told.could_serve.empty
    assert told.pairs["by_distance"].all()


def test_no_municipality_gives_no_white_spot():
    told = found([("0180", 1, 59.3, 18.0, 0, 9)], 5, codes=[])

    assert told.rows.empty
    assert list(told.rows.columns) == ["since", "days", "at_least", "next_on", "office", "km"]


def test_the_order_is_the_one_that_is_asked_for():
    told = spells(presence(frame([])), ["2584", "0114"], on=5, first=0)

    assert list(told.index) == ["2584", "0114"]
