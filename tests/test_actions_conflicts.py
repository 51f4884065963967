"""Nobody overwrites anybody: the second of two editors is told what the first one did, and nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from rollout import actions
from rollout.models import Phase, Plan, PublicationRun
from tests.plans import World, days, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()


def as_read(phase: Phase) -> Phase:
    return Phase.objects.select_related("plan").get(pk=phase.pk)


def test_the_second_editor_of_a_day_gets_what_was_read_what_is_there_and_what_was_wanted(world):
    mine, theirs = as_read(world.second), as_read(world.second)
    actions.edit_phase(theirs, expected_revision=theirs.revision, by=world.approver, notice_sent_on=date(2021, 9, 27))

    with pytest.raises(actions.Conflict) as conflict:
        actions.edit_phase(
            mine, expected_revision=mine.revision, by=world.editor, notice_sent_on=date(2021, 9, 24), name="Ny"
        )

    found = conflict.value.differences
    clash = found["notice_sent_on"]
    assert (clash.base, clash.theirs, clash.yours) == (date(2021, 9, 28), date(2021, 9, 27), date(2021, 9, 24))
    assert [field for field, each in found.items() if each.is_clash] == ["notice_sent_on"]
    assert conflict.value.by_name == "beslutare-prov"
    assert as_read(world.second).name == "Etapp 2"


def test_the_second_editor_can_insist_knowing_what_is_there(world):
    mine, theirs = as_read(world.second), as_read(world.second)
    actions.edit_phase(theirs, expected_revision=theirs.revision, by=world.approver, notice_sent_on=date(2021, 9, 27))

    with pytest.raises(actions.Conflict) as conflict:
        actions.edit_phase(mine, expected_revision=mine.revision, by=world.editor, notice_sent_on=date(2021, 9, 24))
    actions.edit_phase(
        mine, expected_revision=conflict.value.current_revision, by=world.editor, notice_sent_on=date(2021, 9, 24)
    )

    assert as_read(world.second).notice_sent_on == date(2021, 9, 24)


def test_edits_of_different_fields_both_stand(world):
    mine, theirs = as_read(world.second), as_read(world.second)
    actions.edit_phase(theirs, expected_revision=theirs.revision, by=world.approver, name="Deras")

    actions.edit_phase(mine, expected_revision=mine.revision, by=world.editor, note="Min")

    now = as_read(world.second)
    assert (now.name, now.note) == ("Deras", "Min")


def test_wanting_what_is_already_there_is_no_conflict(world):
    mine, theirs = as_read(world.second), as_read(world.second)
    actions.edit_phase(theirs, expected_revision=theirs.revision, by=world.approver, name="Samma")

    actions.edit_phase(mine, expected_revision=mine.revision, by=world.editor, name="Samma")

    assert as_read(world.second).name == "Samma"


def test_a_municipality_that_somebody_else_moved_is_not_moved_from_under_them(world):
    code = world.municipalities[0].code
    third = actions.add_phase(world.plan, name="Etapp 3", by=world.editor)
    actions.move(world.plan, {code: third}, by=world.approver, expected={code: world.first.pk})

    with pytest.raises(actions.Conflict) as conflict:
        actions.move(world.plan, {code: world.second}, by=world.editor, expected={code: world.first.pk})

    found = conflict.value.differences[code]
    assert (found.base, found.theirs, found.yours) == (world.first.pk, third.pk, world.second.pk)
    assert conflict.value.by_name == "beslutare-prov"
    assert code in world.codes(third)


def test_a_phase_that_somebody_else_removed_is_told(world):
    third = actions.add_phase(world.plan, name="Etapp 3", by=world.editor)
    actions.remove_phase(as_read(third), by=world.approver)

    with pytest.raises(actions.Refused):
        actions.edit_phase(third, expected_revision=third.revision, by=world.editor, name="Annat")


# --- At the same time, on PostgreSQL ---------------------------------------------------------------------------------


def at_once(*wishes: Callable[[], object]) -> list[object]:
    """What several wishes come to when they are carried out at the same time: what they return, or what they raise."""
    barrier = Barrier(len(wishes))

    def carry_out(wish: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return wish()
        except (actions.Refused, actions.Conflict) as refusal:
            return refusal
        finally:
            connection.close()

    close_old_connections()
    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(carry_out, wishes))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_edit_one_phase_at_the_same_time_one_wins_and_the_others_are_told():
    world = make_world()
    read = [as_read(world.second) for _editor in range(6)]

    def wish(number: int) -> Callable[[], object]:
        return lambda: actions.edit_phase(
            read[number], expected_revision=read[number].revision, by=world.editor, name=f"Namn {number}"
        )

    outcomes = at_once(*[wish(number) for number in range(6)])

    won = [each for each in outcomes if isinstance(each, Phase)]
    assert len(won) == 1
    assert all(isinstance(each, actions.Conflict) for each in outcomes if each not in won)
    assert as_read(world.second).name == won[0].name


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_edits_of_different_phases_at_the_same_time_are_all_kept():
    world = make_world()
    first, second = as_read(world.first), as_read(world.second)

    outcomes = at_once(
        lambda: actions.edit_phase(first, expected_revision=first.revision, by=world.editor, name="A"),
        lambda: actions.edit_phase(
            second, expected_revision=second.revision, by=world.approver, **days(date(2021, 10, 5))
        ),
        lambda: actions.move(world.plan, {world.municipalities[0].code: second}, by=world.editor),
    )

    plan = Plan.objects.get()
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert plan.changes.count() == plan.changes.values("number").distinct().count()
    assert as_read(world.first).name == "A"
    assert set(world.second.switches.values_list("notice_sent_on", flat=True)) == {date(2021, 10, 5)}
    assert world.second.switches.count() == 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_published_at_the_same_time_one_is_and_the_other_is_stale():
    world = make_world()
    base = world.publish()
    drafts = [world.approve(actions.draft_from(base, by=world.editor)) for _draft in range(2)]

    outcomes = at_once(*[lambda draft=draft: actions.publish(draft, by=world.approver) for draft in drafts])

    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "ValidationError"]
    assert Plan.objects.filter(stage=Plan.Stage.PUBLISHED).count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_time_publish_a_due_plan_once():
    world = make_world()
    world.approve()
    Plan.objects.update(publish_at=timezone.now())

    at_once(actions.publish_due, actions.publish_due, actions.publish_due)

    assert PublicationRun.objects.get().outcome == PublicationRun.Outcome.PUBLISHED
