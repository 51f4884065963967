"""Which days the map sheets show: those of the phases, days that the reader names, or every month, quarter or year."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.filters import DayField, check_day
from rollout.selection import InvalidSelection
from rollout.snapshot import Snapshot

MOST = 12
SHOWS = {"phases": gettext_lazy("The phases"), "around": gettext_lazy("The day before each phase and its first day")}
OWN = ("show", "day", "every", "from", "to")


@dataclass(frozen=True, slots=True)
class Step:
    """A step in time: what it is called, and how many months it is."""

    label: str
    months: int


STEPS = {
    "month": Step(gettext_lazy("month"), 1),
    "quarter": Step(gettext_lazy("quarter"), 3),
    "year": Step(gettext_lazy("year"), 12),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The days to show, in order, each with what it is called beside its day; and how they were chosen.

    left_out: how many days of the phases there was no room for.
    """

    days: tuple[tuple[date, str], ...]
    show: str = ""
    every: str = ""
    left_out: int = 0


def asked_days(query: QueryDict, snapshot: Snapshot, *, first: date, last: date) -> Asked:
    """The days of an address. Raises InvalidSelection with what is wrong and where."""
    days, every = [text for text in query.getlist("day") if text], query.get("every", "")
    if days and every:
        raise _fault(_("Every"), _("Choose days or a step in time, not both."))
    if days:
        return Asked(tuple((day, "") for day in _named(days, first, last)))
    if every:
        return Asked(tuple((day, "") for day in _stepped(query, every, first, last)), every=every)
    show = query.get("show") or "phases"
    if show not in SHOWS:
        raise _fault(_("Show"), _("There is no “%(value)s” to choose here.") % {"value": show[:40]})
    found = [each for each in _of_phases(snapshot, show) if first <= each[0] <= last]
    return Asked(tuple(found[:MOST]), show=show, left_out=max(0, len(found) - MOST))


def _fault(label: str, message: str) -> InvalidSelection:
    return InvalidSelection([(label, message)])


def _of_phases(snapshot: Snapshot, show: str) -> list[tuple[date, str]]:
    """The first day of each phase, and the day before it where that is asked for; phases that start together once."""
    names: dict[date, list[str]] = {}
    for phase in snapshot.phases:
        if phase.new_service_starts_on:
            names.setdefault(phase.new_service_starts_on, []).append(phase.label)
    found: dict[date, str] = {}
    for start, labels in names.items():
        told = {"phases": ", ".join(labels)}
        if show == "around":
            found.setdefault(start - timedelta(days=1), _("the day before %(phase)s") % {"phase": told["phases"]})
        found[start] = _("%(phase)s starts") % {"phase": told["phases"]}
    return sorted(found.items())


def _named(given: Sequence[str], first: date, last: date) -> list[date]:
    """The days that are named, in order. Raises InvalidSelection."""
    days = [_day(text, _("Day"), first, last) for text in given]
    twice = sorted({day for day in days if days.count(day) > 1})
    if twice:
        told = {"days": ", ".join(day.isoformat() for day in twice)}
        raise _fault(_("Day"), _("The same day more than once: %(days)s.") % told)
    return sorted(_at_most(days, _("Day")))


def _day(text: str, label: str, first: date, last: date) -> date:
    try:
        return check_day(DayField().clean(text), first, last)
    except ValidationError as fault:
        raise InvalidSelection([(label, message) for message in fault.messages]) from None


def _at_most(days: Sequence[date], label: str) -> Sequence[date]:
    if len(days) > MOST:
        told = {"number": len(days), "most": MOST}
        raise _fault(label, _("That is %(number)s days. No more than %(most)s maps at a time.") % told)
    return days


def _stepped(query: QueryDict, every: str, first: date, last: date) -> Sequence[date]:
    """Every month, quarter or year from a day to a day; from the first to the last known day where none is given."""
    if every not in STEPS:
        raise _fault(_("Every"), _("There is no “%(value)s” to choose here.") % {"value": every[:40]})
    start, end = (
        _day(query[name], label, first, last) if query.get(name) else default
        for name, label, default in (("from", _("From"), first), ("to", _("To"), last))
    )
    if end < start:
        raise _fault(_("To"), _("The last day cannot come before the first."))
    days = list(_steps(start, end, STEPS[every].months))
    return _at_most(days, _("Every"))


def _steps(start: date, end: date, months: int) -> Iterator[date]:
    """The same day of the month, or the last of a shorter one, so many months apart."""
    number = 0
    while (day := _months_later(start, number * months)) <= end:
        yield day
        number += 1


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
