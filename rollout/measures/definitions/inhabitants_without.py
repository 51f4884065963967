"""Inhabitants of municipalities in which no provider has an office on site."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells, truth
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: the inhabitants where no provider has an office, out of all of them."""
    providers = ground.providers(days, test="office")
    inhabitants = ground.municipalities["population"].to_numpy(dtype=float)
    return Cells.of(
        ground.codes, truth(providers, providers == 0) * inhabitants[:, None], inhabitants, number=providers
    )


MEASURE = Measure(
    key="inhabitants-without",
    order=50,
    title=_("Inhabitants in municipalities without an office"),
    unit=_("inhabitant"),
    test=_("an office on site, open on the day, under an agreement in force; a digital offer is not an office"),
    numerator=_("inhabitants in municipalities where no provider has an office on site"),
    denominator=_("all inhabitants"),
    number=_("providers with an office"),
    why=_("Municipalities are of very different sizes. This is why many can lack a provider while few people do."),
    source=_("Offices and agreements in the chosen data; inhabitants from Statistics Sweden"),
    note=_("The same number of inhabitants is used for all days."),
    cells=cells,
    tested="office",
)
