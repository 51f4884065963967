"""The door of the portal, and the looks that administrators take through it: with a reason, logged, and ended."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone

from providers.looks import begin_look, end_looks
from providers.models import Invitation, Look
from rollout.portal_access import LONGEST_LOOK
from tests import factories as make
from tests.desks import Desk, faults, make_person
from tests.pages import read
from tests.sheets import address, links, of_class, section

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def provider():
    return make.make_provider(name="Åkerby Hälsa AB")


@pytest.fixture
def admin():
    """An administrator by the group alone."""
    return Desk(make_person("admin", username="asta", first_name="Asta", last_name="Lind"))


def look(desk, provider, **values):
    return desk.post("portal-look", **{"provider": provider.pk, "reason": "Ett ärende", **values})


def enters(desk, provider) -> bool:
    return desk.get("portal-members", provider.pk).status_code == 200


# --- The door ---------------------------------------------------------------------------------------------------------


def test_a_member_of_one_provider_goes_straight_in(provider):
    member = make.make_membership(provider=provider)

    assert Desk(member.user).get("portal")["Location"] == address("portal-home", provider.pk)


def test_a_member_of_several_chooses_among_them_and_sees_no_other(provider):
    member, other = make.make_membership(provider=provider), make.make_provider(name="Bro AB")
    make.make_membership(user=member.user, provider=other)
    make.make_membership()

    page = read(Desk(member.user).get("portal").content)

    chosen = [each.text for each in of_class(page, "portal-choice")[0].all("a")]
    assert chosen == ["Bro AB", "Åkerby Hälsa AB"]


@pytest.mark.parametrize("user, signs_in", [(None, True), (make.make_user, False)])
def test_everybody_else_reads_what_the_portal_is_and_how_one_is_invited(user, signs_in):
    answer = Desk(user() if user else None).get("portal")

    page = read(answer.content)
    assert answer.status_code == 200
    assert "invitation" in page.one("main").text
    assert any(link.startswith(f"{address('sign-in')}?") for link in links(page.one("main"))) == signs_in
    assert not list(page.one("main").all("form"))


def test_the_door_lists_providers_to_nobody_but_administrators(provider, admin):
    for desk in (Desk(None), Desk(make_person("planner", "editor", "approver")), Desk(make.make_membership().user)):
        assert provider.name not in desk.client.get(address("portal"), follow=True).content.decode()

    assert provider.name in admin.get("portal").content.decode()


@pytest.mark.parametrize("who, there", [("member", True), ("admin", True), ("planner", False), ("nobody", False)])
def test_the_portal_stands_in_the_menu_for_those_who_have_one(who, there):
    users = {"member": lambda: make.make_membership().user, "nobody": lambda: None}
    page = read(Desk(users.get(who, lambda: make_person(who))()).get("about").content)

    menu = next(page.all("nav"))

    assert ("Portal" in [each.text for each in menu.all("a")]) == there


# --- Where signing in leads -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role, wanted, leads",
    [
        ("member", "", "portal"),
        ("member", "/en/", "portal"),
        ("member", "/en/larm/", "alerts"),
        ("", "", "map"),
        ("", "/en/", "map"),
        ("admin", "/en/", "map"),
    ],
)
def test_members_come_to_the_portal_others_to_the_map_and_all_to_where_they_were_going(client, role, wanted, leads):
    user = make.make_user(username="nils")
    user.set_password("ett eget lösenord")
    user.save()
    if role == "member":
        make.make_membership(user=user)
    user.groups.set(Group.objects.filter(name=role))

    answer = client.post(address("sign-in"), {"username": "nils", "password": "ett eget lösenord", "next": wanted})

    assert answer["Location"] == address(leads)


# --- Looks ------------------------------------------------------------------------------------------------------------


def test_an_administrator_looks_and_it_is_kept_who_when_and_why(admin, provider):
    assert not enters(admin, provider)

    answer = look(admin, provider)

    kept = Look.objects.get()
    assert answer["Location"] == address("portal-home", provider.pk)
    assert (kept.by, kept.by_name, kept.reason, kept.ended_at) == (admin.user, "Asta Lind", "Ett ärende", None)
    assert enters(admin, provider)
    assert not enters(admin, make.make_provider())


@pytest.mark.parametrize("reason", ["", "   ", "a" * 1001])
def test_a_look_without_a_reason_is_refused(admin, provider, reason):
    answer = look(admin, provider, reason=reason)

    assert (answer.status_code, len(faults(answer))) == (422, 1)
    assert not Look.objects.exists()
    assert not enters(admin, provider)


@pytest.mark.parametrize("chosen", ["", "0", "x", str(10**30)])
def test_a_look_at_no_provider_is_refused(admin, provider, chosen):
    assert admin.post("portal-look", provider=chosen, reason="Prov").status_code == 422
    assert not Look.objects.exists()


def test_a_look_is_ended_and_the_door_closes(admin, provider):
    look(admin, provider)

    admin.post("portal-look-end")

    assert Look.objects.get().ended_at is not None
    assert not enters(admin, provider)


def test_a_second_look_ends_the_first(admin, provider):
    other = make.make_provider()
    look(admin, provider)

    look(admin, other)

    assert list(Look.objects.filter(ended_at=None).values_list("provider", flat=True)) == [other.pk]
    assert (enters(admin, provider), enters(admin, other)) == (False, True)


def test_one_administrator_ends_no_look_of_another(admin, provider):
    theirs = make.make_look(provider=provider)

    end_looks(by=admin.user)

    theirs.refresh_from_db()
    assert theirs.ended_at is None


def test_signing_out_ends_a_look(admin, provider):
    look(admin, provider)

    admin.post("sign-out")

    assert Look.objects.get().ended_at is not None


@pytest.mark.parametrize("part, still", [(0.99, True), (1, False)])
def test_a_look_that_nobody_ended_is_over_after_half_a_day(admin, provider, part, still):
    look(admin, provider)
    Look.objects.update(began_at=timezone.now() - LONGEST_LOOK * part)

    assert enters(admin, provider) == still


def test_who_is_no_longer_an_administrator_looks_no_more(admin, provider):
    look(admin, provider)
    admin.user.groups.clear()

    assert not enters(admin, provider)


def test_a_look_holds_in_the_browser_in_which_it_was_begun(admin, provider):
    look(admin, provider)

    assert not enters(Desk(admin.user), provider)


def test_an_action_asks_for_a_reason_whatever_the_form(provider):
    with pytest.raises(Exception, match="reason"):
        begin_look(provider, by=make.make_admin(), reason=" ")


def test_the_door_tells_administrators_of_the_latest_looks(admin, provider):
    look(admin, provider)

    told = section(read(admin.get("portal").content), "The latest looks").text

    assert "Asta Lind" in told
    assert "Ett ärende" in told


# --- A provider's first editor ----------------------------------------------------------------------------------------


def test_an_administrator_invites_a_providers_first_editor(admin, provider):
    answer = admin.post("portal-invite", provider=provider.pk, email="forst@example.se", role="editor")

    invitation = Invitation.objects.get()
    assert answer.status_code == 200
    assert (invitation.provider, invitation.role, invitation.invited_by) == (provider, "editor", admin.user)
    assert of_class(read(answer.content), "secret-link")[0].text in mail.outbox[0].body


def test_an_invitation_that_lacks_something_is_told_at_the_fields(admin):
    answer = admin.post("portal-invite", provider="", email="nej", role="")

    assert (answer.status_code, len(faults(answer))) == (422, 3)
    assert not Invitation.objects.exists()
