"""What a follower was told beside what holds now: what is new, has moved, changed or gone. And when mail is due.

Pure: facts in, differences out. Knows no Django, no subject and no words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from enum import StrEnum

UNPRINTABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML has no place for


class What(StrEnum):
    """What happened to a fact; the values are those of `News.Kind`."""

    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a follower is told: a day, or several, on which something happens; or a value without a day.

    uid: what it is, whatever becomes of its day and its words. title, note: in the follower's language. names: of
    municipalities or areas, ", " between. path: the page about it. Times are Swedish, and only where there is a day.
    """

    uid: str
    title: str
    on: date | None = None
    until: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    value: str = ""
    names: str = ""
    note: str = ""
    path: str = ""

    @property
    def when(self) -> tuple[date | None, date | None, time | None, time | None]:
        """The days and times; what an event in a calendar moves by."""
        return self.on, self.until, self.starts_at, self.ends_at

    @property
    def said(self) -> tuple[str, ...]:
        """What is said of it beside when."""
        return self.title, self.place, self.value, self.names, self.note


def printable(text: str) -> str:
    """A text without the characters that no feed and no calendar may hold."""
    return UNPRINTABLE.sub("", text)


def cleaned(fact: Fact) -> Fact:
    """A fact whose words are printable: names are entered by people, and come from files."""
    values = asdict(fact)
    return Fact(**{name: printable(value) if isinstance(value, str) else value for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that became another; before is None for what is new, after for what has gone."""

    what: What
    before: Fact | None
    after: Fact | None

    @property
    def fact(self) -> Fact:
        """The fact as it is now, or was."""
        return self.after or self.before


def differences(told: Mapping[str, Fact], now: Iterable[Fact]) -> list[Difference]:
    """What differs between what was told and stands (by uid), and the facts of now; in their order, then what has gone.

    A fact that only has another page is the same. Raises ValueError where two facts of now have one uid.
    """
    present = list(now)
    by_uid = {fact.uid: fact for fact in present}
    if len(by_uid) < len(present):
        raise ValueError("two facts have the same uid")
    found = [_difference(told.get(fact.uid), fact) for fact in present]
    gone = [Difference(What.GONE, fact, None) for uid, fact in told.items() if uid not in by_uid]
    return [each for each in found if each] + gone


def _difference(before: Fact | None, after: Fact) -> Difference | None:
    if before is None:
        return Difference(What.NEW, None, after)
    if before.when != after.when:
        return Difference(What.MOVED, before, after)
    return Difference(What.CHANGED, before, after) if before.said != after.said else None


def is_due(how_often: str, *, last: date | None, on: date) -> bool:
    """Whether mail is due on a day that comes daily, or weekly (from Monday on), when the last came on a day.

    A run that was missed is caught up with by the next one. Never for another word than the two.
    """
    begins = {"daily": on, "weekly": on - timedelta(days=on.weekday())}.get(how_often)
    return begins is not None and (last is None or last < begins)
