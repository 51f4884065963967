"""The invented offices: where, from when to when, and when somebody last saw that they were open. Pure.

Calibration: from CALIBRATED_FROM on, for good, the rural municipalities without an office are exactly the country's
`rural_white_spots`. Every other one keeps its first office, of a provider whose agreement does not end.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, hypot, radians

from rollout.demo.country import Country, Place
from rollout.demo.dice import ONE_DAY, Dice
from rollout.demo.eras import LAST_DAY
from rollout.demo.markets import Market
from rollout.demo.names import STREETS, ExampleProvider
from rollout.demo.rows import Agreement, Office

CALIBRATED_FROM = date(2024, 2, 14)
# The last days of the last offices in the rural white spots of the greatest pull, the greatest of all last.
FAREWELLS = (date(2023, 10, 27), date(2023, 12, 15), date(2023, 12, 29), date(2024, 1, 31), CALIBRATED_FROM - ONE_DAY)
LAST_CONFIRMED = date(2026, 10, 30)
SHORTEST_STAY = timedelta(days=90)

# How many days after its agreement starts a municipality's first office, and a further one, may open.
FIRST_OPENS_WITHIN = {"stom": 300, "rom": 60, "rom2": 120}
FURTHER_OPENS_WITHIN = {"stom": 540, "rom": 330, "rom2": 700}
OPENS_AT_ONCE = {"stom": 0.55, "rom": 0.6, "rom2": 0.5}
CLOSES_EARLY, ONLY_OFFICE_CLOSES = 0.25, 0.08
TWO_OFFICES_FROM_LEVEL, TWO_OFFICES = 8, 0.2
DIGITAL_ONLY = 0.25  # of the municipalities that have no office in RoM 2, from CALIBRATED_FROM on

NEVER_CONFIRMED, CONFIRMED_LONG_AGO = 0.08, 0.15
CONFIRMED_WITHIN = 240  # days before it closed, or before LAST_CONFIRMED

SPREAD = 0.06  # of the way to the nearest other municipality's point: near enough to lie in its own, islands included
FARTHEST_DEGREES = 0.03


@dataclass(frozen=True, slots=True)
class Stay:
    """A provider in a municipality under an agreement, from a day to a day; `last` None is without end."""

    place: Place
    provider: ExampleProvider
    agreement: Agreement
    first: date
    last: date | None


def offices(country: Country, signed: Iterable[tuple[Market, Mapping[ExampleProvider, Agreement]]]) -> Iterator[Office]:
    """Every office, on site and digital, market by market and municipality by municipality."""
    farewells = {
        place.code: day for place, day in zip(country.rural_white_spots[-len(FAREWELLS) :], FAREWELLS, strict=True)
    }
    room = room_in(country)
    for market, held in signed:
        for place in market.places:
            for stay in _stays(market, place, held, farewells.get(place.code)):
                yield from _on_site(stay, room[place.code], market.levels[place.code])
            yield from _digital(market, place, held)


# --- Who is where, when -----------------------------------------------------------------------------------------------


def _stays(
    market: Market, place: Place, held: Mapping[ExampleProvider, Agreement], farewell: date | None
) -> Iterator[Stay]:
    """The providers on site in a municipality while a service lasts."""
    order = _order(market, place)
    if market.service == "rom2" and farewell:
        yield Stay(place, order[0], held[order[0]], market.starts_on, farewell)
    for rank, provider in enumerate(order[: market.levels[place.code]]):
        agreement = held[provider]
        first = _first_day(place, agreement, is_first=rank == 0)
        last = _last_day(place, agreement, first, chance=_chance_of_closing(market, place, rank))
        if last is None or last - first >= SHORTEST_STAY:
            yield Stay(place, provider, agreement, first, last)


def _order(market: Market, place: Place) -> list[ExampleProvider]:
    """The panel as one municipality ranks it, much the same in all eras; a steady one comes first."""
    liking = {one: Dice("liking", place.code, one.name).share() for one in market.panel}
    first = min(market.steady, key=liking.__getitem__)
    return [first, *sorted((one for one in market.panel if one is not first), key=liking.__getitem__)]


def _first_day(place: Place, agreement: Agreement, *, is_first: bool) -> date:
    """With the agreement, or on a Monday after it started."""
    dice = Dice("opens", agreement.service, place.code, agreement.provider)
    if dice.chance(OPENS_AT_ONCE[agreement.service]):
        return agreement.starts_on
    within = (FIRST_OPENS_WITHIN if is_first else FURTHER_OPENS_WITHIN)[agreement.service]
    return dice.monday(agreement.starts_on, agreement.starts_on + ONE_DAY * within)


def _last_day(place: Place, agreement: Agreement, first: date, *, chance: float) -> date | None:
    """The last day of the agreement, or, with some chance, a day before it."""
    dice = Dice("closes", agreement.service, place.code, agreement.provider)
    earliest, latest = first + SHORTEST_STAY, agreement.ends_on or LAST_DAY
    return dice.day(earliest, latest) if earliest < latest and dice.chance(chance) else agreement.ends_on


def _chance_of_closing(market: Market, place: Place, rank: int) -> float:
    """That an office closes before its agreement ends. Of the first offices only some do, and none in rural ones."""
    if rank > 0:
        return CLOSES_EARLY
    return 0 if place.rural or market.levels[place.code] > 1 else ONLY_OFFICE_CLOSES


# --- Rows -------------------------------------------------------------------------------------------------------------


def _on_site(stay: Stay, room: float, level: int) -> Iterator[Office]:
    """The offices of a stay: one, or two in a city; at the same addresses in every era."""
    dice, place = Dice("address", stay.place.code, stay.provider.name), stay.place
    two = level >= TWO_OFFICES_FROM_LEVEL and dice.chance(TWO_OFFICES)
    for number in range(2 if two else 1):
        north, east = (room * (2 * dice.share() - 1) for _ in range(2))
        yield Office(
            agreement=stay.agreement.number,
            municipality=place.code,
            post_town=place.name,
            on_site=True,
            opens_on=stay.first,
            closes_on=stay.last,
            last_confirmed_on=_last_confirmed(stay, number),
            street=f"{dice.pick(STREETS)} {30 * number + dice.whole(1, 30)}",
            latitude=round(place.latitude + north, 5),
            longitude=round(place.longitude + east / cos(radians(place.latitude)), 5),
        )


def _digital(market: Market, place: Place, held: Mapping[ExampleProvider, Agreement]) -> Iterator[Office]:
    """A digital offer, in some of the municipalities that have nothing else."""
    dice = Dice("digital", place.code)
    if market.service != "rom2" or market.levels[place.code] > 0 or not dice.chance(DIGITAL_ONLY):
        return
    provider = dice.pick(market.steady)
    agreement = held[provider]
    first = dice.monday(CALIBRATED_FROM, CALIBRATED_FROM + ONE_DAY * 365)
    stay = Stay(place, provider, agreement, first, agreement.ends_on)
    yield Office(
        agreement=agreement.number,
        municipality=place.code,
        post_town=place.name,
        on_site=False,
        opens_on=first,
        closes_on=agreement.ends_on,
        last_confirmed_on=_last_confirmed(stay, 0),
    )


def _last_confirmed(stay: Stay, number: int) -> date | None:
    """Mostly in the last months in which the office was open; for some long ago, and for a few never."""
    dice = Dice("confirmed", stay.agreement.number, stay.place.code, number)
    latest = min(stay.last or LAST_CONFIRMED, LAST_CONFIRMED)
    if latest < stay.first or dice.chance(NEVER_CONFIRMED):
        return None
    if dice.chance(CONFIRMED_LONG_AGO):
        return dice.day(stay.first, latest)
    return max(stay.first, latest - ONE_DAY * dice.whole(0, CONFIRMED_WITHIN))


def room_in(country: Country) -> dict[str, float]:
    """How far from its municipality's point an office may lie, in degrees of latitude, by code."""

    def apart(one: Place, other: Place) -> float:
        east = (one.longitude - other.longitude) * cos(radians(one.latitude))
        return hypot(one.latitude - other.latitude, east)

    nearest = {
        one.code: min(apart(one, other) for other in country.places if other is not one) for one in country.places
    }
    return {code: min(SPREAD * way, FARTHEST_DEGREES) for code, way in nearest.items()}
