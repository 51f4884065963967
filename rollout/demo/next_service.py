"""The example service that follows on Rusta och matcha 2: its areas, and who is getting ready for it. Pure.

All of it is invented, and dated from the day of loading: four steps over the 18 months after it, some of them well
prepared and some not. Its offices keep away from the rural white spots, so that those stay as they are calibrated.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from math import cos, radians

from rollout.demo.country import Country, Place, by_pull
from rollout.demo.dice import ONE_DAY, Dice
from rollout.demo.names import STREETS, ExampleProvider
from rollout.demo.offices import room_in
from rollout.demo.rows import NUMBER_PREFIX, Agreement, Area, Office
from rollout.notice import is_working_day

SERVICE, FOLLOWS = "exempel", "rom2"
NAME, SHORT_NAME = "Exempeltjänsten (påhittad)", "Exempeltjänsten"
FIRST_NUMBER = 90_001  # of its agreements: far from those of the other services
PROVIDERS_NEEDED, DAYS_AHEAD = 2, 14  # what the example plan asks for
OPEN_ALREADY = 0.4  # of the offices of the first step


class Standing(StrEnum):
    """How far the providers of an area have come."""

    READY = "ready"
    LATE = "late"
    SINGLE = "single"
    DIGITAL = "digital"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Step:
    """A phase to be: how many weeks after loading it starts, where, and how often its areas stand how (of 100)."""

    number: int
    weeks: int
    counties: tuple[str, ...]
    standings: Mapping[Standing, int]


STEPS = (
    Step(1, 18, ("17", "18", "19", "20", "21"), {Standing.READY: 80, Standing.LATE: 10, Standing.SINGLE: 10}),
    Step(
        2,
        37,
        ("12", "13", "14"),
        {Standing.READY: 45, Standing.LATE: 15, Standing.DIGITAL: 25, Standing.NOBODY: 15},
    ),
    Step(
        3,
        55,
        ("01", "03", "04", "05", "09"),
        {Standing.READY: 20, Standing.SINGLE: 30, Standing.DIGITAL: 20, Standing.NOBODY: 30},
    ),
    Step(4, 74, ("06", "07", "08", "10", "22", "23", "24", "25"), {Standing.SINGLE: 10, Standing.NOBODY: 90}),
)
# The providers with an agreement, and how many of their offices open in time.
PROVIDERS = {
    Standing.READY: (3, 2),
    Standing.LATE: (2, 1),
    Standing.SINGLE: (1, 1),
    Standing.DIGITAL: (2, 0),
    Standing.NOBODY: (0, 0),
}


@dataclass(frozen=True, slots=True)
class NextArea:
    """A delivery area of the example service: its step, its municipalities by pull, and how far its providers are."""

    name: str
    step: int
    places: tuple[Place, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class NextService:
    """All that is invented of the example service; `starts` has the first day of each step."""

    starts: Mapping[int, date]
    places: tuple[NextArea, ...]
    areas: tuple[Area, ...]
    agreements: tuple[Agreement, ...]
    offices: tuple[Office, ...]


def next_service(country: Country, providers: Iterable[ExampleProvider], today: date) -> NextService:
    """The example service as it is prepared, seen from the day of loading."""
    willing = [one for one in providers if FOLLOWS in one.services]
    starts, found = first_days(today), next_areas(country)
    signed = list(_signed(found, willing, starts))
    return NextService(
        starts=starts,
        places=found,
        areas=tuple(Area(SERVICE, each.name, tuple(sorted(place.code for place in each.places))) for each in found),
        agreements=tuple(agreement for _area, held in signed for agreement in held),
        offices=tuple(_offices(country, signed, today)),
    )


def first_days(today: date) -> dict[int, date]:
    """The first day of each step, by number: the first working day of a week."""
    return {step.number: _working(_monday(today + timedelta(weeks=step.weeks))) for step in STEPS}


def next_areas(country: Country) -> tuple[NextArea, ...]:
    """The areas in order of name: those of RoM anew, since those of RoM 2 have no known municipalities."""
    places = defaultdict(list)
    for place in country.places:
        places[place.area].append(place)
    return tuple(_area(country, name, by_pull(found)) for name, found in sorted(places.items()))


def _area(country: Country, name: str, places: tuple[Place, ...]) -> NextArea:
    """An area switches with the county of its greatest municipality; where it has white spots only, nobody comes."""
    step = next(each for each in STEPS if places[-1].county in each.counties)
    standing = _standing(step, name) if _open_to_offices(country, places) else Standing.NOBODY
    return NextArea(f"Exempelområde nästa tjänst {name}", step.number, places, standing)


def _standing(step: Step, name: str) -> Standing:
    thrown = 100 * Dice("next service", name).share()
    for standing, share in step.standings.items():
        thrown -= share
        if thrown < 0:
            return standing
    return Standing.NOBODY


def _open_to_offices(country: Country, places: Iterable[Place]) -> list[Place]:
    """Where an office may open, from the least pull to the greatest."""
    white = set(country.rural_white_spots)
    return [place for place in places if place not in white]


Signed = tuple[NextArea, list[Agreement]]


def _signed(found: Iterable[NextArea], willing: list[ExampleProvider], starts: Mapping[int, date]) -> Iterator[Signed]:
    numbers = count(FIRST_NUMBER)
    for area in found:
        here = [one for one in willing if any(map(one.works_in, area.places))]
        here.sort(key=lambda one: Dice("next service", area.name, one.name).share())
        wanted, _in_time = PROVIDERS[area.standing]
        yield area, [_agreement(next(numbers), area, one, starts[area.step]) for one in here[:wanted]]


def _agreement(number: int, area: NextArea, provider: ExampleProvider, starts_on: date) -> Agreement:
    return Agreement(
        number=f"{NUMBER_PREFIX}{number}",
        provider=provider.name,
        service=SERVICE,
        area=area.name,
        starts_on=starts_on,
        ends_on=None,
    )


def _offices(country: Country, signed: Iterable[Signed], today: date) -> Iterator[Office]:
    room = room_in(country)
    for area, held in signed:
        _providers, in_time = PROVIDERS[area.standing]
        for rank, agreement in enumerate(held):
            if area.standing is Standing.DIGITAL:
                yield _digital(area, agreement)
                continue
            place = _open_to_offices(country, area.places)[-1]
            opens_on = _opening_day(area, agreement, in_time=rank < in_time, today=today)
            yield _on_site(agreement, place, room[place.code], opens_on, today)


def _opening_day(area: NextArea, agreement: Agreement, *, in_time: bool, today: date) -> date:
    """Some weeks before the start, in the first step here and there already before today; or too late."""
    dice, start = Dice("next service opens", agreement.number), agreement.starts_on
    if not in_time:
        return dice.monday(start + 7 * ONE_DAY, start + 35 * ONE_DAY)
    if area.step == 1 and dice.chance(OPEN_ALREADY):
        return dice.monday(today - 28 * ONE_DAY, today)
    return dice.monday(start - 70 * ONE_DAY, start - (DAYS_AHEAD + 7) * ONE_DAY)


def _on_site(agreement: Agreement, place: Place, room: float, opens_on: date, today: date) -> Office:
    dice = Dice("next service address", agreement.number)
    north, east = (room * (2 * dice.share() - 1) for _ in range(2))
    return Office(
        agreement=agreement.number,
        municipality=place.code,
        post_town=place.name,
        on_site=True,
        opens_on=opens_on,
        closes_on=None,
        last_confirmed_on=opens_on if opens_on <= today else None,  # nobody has seen one that is only announced
        street=f"{dice.pick(STREETS)} {dice.whole(61, 90)}",
        latitude=round(place.latitude + north, 5),
        longitude=round(place.longitude + east / cos(radians(place.latitude)), 5),
    )


def _digital(area: NextArea, agreement: Agreement) -> Office:
    return Office(
        agreement=agreement.number,
        municipality=area.places[-1].code,
        post_town=area.places[-1].name,
        on_site=False,
        opens_on=agreement.starts_on,
        closes_on=None,
        last_confirmed_on=None,
    )


def _monday(day: date) -> date:
    return day - ONE_DAY * day.weekday()


def _working(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day
