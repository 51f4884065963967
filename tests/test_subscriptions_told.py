"""What a follower of a municipality, an area, a phase, a provider or a choice on the map is told from the start."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.http import Http404

from rollout import actions
from rollout.models import PhaseArea, Plan
from rollout.selection import InvalidSelection
from rollout.subjects import asked_subject
from tests import factories as make
from tests.followers import follow, follow_choice, news, next_version, published_plan, told

pytestmark = pytest.mark.django_db

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


def test_what_is_known_at_the_beginning_is_no_news(world):
    row = follow("kommun", world.municipalities[0].code)

    assert news(row) == []
    assert list(row.news.values_list("kind", flat=True)) == ["began"]


def test_a_municipality_is_told_with_its_days_and_its_providers(world):
    municipality = world.municipalities[3]

    found = told(follow("kommun", municipality.code))

    days = {uid.rpartition(".")[2]: fact.on for uid, fact in found.items() if fact.on}
    assert days == {name: getattr(world.second, name) for name in DAYS if name != "notice_counts_from"}
    last = found[f"stom-rom.municipality-{municipality.code}.last_referral_on"]
    assert (last.title, last.note) == (f"Last referral day for STOM: {municipality.name}", "Etapp 2")
    assert last.path == "/en/etapper/stom-rom/1/"
    assert found["providers"].value == "No data"


def test_an_area_is_told_with_the_phase_that_its_municipalities_are_in(world):
    area = world.areas[0]

    found = told(follow("omrade", area.pk))

    last = found[f"stom-rom.area-{area.pk}.last_referral_on"]
    assert last.on == world.first.last_referral_on
    assert last.names.split(", ") == [each.name for each in world.municipalities[:2]]


def test_an_area_of_which_no_municipality_is_known_is_told_with_its_own_phase(world):
    area = make.make_area([], service=world.areas[0].service)
    PhaseArea.objects.create(plan=world.plan, phase=world.second, area=area)

    found = told(follow("omrade", area.pk))

    assert found[f"stom-rom.area-{area.pk}.new_service_starts_on"].on == world.second.new_service_starts_on


def test_an_area_that_is_split_is_told_with_both_of_its_phases(world):
    area = make.make_area(world.municipalities, service=make.make_service("stom"))

    found = told(follow("omrade", area.pk))

    starts = {uid: fact.on for uid, fact in found.items() if uid.endswith("new_service_starts_on")}
    assert starts == {
        f"stom-rom.area-{area.pk}-phase-{phase.number}.new_service_starts_on": phase.new_service_starts_on
        for phase in (world.first, world.second)
    }


def test_a_provider_is_told_the_phases_of_its_areas_and_the_days_of_its_agreements(world):
    agreement = make.make_agreement(area=world.areas[2], ends_on=date(2022, 3, 1), starts_on=date(2021, 9, 29))

    found = told(follow("leverantor", agreement.provider_id))

    assert found[f"agreement-{agreement.pk}.ends_on"].on == date(2022, 3, 1)
    assert found["stom-rom.phase-1.last_referral_on"].names == world.areas[2].name
    assert "stom-rom.phase-0.last_referral_on" not in found


def test_a_choice_on_the_map_is_told_with_what_it_holds(world):
    row = follow_choice("phase=1&layer=status&sort=name&on=2021-09-01")

    assert row.query == "phase=1"
    assert told(row)["chosen"].value == "2"
    assert "stom-rom.phase-1.last_contract_day_on" in told(row)


def test_a_plan_that_asks_for_days_ahead_gives_the_day_by_which_providers_must_be_ready(world):
    next_version(world, lambda draft: actions.set_settings(draft, ready_days_ahead=30, by=world.editor))

    found = told(follow("etapp", "stom-rom-1"))

    assert found["stom-rom.phase-1.ready_by"].on == world.second.new_service_starts_on - timedelta(days=30)


def test_invented_rows_are_said_to_be(world):
    agreement = make.make_agreement(provider=make.make_provider(is_example=True), ends_on=date(2022, 3, 1))

    found = told(follow("leverantor", agreement.provider_id))

    assert "(example data)" in found[f"agreement-{agreement.pk}.ends_on"].title


@pytest.mark.parametrize("word, key", [("kommun", "9999"), ("kommun", "abc"), ("omrade", "0"), ("omrade", "9" * 40)])
@pytest.mark.parametrize("more", [("etapp", "stom-rom-9"), ("etapp", "stom"), ("leverantor", "-1"), ("lan", "25")])
def test_what_is_not_there_cannot_be_followed(world, word, key, more):
    for asked in ((word, key), more):
        with pytest.raises(Http404):
            asked_subject(*asked)


@pytest.mark.parametrize("query", ["", "layer=status", "county=99", "phase=77", "q=" + "å" * 90 + "&county=x"])
def test_a_choice_that_chooses_nothing_or_what_is_not_there_cannot_be_followed(world, query):
    with pytest.raises(InvalidSelection):
        follow_choice(query)
