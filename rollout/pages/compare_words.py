"""The words of a comparison: kinds of difference, versions, days, before and after. Knows no request and no frame."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rollout.models import Plan
from rollout.pages.words import told_class
from rollout.words import day_in_words

# The class of the map's layer "difference" that shows each kind.
CLASS_OF = {
    "gap_opened": "gapopened",
    "gap_closed": "gapclosed",
    "lost_new": "lost",
    "got_new": "got",
    "lost_old": "lost",
    "got_old": "got",
    "phase": "moved",
    "days": "redated",
    "white": "white",
    "covered": "covered",
    "fewer": "fewer",
    "more": "more",
    "status": "otherwise",
    "area": "otherwise",
}


def kind_words(*, old: str, new: str) -> dict[str, str]:
    """The kinds of difference, with the names of the two services in them."""
    names = {"old": old, "new": new}
    return {
        "gap_opened": _("Service gap opened"),
        "gap_closed": _("Service gap closed"),
        "lost_new": _("Lost %(new)s") % names,
        "got_new": _("Got %(new)s") % names,
        "lost_old": _("Lost %(old)s") % names,
        "got_old": _("Got %(old)s") % names,
        "phase": _("Moved to another phase"),
        "days": _("Days changed"),
        "white": _("Became a white spot"),
        "covered": _("No longer a white spot"),
        "fewer": _("Fewer providers"),
        "more": _("More providers"),
        "status": _("Service status changed"),
        "area": _("Delivery area changed"),
    }


def told_kind(kind: str, words: dict[str, str]) -> dict[str, str]:
    """A kind as a template shows it: key of the map's class, sign and word."""
    return told_class(CLASS_OF[kind], words[kind])


def version_words(plan: Plan | None) -> str:
    """Which version it is, such as “Version 2, published 22 September 2021”; a scenario by its name."""
    if plan is None:
        return _("No plan applied")
    if plan.is_scenario:
        return _("Scenario “%(name)s”") % {"name": plan.name}
    told = {"version": plan.version, "stage": plan.get_stage_display()}
    if plan.is_open:
        return _("Version %(version)s, %(stage)s") % told
    return _("Version %(version)s, published %(day)s") % {**told, "day": moment_in_words(plan)}


def moment_in_words(plan: Plan) -> str:
    """The day on which a version was published, in Swedish time."""
    return day_in_words(timezone.localdate(plan.published_at))


def day_or_dash(day: date | None) -> str:
    """2021-09-28, or a dash where there is no day."""
    return date_format(day, "Y-m-d") if day else "–"
