"""The invented agreements: who delivers in an area, from when to when. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count

from rollout.demo.dice import ONE_DAY, Dice
from rollout.demo.eras import LAST_DAY, ROM2_STARTS
from rollout.demo.markets import Market
from rollout.demo.names import ExampleProvider
from rollout.demo.rows import NUMBER_PREFIX, Agreement

LATER_STARTS = {
    "stom": (date(2019, 4, 1), date(2019, 10, 1), date(2020, 2, 3)),
    "rom": (date(2022, 1, 10), date(2022, 4, 4), date(2022, 9, 5)),
    "rom2": (date(2023, 6, 12), date(2023, 9, 4), date(2024, 1, 15), date(2024, 9, 2), date(2025, 3, 3)),
}
EARLY_ENDS = {
    "stom": (date(2019, 12, 31), date(2020, 6, 30), date(2020, 12, 31)),
    "rom": (date(2022, 12, 30), date(2023, 3, 31), date(2023, 6, 30)),
    "rom2": (date(2024, 8, 30), date(2025, 1, 31), date(2025, 9, 30), date(2026, 4, 30), date(2026, 9, 30)),
}
COMES_LATER, LEAVES_EARLY = 0.35, 0.3


def agreements(markets: Iterable[Market]) -> Iterator[tuple[Market, dict[ExampleProvider, Agreement]]]:
    """The agreements of each market, by provider, in the order of its panel; numbered as they come."""
    numbers = count(1)
    for market in markets:
        yield market, {provider: _agreement(next(numbers), market, provider) for provider in market.panel}


def _agreement(number: int, market: Market, provider: ExampleProvider) -> Agreement:
    starts_on, ends_on = _days(market, provider)
    return Agreement(
        number=f"{NUMBER_PREFIX}{number:05d}",
        provider=provider.name,
        service=market.service,
        area=market.area.name,
        starts_on=starts_on,
        ends_on=ends_on,
        **_notice(market, ends_on),
    )


def _days(market: Market, provider: ExampleProvider) -> tuple[date, date | None]:
    """The steady ones keep the days of their market; of the others some come later and some leave early."""
    if provider in market.steady:
        return market.starts_on, market.ends_on
    dice = Dice("agreement", market.service, market.area.name, provider.name)
    starts_on, ends_on = market.starts_on, market.ends_on
    if dice.chance(COMES_LATER):
        starts_on = max(starts_on, dice.pick(LATER_STARTS[market.service]))
    if dice.chance(LEAVES_EARLY):
        ends_on = min(ends_on or LAST_DAY, dice.pick(EARLY_ENDS[market.service]))
    return (starts_on, ends_on) if ends_on is None or starts_on < ends_on else (market.starts_on, market.ends_on)


def _notice(market: Market, ends_on: date | None) -> dict[str, date]:
    """STOM's agreements that last until the switch get the notice of their phase; RoM runs out without any."""
    if market.service == "rom":
        return {"last_referral_on": min(ROM2_STARTS - ONE_DAY, ends_on)}
    if market.notice is None or ends_on != market.ends_on:
        return {}
    days = ("notice_sent_on", "notice_counts_from", "last_referral_on")
    return {day: getattr(market.notice, day) for day in days}
