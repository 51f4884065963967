"""An act can be undone, and done again; a draft can be taken back to what it was."""

from datetime import date

import pytest
from django.utils import translation

from rollout import actions
from rollout.actions.undoing import last_undoable
from rollout.changes import deeds
from rollout.models import DAY_FIELDS, LeftOut, Phase, PhaseArea, Switch
from tests import factories as make
from tests.plans import World, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(small_plan) -> World:
    return small_plan.copy()


def state(world: World) -> tuple:
    """Everything of the plan that an editor can change."""
    world.plan.refresh_from_db()
    return (
        sorted(Phase.objects.filter(plan=world.plan).values_list("id", "number", "name", *DAY_FIELDS), key=str),
        sorted(Switch.objects.filter(plan=world.plan).values_list("municipality", "phase", *DAY_FIELDS), key=str),
        sorted(PhaseArea.objects.filter(plan=world.plan).values_list("area", "phase"), key=str),
        world.plan.ready_providers,
        sorted(world.plan.waivers.values_list("rule", "subject", "reason")),
    )


def acts(world: World) -> dict:
    codes = [each.code for each in world.municipalities]
    return {
        "days": lambda: world.edit(world.second, **days(date(2021, 10, 5))),
        "shift": lambda: actions.shift_phase(world.second, weeks=2, by=world.editor),
        "move": lambda: actions.move(world.plan, dict.fromkeys(codes, world.second), by=world.editor),
        "take out": lambda: actions.move(world.plan, dict.fromkeys(codes), by=world.editor),
        "add": lambda: actions.add_phase(world.plan, name="Etapp 3", by=world.editor),
        "settings": lambda: actions.set_settings(world.plan, ready_providers=4, by=world.editor),
        "waive": lambda: world.waive_all(world.plan),
    }


@pytest.mark.parametrize("act", ["days", "shift", "move", "take out", "add", "settings"])
def test_undoing_an_act_brings_back_what_was_and_undoing_that_does_it_again(world, act):
    before = state(world)
    acts(world)[act]()
    after = state(world)

    undone = actions.undo(world.plan.changes.first(), by=world.editor)
    assert state(world) == before
    actions.undo(undone, by=world.editor)

    assert state(world) == after != before


def test_a_removed_phase_comes_back_as_it_was(world):
    phase = actions.add_phase(world.plan, name="Etapp 3", by=world.editor, **days(date(2021, 11, 2)))
    before = state(world)
    actions.remove_phase(phase, by=world.editor)

    actions.undo(world.plan.changes.first(), by=world.editor)

    assert state(world) == before


def test_what_somebody_else_has_changed_since_is_not_undone(world):
    world.edit(world.second, **days(date(2021, 10, 5)))
    first = world.plan.changes.first()
    phase = Phase.objects.get(pk=world.second.pk)
    actions.edit_phase(phase, expected_revision=phase.revision, by=world.approver, name="Annat namn")
    before = state(world)

    with pytest.raises(actions.Refused, match="beslutare-prov"):
        actions.undo(first, by=world.editor)

    assert state(world) == before


def test_an_act_is_undone_once(world):
    world.edit(world.second, name="Annat")
    change = world.plan.changes.first()
    actions.undo(change, by=world.editor)

    with pytest.raises(actions.Refused):
        actions.undo(change, by=world.editor)


def test_several_acts_are_undone_one_after_the_other_from_the_last(world):
    before = state(world)
    world.edit(world.second, name="Ett")
    world.edit(world.second, name="Två")

    for _time in range(2):
        actions.undo(last_undoable(world.plan, by=world.editor), by=world.editor)

    assert state(world) == before


def test_what_is_no_edit_cannot_be_undone(world):
    world.waive_all(world.plan)
    actions.propose(world.plan, by=world.editor)

    with pytest.raises(actions.Refused):
        actions.undo(world.plan.changes.first(), by=world.editor)


def test_a_draft_is_taken_back_to_what_it_was_after_one_of_its_acts(world):
    point, before = world.plan.changes.first(), state(world)
    for act in acts(world).values():
        act()

    actions.restore(world.plan, to=point, by=world.editor)

    assert state(world) == before


def test_restoring_can_itself_be_undone(world):
    point = world.plan.changes.first()
    world.edit(world.second, **days(date(2021, 10, 5)))
    actions.add_phase(world.plan, name="Etapp 3", by=world.editor)
    after = state(world)

    restored = actions.restore(world.plan, to=point, by=world.editor)
    actions.undo(restored, by=world.editor)

    assert state(world) == after


def test_whoever_read_a_phase_before_it_was_undone_is_told(world):
    world.edit(world.second, name="Annat")
    read = Phase.objects.get(pk=world.second.pk)
    actions.undo(world.plan.changes.first(), by=world.approver)

    with pytest.raises(actions.Conflict):
        actions.edit_phase(read, expected_revision=read.revision, by=world.editor, name="Tredje")


def without(scenario) -> set[str]:
    """The names of the providers that a scenario is counted without."""
    return set(scenario.left_out.values_list("name", flat=True))


def test_leaving_providers_out_is_kept_before_and_after_and_can_be_undone_and_done_again(world):
    scenario = actions.scenario_from(world.plan, owner=world.editor, name="Utan tre")
    first, second, third = (make.make_provider(name=name) for name in ("Ett AB", "Två AB", "Tre AB"))
    actions.leave_out(scenario, providers=[first, second], by=world.editor)
    actions.leave_out(scenario, providers=[second, third], by=world.editor, reason="Prövar utan Tre AB")
    change = scenario.changes.first()

    (told,) = deeds([change])
    undone = actions.undo(change, by=world.editor)
    before = without(scenario)
    actions.undo(undone, by=world.editor)

    assert {(row.state.provider_id, row.is_removal) for row in told.of(LeftOut)} == {
        (first.pk, True),
        (third.pk, False),
    }
    assert change.reason == "Prövar utan Tre AB"
    assert before == {"Ett AB", "Två AB"}
    assert without(scenario) == {"Två AB", "Tre AB"}


def test_a_scenario_is_taken_back_to_the_providers_it_was_counted_without(world):
    scenario = actions.scenario_from(world.plan, owner=world.editor, name="Utan ett")
    actions.leave_out(scenario, providers=[make.make_provider(name="Ett AB")], by=world.editor)
    then = scenario.changes.first()
    actions.leave_out(scenario, providers=[], by=world.editor)

    actions.restore(scenario, to=then, by=world.editor)

    assert without(scenario) == {"Ett AB"}


def test_leaving_out_the_same_providers_again_is_no_act(world):
    scenario = actions.scenario_from(world.plan, owner=world.editor, name="Utan ett")
    provider = make.make_provider()
    actions.leave_out(scenario, providers=[provider], by=world.editor)
    number = scenario.changes.count()

    actions.leave_out(scenario, providers=[provider], by=world.editor)

    assert scenario.changes.count() == number


def test_what_pointed_to_a_provider_that_is_gone_cannot_be_taken_back(world):
    scenario = actions.scenario_from(world.plan, owner=world.editor, name="Utan ett")
    provider = make.make_provider()
    actions.leave_out(scenario, providers=[provider], by=world.editor)
    actions.leave_out(scenario, providers=[], by=world.editor)
    change = scenario.changes.first()
    provider.delete()

    with pytest.raises(actions.Refused, match="is gone"), translation.override("en"):
        actions.undo(change, by=world.editor)

    assert not scenario.left_out.exists()
