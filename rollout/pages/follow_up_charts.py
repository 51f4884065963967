"""Charts month by month as a template shows them: drawing, figure for the script, breaks in words."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from municipalities.ages import AGE_RANGES
from rollout.linechart import nice_ticks
from rollout.monthchart import Break, MonthChart, Spot, draw_months, figure
from rollout.pages.follow_up_words import count_words, share_words

# The charts of the follow-up page by name, with the key of the file of each.
FILE_KEYS = {
    "country": "riket",
    "share-of-unemployed": "andel",
    "participants": "deltagare",
    "unemployed": "arbetslosa",
    "weighted-result": "resultatmatt",
    "good-ratings": "betyg",
}


def told_chart(
    name: str,
    title: str,
    spots: Sequence[Spot],
    *,
    shares: bool,
    breaks: Sequence[Break] = (),
    chosen: date | None = None,
) -> dict | None:
    """The context of `rollout/follow_up_chart.html`; None where fewer than two months are known: a point is no trend.

    name: prefix of the ids, one of its own on the page. shares: the values are shares, else counts.
    """
    values = [spot.value for spot in spots]
    if sum(value is not None for value in values) < 2:
        return None
    spots = trimmed(spots)
    inside = tuple(each for each in breaks if spots[0].month < each.month <= spots[-1].month)
    chart = MonthChart(tuple(spots), tuple(ticks(values, shares)), inside, chosen)
    return {
        "name": name,
        "title": title,
        "data_id": f"{name}-data",
        "file_key": FILE_KEYS.get(name, ""),
        "svg": draw_months(chart, title=title, words=in_words(chart), name=name),
        "figure": figure(chart),
        "breaks": [each.words for each in inside],
        "has_gaps": any(not follows for *_pair, follows in chart.lines),
    }


def trimmed(spots: Sequence[Spot]) -> list[Spot]:
    """Without the months before the first and after the last that is known."""
    places = [place for place, spot in enumerate(spots) if spot.value is not None]
    return list(spots[places[0] : places[-1] + 1])


def ticks(values: Sequence[float | None], shares: bool) -> list[tuple[float, str]]:
    """The values of the axis with their words."""
    if not shares:
        return [(tick, count_words(tick)) for tick in nice_ticks(values, whole=True)]
    per_cents = nice_ticks([None if value is None else 100 * value for value in values], whole=True, most=100)
    return [(tick / 100, share_words(tick / 100, 0)) for tick in per_cents]


def in_words(chart: MonthChart) -> str:
    """The chart as text, for those who cannot see it."""
    told = [f"{spot.month:%Y-%m}: {spot.words if spot.value is not None else _('missing')}" for spot in chart.spots]
    return "; ".join([*told, *(each.words for each in chart.breaks)])


def spots_of(months: Sequence[date], values: Sequence[float | None], words: Callable[[float], str]) -> list[Spot]:
    """Points of a column."""
    return [
        Spot(month, value, _("missing") if value is None else words(value))
        for month, value in zip(months, values, strict=True)
    ]


def age_breaks() -> list[Break]:
    """The months from which the unemployed are counted among other ages."""
    return [
        Break(
            starts_on,
            ages,
            _("From %(month)s the unemployed are counted among those aged %(ages)s, before that %(before)s.")
            % {"month": f"{starts_on:%Y-%m}", "ages": ages, "before": before},
        )
        for (starts_on, ages), (_start, before) in pairwise(AGE_RANGES)
    ][::-1]
