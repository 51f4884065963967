"""The home of a provider's portal: what changes next, what is to be done, where it is and where nobody is."""

from rollout.pages.portal_changes import Changes
from rollout.pages.portal_map import OwnMap
from rollout.pages.portal_results import OwnResults
from rollout.pages.portal_tasks import Tasks
from rollout.pages.portal_words import ending_words, in_force_words, nobody_words, nothing_in_force_words
from rollout.pages.providers import chart
from rollout.portal import ended_last
from rollout.portal_reading import Portfolio, has_lapsed

OFFICES_SHOWN = 8


def home_page(portfolio: Portfolio, keep: str) -> dict:
    """The context of `rollout/portal/home.html`, beside its frame. keep: what links carry on.

    Eight queries, and three more when ratings and results are read for the first time since the data changed.
    """
    results = OwnResults(portfolio).context()
    drawn = chart(list(portfolio.agreements.values()), portfolio.provider, portfolio.selection)
    return {
        "sentences": sentences(portfolio),
        "changes": Changes(portfolio, keep).context(),
        "tasks": Tasks(portfolio, keep).told(),
        "own_map": OwnMap(portfolio, keep).context(),
        "chart": drawn,
        "results": results,
        "offices": told_offices(portfolio),
        "has_charts": bool(drawn or results["charts"]),
        "has_agreements": bool(portfolio.agreements),
    }


def sentences(portfolio: Portfolio) -> list[str]:
    """What the page amounts to, above all else: how much there is, how much of it ends, and where nobody is."""
    standing = portfolio.standing
    if not portfolio.in_force:
        begins = [each.starts_on for each in portfolio.held if each.is_ahead(portfolio.on)]
        ended = ended_last(portfolio.held, portfolio.on)
        return [
            nothing_in_force_words(
                portfolio.on, begins_on=min(begins, default=None), ended_on=ended[0].ends_on if ended else None
            )
        ]
    told = [
        in_force_words(portfolio.on, agreements=len(portfolio.in_force), municipalities=len(standing.there)),
        ending_words(len(standing.ending)),
    ]
    if portfolio.selection.country["providers"].notna().any():
        told.append(nobody_words(len(standing.bare), len(standing.beside)))
    return told


def told_offices(portfolio: Portfolio) -> dict:
    """The open offices, those whose confirmation is oldest first; the rest is on the page of offices."""
    offices = sorted(
        portfolio.open_offices, key=lambda each: (each.last_confirmed_on is not None, each.last_confirmed_on)
    )
    rows = [
        {"office": each, "has_lapsed": each.on_site and has_lapsed(each.last_confirmed_on, portfolio.on)}
        for each in offices
    ]
    return {
        "number": len(rows),
        "shown": rows[:OFFICES_SHOWN],
        "more": max(0, len(rows) - OFFICES_SHOWN),
        "lapsed": len(portfolio.unconfirmed),
    }
