"""Stretches of time as bars: what a service does, or how many providers there are, from a day to a day. Pure.

Knows no models, no requests and no colours; a bar carries the key of a palette class and the words for it. What happens
on a day, and is no stretch of anything, is a mark.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rollout.coverage import ALWAYS, FOREVER, Presence, coverage_class, day_number, to_day
from rollout.status import ONE_DAY, Period, Status


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days, both ends included; None is open. `row` is the line of the figure that it stands on."""

    row: str
    key: str
    word: str
    first: date | None = None
    last: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happens on a day, or within some days (until, included). `key` names its sign."""

    row: str
    key: str
    word: str
    on: date
    until: date | None = None
    note: str = ""

    @property
    def last(self) -> date:
        """The last of its days."""
        return self.until or self.on


@dataclass(frozen=True, slots=True)
class Span:
    """A status from a day to a day, both included; None is open."""

    status: Status
    first: date | None
    last: date | None


def spans(periods: Sequence[Period]) -> list[Span]:
    """Periods, which know only their beginning, with the day before the next one as their end."""
    ends = [each.starts_on - ONE_DAY for each in periods[1:] if each.starts_on]
    return [Span(each.status, each.starts_on, last) for each, last in zip(periods, [*ends, None], strict=True)]


# What each status means for the old and for the new service: the key of a palette class; missing where it does nothing.
OLD_DOES = {
    Status.OLD: "old",
    Status.NOTICE: "notice",
    Status.GAP: "winding",
    Status.WINDING: "winding",
    Status.UNKNOWN: "unknown",
}
NEW_DOES = {Status.WINDING: "new", Status.NEW: "new", Status.UNKNOWN: "unknown"}
NOBODY_DOES = {Status.GAP: "gap"}


def switch_bars(periods: Sequence[Period], *, rows: Mapping[str, str], words: Mapping[str, str]) -> list[Bar]:
    """The two services through a switch, and the gap between them where there is one.

    rows: names of the lines "old", "gap" and "new". words: by palette key. In a gap nobody is referred, but the old
    service still delivers to those placed (notice rule 4): so the wind-down of the old service begins with the gap.
    """
    lines = (("old", OLD_DOES), ("gap", NOBODY_DOES), ("new", NEW_DOES))
    return [
        Bar(rows[line], key, words[key], first, last)
        for line, does in lines
        for key, first, last in _joined((does.get(span.status, ""), span.first, span.last) for span in spans(periods))
        if key
    ]


def _joined(stretches: Iterable[tuple[str, date | None, date | None]]) -> list[tuple[str, date | None, date | None]]:
    """Stretches of one key that follow on each other, made one."""
    made: list[tuple[str, date | None, date | None]] = []
    for key, first, last in stretches:
        if made and made[-1][0] == key:
            made[-1] = (key, made[-1][1], last)
        else:
            made.append((key, first, last))
    return made


@dataclass(frozen=True, slots=True)
class Stretch:
    """A number of providers (None: nothing is known) from a day number to a day number, both included."""

    providers: int | None
    first: int
    last: int


def stretches(presence: Presence, code: str) -> list[Stretch]:
    """The providers of a municipality through all time, in order; with stretches of which nothing is known."""
    changes = presence.changes[presence.changes["code"] == code]
    days = [ALWAYS, *changes["on"].tolist()]
    counts = [0, *changes["providers"].tolist()]
    known = [
        Stretch(count, first, following - 1)
        for count, first, following in zip(counts, days, [*days[1:], FOREVER + 1], strict=True)
        if first <= FOREVER  # a stay without an end leaves on the day after
    ]
    for first, last in presence.unknown:
        known = [part for each in known for part in _without(each, first, last)] + [Stretch(None, first, last)]
    return sorted(known, key=lambda each: each.first)


def _without(each: Stretch, first: int, last: int) -> list[Stretch]:
    """What is left of a stretch when some days are taken out of it."""
    parts = [replace(each, last=min(each.last, first - 1)), replace(each, first=max(each.first, last + 1))]
    return [part for part in parts if part.first <= part.last]


def coverage_bars(presence: Presence, code: str, *, row: str, within: tuple[date, date], word) -> list[Bar]:
    """The providers of a municipality as bars in the colours of the coverage layer, cut to the days `within`.

    word: a function from a number of providers, or None where nothing is known, to words.
    """
    first, last = (day_number(day) for day in within)
    return [
        Bar(row, coverage_class(each.providers), word(each.providers), *_cut(each, first, last))
        for each in stretches(presence, code)
        if each.first <= last and each.last >= first
    ]


def _cut(each: Stretch, first: int, last: int) -> tuple[date, date | None]:
    return to_day(max(each.first, first)), to_day(min(each.last, last))


@dataclass(frozen=True, slots=True)
class Since:
    """From when something has been as it is: a day, at least since a day, or as long as anything is known (None)."""

    day: date | None
    at_least: bool = False


def since(presence: Presence, code: str, on: date) -> Since:
    """From when a municipality has had the number of providers that it has on a day."""
    all_of_them = stretches(presence, code)
    here = next(place for place, each in enumerate(all_of_them) if each.first <= day_number(on) <= each.last)
    first = all_of_them[here].first
    if first <= ALWAYS:
        return Since(None)
    return Since(to_day(first), at_least=all_of_them[here - 1].providers is None)
