"""An installation that has the one version of the former facts is brought over, once, and what people did is kept."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from municipalities.models import Source
from providers.models import DeliveryArea
from rollout import actions, facts
from rollout.fixture_files import read_csv, read_rollout
from rollout.models import DAY_FIELDS, DayStatement, Milestone, Phase, PhaseArea, Plan, Switch
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def one_version(country) -> int:
    """The plan as the facts had it before, by its key: one published version, without history."""
    Plan.objects.all().delete()
    for model in (Plan, Phase, PhaseArea, Switch, DayStatement, Milestone):
        model.history.all().delete()
    loaded_at = timezone.now() - timedelta(days=3)
    plan = make.make_plan(version=1, stage=Plan.Stage.PUBLISHED, published_at=loaded_at)
    for row in read_rollout()["phase"]:
        days = {field: said["day"] for field, said in row["days"].items()}
        phase = make.make_phase(plan, number=row["number"], name=row["name"], **days)
        make.make_day_statement(phase=phase, day=phase.new_service_starts_on)
    phases = {phase.number: phase for phase in plan.phases.all()}
    rows = [(phases[int(line["phase"])], line["code"]) for line in read_csv("rollout_municipalities.csv")]
    Switch.objects.bulk_create(
        Switch(plan=plan, phase=phase, municipality_id=code, **{each: getattr(phase, each) for each in DAY_FIELDS})
        for phase, code in rows
    )
    for area in DeliveryArea.objects.filter(name__in=["Luleå", "Kiruna"]):
        PhaseArea.objects.create(plan=plan, phase=phases[3], area=area)
    for model in (Plan, Phase, PhaseArea, Switch, DayStatement):
        model.history.all().delete()
    return plan.pk


@pytest.fixture
def former(one_version) -> Plan:
    return Plan.objects.get(pk=one_version)


def test_the_one_version_becomes_the_second_and_the_first_gets_its_place_before_it(former):
    loaded_at = former.published_at

    made = facts.load()

    former.refresh_from_db()
    july = Plan.objects.get(version=1)
    assert made == {"plan": 1}
    assert (former.version, former.stage, former.recorded_at) == (2, "published", loaded_at)
    assert timezone.localdate(former.published_at) == date(2021, 9, 22)
    assert (july.stage, july.superseded_at) == ("superseded", former.published_at)
    assert former.milestones.count() > 5
    assert Switch.history.filter(plan=former, change__isnull=False).count() == 290


def test_bringing_over_happens_once(former):
    facts.load()
    before = list(Plan.objects.order_by("pk").values())

    assert facts.load() == {}
    assert list(Plan.objects.order_by("pk").values()) == before


def test_actual_days_that_were_entered_stay(former):
    former.switches.filter(municipality="0180").update(actual_notice_sent_on=date(2021, 5, 16))

    facts.load()

    former.refresh_from_db()
    assert former.version == 2
    assert former.switches.get(municipality="0180").actual_notice_sent_on == date(2021, 5, 16)


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan.phases.filter(number=3).update(notice_sent_on=date(2021, 12, 1)),
        lambda plan: plan.switches.filter(municipality="0180").delete(),
        lambda plan: plan.switches.filter(municipality="0180").update(phase=plan.phases.get(number=0)),
        lambda plan: Plan.objects.filter(pk=plan.pk).update(stage=Plan.Stage.DRAFT),
        lambda plan: Plan.objects.filter(pk=plan.pk).update(version=7),
        lambda plan: actions.draft_from(plan, by=make.make_user()),
    ],
    ids=["another day", "289 municipalities", "another phase", "a draft", "another version", "two versions"],
)
def test_a_plan_that_people_have_worked_on_is_left_alone(former, change):
    change(former)
    before = list(Plan.objects.order_by("pk").values())

    facts.load()

    assert list(Plan.objects.order_by("pk").values()) == before
    assert Source.objects.filter(key="af-2021-07").exists()
