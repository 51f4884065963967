"""Somebody who follows something, and what they have been told. Knows the actions, nothing of pages."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import override

from rollout import actions
from rollout.actions import subscribing
from rollout.models import News, Plan, Subscription, ToldFact
from rollout.subjects import Subject, asked_filter, asked_subject
from tests import factories as make
from tests.plans import World, make_world

TODAY = date(2021, 10, 1)


@contextmanager
def published_plan(blocker) -> Iterator[World]:
    """A published plan of four municipalities in two phases, for the tests of a file; it goes with them."""
    with blocker.unblock(), transaction.atomic():
        found = make_world()
        found.publish()
        yield found
        transaction.set_rollback(True)


def next_version(world: World, change: Callable[[Plan], None]) -> None:
    """Another version in the place of the one that is published, with something changed in it."""
    draft = actions.draft_from(world.plan, by=world.editor)
    change(draft)
    world.plan = world.publish(draft)


def follow(word: str, key: object, *, links: Sequence[str] = ("calendar",), language: str = "en", **values):
    """A subscription in English to what an address names; of a user of its own, with an e-mail address."""
    with override(language):
        return begin(asked_subject(word, str(key)), links=links, language=language, **values)


def follow_choice(query: str, **values) -> Subscription:
    """A subscription to a choice on the map."""
    with override("en"):
        return begin(asked_filter(QueryDict(query), today=TODAY), **values)


def begin(subject: Subject, *, by=None, digest: str = "", today: date = TODAY, **values) -> Subscription:
    by = by or make.make_user(email="foljare@example.se")
    values = {"links": ["calendar"], "language": "en", **values}
    return subscribing.follow(subject, by=by, digest=digest, today=today, **values)


def news(subscription: Subscription, *, today: date = TODAY) -> list[News]:
    """What is new since the follower was last told."""
    return subscribing.notice(subscription, today=today)


def told(subscription: Subscription) -> dict[str, ToldFact]:
    """The facts that a follower has been told, by the part of their uid that says what they are."""
    return {row.uid: row for row in subscription.told.all()}
