"""How far it is to the nearest office that is open, from every municipality on every day. Pure: arrays in, arrays out.

The least of many stretches of days: each stretch is two blocks of days whose length is a power of two (they may
overlap, since the least of the least is the least). Blocks are filled in from the longest to the shortest and each
halved into the next: the cost is that of the offices, plus that of the table a dozen times, never offices times days.
"""

import numpy as np

from municipalities.geography import arc_km, geocentric

AT_ONCE = 4096  # offices: their distances to all municipalities take a few megabytes


def nearest_km(points: np.ndarray, offices: np.ndarray, first: np.ndarray, last: np.ndarray, days: np.ndarray):
    """Kilometres in a straight line from each point to the nearest office open on each day: points × days.

    points, offices: latitude and longitude in degrees, a row each; first, last: the days of the offices, both included;
    days: ascending. NaN where no office is open. An office without a point, or that closes before it opens, is left
    out. Rounded to about a decimetre.
    """
    begin, end = np.searchsorted(days, first, side="left"), np.searchsorted(days, last, side="right")
    kept = (begin < end) & (first <= last) & np.isfinite(offices).all(axis=1)
    begin, end, places = begin[kept], end[kept], geocentric(offices[kept])
    level = np.frexp((end - begin).astype(float))[1] - 1  # the greatest power of two that is no longer than the stretch
    least = np.full((len(days), len(points)), np.inf, dtype=np.float32)
    targets = geocentric(points)
    for power in range(int(level.max(initial=-1)), -1, -1):
        here = level == power
        block = 2**power
        starts = np.concatenate([begin[here], end[here] - block])
        _fill(least, starts, np.tile(places[here], (2, 1)), targets)
        if power:
            half = block // 2
            np.minimum(least[half:], least[:-half].copy(), out=least[half:])
    least[np.isinf(least)] = np.nan
    return arc_km(np.sqrt(np.maximum(least, 0), dtype=np.float64)).T  # rounding may leave a little less than nothing


def _fill(least: np.ndarray, starts: np.ndarray, places: np.ndarray, targets: np.ndarray) -> None:
    """Put into the row of each start the squared distance to each target, where it is less than what stands there."""
    order = np.argsort(starts, kind="stable")
    for at in range(0, len(order), AT_ONCE):
        some = order[at : at + AT_ONCE]
        squared = _squared(places[some], targets)
        rows, begins = np.unique(starts[some], return_index=True)
        for row, begin, end in zip(rows, begins, [*begins[1:], len(some)], strict=True):  # no more than there are days
            np.minimum(least[row], squared[begin:end].min(axis=0), out=least[row])


def _squared(places: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Squared metres through the ground from every place to every target: places × targets.

    |p − t|² = |p|² − 2 p·t + |t|², as one product of matrices, seen from amid the targets so that no digits are lost.
    """
    places, targets = places - targets.mean(axis=0), targets - targets.mean(axis=0)
    left = np.column_stack([places, (places**2).sum(axis=1), np.ones(len(places))])
    right = np.column_stack([-2 * targets, np.ones(len(targets)), (targets**2).sum(axis=1)])
    return left @ right.T
