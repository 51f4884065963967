"""What the database refuses of subscriptions, meetings and sign-ups, and what lies just inside the border."""

from datetime import date, time, timedelta

from rollout.models import MeetingSignUp, Subscription
from tests import factories as make
from tests.constraint_cases import Case, always

ENDS = "It must begin at a time, and end later than it begins."
LATE = "The last day to sign up cannot come after the day itself."
NO_SEAT = "There must be a seat, or no limit at all."
ONE_THING = "A subscription is about one thing."
FOLLOWED = "The user follows this already."
COMING = "The provider is signed up already."
NOBODY = "At least one person has to come."


def to_the_same(row: Subscription) -> dict:
    return {"municipality": make.make_subscription(user=row.user).municipality}


def of_a_phase() -> Subscription:
    services = make.make_service("stom"), make.make_service("rom")
    return make.make_subscription(from_service=services[0], to_service=services[1], phase_number=2)


def coming_already(row: MeetingSignUp) -> dict:
    return {"provider": make.make_sign_up(meeting=row.meeting).provider}


def withdrawn_before(row: MeetingSignUp) -> dict:
    return {"provider": make.make_sign_up(meeting=row.meeting, withdrawn_at=make.PUBLISHED_AT).provider}


REFUSED = [
    Case("a meeting that ends without beginning", make.make_milestone, always(ends_at=time(15)), ENDS),
    Case("a meeting that ends as it begins", make.make_milestone, always(starts_at=time(15), ends_at=time(15)), ENDS),
    Case(
        "a sign-up after the meeting",
        make.make_milestone,
        lambda row: {"sign_up_until": row.on + timedelta(days=1)},
        LATE,
    ),
    Case("a meeting with no seat", make.make_milestone, always(seats=0), NO_SEAT),
    Case(
        "a subscription to two things",
        make.make_subscription,
        lambda row: {"provider": make.make_provider()},
        ONE_THING,
    ),
    Case("a subscription to nothing", make.make_subscription, always(municipality=None), ONE_THING),
    Case("a subscription to a phase of half a chain", of_a_phase, always(to_service=None), ONE_THING),
    Case("a municipality that is followed already", make.make_subscription, to_the_same, FOLLOWED),
    Case("a provider that is coming already", make.make_sign_up, coming_already, COMING),
    Case("nobody who is coming", make.make_sign_up, always(people=0), NOBODY),
]
ACCEPTED = [
    Case("a meeting of a minute", make.make_milestone, always(starts_at=time(15), ends_at=time(15, 1))),
    Case(
        "a meeting over two days that ends early",
        make.make_milestone,
        lambda row: {"until": row.on + timedelta(days=1), "starts_at": time(15), "ends_at": time(9)},
    ),
    Case("a meeting that only begins", make.make_milestone, always(starts_at=time(15))),
    Case("a sign-up on the day of the meeting", make.make_milestone, lambda row: {"sign_up_until": row.on}),
    Case("a single seat", make.make_milestone, always(seats=1)),
    Case(
        "a municipality that somebody else follows",
        make.make_subscription,
        lambda row: {"municipality": make.make_subscription().municipality},
    ),
    Case("another phase of the chain", of_a_phase, always(phase_number=3)),
    Case("a provider that had withdrawn", make.make_sign_up, withdrawn_before),
    Case("one who is coming", make.make_sign_up, always(people=1)),
    Case("a day that was told", make.make_told_fact, always(on=date(2021, 9, 29))),
]
