"""Municipalities with exactly one provider: nobody to change to, and a white spot when that one leaves."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells, truth
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: 1 where there is exactly one provider, 0 where not."""
    providers = ground.providers(days)
    return Cells.of(ground.codes, truth(providers, providers == 1), 1, number=providers)


MEASURE = Measure(
    key="one-provider",
    order=20,
    title=_("Municipalities with only one provider"),
    unit=_("municipality"),
    test=_("as chosen: an office on site, or an agreement in the delivery area"),
    numerator=_("municipalities with exactly one provider"),
    denominator=_("all municipalities"),
    number=_("providers"),
    why=_(
        "Participants are to choose their provider. With one there is no choice, and when it leaves there is nobody."
    ),
    source=_("Offices and agreements in the chosen data"),
    note=_("It also falls when the only provider leaves: read it together with municipalities without an office."),
    cells=cells,
)
