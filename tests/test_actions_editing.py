"""Plans are edited through actions: what they change, what they refuse, and what they leave behind."""

from datetime import date, timedelta

import pytest

from rollout import actions
from rollout.models import DAY_FIELDS, Change, Phase, PhaseArea, Plan, Switch
from tests import factories as make
from tests.plans import World, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(small_plan) -> World:
    return small_plan.copy()


def day_rows(phase: Phase) -> set[tuple]:
    return set(Switch.objects.filter(phase=phase).values_list(*DAY_FIELDS))


def test_areas_bring_their_municipalities_and_the_days_of_the_phase(world):
    assert world.codes(world.first) == {each.code for each in world.municipalities[:2]}
    assert day_rows(world.first) == {tuple(days(date(2021, 5, 17)).values())}
    assert set(PhaseArea.objects.filter(phase=world.second).values_list("area", flat=True)) == {
        area.pk for area in world.areas[1:]
    }


def test_a_phase_that_is_given_other_days_moves_its_switches_and_no_others(world):
    before = day_rows(world.first)

    world.edit(world.second, **days(date(2021, 10, 5)))

    assert day_rows(world.second) == {tuple(days(date(2021, 10, 5)).values())}
    assert day_rows(world.first) == before


def test_shifting_a_phase_moves_every_day_by_whole_weeks(world):
    actions.shift_phase(world.second, weeks=-3, by=world.editor)

    assert day_rows(world.second) == {tuple(day - timedelta(weeks=3) for day in days().values())}


def test_a_shift_past_the_calendar_is_refused_and_nothing_changes(world):
    with pytest.raises(actions.Refused):
        actions.shift_phase(world.second, weeks=10**9, by=world.editor)

    assert day_rows(world.second) == {tuple(days().values())}


@pytest.mark.parametrize(
    ("field", "value", "at"),
    [
        ("last_referral_on", date(2021, 10, 1), "new_service_starts_on"),
        ("last_referral_on", date(2021, 9, 27), "last_referral_on"),
        ("notice_counts_from", date(2021, 9, 27), "notice_counts_from"),
        ("last_contract_day_on", date(2021, 9, 27), "last_contract_day_on"),
    ],
)
def test_days_out_of_order_are_refused_at_the_later_day(world, field, value, at):
    with pytest.raises(actions.Refused) as refused:
        world.edit(world.second, **{field: value})

    assert at in refused.value.message_dict
    assert day_rows(world.second) == {tuple(days().values())}


def test_the_last_referral_the_day_before_the_start_is_in_order(world):
    world.edit(world.second, last_referral_on=date(2021, 9, 30))

    assert day_rows(world.second) == {tuple(days(last_referral_on=date(2021, 9, 30)).values())}


def test_an_actual_day_that_would_leave_both_services_open_is_refused_by_name(world):
    Switch.objects.filter(municipality=world.municipalities[3]).update(
        actual_new_service_starts_on=date(2021, 9, 29), actual_last_referral_on=None
    )

    with pytest.raises(actions.Refused, match=world.municipalities[3].name):
        world.edit(world.second, **days(date(2021, 10, 5)))

    assert day_rows(world.second) == {tuple(days().values())}


def test_a_municipality_moved_alone_leaves_its_area_where_it_was(world):
    code = world.municipalities[0].code

    moved = actions.move(world.plan, {code: world.second}, by=world.editor)

    assert moved == 1
    assert code in world.codes(world.second)
    assert PhaseArea.objects.get(plan=world.plan, area=world.areas[0]).phase == world.first


def test_an_area_follows_when_its_last_municipality_is_moved(world):
    codes = [each.code for each in world.municipalities[:2]]

    actions.move(world.plan, dict.fromkeys(codes, world.second), by=world.editor)

    assert PhaseArea.objects.get(plan=world.plan, area=world.areas[0]).phase == world.second


def test_a_municipality_can_be_taken_out_of_every_phase(world):
    codes = [each.code for each in world.municipalities[:2]]

    actions.move(world.plan, dict.fromkeys(codes), by=world.editor)

    assert world.codes(world.first) == set()
    assert not PhaseArea.objects.filter(plan=world.plan, area=world.areas[0]).exists()


def test_moving_to_where_it_is_counts_for_nothing(world):
    assert actions.move(world.plan, {world.municipalities[0].code: world.first}, by=world.editor) == 0


def test_a_code_that_is_no_municipalitys_is_refused_and_nothing_moves(world):
    with pytest.raises(actions.Refused, match="0000"):
        actions.move(world.plan, {world.municipalities[0].code: world.second, "0000": world.second}, by=world.editor)

    assert world.municipalities[0].code in world.codes(world.first)


