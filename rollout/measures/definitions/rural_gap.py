"""How much more often rural municipalities lack a provider than the others."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells, truth
from rollout.measures.folding import GAP
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: 1 where there is no provider, 0 where not; the rural ones are the first side."""
    providers = ground.providers(days)
    return Cells.of(ground.codes, truth(providers, providers == 0), 1, number=providers, side=ground.rural)


MEASURE = Measure(
    key="rural-gap",
    order=70,
    title=_("The gap between rural municipalities and the others"),
    unit=_("municipality"),
    test=_("as chosen: an office on site, or an agreement in the delivery area"),
    numerator=_("share of the rural municipalities without a provider, minus that of the others"),
    denominator=_("rural municipalities by the chosen definition, and all others"),
    number=_("providers"),
    why=_("The service is for the whole country. The gap shows how much worse it reaches the countryside."),
    source=_("Offices and agreements in the chosen data; rural by the chosen definition"),
    cells=cells,
    fold=GAP,
    form="points",
    uses_rural=True,
)
