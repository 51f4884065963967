"""Numbers of the follow-up page as a reader is told them: counts, shares and changes, and the heads of its tables."""

import math

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import PartOfCountry
from rollout.filters import group_choices
from rollout.snapshot import Snapshot
from rollout.templatetags.rollout import MISSING, per_cent


def known(number: float | None) -> float | None:
    """A number as such; None where it is not known."""
    return None if number is None or math.isnan(number) else float(number)


def count_words(number: float | None) -> str:
    """A whole number with its thousands apart; a dash where it is missing."""
    number = known(number)
    return MISSING if number is None else number_format(round(number), use_l10n=True, force_grouping=True)


def share_words(share: float | None, decimals: int = 1) -> str:
    """A share in per cent; a dash where it is missing."""
    share = known(share)
    return MISSING if share is None else per_cent(100 * share, decimals)


def change_words(change: float | None) -> str:
    """A change of a share in percentage points, with its sign; a dash where it is missing."""
    change = known(change)
    if change is None:
        return MISSING
    points = round(100 * change, 1)
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    return f"{sign}{floatformat(abs(points), 1)}"


def part_words(part: float, whole: float) -> str:
    """3 of 7; a dash where there is nothing to count over."""
    return _("%(part)s of %(whole)s") % {"part": count_words(part), "whole": count_words(whole)} if whole else MISSING


def over_words(figure: str, number: float | str) -> str:
    """What a key figure is counted over. number: of how many agreements it is known, or of how many it is not."""
    if figure == "result":
        return _("weighted by participants; %(known)s agreements have a result") % {"known": number}
    if figure == "participants":
        return _("in %(known)s agreements") % {"known": number}
    if figure == "rating":
        return _("of the rated agreements; %(number)s unrated, which is not bad") % {"number": count_words(number)}
    if not number:
        return _("of the agreements; it is stated for all")
    return _("of those where it is stated; not stated for %(number)s, which does not mean no") % {
        "number": count_words(number)
    }


def masked_words(masked: int) -> str:
    """How many counts are masked, or nothing."""
    if not masked:
        return ""
    return ngettext("%(n)d masked municipality", "%(n)d masked municipalities", masked) % {"n": masked}


def split_names(snapshot: Snapshot, split: str) -> dict[str, str]:
    """The names of the parts of the country, municipality groups or counties, in the order in which they are told."""
    if split == "group":
        return dict(group_choices(snapshot))
    if split == "county":
        counties = sorted(snapshot.counties.values(), key=lambda county: county.sort_key)
        return {county.code: county.name for county in counties}
    return {value: str(label) for value, label in PartOfCountry.choices}
