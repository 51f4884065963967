"""Which providers are ready in a delivery area on its first day."""

from itertools import count

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.coverage import ALWAYS, FOREVER
from rollout.readiness import NOT_KNOWN, Readiness, readiness

START = 100
AREA, OTHER_AREA = 1, 2
MEMBERS = pd.DataFrame([(AREA, "0114"), (AREA, "0115"), (OTHER_AREA, "0180")], columns=["area", "code"])


def agreement(provider: int = 1, area: int | None = AREA, first: int = ALWAYS, last: int = FOREVER, offices=()) -> dict:
    """An agreement, and under it offices as `office` gives them."""
    return {"provider": provider, "area": area, "first": first, "last": last, "offices": offices}


def office(code: str = "0114", on_site: bool = True, first: int = ALWAYS, last: int = FOREVER) -> dict:
    return {"code": code, "on_site": on_site, "first": first, "last": last}


DIGITAL = office(code=None, on_site=False)


def ready(agreements: list[dict], *, starts: dict[int, int] | None = None, **given) -> dict[int, Readiness]:
    """What is found, for one area that starts on day 100 unless others are given."""
    numbers = count(1)
    keyed = [(next(numbers), each) for each in agreements]
    rows = [(key, each["provider"], each["area"], each["first"], each["last"]) for key, each in keyed]
    places = [(key, *place.values()) for key, each in keyed for place in each["offices"]]
    frame = pd.DataFrame(rows, columns=["agreement", "provider", "area", "first", "last"])
    offices = pd.DataFrame(places, columns=["agreement", "code", "on_site", "first", "last"])
    return readiness(
        starts or {AREA: START},
        agreements=frame.astype({"area": "Int64"}),
        offices=offices.astype({"on_site": bool}),
        members=given.pop("members", MEMBERS),
        **given,
    )


def standing(*agreements: dict, **given) -> Readiness:
    return ready(list(agreements), **given)[AREA]


def test_a_provider_with_an_agreement_and_an_open_office_in_the_area_is_ready():
    assert standing(agreement(offices=[office()])) == Readiness(1)


@pytest.mark.parametrize("first, last, expected", [(100, 100, 1), (101, 200, 0), (0, 99, 0), (0, 100, 1)])
def test_the_agreement_must_be_in_force_on_the_first_day(first, last, expected):
    assert standing(agreement(first=first, last=last, offices=[office()])) == Readiness(expected)


@pytest.mark.parametrize(
    "first, last, ahead, is_ready",
    [
        (100, 100, 0, True),
        (101, 200, 0, False),
        (0, 99, 0, False),
        (90, 200, 10, True),
        (91, 200, 10, False),
    ],
)
def test_the_office_must_be_open_in_time_and_still_open_on_the_first_day(first, last, ahead, is_ready):
    found = standing(agreement(offices=[office(first=first, last=last)]), days_ahead=ahead)

    assert found == (Readiness(1) if is_ready else Readiness(0, without_office=1))


def test_an_office_may_open_before_its_agreement_begins():
    found = standing(agreement(first=START, offices=[office(first=80)]), days_ahead=10)

    assert found == Readiness(1)


def test_an_office_outside_the_areas_municipalities_does_not_make_a_provider_ready():
    assert standing(agreement(offices=[office(code="0180"), office(code=None)])) == Readiness(0, without_office=1)


def test_an_office_under_another_agreement_does_not_make_a_provider_ready():
    expired = agreement(last=99, offices=[office()])

    assert standing(expired, agreement()) == Readiness(0, without_office=1)


def test_a_provider_with_two_offices_and_two_agreements_counts_once():
    other = agreement(area=OTHER_AREA, offices=[office()])

    assert standing(agreement(offices=[office("0114"), office("0115")]), other) == Readiness(1)


def test_a_digital_offer_alone_is_not_ready_and_is_told_apart():
    assert standing(agreement(offices=[DIGITAL]), agreement(2)) == Readiness(0, without_office=1, digital_only=1)


@pytest.mark.parametrize(
    "place, expected",
    [
        (office(), Readiness(1)),
        (office(first=101), Readiness(0, without_office=1)),  # on its way, if late
        (office(code="0180"), Readiness(0, digital_only=1)),
    ],
)
def test_a_digital_offer_beside_an_office_changes_nothing(place, expected):
    assert standing(agreement(offices=[DIGITAL, place])) == expected


@pytest.mark.parametrize("first, last", [(101, 200), (0, 99)])
def test_a_digital_offer_that_is_not_there_on_the_first_day_is_none(first, last):
    digital = office(code=None, on_site=False, first=first, last=last)

    assert standing(agreement(offices=[digital])) == Readiness(0, without_office=1)


def test_an_area_without_agreements_has_none_ready_where_others_have():
    assert standing(agreement(area=OTHER_AREA, offices=[office("0180")])) == Readiness(0)


def test_nothing_is_known_where_no_agreement_is():
    assert standing() == NOT_KNOWN


def test_nothing_is_known_of_an_area_whose_municipalities_are_unknown():
    assert standing(agreement(offices=[office()]), members=MEMBERS[:0]) == NOT_KNOWN


@pytest.mark.parametrize(
    "first, enough, expected",
    [(0, 1, Readiness(1)), (0, 2, NOT_KNOWN), (101, 2, Readiness(1))],
)
def test_agreements_without_a_known_area_leave_open_whether_too_few_are_ready(first, enough, expected):
    elsewhere = agreement(2, area=None, first=first, offices=[office()])

    assert standing(agreement(offices=[office()]), elsewhere, enough=enough) == expected


def test_each_area_is_asked_on_its_own_first_day():
    agreements = [agreement(first=100, offices=[office()]), agreement(area=OTHER_AREA, offices=[office("0180")])]

    found = ready(agreements, starts={AREA: 99, OTHER_AREA: 50})

    assert found == {AREA: Readiness(0), OTHER_AREA: Readiness(1)}


places = st.builds(
    office,
    st.sampled_from(["0114", "0180", None]),
    st.booleans(),
    st.integers(95, 105),
    st.integers(95, 105),
)
rows = st.builds(
    agreement,
    st.integers(1, 3),
    st.sampled_from([AREA, OTHER_AREA]),
    st.integers(95, 105),
    st.integers(95, 105),
    st.lists(places, max_size=3),
)


@given(st.lists(rows, min_size=1, max_size=6), st.integers(0, 4))
def test_every_provider_in_force_is_counted_once_and_ready_as_a_naive_look_says(agreements, ahead):
    in_force = [each for each in agreements if each["area"] == AREA and each["first"] <= START <= each["last"]]
    naive = {
        each["provider"]
        for each in in_force
        for place in each["offices"]
        if place["on_site"] and place["code"] == "0114" and place["first"] <= START - ahead and place["last"] >= START
    }

    found = standing(*agreements, days_ahead=ahead)

    assert found.ready == len(naive)
    assert found.ready + found.without_office + found.digital_only == len({each["provider"] for each in in_force})
