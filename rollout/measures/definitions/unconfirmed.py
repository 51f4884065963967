"""Offices that nobody has confirmed for a long time: a listed office is no proof of presence."""

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells, open_stays
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure
from rollout.measures.months import months_later

MONTHS = 12


def lapsing(ground: Ground) -> np.ndarray:
    """The first day on which each office is no longer confirmed; long ago where nobody ever confirmed it."""
    return months_later(ground.offices["confirmed"].to_numpy(dtype=np.int64), MONTHS) + 1


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: the open offices whose confirmation has lapsed, out of all that are open."""
    first, last = (ground.offices[name].to_numpy(dtype=np.int64) for name in ("first", "last"))
    stays = {"number": len(ground.codes), "days": days}
    part = open_stays(ground.office_rows, np.maximum(first, lapsing(ground)), last, **stays)
    whole = open_stays(ground.office_rows, first, last, **stays)
    unknown = ~ground.offices_are_known(days)
    part[:, unknown] = whole[:, unknown] = np.nan
    return Cells.of(ground.codes, part, whole)


MEASURE = Measure(
    key="unconfirmed",
    order=100,
    title=format_lazy(_("Offices not confirmed in the last {months} months"), months=MONTHS),
    unit=_("office on site"),
    test=format_lazy(_("nobody has confirmed in the last {months} months that the office is open"), months=MONTHS),
    numerator=_("open offices that were last confirmed before that, or never"),
    denominator=_("all offices on site that are open on the day"),
    number=_("offices not confirmed"),
    why=_(
        "Of the serious faults found on 491 visits by Arbetsförmedlingen in 2022, 23 were offices that were not open."
    ),
    source=_("Offices in the chosen data and the days on which they were last confirmed"),
    note=_("Only the last confirmation of an office is kept, so earlier days may show too few, never too many."),
    cells=cells,
    turns=lapsing,
    tested="office",
)
