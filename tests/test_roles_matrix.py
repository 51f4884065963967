"""Every address by every role: who is let in stands in a table, and nothing that is one provider's is told another."""

import logging
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, get_resolver, reverse
from rest_framework.throttling import AnonRateThrottle

from municipalities.versions import WATCHED_APPS
from tests.admin_pages import admin_address
from tests.roles_table import ACTING, MEMBERS, PLANNERS, PROVIDERS_EDITORS, PUBLIC, TABLE, TELLS_PRIVATE
from tests.roles_world import NOT_BELOW_A_PROVIDER, PRIVATE, ROLES, RolesWorld, make_roles_world

pytestmark = [pytest.mark.once, pytest.mark.django_db]

IN, NOT_FOUND, NOT_TAKEN, SIGN_IN, NEEDS_KEY = "in", "not found", "not taken", "sign in", "needs a key"
ONE_OF_EACH = ("nobody", "other", "looking")
ANSWERED = {200, 302, 400, 409, 410, 422}  # a form that lacks something was heard
STAFF_NAMES = {"login", "logout"}


@pytest.fixture(scope="module")
def world(kept_rows) -> RolesWorld:
    return make_roles_world()


@pytest.fixture(autouse=True)
def _quietly(monkeypatch) -> Iterator[None]:
    """A thousand refusals are no news in the log, and no burden on the API."""
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": None})
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def tried(world: RolesWorld, role: str, path: str, method: str = "get", **sent) -> tuple[str, str]:
    """What came of a try, and the body; whatever it did is taken back."""
    with transaction.atomic():
        answer = getattr(world.client(role), method)(path, sent or None)
        body = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return outcome(answer), body.decode(errors="replace")


def outcome(answer: HttpResponseBase) -> str:
    if answer.status_code == 302 and answer["Location"].startswith(reverse("sign-in")):
        return SIGN_IN
    told = {404: NOT_FOUND, 405: NOT_TAKEN, 401: NEEDS_KEY}
    return IN if answer.status_code in ANSWERED else told.get(answer.status_code, str(answer.status_code))


def names(patterns=None) -> Iterator[str]:
    """The names of all addresses but the admin's, as the resolver has them."""
    for each in patterns or get_resolver().url_patterns:
        if isinstance(each, URLPattern):
            yield each.name or str(each.pattern)
        elif getattr(each, "app_name", None) != "admin":
            yield from names(each.url_patterns)


def who_tries(name: str) -> tuple[str, ...]:
    """The roles by which an address is tried.

    What everybody may read, and nobody send to, is tried without a session, by the one who must not be told what is
    another's, and by the one who may see most.
    """
    return ONE_OF_EACH if TABLE[name] == PUBLIC and name not in TELLS_PRIVATE else ROLES


# --- The table --------------------------------------------------------------------------------------------------------


def test_the_table_has_every_address_and_no_other():
    nameless = {"^.*/$"}  # what the API answers below its root where there is nothing

    assert set(names()) - nameless == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_address_lets_in_whom_the_table_says_and_tells_nobody_what_is_private(world, name):
    path, entry, roles = world.path(name), TABLE[name], who_tries(name)
    entitled = TELLS_PRIVATE.get(name, MEMBERS if name.startswith("portal-") else PROVIDERS_EDITORS)
    refused = {NEEDS_KEY} if name.startswith("api-") else set()
    opened = {role: tried(world, role, path) for role in roles}
    sent = {role: tried(world, role, path, "post", **world.sent.get(name, {})) for role in roles}

    assert {role for role, (told, _body) in opened.items() if told == IN} == entry.opens & set(roles)
    assert {role for role, (told, _body) in sent.items() if told == IN} == entry.sends & set(roles)
    for tries, let_in in ((opened, entry.opens), (sent, entry.sends)):
        assert {told for told, _body in tries.values()} <= {IN, NOT_FOUND, NOT_TAKEN, SIGN_IN} | refused
        assert {role for role, (told, _body) in tries.items() if told == SIGN_IN} <= {"nobody"} - let_in
        assert {role for role, (_told, body) in tries.items() if PRIVATE in body} <= entitled


# --- Another provider's rows ------------------------------------------------------------------------------------------

BELOW = sorted(name for name in TABLE if name.startswith("portal-") and name not in NOT_BELOW_A_PROVIDER)
CROSSED = [name for name in BELOW if name != "portal-area"]  # whose areas are everybody's to know


@pytest.mark.parametrize("name", CROSSED)
def test_below_ones_own_key_nothing_of_another_provider_is_reached(world, name):
    args = world.arguments.get(name)
    path = world.path_of_other(name)

    for method in ("get", "post"):
        told, body = tried(world, "other", path, method)

        assert PRIVATE not in body
        if args and name.startswith(("portal-office", "portal-correction", "portal-agreement")):
            assert told in (NOT_FOUND, NOT_TAKEN) or method == "get"


@pytest.mark.parametrize("role", ["nobody", "stranger", "other"])
def test_no_search_finds_what_is_private_to_a_provider(world, role):
    asked = [("search", "q"), ("search-suggestions", "q"), ("map", "q"), ("provider-list", "q"), ("area-list", "q")]
    bodies = [
        tried(world, role, f"{reverse(name)}?{word}=hemligt")[1]
        for name, word in [*asked, ("api-providers-list", "q"), ("api-offices-list", "q")]
    ]

    assert not any(PRIVATE in body for body in bodies)


def test_the_word_that_is_looked_for_is_where_it_ought_to_be(world):
    shown = {
        name
        for name in ("portal-members", "portal-correction")
        if PRIVATE in tried(world, "reader", world.path(name))[1]
    }

    assert shown == {"portal-members", "portal-correction"}


# --- The administration -----------------------------------------------------------------------------------------------

PRIVATE_MODELS = [
    model
    for model in admin.site._registry
    if getattr(model, "private", False) and model._meta.app_label in WATCHED_APPS
]


def admin_names() -> list[str]:
    """The pages of the administration that are about nothing in particular, but for its way in and out."""
    pages = [each for each in admin.site.urls[0] if isinstance(each, URLPattern) and not each.pattern.regex.groups]
    return [each.name for each in pages if each.name and each.name not in STAFF_NAMES]


@pytest.mark.parametrize("role", ["nobody", "stranger", *sorted(ACTING), "other"])
def test_nobody_but_staff_opens_any_page_of_the_administration(world, role):
    paths = [admin_address(model, "changelist") for model in admin.site._registry]
    paths += [reverse(f"admin:{name}") for name in admin_names()]

    answers = [world.client(role).get(path) for path in paths]

    assert len(paths) > 40  # so that the list is not empty by mistake
    assert {(answer.status_code, answer.headers.get("Location", "").split("?")[0]) for answer in answers} == {
        (302, reverse("admin:login"))
    }


@pytest.mark.parametrize("role", sorted(PLANNERS))
def test_what_is_private_is_in_the_administration_for_administrators_alone(world, role):
    allowed = {200} if role in ("admin", "looking") else {403}

    answers = {
        model: world.client(role).get(admin_address(model, "changelist")).status_code for model in PRIVATE_MODELS
    }

    assert len(PRIVATE_MODELS) >= 3
    assert set(answers.values()) == allowed
