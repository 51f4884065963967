"""What differs between what was told and what holds, and when mail is due. Pure: in the head, or by hypothesis."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.subscribed import Fact, What, differences, is_due

DAY = date(2021, 9, 28)
LAST = Fact("last", "Last referral day", on=DAY)


def found(told: list[Fact], now: list[Fact]) -> list[tuple[str, str]]:
    return [(each.what.value, each.fact.uid) for each in differences({fact.uid: fact for fact in told}, now)]


def test_what_is_the_same_is_no_difference():
    assert found([LAST], [LAST]) == []


def test_a_fact_that_only_has_another_page_is_the_same():
    assert found([LAST], [replace(LAST, path="/elsewhere/")]) == []


@pytest.mark.parametrize(
    "changes, what",
    [
        ({"on": DAY + timedelta(days=1)}, "moved"),
        ({"until": DAY}, "moved"),
        ({"starts_at": time(13)}, "moved"),
        ({"on": None}, "moved"),
        ({"title": "Another"}, "changed"),
        ({"place": "Umeå"}, "changed"),
        ({"value": "2 of 9"}, "changed"),
        ({"names": "Umeå"}, "changed"),
        ({"note": "At the door"}, "changed"),
        ({"on": DAY + timedelta(days=1), "title": "Another"}, "moved"),
    ],
)
def test_a_day_that_is_another_moves_the_fact_and_words_that_are_others_change_it(changes, what):
    assert found([LAST], [replace(LAST, **changes)]) == [(what, "last")]


def test_what_was_not_told_is_new_and_what_no_longer_holds_has_gone():
    assert found([LAST], [Fact("start", "The service starts")]) == [("new", "start"), ("gone", "last")]


def test_a_difference_holds_both_sides():
    (moved,) = differences({"last": LAST}, [replace(LAST, on=DAY + timedelta(days=4))])

    assert (moved.before.on, moved.after.on) == (DAY, DAY + timedelta(days=4))


def test_two_facts_with_one_uid_are_refused():
    with pytest.raises(ValueError):
        differences({}, [LAST, LAST])


facts = st.builds(
    Fact,
    uid=st.sampled_from("abcd"),
    title=st.sampled_from(["one", "two"]),
    on=st.sampled_from([None, DAY, DAY + timedelta(days=1)]),
)
some_facts = st.lists(facts, unique_by=lambda fact: fact.uid)


@given(some_facts, some_facts)
def test_telling_all_differences_leaves_none(before, after):
    told = {fact.uid: fact for fact in before}

    for each in differences(told, after):
        if each.what is What.GONE:
            del told[each.fact.uid]
        else:
            told[each.fact.uid] = each.after

    assert differences(told, after) == []
    assert told == {fact.uid: fact for fact in after}


# Monday 2026-11-16 to Sunday 2026-11-22.
@pytest.mark.parametrize(
    "how_often, last, on, due",
    [
        ("daily", None, date(2026, 11, 18), True),
        ("daily", date(2026, 11, 17), date(2026, 11, 18), True),
        ("daily", date(2026, 11, 18), date(2026, 11, 18), False),
        ("daily", date(2026, 11, 3), date(2026, 11, 18), True),
        ("weekly", None, date(2026, 11, 18), True),
        ("weekly", date(2026, 11, 15), date(2026, 11, 16), True),
        ("weekly", date(2026, 11, 16), date(2026, 11, 22), False),
        ("weekly", date(2026, 11, 15), date(2026, 11, 22), True),
        ("weekly", date(2026, 11, 22), date(2026, 11, 23), True),
        ("", None, date(2026, 11, 18), False),
        ("hourly", None, date(2026, 11, 18), False),
    ],
)
def test_mail_is_due_once_a_day_or_once_a_week_and_a_missed_run_is_caught_up_with(how_often, last, on, due):
    assert is_due(how_often, last=last, on=on) is due
