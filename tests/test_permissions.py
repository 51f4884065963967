"""Who may see and change which plan: by role, and by whose scenario it is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from rollout import actions, permissions
from rollout.models import Plan
from tests.desks import ROLES, make_person

pytestmark = [pytest.mark.once, pytest.mark.django_db]

EVERYBODY = ("nobody", "stranger", *ROLES)


def user_of(role: str):
    return AnonymousUser() if role == "nobody" else make_person(*({role} & set(ROLES)))


def is_given(fetch, user, plan) -> bool:
    try:
        return fetch(user, plan.pk) == plan
    except Http404:
        return False


def may(fetch, plan) -> set[str]:
    return {role for role in EVERYBODY if is_given(fetch, user_of(role), plan)}


@pytest.fixture
def world(staffed_plan):
    return staffed_plan.copy()


@pytest.mark.parametrize(
    "fetch, who",
    [
        (permissions.get_visible_plan, set(ROLES)),
        (permissions.get_plan_to_copy, set(ROLES)),
        (permissions.get_editable_plan, {"editor"}),
        (permissions.get_approvable_plan, {"approver"}),
        (permissions.get_own_scenario, set()),
    ],
)
def test_a_draft_is_for_those_whose_role_allows_it(world, fetch, who):
    assert may(fetch, world.plan) == who


@pytest.mark.parametrize(
    "fetch, who",
    [
        (permissions.get_visible_plan, set(EVERYBODY)),
        (permissions.get_plan_to_copy, set(ROLES)),
        (permissions.get_editable_plan, {"editor"}),
        (permissions.get_approvable_plan, {"approver"}),
    ],
)
def test_everybody_reads_what_is_published(world, fetch, who):
    assert may(fetch, world.publish()) == who


@pytest.mark.parametrize("fetch", [permissions.get_visible_plan, permissions.get_own_scenario])
def test_a_scenario_is_its_owners_alone(world, fetch):
    owner = make_person("planner")
    scenario = actions.scenario_from(world.plan, owner=owner, name="Tänk om")

    assert may(fetch, scenario) == set()
    assert is_given(fetch, owner, scenario)


def test_nobody_approves_a_scenario(world):
    owner = make_person("planner", "approver")
    scenario = actions.scenario_from(world.plan, owner=owner, name="Tänk om")

    assert not is_given(permissions.get_approvable_plan, owner, scenario)


def test_an_owner_who_may_no_longer_see_drafts_is_shut_out_of_the_scenario(world):
    owner = make_person("planner")
    scenario = actions.scenario_from(world.plan, owner=owner, name="Tänk om")
    owner.groups.clear()
    owner = type(owner).objects.get(pk=owner.pk)

    assert not is_given(permissions.get_visible_plan, owner, scenario)


def test_a_shared_scenario_is_read_by_its_link_while_it_works_and_by_those_who_may_see_drafts(world):
    owner, colleague, stranger = make_person("planner"), make_person("planner"), make_person()
    scenario = actions.scenario_from(world.plan, owner=owner, name="Tänk om")
    token = actions.share(scenario, by=owner)

    assert permissions.get_shared_scenario(colleague, token) == scenario
    with pytest.raises(Http404):
        permissions.get_shared_scenario(stranger, token)
    actions.unshare(scenario, by=owner)
    with pytest.raises(Http404):
        permissions.get_shared_scenario(colleague, token)
    with pytest.raises(Http404):
        permissions.get_shared_scenario(colleague, "")


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_list_of_visible_plans_and_the_question_about_one_agree(world, role):
    user = user_of(role)
    published = world.publish()
    actions.draft_from(published, by=world.editor)
    actions.scenario_from(published, owner=world.editor, name="Redaktörens")
    if role == "planner":
        actions.scenario_from(published, owner=user, name="Eget")

    listed = set(permissions.visible_plans(user))

    assert listed == {plan for plan in Plan.objects.all() if permissions.may_see(user, plan)}
    assert published in listed
