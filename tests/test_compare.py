"""Two states of the country beside each other: by hand on every border, and what must hold for any two states."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.compare import DAYS, FACTS, KEYS, MIRRORS, changed_facts, counts, differences, main_kinds
from rollout.coverage import coverage_class
from rollout.status import Status

ONE = {
    "phase": 2,
    "notice_sent_on": date(2021, 9, 28),
    "notice_counts_from": date(2021, 9, 29),
    "last_referral_on": date(2021, 9, 28),
    "new_service_starts_on": date(2021, 9, 29),
    "last_contract_day_on": date(2021, 12, 29),
    "status": "old",
    "providers": 2,
    "area": "Bergslagen",
}


def state(*rows: dict) -> pd.DataFrame:
    """A state of as many municipalities as there are rows, codes 9001, 9002 …"""
    frame = pd.DataFrame([{**ONE, **row} for row in rows], columns=[name for name in FACTS if name != "coverage"])
    frame.index = pd.Index([str(9001 + place) for place in range(len(rows))], name="code", dtype=object)
    frame = frame.astype({**dict.fromkeys(DAYS, object), "phase": "Int64", "providers": "Int64"})
    frame["coverage"] = [coverage_class(number) for number in frame["providers"]]
    return frame


def kinds(before: dict, after: dict) -> set[str]:
    found = differences(state(before), state(after))
    return {key for key, number in counts(found).items() if number}


def status(one: str, other: str) -> set[str]:
    return kinds({"status": one}, {"status": other})


@pytest.mark.parametrize("one", [each.value for each in Status])
def test_the_same_status_on_both_sides_is_no_difference(one):
    assert status(one, one) == set()


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("old", "notice", set()),
        ("winding", "new", set()),
        ("old", "gap", {"gap_opened", "lost_old"}),
        ("notice", "gap", {"gap_opened", "lost_old"}),
        ("gap", "winding", {"gap_closed", "got_new"}),
        ("gap", "old", {"gap_closed", "got_old"}),
        ("notice", "winding", {"got_new", "lost_old"}),
        ("new", "old", {"got_old", "lost_new"}),
        ("unknown", "gap", set()),
        ("new", "unknown", set()),
    ],
)
def test_services_are_gained_and_lost_and_gaps_open_and_close_with_the_status(one, other, expected):
    assert status(one, other) == {*expected, "status"}
    assert status(other, one) == {*(MIRRORS[key] for key in expected), "status"}


@pytest.mark.parametrize(
    "before, after, expected",
    [
        (0, 0, set()),
        (0, 1, {"covered", "more"}),
        (1, 0, {"white", "fewer"}),
        (1, 2, {"more"}),
        (2, 1, {"fewer"}),
        (None, 0, set()),
        (3, None, set()),
        (None, None, set()),
    ],
)
def test_providers_differ_only_where_both_numbers_are_known(before, after, expected):
    assert kinds({"providers": before}, {"providers": after}) == expected


@pytest.mark.parametrize("before, after, differs", [(2, 2, False), (2, 3, True), (None, 2, True), (None, None, False)])
def test_a_municipality_in_another_phase_or_in_none_has_moved(before, after, differs):
    assert ("phase" in kinds({"phase": before}, {"phase": after})) is differs


@pytest.mark.parametrize("field", DAYS)
@pytest.mark.parametrize("before, after", [(date(2021, 9, 24), date(2021, 9, 28)), (None, date(2021, 9, 28))])
def test_each_of_the_five_days_counts_as_a_difference_also_where_it_is_missing_on_one_side(field, before, after):
    found = differences(state({field: before}), state({field: after}))

    assert counts(found)["days"] == 1
    assert changed_facts(found.iloc[0]) == [field]
    assert (found.iloc[0][f"{field}_before"], found.iloc[0][f"{field}_after"]) == (before, after)


def test_a_day_that_is_missing_on_both_sides_is_no_difference():
    assert kinds({"last_contract_day_on": None}, {"last_contract_day_on": None}) == set()


def test_only_the_municipalities_that_differ_are_given_in_the_order_of_the_later_state():
    before, after = state({}, {}, {}), state({"phase": 3}, {}, {"area": "Norr"})

    found = differences(before, after.loc[["9003", "9002", "9001"]])

    assert list(found.index) == ["9003", "9001"]
    assert counts(found)["area"] == counts(found)["phase"] == 1


def test_the_weightiest_difference_is_the_main_one():
    found = differences(
        state({}, {}, {"providers": 0}), state({"status": "gap", "phase": 3}, {"phase": 3, "providers": 0}, {})
    )

    assert main_kinds(found) == {"9001": "gap_opened", "9002": "phase", "9003": "covered"}


def test_countries_of_other_municipalities_are_refused():
    with pytest.raises(ValueError, match="not of the same"):
        differences(state({}), state({}, {}))


def test_a_state_without_one_of_its_facts_is_refused():
    with pytest.raises(KeyError):
        differences(state({}).drop(columns="area"), state({}))


def test_two_empty_countries_do_not_differ():
    found = differences(state(), state())

    assert found.empty
    assert main_kinds(found) == {}
    assert set(counts(found).values()) == {0}


# --- What must hold for any two states --------------------------------------------------------------------------------

some_day = st.none() | st.dates(date(2021, 9, 1), date(2021, 9, 4))
municipality = st.fixed_dictionaries(
    {
        "phase": st.none() | st.integers(0, 2),
        **dict.fromkeys(DAYS, some_day),
        "status": st.sampled_from([each.value for each in Status]),
        "providers": st.none() | st.integers(0, 3),
        "area": st.sampled_from(["", "Norr", "Söder"]),
    }
)
two_states = st.integers(0, 4).flatmap(
    lambda size: st.tuples(*[st.lists(municipality, min_size=size, max_size=size)] * 2)
)


@given(st.lists(municipality, max_size=4))
def test_equal_states_never_differ(rows):
    assert differences(state(*rows), state(*rows)).empty


@given(two_states)
def test_changing_the_sides_mirrors_every_kind_and_swaps_every_fact(both):
    before, after = (state(*rows) for rows in both)

    there, back = differences(before, after), differences(after, before)

    assert list(there.index) == list(back.index)
    for key in KEYS:
        assert there[key].tolist() == back[MIRRORS[key]].tolist()
    for name in FACTS:
        assert there[f"{name}_before"].isna().tolist() == back[f"{name}_after"].isna().tolist()
        assert there[f"{name}_before"].dropna().tolist() == back[f"{name}_after"].dropna().tolist()


@given(two_states)
def test_a_municipality_is_listed_exactly_when_a_fact_of_it_differs_beyond_what_is_not_known_of_providers(both):
    before, after = both

    listed = set(differences(state(*before), state(*after)).index)

    for place, (one, other) in enumerate(zip(before, after, strict=True)):
        unknown = None in (one["providers"], other["providers"])
        rest = {name: one[name] for name in one if name != "providers" or not unknown}
        assert (str(9001 + place) in listed) == any(rest[name] != other[name] for name in rest)


def test_the_mirror_of_a_mirror_is_the_kind_itself():
    assert all(MIRRORS[MIRRORS[key]] == key for key in KEYS)
