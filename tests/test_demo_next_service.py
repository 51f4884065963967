"""The example plan "Exempel: nästa tjänst": what it is made of, and what it shows of the rules."""

from collections import Counter
from datetime import date, timedelta

import pytest

from providers.models import Agreement, AreaMembership, DeliveryArea, Office, Service
from rollout import snapshot
from rollout.checks import check
from rollout.demo import storage
from rollout.demo.clearing import clear
from rollout.demo.next_plan import NAME, NAME_IN_REVIEW, left_for_review, phase_days
from rollout.demo.next_service import SERVICE, STEPS, Standing, first_days, next_service
from rollout.demo.world import build
from rollout.models import DAY_FIELDS, Change, Milestone, Plan
from rollout.notice import differences, is_working_day
from rollout.signin import DEMO_GROUP
from tests import demo_country

TODAY = date(2026, 11, 22)
SOME_DAYS = [TODAY, date(2026, 12, 24), date(2027, 2, 1), date(2027, 6, 30), date(2028, 2, 29)]


@pytest.fixture(scope="module")
def land():
    return demo_country.country()


@pytest.fixture(scope="module")
def providers(land):
    return build(land).providers


@pytest.fixture(scope="module")
def made(land, providers):
    return next_service(land, providers, TODAY)


# --- Its rows, without a database -------------------------------------------------------------------------------------


def test_the_areas_hold_every_municipality_once(land, made):
    codes = [code for area in made.areas for code in area.municipalities]

    assert sorted(codes) == [place.code for place in land.places]
    assert len(codes) == 290


def test_every_county_has_its_step():
    counties = [code for step in STEPS for code in step.counties]

    assert len(counties) == len(set(counties)) == 21


@pytest.mark.parametrize("today", SOME_DAYS)
def test_the_steps_begin_on_working_days_within_18_months_after_loading(today):
    days = list(first_days(today).values())

    assert days == sorted(days)
    assert all(map(is_working_day, days))
    assert today + timedelta(weeks=12) < days[0]
    assert days[-1] < today + timedelta(days=548)


@pytest.mark.parametrize("today", SOME_DAYS)
def test_the_phases_deviate_from_the_notice_rules_just_where_they_are_meant_to(today):
    days = phase_days(first_days(today))

    assert differences(days[1]) == {}
    assert (days[2].new_service_starts_on - days[2].last_referral_on).days > 5
    assert set(differences(days[3])) == {"notice_counts_from", "last_contract_day_on"}
    assert days[4].new_service_starts_on
    assert days[4].last_referral_on is None


def test_some_areas_are_ready_and_others_in_every_way_not(made):
    found = Counter(area.standing for area in made.places)

    assert set(found) == set(Standing)
    assert found[Standing.READY] >= 10


def test_agreements_begin_with_their_step_and_so_lie_ahead(made):
    step_of = {area.name: area.step for area in made.places}

    assert {row.starts_on for row in made.agreements} == set(made.starts.values())
    assert all(row.starts_on == made.starts[step_of[row.area]] > TODAY for row in made.agreements)


def test_offices_are_open_already_or_announced_or_only_digital(made):
    opened = [row for row in made.offices if row.opens_on <= TODAY]
    announced = [row for row in made.offices if row.opens_on > TODAY]

    assert len(opened) > 3
    assert len(announced) > 10
    assert all(row.last_confirmed_on == row.opens_on for row in opened)
    assert {row.last_confirmed_on for row in announced} == {None}
    assert 0 < sum(not row.on_site for row in made.offices) < len(announced)


def test_no_office_opens_in_a_rural_white_spot(land, made):
    white = {place.code for place in land.rural_white_spots}

    assert white.isdisjoint(row.municipality for row in made.offices if row.on_site)


def test_names_and_numbers_are_plainly_examples(made):
    assert all(row.name.startswith("Exempelområde") for row in made.areas)
    assert all(row.number.startswith("EX-9") for row in made.agreements)
    assert all(row.street.startswith("Exempel") for row in made.offices if row.on_site)


def test_the_same_day_gives_the_very_same_rows(land, providers, made):
    again = next_service(land, tuple(providers), TODAY)

    assert again == made


# --- In the database --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plans(demonstration, django_db_blocker):
    """The example plans by name."""
    with django_db_blocker.unblock():
        return {plan.name: plan for plan in Plan.objects.filter(is_example=True)}


@pytest.fixture(scope="module")
def checked(plans, django_db_blocker):
    with django_db_blocker.unblock():
        return {name: check(plan) for name, plan in plans.items()}


def errors(found):
    return {finding.rule for finding in found.errors}


def warnings(found):
    return {finding.rule for finding in found.warnings}


@pytest.mark.django_db
def test_a_draft_and_a_version_in_review_are_there_and_both_are_examples(plans):
    assert {name: plan.stage for name, plan in plans.items()} == {NAME: "draft", NAME_IN_REVIEW: "in_review"}
    assert {plan.to_service_id for plan in plans.values()} == {SERVICE}
    assert Service.objects.get(pk=SERVICE).is_example
    assert Service.objects.get(pk=SERVICE).predecessor_id == "rom2"


