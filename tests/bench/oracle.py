"""What the map has to show: the class of every municipality on a day, worked out from the facts that the page holds.

Written anew, apart from the page's own script, so that a target that shows something else is found out. Pure.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

FEWEST = ((5, "many"), (3, "few"), (2, "two"), (1, "one"), (0, "none"))
STEP = 45  # days between those that are tried


def coverage(state: Mapping, day: int) -> list[str]:
    """The class of coverage of every municipality, in the order of `state["codes"]`."""
    if any(first <= day <= last for first, last in state["counts"]["unknown"]):
        return ["nodata"] * len(state["codes"])
    return [_class_of(_latest(changes, day)) for changes in state["counts"]["changes"]]


def status(state: Mapping, day: int) -> list[str]:
    """The status of every municipality, in the same order."""
    patterns = [
        [key for since, key in pattern if since is None or since <= day][-1] for pattern in state["status"]["patterns"]
    ]
    return [patterns[number] for number in state["status"]["of"]]


LAYERS = {"coverage": coverage, "status": status}


def telling_days(state: Mapping, number: int) -> list[int]:
    """So many days, from the last backwards, each with another map of coverage than the one before and than today's."""
    found, last = [], coverage(state, state["on"])
    for day in range(state["last"] - STEP, state["first"], -STEP):
        if len(found) < number and (now := coverage(state, day)) != last:
            found.append(day)
            last = now
    return found


def _latest(changes: Sequence[int], day: int) -> int:
    """The number that holds on a day, of a list of day, number, day, number …"""
    before = bisect_right(changes[::2], day)
    return changes[2 * before - 1] if before else 0


def _class_of(providers: int) -> str:
    return next(key for fewest, key in FEWEST if providers >= fewest)
