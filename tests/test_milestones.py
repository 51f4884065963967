"""Milestones are added, changed and removed by those who may edit the plan, and every change is kept."""

from datetime import date

import pytest

from rollout import actions
from rollout.actions import Refused
from rollout.actions.following import state_of
from rollout.models import Change, Milestone, Plan
from tests import factories as make
from tests.desks import Desk, make_person
from tests.pages import read
from tests.policy import violations
from tests.sheets import of_class, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db]

MEETING = {"kind": "dialogue", "name": "Möte i Umeå", "on": "2031-06-01", "certainty": "stated"}


@pytest.fixture
def world(staffed_plan):
    return staffed_plan.copy()


@pytest.fixture
def milestone(world):
    values = {**MEETING, "on": date(2031, 6, 1)}
    return actions.save_milestone(world.plan, by=world.editor, **values)


def faults(answer) -> list[str]:
    page = read(answer.content)
    return [each.text for name in ("fault", "form-faults") for each in of_class(page, name)]


# --- By the page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role, status", [(None, 302), ("", 404), ("planner", 404), ("approver", 404), ("editor", 200)])
def test_the_page_is_for_those_who_may_edit_the_plan(world, role, status):
    answer = Desk(None if role is None else make_person(*filter(None, [role]))).get("plan-milestones", world.plan.pk)

    assert answer.status_code == status


@pytest.mark.parametrize("role", [None, "", "planner", "approver"])
def test_nobody_else_can_add_change_or_remove_one(world, milestone, role):
    desk = Desk(None if role is None else make_person(*filter(None, [role])))

    answers = [
        desk.post("plan-milestones", world.plan.pk, **MEETING),
        desk.post("plan-milestone", world.plan.pk, milestone.pk, **{**MEETING, "name": "Annat"}),
        desk.post("plan-milestone-remove", world.plan.pk, milestone.pk),
    ]

    assert {answer.status_code for answer in answers} == {302 if role is None else 404}
    assert list(Milestone.objects.values_list("name", flat=True)) == ["Möte i Umeå"]


def test_a_milestone_is_added_and_shown_on_the_time_line_and_on_the_page_of_its_phase(world, client):
    values = {
        **MEETING,
        "until": "2031-06-02",
        "phase": world.second.pk,
        "note": "Folkets hus, kl. 13",
        "reason": "Ny.",
    }

    answer = Desk(world.editor).post("plan-milestones", world.plan.pk, **values)

    assert answer.status_code == 302
    found = world.plan.milestones.get()
    assert (found.on, found.until, found.phase) == (date(2031, 6, 1), date(2031, 6, 2), world.second)
    world.publish()
    assert "Möte i Umeå" in sheet(client, "timeline").text
    assert "Folkets hus, kl. 13" in sheet(client, "phase-detail", "stom-rom", world.second.number).text


def test_a_milestone_is_changed_in_its_form(world, milestone):
    desk = Desk(world.editor)
    form = read(desk.get("plan-milestone", world.plan.pk, milestone.pk).content).one("form", class_="milestone-form")
    seen = form.one("input", name="seen")["value"]

    desk.post("plan-milestone", world.plan.pk, milestone.pk, **{**MEETING, "on": "2031-07-01", "seen": seen})

    milestone.refresh_from_db()
    assert form.one("input", name="on")["value"] == "2031-06-01"
    assert milestone.on == date(2031, 7, 1)


def test_a_milestone_is_removed(world, milestone):
    answer = Desk(world.editor).post("plan-milestone-remove", world.plan.pk, milestone.pk)

    assert answer.status_code == 302
    assert not world.plan.milestones.exists()


