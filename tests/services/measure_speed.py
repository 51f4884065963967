"""How long the measures of the rollout take: on the demonstration, and with a hundred times its offices and agreements.

Every act measures all measures and tells the slowest. The ground is kept between them, as it is between requests.
"""

from collections.abc import Callable
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

TODAY, DAY = date(2026, 12, 31), date(2024, 6, 1)
TIMES = 100


@cache
def ground():
    """The ground of the demonstration, which is loaded for it; counted in once, as after the first question."""
    from django.http import QueryDict

    from rollout.demo import storage
    from rollout.measure_ground import ground_of
    from rollout.selection import Selection

    storage.load()
    found = ground_of(Selection.from_query(QueryDict("basis=example"), today=TODAY))
    slowest(table_of, found)
    return found


@cache
def crowded():
    """The same country with a hundred times the offices and agreements, on other days and in other places."""
    from dataclasses import replace

    from rollout.coverage import presence

    one, dice = ground(), np.random.default_rng(4)
    offices, agreements = (_many(rows, dice) for rows in (one.offices, one.agreements))
    offices["code"] = dice.permutation(offices["code"].to_numpy())
    found = {"office": presence(offices), "agreement": one.presence_by("agreement")}
    many = replace(one, offices=offices, agreements=agreements, presence_by=found.__getitem__)
    slowest(table_of, many)
    return many


def _many(rows: pd.DataFrame, dice: np.random.Generator) -> pd.DataFrame:
    """The rows a hundred times, each moved by up to a year and to another provider."""
    many = pd.concat([rows] * TIMES, ignore_index=True)
    moved = dice.integers(-365, 365, len(many))
    return many.assign(
        first=many["first"] + moved,
        last=many["last"] + moved,
        provider=many["provider"] + 1000 * dice.integers(0, TIMES, len(many)),
    )


def table_of(measure, ground) -> None:
    """Every row and the figure of the country, on one day."""
    from rollout import measures
    from rollout.coverage import day_number

    measures.figure(measure, measures.table(measure, ground, day_number(DAY)))


def trend_of(measure, ground) -> None:
    """The figure of the country on every day from 2019 to 2026."""
    from rollout import measures
    from rollout.coverage import day_number

    measures.trend(measure, ground, np.arange(day_number(date(2019, 1, 1)), day_number(TODAY) + 1))


def slowest(act: Callable, ground) -> float:
    """The milliseconds of the measure that takes the longest."""
    from rollout.measures import MEASURES
    from tests.services.measures import timed

    return max(timed(lambda measure=measure: act(measure, ground)) for measure in MEASURES.values())


def a_day() -> float:
    return slowest(table_of, ground())


def all_days() -> float:
    return slowest(trend_of, ground())


def a_day_crowded() -> float:
    return slowest(table_of, crowded())


def all_days_crowded() -> float:
    return slowest(trend_of, crowded())
