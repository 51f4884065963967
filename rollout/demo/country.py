"""What the demonstration has to know of the country and of the published rollout, and what it makes of that. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

RURAL_GROUPS = frozenset({"C8", "C9"})
# Halved once more: municipalities that live from visitors, and those whose people work in the town next door.
WEAK_GROUPS = frozenset({"C9", "A2", "B4", "C7"})
RURAL_WITHOUT_OFFICE = 24


@dataclass(frozen=True, slots=True)
class PhaseDays:
    """The days of a phase of the published plan, as it plans them."""

    notice_sent_on: date
    notice_counts_from: date
    last_referral_on: date
    last_contract_day_on: date
    new_service_starts_on: date


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality: `group` is its SKR class, `phase` the number of its phase, `area` its delivery area of RoM."""

    code: str
    name: str
    county: str
    county_name: str
    part: str
    group: str
    population: int
    latitude: float
    longitude: float
    phase: int
    area: str

    @property
    def rural(self) -> bool:
        """By SKR's groups C8 and C9, the definition that the demonstration is calibrated for."""
        return self.group in RURAL_GROUPS

    @property
    def pull(self) -> int:
        """How strongly providers are drawn here, in inhabitants: halved in northern Sweden, halved in weak groups."""
        return self.population // (2 if self.part == "SE3" else 1) // (2 if self.group in WEAK_GROUPS else 1)


@dataclass(frozen=True, slots=True)
class Country:
    """All municipalities, in order of code, and the days of the phases by number."""

    places: tuple[Place, ...]
    phases: Mapping[int, PhaseDays]

    @property
    def rural_white_spots(self) -> tuple[Place, ...]:
        """The rural municipalities that stay without an office: the 24 of the least pull, least first."""
        return by_pull(place for place in self.places if place.rural)[:RURAL_WITHOUT_OFFICE]


def by_pull(places: Iterable[Place]) -> tuple[Place, ...]:
    """Municipalities from the least pull to the greatest; those of the same pull in order of code."""
    return tuple(sorted(places, key=lambda place: (place.pull, place.code)))
