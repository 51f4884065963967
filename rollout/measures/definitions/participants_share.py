"""How many of the unemployed take part: the question behind the survey's 1 in 7."""

import numpy as np
import pandas as pd
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rollout.measures import months
from rollout.measures.cells import Cells
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: participants out of the unemployed, in the latest month of which both are told."""
    taking_part, unemployed = ground.monthly("participants"), ground.monthly("unemployment")
    periods = months.periods_of(taking_part, unemployed)
    places = months.month_of(periods, days)

    def on_days(frame: pd.DataFrame, column: str) -> np.ndarray:
        rows, period = ground.codes.get_indexer(frame["code"]), frame["period"].to_numpy(dtype=np.int64)
        values = frame[column].to_numpy(dtype=float)
        table = months.by_month(rows, period, values, number=len(ground.codes), periods=periods)
        return months.on_days(table, places)

    part, whole = on_days(taking_part, "participants"), on_days(unemployed, "unemployed")
    return Cells.of(ground.codes, part, whole, months=months.months_of_days(periods, places))


MEASURE = Measure(
    key="participants-share",
    order=110,
    title=_("Share of the unemployed who take part"),
    unit=_("person"),
    test=_("a participant in the chosen service in the month; in any service where none is chosen"),
    numerator=_("participants in the municipality"),
    denominator=_("unemployed people in the municipality in the same month"),
    number=_("participants"),
    why=_("A survey reports that one in seven gets support through Rusta och matcha."),
    source=_("Imported numbers of participants and of unemployed people"),
    note=format_lazy(
        _("Masked and missing numbers are left out, never 0. A month’s numbers hold for {months} months at most."),
        months=months.HELD,
    ),
    cells=cells,
    turns=lambda ground: months.turns(ground.monthly("participants"), ground.monthly("unemployment")),
    good="up",
    by_provider=False,
    of_unemployed=True,
)
