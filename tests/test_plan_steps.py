"""What is done with a plan as a whole, by forms without script: two pairs of eyes, publication, scenarios, waivers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rollout import actions
from rollout.checks import check
from rollout.models import Plan, Waiver
from tests import factories as make
from tests.desks import Desk, faults, make_person
from tests.pages import read
from tests.plans import moment
from tests.sheets import address, of_class

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def world(staffed_plan):
    return staffed_plan.copy()


@pytest.fixture
def desk(world):
    return Desk(world.editor)


@pytest.fixture
def approver(world):
    return Desk(world.approver)


def now(plan: Plan) -> Plan:
    return Plan.objects.get(pk=plan.pk)


# --- Two pairs of eyes -----------------------------------------------------------------------------------------------


def test_the_whole_way_from_draft_to_published(world, desk, approver):
    warnings = [f"{each.rule}|{each.subject}" for each in check(world.plan).unwaived]
    desk.step(world.plan, "godta", finding=warnings, reason="Kontoren öppnar senare.")
    desk.step(world.plan, "foresla", reason="Klart att läsa")
    seen = approver.open(world.plan).one("input", name="seen_revision")["value"]
    approver.step(world.plan, "godkann", seen_revision=seen)
    answer = approver.step(world.plan, "publicera", at="2021-07-05T09:00", reason="Beslut 2021-07-05")

    plan = now(world.plan)
    assert warnings
    assert answer.status_code == 302
    assert (plan.stage, plan.published_at) == (Plan.Stage.PUBLISHED, moment("2021-07-05 09:00"))
    assert (plan.proposed_by, plan.approved_by, plan.published_by) == (world.editor, world.approver, world.approver)


def test_a_plan_with_errors_is_not_proposed(world, desk):
    actions.move(world.plan, {world.municipalities[0].code: None}, by=world.editor)

    answer = desk.step(world.plan, "foresla")

    assert answer.status_code == 422
    assert "error" in faults(answer)[0]
    assert "open" in next(each for each in read(answer.content).all("details", data_keep="step-propose")).attributes


@pytest.mark.parametrize("are_waived, said", [(False, "before the plan can be approved"), (True, "You approve")])
def test_the_approver_is_told_beforehand_whether_warnings_stand_in_the_way(world, desk, approver, are_waived, said):
    if are_waived:
        world.waive_all(world.plan)
    desk.step(world.plan, "foresla")

    step = approver.open(world.plan).one("details", data_keep="step-approve")

    assert check(world.plan).unwaived or are_waived
    assert said in step.text


def test_one_who_proposed_cannot_approve(world):
    both = Desk(make_person("editor", "approver"))
    world.waive_all(world.plan)
    both.step(world.plan, "foresla")

    answer = both.step(world.plan, "godkann", seen_revision=now(world.plan).revision)

    assert answer.status_code == 422
    assert not now(world.plan).is_approved


def test_an_approval_is_of_what_was_read(world, desk, approver):
    world.waive_all(world.plan)
    desk.step(world.plan, "foresla")
    seen = approver.open(world.plan).one("input", name="seen_revision")["value"]
    actions.describe(world.plan, name="x", note="", by=world.editor)
    actions.edit_phase(world.second, expected_revision=world.second.revision, by=world.editor, name="Annat")
    desk.step(world.plan, "foresla")

    answer = approver.step(world.plan, "godkann", seen_revision=seen)

    assert answer.status_code == 422
    assert not now(world.plan).is_approved


def test_an_edit_after_approval_voids_it(world, desk):
    world.approve()

    desk.post("plan-move", world.plan.pk, code=[world.municipalities[0].code], to=world.second.pk)

    assert now(world.plan).stage == Plan.Stage.DRAFT
    assert not now(world.plan).is_approved


def test_a_proposal_is_taken_back(world, desk):
    world.approve()

    desk.step(world.plan, "ta-tillbaka")

    assert now(world.plan).stage == Plan.Stage.DRAFT


@pytest.mark.parametrize(
    "at, status",
    [("2021-13-45T09:00", 422), ("soon", 422), ("1021-07-05T09:00", 422), ("2098-01-01T00:00", 422), ("", 302)],
)
def test_a_moment_that_cannot_be_is_refused_at_the_field(world, approver, at, status):
    plan = world.approve()

    answer = approver.step(plan, "publicera", at=at)

    assert answer.status_code == status
    assert (now(plan).stage == Plan.Stage.PUBLISHED) == (status == 302)


def test_a_publication_is_scheduled_moved_and_taken_away(world, approver):
    plan = world.approve()
    at = (timezone.localtime() + timedelta(days=2)).replace(second=0, microsecond=0)

    approver.step(plan, "schemalagg", at=at.strftime("%Y-%m-%dT%H:%M"))
    scheduled = now(plan).publish_at
    page = approver.open(plan)
    approver.step(plan, "avboka")

    assert scheduled == at
    assert f"Scheduled for {at:%Y-%m-%d %H:%M}" in page.one("header", id="head").text
    assert page.one("input", id="schedule-at")["value"] == at.strftime("%Y-%m-%dT%H:%M")
    assert now(plan).publish_at is None


@pytest.mark.parametrize("at", ["", "2021-07-05T09:00"])
def test_a_publication_is_scheduled_for_a_moment_that_lies_ahead(world, approver, at):
    plan = world.approve()

    assert approver.step(plan, "schemalagg", at=at).status_code == 422
    assert now(plan).publish_at is None


STEPS = {
    "foresla": {"editor"},
    "ta-tillbaka": {"editor"},
    "godta": {"editor"},
    "beskriv": {"editor"},
    "installningar": {"editor"},
    "basera-om": {"editor"},
    "godkann": {"approver"},
    "publicera": {"approver"},
    "schemalagg": {"approver"},
    "avboka": {"approver"},
    "dela": set(),
    "sluta-dela": set(),
    "utan-leverantorer": set(),
    "nonsense": set(),
}


@pytest.mark.parametrize("role", ["", "planner", "editor", "approver"])
def test_a_step_does_not_exist_for_those_who_may_not_take_it(world, role):
    desk = Desk(make_person(*filter(None, [role])))

    found = {slug for slug in STEPS if desk.step(world.plan, slug).status_code != 404}

    assert found == {slug for slug, roles in STEPS.items() if role in roles}


def test_a_nameless_reader_is_sent_to_sign_in_and_nothing_happens(world):
    answer = Desk(None).step(world.plan, "foresla")

    assert (answer.status_code, answer.url) == (302, f"{address('sign-in')}?next={address('plan-list')}")
    assert now(world.plan).stage == Plan.Stage.DRAFT


def test_a_form_without_its_token_is_refused(world):
    desk = Desk(world.editor)
    desk.client.handler.enforce_csrf_checks = True

    assert desk.step(world.plan, "beskriv", name="x", note="").status_code == 403


# --- What it is called, and what it asks -----------------------------------------------------------------------------


def test_a_plan_is_named_and_described(world, desk):
    desk.step(world.plan, "beskriv", name="Juli", note="Som beslutat i juli.")

    page = desk.open(world.plan)
    assert "Juli" in page.one("h1").text
    assert "Som beslutat i juli." in page.one("header", id="head").text


@pytest.mark.parametrize(
    "providers, ahead, status", [("2", "14", 302), ("0", "0", 422), ("51", "0", 422), ("1", "-1", 422), ("", "", 422)]
)
def test_what_ready_asks_of_an_area_is_set(world, desk, providers, ahead, status):
    answer = desk.step(world.plan, "installningar", ready_providers=providers, ready_days_ahead=ahead)

    plan = now(world.plan)
    assert answer.status_code == status
    assert (plan.ready_providers, plan.ready_days_ahead) == ((2, 14) if status == 302 else (1, 0))


def test_a_draft_is_removed_for_good_when_the_box_is_ticked(world, desk):
    unsure = desk.post("plan-discard", world.plan.pk)
    there = Plan.objects.filter(pk=world.plan.pk).exists()
    sure = desk.post("plan-discard", world.plan.pk, sure="on")

    assert (unsure.status_code, there) == (422, True)
    assert (sure.status_code, sure.url) == (302, address("plan-list"))
    assert not Plan.objects.exists()


def test_a_published_version_is_not_removed(world, desk):
    plan = world.publish()

    assert desk.post("plan-discard", plan.pk, sure="on").status_code == 422
    assert now(plan)


# --- Warnings --------------------------------------------------------------------------------------------------------


def test_several_warnings_are_waived_for_one_reason_and_one_is_taken_back(world, desk):
    warnings = check(world.plan).unwaived

    desk.step(world.plan, "godta", finding=[f"{each.rule}|{each.subject}" for each in warnings], reason="Känt.")
    waived = Waiver.objects.count()
    changes = world.plan.changes.filter(kind="waived").count()
    desk.post("plan-unwaive", world.plan.pk, Waiver.objects.first().pk)

    assert waived == len(warnings) >= 1
    assert changes == 1
    assert Waiver.objects.count() == waived - 1
    assert len(check(world.plan).unwaived) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"finding": "known", "reason": "  "},
        {"finding": [], "reason": "Känt."},
        {"finding": ["no-gap|phase:7"], "reason": "Känt."},
        {"finding": ["known", "nonsense"], "reason": "Känt."},
        {"finding": ["|"], "reason": "Känt."},
    ],
)
def test_a_waiver_that_cannot_be_is_refused_and_none_is_made(world, desk, values):
    known = "|".join((check(world.plan).unwaived[0].rule, check(world.plan).unwaived[0].subject))
    finding = values["finding"]
    asked = known if finding == "known" else [known if each == "known" else each for each in finding]

    answer = desk.step(world.plan, "godta", finding=asked, reason=values["reason"], form="waive-enough-ready")

    assert answer.status_code == 422
    assert not Waiver.objects.exists()
    assert faults(answer)


def test_a_waiver_that_is_gone_is_told(world, desk):
    answer = desk.post("plan-unwaive", world.plan.pk, 999_999)

    assert answer.status_code == 422
    assert faults(answer)


# --- Scenarios -------------------------------------------------------------------------------------------------------


@pytest.fixture
def planner():
    return Desk(make_person("planner", username="planeraren"))


@pytest.fixture
def scenario(world, planner):
    planner.post("plan-scenario", world.plan.pk, name="Tänk om")
    return Plan.objects.get(name="Tänk om")


def test_a_planner_tries_things_out_in_a_scenario_and_the_plan_stays_as_it_was(world, planner, scenario):
    phase = scenario.phases.get(number=1)
    planner.post("plan-phase-shift", scenario.pk, phase.pk, weeks="4")
    planner.post("plan-move", scenario.pk, code=[world.municipalities[0].code], to=phase.pk)

    assert scenario.switches.filter(phase=phase).count() == 3
    assert world.second.switches.count() == 2
    assert planner.step(scenario, "foresla").status_code == 422


def test_a_scenario_needs_a_name(world, planner):
    answer = planner.post("plan-scenario", world.plan.pk, name=" ")

    assert answer.status_code == 422
    assert not Plan.objects.filter(owner__isnull=False).exists()


def test_a_scenario_is_counted_without_the_ticked_providers(world, planner, scenario):
    provider = make.make_agreement(area=world.areas[1]).provider
    stranger = make.make_provider()

    planner.step(scenario, "utan-leverantorer", provider=[provider.pk])
    refused = planner.step(scenario, "utan-leverantorer", provider=[stranger.pk])
    page = planner.open(scenario)

    assert list(scenario.left_out.all()) == [provider]
    assert refused.status_code == 422
    ticked = {each["value"] for each in page.all("input", name="provider") if "checked" in each.attributes}
    assert ticked == {str(provider.pk)}


def test_a_scenario_is_shared_by_a_link_until_that_is_ended(planner, scenario):
    planner.step(scenario, "dela")
    token = now(scenario).share_token
    (link,) = of_class(planner.open(scenario), "share-link")
    planner.step(scenario, "sluta-dela")

    assert token in link.text
    assert now(scenario).share_token is None
    assert not of_class(planner.open(scenario), "share-link")


def test_a_scenario_becomes_a_draft_in_the_hands_of_an_editor(world):
    both = Desk(make_person("planner", "editor"))
    both.post("plan-scenario", world.plan.pk, name="Tänk om")
    scenario = Plan.objects.get(name="Tänk om")

    answer = both.post("plan-draft", scenario.pk)

    draft = Plan.objects.get(version=2)
    assert answer.url == address("plan-workspace", draft.pk)
    assert now(scenario).is_scenario
    assert not draft.is_scenario


def test_a_planner_cannot_turn_a_scenario_into_a_draft(planner, scenario):
    assert planner.post("plan-draft", scenario.pk).status_code == 404
    assert not Plan.objects.filter(version=2).exists()
