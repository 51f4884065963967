"""From a plan in the database to what the rules find in it, and which waivers hold."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollout import actions
from rollout.checks import check, facts_of
from rollout.models import Plan, Switch
from tests import factories as make
from tests.plans import World, days

pytestmark = pytest.mark.django_db
START = days()["new_service_starts_on"]


@pytest.fixture
def world(small_plan) -> World:
    return small_plan.copy()


def keys(findings) -> list[str]:
    return [f"{each.rule} {each.subject}" for each in findings]


def make_ready(world: World, area=None, **provider):
    """A provider, invented unless told otherwise, with an agreement and an office in an area."""
    area = area or world.areas[0]
    made = make.make_provider(**{"is_example": True, **provider})
    agreement = make.make_agreement(area=area, provider=made)
    make.make_office(agreement=agreement, municipality=area.municipalities.first())
    return made


def readiness_of(world: World, plan: Plan | None = None, area: int = 0):
    return facts_of(plan or world.plan).readiness[world.areas[area].pk]


def test_what_lies_in_the_database_becomes_the_facts(world):
    facts = facts_of(world.plan)

    assert facts.country == {each.code for each in world.municipalities}
    assert [(each.number, len(each.areas)) for each in facts.phases] == [
        (world.first.number, 1),
        (world.second.number, 2),
    ]
    assert facts.phases[1].days.new_service_starts_on == START
    assert {each.code: each.phase for each in facts.switches} == facts.phase_of
    assert facts.members[world.areas[0].pk] == {each.code for each in world.municipalities[:2]}


def test_actual_days_come_before_planned_ones(world):
    Switch.objects.filter(phase=world.second).update(actual_new_service_starts_on=date(2022, 2, 2))

    starts = {each.new_service_starts_on for each in facts_of(world.plan).switches}

    assert starts == {days(date(2021, 5, 17))["new_service_starts_on"], date(2022, 2, 2)}


def test_settings_of_the_plan_reach_the_rules(world):
    make_ready(world)
    Plan.objects.filter(pk=world.plan.pk).update(ready_providers=2, ready_days_ahead=7)
    world.plan.refresh_from_db()

    facts = facts_of(world.plan)

    assert (facts.ready_providers, facts.ready_days_ahead) == (2, 7)
    assert "enough-ready" in [each.rule for each in check(world.plan).warnings]


def test_where_no_provider_is_registered_readiness_is_unknown_and_stops_nothing(world):
    checked = check(world.plan)

    assert {each.rule for each in checked.unknown} == {"enough-ready"}
    assert "enough-ready" not in [each.rule for each in (*checked.errors, *checked.warnings)]


def test_invented_providers_count_while_there_are_no_others(world):
    make_ready(world)

    assert readiness_of(world).ready == 1


def test_invented_and_real_providers_are_never_counted_together(world):
    make_ready(world)
    make_ready(world, is_example=False)
    make_ready(world, is_example=False)
    example = Plan.objects.get(pk=world.plan.pk)
    example.is_example = True

    assert readiness_of(world).ready == 2
    assert readiness_of(world, example).ready == 1


def test_a_real_listing_alone_makes_the_invented_providers_count_for_nothing(world):
    make_ready(world)
    make.make_listing()

    assert readiness_of(world).ready is None


def test_providers_of_other_services_count_for_nothing(world):
    make_ready(world)
    old = make.make_area(service=world.plan.from_service)
    make.make_agreement(area=old, provider=make.make_provider(is_example=True))

    facts = facts_of(world.plan)

    assert old.pk not in facts.members
    assert facts.readiness[world.areas[0].pk].without_office == 0


def test_a_provider_left_out_of_a_scenario_is_not_there(world):
    provider = make_ready(world)
    scenario = actions.scenario_from(world.plan, owner=world.editor, name="Utan en")
    actions.leave_out(scenario, providers=[provider], by=world.editor)
    make_ready(world, world.areas[1])

    assert readiness_of(world, scenario).ready == 0
    assert readiness_of(world).ready == 1


def test_a_digital_offer_without_a_municipality_is_known_and_not_ready(world):
    agreement = make.make_agreement(area=world.areas[0], provider=make.make_provider(is_example=True))
    make.make_office(agreement=agreement, municipality=None, on_site=False)

    found = readiness_of(world)

    assert (found.ready, found.digital_only) == (0, 1)
    assert "digital-only" in [each.rule for each in check(world.plan).warnings]


def test_a_plan_may_be_published_when_every_warning_is_waived(world):
    before = check(world.plan)
    world.waive_all(world.plan)
    after = check(world.plan)

    assert (before.may_be_published, after.may_be_published) == (False, True)
    assert keys(before.unwaived) == keys(after.warnings)
    assert {after.state_of(each) for each in after.warnings} == {"waived"}


def test_an_error_cannot_be_waived(world):
    make.make_municipality()
    with pytest.raises(actions.Refused):
        actions.waive(world.plan, rule="one-phase", subject="plan:missing", reason="Ändå.", by=world.editor)

    checked = check(world.plan)

    assert keys(checked.errors) == ["one-phase plan:missing"]
    assert checked.may_be_published is False


def test_a_waiver_lapses_when_what_it_rests_on_has_changed(world):
    world.waive_all(world.plan)
    gap = f"no-gap phase:{world.second.number}"
    assert gap in keys(check(world.plan).warnings)

    world.edit(world.second, **days(new_service_starts_on=date(2021, 10, 20)))

    checked = check(world.plan)
    assert keys(checked.unwaived) == [gap]
    assert [each.subject for each in checked.lapsed] == [f"phase:{world.second.number}"]


def test_a_waiver_holds_when_something_else_has_changed(world):
    world.waive_all(world.plan)

    world.edit(world.second, name="Etapp två")

    assert check(world.plan).unwaived == ()


def test_a_waiver_of_what_is_no_longer_found_has_lapsed(world):
    world.waive_all(world.plan)

    world.edit(world.second, **days(new_service_starts_on=date(2021, 9, 29)))

    lapsed = [f"{each.rule} {each.subject}" for each in check(world.plan).lapsed]
    assert lapsed == [f"no-gap phase:{world.second.number}"]


def test_a_waiver_comes_along_to_a_draft_of_the_plan(world):
    world.publish()

    draft = actions.draft_from(world.plan, by=world.editor)

    assert check(draft).may_be_published is True


@pytest.mark.parametrize("stage", ["draft", "in_review", "published", "superseded"])
def test_a_plan_of_any_stage_can_be_checked(world, stage):
    moments = {"published_at": "2021-09-22T10:00Z", "superseded_at": "2021-09-23T10:00Z"}
    Plan.objects.filter(pk=world.plan.pk).update(stage=stage, **moments)
    world.plan.refresh_from_db()

    assert keys(check(world.plan).warnings)


def test_an_empty_plan_lacks_the_whole_country(world):
    plan = actions.new_plan(from_service=world.plan.to_service, to_service=make.make_service("rom2"), by=world.editor)

    checked = check(plan)

    assert [(each.rule, len(each.codes)) for each in checked.findings] == [("one-phase", 4)]


def test_a_check_costs_as_many_queries_for_a_large_plan_as_for_a_small_one(world):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            check(world.plan)
        return len(asked)

    make_ready(world)
    small = queries()
    for _ in range(3):
        area = make.make_area(make.make_municipalities(2))
        actions.move_areas(world.plan, [area], to=world.second, by=world.editor)
        make_ready(world, area)

    assert queries() == small <= 12
