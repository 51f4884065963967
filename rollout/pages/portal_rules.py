"""The rules that hold while a service gives way to another in an area, in words, with what they come to there.

They are Arbetsförmedlingen's for Stöd och matchning, stated in its news of 2021; of other services none are known.
"""

from datetime import date

from django.utils.translation import gettext as _

from rollout.notice import (
    MONTHS_OF_NOTICE,
    WORKING_DAYS_TO_ARRIVE,
    WORKING_DAYS_TO_FIRST_PARTICIPANT,
    add_working_days,
)
from rollout.pages.portal_words import day_in_words
from rollout.status import Days

OLD, NEW = "stom", "rom"  # the services that the rules were stated for
NOTICE_SOURCE, EXCLUSIVE_SOURCE = "af-2021-07", "af-2021-02-11"


def rules_of(service: str, days: Days | None, *, names: dict[str, str]) -> list[dict]:
    """The rules for the service that ends or the one that comes after it; none for services of which none are known.

    days: the days of the switch in the area, where they are the same in all of it. names: short names, old and new.
    Each: rule (words), here (what it comes to, or nothing), source (key).
    """
    days = days or Days(None, None, None, None)
    if service == OLD:
        return [_exclusive(days, names), *_notice(days), *_wind_down(days)]
    return [_exclusive(days, names), _first_start(days)] if service == NEW else []


def _rule(words: str, here: str = "", source: str = NOTICE_SOURCE) -> dict:
    return {"rule": words, "here": here, "source": source}


def _exclusive(days: Days, names: dict[str, str]) -> dict:
    start = days.new_service_starts_on
    return _rule(
        _("%(old)s and %(new)s are never both open for referral in one area.") % names,
        _("Here %(new)s starts on %(day)s.") % {**names, "day": day_in_words(start)} if start else "",
        EXCLUSIVE_SOURCE,
    )


def _notice(days: Days) -> list[dict]:
    """When a notice counts, and until when participants are referred."""
    sent, referral, last = days.notice_sent_on, days.last_referral_on, days.last_contract_day_on
    return [
        _rule(
            _(
                "A notice counts from the day after %(number)d full working days have passed since it was sent, and "
                "runs for %(months)d months from there."
            )
            % {"number": WORKING_DAYS_TO_ARRIVE, "months": MONTHS_OF_NOTICE},
            _("Here it was decided to be sent on %(sent)s, and the last contract day to be %(last)s.")
            % {"sent": day_in_words(sent), "last": day_in_words(last)}
            if sent and last
            else "",
        ),
        _rule(
            _(
                "Participants are referred up to and including the day of notice. After it there are no new decisions, "
                "no further three-month blocks and no change of track."
            ),
            _("Here the last referral day is %(day)s.") % {"day": day_in_words(referral)} if referral else "",
        ),
    ]


def _wind_down(days: Days) -> list[dict]:
    """When the last participants start, finish, and may change provider."""
    referral, last = days.last_referral_on, days.last_contract_day_on
    return [
        _rule(
            _("A new participant starts with the provider %(number)d working days after the decision at the latest.")
            % {"number": WORKING_DAYS_TO_FIRST_PARTICIPANT},
            _("Whoever is referred on the last day starts by %(day)s.") % {"day": day_in_words(_starts_by(referral))}
            if referral
            else "",
        ),
        _rule(
            _("Participants who are already placed finish their block with their provider: the service winds down."),
            _("Here until %(day)s.") % {"day": day_in_words(last)} if last else "",
        ),
        _rule(
            _(
                "A participant may change provider during the wind-down; a provider may decline when fewer than 30 "
                "days remain."
            )
        ),
    ]


def _first_start(days: Days) -> dict:
    start = days.new_service_starts_on
    return _rule(
        _("A first participant starts %(number)d working days after the decision at the earliest.")
        % {"number": WORKING_DAYS_TO_FIRST_PARTICIPANT},
        _("Whoever is referred on the first day starts on %(day)s at the earliest.")
        % {"day": day_in_words(_starts_by(start))}
        if start
        else "",
    )


def _starts_by(day: date) -> date:
    """The tenth working day after a decision."""
    return add_working_days(day, WORKING_DAYS_TO_FIRST_PARTICIPANT)
