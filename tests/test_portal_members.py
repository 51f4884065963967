"""The members' page: all members read it, editors change it, and what belongs to another provider is not there."""

import pytest
from django.core import mail

from providers.membership import invitation_of
from providers.models import Invitation, Membership
from rollout.portal_access import LOOK
from tests import factories as make
from tests.desks import Desk, faults
from tests.pages import read
from tests.policy import violations
from tests.sheets import address, of_class, section

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def editor():
    user = make.make_user(username="rut", email="rut@example.se", first_name="Rut", last_name="Ek")
    return make.make_membership(role="editor", user=user)


@pytest.fixture
def reader(editor):
    return make.make_membership(provider=editor.provider, user=make.make_user(username="ture"))


@pytest.fixture
def stranger():
    return make.make_membership(role="editor")


def members(member, **query):
    """The page as a member gets it, which must keep the content policy."""
    answer = Desk(member.user).get("portal-members", member.provider.pk, **query)
    assert answer.status_code == 200
    assert violations(answer.content.decode()) == []
    return read(answer.content)


def invite(member, **values):
    sent = {"email": "ny@example.se", "role": "reader", **values}
    return Desk(member.user).post("portal-members", member.provider.pk, **sent)


def buttons(page) -> set[str]:
    """What can be sent from the page itself."""
    return {each.text for each in page.one("main").all("button")}


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_every_member_reads_who_acts_who_is_invited_and_when_somebody_looked(editor, reader):
    make.make_invitation(provider=editor.provider, email="vantar@example.se", invited_by=editor.user)
    make.make_invitation(email="annans@example.se")
    make.make_look(provider=editor.provider, reason="Ett ärende")
    make.make_look(reason="Någon annans")

    page = members(reader)

    assert [each.text.split(" ")[0] for each in of_class(page, "member-name")] == ["Rut", "ture", "vantar@example.se"]
    assert "invited by Rut Ek" in section(page, "Open invitations").text
    assert "Ett ärende" in section(page, "When Arbetsförmedlingen").text
    assert "annan" not in page.one("main").text


def test_a_reader_can_do_nothing_but_leave_an_editor_all(editor, reader):
    make.make_invitation(provider=editor.provider)

    assert buttons(members(reader)) == {"Leave the provider"}
    assert {each.split(" ")[0] for each in buttons(members(editor))} == {"Make", "Remove", "Leave", "Revoke", "Send"}


def test_an_invitation_that_is_over_is_not_among_the_open_ones(editor):
    for over in ({"accepted_at": make.PUBLISHED_AT}, {"revoked_at": make.PUBLISHED_AT}):
        make.make_invitation(provider=editor.provider, **over)

    assert section(members(editor), "Open invitations").text.startswith("Open invitations 0")


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_costs_the_same_with_1_member_and_with_10(editor, number, django_assert_max_num_queries):
    for _ in range(number):
        make.make_membership(provider=editor.provider)
        make.make_invitation(provider=editor.provider, invited_by=make.make_user())
        make.make_look(provider=editor.provider)
    desk = Desk(editor.user)

    with django_assert_max_num_queries(10):
        desk.get("portal-members", editor.provider.pk)


# --- Inviting ---------------------------------------------------------------------------------------------------------


def test_an_invitation_is_mailed_and_its_link_is_shown_once(editor):
    answer = invite(editor, email="Ny@Example.se", role="editor")

    link = of_class(read(answer.content), "secret-link")[0].text
    (letter,) = mail.outbox
    invitation = invitation_of(link.split("/")[-2])
    assert (letter.to, link in letter.body) == (["ny@example.se"], True)
    assert (invitation.email, invitation.role, invitation.invited_by) == ("ny@example.se", "editor", editor.user)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert link not in members(editor).one("main").text


def test_the_letter_is_in_the_language_of_the_page(editor):
    Desk(editor.user).client.post(
        address("portal-members", editor.provider.pk, language="sv"), {"email": "a@b.se", "role": "reader"}
    )
    invite(editor)

    swedish, english = (letter.subject for letter in mail.outbox)
    assert swedish.startswith("Inbjudan till portalen")
    assert english.startswith("Invitation to the portal")


def test_a_name_cannot_add_lines_to_the_head_of_the_letter(editor):
    editor.provider.name = "Ett\r\nBcc: alla@example.se AB"
    editor.provider.save()

    invite(editor)

    assert mail.outbox[0].subject.endswith("Ett Bcc: alla@example.se AB")
    assert mail.outbox[0].bcc == []


