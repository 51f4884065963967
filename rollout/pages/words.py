"""Words that the pages have in common: days of a switch, what a service does, numbers of providers, figures."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rollout.coverage import Figure, coverage_class
from rollout.palette import CLASSES
from rollout.snapshot import Snapshot


def service_names(snapshot: Snapshot) -> dict[str, str]:
    """The short names of the plan's two services."""
    plan = snapshot.plan
    return (
        {"old": plan.from_service.short_name, "new": plan.to_service.short_name} if plan else {"old": "–", "new": "–"}
    )


def day_words(*, old: str, new: str) -> dict[str, str]:
    """The five days of a switch, with the names of the two services in them."""
    names = {"old": old, "new": new}
    return {
        "notice_sent_on": _("Notice sent on the agreements for %(old)s") % names,
        "notice_counts_from": _("Notice counts from this day") % names,
        "last_referral_on": _("Last referral day for %(old)s") % names,
        "new_service_starts_on": _("%(new)s starts") % names,
        "last_contract_day_on": _("Last contract day for %(old)s") % names,
    }


def doing_words(*, old: str, new: str) -> dict[str, str]:
    """What the two services do in a stretch of time, by palette key."""
    names = {"old": old, "new": new}
    return {
        "old": _("%(old)s open for referral") % names,
        "notice": _("%(old)s open for referral, notice given") % names,
        "winding": _("%(old)s winding down: delivers to those already placed") % names,
        "gap": _("Nothing open for referral"),
        "new": _("%(new)s open for referral") % names,
        "unknown": _("Not known"),
    }


def agreement_words(field: str, *, number: int, service: str) -> str:
    """What happens to a number of agreements for a service on one of their days."""
    told = {
        "starts_on": ngettext(
            "%(number)s agreement for %(service)s begins", "%(number)s agreements for %(service)s begin", number
        ),
        "notice_sent_on": ngettext(
            "Notice sent on %(number)s agreement for %(service)s",
            "Notice sent on %(number)s agreements for %(service)s",
            number,
        ),
        "last_referral_on": ngettext(
            "Last referral day of %(number)s agreement for %(service)s",
            "Last referral day of %(number)s agreements for %(service)s",
            number,
        ),
        "ends_on": ngettext(
            "Last day of %(number)s agreement for %(service)s",
            "Last day of %(number)s agreements for %(service)s",
            number,
        ),
    }
    return told[field] % {"number": number, "service": service}


def providers_in_words(number: int | None) -> str:
    """Such as “3 providers”; what is not known is said to be so."""
    if number is None:
        return pgettext("coverage", "No data")
    if not number:
        return _("No provider")
    return ngettext("%(number)s provider", "%(number)s providers", number) % {"number": number}


def phase_key(number: int) -> str:
    """The palette class of a phase."""
    return f"p{number % 8}"


def told_class(key: str, word: str) -> dict[str, str]:
    """A class of the map as a template shows it: key, sign and word."""
    return {"key": key, "sign": CLASSES[key].sign, "word": word}


def told_providers(number) -> dict:
    """A number of providers as a template shows it; <NA> is “no data”, never 0."""
    key = coverage_class(number)
    known = None if key == "nodata" else int(number)
    return {**told_class(key, providers_in_words(known)), "number": known}


def told_figure(figure: Figure) -> dict:
    """A count out of a number, with its share in per cent; all None where nothing is known."""
    share = figure.share
    return {"part": figure.part, "whole": figure.whole, "percent": None if share is None else 100 * share}
