"""What holds for any sequence of edits: no municipality ever has two services open, and nothing is half-saved."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rollout import actions
from rollout.models import DAY_FIELDS, Plan, Switch
from rollout.snapshot import days_of
from rollout.status import open_for_referral, periods
from tests.plans import make_world

DAY = st.dates(date(2021, 8, 1), date(2021, 10, 31)) | st.none()
EDIT = st.one_of(
    st.tuples(st.just("days"), st.integers(0, 1), st.fixed_dictionaries({}, optional=dict.fromkeys(DAY_FIELDS, DAY))),
    st.tuples(st.just("shift"), st.integers(0, 1), st.integers(-8, 8)),
    st.tuples(st.just("move"), st.integers(0, 3), st.sampled_from([0, 1, None])),
    st.tuples(st.just("actual"), st.integers(0, 1), st.fixed_dictionaries({}, optional=dict.fromkeys(DAY_FIELDS, DAY))),
    st.tuples(st.just("undo"), st.none(), st.none()),
)


class AnySequenceOfEdits(TestCase):
    """A class, since hypothesis rolls the database back between its examples only here."""

    @settings(max_examples=25)
    @given(st.lists(EDIT, max_size=8))
    def test_that_publishes_never_opens_two_services_in_a_municipality(self, edits):
        world = make_world()

        for kind, which, what in edits:
            carry_out(world, kind, which, what)
        published = try_to_publish(world)

        for switch in Switch.objects.filter(plan=world.plan):
            last, start = switch.day("last_referral_on"), switch.day("new_service_starts_on")
            assert not (last and start) or last < start
            assert all(open_for_referral(each.status) != (True, True) for each in periods(days_of(switch)))
            if published:
                assert switch.last_referral_on < switch.new_service_starts_on
        if published:
            assert set(Switch.objects.filter(plan=world.plan).values_list("municipality", flat=True)) == {
                each.code for each in world.municipalities
            }


def carry_out(world, kind: str, which, what) -> None:
    """One edit; what is refused must leave everything as it was."""
    before = state(world.plan)
    try:
        if kind == "days":
            world.edit([world.first, world.second][which], **what)
        elif kind == "shift":
            actions.shift_phase([world.first, world.second][which], weeks=what, by=world.editor)
        elif kind == "move":
            to = None if what is None else [world.first, world.second][what]
            actions.move(world.plan, {world.municipalities[which].code: to}, by=world.editor)
        elif kind == "actual":
            actions.set_actual_days([world.first, world.second][which], days=what, by=world.editor)
        else:
            actions.undo(world.plan.changes.first(), by=world.editor)
    except actions.Refused:
        assert state(world.plan) == before


def try_to_publish(world) -> bool:
    world.plan.refresh_from_db()
    try:
        world.publish()
    except actions.Refused:
        return False
    return Plan.objects.get(pk=world.plan.pk).stage == Plan.Stage.PUBLISHED


def state(plan: Plan) -> list[tuple]:
    days = [f"actual_{field}" for field in DAY_FIELDS]
    rows = Switch.objects.filter(plan=plan).order_by("municipality")
    return [
        *rows.values_list("municipality", "phase", *DAY_FIELDS, *days),
        *plan.changes.values_list("id").order_by("id"),
    ]


@pytest.mark.parametrize("weeks", [-1, 1])
@pytest.mark.django_db
def test_a_shift_there_and_back_changes_nothing(weeks):
    world = make_world()
    before = list(Switch.objects.filter(plan=world.plan).order_by("id").values_list(*DAY_FIELDS))

    actions.shift_phase(world.second, weeks=weeks, by=world.editor)
    assert before != list(Switch.objects.filter(plan=world.plan).order_by("id").values_list(*DAY_FIELDS))
    actions.shift_phase(world.second, weeks=-weeks, by=world.editor)

    assert before == list(Switch.objects.filter(plan=world.plan).order_by("id").values_list(*DAY_FIELDS))
