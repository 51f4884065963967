"""The notice rules: working days, when a notice counts, how long it runs, and what that suggests for a phase's days.

Pure: days in, days out; knows no Django, no plan and no words. The rules suggest; what was decided is what is stored.
Rules 1 to 3 are Arbetsförmedlingen's for Stöd och matchning, stated in its news of 2021.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)
WORKING_DAYS_TO_ARRIVE = 2
MONTHS_OF_NOTICE = 3
WORKING_DAYS_TO_FIRST_PARTICIPANT = 10
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class PhaseDays:
    """The five days of a phase; None where a day is not decided."""

    notice_sent_on: date | None = None
    notice_counts_from: date | None = None
    last_referral_on: date | None = None
    last_contract_day_on: date | None = None
    new_service_starts_on: date | None = None


# In the order in which they come where nothing deviates.
DAYS = tuple(PhaseDays.__slots__)


@lru_cache(maxsize=256)
def free_days(year: int) -> frozenset[date]:
    """The days of a year on which nobody works, beside Saturdays and Sundays.

    Sweden's public holidays, and with them Midsummer's Eve, Christmas Eve and New Year's Eve: no public holidays by
    name, but the Annual Leave Act (1977:480, section 7) puts them on a level with one. The library keeps them apart as
    "de facto"; other eves are half days at most and count as working days. Empty before 1953.
    """
    # Imported here: it takes 0.2 s, and most pages ask for no working day.
    from holidays.constants import DE_FACTO, PUBLIC
    from holidays.countries.sweden import Sweden

    return frozenset(Sweden(years=year, categories=(PUBLIC, DE_FACTO)))


def is_working_day(day: date) -> bool:
    """Whether people work on a day in Sweden."""
    return day.weekday() < SATURDAY and day not in free_days(day.year)


def add_working_days(day: date, number: int) -> date:
    """The so-manieth working day after a day, or before it where the number is negative; 0 gives the day itself.

    The day need not be a working day. Raises OverflowError past either end of the calendar.
    """
    step = ONE_DAY if number > 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def notice_counts_from(sent_on: date) -> date:
    """The day that a notice counts from: when two full working days have passed since the day it was sent (rule 1).

    The day after the second of them, whichever day of the week that is. Sent on Friday 2021-09-24 it counts from
    Wednesday 2021-09-29 (AF's own case), on Monday 2020-03-09 from Thursday 2020-03-12 (the pilot).
    Raises OverflowError past the end of the calendar.
    """
    return add_working_days(sent_on, WORKING_DAYS_TO_ARRIVE) + ONE_DAY


def latest_notice_for(counts_from: date) -> date:
    """The latest working day on which notice can be sent, so that it counts from a day at the latest (rule 1)."""
    return add_working_days(counts_from, -(WORKING_DAYS_TO_ARRIVE + 1))


def last_contract_day(counts_from: date) -> date:
    """Three months from the day that a notice counts from, that day's number kept (rule 1).

    Where the third month is shorter it is that month's last day: from 30 November to the end of February.
    Raises OverflowError past the end of the calendar.
    """
    return _months_from(counts_from, MONTHS_OF_NOTICE)


def latest_count_for(contract_day: date) -> date:
    """The latest day that a notice can count from, so that agreements end on a day at the latest; the inverse."""
    counts_from = _months_from(contract_day, -MONTHS_OF_NOTICE)
    while last_contract_day(counts_from + ONE_DAY) <= contract_day:
        counts_from += ONE_DAY
    return counts_from


def _months_from(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date value out of range")
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def last_referral_day(sent_on: date, starts_on: date | None = None) -> date:
    """The last day of referral to the old service: the day of notice (rule 2), but always before the new one starts.

    Where only free days lie between the two it is the day before the start: nobody refers on them, and so they make no
    gap. Raises OverflowError past either end of the calendar.
    """
    if starts_on is None:
        return sent_on
    nobody_refers_between = sent_on >= starts_on or add_working_days(sent_on, 1) >= starts_on
    return starts_on - ONE_DAY if nobody_refers_between else sent_on


def earliest_start(last_referral_on: date) -> date:
    """The earliest day on which the new service may be open: the day after the old one's last referral day."""
    return last_referral_on + ONE_DAY


def first_participants_on(starts_on: date) -> date:
    """The earliest day on which a first participant starts with a provider of the new service (rule 3).

    A first start comes at least 10 working days after its decision, and the first decisions are made on the day that
    the service opens for referral. A fact to tell beside a phase; single decisions are not known here.
    """
    return add_working_days(starts_on, WORKING_DAYS_TO_FIRST_PARTICIPANT)


def suggest(days: PhaseDays) -> PhaseDays:
    """What the rules make of some of a phase's days for the others, in either direction.

    The notice follows from the decided days, as late as all of them allow; where it is decided itself, it stands.
    Every other day follows from those decided beside it, never from itself. A day stays None where nothing tells it,
    or where it would lie outside the calendar. From one decided day, the suggestions together break no rule, but for a
    notice decided to count from a day that no notice counts from, such as the second day of a weekend.
    """
    sent = days.notice_sent_on or _latest_notice(days)
    counts = _apply(notice_counts_from, sent)
    referral = _apply(lambda day: last_referral_day(day, days.new_service_starts_on), sent)
    return PhaseDays(
        notice_sent_on=sent,
        notice_counts_from=counts,
        last_referral_on=referral,
        last_contract_day_on=_apply(last_contract_day, days.notice_counts_from or counts),
        new_service_starts_on=_apply(earliest_start, days.last_referral_on or referral),
    )


def filled(days: PhaseDays) -> PhaseDays:
    """The decided days, and the suggested ones where none is decided."""
    suggested = suggest(days)
    return replace(days, **{name: getattr(suggested, name) for name in DAYS if getattr(days, name) is None})


def differences(days: PhaseDays) -> dict[str, date]:
    """The day that the rules suggest, by name, for each decided day that is another one."""
    suggested = suggest(days)
    pairs = ((name, getattr(days, name), getattr(suggested, name)) for name in DAYS)
    return {name: other for name, decided, other in pairs if decided and other and decided != other}


def _latest_notice(days: PhaseDays) -> date | None:
    """The latest day of notice that is early enough for every decided day."""
    counts_from = days.notice_counts_from or _apply(latest_count_for, days.last_contract_day_on)
    candidates = [
        _apply(_latest_working_day, days.last_referral_on),
        _apply(lambda day: add_working_days(day, -1), days.new_service_starts_on),
        _apply(latest_notice_for, counts_from),
    ]
    return min((day for day in candidates if day), default=None)


def _latest_working_day(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, -1)


def _apply(rule: Callable[[date], date], day: date | None) -> date | None:
    """A rule applied to a day; None without a day, or where the calendar ends."""
    try:
        return rule(day) if day else None
    except OverflowError:
        return None
