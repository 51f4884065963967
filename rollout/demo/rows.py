"""The invented rows before they are saved: they name each other by name and number, not by a database's keys. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rollout.demo.names import ExampleProvider

NUMBER_PREFIX = "EX-"  # of an invented agreement; the real ones begin with KA


@dataclass(frozen=True, slots=True)
class Area:
    """An invented delivery area; `municipalities` are codes, none where nobody knows them, as with RoM 2."""

    service: str
    name: str
    municipalities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """An invented agreement; its provider and its area, which may be a real one, go by their names."""

    number: str
    provider: str
    service: str
    area: str
    starts_on: date
    ends_on: date | None
    notice_sent_on: date | None = None
    notice_counts_from: date | None = None
    last_referral_on: date | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office of an agreement; `municipality` is a code. A digital offer has neither street nor point."""

    agreement: str
    municipality: str
    post_town: str
    on_site: bool
    opens_on: date
    closes_on: date | None
    last_confirmed_on: date | None
    street: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating for a month; None is missing."""

    agreement: str
    period: date
    value: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """What the result follow-up says of a month; None is missing."""

    agreement: str
    period: date
    rating: int | None
    active_22_months: bool
    weighted_result: Decimal | None
    risks_termination: bool | None
    participants: int
    participants_a: int
    participants_b: int
    participants_c: int


@dataclass(frozen=True, slots=True)
class Count:
    """A count of a municipality and a month; without a number it is masked or else missing."""

    municipality: str
    period: date
    number: int | None
    is_masked: bool


@dataclass(frozen=True, slots=True)
class World:
    """All that is invented, in the order in which it is saved."""

    providers: tuple[ExampleProvider, ...]
    areas: tuple[Area, ...]
    agreements: tuple[Agreement, ...]
    offices: tuple[Office, ...]
    ratings: tuple[Rating, ...]
    results: tuple[Result, ...]