def test_opening_the_address_that_removes_removes_nothing(world, milestone):
    answer = Desk(world.editor).get("plan-milestone-remove", world.plan.pk, milestone.pk)

    assert answer.status_code == 405
    assert world.plan.milestones.exists()


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(world, milestone):
    seen = state_of(milestone)
    one, other = Desk(world.editor), Desk(make_person("editor"))
    one.post("plan-milestone", world.plan.pk, milestone.pk, **{**MEETING, "on": "2031-07-01", "seen": seen})

    answer = other.post("plan-milestone", world.plan.pk, milestone.pk, **{**MEETING, "name": "Annat", "seen": seen})

    milestone.refresh_from_db()
    assert answer.status_code == 422
    assert "Somebody else has changed" in faults(answer)[0]
    assert (milestone.name, milestone.on) == ("Möte i Umeå", date(2031, 7, 1))
    assert 'value="Annat"' in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": ""},
        {"on": "2031-02-30"},
        {"on": "0001-01-01"},
        {"name": ""},
        {"name": "x" * 201},
        {"kind": "party"},
        {"certainty": "sure"},
        {"until": "2031-05-31"},
        {"phase": "999999"},
        {"source": "x"},
        {"note": "x" * 2_001},
    ],
    ids=lambda wrong: f"{next(iter(wrong))} {str(next(iter(wrong.values())))[:12]}",
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(world, wrong):
    answer = Desk(world.editor).post("plan-milestones", world.plan.pk, **{**MEETING, **wrong})

    assert answer.status_code == 422
    assert len(faults(answer)) == 1
    assert Milestone.objects.count() == 0


def test_the_phase_of_another_plan_cannot_be_chosen(world):
    stranger = make.make_phase(
        make.make_plan(from_service=make.make_service("rom"), to_service=make.make_service("rom2"))
    )

    answer = Desk(world.editor).post("plan-milestones", world.plan.pk, **{**MEETING, "phase": stranger.pk})

    assert answer.status_code == 422
    assert Milestone.objects.count() == 0


def test_the_milestone_of_another_plan_is_not_found(world, milestone):
    other = actions.draft_from(world.plan, by=world.editor)

    desk = Desk(world.editor)

    assert desk.get("plan-milestone", other.pk, milestone.pk).status_code == 404
    assert desk.post("plan-milestone-remove", other.pk, milestone.pk).status_code == 404


def test_a_name_cannot_become_markup_and_the_page_keeps_the_content_policy(world):
    desk = Desk(world.editor)
    desk.post("plan-milestones", world.plan.pk, **{**MEETING, "name": "<img src=x onerror=alert(1)>"})

    html = desk.get("plan-milestones", world.plan.pk).content.decode()

    assert "<img" not in html
    assert violations(html) == []


def test_a_superseded_version_is_shown_without_forms_and_refuses(world, milestone):
    first = world.publish()
    world.publish(actions.draft_from(first, by=world.editor))
    desk = Desk(world.editor)

    page = desk.get("plan-milestones", first.pk)
    answer = desk.post("plan-milestones", first.pk, **{**MEETING, "name": "För sent"})

    assert 'class="milestone-form"' not in page.content.decode()
    assert answer.status_code == 422
    assert not first.milestones.filter(name="För sent").exists()


# --- By the actions ---------------------------------------------------------------------------------------------------


def test_a_milestone_does_not_take_an_approval_away(world):
    world.approve()

    actions.save_milestone(world.plan, by=world.editor, **{**MEETING, "on": date(2031, 6, 1)})

    assert Plan.objects.get(pk=world.plan.pk).is_approved


def test_every_change_is_in_the_log_with_its_reason(world, milestone):
    actions.save_milestone(world.plan, by=world.editor, milestone=milestone, name="Annat", reason="Flyttat")
    actions.remove_milestone(milestone, by=world.editor)

    changes = Change.objects.filter(plan=world.plan, kind="milestone").order_by("number")
    assert [change.reason for change in changes] == ["", "Flyttat", ""]
    assert list(Milestone.history.order_by("history_id").values_list("name", "history_type")) == [
        ("Möte i Umeå", "+"),
        ("Annat", "~"),
        ("Annat", "-"),
    ]


def test_an_end_before_the_beginning_is_refused(world):
    with pytest.raises(Refused):
        actions.save_milestone(
            world.plan, by=world.editor, **{**MEETING, "on": date(2031, 6, 1), "until": date(2031, 5, 31)}
        )

    assert Milestone.objects.count() == 0


def test_a_draft_takes_the_milestones_over_with_their_phases(world, milestone):
    actions.save_milestone(world.plan, by=world.editor, milestone=milestone, phase=world.second)

    draft = actions.draft_from(world.plan, by=world.editor)

    copy = draft.milestones.get()
    assert copy.name == milestone.name
    assert copy.phase == draft.phases.get(number=world.second.number)
