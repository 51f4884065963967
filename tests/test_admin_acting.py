"""Saving a plan's rows in the admin is an act: kept with who and why, refused in words; nobody overwrites anybody."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext

from rollout import actions
from rollout.checks import check
from rollout.models import Change, DayStatement, FollowUp, LeftOut, Milestone, Phase, PhaseArea, Plan, Switch, Waiver
from tests import factories as make
from tests.admin_pages import admin_address, entered, said_by
from tests.plans import World, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(make.make_admin(username="karin"), backend="rollout.signin.LoopbackDemoBackend")
    return client


@pytest.fixture
def world(small_plan) -> World:
    return small_plan.copy()


def save(client, row, **changes):
    """Open a row's page, enter the changes, save."""
    url = admin_address(type(row), "change", row.pk)
    return client.post(url, entered(client, url, **changes))


def add(client, model, **values):
    url = admin_address(model, "add")
    return client.post(url, entered(client, url, **values))


def remove(client, row):
    return client.post(admin_address(type(row), "delete", row.pk), {"post": "yes"}, follow=True)


def latest(plan: Plan) -> Change:
    return plan.changes.order_by("-number").first()


def a_week_later() -> dict[str, str]:
    """The days of a notice sent a week later, as a browser sends them."""
    return {name: day.isoformat() for name, day in days(date(2021, 10, 5)).items()}


# --- What the form asks for is done by the action ---------------------------------------------------------------------


def test_the_days_of_a_phase_move_its_switches_and_are_kept_with_who_and_why(staff, world):
    answer = save(staff, world.second, **a_week_later(), change_reason="Uppskjutet")

    act = latest(world.plan)
    assert said_by(answer) == []
    assert (act.kind, act.by_name, act.reason) == ("phase_edited", "karin", "Uppskjutet")
    assert set(world.second.switches.values_list("new_service_starts_on", flat=True)) == {date(2021, 10, 8)}


def test_saving_what_is_so_already_is_no_act(staff, world):
    before = latest(world.plan)

    answer = save(staff, world.second, change_reason="Inget")

    assert said_by(answer) == []
    assert latest(world.plan) == before


def test_a_phase_can_be_added_and_removed_again_while_it_is_empty(staff, world):
    added = add(staff, Phase, plan=world.plan, number=3, name="Etapp 3")
    phase = Phase.objects.get(name="Etapp 3")
    assert (said_by(added), latest(world.plan).kind) == ([], "phase_added")

    remove(staff, phase)

    assert not Phase.objects.filter(pk=phase.pk).exists()
    assert latest(world.plan).kind == "phase_removed"


def test_a_phase_with_municipalities_is_not_removed(staff, world):
    answer = remove(staff, world.second)

    assert Phase.objects.filter(pk=world.second.pk).exists()
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert latest(world.plan).kind == "moved"


def test_the_phase_of_a_switch_is_changed_by_moving_the_municipality(staff, world):
    switch = world.second.switches.get(municipality=world.municipalities[2])

    answer = save(staff, switch, phase=world.first, actual_notice_sent_on="2021-05-16")

    switch.refresh_from_db()
    assert said_by(answer) == []
    assert (switch.phase, switch.new_service_starts_on) == (world.first, world.first.new_service_starts_on)
    assert switch.actual_notice_sent_on == date(2021, 5, 16)
    assert PhaseArea.objects.get(area=world.areas[1]).phase == world.first


def test_how_the_phase_of_a_municipality_is_known_is_told_of_a_published_plan_too(staff, world):
    world.publish()
    switch = world.second.switches.first()

    answer = save(staff, switch, certainty="derived")

    switch.refresh_from_db()
    assert (said_by(answer), switch.certainty, latest(world.plan).kind) == ([], "derived", "evidence")


def test_a_municipality_is_put_into_a_phase_and_taken_out_again(staff, world):
    newcomer = make.make_municipality()
    added = add(staff, Switch, municipality=newcomer, phase=world.first)
    switch = Switch.objects.get(municipality=newcomer)
    assert (said_by(added), switch.notice_sent_on) == ([], world.first.notice_sent_on)

    remove(staff, switch)

    assert not Switch.objects.filter(municipality=newcomer).exists()


def test_an_area_moves_with_all_its_municipalities_and_leaves_with_them(staff, world):
    row = PhaseArea.objects.get(area=world.areas[1])

    save(staff, row, phase=world.first)
    assert world.municipalities[2].code in world.codes(world.first)
    remove(staff, row)

    assert world.municipalities[2].code not in world.codes(world.first)


def test_an_area_whose_municipalities_are_not_known_cannot_be_put_into_a_phase(staff, world):
    answer = add(staff, PhaseArea, phase=world.first, area=make.make_area())

    assert set(answer.context["adminform"].form.errors) == {"area"}
    assert PhaseArea.objects.count() == 3


def test_a_row_is_not_moved_to_a_phase_of_another_plan(staff, world):
    switch, other = world.second.switches.first(), make.make_phase()

    answer = save(staff, switch, phase=other)

    assert said_by(answer) == [gettext("The phase belongs to another plan.")]
    assert Switch.objects.get(pk=switch.pk).phase == world.second


