"""What comes of a plan beside what it is based on: worked out by hand in a country of four municipalities."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from providers.models import Agreement, Office
from rollout import actions
from rollout.coverage import Figure
from rollout.models import Plan
from rollout.outcome import added, outcome, outcome_of
from rollout.pages.outcome import told_change, told_outcome
from tests import factories as make
from tests.plans import days, make_world
from tests.sheets import address, links, of_class, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db]

FIRST_START, SECOND_START = date(2021, 5, 20), date(2021, 9, 30)
TOTALS, PHASES, RULES = "Coverage, gaps and rules", "Each phase on its first day", "Findings of each rule"


@pytest.fixture(scope="module")
def plan_with_a_provider(kept_rows):
    """Two phases of two municipalities; one provider with agreements everywhere and an office in two of them."""
    world = make_world()
    world.provider = make.make_provider()
    for area, places in zip(world.areas, (world.municipalities[:1], world.municipalities[2:3], []), strict=True):
        agreement = make.make_agreement(area=area, provider=world.provider)
        for place in places:
            make.make_office(agreement=agreement, municipality=place)
    return world


@pytest.fixture
def world(plan_with_a_provider):
    return plan_with_a_provider.copy()


def scenario_of(world, **values) -> Plan:
    owner = person("planner")
    return actions.scenario_from(world.plan, owner=owner, name="Prov", **values)


def person(role: str):
    user = make.make_user()
    user.groups.add(Group.objects.get(name=role))
    return user


def sign_in(client, user):
    client.force_login(user, backend="rollout.signin.LoopbackDemoBackend")


# --- One plan -------------------------------------------------------------------------------------------------------


def test_each_phase_is_counted_on_its_own_first_day_by_both_tests(world):
    first, second = outcome_of(world.plan).phases

    assert (first.municipalities, second.municipalities) == (2, 2)
    assert first.coverage.without == {"office": Figure(1, 2), "agreement": Figure(0, 2)}
    assert second.coverage.without == {"office": Figure(1, 2), "agreement": Figure(0, 2)}
    assert first.coverage.day == world.first.new_service_starts_on


def test_an_area_without_a_ready_provider_is_below_what_the_plan_asks_for(world):
    first, second = outcome_of(world.plan).phases

    assert first.areas == Figure(0, 1)
    assert second.areas == Figure(1, 2)


@pytest.mark.parametrize("needed, below", [(1, Figure(1, 3)), (2, Figure(3, 3))])
def test_how_many_providers_an_area_needs_is_a_setting_of_the_plan(world, needed, below):
    actions.set_settings(world.plan, by=world.editor, ready_providers=needed, ready_days_ahead=0)

    assert outcome_of(world.plan).areas == below


def test_only_providers_of_the_new_service_count(world):
    stom = make.make_area(world.municipalities, service=make.make_service("stom"))
    agreement = make.make_agreement(area=stom)
    make.make_office(agreement=agreement, municipality=world.municipalities[1])

    assert outcome_of(world.plan).at_start("office") == Figure(2, 4)


def test_rural_municipalities_are_counted_apart(world):
    definition = make.make_rural_definition()
    for place in world.municipalities[:2]:
        make.make_class_membership(municipality=place, municipality_class=definition.classes.get())

    made = outcome_of(world.plan)

    assert made.at_start("office", rural=True) == Figure(1, 2)
    assert made.at_start("agreement", rural=True) == Figure(0, 2)


@pytest.mark.parametrize("later, in_gap, longest", [(0, 0, 0), (1, 2, 1), (5, 2, 5)])
def test_a_gap_is_counted_in_municipalities_and_days(world, later, in_gap, longest):
    sent = date(2021, 9, 28)
    start = sent + timedelta(days=1 + later)
    world.edit(world.second, **days(sent, new_service_starts_on=start))
    world.edit(world.first, **days(date(2021, 5, 17), new_service_starts_on=date(2021, 5, 18)))

    made = outcome_of(world.plan)

    assert (made.in_gap, made.gap_days) == (in_gap, longest)


def test_a_municipality_in_no_phase_is_not_placed(world):
    make.make_municipality()

    assert outcome_of(world.plan).placed == Figure(4, 5)


def test_a_phase_without_a_first_day_or_without_municipalities_has_no_coverage(world):
    actions.add_phase(world.plan, name="Tom", by=world.editor, **days())
    world.edit(world.first, **dict.fromkeys(days(), None))

    first, second, empty = outcome_of(world.plan).phases

    assert first.coverage is None
    assert empty.coverage is None
    assert second.coverage is not None


def test_a_plan_without_phases_has_an_outcome(world):
    empty = make.make_plan()

    made = outcome_of(empty)

    assert made.phases == ()
    assert (made.placed, made.areas, made.gap_days) == (Figure(0, 4), Figure(0, 0), 0)


def test_where_nothing_is_known_of_the_providers_nothing_is_counted(world):
    Office.objects.all().delete()
    Agreement.objects.all().delete()

    made = outcome_of(world.plan)

    assert made.at_start("office") == made.at_start("agreement") == Figure(None, None)


@pytest.mark.parametrize(
    "figures, whole",
    [
        ([], Figure(0, 0)),
        ([Figure(1, 2), Figure(3, 4)], Figure(4, 6)),
        ([Figure(None, None), Figure(1, 2)], Figure(1, 2)),
        ([Figure(None, None)], Figure(None, None)),
    ],
)
def test_figures_are_added_and_what_is_not_known_is_left_out(figures, whole):
    assert added(figures) == whole


# --- Two plans beside each other --------------------------------------------------------------------------------------


def test_a_scenario_without_a_provider_has_less_coverage_than_its_plan(world):
    scenario = scenario_of(world)
    actions.leave_out(scenario, providers=[world.provider], by=scenario.owner)

    beside = outcome(scenario, world.plan)

    assert beside.before.at_start("agreement") == Figure(0, 4)
    assert beside.after.at_start("agreement") != beside.before.at_start("agreement")
    assert beside.after.found("error") >= beside.before.found("error")


def test_a_scenario_that_waits_for_an_office_covers_more(world):
    scenario = scenario_of(world)
    opens = world.second.new_service_starts_on + timedelta(days=10)
    agreement = make.make_agreement(area=world.areas[2])
    make.make_office(agreement=agreement, municipality=world.municipalities[3], opens_on=opens)
    actions.shift_phase(scenario.phases.get(number=world.second.number), weeks=2, by=scenario.owner)

    beside = outcome(scenario, world.plan, days=[opens])

    assert (beside.before.at_start("office"), beside.after.at_start("office")) == (Figure(2, 4), Figure(1, 4))
    assert beside.before.days == beside.after.days


def test_an_equal_copy_differs_in_nothing(world):
    assert told_outcome(outcome(scenario_of(world), world.plan))["moved"] == []


@pytest.mark.parametrize(
    "before, after, fewer_is_better, expected",
    [
        (Figure(3, 4), Figure(1, 4), True, ("2 fewer", "better")),
        (Figure(1, 4), Figure(2, 4), True, ("1 more", "worse")),
        (3, 4, False, ("1 more", "better")),
        (4, 3, False, ("1 fewer", "worse")),
        (Figure(1, 4), Figure(1, 3), True, None),
        (Figure(None, None), Figure(1, 3), True, None),
        (None, 3, True, None),
    ],
)
def test_a_change_is_told_by_how_much_and_whether_it_is_better(client, before, after, fewer_is_better, expected):
    with translation.override("en"):
        change = told_change(before, after, fewer_is_better=fewer_is_better)

    assert (change and (change["number"], change["word"])) == expected


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_shows_both_sides_and_the_difference(client, world):
    scenario = scenario_of(world)
    actions.move_areas(scenario, world.areas[1:2], to=scenario.phases.get(number=world.first.number), by=scenario.owner)
    sign_in(client, scenario.owner)

    page = sheet(client, "plan-outcome", scenario.pk)

    phases = table(page, PHASES)
    assert [row["Municipalities"] for row in phases] == ["before 2 →, after 3", "before 2 →, after 1"]
    head = [each.text for each in next(iter(page.all("table"))).one("thead").all("th")]
    assert head[2] == "Scenario “Prov”"
    assert head[-1] == "Difference"
    assert "Every municipality is in exactly one phase" in [row["Rule"] for row in table(page, RULES)]


def test_a_plan_with_nothing_before_it_is_shown_alone(client, world):
    sign_in(client, person("planner"))

    page = sheet(client, "plan-outcome", world.plan.pk)

    assert "there is nothing to compare it with yet" in page.text
    assert "Difference" not in table(page, TOTALS)[0]


def test_chosen_days_are_counted_over_the_whole_country_and_can_be_taken_away(client, world):
    sign_in(client, person("planner"))

    page = sheet(client, "plan-outcome", world.plan.pk, day=["2021-06-01", "2021-05-01"])

    assert next(row["What"] for row in table(page, "The country on 2021-05-01")) == "Without a provider with an office"
    assert "?day=2021-06-01#days" in links(page)


@pytest.mark.parametrize("day, told", [("rubbish", "is not a day"), ("2018-12-31", "The days go from 2019-01-01")])
def test_a_day_that_cannot_be_answered_is_told(client, world, day, told):
    sign_in(client, person("planner"))

    answer = client.get(address("plan-outcome", world.plan.pk), {"day": day})

    assert answer.status_code == 400
    assert told in answer.content.decode()


@pytest.mark.parametrize("number, status", [(6, 200), (7, 400)])
def test_no_more_than_six_days_are_counted_at_a_time(client, world, number, status):
    sign_in(client, person("planner"))

    asked = [f"2021-06-{day:02}" for day in range(1, number + 1)]

    assert client.get(address("plan-outcome", world.plan.pk), {"day": asked}).status_code == status


def test_the_page_costs_as_many_queries_with_ten_phases_as_with_one(client, world):
    sign_in(client, person("planner"))

    def cost(number: int) -> int:
        for _ in range(number):
            actions.add_phase(world.plan, name="En till", by=world.editor, **days())
        client.get(address("plan-outcome", world.plan.pk))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("plan-outcome", world.plan.pk)).status_code == 200
        return len(queries)

    assert cost(1) == cost(9)


# --- Who may see it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role, status", [("planner", 200), ("editor", 200), ("approver", 200), (None, 404)])
def test_a_drafts_outcome_is_for_those_who_may_see_drafts(client, world, role, status):
    sign_in(client, person(role) if role else make.make_user())

    assert client.get(address("plan-outcome", world.plan.pk)).status_code == status


def test_a_stranger_is_asked_to_sign_in(client, world):
    answer = client.get(address("plan-outcome", world.plan.pk))

    assert answer.status_code == 302
    assert answer["Location"].startswith(address("sign-in"))


def test_a_scenarios_outcome_is_its_owners_alone(client, world):
    scenario = scenario_of(world)
    sign_in(client, person("editor"))

    assert client.get(address("plan-outcome", scenario.pk)).status_code == 404


def test_a_shared_link_works_for_those_who_may_see_drafts_until_it_is_taken_back(client, world):
    scenario = scenario_of(world)
    token = actions.share(scenario, by=scenario.owner)
    sign_in(client, person("planner"))

    page = sheet(client, "plan-shared", token)
    assert f"A scenario by {scenario.owner.get_username()}, shared with you to read." in page.text
    assert address("plan-workspace", scenario.pk) not in links(page)

    actions.unshare(scenario, by=scenario.owner)
    assert client.get(address("plan-shared", token)).status_code == 404


def test_a_shared_link_is_nothing_to_those_who_may_not_see_drafts(client, world):
    scenario = scenario_of(world)
    token = actions.share(scenario, by=scenario.owner)
    sign_in(client, make.make_user())

    assert client.get(address("plan-shared", token)).status_code == 404


def test_a_shared_page_does_not_show_what_the_scenario_rests_on_to_those_who_may_not_see_that(client, world):
    world.publish()
    first = scenario_of(world)
    second = actions.scenario_from(first, owner=first.owner, name="Prov två")
    sign_in(client, person("planner"))

    page = sheet(client, "plan-shared", actions.share(second, by=second.owner))

    assert "compared with Version 1" in page.text
    assert "“Prov”" not in page.text


@pytest.mark.parametrize("token", ["rubbish", "None", "0" * 43])
def test_a_link_that_was_never_given_is_not_found(client, world, token):
    scenario_of(world)
    sign_in(client, person("planner"))

    assert client.get(address("plan-shared", token)).status_code == 404


def test_left_out_providers_are_named(client, world):
    scenario = scenario_of(world)
    actions.leave_out(scenario, providers=[world.provider], by=scenario.owner)
    sign_in(client, scenario.owner)

    (told,) = of_class(sheet(client, "plan-outcome", scenario.pk), "left-out")

    assert world.provider.name in told.text
