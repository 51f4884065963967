"""Facts as a calendar file (RFC 5545). Knows neither requests nor subscriptions.

An event keeps its UID whatever becomes of its day, and its SEQUENCE goes up with every change: so a calendar that
reads the file again moves the event instead of adding one. What has gone stays in the file as cancelled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from rollout.subscribed import Fact

SWEDEN = ZoneInfo("Europe/Stockholm")
MADE_BY = "-//Rusta och matcha//Utrullning//SV"
DOMAIN = "rusta-och-matcha"  # after the @ of a UID; not an address, and never to be changed
ASK_AGAIN = timedelta(hours=6)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact with a day, as a calendar needs it. sequence: how many times it has changed. url: its page, whole."""

    fact: Fact
    made_at: datetime
    changed_at: datetime
    sequence: int = 0
    is_gone: bool = False
    url: str = ""


def calendar_file(entries: Iterable[Entry], *, name: str, language: str) -> bytes:
    """A calendar with an event for each entry that has a day. The same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name, parameters={"language": language})
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        if entry.fact.on:
            calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    fact, event = entry.fact, Event()
    event.add("uid", f"{fact.uid}@{DOMAIN}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("created", entry.made_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("status", "CANCELLED" if entry.is_gone else "CONFIRMED")
    event.add("summary", fact.title)
    for name, value in _when(fact).items():
        event.add(name, value)
    for name, value in {"description": _described(fact), "location": fact.place, "url": entry.url}.items():
        if value:
            event.add(name, value)
    event.add("transp", "OPAQUE" if fact.starts_at else "TRANSPARENT")
    return event


def _when(fact: Fact) -> dict[str, date | datetime]:
    """Whole days, of which the end is the day after the last; or moments, in UTC so that no time zone is needed."""
    last = fact.until or fact.on
    if fact.starts_at is None:
        return {"dtstart": fact.on, "dtend": last + ONE_DAY}
    begins = _moment(fact.on, fact.starts_at)
    return {"dtstart": begins, **({"dtend": _moment(last, fact.ends_at)} if fact.ends_at else {})}


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SWEDEN).astimezone(UTC)


def _described(fact: Fact) -> str:
    return "\n\n".join(part for part in (fact.value, fact.names, fact.note) if part)
