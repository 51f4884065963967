"""Dialogue meetings: everybody reads, members of a provider sign up, those who hold them see who is coming."""

from datetime import date, time, timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rollout import actions, meetings
from rollout.actions import Refused
from rollout.actions.meetings import sign_up, withdraw_sign_up
from rollout.models import MeetingSignUp, Plan
from tests import factories as make
from tests.desks import Desk, make_person
from tests.followers import published_plan
from tests.pages import read
from tests.policy import violations
from tests.sheets import address, sheet

pytestmark = pytest.mark.django_db

LAST_DAY = date(2030, 12, 1)
VALUES = {
    "kind": "dialogue",
    "name": "Möte i Umeå",
    "on": date(2031, 1, 1),
    "starts_at": time(13),
    "ends_at": time(15),
    "place": "Folkets hus, Umeå",
    "invitation": "Välkomna.\n\nVi bjuder på kaffe.",
    "sign_up_until": LAST_DAY,
    "seats": 5,
}


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """A published plan, for all tests of the file."""
    with published_plan(django_db_blocker) as found:
        yield found


@pytest.fixture
def plan(published):
    return Plan.objects.get(pk=published.plan.pk)


@pytest.fixture
def meeting(published, plan):
    return actions.save_milestone(plan, by=published.editor, **VALUES)


@pytest.fixture
def member():
    return make.make_membership(provider=make.make_provider(name="Alfa AB"))


@pytest.fixture
def other():
    return make.make_membership(provider=make.make_provider(name="Beta AB"))


def coming() -> dict[str, int]:
    return {row.provider.name: row.people for row in meetings.sign_ups()}


# --- Which meetings there are -----------------------------------------------------------------------------------------


def test_everybody_reads_a_meeting_of_the_published_plan(client, meeting):
    page = sheet(client, "meeting-detail", meeting.uid)

    assert page.one("h1").text == "Möte i Umeå"
    for words in ("1 January 2031", "13:00–15:00", "Folkets hus, Umeå", "2030-12-01", "5 of 5 left", "kaffe"):
        assert words in page.one("main").text
    assert "Möte i Umeå" in sheet(client, "meeting-list").text


def test_without_a_meeting_the_list_says_so(client, published):
    assert "No dialogue meeting is announced." in sheet(client, "meeting-list").text


def test_a_meeting_of_a_draft_is_shown_only_where_it_is_announced(client, published, plan):
    draft = actions.draft_from(plan, by=published.editor)
    hidden = actions.save_milestone(draft, by=published.editor, **{**VALUES, "name": "Hemligt"})
    shown = actions.save_milestone(draft, by=published.editor, is_announced=True, **{**VALUES, "name": "Öppet"})

    assert [each.row.name for each in meetings.meetings()] == ["Öppet"]
    assert client.get(address("meeting-detail", hidden.uid)).status_code == 404
    assert client.get(address("meeting-calendar", hidden.uid)).status_code == 404
    assert client.get(address("meeting-detail", shown.uid)).status_code == 200


def test_a_scenario_announces_nothing(published, plan):
    scenario = actions.scenario_from(plan, owner=published.editor, name="Prov")
    actions.save_milestone(scenario, by=published.editor, is_announced=True, **VALUES)

    assert meetings.meetings() == []


def test_the_copies_of_a_meeting_are_one_and_that_of_the_published_plan_holds(published, plan, meeting):
    draft = actions.draft_from(plan, by=published.editor)
    copy = draft.milestones.get()
    actions.save_milestone(draft, by=published.editor, milestone=copy, place="Annat", is_announced=True)

    (found,) = meetings.meetings()

    assert copy.uid == meeting.uid
    assert found.row == meeting


def test_a_decision_is_no_meeting(client, published, plan):
    decision = actions.save_milestone(plan, by=published.editor, kind="decision", name="Beslut", on=date(2031, 1, 1))

    assert client.get(address("meeting-detail", decision.uid)).status_code == 404


@pytest.mark.parametrize("uid", ["5a1e0c1e-1111-4222-8333-444455556666", "1", "x" * 400])
def test_what_is_no_meeting_is_not_found(client, published, uid):
    assert client.get(f"/dialogmoten/{uid}/").status_code == 404
    assert client.get(f"/dialogmoten/{uid}.ics").status_code == 404


def test_the_list_costs_the_same_with_one_meeting_and_with_ten(client, published, plan, meeting):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            sheet(client, "meeting-list")
        return len(asked)

    cost()
    with_one = cost()
    for number in range(9):
        make.make_milestone(plan=plan, **{**VALUES, "name": f"Möte {number}"})

    assert cost() == with_one <= 6


