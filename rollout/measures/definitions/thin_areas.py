"""Delivery areas with fewer providers than there must be for a choice."""

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells, truth
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure

FEWEST = 2  # providers: with fewer, participants have nobody to choose between


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Areas × days: 1 where too few have an agreement; areas of a service that nobody has one for are not asked for."""
    providers, in_use = ground.providers_in_areas(days), ground.areas_in_use(days)
    asked = in_use | np.isnan(providers)
    return Cells.of(ground.areas.index, truth(providers, providers < FEWEST), asked, number=providers)


MEASURE = Measure(
    key="thin-areas",
    order=60,
    title=format_lazy(_("Delivery areas with fewer than {number} providers"), number=FEWEST),
    unit=_("delivery area"),
    test=_("an agreement in force on the day in the delivery area"),
    numerator=format_lazy(_("delivery areas with fewer than {number} providers"), number=FEWEST),
    denominator=_("delivery areas of the services that have an agreement in force somewhere on the day"),
    number=_("providers with an agreement"),
    why=_("There must be providers wherever the new service starts, and more than one for participants to choose."),
    source=_("Agreements and delivery areas in the chosen data"),
    cells=cells,
    of="area",
    tested="agreement",
)
