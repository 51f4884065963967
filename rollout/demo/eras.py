"""The three services as the demonstration plays them: their days, their white spots, their providers. Pure.

All days but those of the phases are invented. RoM 2 begins on 2023-04-17, as its first agreements really did; from that
day on RoM takes no referrals, so that never two services are open for referral, and its agreements end by area in
autumn 2023.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from rollout.demo.country import RURAL_WITHOUT_OFFICE, Country, Place, by_pull
from rollout.demo.dice import Dice

FIRST_DAY = date(2019, 1, 1)
ROM2_STARTS = date(2023, 4, 17)
ROM_ENDS = (date(2023, 8, 31), date(2023, 9, 29), date(2023, 10, 31), date(2023, 11, 30))
LAST_DAY = date(2026, 12, 31)  # nothing invented happens later

# From so much pull on, one provider more is present where a service is at its best.
PROVIDERS_FROM_PULL = (
    *(0, 10_000, 20_000, 32_000, 46_000, 62_000, 82_000),
    *(110_000, 150_000, 220_000, 320_000, 460_000, 650_000, 900_000),
)


@dataclass(frozen=True, slots=True)
class Era:
    """A service: the share of PROVIDERS_FROM_PULL that it reaches, and how many municipalities it leaves white."""

    service: str
    share: float
    rural_white_spots: int
    other_white_spots: int


ERAS = (
    Era("stom", share=0.55, rural_white_spots=42, other_white_spots=92),
    Era("rom", share=0.75, rural_white_spots=28, other_white_spots=46),
    Era("rom2", share=1.0, rural_white_spots=RURAL_WITHOUT_OFFICE, other_white_spots=28),
)


def levels(era: Era, country: Country) -> dict[str, int]:
    """How many providers have an office in each municipality, by code: 0 in the white spots, elsewhere by pull."""
    empty = {place.code for place in white_spots(era, country)}
    return {place.code: 0 if place.code in empty else _level(era, place) for place in country.places}


def _level(era: Era, place: Place) -> int:
    return max(1, round(era.share * bisect_right(PROVIDERS_FROM_PULL, place.pull)))


def white_spots(era: Era, country: Country) -> tuple[Place, ...]:
    """The municipalities of the least pull, with some luck; none where it is calibrated: rural, RoM 2."""
    rural = [place for place in country.places if place.rural]
    other = [place for place in country.places if not place.rural]
    calibrated = era.service == "rom2"
    poorest = country.rural_white_spots if calibrated else by_luck(era, rural)[: era.rural_white_spots]
    return (*poorest, *by_luck(era, other)[: era.other_white_spots])


def by_luck(era: Era, places: list[Place]) -> list[Place]:
    """Municipalities from the least pull to the greatest after luck, much of it lasting, some the service's own."""

    def luck(place: Place) -> float:
        lasting = 0.5 + Dice("luck", place.code).share()
        return lasting * (0.85 + 0.3 * Dice("luck", era.service, place.code).share())

    return sorted(by_pull(places), key=lambda place: place.pull * luck(place))
