"""Where the counted rows come from and how fresh they are, in the words of every page."""

from django.utils.translation import gettext as _

from rollout import words
from rollout.selection import Selection


def freshness_templates(selection: Selection) -> dict[str, str]:
    """The words for rows that are no examples, with holes for the day and its age. The map page's script fills them."""
    first = selection.snapshot.observed_days()[0] if selection.counts_only else None
    return words.freshness_templates(observed_from=first)


def freshness(selection: Selection) -> str:
    """Where the counted rows come from and how fresh they are on the day."""
    if selection.shows_examples:
        return _(
            "Providers and offices are invented, chosen so that 24 of the 56 rural municipalities (SKR C8+C9) lack one."
        )
    told = freshness_templates(selection)
    latest = max((day for day in selection.listing_days() if day <= selection.on), default=None)
    if latest is None:
        return told["none"]
    return told["listed"].format(day=words.day_in_words(latest), age=(selection.on - latest).days)