def test_where_no_letter_can_be_sent_the_link_is_still_shown_to_be_handed_over(editor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens

    answer = invite(editor)

    told = of_class(read(answer.content), "invited")[0].text
    assert "could not be sent" in told
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize(
    "values", [{"email": "ingen adress"}, {"email": ""}, {"role": "owner"}, {"email": "rut@example.se"}]
)
def test_what_is_wrong_is_told_at_the_field_and_nobody_is_invited(editor, values):
    answer = invite(editor, **values)

    assert (answer.status_code, len(faults(answer))) == (422, 1)
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


def test_a_name_with_tags_in_it_is_shown_as_text(editor):
    editor.user.first_name = "<script>alert(1)</script>"
    editor.user.save()

    page = members(editor)

    assert "<script>alert(1)</script>" in of_class(page, "member-name")[0].text


# --- Changing ---------------------------------------------------------------------------------------------------------


def test_an_editor_changes_a_role_removes_a_member_and_revokes_an_invitation(editor, reader):
    desk, at = Desk(editor.user), editor.provider.pk
    invitation = make.make_invitation(provider=editor.provider)

    answers = [
        desk.post("portal-member-role", at, reader.pk, role="editor"),
        desk.post("portal-invitation-revoke", at, invitation.pk),
        desk.post("portal-member-remove", at, reader.pk, reason="Slutat"),
    ]

    assert {answer["Location"] for answer in answers} == {address("portal-members", at)}
    assert list(Membership.objects.all()) == [editor]
    assert [row.role for row in Membership.history.filter(id=reader.pk)] == ["editor", "editor", "reader"]
    assert not Invitation.objects.open().exists()


def test_a_reader_changes_nothing_and_may_leave(editor, reader):
    desk, at = Desk(reader.user), editor.provider.pk
    invitation = make.make_invitation(provider=editor.provider)
    tries = [
        ("portal-members", (at,), {"email": "a@b.se", "role": "reader"}),
        ("portal-member-role", (at, reader.pk), {"role": "editor"}),
        ("portal-member-remove", (at, editor.pk), {}),
        ("portal-invitation-revoke", (at, invitation.pk), {}),
    ]

    answers = [desk.post(name, *args, **values).status_code for name, args, values in tries]
    leaving = desk.post("portal-member-remove", at, reader.pk)

    assert answers == [404] * len(tries)
    assert leaving["Location"] == address("portal")
    assert list(Membership.objects.all()) == [editor]
    assert Invitation.objects.open().get() == invitation


def test_what_is_refused_is_told_over_the_page(editor):
    answer = Desk(editor.user).post("portal-member-role", editor.provider.pk, editor.pk, role="reader")

    assert answer.status_code == 422
    assert faults(answer) == ["This is the provider’s only editor. Make somebody else an editor first."]


def test_whoever_only_opens_an_address_that_is_sent_to_gets_the_page(editor):
    answer = Desk(editor.user).get("portal-member-role", editor.provider.pk, editor.pk)

    assert (answer.status_code, answer["Location"]) == (302, address("portal-members", editor.provider.pk))


# --- Another provider's -----------------------------------------------------------------------------------------------


def test_what_belongs_to_another_provider_is_not_there_by_any_key(editor, reader, stranger):
    theirs = make.make_invitation(provider=editor.provider)
    own, at = stranger.provider.pk, editor.provider.pk
    tries = [
        ("portal-members", (at,), {"email": "a@b.se", "role": "reader"}),
        *((name, (at, reader.pk), {"role": "editor"}) for name in ("portal-member-role", "portal-member-remove")),
        *((name, (own, reader.pk), {"role": "editor"}) for name in ("portal-member-role", "portal-member-remove")),
        *(("portal-invitation-revoke", (provider, theirs.pk), {}) for provider in (at, own)),
    ]

    answers = [Desk(stranger.user).post(name, *args, **values) for name, args, values in tries]

    assert [answer.status_code for answer in answers] == [404] * len(tries)
    assert not any(editor.provider.name in answer.content.decode() for answer in answers)
    assert Membership.objects.filter(role="reader").get() == reader
    assert Invitation.objects.open().get() == theirs


@pytest.mark.parametrize("key", [0, 10**6, 10**30])
def test_a_provider_or_member_that_does_not_exist_is_not_found(editor, key):
    desk = Desk(editor.user)

    assert desk.get("portal-members", key).status_code == 404
    for name in ("portal-member-role", "portal-member-remove", "portal-invitation-revoke"):
        assert desk.post(name, editor.provider.pk, key, role="reader").status_code == 404


def test_the_nameless_sign_in_first_and_come_back(client, editor):
    at = address("portal-members", editor.provider.pk)
    there, nowhere = client.get(at), client.get(address("portal-members", 10**6))
    sent = client.post(address("portal-member-role", editor.provider.pk, editor.pk), {"role": "reader"})

    assert there["Location"] == f"{address('sign-in', language='sv')}?next={at}".replace("/logga", "/en/logga")
    assert (nowhere.status_code, sent.status_code) == (302, 302)
    assert sent["Location"].endswith(f"?next={address('portal')}")


def test_an_administrator_who_looks_reads_it_and_changes_nothing(editor, reader):
    admin = make.make_admin()
    look, desk = make.make_look(provider=editor.provider, by=admin), Desk(admin)
    session = desk.client.session
    session[LOOK] = look.pk
    session.save()

    page = desk.get("portal-members", editor.provider.pk)
    tries = [
        desk.post("portal-members", editor.provider.pk, email="a@b.se", role="reader"),
        desk.post("portal-member-role", editor.provider.pk, reader.pk, role="editor"),
        desk.post("portal-member-remove", editor.provider.pk, reader.pk),
    ]

    assert page.status_code == 200
    assert buttons(read(page.content)) == {"End the look"}
    assert [answer.status_code for answer in tries] == [404] * 3
