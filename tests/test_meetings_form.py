"""A dialogue meeting is entered in the form of milestones, and goes with its plan, its past and its key."""

from datetime import date, time
from importlib import import_module
from types import SimpleNamespace
from uuid import uuid5

import pytest
from django.apps import apps
from django.db import connection

from rollout import actions
from rollout.models import Milestone, Plan
from rollout.plan_versions import MILESTONES
from tests.desks import Desk, make_person
from tests.factories import make_milestone
from tests.followers import published_plan
from tests.pages import read

pytestmark = [pytest.mark.once, pytest.mark.django_db]

give_keys = import_module("rollout.migrations.0005_subscriptions_and_meetings").give_keys


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """A published plan, for all tests of the file."""
    with published_plan(django_db_blocker) as found:
        yield found


@pytest.fixture
def plan(published):
    return Plan.objects.get(pk=published.plan.pk)


@pytest.fixture
def meeting(published, plan):
    values = {"kind": "dialogue", "name": "Möte", "on": date(2031, 6, 1), "invitation": "Välkomna."}
    return actions.save_milestone(plan, by=published.editor, **values)


SENT = {"kind": "dialogue", "name": "Möte", "on": "2031-06-01", "certainty": "stated"}


def test_a_meeting_is_entered_in_the_form_of_milestones(published, plan):
    desk = Desk(make_person("editor"))
    values = {"place": "Umeå", "starts_at": "13:30", "ends_at": "15:00", "seats": "20", "sign_up_until": "2031-05-01"}

    answer = desk.post("plan-milestones", plan.pk, invitation="Välkomna", is_announced="on", **SENT, **values)

    row = plan.milestones.get()
    assert answer.status_code == 302
    assert (row.place, row.starts_at, row.ends_at, row.seats) == ("Umeå", time(13, 30), time(15), 20)
    assert (row.sign_up_until, row.invitation, row.is_announced) == (date(2031, 5, 1), "Välkomna", True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": "25:00"},
        {"ends_at": "15:00"},
        {"starts_at": "15:00", "ends_at": "15:00"},
        {"sign_up_until": "2031-06-02"},
        {"seats": "0"},
        {"seats": "-1"},
        {"place": "x" * 201},
        {"invitation": "x" * 5_001},
    ],
    ids=str,
)
def test_what_is_wrong_with_a_meeting_is_told_at_its_field(published, plan, wrong):
    answer = Desk(make_person("editor")).post("plan-milestones", plan.pk, **SENT, **wrong)

    assert answer.status_code == 422
    assert len(list(read(answer.content).all("p", class_="fault"))) == 1
    assert Milestone.objects.count() == 0


def test_a_meeting_over_several_days_may_end_at_an_earlier_hour(published, plan):
    values = {"until": "2031-06-02", "starts_at": "13:00", "ends_at": "11:00"}

    assert Desk(make_person("editor")).post("plan-milestones", plan.pk, **SENT, **values).status_code == 302


def test_a_meeting_that_was_removed_comes_back_as_the_same_one(published, plan, meeting):
    state = meeting.history.latest()
    actions.remove_milestone(meeting, by=published.editor)

    actions.restore_row(state, by=published.editor)

    assert plan.milestones.get().uid == meeting.uid
    assert plan.milestones.get().invitation == "Välkomna."


def test_milestones_from_before_there_were_keys_get_those_that_the_facts_are_loaded_with(country_of_old):
    first, second, twice, removed = country_of_old

    give_keys(apps, SimpleNamespace(connection=connection))

    for row in (first, second, twice):
        row.refresh_from_db()
        assert set(row.history.values_list("uid", flat=True)) == {row.uid}
    assert first.uid == second.uid == uuid5(MILESTONES, "stom-rom/decision/Beslut")
    assert twice.uid != first.uid
    assert Milestone.history.filter(id=removed).values("uid").distinct().count() == 1


@pytest.fixture
def country_of_old(published, plan):
    """The same milestone in two versions, one more of its name, one that was removed; each with another key."""
    draft = actions.draft_from(plan, by=published.editor)
    values = {"kind": "decision", "name": "Beslut", "name_en": "", "certainty": "stated"}
    first = make_milestone(plan=plan, on=date(2021, 1, 1), **values)
    second = make_milestone(plan=draft, on=date(2021, 2, 1), **values)
    twice = make_milestone(plan=plan, on=date(2021, 3, 1), **values)
    removed = make_milestone(plan=plan, on=date(2021, 4, 1), **values)
    key = removed.pk
    removed.delete()
    return first, second, twice, key
