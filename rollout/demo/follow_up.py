"""Invented ratings and results of some agreements of RoM 2, month by month for a year, with months missing. Pure."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from rollout.demo.dice import Dice
from rollout.demo.eras import ROM2_STARTS
from rollout.demo.rows import Agreement, Rating, Result

MONTHS = tuple(date(2025 + (6 + month) // 12, (6 + month) % 12 + 1, 1) for month in range(12))  # July 2025 to June 2026
EVERY = 4  # of the agreements that have run as long as RoM 2
RATED_FROM = 18  # participants; with fewer there is no rating
NOTHING_SAID_OF_RISK = frozenset(MONTHS[:2])  # the column is absent in some periods
MONTH_MISSING, RATING_CHANGES = 0.05, 0.15
SHARE_A, SHARE_B = 0.2, 0.5  # of the participants; the rest is level C


def results(agreements: Iterable[Agreement]) -> list[Result]:
    """A result a month; some months are missing, and so are the ratings of agreements with few participants."""
    return [row for agreement in followed(agreements) for row in _year(agreement)]


def ratings(found: Iterable[Result]) -> list[Rating]:
    """The ratings that the results tell."""
    return [Rating(row.agreement, row.period, row.rating) for row in found]


def followed(agreements: Iterable[Agreement]) -> list[Agreement]:
    """The agreements that are followed up: all are more than 22 months old in the first month."""
    lasting = [one for one in agreements if one.service == "rom2" and one.ends_on is None]
    return [one for one in lasting if one.starts_on == ROM2_STARTS][::EVERY]


def _year(agreement: Agreement) -> list[Result]:
    dice = Dice("results", agreement.number)
    participants, rating = dice.whole(8, 160), dice.whole(1, 4)
    rows = []
    for period in MONTHS:
        participants = max(5, participants + dice.whole(-6, 6))
        if dice.chance(RATING_CHANGES):
            rating = min(4, max(1, rating + dice.pick((-1, 1))))
        weighted = Decimal(dice.whole(800, 1400) + 500 * rating).scaleb(-4)
        if not dice.chance(MONTH_MISSING):
            rows.append(_result(agreement, period, participants, rating, weighted))
    return rows


def _result(agreement: Agreement, period: date, participants: int, rating: int, weighted: Decimal) -> Result:
    rated = participants >= RATED_FROM
    level_a, level_b = int(participants * SHARE_A), int(participants * SHARE_B)
    return Result(
        agreement=agreement.number,
        period=period,
        rating=rating if rated else None,
        active_22_months=True,
        weighted_result=weighted if rated else None,
        risks_termination=None if period in NOTHING_SAID_OF_RISK else rated and rating == 1,
        participants=participants,
        participants_a=level_a,
        participants_b=level_b,
        participants_c=participants - level_a - level_b,
    )
