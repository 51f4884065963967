"""Invented unemployed and participants of RoM 2 per municipality and month, for a year. Pure.

Made so that a reader meets what real files have: a month that was not published, a county that lacks some months, small
counts that are masked, and the ages that change in January 2026.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from municipalities.ages import age_range
from rollout.demo.country import Country, Place
from rollout.demo.dice import Dice
from rollout.demo.follow_up import MONTHS
from rollout.demo.rows import Count

SERVICE = "rom2"
WORKING_AGE = 0.62  # of the inhabitants
LOWEST_RATE, RATE_SPREAD = 0.035, 0.037  # of the unemployed among those of working age
WINTER, SUMMER, OLDER_TOO = 1.05, 1.03, 1.012  # more in January to March, in July and August, and with more ages
REACH, REACH_SPREAD = 0.125, 0.06  # participants among the unemployed: one in seven or so in all
LESS_REACH = 0.5  # where providers are few: in the north, and again in rural municipalities
MASKED_BELOW = 5
NOT_PUBLISHED = date(2025, 11, 1)  # the participants of a whole month
LACKING_COUNTY, LACKING_MONTHS = "09", frozenset({date(2026, 3, 1), date(2026, 4, 1)})  # the unemployed there


@dataclass(frozen=True, slots=True)
class Counts:
    """All invented counts, municipality by municipality in order of time."""

    unemployed: tuple[Count, ...]
    participants: tuple[Count, ...]


def counts(country: Country) -> Counts:
    """A year of all municipalities."""
    unemployed, participants = [], []
    for place in country.places:
        for period, number, taking_part in _months(place):
            is_lacking = place.county == LACKING_COUNTY and period in LACKING_MONTHS
            unemployed.append(_count(place, period, None if is_lacking else number))
            participants.append(_count(place, period, None if period == NOT_PUBLISHED else taking_part))
    return Counts(tuple(unemployed), tuple(participants))


def _months(place: Place) -> Iterator[tuple[date, int, int]]:
    """How many are unemployed and how many of them take part, month by month."""
    dice = Dice("counts", place.code)
    rate = LOWEST_RATE + RATE_SPREAD * dice.share()
    reach = (REACH + REACH_SPREAD * dice.share()) * LESS_REACH ** (place.rural + (place.part == "SE3"))
    for period in MONTHS:
        rate *= 0.99 + 0.02 * dice.share()
        reach *= 0.98 + 0.04 * dice.share()
        number = round(place.population * WORKING_AGE * rate * _season(period))
        yield period, number, round(number * reach)


def _season(period: date) -> float:
    season = WINTER if period.month <= 3 else SUMMER if period.month in (7, 8) else 1.0
    return season * (OLDER_TOO if age_range(period) == "16–66" else 1.0)


def _count(place: Place, period: date, number: int | None) -> Count:
    """A count as it is published: small ones masked."""
    is_masked = number is not None and 0 < number < MASKED_BELOW
    return Count(place.code, period, None if is_masked else number, is_masked)