@pytest.mark.django_db
def test_the_draft_breaks_most_rules(checked):
    found = checked[NAME]

    assert errors(found) == {"one-phase", "days-given"}
    assert warnings(found) == {
        "no-gap",
        "notice-period",
        "notice-counted",
        "areas-whole",
        "enough-ready",
        "digital-only",
    }
    assert found.unknown


@pytest.mark.django_db
def test_the_version_in_review_breaks_none_but_waits_for_its_warnings_to_be_accepted(checked):
    found = checked[NAME_IN_REVIEW]

    assert errors(found) == set()
    assert {"enough-ready", "digital-only"} <= {finding.rule for finding in found.unwaived}


@pytest.mark.django_db
def test_the_gap_is_waived_by_name_and_with_a_reason_in_both(checked):
    for found in checked.values():
        (waiver,) = found.waivers.values()
        assert (waiver.rule, waiver.subject) == ("no-gap", "phase:2")
        assert waiver.by_name
        assert waiver.reason
        assert found.lapsed == ()


@pytest.mark.django_db
def test_the_draft_lacks_one_municipality_and_the_version_in_review_none(plans, checked):
    assert plans[NAME].switches.count() == 289
    assert plans[NAME_IN_REVIEW].switches.count() == 290
    (finding,) = checked[NAME].errors[:1]
    assert len(finding.codes) == 1


@pytest.mark.django_db
def test_there_are_follow_ups_overdue_and_ahead_with_owners_among_the_demonstrations_users(plans):
    found = plans[NAME].follow_ups.select_related("owner")
    created = Change.objects.get(plan=plans[NAME], kind="created").at.date()

    assert found.count() == 10
    assert {each.due_on < created for each in found} == {True, False}
    assert all(each.owner and each.owner.groups.filter(name=DEMO_GROUP).exists() for each in found)


@pytest.mark.django_db
def test_there_is_a_milestone_of_every_kind_and_meetings_have_a_place(plans):
    found = plans[NAME].milestones.all()

    assert {each.kind for each in found} == set(Milestone.Kind.values)
    meetings = [each for each in found if each.kind == "dialogue"]
    assert all(each.place and each.invitation and each.seats and each.is_announced for each in meetings)
    assert all(each.label.startswith("Exempel") for each in found)


@pytest.mark.django_db
def test_everything_was_done_through_the_actions_and_is_in_the_log(plans):
    kinds = Counter(Change.objects.filter(plan=plans[NAME]).values_list("kind", flat=True))

    assert kinds["phase_added"] == 4
    assert kinds["moved"] == 2
    assert {"created", "milestone", "follow_up", "waived"} <= set(kinds)


@pytest.mark.django_db
def test_the_areas_of_the_example_service_have_all_municipalities(plans):
    assert AreaMembership.objects.filter(service=SERVICE).count() == 290
    assert not DeliveryArea.objects.filter(service=SERVICE, is_example=False).exists()


@pytest.mark.django_db
def test_the_map_still_follows_the_real_plan(plans):
    plan = snapshot.current().plan

    assert (plan.from_service_id, plan.to_service_id, plan.is_example) == ("stom", "rom", False)
    assert snapshot.current().last_planned_day == max(
        getattr(phase, field) for phase in plan.phases.all() for field in DAY_FIELDS
    )


@pytest.mark.django_db
def test_no_agreement_of_the_example_service_is_in_force_before_its_first_step(plans):
    first = plans[NAME].phases.get(number=1).new_service_starts_on

    assert not Agreement.objects.filter(service=SERVICE, starts_on__lt=first).exists()
    assert Office.objects.filter(agreement__service=SERVICE).exclude(origin=Office.Origin.EXAMPLE).count() == 0


@pytest.mark.once
@pytest.mark.django_db
def test_loading_on_another_day_moves_the_days_of_the_example_and_nothing_else(demonstration):
    clear()

    later = storage.load(today=date(2027, 5, 3))

    assert later.next_service.starts == first_days(date(2027, 5, 3))
    assert later.world == build(demo_country.country())
    assert Plan.objects.get(name=NAME).phases.get(number=1).new_service_starts_on == date(2027, 9, 6)
    assert left_for_review(later.next_service)[0] not in Plan.objects.get(name=NAME).switches.values_list(
        "municipality", flat=True
    )


@pytest.mark.once
@pytest.mark.django_db
def test_a_demonstration_from_before_the_example_service_is_given_one_and_keeps_its_rows(demonstration):
    Plan.objects.filter(is_example=True).delete()
    Office.objects.filter(agreement__service=SERVICE).delete()
    Agreement.objects.filter(service=SERVICE).delete()
    DeliveryArea.objects.filter(service=SERVICE).delete()
    Service.objects.filter(pk=SERVICE).delete()
    before = set(Agreement.objects.values_list("pk", flat=True))

    made = storage.load(once=True)

    assert made.next_service.agreements
    assert before < set(Agreement.objects.values_list("pk", flat=True))
    assert set(Plan.objects.filter(is_example=True).values_list("name", flat=True)) == {NAME, NAME_IN_REVIEW}
    assert storage.load() is None