def test_a_phase_of_another_plan_is_refused(world):
    stranger = make.make_phase()

    with pytest.raises(actions.Refused):
        actions.move(world.plan, {world.municipalities[0].code: stranger}, by=world.editor)


def test_an_area_of_another_service_is_refused(world):
    area = make.make_area(service=make.make_service("stom"))

    with pytest.raises(actions.Refused):
        actions.move_areas(world.plan, [area], to=world.first, by=world.editor)


def test_a_phase_with_municipalities_cannot_be_removed_and_an_empty_one_can(world):
    with pytest.raises(actions.Refused, match="2"):
        actions.remove_phase(world.first, by=world.editor)

    actions.move_areas(world.plan, world.areas[:1], to=world.second, by=world.editor)
    actions.remove_phase(world.first, by=world.editor)

    assert [phase.number for phase in world.plan.phases.all()] == [1]


def test_a_number_that_another_phase_has_is_refused_at_the_number(world):
    with pytest.raises(actions.Refused):
        world.edit(world.second, number=world.first.number)


def test_every_edit_is_kept_with_who_why_before_and_after(world):
    before = world.second.revision
    edited = actions.edit_phase(
        world.second, expected_revision=before, by=world.editor, reason="Ny dag.", **days(date(2021, 10, 5))
    )

    change = world.plan.changes.first()
    kept = edited.history.first()
    assert (change.kind, change.by, change.reason) == (Change.Kind.PHASE_EDITED, world.editor, "Ny dag.")
    assert (kept.change, kept.history_user, kept.history_change_reason) == (change, world.editor, "Ny dag.")
    assert kept.prev_record.notice_sent_on == date(2021, 9, 28)
    assert kept.notice_sent_on == date(2021, 10, 5)
    assert change.historicalswitch_rows.count() == 2


def test_a_published_version_stays_as_it_is(world):
    plan = world.publish()

    for wish in (
        lambda: world.edit(world.first, name="Annat"),
        lambda: actions.move(plan, {world.municipalities[0].code: world.second}, by=world.editor),
        lambda: actions.add_phase(plan, name="Etapp 9", by=world.editor),
        lambda: actions.set_settings(plan, ready_providers=3, by=world.editor),
        lambda: actions.discard(plan, by=world.editor),
    ):
        with pytest.raises(actions.Refused):
            wish()


def test_a_draft_is_a_copy_of_all_there_is_and_is_edited_apart(world):
    make.make_day_statement(phase=world.second, field="notice_sent_on", day=date(2021, 9, 28))
    draft = actions.draft_from(world.plan, by=world.editor)

    copied = draft.phases.get(number=world.second.number)
    actions.edit_phase(copied, expected_revision=copied.revision, by=world.editor, **days(date(2021, 10, 5)))

    assert draft.version == world.plan.version + 1
    assert draft.based_on == world.plan
    assert world.codes(copied) == world.codes(world.second)
    assert day_rows(world.second) == {tuple(days().values())}
    assert not copied.statements.get().holds
    assert world.second.statements.get().holds


def test_a_discarded_draft_leaves_nothing_behind(world):
    draft = actions.draft_from(world.plan, by=world.editor)

    actions.discard(draft, by=world.editor)

    assert list(Plan.objects.all()) == [world.plan]
    assert not Phase.objects.exclude(plan=world.plan).exists()


@pytest.mark.parametrize(("wanted", "fits"), [(0, False), (1, True), (3, True)])
def test_at_least_one_provider_is_needed(world, wanted, fits):
    if not fits:
        with pytest.raises(actions.Refused):
            actions.set_settings(world.plan, ready_providers=wanted, by=world.editor)
        return

    actions.set_settings(world.plan, ready_providers=wanted, by=world.editor)

    assert world.plan.ready_providers == wanted


def test_a_scenario_is_private_until_it_is_shared_or_turned_into_a_draft(world):
    scenario = actions.scenario_from(world.plan, owner=world.editor, name="Tre veckor senare")
    provider = make.make_provider()
    actions.leave_out(scenario, providers=[provider], by=world.editor)

    token = actions.share(scenario, by=world.editor)
    assert Plan.objects.get(share_token=token) == scenario
    actions.unshare(scenario, by=world.editor)
    draft = actions.scenario_to_draft(scenario, by=world.editor)

    assert scenario.version is None
    assert not Plan.objects.filter(share_token=token).exists()
    assert (draft.owner, draft.version, draft.based_on) == (None, 2, world.plan)
    assert not draft.left_out.exists()
    with pytest.raises(actions.Refused):
        actions.propose(scenario, by=world.editor)
    with pytest.raises(actions.Refused):
        actions.leave_out(draft, providers=[provider], by=world.editor)
