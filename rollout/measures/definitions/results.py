"""The weighted result of the delivery areas: the question behind the survey's 33 % to work or study."""

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rollout.measures import months
from rollout.measures.cells import Cells
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Areas × days: the sum of results times participants, out of the sum of participants, of the month that holds.

    An agreement lacking either number is left out; an area whose agreements all do is not known; one of which the month
    tells nothing at all is not asked for.
    """
    told = ground.monthly("results")
    periods = months.periods_of(told)
    places = months.month_of(periods, days)
    rows, period = ground.areas.index.get_indexer(told["area"]), told["period"].to_numpy(dtype=np.int64)
    weight, result = (told[name].to_numpy(dtype=float) for name in ("participants", "weighted_result"))
    has_both = np.isfinite(weight) & np.isfinite(result)

    def on_days(values: np.ndarray, kept: np.ndarray) -> np.ndarray:
        shape = {"number": len(ground.areas), "periods": periods}
        return months.on_days(months.by_month(np.where(kept, rows, -1), period, values, **shape), places)

    lines = on_days(np.ones(len(told)), np.ones(len(told), dtype=bool))
    is_silent = np.isnan(lines) & (places >= 0)
    whole = np.where(is_silent, 0.0, on_days(weight, has_both))
    month = months.months_of_days(periods, places)
    return Cells.of(ground.areas.index, on_days(weight * result, has_both), whole, number=whole, months=month)


MEASURE = Measure(
    key="results",
    order=120,
    title=_("Weighted result"),
    unit=_("participant"),
    test=_("the weighted result in Arbetsförmedlingen’s follow-up of the month"),
    numerator=_("the weighted result of each agreement, by its number of participants"),
    denominator=_("participants of the agreements that have a weighted result"),
    number=_("participants"),
    why=_("A survey reports that 33 per cent go on to work or study."),
    source=_("Imported result follow-up from Arbetsförmedlingen"),
    note=format_lazy(
        _("This is not the measure of the survey. A month’s numbers hold for {months} months at most."),
        months=months.HELD,
    ),
    cells=cells,
    turns=lambda ground: months.turns(ground.monthly("results")),
    of="area",
    good="up",
)
