"""What is open in a municipality on a day: worked out from the days of its switch, never stored. Pure; knows no model.

The periods are the definition; the status on one day is looked up in them, and the page's script looks up in the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)


class Status(StrEnum):
    """What a municipality is in on a day, from the view of referral; the values are the keys of the palette."""

    OLD = "old"
    NOTICE = "notice"
    GAP = "gap"
    WINDING = "winding"
    NEW = "new"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one switch; those that became actual where they are known, else the planned ones."""

    notice_sent_on: date | None
    last_referral_on: date | None
    new_service_starts_on: date | None
    last_contract_day_on: date | None


@dataclass(frozen=True, slots=True)
class Period:
    """A status from a day until the next period begins; `starts_on` None is from the beginning."""

    starts_on: date | None
    status: Status


def periods(days: Days | None) -> tuple[Period, ...]:
    """The statuses of a municipality in order of time; the first reaches back without end, the last goes on.

    - *old*: the old service is open for referral, no notice given yet.
    - *notice*: from the day notice is sent up to and including the last referral day (Notice rules for STOM, 2).
    - *gap*: after the last referral day and before the new service starts: nothing is open for referral.
    - *winding*: the new service is open; the old one delivers to those placed, last contract day included (rule 4).
    - *new*: the new service alone.
    - *unknown*: there is no switch, or the days that would tell are missing. Nothing is guessed; what the known days
      tell is told: without a last contract day all is known until the new service starts.

    Raises ValueError where both services would be open for referral on one day.
    """
    if days is None:
        return (Period(None, Status.UNKNOWN),)
    referral, start = days.last_referral_on, days.new_service_starts_on
    if referral and start and referral >= start:
        raise ValueError(f"both services open for referral on {start.isoformat()}")
    return _without_repeats([*_while_old_is_open(days), *_until_start(days), *_from_start(days)])


def _while_old_is_open(days: Days) -> list[Period]:
    if days.last_referral_on is None:
        return [Period(None, Status.UNKNOWN)]
    found = [Period(None, Status.OLD)]
    if days.notice_sent_on and days.notice_sent_on <= days.last_referral_on:
        found.append(Period(days.notice_sent_on, Status.NOTICE))
    return found


def _until_start(days: Days) -> list[Period]:
    """What comes after the last referral day, where the new service does not start on the next day."""
    if days.last_referral_on is None or days.last_referral_on == date.max:
        return []
    next_day = days.last_referral_on + ONE_DAY
    if days.new_service_starts_on is None:
        return [Period(next_day, Status.UNKNOWN)]
    return [Period(next_day, Status.GAP)] if next_day < days.new_service_starts_on else []


def _from_start(days: Days) -> list[Period]:
    start, last = days.new_service_starts_on, days.last_contract_day_on
    if start is None:
        return []
    if last is None:
        return [Period(start, Status.UNKNOWN)]
    if last < start:
        return [Period(start, Status.NEW)]
    winding = [Period(start, Status.WINDING)]
    return winding if last == date.max else [*winding, Period(last + ONE_DAY, Status.NEW)]


def _without_repeats(found: list[Period]) -> tuple[Period, ...]:
    return tuple(
        one for before, one in zip([None, *found], found, strict=False) if not before or before.status != one.status
    )


def status_in(found: Sequence[Period], on: date) -> Status:
    """The status on a day, looked up in periods as `periods` gives them."""
    return next(period.status for period in reversed(found) if period.starts_on is None or period.starts_on <= on)


def status_on(days: Days | None, on: date) -> Status:
    """The status of a municipality on a day. See `periods` for the definitions."""
    return status_in(periods(days), on)


def open_for_referral(status: Status) -> tuple[bool | None, bool | None]:
    """Whether the old and the new service are open for referral in a status; None where that is unknown."""
    return {
        Status.OLD: (True, False),
        Status.NOTICE: (True, False),
        Status.GAP: (False, False),
        Status.WINDING: (False, True),
        Status.NEW: (False, True),
        Status.UNKNOWN: (None, None),
    }[status]
