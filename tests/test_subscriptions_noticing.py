"""What becomes of what somebody follows is noticed once, by whatever path it came; drafts and others' rows never."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from providers.models import Agreement, AreaMembership
from rollout import actions
from rollout.actions import subscribing
from rollout.actions.meetings import sign_up, withdraw_sign_up
from rollout.models import News, Phase, Plan, Subscription, Switch
from rollout.selection import InvalidSelection
from tests import factories as make
from tests.followers import TODAY, follow, follow_choice, news, next_version, published_plan, told

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
DAYS = ("notice_sent_on", "notice_counts_from", "last_referral_on", "last_contract_day_on", "new_service_starts_on")


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """A published plan of four municipalities in two phases, for all tests of the file."""
    with published_plan(django_db_blocker) as found:
        yield found


@pytest.fixture
def world(published):
    """The plan as it was made, whatever a test before made of it."""
    return replace(published, plan=Plan.objects.get(pk=published.plan.pk))


def later(number: int, by: timedelta = WEEK):
    """The change of a draft by which all days of a phase come later."""

    def change(draft) -> None:
        phase = draft.phases.get(number=number)
        values = {name: day + by for name in DAYS if (day := getattr(phase, name))}
        actions.edit_phase(phase, expected_revision=phase.revision, by=draft.changes.first().by, **values)

    return change


def kinds(found: list[News]) -> dict[str, str]:
    """What happened to which day, by the last part of its uid."""
    return {each.uid.rpartition(".")[2]: each.kind for each in found}


# --- What is noticed --------------------------------------------------------------------------------------------------


def test_days_that_move_are_told_as_they_were_and_are_and_keep_their_uid(world):
    row = follow("etapp", "stom-rom-1")
    before = told(row)["stom-rom.phase-1.last_referral_on"]

    next_version(world, later(1))
    found = news(row)

    after = told(row)["stom-rom.phase-1.last_referral_on"]
    assert set(kinds(found).values()) == {"moved"}
    assert (after.pk, after.on, after.sequence) == (before.pk, before.on + WEEK, before.sequence + 1)
    moved = next(each for each in found if each.uid == after.uid)
    assert (moved.before, moved.after) == ("28 September 2021", "5 October 2021")


def test_what_was_noticed_once_is_not_noticed_again(world):
    row = follow("etapp", "stom-rom-1")
    next_version(world, later(1))
    first = news(row)

    assert first
    assert news(row) == []
    assert row.news.count() == len(first) + 1


def test_nothing_is_written_when_nothing_has_changed(world):
    row = follow("etapp", "stom-rom-1")

    with CaptureQueriesContext(connection) as asked:
        news(row)

    assert not [each for each in asked if not each["sql"].startswith("SELECT")]
    assert len(asked) <= 14


def test_another_phase_is_not_told(world):
    row = follow("kommun", world.municipalities[0].code)

    next_version(world, later(1))

    assert news(row) == []


def test_a_municipality_that_comes_into_another_phase_has_its_days_moved_not_cancelled(world):
    municipality = world.municipalities[3]
    row = follow("kommun", municipality.code)

    def move(draft) -> None:
        actions.move_areas(draft, [world.areas[2]], to=draft.phases.get(number=0), by=world.editor)

    next_version(world, move)

    found = kinds(news(row))
    assert found["last_referral_on"] == found["new_service_starts_on"] == "moved"
    assert "gone" not in found.values()


def test_names_that_come_and_go_are_told_alone(world):
    row = follow("etapp", "stom-rom-0")

    def move(draft) -> None:
        actions.move_areas(draft, [world.areas[2]], to=draft.phases.get(number=0), by=world.editor)

    next_version(world, move)

    changed = next(each for each in news(row) if each.uid.endswith("last_referral_on"))
    assert (changed.kind, changed.before, changed.after) == ("changed", "", world.municipalities[3].name)


def test_what_is_gone_is_cancelled_and_goes_on_with_its_sequence_when_it_comes_back(world):
    row = follow("omrade", world.areas[2].pk)
    first = told(row)[f"stom-rom.area-{world.areas[2].pk}.last_referral_on"]
    Switch.objects.filter(plan=world.plan, municipality=world.municipalities[3]).update(municipality=make_stranger())

    gone = kinds(news(row))
    Switch.objects.filter(plan=world.plan, phase=world.second).exclude(municipality__in=world.municipalities).update(
        municipality=world.municipalities[3]
    )
    back = kinds(news(row))

    last = told(row)[first.uid]
    assert gone["last_referral_on"] == "gone"
    assert back["last_referral_on"] == "new"
    assert (last.is_gone, last.sequence, last.pk) == (False, first.sequence + 2, first.pk)


def make_stranger():
    return make.make_municipality()


def test_actual_days_that_are_recorded_move_the_day(world):
    row = follow("etapp", "stom-rom-1")

    actions.set_actual_days(
        world.plan.phases.get(number=1), days={"last_referral_on": date(2021, 9, 27)}, by=world.editor
    )

    assert kinds(news(row)) == {"last_referral_on": "moved"}
    assert told(row)["stom-rom.phase-1.last_referral_on"].on == date(2021, 9, 27)


def test_a_day_that_became_actual_in_some_municipalities_alone_leaves_the_planned_one(world):
    row = follow("etapp", "stom-rom-1")

    actions.set_actual_days(
        world.plan.phases.get(number=1),
        days={"last_referral_on": date(2021, 9, 27)},
        codes=[world.municipalities[3].code],
        by=world.editor,
    )

    assert news(row) == []


@pytest.mark.parametrize("word, key", [("etapp", "stom-rom-1"), ("kommun", None)])
def test_drafts_and_scenarios_are_never_told(world, word, key):
    row = follow(word, key or world.municipalities[3].code)
    draft = actions.draft_from(world.plan, by=world.editor)
    scenario = actions.scenario_from(world.plan, owner=world.editor, name="Prov")

    for plan in (draft, scenario):
        later(1)(plan)
        actions.save_milestone(plan, by=world.editor, kind="decision", name="Hemligt", on=date(2031, 1, 1))

    assert news(row) == []
    assert not any("Hemligt" in fact.title for fact in told(row).values())


def test_a_milestone_is_told_and_is_the_same_one_in_the_next_version(world):
    row = follow("kommun", world.municipalities[0].code)
    values = {"kind": "dialogue", "name": "Möte", "on": date(2031, 1, 1), "starts_at": time(13), "place": "Umeå"}
    saved = actions.save_milestone(world.plan, by=world.editor, sign_up_until=date(2030, 12, 1), **values)

    first = news(row)
    next_version(world, later(1))

    assert {(each.kind, each.after) for each in first} == {
        ("new", "1 January 2031 13:00 · Umeå"),
        ("new", "1 December 2030"),
    }
    assert {each.uid for each in first} == {f"milestone-{saved.uid}", f"milestone-{saved.uid}.sign-up"}
    assert news(row) == []


def test_the_milestone_of_another_phase_is_not_told(world):
    row = follow("kommun", world.municipalities[0].code)

    phase = world.plan.phases.get(number=1)
    actions.save_milestone(world.plan, by=world.editor, kind="tender", name="A", on=date(2031, 1, 1), phase=phase)

    assert news(row) == []


def test_a_change_in_bulk_is_noticed_too(world):
    agreement = make.make_agreement(area=world.areas[2], ends_on=date(2022, 3, 1))
    row = follow("leverantor", agreement.provider_id)

    Agreement.objects.filter(pk=agreement.pk).update(ends_on=date(2022, 2, 1))

    assert kinds(news(row)) == {"ends_on": "moved"}


def test_the_provider_that_comes_first_is_told(world):
    municipality = world.municipalities[3]
    row = follow("kommun", municipality.code)
    agreement = make.make_agreement(area=world.areas[2], starts_on=date(2021, 1, 1))
    make.make_office(agreement=agreement, municipality=municipality, opens_on=date(2021, 1, 1))

    (found,) = news(row)

    assert (found.kind, found.before, found.after) == ("changed", "No data", "1 provider")


def test_a_choice_that_means_nothing_any_more_is_told_apart_and_nothing_is_lost(world):
    provider = make.make_provider()
    row = follow_choice(f"provider={provider.pk}&phase=1")
    before = set(told(row))

    provider.delete()

    with pytest.raises(InvalidSelection):
        news(row)
    assert set(told(row)) == before


def test_another_language_is_no_news(world):
    row = follow("etapp", "stom-rom-1")

    row = subscribing.change_subscription(row, by=row.user, language="sv", links=["calendar"], digest="", today=TODAY)

    assert told(row)["stom-rom.phase-1.last_referral_on"].title.startswith("Sista anvisningsdag")
    assert list(row.news.values_list("kind", flat=True)) == ["began"]


# --- What is a provider's own -----------------------------------------------------------------------------------------


@pytest.fixture
def meeting(world):
    return actions.save_milestone(
        world.plan, by=world.editor, kind="dialogue", name="Möte", on=date(2031, 1, 1), sign_up_until=date(2030, 12, 1)
    )


def test_a_sign_up_is_told_to_the_providers_own_members_alone(world, meeting):
    provider = make.make_agreement(area=world.areas[2]).provider
    member = make.make_membership(provider=provider).user
    own, others = (follow("leverantor", provider.pk, by=by) for by in (member, None))
    sign_up(meeting.uid, provider=provider, people=3, by=member, on=TODAY)

    assert [each.after for each in news(own)] == [f"{provider.name} is signed up, with 3 people."]
    assert news(others) == []

    withdraw_sign_up(meeting.uid, provider=provider, on=TODAY)
    assert [each.before for each in news(own)] == [f"{provider.name} is signed up, with 3 people."]


def test_whoever_is_no_longer_a_member_no_longer_sees_what_is_the_providers_own(world, meeting):
    provider = make.make_agreement(area=world.areas[2]).provider
    membership = make.make_membership(provider=provider)
    sign_up(meeting.uid, provider=provider, people=3, by=membership.user, on=TODAY)
    row = follow("leverantor", provider.pk, by=membership.user)
    assert "3 people" in told(row)[f"milestone-{meeting.uid}"].note

    membership.delete()
    news(row)

    assert told(row)[f"milestone-{meeting.uid}"].note == ""


def test_a_member_of_one_provider_is_told_nothing_of_another(world, meeting):
    mine, theirs = (make.make_agreement(area=world.areas[2]).provider for _ in range(2))
    member = make.make_membership(provider=mine).user
    sign_up(meeting.uid, provider=theirs, people=7, by=make.make_user(), on=TODAY, note="Hemligt")

    rows = [follow("leverantor", provider.pk, by=member) for provider in (mine, theirs)]

    assert not any("7" in fact.note or "Hemligt" in fact.note for row in rows for fact in told(row).values())


# --- Whose, and how many ----------------------------------------------------------------------------------------------


def test_following_the_same_once_more_changes_what_is_wanted(world):
    row = follow("etapp", "stom-rom-1")

    again = follow("etapp", "stom-rom-1", by=row.user, links=["feed"])

    assert again.pk == row.pk
    assert (again.calendar_key, bool(again.feed_key)) == (None, True)
    assert Subscription.objects.count() == 1


def test_there_is_an_end_to_what_one_can_follow(world, monkeypatch):
    monkeypatch.setattr(subscribing, "MOST_SUBSCRIPTIONS", 1)
    row = follow("etapp", "stom-rom-1")

    with pytest.raises(actions.Refused):
        follow("etapp", "stom-rom-0", by=row.user)

    assert Subscription.objects.count() == 1


def test_what_is_removed_takes_its_subscriptions_along(world):
    provider = make.make_provider()
    follow("leverantor", provider.pk)

    provider.delete()

    assert Subscription.objects.count() == News.objects.count() == 0


def test_the_areas_of_a_provider_follow_its_agreements(world):
    agreement = make.make_agreement(area=world.areas[2])
    row = follow("leverantor", agreement.provider_id)

    AreaMembership.objects.filter(area=world.areas[2]).delete()

    assert set(kinds(news(row)).values()) == {"gone"}
    assert Phase.objects.filter(plan=world.plan).count() == 2
