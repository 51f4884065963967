"""What happens next and what has happened, seen from the reader's day, with certainty and source. Asks nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from municipalities.models import Certainty, Source
from rollout.models import DayStatement
from rollout.pages.words import day_words

WEAKEST_FIRST = (Certainty.REPORTED, Certainty.DERIVED, Certainty.STATED)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that happens on a day. `certainty` is empty where the day is a row entered here, without a source."""

    day: date
    what: str
    certainty: str = ""
    source: Source | None = None
    method: str = ""
    about: str = ""
    url: str = ""
    example: bool = False
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """Occasions on both sides of a day: those ahead with the nearest first, those behind with the latest first."""

    on: date
    ahead: tuple[Occasion, ...]
    behind: tuple[Occasion, ...]

    @property
    def next(self) -> Occasion | None:
        """The nearest day ahead, the reader's own day included."""
        return self.ahead[0] if self.ahead else None

    @property
    def latest(self) -> Occasion | None:
        """The latest day behind."""
        return self.behind[0] if self.behind else None

    @property
    def days_until(self) -> int | None:
        """Days from the reader's day to the next occasion; 0 is today."""
        return (self.next.day - self.on).days if self.next else None

    @property
    def days_since(self) -> int | None:
        """Days from the latest occasion to the reader's day."""
        return (self.on - self.latest.day).days if self.latest else None


def agenda(occasions: Iterable[Occasion], on: date) -> Agenda:
    """Occasions put in order around a day; what happens on the day itself still lies ahead."""
    ordered = sorted(occasions, key=lambda each: each.day)
    ahead = tuple(each for each in ordered if each.day >= on)
    behind = tuple(each for each in reversed(ordered) if each.day < on)
    return Agenda(on, ahead, behind)


def least_certain(*certainties: str) -> str:
    """The weakest of some certainties: a chain is as certain as its weakest link."""
    return next((each.value for each in WEAKEST_FIRST if each in certainties), Certainty.STATED.value)


def statement_occasions(
    statements: Iterable[DayStatement],
    *,
    names: Mapping[str, str],
    certainty: str = Certainty.STATED,
    days: Mapping[str, date | None] | None = None,
    about: str = "",
    url: str = "",
) -> list[Occasion]:
    """The days of a phase that the plan follows. `days` overrides them, where a municipality has days of its own.

    certainty: how surely the days apply here; a stated day of a phase is derived for a municipality whose phase is.
    """
    statements = list(statements)
    contested = {each.field for each in statements if not each.holds}
    found = []
    for each in statements:
        day = (days or {}).get(each.field) or each.day
        if each.holds and day:
            found.append(
                Occasion(
                    day=day,
                    what=day_words(**names)[each.field],
                    certainty=least_certain(each.certainty, certainty),
                    source=each.source,
                    method=method_of(each),
                    about=about,
                    url=url,
                    contested=each.field in contested,
                )
            )
    return found


def method_of(statement: DayStatement) -> str:
    """How a day was derived, in the reader's language."""
    return statement.method_en if get_language() == "en" and statement.method_en else statement.method
