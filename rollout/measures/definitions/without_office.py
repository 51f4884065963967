"""Municipalities in which no provider has an office on site."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells, truth
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: 1 where no provider has an office, 0 where not."""
    providers = ground.providers(days, test="office")
    return Cells.of(ground.codes, truth(providers, providers == 0), 1, number=providers)


MEASURE = Measure(
    key="without-office",
    order=10,
    title=_("Municipalities without an office"),
    unit=_("municipality"),
    test=_("an office on site, open on the day, under an agreement in force; a digital offer is not an office"),
    numerator=_("municipalities where no provider has an office on site"),
    denominator=_("all municipalities"),
    number=_("providers with an office"),
    why=_("Without an office, support is digital, and municipalities say that this does not fit the need."),
    source=_("Offices and agreements in the chosen data"),
    cells=cells,
    tested="office",
)
