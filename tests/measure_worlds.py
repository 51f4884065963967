"""Little countries for the tests of the measures: plain rows with days, made at random, and the ground made of them.

Knows nothing of what is counted; `tests/measure_oracle.py` counts the same rows slowly.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from rollout.coverage import ALWAYS, FOREVER, Presence, day_number, day_numbers, presence
from rollout.measures import Ground

CODES = ("0114", "0180", "1380", "2584")
SERVICES = ("stom", "rom")
AREAS = (1, 2, 3)
# Around these days a confirmation of a year before lapses, and the numbers of December 2019 cease to hold.
DAYS = [date(2020, 11, 28) + timedelta(days=number) for number in range(6)]
MONTHS = [date(2019, 11, 1), date(2019, 12, 1), date(2020, 7, 1), date(2020, 12, 1)]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality."""

    code: str
    county: str = "01"
    part: str = "SE1"
    population: int = 1000
    latitude: float = 60.0
    longitude: float = 15.0
    is_rural: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """An office (with a place, a confirmation, maybe a point) or an agreement (with an area); None is open."""

    provider: int
    first: date | None
    last: date | None
    code: str = ""
    area: int | None = None
    service: str = "rom"
    confirmed: date | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a month says of a municipality or an area; None is masked or missing."""

    key: str | int
    month: date
    number: int | None
    result: float | None = None


@dataclass(frozen=True)
class World:
    """Everything there is in a little country. unknown: stretches of days of which nothing is known of a kind."""

    places: list[Place]
    offices: list[Stay] = field(default_factory=list)
    agreements: list[Stay] = field(default_factory=list)
    areas: dict[int, str] = field(default_factory=dict)
    members: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, list[tuple[date, date]]] = field(default_factory=dict)
    unemployed: list[Told] = field(default_factory=list)
    participants: list[Told] = field(default_factory=list)
    results: list[Told] = field(default_factory=list)
    test: str = "office"
    knows_offices: bool = True


# --- The ground of a country ------------------------------------------------------------------------------------------


def ground(world: World) -> Ground:
    """What the measures are given of a country; most of it is made when a measure asks for it."""
    columns = ["code", "county", "part", "population", "latitude", "longitude", "rural"]
    rows = [(p.code, p.county, p.part, p.population, p.latitude, p.longitude, p.is_rural) for p in world.places]
    areas = [(key, f"Område {key}", service) for key, service in world.areas.items()]
    return Ground(
        municipalities=pd.DataFrame(rows, columns=columns).set_index("code"),
        test=world.test,
        presence_by=cache(lambda test: _presence(world, test)),
        offices=stays(world.offices),
        areas=pd.DataFrame(areas, columns=["area", "name", "service"]).set_index("area"),
        agreements=stays(world.agreements),
        unstated={service: spans(world, service) for service in SERVICES},
        monthly=lambda kind: _told(world, kind),
        knows_offices=world.knows_offices,
    )


def _presence(world: World, test: str) -> Presence:
    rows = stays(world.offices if test == "office" else world.agreements)
    if test == "agreement":
        members = pd.DataFrame(list(world.members.items()), columns=["code", "area"]).astype({"area": "Int64"})
        rows = rows.drop(columns="code").merge(members, on="area")
    return presence(rows, unknown=spans(world, test))


def _told(world: World, kind: str) -> pd.DataFrame:
    rows, key, number = {
        "unemployment": (world.unemployed, "code", "unemployed"),
        "participants": (world.participants, "code", "participants"),
        "results": (world.results, "area", "participants"),
    }[kind]
    frame = pd.DataFrame(
        [(row.key, day_number(row.month), row.number, row.result) for row in rows],
        columns=[key, "period", number, "weighted_result"],
    )
    return frame.astype({"period": np.int64, number: float, "weighted_result": float})


def stays(rows: list[Stay]) -> pd.DataFrame:
    """Offices or agreements as the snapshot has them."""
    columns = ["provider", "code", "area", "service", "latitude", "longitude"]
    frame = pd.DataFrame(
        [(row.provider, row.code, row.area, row.service, *(row.point or (np.nan, np.nan))) for row in rows],
        columns=columns,
    ).astype({"area": "Int64", "latitude": float, "longitude": float})
    frame["first"] = day_numbers([row.first for row in rows], missing=ALWAYS)
    frame["last"] = day_numbers([row.last for row in rows], missing=FOREVER)
    frame["confirmed"] = day_numbers([row.confirmed for row in rows], missing=ALWAYS)
    return frame


def spans(world: World, kind: str) -> list[tuple[int, int]]:
    return [(day_number(first), day_number(last)) for first, last in world.unknown.get(kind, [])]


# --- Countries at random ----------------------------------------------------------------------------------------------

days = st.sampled_from(DAYS)
some_day = st.one_of(st.none(), days)
a_year_before = days.map(lambda day: day - timedelta(days=366))
points = st.tuples(st.floats(56, 68), st.floats(12, 23))
counts = st.one_of(st.none(), st.integers(0, 9))
unknown_days = st.lists(st.tuples(days, days).map(lambda pair: (min(pair), max(pair))), max_size=2)


def offices(codes: list[str]) -> st.SearchStrategy:
    return st.lists(
        st.builds(
            Stay,
            code=st.sampled_from(codes),
            provider=st.integers(1, 3),
            first=some_day,
            last=some_day,
            confirmed=st.one_of(st.none(), a_year_before, days),
            point=st.one_of(st.none(), points),
        ),
        max_size=8,
    )


agreements = st.lists(
    st.builds(
        Stay,
        area=st.sampled_from(AREAS),
        provider=st.integers(1, 3),
        first=some_day,
        last=some_day,
    ),
    max_size=8,
)


def told(keys: list, *, with_result: bool = False) -> st.SearchStrategy:
    result = st.one_of(st.none(), st.sampled_from([0.0, 0.25, 0.5, 1.0])) if with_result else st.none()
    row = st.builds(Told, key=st.sampled_from(keys), month=st.sampled_from(MONTHS), number=counts, result=result)
    return st.lists(row, max_size=8, unique_by=lambda each: (each.key, each.month, with_result and id(each)))


@st.composite
def worlds(draw) -> World:
    """A country of one to four municipalities, in which anything may be missing."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True))
    places = [
        Place(
            code,
            county=code[:2],
            part=draw(st.sampled_from(["SE1", "SE3"])),
            population=draw(st.integers(0, 50)),
            latitude=draw(st.floats(56, 68)),
            longitude=draw(st.floats(12, 23)),
            is_rural=draw(st.booleans()),
        )
        for code in codes
    ]
    areas = {key: draw(st.sampled_from(SERVICES)) for key in draw(st.sets(st.sampled_from(AREAS)))}
    signed = [row for row in draw(agreements) if row.area in areas]
    kinds = ("office", "agreement", *SERVICES)
    return World(
        places=places,
        offices=draw(offices(codes)),
        agreements=[Stay(row.provider, row.first, row.last, area=row.area, service=areas[row.area]) for row in signed],
        areas=areas,
        members={code: draw(st.sampled_from(sorted(areas))) for code in codes} if areas else {},
        unknown={kind: draw(unknown_days) for kind in draw(st.sets(st.sampled_from(kinds)))},
        unemployed=draw(told(codes)),
        participants=draw(told(codes)),
        results=draw(told(sorted(areas), with_result=True)) if areas else [],
        test=draw(st.sampled_from(["office", "agreement"])),
        knows_offices=draw(st.integers(0, 9)) > 0,
    )
