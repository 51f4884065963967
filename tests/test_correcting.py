"""The rules that a correction keeps to, on both sides of each border. Without a database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.correcting import ADD, CLOSE, DAYS, MOVE, NOWHERE, RULES, Address, Known, Wish, find_faults
from providers.correction_words import FAULT_WORDS, told

HERE = Address("Storgatan 1", "97231", "Luleå", 65.5848, 22.1547)
THERE = HERE._replace(street="Storgatan 2", latitude=65.5840)
KNOWN = Known(
    starts_on=date(2022, 1, 1),
    ends_on=date(2026, 12, 31),
    last_referral_on=date(2026, 9, 30),
    area=frozenset({"2580", "2582"}),
    area_name="Luleå",
    address=HERE,
    opens_on=date(2023, 1, 1),
    closes_on=date(2026, 6, 30),
    names={"2580": "Luleå", "2584": "Kiruna"},
)
SOUND = {
    ADD: Wish(ADD, THERE, code="2580", placed="inside", first=date(2024, 1, 1)),
    MOVE: Wish(MOVE, THERE, code="2580", placed="inside", first=date(2024, 1, 1), last=KNOWN.closes_on),
    CLOSE: Wish(CLOSE, last=date(2025, 1, 31)),
    DAYS: Wish(DAYS, first=date(2022, 1, 1), last=date(2027, 12, 31)),
}


def faults(kind: str, known: Known = KNOWN, **values) -> list[tuple[str, str]]:
    return [(fault.field, fault.key) for fault in find_faults(replace(SOUND[kind], **values), known)]


@pytest.mark.parametrize("kind", RULES)
def test_a_sound_wish_has_no_fault(kind):
    assert faults(kind) == []


def test_there_is_no_other_kind():
    with pytest.raises(KeyError):
        find_faults(Wish("rename"), KNOWN)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"address": THERE._replace(street="")}, [("street", "address_missing")]),
        ({"address": THERE._replace(post_town="–")}, [("post_town", "address_missing")]),
        ({"address": NOWHERE._replace(post_town="Luleå"), "on_site": False}, []),
        ({"address": NOWHERE, "on_site": False}, []),
        ({"placed": "outside", "code": None}, [("point", "point_outside")]),
        ({"placed": "nearest"}, []),
        ({"address": THERE._replace(latitude=22.15, longitude=65.58), "placed": "outside", "code": None},
         [("point", "point_swapped")]),
        ({"address": THERE._replace(latitude=None, longitude=None), "code": None, "placed": ""},
         [("point", "municipality_missing")]),
        ({"code": None, "placed": "", "on_site": False, "address": NOWHERE},
         [("municipality", "municipality_missing")]),
        ({"chosen": "2580"}, []),
        ({"chosen": "2584"}, [("municipality", "municipality_differs")]),
        ({"code": "2582"}, []),
        ({"code": "2584"}, [("point", "outside_the_area")]),
        ({"code": "2584", "address": THERE._replace(latitude=None, longitude=None)},
         [("municipality", "outside_the_area")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [ADD, MOVE])
def test_an_office_lies_where_its_agreement_has_it(kind, values, expected):
    assert faults(kind, **values) == expected


def test_an_area_whose_municipalities_are_not_known_refuses_none():
    assert faults(ADD, replace(KNOWN, area=frozenset()), code="2584") == []


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (ADD, {"first": None}, [("first_on", "day_missing")]),
        (ADD, {"first": date(2022, 1, 1)}, []),
        (ADD, {"first": date(2021, 12, 31)}, [("first_on", "before_the_agreement")]),
        (ADD, {"first": date(2026, 12, 31)}, []),
        (ADD, {"first": date(2027, 1, 1)}, [("first_on", "after_the_agreement")]),
        (ADD, {"last": date(2026, 12, 31)}, []),
        (ADD, {"last": date(2027, 1, 1)}, [("last_on", "after_the_agreement")]),
        (ADD, {"last": date(2024, 1, 1)}, []),
        (ADD, {"last": date(2023, 12, 31)}, [("last_on", "ends_before_it_starts")]),
        (ADD, {"first": date(2014, 12, 31)}, [("first_on", "year")]),
        (MOVE, {"first": None}, []),
        (MOVE, {"first": date(2023, 1, 2)}, []),
        (MOVE, {"first": date(2023, 1, 1)}, [("first_on", "moves_before_it_opens")]),
        (MOVE, {"first": date(2026, 6, 30)}, []),
        (MOVE, {"first": date(2026, 7, 1)},
         [("last_on", "ends_before_it_starts"), ("first_on", "moves_after_it_closes")]),
        (MOVE, {"address": HERE}, [("street", "same_address")]),
        (CLOSE, {"last": None}, [("last_on", "day_missing")]),
        (CLOSE, {"last": date(2023, 1, 1)}, []),
        (CLOSE, {"last": date(2022, 12, 31)}, [("last_on", "closes_before_it_opens")]),
        (CLOSE, {"last": date(2026, 6, 30)}, [("last_on", "same_day")]),
        (CLOSE, {"last": date(2026, 12, 31)}, []),
        (CLOSE, {"last": date(2027, 1, 1)}, [("last_on", "after_the_agreement")]),
        (DAYS, {"last": None}, []),
        (DAYS, {"last": date(2026, 12, 31)}, [("last_on", "same_days")]),
        (DAYS, {"last": date(2026, 9, 30)}, []),
        (DAYS, {"last": date(2026, 9, 29)}, [("last_on", "before_the_last_referral")]),
        (DAYS, {"last": date(2021, 12, 31)}, [("last_on", "ends_before_it_starts")]),
        (DAYS, {"last": date(2100, 1, 1)}, [("last_on", "year")]),
    ],
)  # fmt: skip
def test_days_lie_where_they_can(kind, values, expected):
    assert faults(kind, **values) == expected


def test_an_office_that_outlasts_its_agreement_in_the_register_can_still_move():
    known = replace(KNOWN, closes_on=date(2027, 6, 30))

    assert faults(MOVE, known, last=date(2027, 6, 30)) == []


def test_every_fault_has_its_words():
    everything = [
        fault
        for kind, wish in SOUND.items()
        for fault in find_faults(replace(wish, code=None, placed="outside", last=date(2200, 1, 1)), KNOWN)
    ]

    assert {fault.key for fault in everything} <= set(FAULT_WORDS)
    assert all("%(" not in told(fault) for fault in everything)


days = st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2110, 1, 1)))
texts = st.text(max_size=12)
degrees = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))


@given(
    kind=st.sampled_from(list(RULES)),
    address=st.builds(Address, texts, texts, texts, degrees, degrees),
    on_site=st.booleans(),
    code=st.one_of(st.none(), st.sampled_from(["2580", "2584"])),
    first=days,
    last=days,
)
def test_whatever_is_wanted_each_field_has_one_fault_at_most_and_its_words(kind, address, on_site, code, first, last):
    wish = Wish(kind, address, on_site=on_site, code=code, placed="inside" if code else "", first=first, last=last)

    found = find_faults(wish, KNOWN)

    assert len({fault.field for fault in found}) == len(found)
    assert all(told(fault) for fault in found)
