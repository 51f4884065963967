"""The list of plans: what applies, what is being worked on and whose turn it is, and one's own scenarios."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rollout import actions
from rollout.models import Plan, PublicationRun
from tests.desks import Desk, faults, make_person
from tests.pages import read
from tests.sheets import address, of_class, section

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def world(staffed_plan):
    return staffed_plan.copy()


def listed(user) -> dict[int, str]:
    """What the list says of each plan, by key."""
    page = read(Desk(user).get("plan-list").content)
    return {int(each["data-plan"]): each.text for each in page.all(data_plan=None)}


@pytest.mark.parametrize("role, status", [(None, 302), ("", 404), ("planner", 200), ("editor", 200), ("approver", 200)])
def test_the_list_is_for_those_who_may_see_drafts(world, role, status):
    answer = Desk(None if role is None else make_person(*filter(None, [role]))).get("plan-list")

    assert answer.status_code == status
    if status == 302:
        assert answer.url == f"{address('sign-in')}?next={address('plan-list')}"


def test_each_version_says_how_far_it_is_and_whose_turn_it_is(world):
    published = world.publish()
    draft = actions.draft_from(published, by=world.editor)
    proposed = actions.draft_from(published, by=world.editor)
    actions.propose(proposed, by=world.editor)
    approved = world.approve(actions.draft_from(published, by=world.editor))

    told = listed(world.approver)

    assert "published" in told[published.pk]
    assert "With the editors" in told[draft.pk]
    assert "Your turn" in told[proposed.pk]
    assert "can be published" in told[approved.pk]
    assert "another person" in listed(world.editor)[proposed.pk]


def test_a_scheduled_publication_is_told_and_what_an_earlier_one_came_to(world):
    plan = world.approve()
    actions.schedule(plan, at=timezone.now() + timedelta(days=1), by=world.approver)
    PublicationRun.objects.create(
        plan=plan, due_at=timezone.now(), outcome=PublicationRun.Outcome.STOPPED, reason="Regeln bröts."
    )

    told = listed(world.editor)[plan.pk]

    assert "Scheduled for" in told
    assert "was stopped: Regeln bröts." in told


def test_scenarios_are_listed_for_their_owner_alone(world):
    owner = make_person("planner")
    scenario = actions.scenario_from(world.plan, owner=owner, name="Tänk om")

    assert scenario.pk in listed(owner)
    assert scenario.pk not in listed(world.editor)


def test_superseded_versions_are_folded_away(world):
    first = world.publish()
    second = world.publish(actions.draft_from(first, by=world.editor))

    page = read(Desk(world.editor).get("plan-list").content)

    folded = {int(each["data-plan"]) for fold in page.all("details") for each in fold.all(data_plan=None)}
    assert folded == {first.pk}
    assert second.pk in listed(world.editor)


def test_the_list_costs_the_same_with_one_plan_and_with_ten(world, django_assert_max_num_queries):
    for _number in range(9):
        actions.draft_from(world.plan, by=world.editor)
    desk = Desk(world.editor)

    with django_assert_max_num_queries(14):
        desk.get("plan-list")


def test_a_planner_is_offered_scenarios_but_no_drafts(world):
    page = read(Desk(make_person("planner")).get("plan-list").content)

    assert [each for each in page.all("form") if "scenario" in each["action"]]
    assert not [each for each in page.all("form") if "utkast" in each["action"]]
    assert "New plan" not in page.text


# --- A new plan ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role, status", [("planner", 404), ("approver", 404), ("editor", 200)])
def test_a_new_plan_is_made_by_editors(world, role, status):
    assert Desk(make_person(role)).get("plan-new").status_code == status


def test_a_new_plan_is_an_empty_draft_with_the_next_version(world):
    answer = Desk(world.editor).post("plan-new", from_service="stom", to_service="rom", name="Nytt")

    made = Plan.objects.get(name="Nytt")
    assert (answer.status_code, answer.url) == (302, address("plan-workspace", made.pk))
    assert (made.version, made.stage, made.phases.count()) == (2, Plan.Stage.DRAFT, 0)
    assert "Begin with the phases" in Desk(world.editor).open(made).text


@pytest.mark.parametrize(
    "values", [{"to_service": "stom"}, {"to_service": "nothing"}, {"to_service": ""}, {"name": "x" * 101}]
)
def test_a_plan_that_cannot_be_is_refused_at_the_field(world, values):
    answer = Desk(world.editor).post("plan-new", **{"from_service": "stom", "to_service": "rom", **values})

    assert answer.status_code == 422
    assert faults(answer)
    assert Plan.objects.count() == 1


def test_a_draft_is_made_from_the_list(world):
    published = world.publish()

    answer = Desk(world.editor).post("plan-draft", published.pk)

    draft = Plan.objects.get(stage=Plan.Stage.DRAFT)
    assert answer.url == address("plan-workspace", draft.pk)
    assert draft.based_on == published


@pytest.mark.parametrize("role, status", [("planner", 404), ("approver", 404)])
def test_only_editors_make_drafts(world, role, status):
    assert Desk(make_person(role)).post("plan-draft", world.plan.pk).status_code == status
    assert Plan.objects.count() == 1


def test_a_page_without_any_plan_says_so():
    Plan.objects.all().delete()

    page = read(Desk(make_person("editor")).get("plan-list").content)

    assert of_class(page, "empty")
    assert section(page, "My scenarios")
