"""How much more often municipalities in northern Sweden lack a provider than the others."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells, truth
from rollout.measures.folding import GAP
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure

NORTH = "SE3"  # as counties have it (NUTS 1): from Värmland, Dalarna and Gävleborg to Norrbotten


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: 1 where there is no provider, 0 where not; the northern ones are the first side."""
    providers = ground.providers(days)
    is_north = (ground.municipalities["part"] == NORTH).to_numpy(dtype=bool)
    return Cells.of(ground.codes, truth(providers, providers == 0), 1, number=providers, side=is_north)


MEASURE = Measure(
    key="north-gap",
    order=80,
    title=_("The gap between northern Sweden and the rest"),
    unit=_("municipality"),
    test=_("as chosen: an office on site, or an agreement in the delivery area"),
    numerator=_("share of the municipalities in northern Sweden without a provider, minus that of the rest"),
    denominator=_("municipalities in northern Sweden, and all others"),
    number=_("providers"),
    why=_(
        "A survey reports few providers in northern Sweden, and that a small share of the unemployed there take part."
    ),
    source=_("Offices and agreements in the chosen data; parts of the country (NUTS 1) from Statistics Sweden"),
    note=_("Northern Sweden is Värmland, Dalarna, Gävleborg and the four counties north of them."),
    cells=cells,
    fold=GAP,
    form="points",
)