def test_a_new_plan_begins_as_a_draft_and_is_described_by_acts(staff, world):
    services = {"from_service": world.plan.from_service, "to_service": world.plan.to_service}

    added = add(staff, Plan, **services, name="Försök", ready_providers=2)
    plan = Plan.objects.get(name="Försök")
    save(staff, plan, note="Ny", stage="published")

    plan.refresh_from_db()
    assert said_by(added) == []
    assert (plan.stage, plan.ready_providers, plan.note, plan.version) == ("draft", 2, "Ny", world.plan.version + 1)
    assert [act.kind for act in plan.changes.all()] == ["renamed", "settings", "created"]


def statement_of(phase: Phase) -> dict:
    return {"phase": phase, "field": "new_service_starts_on", "certainty": "stated", "source": make.make_source()}


def test_a_statement_a_milestone_and_a_follow_up_come_change_and_go(staff, world):
    said = {
        "phase": world.second,
        "field": "new_service_starts_on",
        "certainty": "stated",
        "source": make.make_source(),
    }
    added = [
        add(staff, DayStatement, **said, day="2021-10-01"),
        add(staff, Milestone, plan=world.plan, kind="dialogue", name="Möte", on="2021-08-20", certainty="stated"),
        add(staff, FollowUp, plan=world.plan, rule="enough-ready", area=world.areas[0], due_on="2021-09-01"),
    ]
    rows = [DayStatement.objects.get(), Milestone.objects.get(), FollowUp.objects.get()]
    changed = [
        save(staff, rows[0], wording="i oktober"),
        save(staff, rows[1], name="Dialogmöte"),
        save(staff, rows[2], note="Ring"),
    ]
    for row in rows:
        row.refresh_from_db()

    assert [said_by(answer) for answer in added + changed] == [[]] * 6
    assert (rows[0].wording, rows[1].name, rows[2].note) == ("i oktober", "Dialogmöte", "Ring")
    for row in rows:
        remove(staff, row)
    assert not any(model.objects.exists() for model in (DayStatement, Milestone, FollowUp))


@pytest.mark.parametrize(("day", "faults"), [("2021-10-01", []), ("2021-10-02", ["holds"])])
def test_a_statement_is_followed_only_where_the_phase_has_its_day(staff, world, day, faults):
    said = {
        "phase": world.second,
        "field": "new_service_starts_on",
        "certainty": "stated",
        "source": make.make_source(),
    }

    answer = add(staff, DayStatement, **said, day=day, holds="on")

    assert list(answer.context["adminform"].form.errors if answer.context else []) == faults


def test_a_warning_is_waived_in_the_admin_in_the_users_own_name_and_taken_back(staff, world):
    finding = check(world.plan).unwaived[0]

    added = add(staff, Waiver, plan=world.plan, rule=finding.rule, subject=finding.subject, reason="Beslutat")
    waiver = Waiver.objects.get()
    assert (said_by(added), waiver.by_name, latest(world.plan).kind) == ([], "karin", "waived")
    changed = save(staff, waiver, reason="Beslutat på nytt")
    waiver.refresh_from_db()
    assert (said_by(changed), waiver.reason) == ([], "Beslutat på nytt")
    remove(staff, waiver)

    assert not Waiver.objects.exists()
    assert latest(world.plan).kind == "unwaived"


def test_a_provider_is_left_out_of_a_scenario_in_the_admin_and_counted_again(staff, world):
    scenario = actions.scenario_from(world.plan, owner=get_user_model().objects.get(username="karin"), name="Utan två")
    first, second = (make.make_provider() for _number in range(2))

    added = [add(staff, LeftOut, plan=scenario, provider=each) for each in (first, second)]
    twice = add(staff, LeftOut, plan=scenario, provider=second)
    refused = add(staff, LeftOut, plan=world.plan, provider=first)
    remove(staff, LeftOut.objects.get(provider=first))

    assert [said_by(answer) for answer in added] == [[], []]
    assert said_by(twice) != [] != said_by(refused)
    assert list(scenario.left_out.all()) == [second]
    assert [act.kind for act in scenario.changes.all()[:3]] == ["left_out"] * 3


def test_what_is_no_warning_cannot_be_waived(staff, world):
    answer = add(staff, Waiver, plan=world.plan, rule="no-gap", subject="phase:99", reason="Beslutat")

    assert said_by(answer) == [gettext("There is no such warning any more.")]


def test_a_follow_up_that_says_nothing_is_not_made(staff, world):
    answer = add(staff, FollowUp, plan=world.plan, rule="enough-ready", area=world.areas[0])

    assert said_by(answer) == [gettext("Say who sees to it, by when, or what is to be done.")]


# --- What is refused --------------------------------------------------------------------------------------------------


