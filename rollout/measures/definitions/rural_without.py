"""Rural municipalities without a provider: the question behind the survey's 43 %."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells, truth
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: 1 where a rural one has no provider; the others are not asked for."""
    providers = ground.providers(days)
    return Cells.of(ground.codes, truth(providers, providers == 0), ground.rural, number=providers)


MEASURE = Measure(
    key="rural-without",
    order=40,
    title=_("Rural municipalities without a provider"),
    unit=_("rural municipality"),
    test=_("as chosen: an office on site, or an agreement in the delivery area"),
    numerator=_("rural municipalities without a provider"),
    denominator=_("all rural municipalities by the chosen definition"),
    number=_("providers"),
    why=_(
        "A survey reports that 43 per cent lack a provider, but not by which definition. Any of them can be tried here."
    ),
    source=_("Offices and agreements in the chosen data; rural by the chosen definition"),
    cells=cells,
    uses_rural=True,
)
