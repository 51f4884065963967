"""Alerts against a slow count in plain loops that shares no code with the fast one."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.alerts import area_stays, crossings, endings, last_crossing, long_unconfirmed, not_judged, unconfirmed
from rollout.compare import DAYS, differences
from rollout.coverage import ALWAYS, FOREVER, presence

CODES = ["0114", "0180", "2584"]
MEMBERS = pd.DataFrame([(1, "0114"), (1, "0180"), (2, "2584"), (3, "0180")], columns=["area", "code"])
STAYS = ["code", "provider", "first", "last"]
AGREEMENTS = ["agreement", "provider", "service", "area", "first", "last"]
OFFICES = ["agreement", "code", "provider", "on_site", "first", "last", "confirmed"]

days = st.integers(0, 12)
firsts, lasts = st.one_of(days, st.just(ALWAYS)), st.one_of(days, st.just(FOREVER))
stays = st.lists(st.tuples(st.sampled_from(CODES), st.integers(1, 3), firsts, lasts), max_size=12)
spans = st.lists(st.tuples(days, days).map(lambda pair: (min(pair), max(pair))), max_size=2)
agreements = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["rom", "stom"]), st.sampled_from([1, 2, 3, 9, None]), firsts, lasts),
    max_size=8,
).map(lambda rows: [(number, *row) for number, row in enumerate(rows)])


def frame(rows, columns) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns)
    return made.astype({"area": "Int64"}) if "area" in columns else made


def who(rows, code, on) -> set[int]:
    return {row[1] for row in rows if row[0] == code and row[2] <= on <= row[3]}


# --- Below and above a limit -----------------------------------------------------------------------------------------


@given(stays, days, days, st.integers(1, 3), spans)
def test_the_crossings_are_those_that_a_slow_count_finds_on_the_same_day(rows, one, other, limit, unknown):
    since, on = sorted((one, other))

    found = crossings(presence(frame(rows, STAYS), unknown=unknown), CODES, since=since, on=on, limit=limit)

    known = not any(first <= day <= last for first, last in unknown for day in (since, on))
    expected = {}
    for code in CODES:
        numbers = [len(who(rows, code, day)) for day in range(since, on + 1)]
        below = [number < limit for number in numbers]
        if known and below[0] != below[-1]:
            crossed = max(place for place in range(1, len(below)) if below[place] != below[place - 1])
            expected[code] = (numbers[0], numbers[-1], below[-1], since + crossed)
    assert {code: tuple(row) for code, *row in found.itertuples()} == expected


@given(stays, days, st.integers(1, 3), spans, st.lists(st.sampled_from(CODES), unique=True))
def test_the_last_crossing_is_the_latest_day_that_differs_from_a_known_day_before_it(rows, on, limit, unknown, codes):
    found = last_crossing(presence(frame(rows, STAYS), unknown=unknown), codes, on=on, limit=limit)

    hidden = {day for first, last in unknown for day in range(first, last + 1)}
    told = [
        day
        for day in range(-2, on + 1)
        for code in codes
        if (len(who(rows, code, day)) < limit) != (len(who(rows, code, day - 1)) < limit) and day - 1 not in hidden
    ]
    assert found == (max(told, default=None) if on not in hidden else None)


@given(stays, days, days)
def test_with_limit_one_they_are_the_white_and_the_covered_of_the_comparison_of_two_days(rows, one, other):
    since, on = sorted((one, other))
    there = presence(frame(rows, STAYS))

    found = crossings(there, CODES, since=since, on=on, limit=1)

    told = differences(*(state(there, day) for day in (since, on)))
    assert list(found.index[found["fell"]]) == list(told.index[told["white"]])
    assert list(found.index[~found["fell"]]) == list(told.index[told["covered"]])


def state(there, day) -> pd.DataFrame:
    """The country as the comparison takes it, with nothing in it but providers."""
    rows = pd.DataFrame({"providers": there.on(CODES, day)})
    rows["phase"] = pd.array([pd.NA] * len(rows), "Int64")
    return rows.assign(**dict.fromkeys(DAYS, None), status="unknown", coverage="none", area="")


def test_of_no_municipality_nothing_is_told():
    found = crossings(presence(frame([], STAYS)), [], since=0, on=5, limit=1)

    assert found.empty
    assert list(found.columns) == ["before", "now", "fell", "day"]


# --- Who is present in an area ---------------------------------------------------------------------------------------


def test_an_agreement_is_present_in_its_area_and_one_without_an_area_nowhere():
    rows = frame([(1, 7, "rom", 1, 0, 9), (2, 8, "rom", None, 0, 9)], AGREEMENTS)

    found = area_stays(rows, frame([], OFFICES), MEMBERS, test="agreement")

    assert found[STAYS].to_numpy().tolist() == [["1", 7, 0, 9]]


@pytest.mark.parametrize(
    "code, on_site, expected",
    [("0114", True, [["1", 7, 2, 5]]), ("0114", False, []), ("2584", True, [])],
    ids=["in the area", "digital", "in another area"],
)
def test_an_office_is_present_in_the_area_of_its_agreement_where_it_lies_in_it_and_is_on_site(code, on_site, expected):
    rows = frame([(1, 7, "rom", 1, 0, 9)], AGREEMENTS)
    offices = frame([(1, code, 7, on_site, 2, 5, 3)], OFFICES).astype({"on_site": bool})

    found = area_stays(rows, offices, MEMBERS, test="office")

    assert found[STAYS].to_numpy().tolist() == expected


# --- Agreements that end ---------------------------------------------------------------------------------------------


def by_agreement(rows):
    """The presence that goes with agreements: nothing is known on the days of one that is for no known municipality."""
    placed = [
        (code, each[1], each[4], each[5]) for each in rows for area, code in MEMBERS.to_numpy() if area == each[3]
    ]
    nowhere = [(each[4], each[5]) for each in rows if each[3] not in (1, 2, 3) and each[4] <= each[5]]
    return presence(frame(placed, STAYS), unknown=nowhere)


@given(agreements, days, st.integers(1, 8))
def test_the_endings_without_anybody_to_follow_are_those_that_a_slow_search_finds(rows, on, within):
    found = endings(frame(rows, AGREEMENTS), MEMBERS, by_agreement(rows), on=on, within=within)

    expected = {}
    for _number, provider, service, area, first, last in rows:
        if first <= on <= last <= on + within and area in (1, 2, 3):
            codes = [code for each, code in MEMBERS.to_numpy() if each == area]
            left = None if unknown_on(rows, last + 1) else sum(not covered(rows, code, last + 1) for code in codes)
            if left != 0:
                told = expected.setdefault((area, service, last), (set(), len(codes), left))
                told[0].add(provider)
    assert {
        (row.area, row.service, row.last): (row.providers, row.of, None if pd.isna(row.left) else row.left)
        for row in found.itertuples()
    } == {key: (len(providers), of, left) for key, (providers, of, left) in expected.items()}
    assert found["last"].is_monotonic_increasing


def unknown_on(rows, day) -> bool:
    return any(each[4] <= day <= each[5] for each in rows if each[3] not in (1, 2, 3))


def covered(rows, code, day) -> bool:
    areas = {area for area, other in MEMBERS.to_numpy() if other == code}
    return any(each[3] in areas and each[4] <= day <= each[5] for each in rows)


@pytest.mark.parametrize("last, is_told", [(9, False), (10, True), (40, True), (41, False), (FOREVER, False)])
def test_both_ends_of_the_days_ahead_count(last, is_told):
    rows = [(1, 7, "rom", 2, 0, last)]

    found = endings(frame(rows, AGREEMENTS), MEMBERS, by_agreement(rows), on=10, within=30)

    assert len(found) == is_told


@pytest.mark.parametrize(
    "successor, left",
    [
        ((2, 8, "rom", 1, 21, FOREVER), None),
        ((2, 8, "rom", 1, 0, FOREVER), None),
        ((2, 8, "stom", 3, 21, FOREVER), 1),
        ((2, 8, "rom", 1, 22, FOREVER), 2),
        ((2, 7, "rom", 1, 21, 21), None),
    ],
    ids=["the day after", "already there", "another service in one of two", "a day too late", "for a single day"],
)
def test_somebody_follows_where_an_agreement_is_in_force_on_the_day_after(successor, left):
    rows = [(1, 7, "rom", 1, 0, 20), successor]

    found = endings(frame(rows, AGREEMENTS), MEMBERS, by_agreement(rows), on=10, within=10)

    assert found["left"].tolist() == ([] if left is None else [left])


def test_agreements_of_unknown_areas_are_counted_and_not_judged():
    rows = [(1, 7, "rom", None, 0, 20), (2, 7, "rom", 9, 0, 20), (3, 7, "rom", 1, 0, 20), (4, 7, "rom", None, 0, 50)]

    assert not_judged(frame(rows, AGREEMENTS), MEMBERS, on=10, within=30) == 2


# --- Offices that nobody confirms ------------------------------------------------------------------------------------


offices = st.lists(
    st.tuples(st.just(1), st.sampled_from(CODES), st.just(7), st.booleans(), firsts, lasts, firsts), max_size=8
)


@given(offices, days, days, st.integers(1, 6))
def test_the_offices_that_ran_out_of_time_are_those_that_a_slow_search_finds(rows, one, other, after):
    since, on = sorted((one, other))
    made = frame(rows, OFFICES).astype({"on_site": bool, "first": int, "last": int, "confirmed": int})

    found = unconfirmed(made, since=since, on=on, after=after)

    open_now = {place: row for place, row in enumerate(rows) if row[3] and row[4] <= on <= row[5]}
    counted_from = {place: max(row[4], row[6]) for place, row in open_now.items()}
    due = {place: day + after + 1 for place, day in counted_from.items() if day > ALWAYS}
    assert dict(found["due"]) == {place: day for place, day in due.items() if since < day <= on}
    assert found["due"].is_monotonic_increasing
    for place, told in found["days"].items():
        assert (None if pd.isna(told) else told) == (on - rows[place][6] if rows[place][6] > ALWAYS else None)
    assert long_unconfirmed(made, on=on, after=after) == sum(day + after < on for day in counted_from.values())


@pytest.mark.parametrize("on, is_told", [(14, False), (15, True), (20, True)])
def test_an_office_is_told_from_the_first_day_too_many(on, is_told):
    made = frame([(1, "0180", 7, True, 0, FOREVER, 4)], OFFICES)

    assert len(unconfirmed(made, since=4, on=on, after=10)) == is_told