def test_a_published_version_stays_as_it_is_and_the_form_says_so(staff, world):
    world.publish()
    rows = [world.second, world.second.switches.first(), PhaseArea.objects.get(area=world.areas[1])]

    answers = [
        save(staff, rows[0], name="Annat namn"),
        save(staff, rows[1], phase=world.first),
        save(staff, rows[2], phase=world.first),
        save(staff, world.plan, note="Annat"),
    ]

    expected = gettext("%(plan)s is published and stays as it is. Make a draft of it and change that.")
    assert [said_by(answer) for answer in answers] == [[expected % {"plan": world.plan}]] * 4
    assert latest(world.plan).kind == "published"
    assert Phase.objects.get(pk=world.second.pk).name == "Etapp 2"


def test_days_out_of_order_are_told_at_their_field(staff, world):
    answer = save(staff, world.second, last_contract_day_on="2021-09-01")

    assert set(answer.context["adminform"].form.errors) == {"last_contract_day_on"}
    assert latest(world.plan).kind == "moved"


def test_both_services_open_on_one_day_is_refused_in_words(staff, world):
    switch = world.second.switches.first()

    answer = save(staff, switch, actual_last_referral_on="2021-10-01")

    assert [str(switch.municipality) in said for said in said_by(answer)] == [True]


@pytest.mark.parametrize("kept", ["published", "superseded"])
def test_a_version_that_is_or_was_published_is_not_removed(staff, kept):
    plan = make.make_plan(stage=kept)

    answer = remove(staff, plan)

    assert Plan.objects.filter(pk=plan.pk).exists()
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_a_draft_is_removed_with_all_its_rows_and_with_acts_that_were_undone(staff, world):
    world.edit(world.second, note="Ändrad")
    actions.undo(latest(world.plan), by=world.editor)

    remove(staff, world.plan)

    assert not Plan.objects.exists()
    assert not Switch.objects.exists()


# --- Nobody overwrites anybody ----------------------------------------------------------------------------------------


def test_the_second_of_two_editors_is_told_what_the_first_did_and_may_then_insist(staff, world):
    url = admin_address(Phase, "change", world.second.pk)
    read = entered(staff, url)
    world.edit(world.second, name="Andra etappen", note="Från den första")

    refused = staff.post(url, {**read, "name": "Tredje etappen"})
    form = refused.context["adminform"].form
    told = {name: form[name].value() for name in ("name", "note", "seen")}
    insisting = staff.post(url, {**read, **told})

    world.second.refresh_from_db()
    assert set(form.errors) == {"__all__", "name"}
    assert "redaktor-prov" in form.errors["__all__"][0]
    assert "Etapp 2" in form.errors["name"][0]
    assert "Andra etappen" in form.errors["name"][0]
    assert said_by(insisting) == []
    assert (world.second.name, world.second.note) == ("Tredje etappen", "Från den första")


def test_two_editors_of_different_fields_both_get_their_way(staff, world):
    url = admin_address(Phase, "change", world.second.pk)
    read = entered(staff, url)
    world.edit(world.second, note="Från den första")

    answer = staff.post(url, {**read, "name": "Andra etappen"})

    world.second.refresh_from_db()
    assert said_by(answer) == []
    assert (world.second.name, world.second.note) == ("Andra etappen", "Från den första")


def test_a_switch_that_somebody_else_moved_is_not_moved_back_by_recording_a_day(staff, world):
    switch = world.second.switches.get(municipality=world.municipalities[2])
    url = admin_address(Switch, "change", switch.pk)
    read = entered(staff, url)
    actions.move(world.plan, {switch.municipality_id: world.first}, by=world.editor)

    staff.post(url, {**read, "actual_notice_sent_on": "2021-05-16"})

    switch.refresh_from_db()
    assert (switch.phase, switch.actual_notice_sent_on) == (world.first, date(2021, 5, 16))


# --- Many at once -----------------------------------------------------------------------------------------------------


def choose(client, action: str, *plans: Plan, **more):
    sent = {"action": action, "_selected_action": [plan.pk for plan in plans], **more}
    return client.post(reverse("admin:rollout_plan_changelist"), sent, follow=True)


def test_drafts_are_made_of_several_versions(staff, world):
    choose(staff, "make_drafts", world.plan)

    assert Plan.objects.exclude(pk=world.plan.pk).get().based_on == world.plan


def test_each_plan_is_proposed_or_refused_by_itself(staff, world):
    world.waive_all(world.plan)
    empty = make.make_plan()

    answer = choose(staff, "propose", world.plan, empty)

    world.plan.refresh_from_db()
    empty.refresh_from_db()
    assert (world.plan.stage, empty.stage) == ("in_review", "draft")
    assert sorted(message.level_tag for message in answer.context["messages"]) == ["error", "success"]


@pytest.mark.parametrize(("edited", "expected"), [(False, True), (True, False)])
def test_what_is_approved_is_what_was_read(staff, world, edited, expected):
    world.waive_all(world.plan)
    actions.propose(world.plan, by=world.editor)
    asked = choose(staff, "approve", world.plan)
    seen = {f"seen-{world.plan.pk}": world.plan.revision}
    assert str(world.plan) in asked.content.decode()
    if edited:
        world.edit(world.second, note="Ändrad")
        actions.propose(world.plan, by=world.editor)

    choose(staff, "approve", world.plan, confirmed="1", **seen)

    world.plan.refresh_from_db()
    assert world.plan.is_approved is expected
