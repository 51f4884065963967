"""People come to act for a provider and cease to: invited, accepted, given another role, removed; all of it kept."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from municipalities.versions import current_version
from providers.membership import (
    DAYS_OPEN,
    MOST_A_DAY,
    accept,
    accept_as_new,
    change_role,
    digest_of,
    has_user,
    invitation_of,
    invite,
    remove_member,
    revoke,
)
from providers.models import Invitation, Membership
from tests import factories as make

pytestmark = pytest.mark.django_db

GOOD_WORD = "en lång väg hem"


@pytest.fixture
def editor():
    return make.make_membership(role="editor")


def invited(editor, email="ny@example.se", role="reader") -> tuple[Invitation, str]:
    return invite(editor.provider, email=email, role=role, by=editor.user)


def refused(act, *args, **values) -> dict | list:
    """What an act is refused with: by field where fields are at fault."""
    with pytest.raises(ValidationError) as refusal:
        act(*args, **values)
    return getattr(refusal.value, "message_dict", None) or refusal.value.messages


# --- Inviting ---------------------------------------------------------------------------------------------------------


def test_an_invitation_is_found_by_its_secret_of_which_only_a_digest_is_kept(editor):
    invitation, secret = invited(editor)

    stored = Invitation.objects.values().get()
    assert invitation_of(secret) == invitation
    assert stored["digest"] == digest_of(secret)
    assert secret not in str(stored)
    assert len(secret) >= 43
    assert invitation.expires_at - invitation.invited_at == timedelta(days=DAYS_OPEN)


@pytest.mark.parametrize("secret", ["", "x", "å" * 10, "a" * 5000])
def test_another_secret_leads_nowhere(editor, secret):
    invited(editor)

    assert invitation_of(secret) is None


@pytest.mark.parametrize(
    "values, field",
    [
        ({"email": "ingen adress"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "a" * 250 + "@example.se"}, "email"),
        ({"role": "owner"}, "role"),
        ({"role": ""}, "role"),
    ],
)
def test_a_bad_address_or_role_is_refused_at_its_field(editor, values, field):
    assert set(refused(invited, editor, **values)) == {field}
    assert not Invitation.objects.exists()


def test_who_is_a_member_already_is_not_invited_however_the_address_is_written(editor):
    there = make.make_user(email="Redan@Example.se")
    make.make_membership(provider=editor.provider, user=there)

    assert set(refused(invited, editor, email=" redan@example.SE ")) == {"email"}


def test_a_new_invitation_to_an_address_replaces_the_one_before_and_no_other(editor):
    first, _secret = invited(editor)
    elsewhere = make.make_invitation(email=first.email)
    somebody_else, _secret = invited(editor, email="annan@example.se")

    second, _secret = invited(editor, email="NY@example.se")

    assert set(Invitation.objects.open()) == {second, elsewhere, somebody_else}
    assert Invitation.objects.get(pk=first.pk).revoked_by == editor.user


@pytest.mark.parametrize("earlier, works", [(MOST_A_DAY - 1, True), (MOST_A_DAY, False)])
def test_a_provider_invites_no_more_in_a_day_than_anybody_needs(editor, earlier, works):
    for away in (timedelta(hours=1), timedelta(days=2)):
        moment = timezone.now() - away
        for _ in range(earlier):
            make.make_invitation(provider=editor.provider, invited_at=moment, invited_by=editor.user)

    if works:
        invited(editor)
    else:
        assert len(refused(invited, editor)) == 1


def test_an_invitation_must_be_open_for_some_time():
    now = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_invitation(invited_at=now, expires_at=now)
    make.make_invitation(invited_at=now, expires_at=now + timedelta(microseconds=1))


# --- Accepting --------------------------------------------------------------------------------------------------------


def test_accepting_makes_a_member_by_the_role_of_the_invitation_and_keeps_it(editor):
    user, (invitation, _secret) = make.make_user(), invited(editor, role="editor")

    member = accept(invitation, user=user)

    invitation.refresh_from_db()
    assert (member.user, member.provider, member.role) == (user, editor.provider, "editor")
    assert (invitation.accepted_by, invitation.accepted_at is None) == (user, False)
    kept = Membership.history.get(id=member.pk)
    assert (kept.history_type, kept.history_user) == ("+", user)
    assert invitation.email in kept.history_change_reason


@pytest.mark.parametrize(
    "has, role, becomes",
    [("reader", "editor", "editor"), ("editor", "reader", "editor"), ("reader", "reader", "reader")],
)
def test_an_invitation_gives_a_member_a_higher_role_and_never_a_lower_one(editor, has, role, becomes):
    member = make.make_membership(provider=editor.provider, role=has)
    invitation = make.make_invitation(provider=editor.provider, role=role)

    accept(invitation, user=member.user)

    assert Membership.objects.get(pk=member.pk).role == becomes


@pytest.mark.parametrize(
    "values, works",
    [
        ({}, True),
        ({"expires_at": timedelta(seconds=-1)}, False),
        ({"accepted_at": timedelta()}, False),
        ({"revoked_at": timedelta()}, False),
    ],
)
def test_only_an_open_invitation_is_accepted_or_revoked(editor, values, works):
    now = timezone.now()
    moments = {name: now + away for name, away in values.items()}
    for act, named in ((accept, {"user": make.make_user()}), (revoke, {"by": editor.user})):
        invitation = make.make_invitation(
            provider=editor.provider,
            invited_at=now - timedelta(days=1),
            **{"expires_at": now + timedelta(hours=1), **moments},
        )

        if works:
            act(invitation, **named)
        else:
            assert len(refused(act, invitation, **named)) == 1

    assert Membership.objects.count() == 1 + works


def test_an_invitation_works_once_whoever_comes_second(editor):
    invitation, secret = invited(editor)
    accept(invitation, user=make.make_user())

    assert refused(accept, invitation_of(secret), user=make.make_user())
    assert refused(accept, invitation, user=make.make_user())  # by a page that was read before the first came
    assert Membership.objects.count() == 2


def test_the_invited_makes_a_user_that_signs_in_by_the_address(editor):
    invitation, _secret = invited(editor, email="Ny@Example.se")

    member = accept_as_new(invitation, password=GOOD_WORD, first_name=" Nils ", last_name="Nyman")

    user = member.user
    assert (user.username, user.email, user.get_full_name()) == ("ny@example.se", "ny@example.se", "Nils Nyman")
    assert user.check_password(GOOD_WORD)
    assert (user.is_staff, user.is_superuser, user.groups.count()) == (False, False, 0)


@pytest.mark.parametrize("password", ["kort", "password123", "ny@example.se", "ny@example"])
def test_a_password_that_is_easily_guessed_is_refused_and_no_user_is_made(editor, password):
    invitation, _secret = invited(editor)

    assert set(refused(accept_as_new, invitation, password=password)) == {"password"}
    assert not get_user_model().objects.filter(username="ny@example.se").exists()
    assert Invitation.objects.open().get() == invitation


@pytest.mark.parametrize("values", [{"username": "NY@example.se"}, {"username": "nils", "email": "Ny@Example.se"}])
def test_no_second_user_is_made_for_an_address(editor, values):
    make.make_user(**values)
    invitation, _secret = invited(editor)

    assert has_user(invitation)
    assert refused(accept_as_new, invitation, password=GOOD_WORD)
    assert Membership.objects.count() == 1


def test_no_user_is_left_behind_by_an_invitation_that_is_closed(editor):
    invitation, _secret = invited(editor)
    revoke(invitation, by=editor.user)

    assert refused(accept_as_new, invitation, password=GOOD_WORD)
    assert not has_user(invitation)


# --- Roles and leaving ------------------------------------------------------------------------------------------------


def test_a_role_is_changed_and_who_did_it_why_is_kept(editor):
    member = make.make_membership(provider=editor.provider)

    change_role(member, role="editor", by=editor.user, reason="Tar över")

    kept = Membership.history.filter(id=member.pk).latest()
    assert (kept.role, kept.history_user, kept.history_change_reason) == ("editor", editor.user, "Tar över")


def test_the_role_that_a_member_has_changes_nothing(editor):
    change_role(editor, role="editor", by=editor.user)

    assert Membership.history.filter(id=editor.pk).count() == 1


def test_an_unknown_role_is_refused(editor):
    assert set(refused(change_role, editor, role="owner", by=editor.user)) == {"role"}


@pytest.mark.parametrize("act, values", [(change_role, {"role": "reader"}), (remove_member, {})])
def test_a_provider_keeps_its_last_editor(editor, act, values):
    make.make_membership(role="editor")  # another provider's

    assert refused(act, editor, by=editor.user, **values)
    other = make.make_membership(provider=editor.provider, role="editor")
    act(editor, by=other.user, **values)
    assert list(Membership.objects.filter(provider=editor.provider, role="editor")) == [other]


def test_a_removed_member_is_kept_in_the_history_and_the_user_stays(editor):
    member = make.make_membership(provider=editor.provider)
    key, user = member.pk, member.user

    remove_member(member, by=editor.user, reason="Slutat")

    kept = Membership.history.filter(id=key).latest()
    assert (kept.history_type, kept.history_user, kept.history_change_reason) == ("-", editor.user, "Slutat")
    assert get_user_model().objects.filter(pk=user.pk).exists()


def test_who_is_gone_is_not_changed_or_removed_again(editor):
    member = make.make_membership(provider=editor.provider)
    stale = Membership.objects.get(pk=member.pk)
    remove_member(member, by=editor.user)

    assert refused(remove_member, stale, by=editor.user)
    assert refused(change_role, stale, role="editor", by=editor.user)


@pytest.mark.parametrize("act, values", [(change_role, {"role": "reader"}), (remove_member, {})])
def test_what_an_editor_had_invited_to_lapses_with_the_role(editor, act, values):
    other = make.make_membership(provider=editor.provider, role="editor")
    window, _secret = invited(other, email="bakvag@example.se")
    mine, _secret = invited(editor)

    act(other, by=editor.user, **values)

    assert list(Invitation.objects.open()) == [mine]
    assert Invitation.objects.get(pk=window.pk).revoked_by == editor.user


def test_nothing_of_it_gives_the_published_facts_a_new_version(editor):
    before = current_version()

    invitation, _secret = invited(editor)
    member = accept(invitation, user=make.make_user())
    change_role(member, role="editor", by=editor.user)
    remove_member(member, by=editor.user)

    assert current_version() == before