def test_the_calendar_file_has_the_meeting_and_moves_with_it(client, published, plan, meeting):
    def event():
        answer = client.get(address("meeting-calendar", meeting.uid))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]

    before = event()
    actions.save_milestone(plan, by=published.editor, milestone=meeting, on=date(2031, 1, 8))
    after = event()

    assert after["UID"] == before["UID"] == f"milestone-{meeting.uid}@rusta-och-matcha"
    assert (after.decoded("DTSTART") - before.decoded("DTSTART")) == timedelta(days=7)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LOCATION"] == "Folkets hus, Umeå"


def test_the_calendar_file_never_goes_back_when_another_version_takes_over(client, published, plan, meeting):
    first = Client().get(address("meeting-calendar", meeting.uid))
    draft = actions.draft_from(plan, by=published.editor)

    published.publish(draft)
    second = client.get(address("meeting-calendar", meeting.uid))

    one, other = (icalendar.Calendar.from_ical(each.content).walk("VEVENT")[0] for each in (first, second))
    assert other["UID"] == one["UID"]
    assert other["SEQUENCE"] >= one["SEQUENCE"]


# --- Signing up -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_a_member_signs_the_provider_up_changes_it_and_withdraws(meeting, role):
    member = make.make_membership(role=role)
    desk, key = Desk(member.user), member.provider_id

    first = desk.post("meeting-sign-up", meeting.uid, key, people="3", note="En av oss hör dåligt.")
    changed = desk.post("meeting-sign-up", meeting.uid, key, people="5", note="")
    page = read(desk.get("meeting-detail", meeting.uid).content).one("main").text
    withdrawn = desk.post("meeting-withdraw", meeting.uid, key)

    assert {answer.status_code for answer in (first, changed, withdrawn)} == {302}
    assert "Signed up with 5 people" in page
    assert "0 of 5 left" in page
    assert coming() == {}
    assert list(MeetingSignUp.objects.order_by("pk").values_list("people", "by_name")) == [
        (3, member.user.username),
        (5, member.user.username),
    ]


def test_whoever_has_signed_up_sees_it_in_the_list(meeting, member):
    desk = Desk(member.user)
    desk.post("meeting-sign-up", meeting.uid, member.provider_id, people="1")

    assert "Signed up" in read(desk.get("meeting-list").content).one("main").text


@pytest.mark.parametrize("people", ["", "0", "-1", "100", "tre", "1.5"])
def test_a_number_that_is_none_is_told_at_its_field(meeting, member, people):
    answer = Desk(member.user).post("meeting-sign-up", meeting.uid, member.provider_id, people=people)

    assert answer.status_code == 422
    assert len(list(read(answer.content).all("p", class_="ds-validation-message"))) == 1
    assert coming() == {}


def test_more_people_than_there_are_seats_are_refused_with_what_is_left(meeting, member, other):
    Desk(other.user).post("meeting-sign-up", meeting.uid, other.provider_id, people="4")

    answer = Desk(member.user).post("meeting-sign-up", meeting.uid, member.provider_id, people="2")

    assert answer.status_code == 422
    assert "Only 1 seat is left." in read(answer.content).one("main").text
    assert coming() == {"Beta AB": 4}


@pytest.mark.parametrize("people, fits", [(1, True), (2, False)])
def test_the_last_seat_can_be_had_and_not_one_more(meeting, member, other, people, fits):
    sign_up(meeting.uid, provider=other.provider, people=4, by=other.user, on=LAST_DAY)

    if fits:
        sign_up(meeting.uid, provider=member.provider, people=people, by=member.user, on=LAST_DAY)
    else:
        with pytest.raises(Refused):
            sign_up(meeting.uid, provider=member.provider, people=people, by=member.user, on=LAST_DAY)

    assert ("Alfa AB" in coming()) is fits


def test_seats_of_ones_own_count_as_free_when_the_number_is_changed(meeting, member):
    sign_up(meeting.uid, provider=member.provider, people=5, by=member.user, on=LAST_DAY)

    sign_up(meeting.uid, provider=member.provider, people=4, by=member.user, on=LAST_DAY)

    assert coming() == {"Alfa AB": 4}


@pytest.mark.parametrize("on, fits", [(LAST_DAY, True), (LAST_DAY + timedelta(days=1), False)])
def test_one_signs_up_until_the_last_day_and_not_after_it(meeting, member, on, fits):
    if fits:
        sign_up(meeting.uid, provider=member.provider, people=1, by=member.user, on=on)
    else:
        with pytest.raises(Refused):
            sign_up(meeting.uid, provider=member.provider, people=1, by=member.user, on=on)

    assert bool(coming()) is fits


def test_without_a_last_day_nobody_signs_up(published, plan, member):
    meeting = actions.save_milestone(plan, by=published.editor, **{**VALUES, "sign_up_until": None})

    answer = Desk(member.user).post("meeting-sign-up", meeting.uid, member.provider_id, people="1")

    assert answer.status_code == 422
    assert coming() == {}


