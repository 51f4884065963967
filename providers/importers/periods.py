"""Turns what was seen on single days into days from … to, and back again.

A listing says what holds from its own day until the day before the next listing. So listings can be put in, or put in
again corrected, in any order: what comes out depends only on which listing says what.
Pure: knows nothing of Django, files or offices.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import Generic, NamedTuple, TypeVar

What = TypeVar("What")
ONE_DAY = timedelta(days=1)


class Run(NamedTuple, Generic[What]):
    """Consecutive listings that say the same. Both days included; `closes_on` is None where the run is not over."""

    what: What
    opens_on: date
    closes_on: date | None
    last_seen_on: date

    def overlaps(self, other: "Run") -> bool:
        """Whether the two have a day in common."""
        return self.opens_on <= (other.closes_on or date.max) and other.opens_on <= (self.closes_on or date.max)

    def lies_within(self, other: "Run") -> bool:
        """Whether all days of this one are days of the other."""
        return other.opens_on <= self.opens_on and (self.closes_on or date.max) <= (other.closes_on or date.max)


def runs(seen: Mapping[date, What], listings: Sequence[date]) -> list[Run[What]]:
    """The runs of consecutive listings on which the same was seen, in the order of their days.

    seen: what was seen, by the day of the listing. listings: the days of all listings, ascending, each once.
    A run opens on its first listing and closes the day before the next listing that says something else or nothing.
    Raises KeyError where something was seen on a day without a listing.
    """
    if strangers := seen.keys() - set(listings):
        raise KeyError(f"seen on {min(strangers)}, a day without a listing")
    found: list[Run[What]] = []
    for day, following in zip_longest(listings, listings[1:]):
        if day not in seen:
            continue
        closes_on = following - ONE_DAY if following else None
        if found and found[-1].closes_on == day - ONE_DAY and found[-1].what == seen[day]:
            found[-1] = found[-1]._replace(closes_on=closes_on, last_seen_on=day)
        else:
            found.append(Run(seen[day], day, closes_on, day))
    return found


def seen_in(found: Iterable[Run[What]], listings: Sequence[date]) -> dict[date, What]:
    """What was seen on each listing, read back from the runs: the inverse of `runs`.

    listings: ascending. A run counts for every listing within its days.
    """
    seen = {}
    for run in found:
        first = bisect_left(listings, run.opens_on)
        last = bisect_right(listings, run.closes_on) if run.closes_on else len(listings)
        seen.update(dict.fromkeys(listings[first:last], run.what))
    return seen


def pair(stored: Sequence[Run], wanted: Sequence[Run]) -> list[tuple[int | None, int | None]]:
    """Which stored run lives on as which wanted one, as positions in the two; None where there is no partner.

    A stored run lives on as the first wanted one that shares a day with it and is still free; stored ones that stand
    earlier choose first. So an unchanged run always keeps its row, and a row never jumps to other days.
    """
    same = {run: position for position, run in enumerate(wanted)}
    kept = {position: same[run] for position, run in enumerate(stored) if run in same}
    free = [position for position in range(len(wanted)) if position not in set(kept.values())]
    for position, run in enumerate(stored):
        if position in kept:
            continue
        heir = next((candidate for candidate in free if run.overlaps(wanted[candidate])), None)
        if heir is not None:
            kept[position] = heir
            free.remove(heir)
    return [(position, kept.get(position)) for position in range(len(stored))] + [(None, position) for position in free]
