"""The rules that a correction keeps to, asked when it is requested and again before it is applied. Pure.

A rule is a predicate over what is wanted (`Wish`) and what is known (`Known`). What it finds is told by a key, with the
values of the words in `correction_words.py`. Knows no database, no request and no language.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

ADD, MOVE, CLOSE, DAYS = "add", "move", "close", "days"
FIRST_YEAR, LAST_YEAR = 2015, 2099
OUTSIDE = "outside"  # how a point is placed that lies in no municipality and near none
LATITUDES, LONGITUDES = (54.0, 70.0), (10.0, 25.0)  # Sweden, and some water around it


class Address(NamedTuple):
    """Where an office is, as people write it, and its point in degrees (WGS 84)."""

    street: str = ""
    postal_code: str = ""
    post_town: str = ""
    latitude: float | None = None
    longitude: float | None = None


NOWHERE = Address()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a correction wants.

    chosen: the code of the municipality that was chosen beside the point, or "". code, placed: the municipality of the
    office and how it is known. first, last: the days of the office (of a move: from when the address holds, None where
    it was wrong all along) or of the agreement.
    """

    kind: str
    address: Address = NOWHERE
    on_site: bool = True
    chosen: str = ""
    code: str | None = None
    placed: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is so: the agreement, its area, and for a move or a close the office. Both ends of days count.

    area: the codes of the area's municipalities; empty where they are not known. names: of municipalities, by code.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    last_referral_on: date | None = None
    area: frozenset[str] = frozenset()
    area_name: str = ""
    address: Address = NOWHERE
    opens_on: date | None = None
    closes_on: date | None = None
    names: Mapping[str, str] = field(default_factory=dict)


class Fault(NamedTuple):
    """What a rule finds: the field at which it is told, the key of its words, and the values in them."""

    field: str
    key: str
    values: Mapping[str, Any] = {}


def find_faults(wish: Wish, known: Known) -> list[Fault]:
    """All that speaks against a wish, in the order of the fields; nothing where it may be asked for.

    Raises KeyError for a kind that there is not.
    """
    found = [fault for rule in RULES[wish.kind] for fault in rule(wish, known)]
    first_of_field = {fault.field: fault for fault in reversed(found)}  # a field has one thing wrong at a time
    return [fault for fault in found if first_of_field[fault.field] is fault]


# --- Where -----------------------------------------------------------------------------------------------------------


def has_an_address(wish: Wish, known: Known) -> Iterator[Fault]:
    """An office on site has a street and a town."""
    for name in ("street", "post_town"):
        value = getattr(wish.address, name)
        if (wish.on_site or value) and not any(letter.isalnum() for letter in value):
            yield Fault(name, "address_missing")


def lies_in_sweden(wish: Wish, known: Known) -> Iterator[Fault]:
    """The point is one in Sweden, on land or on its coast."""
    latitude, longitude = wish.address.latitude, wish.address.longitude
    if latitude is None or longitude is None:
        return
    if _within(latitude, LONGITUDES) and _within(longitude, LATITUDES):
        yield Fault("point", "point_swapped")
    elif wish.placed == OUTSIDE:
        yield Fault("point", "point_outside")


def has_a_municipality(wish: Wish, known: Known) -> Iterator[Fault]:
    """The municipality is known, by the point or by choice, and the two agree."""
    if wish.code is None and wish.placed != OUTSIDE:
        yield Fault("point" if wish.on_site else "municipality", "municipality_missing")
    elif wish.chosen and wish.code and wish.chosen != wish.code:
        values = {"real": known.names.get(wish.code, wish.code), "chosen": known.names.get(wish.chosen, wish.chosen)}
        yield Fault("municipality", "municipality_differs", values)


def lies_in_the_area(wish: Wish, known: Known) -> Iterator[Fault]:
    """The municipality belongs to the agreement's delivery area, where that is known."""
    if wish.code and known.area and wish.code not in known.area:
        values = {"municipality": known.names.get(wish.code, wish.code), "area": known.area_name}
        yield Fault("municipality" if wish.address.latitude is None else "point", "outside_the_area", values)


def address_differs(wish: Wish, known: Known) -> Iterator[Fault]:
    """A move changes something."""
    if wish.address == known.address and wish.last == known.closes_on:
        yield Fault("street", "same_address")


# --- When ------------------------------------------------------------------------------------------------------------


def days_are_sound(wish: Wish, known: Known) -> Iterator[Fault]:
    """No slip of the keyboard in a year, and no last day before the first."""
    for name, day in (("first_on", wish.first), ("last_on", wish.last)):
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield Fault(name, "year", {"first": FIRST_YEAR, "last": LAST_YEAR})
    if wish.first and wish.last and wish.last < wish.first:
        yield Fault("last_on", "ends_before_it_starts", {"first": wish.first})


def opens_some_day(wish: Wish, known: Known) -> Iterator[Fault]:
    """A new office has a first day."""
    if wish.first is None:
        yield Fault("first_on", "day_missing")


def within_the_agreement(wish: Wish, known: Known) -> Iterator[Fault]:
    """New days lie within those of the agreement; a missing last day means as long as the agreement lasts."""
    last = wish.last if wish.last != known.closes_on else None
    for name, day in (("first_on", wish.first), ("last_on", last)):
        if day and known.starts_on and day < known.starts_on:
            yield Fault(name, "before_the_agreement", {"day": known.starts_on})
        if day and known.ends_on and day > known.ends_on:
            yield Fault(name, "after_the_agreement", {"day": known.ends_on})


def moves_while_open(wish: Wish, known: Known) -> Iterator[Fault]:
    """A move comes after the opening and not after the last day; without a day the address was wrong all along."""
    if wish.first and known.opens_on and wish.first <= known.opens_on:
        yield Fault("first_on", "moves_before_it_opens", {"day": known.opens_on})
    if wish.first and known.closes_on and wish.first > known.closes_on:
        yield Fault("first_on", "moves_after_it_closes", {"day": known.closes_on})


def closes_after_it_opens(wish: Wish, known: Known) -> Iterator[Fault]:
    """A last day is given, is another than there is, and does not come before the first."""
    if wish.last is None:
        yield Fault("last_on", "day_missing")
    elif known.opens_on and wish.last < known.opens_on:
        yield Fault("last_on", "closes_before_it_opens", {"day": known.opens_on})
    elif wish.last == known.closes_on:
        yield Fault("last_on", "same_day")


def agreement_days_differ(wish: Wish, known: Known) -> Iterator[Fault]:
    """Other days are proposed than there are, and none that cuts the referrals short."""
    if (wish.first, wish.last) == (known.starts_on, known.ends_on):
        yield Fault("last_on", "same_days")
    if wish.last and known.last_referral_on and wish.last < known.last_referral_on:
        yield Fault("last_on", "before_the_last_referral", {"day": known.last_referral_on})


def _within(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]


PLACE = (has_an_address, lies_in_sweden, has_a_municipality, lies_in_the_area)
RULES: Mapping[str, tuple[Callable[[Wish, Known], Iterator[Fault]], ...]] = {
    ADD: (*PLACE, opens_some_day, days_are_sound, within_the_agreement),
    MOVE: (*PLACE, address_differs, days_are_sound, moves_while_open, within_the_agreement),
    CLOSE: (days_are_sound, closes_after_it_opens, within_the_agreement),
    DAYS: (days_are_sound, agreement_days_differ),
}
