"""From a draft to what is published: two pairs of eyes, rules checked, versions that follow on each other."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from municipalities.models import Municipality
from rollout import actions
from rollout.actions.publishing import edited_since
from rollout.checks import check
from rollout.models import Change, Plan, PublicationRun, Switch
from tests import factories as make
from tests.plans import World, days, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(small_plan) -> World:
    return small_plan.copy()


def applying(on: str) -> Plan | None:
    return Plan.objects.applying(at=moment(on)).first()


# --- Two pairs of eyes -----------------------------------------------------------------------------------------------


def test_what_is_proposed_is_approved_by_another_person(world):
    world.waive_all(world.plan)
    actions.propose(world.plan, by=world.editor)

    with pytest.raises(actions.Refused, match=r"föreslagit|proposed"):
        actions.approve(world.plan, seen_revision=world.plan.revision, by=world.editor)
    actions.approve(world.plan, seen_revision=world.plan.revision, by=world.approver)

    assert world.plan.is_approved


def test_what_is_not_approved_is_not_published(world):
    world.waive_all(world.plan)
    for step in (lambda: None, lambda: actions.propose(world.plan, by=world.editor)):
        step()
        with pytest.raises(actions.Refused):
            actions.publish(world.plan, by=world.approver)

    assert not Plan.objects.public().exists()


def test_an_edit_after_approval_voids_it(world):
    world.approve()

    world.edit(world.second, name="Annat")
    world.plan.refresh_from_db()

    assert world.plan.stage == Plan.Stage.DRAFT
    assert not world.plan.is_approved
    with pytest.raises(actions.Refused):
        actions.publish(world.plan, by=world.approver)


@pytest.mark.parametrize("nothing", ["edit", "shift", "move"])
def test_what_changes_nothing_is_not_recorded_and_voids_no_approval(world, nothing):
    world.approve()
    before = world.plan.changes.count()

    {
        "edit": lambda: world.edit(world.second, name=world.second.name),
        "shift": lambda: actions.shift_phase(world.second, weeks=0, by=world.editor),
        "move": lambda: actions.move(world.plan, {world.municipalities[0].code: world.first}, by=world.editor),
    }[nothing]()
    world.plan.refresh_from_db()

    assert world.plan.is_approved
    assert world.plan.changes.count() == before


def test_an_approver_who_read_an_older_revision_is_told(world):
    world.waive_all(world.plan)
    seen = world.plan.revision
    world.edit(world.second, name="Annat")
    world.plan.refresh_from_db()
    actions.propose(world.plan, by=world.editor)

    with pytest.raises(actions.Refused):
        actions.approve(world.plan, seen_revision=seen, by=world.approver)


def test_a_plan_taken_back_from_review_is_a_draft_without_approval(world):
    world.approve()

    actions.withdraw(world.plan, by=world.editor)

    assert world.plan.stage == Plan.Stage.DRAFT
    assert world.plan.approved_by is None


# --- Rules -----------------------------------------------------------------------------------------------------------


def test_a_plan_that_breaks_a_rule_is_not_proposed(world):
    actions.move(world.plan, {world.municipalities[0].code: None}, by=world.editor)

    with pytest.raises(actions.Refused):
        actions.propose(world.plan, by=world.editor)


def test_a_rule_that_is_broken_after_approval_stops_the_publication(world):
    world.approve()
    make.make_municipality()

    with pytest.raises(actions.Refused):
        actions.publish(world.plan, by=world.approver)

    assert Plan.objects.get().stage == Plan.Stage.IN_REVIEW


def test_a_warning_stops_until_it_is_waived_with_a_reason(world):
    world.edit(world.second, new_service_starts_on=date(2021, 10, 11))
    finding = next(each for each in check(world.plan).unwaived if each.rule == "no-gap")

    with pytest.raises(actions.Refused):
        actions.waive(world.plan, rule=finding.rule, subject=finding.subject, reason=" ", by=world.editor)
    waiver = actions.waive(
        world.plan, rule=finding.rule, subject=finding.subject, reason="Beslutat så.", by=world.editor
    )

    assert waiver.by_name == "redaktor-prov"
    assert (finding.rule, finding.subject) not in {(each.rule, each.subject) for each in check(world.plan).unwaived}


def test_a_waiver_lapses_when_what_it_was_given_for_changes(world):
    world.edit(world.second, new_service_starts_on=date(2021, 10, 11))
    world.waive_all(world.plan)

    world.edit(world.second, new_service_starts_on=date(2021, 10, 18))

    assert "no-gap" in {each.rule for each in check(world.plan).unwaived}


def test_a_waiver_that_is_taken_back_leaves_the_warning(world):
    world.edit(world.second, new_service_starts_on=date(2021, 10, 11))
    world.waive_all(world.plan)

    actions.unwaive(world.plan.waivers.get(rule="no-gap", subject="phase:1"), by=world.editor)

    assert ("no-gap", "phase:1") in {(each.rule, each.subject) for each in check(world.plan).unwaived}


def test_an_error_cannot_be_waived(world):
    actions.move(world.plan, {world.municipalities[0].code: None}, by=world.editor)
    error = check(world.plan).errors[0]

    with pytest.raises(actions.Refused):
        actions.waive(world.plan, rule=error.rule, subject=error.subject, reason="Ändå.", by=world.editor)


# --- Versions --------------------------------------------------------------------------------------------------------


def test_a_published_version_applies_from_its_moment_until_the_next_one(world):
    first = world.publish(at=moment("2021-07-05 10:00"))
    draft = actions.draft_from(first, by=world.editor)
    second = world.publish(draft, at=moment("2021-09-22 10:00"))

    first.refresh_from_db()
    assert (first.stage, second.stage) == (Plan.Stage.SUPERSEDED, Plan.Stage.PUBLISHED)
    assert first.superseded_at == second.published_at
    assert applying("2021-07-05 09:59") is None
    assert applying("2021-07-05 10:00") == first
    assert applying("2021-09-22 09:59") == first
    assert applying("2021-09-22 10:00") == second


def test_a_version_entered_afterwards_takes_its_place_before_the_published_one(world):
    later = actions.draft_from(world.plan, by=world.editor)
    world.plan.refresh_from_db()
    early = world.plan
    plain = actions.draft_from(later, by=world.editor)
    Plan.objects.filter(pk=plain.pk).update(based_on=None)
    plain.refresh_from_db()
    world.publish(plain, at=moment("2021-09-22 10:00"))

    world.publish(early, at=moment("2021-07-05 10:00"))

    plain.refresh_from_db()
    assert (early.stage, plain.stage) == (Plan.Stage.SUPERSEDED, Plan.Stage.PUBLISHED)
    assert early.superseded_at == plain.published_at
    assert early.recorded_at > plain.recorded_at


def test_a_draft_of_a_version_that_no_longer_applies_is_stale_until_it_is_based_on_the_one_that_does(world):
    first = world.publish(at=moment("2021-07-05 10:00"))
    mine, theirs = actions.draft_from(first, by=world.editor), actions.draft_from(first, by=world.editor)
    world.publish(theirs, at=moment("2021-09-22 10:00"))

    world.approve(mine)
    with pytest.raises(actions.Refused, match=r"v3|v2"):
        actions.publish(mine, by=world.approver)
    actions.rebase(mine, on=theirs, by=world.editor)
    world.publish(mine)

    assert Plan.objects.get(stage=Plan.Stage.PUBLISHED) == mine


def test_a_draft_copied_from_a_draft_that_was_edited_on_before_it_was_published_is_stale(world):
    copy = actions.draft_from(world.plan, by=world.editor)
    world.edit(world.second, **days(date(2021, 10, 5)))
    world.plan.refresh_from_db()
    world.publish(at=moment("2021-07-05 10:00"))
    copy.refresh_from_db()

    assert edited_since(copy)
    world.approve(copy)
    with pytest.raises(actions.Refused):
        actions.publish(copy, by=world.approver)


def test_a_draft_copied_from_a_draft_that_was_published_as_it_was_copied_is_not_stale(world):
    world.approve()
    copy = actions.draft_from(world.plan, by=world.editor)
    actions.publish(world.plan, by=world.approver, at=moment("2021-07-05 10:00"))
    copy.refresh_from_db()

    assert not edited_since(copy)
    world.publish(copy)


def test_two_versions_are_never_published_at_the_same_moment(world):
    first = world.publish(at=moment("2021-07-05 10:00"))
    draft = world.approve(actions.draft_from(first, by=world.editor))

    with pytest.raises(actions.Refused):
        actions.publish(draft, by=world.approver, at=moment("2021-07-05 10:00"))


# --- At a set moment -------------------------------------------------------------------------------------------------


def test_a_moment_ahead_is_scheduled_and_not_published(world):
    world.approve()
    ahead = timezone.now() + timedelta(days=1)

    with pytest.raises(actions.Refused):
        actions.publish(world.plan, by=world.approver, at=ahead)
    with pytest.raises(actions.Refused):
        actions.schedule(world.plan, at=timezone.now() - timedelta(seconds=1), by=world.approver)
    actions.schedule(world.plan, at=ahead, by=world.approver)

    assert actions.publish_due(now=ahead - timedelta(seconds=1)) == []
    assert [run.outcome for run in actions.publish_due(now=ahead)] == [PublicationRun.Outcome.PUBLISHED]
    assert actions.publish_due(now=ahead) == []


def test_a_run_that_was_missed_is_caught_up_with(world):
    world.approve()
    actions.schedule(world.plan, at=timezone.now() + timedelta(hours=1), by=world.approver)
    Plan.objects.update(publish_at=timezone.now() - timedelta(days=3))

    call_command("publish_due", verbosity=0)

    assert Plan.objects.get().stage == Plan.Stage.PUBLISHED


def test_a_moment_that_was_changed_does_not_fire_at_the_old_one(world):
    world.approve()
    old = timezone.now() + timedelta(hours=1)
    actions.schedule(world.plan, at=old, by=world.approver)
    actions.schedule(world.plan, at=old + timedelta(hours=1), by=world.approver)

    assert actions.publish_due(now=old) == []
    assert len(actions.publish_due(now=old + timedelta(hours=1))) == 1


def test_what_was_edited_after_approval_is_stopped_when_its_moment_comes_and_says_why(world):
    world.approve()
    at = timezone.now() + timedelta(hours=1)
    actions.schedule(world.plan, at=at, by=world.approver)
    world.edit(world.second, name="Annat")

    (run,) = actions.publish_due(now=at)

    world.plan.refresh_from_db()
    assert run.outcome == PublicationRun.Outcome.STOPPED
    assert run.reason
    assert world.plan.publish_at is None
    assert world.plan.changes.first().kind == Change.Kind.NOT_PUBLISHED
    assert actions.publish_due(now=at) == []


def test_a_country_that_grew_stops_a_scheduled_publication_and_another_plan_goes_on(world):
    world.approve()
    at = timezone.now() + timedelta(hours=1)
    actions.schedule(world.plan, at=at, by=world.approver)
    make.make_municipality()

    assert [run.outcome for run in actions.publish_due(now=at)] == [PublicationRun.Outcome.STOPPED]
    assert Municipality.objects.count() == 5


def test_actual_days_are_recorded_on_a_published_version_and_leave_the_plan_as_it_was(world):
    world.publish()

    changed = actions.set_actual_days(world.second, days={"notice_sent_on": date(2021, 9, 29)}, by=world.editor)

    switch = Switch.objects.filter(phase=world.second).first()
    assert changed == 2
    assert switch.notice_sent_on == date(2021, 9, 28)
    assert switch.day("notice_sent_on") == date(2021, 9, 29)
