"""Puts the demonstration together from what is known of the country. Pure: of the same country, the same rows."""

from rollout.demo.agreements import agreements
from rollout.demo.country import Country
from rollout.demo.follow_up import ratings, results
from rollout.demo.markets import markets
from rollout.demo.names import providers
from rollout.demo.offices import offices
from rollout.demo.rows import World


def build(country: Country) -> World:
    """All invented rows. A provider that got no agreement is left out."""
    candidates = providers(sorted({place.county for place in country.places}))
    signed = list(agreements(markets(country, candidates)))
    rows = [agreement for market, held in signed for agreement in held.values()]
    working = {agreement.provider for agreement in rows}
    followed_up = results(rows)
    return World(
        providers=tuple(one for one in candidates if one.name in working),
        areas=tuple(market.area for market, _ in signed if not market.real),
        agreements=tuple(rows),
        offices=tuple(offices(country, signed)),
        ratings=tuple(ratings(followed_up)),
        results=tuple(followed_up),
    )
