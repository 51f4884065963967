"""The page of an invitation: whoever has the link reads it, signs in or makes a user, and accepts once."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user, get_user_model
from django.test import Client
from django.utils import timezone

from providers.membership import invite
from providers.models import Invitation, Membership
from tests import factories as make
from tests.desks import Desk, faults
from tests.pages import read
from tests.policy import violations
from tests.sheets import address, links, of_class

pytestmark = [pytest.mark.once, pytest.mark.django_db]

GOOD_WORD = "en lång väg hem"
NEW = {"password": GOOD_WORD, "again": GOOD_WORD, "first_name": "Nils", "last_name": "Nyman"}


@pytest.fixture
def editor():
    return make.make_membership(role="editor")


@pytest.fixture
def secret(editor):
    return invite(editor.provider, email="ny@example.se", role="reader", by=editor.user)[1]


@pytest.fixture
def nobody():
    return Desk(None)


def opened(desk, secret, status=200):
    """The page of an invitation, which must keep the content policy and be stored nowhere."""
    answer = desk.get("portal-invitation", secret)
    assert answer.status_code == status
    assert violations(answer.content.decode()) == []
    assert "no-store" in answer["Cache-Control"]
    return read(answer.content)


def accepted(desk, secret, **values):
    return desk.post("portal-invitation", secret, **values)


# --- Making a user ----------------------------------------------------------------------------------------------------


def test_the_invited_makes_a_user_is_signed_in_and_comes_to_the_portal(nobody, secret, editor):
    page = opened(nobody, secret)

    answer = accepted(nobody, secret, **NEW)

    user = get_user(nobody.client)
    assert editor.provider.name in page.one("h1").text
    assert (user.username, user.get_full_name()) == ("ny@example.se", "Nils Nyman")
    assert answer["Location"] == address("portal-home", editor.provider.pk)
    assert Membership.objects.get(user=user).role == "reader"


def test_the_user_made_signs_in_by_address_and_password(nobody, secret):
    accepted(nobody, secret, **NEW)

    signing_in = Client().post(address("sign-in"), {"username": "ny@example.se", "password": GOOD_WORD})

    assert signing_in["Location"] == address("portal")


@pytest.mark.parametrize(
    "values",
    [
        {"password": "kort", "again": "kort"},
        {"password": "password123", "again": "password123"},
        {"again": "något annat helt"},
        {"password": "", "again": ""},
        {"first_name": "a" * 151},
    ],
)
def test_what_is_wrong_is_told_and_neither_a_user_nor_a_member_is_made(nobody, secret, values):
    users = get_user_model().objects.count()

    answer = accepted(nobody, secret, **{**NEW, **values})

    assert answer.status_code == 422
    assert faults(answer)
    assert not (set(values.values()) - {""}) & {
        each.attributes.get("value") for each in read(answer.content).all("input", type="password")
    }
    assert get_user_model().objects.count() == users
    assert Invitation.objects.open().count() == 1


def test_an_address_that_has_a_user_signs_in_and_comes_back_to_the_invitation(nobody, secret):
    make.make_user(username="nils", email="NY@example.se")

    page = opened(nobody, secret)
    made = accepted(nobody, secret, **NEW)

    at = address("portal-invitation", secret)
    assert not list(page.all("input", type="password"))
    assert f"{address('sign-in')}?next={at}" in links(page)
    assert get_user_model().objects.filter(email__iexact="ny@example.se").count() == 1
    assert "sign-in" not in made.headers.get("Location", "")
    assert Membership.objects.count() == 1


# --- Accepting while signed in ----------------------------------------------------------------------------------------


def test_whoever_is_signed_in_by_the_invited_address_accepts_by_a_button(secret):
    user = make.make_user(email="Ny@Example.se")
    desk = Desk(user)

    page = opened(desk, secret)
    accepted(desk, secret)

    assert not list(page.one("main").all("input", type="checkbox"))
    assert Membership.objects.filter(user=user).exists()


@pytest.mark.parametrize("email", ["annan@example.se", ""])
def test_whoever_is_signed_in_by_another_address_is_told_and_confirms_it(secret, email):
    user = make.make_user(username="nils", email=email)
    desk = Desk(user)

    told = of_class(opened(desk, secret), "ds-alert")[0].text
    unconfirmed = accepted(desk, secret)
    assert (unconfirmed.status_code, Membership.objects.filter(user=user).exists()) == (422, False)
    accepted(desk, secret, sure="on")

    assert "ny@example.se" in told
    assert "nils" in told
    assert faults(unconfirmed) == ["Tick the box to accept with this user."]
    assert Membership.objects.filter(user=user).exists()


def test_opening_the_link_changes_nothing(nobody, secret):
    for desk in (nobody, Desk(make.make_user(email="ny@example.se"))):
        opened(desk, secret)
        desk.client.head(address("portal-invitation", secret))

    assert Membership.objects.count() == 1
    assert Invitation.objects.open().count() == 1


# --- What no longer works ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field, away, says",
    [
        ("accepted_at", timedelta(), "has been used"),
        ("revoked_at", timedelta(), "has been revoked"),
        ("expires_at", timedelta(seconds=-1), "has expired"),
    ],
)
def test_a_link_that_no_longer_works_says_why_to_everybody_and_gives_nothing_away(
    nobody, secret, editor, field, away, says
):
    now = timezone.now()
    Invitation.objects.update(invited_at=now - timedelta(days=15), **{field: now + away})
    stranger = Desk(make.make_user())

    for desk in (nobody, stranger):
        page = opened(desk, secret, status=410)
        sent = accepted(desk, secret, **NEW, sure="on")

        assert says in page.one("h1").text
        assert "ny@example.se" not in page.one("main").text
        assert editor.provider.name not in page.one("main").text
        assert sent.status_code == 410
    assert Membership.objects.count() == 1


def test_a_member_who_opens_a_used_link_is_shown_the_way_in(secret, editor):
    user = make.make_user(email="ny@example.se")
    accepted(Desk(user), secret)

    page = opened(Desk(user), secret, status=410)

    assert address("portal-home", editor.provider.pk) in links(page)


@pytest.mark.parametrize("secret", ["x", "a" * 5000, "å\x00"])
def test_a_link_that_never_worked_is_not_found(nobody, secret):
    assert nobody.get("portal-invitation", secret).status_code == 404
    assert nobody.post("portal-invitation", secret, **NEW).status_code == 404
