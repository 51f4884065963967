"""How far it is from each municipality's point to the nearest office that is open, in a straight line."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from rollout.measures.cells import Cells
from rollout.measures.folding import MEDIAN
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure
from rollout.measures.nearest import nearest_km


def cells(ground: Ground, days: np.ndarray) -> Cells:
    """Municipalities × days: kilometres to the nearest open office; not known where none is open anywhere."""
    points = ground.municipalities[["latitude", "longitude"]].to_numpy(dtype=float)
    first, last = (ground.offices[name].to_numpy(dtype=np.int64) for name in ("first", "last"))
    distance = nearest_km(points, ground.office_points, first, last, days)
    distance[:, ~ground.offices_are_known(days)] = np.nan
    return Cells.of(ground.codes, distance, 1)


MEASURE = Measure(
    key="distance",
    order=90,
    title=_("Distance to the nearest office"),
    unit=_("municipality"),
    test=_("an office on site, open on the day, under an agreement in force; a digital offer is not an office"),
    numerator=_("the median of the distances from each municipality to the nearest office, wherever that lies"),
    denominator=_("all municipalities"),
    number=_("kilometres"),
    why=_(
        "A municipality without an office may lie next to one that has several, or a day’s journey from the nearest."
    ),
    source=_("Offices and agreements in the chosen data; the points of the municipalities"),
    note=_("The distance is in a straight line from one point in the municipality; the way by road is longer."),
    cells=cells,
    fold=MEDIAN,
    form="km",
    tested="office",
)
