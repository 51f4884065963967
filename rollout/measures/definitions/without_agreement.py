"""Municipalities in whose delivery area no provider has an agreement in force."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells, truth
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: 1 where no provider has an agreement, 0 where not."""
    providers = ground.providers(days, test="agreement")
    return Cells.of(ground.codes, truth(providers, providers == 0), 1, number=providers)


MEASURE = Measure(
    key="without-agreement",
    order=30,
    title=_("Municipalities without an agreement"),
    unit=_("municipality"),
    test=_("an agreement in force on the day in the delivery area of the municipality"),
    numerator=_("municipalities where no provider has an agreement in the delivery area"),
    denominator=_("all municipalities"),
    number=_("providers with an agreement"),
    why=_("Without an agreement nobody can be referred at all. Where there is one, there may still be no office."),
    source=_("Agreements and delivery areas in the chosen data"),
    note=_("Where the municipalities of an area are not known, nothing is known: that is no white spot."),
    cells=cells,
    tested="agreement",
)
