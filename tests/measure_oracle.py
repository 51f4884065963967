"""The measures counted slowly: plain loops over rows and days that anybody can check by reading. Shares no code with
the product: it knows its answers only by what the words of a measure say.

A row is a pair (part, whole) or None where it is not known; (0, 0) is a row that is not asked for.
"""

import math
import statistics
from calendar import monthrange
from datetime import date

from tests.measure_worlds import Place, Stay, Told, World

Row = tuple[float, float] | None


def has(row: Stay, day: date) -> bool:
    """Whether a row's days hold a day; both ends count."""
    return (row.first is None or row.first <= day) and (row.last is None or day <= row.last)


def is_known(world: World, kind: str, day: date) -> bool:
    return not any(first <= day <= last for first, last in world.unknown.get(kind, []))


def providers(world: World, place: Place, day: date, test: str) -> int | None:
    """How many different providers a municipality has on a day."""
    if not is_known(world, test, day):
        return None
    if test == "office":
        return len({row.provider for row in world.offices if row.code == place.code and has(row, day)})
    area = world.members.get(place.code)
    return len({row.provider for row in world.agreements if row.area == area is not None and has(row, day)})


def lapses(confirmed: date, months: int) -> date:
    """The last day on which something is not older than so many months."""
    year, month = divmod(confirmed.year * 12 + confirmed.month - 1 + months, 12)
    return date(year, month + 1, min(confirmed.day, monthrange(year, month + 1)[1]))


def without(world: World, place: Place, day: date, test: str, *, number: int = 0) -> Row:
    found = providers(world, place, day, test)
    return None if found is None else (float(found == number), 1.0)


def rural_without(world: World, place: Place, day: date) -> Row:
    return without(world, place, day, world.test) if place.is_rural else (0, 0)


def inhabitants_without(world: World, place: Place, day: date) -> Row:
    row = without(world, place, day, "office")
    if not place.population:
        return 0, 0
    return row and (row[0] * place.population, place.population)


def thin_area(world: World, area: int, day: date) -> Row:
    service = world.areas[area]
    if not is_known(world, service, day):
        return None
    if not any(row.service == service and has(row, day) for row in world.agreements):
        return 0, 0
    return float(len({row.provider for row in world.agreements if row.area == area and has(row, day)}) < 2), 1.0


def unconfirmed(world: World, place: Place, day: date) -> Row:
    if not world.knows_offices or not is_known(world, "office", day):
        return None
    here = [row for row in world.offices if row.code == place.code and has(row, day)]
    old = [row for row in here if row.confirmed is None or day > lapses(row.confirmed, 12)]
    return len(old), len(here)


def distance(world: World, place: Place, day: date) -> Row:
    """Kilometres on a sphere: within one in a hundred of the truth."""
    if not world.knows_offices or not is_known(world, "office", day):
        return None
    points = {each.code: (each.latitude, each.longitude) for each in world.places}
    here = [row.point or points[row.code] for row in world.offices if has(row, day)]
    return (min(haversine((place.latitude, place.longitude), point) for point in here), 1.0) if here else None


def haversine(a: tuple[float, float], b: tuple[float, float]) -> float:
    (north, east), (other_north, other_east) = (tuple(map(math.radians, point)) for point in (a, b))
    squared = math.sin((other_north - north) / 2) ** 2
    squared += math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(squared))


# --- Month by month ---------------------------------------------------------------------------------------------------


def month_that_holds(months: set[date], day: date) -> date | None:
    """The latest month that has begun, unless it began a year ago or more."""
    begun = [month for month in months if month <= day]
    return max(begun) if begun and day < lapses(max(begun), 12) else None


def of_month(rows: list[Told], key: str | int, month: date) -> list[Told]:
    return [row for row in rows if row.key == key and row.month == month]


def participants_share(world: World, place: Place, day: date) -> Row:
    month = month_that_holds({r.month for r in world.unemployed} & {r.month for r in world.participants}, day)
    numbers = []
    for rows in (world.participants, world.unemployed):
        found = of_month(rows, place.code, month) if month else []
        numbers.append(found[0].number if found else None)
    if numbers[1] == 0:
        return 0, 0
    return None if None in numbers else (numbers[0], numbers[1])


def result(world: World, area: int, day: date) -> Row:
    month = month_that_holds({row.month for row in world.results}, day)
    if month is None:
        return None
    found = of_month(world.results, area, month)
    known = [row for row in found if row.number is not None and row.result is not None]
    if found and not known:
        return None
    return sum(row.number * row.result for row in known), sum(row.number for row in known)


# --- Every measure ----------------------------------------------------------------------------------------------------

BY_PLACE = {
    "without-office": lambda world, place, day: without(world, place, day, "office"),
    "one-provider": lambda world, place, day: without(world, place, day, world.test, number=1),
    "without-agreement": lambda world, place, day: without(world, place, day, "agreement"),
    "rural-without": rural_without,
    "inhabitants-without": inhabitants_without,
    "rural-gap": lambda world, place, day: without(world, place, day, world.test),
    "north-gap": lambda world, place, day: without(world, place, day, world.test),
    "distance": distance,
    "unconfirmed": unconfirmed,
    "participants-share": participants_share,
}
BY_AREA = {"thin-areas": thin_area, "results": result}
SIDES = {"rural-gap": lambda place: place.is_rural, "north-gap": lambda place: place.part == "SE3"}


def rows(world: World, key: str, day: date) -> dict[str | int, Row]:
    """Every row of a measure on a day."""
    if key in BY_AREA:
        return {area: BY_AREA[key](world, area, day) for area in world.areas}
    return {place.code: BY_PLACE[key](world, place, day) for place in world.places}


def figure(world: World, key: str, rows: dict[str | int, Row]) -> tuple[float | None, float | None, float | None]:
    """Value, part and whole of some rows."""
    if key in SIDES:
        first = {place.code for place in world.places if SIDES[key](place)}
        one, other = (share([row for code, row in rows.items() if (code in first) == side]) for side in (True, False))
        return (None if one[0] is None or other[0] is None else one[0] - other[0]), one[1], one[2]
    return median(list(rows.values())) if key == "distance" else share(list(rows.values()))


def share(rows: list[Row]) -> tuple[float | None, float | None, float | None]:
    asked = [row for row in rows if row is None or row[1]]
    known = [row for row in asked if row is not None]
    if asked and not known:
        return None, None, None
    part, whole = sum(row[0] for row in known), sum(row[1] for row in known)
    return (part / whole if whole else None), part, whole


def median(rows: list[Row]) -> tuple[float | None, float | None, float | None]:
    known = [row[0] for row in rows if row is not None]
    if not known:
        return None, None, None if rows else 0
    return statistics.median(known), None, len(known)
