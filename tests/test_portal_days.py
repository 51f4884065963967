"""What a provider's agreements amount to on a day: pure, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rollout.portal import (
    ENDS_WITHIN,
    PREPARED_WITHIN,
    SEEN_AHEAD,
    Held,
    Start,
    changes,
    ended_last,
    openings,
    standing,
    without_office,
)
from rollout.status import Days

ON = date(2021, 9, 28)
DAY = timedelta(days=1)
STOM = Held(1, "stom", 10, date(2019, 1, 1), date(2021, 9, 28), date(2021, 9, 28), date(2021, 12, 29))
ROM = Held(2, "rom", 20, date(2021, 9, 29))
ENDLESS = Held(3, "stom", 11, date(2019, 1, 1))
PLAN = Days(date(2021, 9, 28), date(2021, 9, 28), date(2021, 9, 29), date(2021, 12, 29))


def told(*held, on=ON, planned=None):
    """The changes as service, agreements, and the days with what happens on them."""
    return [
        (each.service, each.agreements, [(step.field, step.day.isoformat()) for step in each.steps])
        for each in changes(held, on, planned=planned)
    ]


# --- What changes -----------------------------------------------------------------------------------------------------


def test_an_agreement_that_ends_is_told_step_by_step_and_one_that_begins_by_its_first_day():
    assert told(ROM, STOM) == [
        (
            "stom",
            (1,),
            [("notice_sent_on", "2021-09-28"), ("last_referral_on", "2021-09-28"), ("ends_on", "2021-12-29")],
        ),
        ("rom", (2,), [("starts_on", "2021-09-29")]),
    ]


def test_agreements_for_a_service_with_the_same_days_are_one_change():
    other = replace(STOM, key=4, area=12)

    assert [(service, keys) for service, keys, _steps in told(STOM, other, ROM)] == [("stom", (1, 4)), ("rom", (2,))]


def test_agreements_for_two_services_with_the_same_days_are_two_changes():
    assert len(told(STOM, replace(STOM, key=4, service="rom"))) == 2


@pytest.mark.parametrize(("on", "still"), [(date(2021, 12, 29), True), (date(2021, 12, 30), False)])
def test_a_change_is_told_until_its_last_day_has_passed(on, still):
    assert bool(told(STOM, on=on)) is still


@pytest.mark.parametrize(
    ("on", "day"),
    [(date(2021, 9, 28), date(2021, 9, 28)), (date(2021, 9, 29), date(2021, 12, 29))],
)
def test_the_next_step_is_the_first_that_the_day_has_not_passed(on, day):
    (change,) = changes([STOM], on)

    assert change.next(on).day == day


def test_an_agreement_without_days_ahead_changes_nothing():
    assert told(ENDLESS) == []


def test_where_an_agreement_says_no_last_day_the_plan_s_days_stand_in_and_are_marked_so():
    (change,) = changes([ENDLESS], ON, planned={3: [(PLAN, ["2580"])]})

    assert change.by_plan
    assert change.codes == ()
    assert [step.day.isoformat() for step in change.steps] == ["2021-09-28", "2021-09-28", "2021-12-29"]


def test_the_agreement_s_own_last_day_goes_before_the_plan_s():
    assert not any(each.by_plan for each in changes([STOM], ON, planned={1: [(PLAN, ["2580"])]}))


def test_an_area_that_the_plan_splits_is_told_part_by_part():
    later = replace(PLAN, notice_sent_on=None, last_referral_on=date(2021, 12, 6), last_contract_day_on=None)

    found = changes([ENDLESS], ON, planned={3: [(later, ["2583"]), (PLAN, ["2580", "2581"])]})

    assert [each.codes for each in found] == [("2580", "2581"), ("2583",)]


def test_a_plan_without_days_for_the_end_tells_nothing():
    assert told(ENDLESS, planned={3: [(Days(None, None, date(2021, 9, 29), None), ["2580"])]}) == []


def test_what_ended_last_is_told_together():
    ended = [replace(ENDLESS, key=key, ends_on=day) for key, day in enumerate([ON, ON - DAY, ON - DAY, ON - 9 * DAY])]

    assert [each.key for each in ended_last([*ended, ENDLESS], ON)] == [1, 2]
    assert ended_last([ENDLESS], ON) == []


@pytest.mark.parametrize(
    ("held", "ending"),
    [
        (ENDLESS, False),
        (replace(ENDLESS, ends_on=ON + ENDS_WITHIN), True),
        (replace(ENDLESS, ends_on=ON + ENDS_WITHIN + DAY), False),
        (replace(ENDLESS, ends_on=ON), True),
        (replace(ENDLESS, ends_on=ON - DAY), False),
        (replace(ENDLESS, notice_sent_on=ON), True),
        (replace(ENDLESS, notice_sent_on=ON + DAY), False),
        (replace(ENDLESS, last_referral_on=ON), True),
        (replace(ENDLESS, last_referral_on=ON + DAY), False),
        (replace(STOM, starts_on=ON + DAY), False),
    ],
)
def test_an_agreement_is_ending_from_its_notice_or_when_its_last_days_have_come(held, ending):
    assert held.is_ending(ON) is ending


# --- What is to be done -----------------------------------------------------------------------------------------------

START = Start("2580", "stom", "rom", date(2021, 9, 29), date(2021, 12, 29))
AREAS = {"rom": {"2580": 20, "2581": 20}}


def asked(*held, on=ON, starts=(START,), codes=("2580",), areas=AREAS):
    codes_of = {each.key: codes for each in held}
    return [
        (each.service, each.area, each.codes)
        for each in openings(held, starts, on=on, codes_of=codes_of, area_of=areas)
    ]


def test_a_new_service_without_the_provider_is_told_once_for_its_area():
    both = (START, replace(START, code="2581"))

    assert asked(STOM, starts=both, codes=("2580", "2581")) == [("rom", 20, ("2580", "2581"))]


def test_an_agreement_for_the_new_service_answers_it_also_when_it_is_yet_to_begin():
    assert asked(STOM, ROM) == []
    assert asked(STOM, replace(ROM, area=21)) == [("rom", 20, ("2580",))]
    assert asked(STOM, replace(ROM, starts_on=date(2021, 9, 30))) == [("rom", 20, ("2580",))]


def test_where_the_new_area_is_not_known_an_agreement_answers_for_its_own_municipalities():
    elsewhere = {each: {} for each in AREAS}

    assert asked(STOM, areas=elsewhere) == [("rom", None, ("2580",))]
    assert asked(STOM, ROM, areas=elsewhere) == []


@pytest.mark.parametrize(("on", "told"), [(date(2021, 12, 29), True), (date(2021, 12, 30), False)])
def test_a_start_asks_until_the_old_service_is_over(on, told):
    assert bool(asked(STOM, on=on)) is told


def test_a_provider_that_had_left_before_the_start_is_not_asked():
    assert asked(replace(STOM, ends_on=date(2020, 6, 30))) == []


def test_a_provider_elsewhere_is_not_asked():
    assert asked(STOM, codes=("0180",)) == []


@pytest.mark.parametrize(
    ("held", "lacks"),
    [
        (ENDLESS, True),
        (replace(ENDLESS, ends_on=ON - DAY), False),
        (replace(ENDLESS, last_referral_on=ON), True),
        (replace(ENDLESS, last_referral_on=ON - DAY), False),
        (replace(ENDLESS, starts_on=ON + PREPARED_WITHIN), True),
        (replace(ENDLESS, starts_on=ON + PREPARED_WITHIN + DAY), False),
    ],
)
def test_an_agreement_ought_to_have_an_office_while_it_is_open_for_referral_or_soon_will_be(held, lacks):
    assert bool(without_office([held], ON, staffed=[])) is lacks
    assert without_office([held], ON, staffed=[held.key]) == []


# --- Where it stands --------------------------------------------------------------------------------------------------


def stood(*held, codes, without=(), borders=()):
    return standing(held, ON, codes_of=codes, without=set(without), borders=borders)


def test_where_nobody_is_comes_before_what_ends_and_that_before_being_there():
    found = stood(
        STOM,
        ENDLESS,
        codes={1: ("2580", "2581"), 3: ("2580", "0180")},
        without=("2581", "2583", "2584"),
        borders=[("2580", "2583"), ("2583", "2580"), ("2583", "2584"), ("2580", "2581")],
    )

    classes = {code: found.class_of(code) for code in ("2580", "2581", "0180", "2583", "2584")}
    assert classes == {
        "2580": "ending",
        "2581": "bare",
        "0180": "own",
        "2583": "beside",
        "2584": "elsewhere",
    }


@pytest.mark.parametrize(
    ("starts_on", "key"), [(ON + SEEN_AHEAD, "ahead"), (ON + SEEN_AHEAD + DAY, "elsewhere"), (ON, "own")]
)
def test_a_beginning_is_on_the_map_when_it_is_near(starts_on, key):
    found = stood(replace(ENDLESS, starts_on=starts_on), codes={3: ("2580",)}, without=("2583",))

    assert found.class_of("2580") == key