@pytest.mark.parametrize("on, goes", [(date(2031, 1, 1), True), (date(2031, 1, 2), False)])
def test_one_withdraws_up_to_the_day_itself(meeting, member, on, goes):
    sign_up(meeting.uid, provider=member.provider, people=1, by=member.user, on=LAST_DAY)

    if goes:
        withdraw_sign_up(meeting.uid, provider=member.provider, on=on)
    else:
        with pytest.raises(Refused):
            withdraw_sign_up(meeting.uid, provider=member.provider, on=on)

    assert bool(coming()) is not goes


def test_whoever_is_not_signed_up_has_nothing_to_withdraw(meeting, member):
    answer = Desk(member.user).post("meeting-withdraw", meeting.uid, member.provider_id)

    assert answer.status_code == 302
    assert MeetingSignUp.objects.count() == 0


def test_a_sign_up_stays_when_another_version_is_published(published, plan, meeting, member):
    sign_up(meeting.uid, provider=member.provider, people=2, by=member.user, on=LAST_DAY)

    published.publish(actions.draft_from(plan, by=published.editor))

    assert meetings.get_meeting(meeting.uid).people == 2
    assert meetings.get_meeting(meeting.uid).row != meeting


def test_what_can_be_signed_up_for_is_what_is_open_and_not_done_yet(meeting, member, other):
    assert [each.uid for each in meetings.open_for(member.provider, on=LAST_DAY)] == [meeting.uid]
    assert meetings.open_for(member.provider, on=LAST_DAY + timedelta(days=1)) == []

    sign_up(meeting.uid, provider=other.provider, people=5, by=other.user, on=LAST_DAY)

    assert meetings.open_for(member.provider, on=LAST_DAY) == []


# --- Who may what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["meeting-sign-up", "meeting-withdraw"])
def test_nobody_signs_up_for_a_provider_that_is_not_theirs(meeting, member, other, name):
    sign_up(meeting.uid, provider=other.provider, people=1, by=other.user, on=LAST_DAY)
    strangers = [member.user, make_person("planner"), make_person("editor"), make.make_admin()]

    answers = [Desk(user).post(name, meeting.uid, other.provider_id, people="2") for user in strangers]
    nameless = Client().post(address(name, meeting.uid, other.provider_id), {"people": "2"})

    assert {answer.status_code for answer in answers} == {404}
    assert nameless.status_code == 302
    assert coming() == {"Beta AB": 1}


def test_by_a_look_nobody_is_signed_up(meeting, other):
    admin = make.make_admin()
    look = make.make_look(by=admin, provider=other.provider)
    desk = Desk(admin)
    session = desk.client.session
    session["portal_look"] = look.pk
    session.save()

    page = desk.get("meeting-detail", meeting.uid)
    answer = desk.post("meeting-sign-up", meeting.uid, other.provider_id, people="2")

    assert "You only look at this portal" in read(page.content).one("main").text
    assert answer.status_code == 404
    assert coming() == {}


def test_opening_the_addresses_that_sign_up_does_nothing(meeting, member):
    for name in ("meeting-sign-up", "meeting-withdraw"):
        assert Desk(member.user).get(name, meeting.uid, member.provider_id).status_code == 405


@pytest.mark.parametrize("role, sees", [("planner", True), ("editor", True), ("approver", True), ("", False)])
def test_those_who_hold_meetings_see_who_is_coming_and_others_not(meeting, other, role, sees):
    sign_up(meeting.uid, provider=other.provider, people=2, by=other.user, note="En hund kommer med.", on=LAST_DAY)

    page = read(Desk(make_person(*filter(None, [role]))).get("meeting-detail", meeting.uid).content)

    assert ("Beta AB" in page.text) is sees
    assert ("En hund kommer med." in page.text) is sees


@pytest.mark.parametrize("who", ["nobody", "another member"])
def test_who_else_is_coming_stands_nowhere(meeting, member, other, who):
    sign_up(meeting.uid, provider=other.provider, people=2, by=other.user, note="Hemligt", on=LAST_DAY)
    client = Client() if who == "nobody" else Desk(member.user).client

    answers = [
        client.get(address("meeting-list")),
        client.get(address("meeting-detail", meeting.uid)),
        client.get(address("meeting-calendar", meeting.uid)),
        client.post(address("meeting-sign-up", meeting.uid, member.provider_id), {"people": "99"}),
    ]

    assert not [answer for answer in answers if b"Beta" in answer.content or b"Hemligt" in answer.content]


def test_words_cannot_become_markup(published, plan, client):
    name = "<img src=x onerror=alert(1)>"
    meeting = make.make_milestone(plan=plan, **{**VALUES, "name": name, "place": name, "invitation": name})

    for where in (address("meeting-list"), address("meeting-detail", meeting.uid)):
        html = client.get(where).content.decode()
        assert "<img" not in html
        assert violations(html) == []
