"""The history of the published plan: two versions, and what each said."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from rollout import actions
from rollout.actions.publishing import published_base
from rollout.models import DAY_FIELDS, Change, DayStatement, Milestone, Phase, PhaseArea, Plan, Switch
from tests import factories as make

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def versions(country):
    """The version of July 2021, and the one of September."""
    return list(Plan.objects.order_by("version"))


def days(plan: Plan, number: int) -> list[str]:
    phase = plan.phases.get(number=number)
    return [getattr(phase, field).isoformat() for field in DAY_FIELDS]


# --- Two versions -----------------------------------------------------------------------------------------------------


def test_the_version_of_july_2021_is_superseded_by_the_one_of_september(versions):
    july, september = versions

    assert (july.stage, september.stage) == ("superseded", "published")
    assert timezone.localdate(july.published_at) == date(2021, 7, 31)
    assert timezone.localdate(september.published_at) == date(2021, 9, 22)
    assert july.superseded_at == september.published_at
    assert september.based_on == july


@pytest.mark.parametrize(
    "moment, version",
    [
        ("2021-07-30T23:59:59", None),
        ("2021-07-31T00:00:00", 1),
        ("2021-09-21T23:59:59", 1),
        ("2021-09-22T00:00:00", 2),
        ("2026-01-01T00:00:00", 2),
    ],
)
def test_one_version_applies_at_a_moment(versions, moment, version):
    at = timezone.make_aware(datetime.fromisoformat(moment))

    assert [plan.version for plan in Plan.objects.applying(at=at)] == ([version] if version else [])


def test_the_versions_were_recorded_when_they_were_loaded_and_not_when_they_were_published(versions):
    assert all(timezone.now() - plan.recorded_at < timedelta(hours=1) for plan in versions)


def test_in_july_notice_in_phase_2_was_planned_for_the_24th(versions):
    july, september = versions

    assert days(july, 2) == ["2021-09-24", "2021-09-29", "2021-09-24", "2021-12-29", "2021-09-29"]
    assert days(september, 2) == ["2021-09-28", "2021-09-29", "2021-09-28", "2021-12-29", "2021-09-29"]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_other_phases_have_the_same_days_in_both_versions(versions, number):
    july, september = versions

    assert days(july, number) == days(september, number)


def test_just_the_101_municipalities_of_phase_2_have_other_days_in_the_two_versions(versions):
    july, september = (
        {row[0]: row[1:] for row in plan.switches.values_list("municipality", *DAY_FIELDS)} for plan in versions
    )

    differing = {code for code in july if july[code] != september[code]}
    assert july.keys() == september.keys()
    assert len(differing) == 101
    assert differing == set(versions[0].switches.filter(phase__number=2).values_list("municipality", flat=True))


@pytest.mark.parametrize(
    "number, certainties",
    [
        (0, {"stated", "derived"}),
        (2, {"notice_sent_on": "stated", "last_referral_on": "derived", "new_service_starts_on": "derived"}),
        (3, {"derived"}),
    ],
)
def test_what_july_said_is_as_certain_as_it_is_known(versions, number, certainties):
    said = dict(
        DayStatement.objects.filter(phase__plan=versions[0], phase__number=number).values_list("field", "certainty")
    )

    if isinstance(certainties, dict):
        assert {field: said[field] for field in certainties} == certainties
    else:
        assert set(said.values()) == certainties


def test_every_derived_day_of_july_gives_its_method_in_both_languages(versions):
    derived = DayStatement.objects.filter(phase__plan=versions[0], certainty="derived")

    assert derived.count() > 5
    assert all(each.method and each.method_en for each in derived)
    assert "inte känt" in derived.filter(phase__number=3).first().method


def test_a_day_became_actual_only_where_it_came_while_the_version_applied(versions):
    july = versions[0].switches

    assert set(july.filter(phase__number=1).values_list("actual_new_service_starts_on", flat=True)) == {
        date(2021, 5, 18)
    }
    later = july.filter(phase__number__gte=2)
    assert not later.exclude(**{f"actual_{field}": None for field in DAY_FIELDS}).exists()


def test_a_milestone_is_of_the_versions_that_knew_it(versions):
    july, september = (
        set(plan.milestones.filter(kind="notice", phase__number=2).values_list("on", flat=True)) for plan in versions
    )

    assert (july, september) == ({date(2021, 9, 24)}, {date(2021, 9, 28)})
    assert versions[0].milestones.filter(on__gt=date(2021, 12, 31)).count() == 0


def test_every_milestone_names_its_source_and_both_languages(versions):
    assert Milestone.objects.count() > 10
    assert all(each.source and each.name and each.name_en for each in Milestone.objects.all())


# --- History ----------------------------------------------------------------------------------------------------------


def test_the_change_log_says_when_each_version_came_and_by_which_page(versions):
    told = {plan.version: list(plan.changes.order_by("number").values_list("kind", flat=True)) for plan in versions}

    assert told == {1: ["created", "published", "superseded"], 2: ["created", "published"]}
    reasons = Change.objects.filter(kind="published").order_by("plan__version").values_list("reason", flat=True)
    assert [reason.split(", ")[-1] for reason in reasons] == ["juli 2021", "2021-09-22"]


@pytest.mark.parametrize("model, number", [(Phase, 8), (Switch, 580), (PhaseArea, 138), (DayStatement, 42)])
def test_every_row_has_its_first_state_in_the_history(versions, model, number):
    kept = model.history.filter(change__kind="created")

    assert kept.count() == model.objects.count() == number
    assert set(kept.values_list("history_type", flat=True)) == {"+"}


def test_a_draft_of_july_can_be_edited_and_knows_what_it_goes_back_to(versions):
    draft = actions.draft_from(versions[0], by=make.make_user())
    phase = draft.phases.get(number=2)

    actions.edit_phase(phase, expected_revision=0, by=make.make_user(), notice_sent_on=date(2021, 9, 23))

    assert published_base(draft) == versions[0]
    assert set(draft.switches.filter(phase=phase).values_list("notice_sent_on", flat=True)) == {date(2021, 9, 23)}
