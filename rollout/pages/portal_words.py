"""Words of the provider's portal: what changes, how far off it is, where it stands. Knows no rows."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

# How far off a day may be to be told in days, and in months.
LONGEST_IN_DAYS, LONGEST_IN_MONTHS = 180, 24
DAYS_OF_A_YEAR = 365.25

STEP_WORDS = {
    "starts_on": pgettext_lazy("agreement", "First day"),
    "notice_sent_on": gettext_lazy("Day of notice"),
    "last_referral_on": gettext_lazy("Last referral day"),
    "ends_on": gettext_lazy("Last contract day"),
}

# The classes of the map of a provider's own areas, in the order of its legend.
PLACE_WORDS = {
    "own": gettext_lazy("You have an agreement"),
    "ending": gettext_lazy("Your agreement is ending"),
    "ahead": gettext_lazy("Your agreement begins within a year"),
    "bare": gettext_lazy("You have an agreement, but nobody has an office"),
    "beside": gettext_lazy("White spot next to yours"),
}


def distance_words(day: date, on: date) -> str:
    """How far off a day is: today, in 5 days, in about 14 months, in about 3 years, 5 days ago."""
    days = (day - on).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(number)d day ago", "%(number)d days ago", -days) % {"number": -days}
    if days <= LONGEST_IN_DAYS:
        return ngettext("in %(number)d day", "in %(number)d days", days) % {"number": days}
    months = round(days * 12 / DAYS_OF_A_YEAR)
    if months < LONGEST_IN_MONTHS:
        return ngettext("in about %(number)d month", "in about %(number)d months", months) % {"number": months}
    years = round(days / DAYS_OF_A_YEAR)
    return ngettext("in about %(number)d year", "in about %(number)d years", years) % {"number": years}


def short_day(day: date) -> str:
    """28 sep 2021, in English 28 Sep 2021."""
    return date_format(day, "j M Y" if get_language() == "en" else "j b Y")


def day_in_words(day: date) -> str:
    """28 september 2021."""
    return date_format(day, "j F Y")


def change_title(service: str, *, begins: bool, areas: Sequence[str], number: int) -> str:
    """What happens where, such as “STOM ends in Luleå”. areas: the names that are known; number: of agreements."""
    if len(areas) == 1 == number:
        words = _("%(service)s begins in %(area)s") if begins else _("%(service)s ends in %(area)s")
        return words % {"service": service, "area": areas[0]}
    if begins:
        words = ngettext("%(service)s begins in %(number)d area", "%(service)s begins in %(number)d areas", number)
    else:
        words = ngettext("%(service)s ends in %(number)d area", "%(service)s ends in %(number)d areas", number)
    return words % {"service": service, "number": number}


def in_force_words(on: date, *, agreements: int, municipalities: int) -> str:
    """How much a provider has on a day."""
    there = ngettext("%(number)d municipality", "%(number)d municipalities", municipalities) % {
        "number": municipalities
    }
    return ngettext(
        "On %(day)s you have %(number)d agreement in force, in %(municipalities)s.",
        "On %(day)s you have %(number)d agreements in force, in %(municipalities)s.",
        agreements,
    ) % {"day": day_in_words(on), "number": agreements, "municipalities": there}


def nothing_in_force_words(on: date, *, begins_on: date | None, ended_on: date | None) -> str:
    """What there is to say of a provider without an agreement in force on a day."""
    if begins_on:
        return _("On %(day)s you have no agreement in force. Your next one begins on %(begins)s.") % {
            "day": day_in_words(on),
            "begins": day_in_words(begins_on),
        }
    if ended_on:
        return _("On %(day)s you have no agreement in force. Your last one ended on %(ended)s.") % {
            "day": day_in_words(on),
            "ended": day_in_words(ended_on),
        }
    return _("No agreement of yours is registered here.")


def ending_words(number: int) -> str:
    """In how many of a provider's municipalities something of its own ends."""
    if not number:
        return _("None of your agreements is ending.")
    return ngettext(
        "In %(number)d of them an agreement of yours is ending.",
        "In %(number)d of them an agreement of yours is ending.",
        number,
    ) % {"number": number}


def nobody_words(bare: int, beside: int) -> str:
    """Where nobody has an office: in the provider's own municipalities, and next to them."""
    if not bare and not beside:
        return _("There is no white spot in your municipalities or next to them.")
    own = ngettext("in %(number)d of your municipalities", "in %(number)d of your municipalities", bare) % {
        "number": bare
    }
    near = ngettext(
        "in %(number)d municipality next to yours", "in %(number)d municipalities next to yours", beside
    ) % {"number": beside}
    where = _("%(own)s and %(near)s") % {"own": own, "near": near} if bare and beside else own if bare else near
    return _("Nobody has an office %(where)s.") % {"where": where}
