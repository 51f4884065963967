"""The public page of the rules: rendered from the table, with how the published plans keep them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rollout import actions
from rollout.models import Plan
from rollout.rules import RULES
from tests import factories as make
from tests.pages import Element
from tests.plans import World
from tests.sheets import address, of_class, section, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def world(small_plan) -> World:
    return small_plan.copy()


def rule(page: Element, key: str) -> Element:
    return page.one("li", id=f"rule-{key}")


def test_every_rule_stands_there_with_label_reason_source_and_severity(client):
    page = sheet(client, "how-we-decide")

    for each in RULES:
        told = rule(page, each.key)
        assert str(each.label) in told.text
        assert str(each.reason) in told.text
        assert told.one("h3").one("span", data_state=each.severity.value)
    assert [each["id"] for each in page.all("li", id=None)] == [f"rule-{each.key}" for each in RULES]


def test_a_source_is_named_where_a_page_says_so_and_told_in_words_where_none_does(client, world):
    make.make_source(key="af-2021-02-11", publisher="Arbetsförmedlingen", title="Om införandet")

    page = sheet(client, "how-we-decide")

    assert "Source: Arbetsförmedlingen: Om införandet" in rule(page, "exclusive").text
    assert "Source: Ramboll for SKR, February 2024 (reported)" in rule(page, "digital-only").text


def test_what_the_severities_mean_is_told(client):
    meanings = [each.text for each in sheet(client, "how-we-decide").one("dl").all("div")]

    assert [each.split()[0] for each in meanings] == ["×Error", "▲Warning", "?Unknown"]
    assert "cannot be waived" in meanings[0]


def test_the_notice_rules_are_told_with_afs_own_case(client):
    told = section(sheet(client, "how-we-decide"), "The notice rules").text

    assert "Sent on Friday 2021-09-24, a notice counts from Wednesday 2021-09-29 and runs until 2021-12-29." in told


def test_a_published_plan_is_held_against_the_rules_with_its_waivers(client, world):
    world.publish()

    page = sheet(client, "how-we-decide")

    assert "STOM → RoM v1, published: ◇Waived 2" in rule(page, "no-gap").text
    assert "Etapp 1: Nothing is open for referral" in rule(page, "no-gap").text
    assert "Waived by redaktor-prov" in rule(page, "no-gap").text
    assert "Beslutat så." in rule(page, "no-gap").text
    assert "published: nothing found" in rule(page, "one-phase").text


def test_drafts_are_not_told(client, world):
    page = sheet(client, "how-we-decide")

    assert of_class(page, "held") == []
    assert "No plan is published." in page.text


def test_what_changes_shows_in_the_next_answer(client, world):
    Plan.objects.filter(pk=world.plan.pk).update(stage="published", published_at=timezone.now())
    before = rule(sheet(client, "how-we-decide"), "one-phase").text

    make.make_municipality(name="Nybyn")

    after = rule(sheet(client, "how-we-decide"), "one-phase").text
    assert "nothing found" in before
    assert "The whole plan: 4 of 5 municipalities are in a phase. Missing: Nybyn." in after


def test_a_rule_broken_in_many_places_tells_the_first_and_folds_the_rest(client, world):
    for number in range(6):
        phase = actions.add_phase(world.plan, name=f"Etapp {number + 3}", by=world.editor)
        make.make_switch(phase)
    Plan.objects.filter(pk=world.plan.pk).update(stage="published", published_at=timezone.now())

    told = rule(sheet(client, "how-we-decide"), "notice-counted")

    assert "?Unknown 6" in told.text
    assert told.one("details").one("summary").text == "1 more"
    assert [len(list(each.all("li"))) for each in told.all("ul")] == [5, 1]


def test_the_page_asks_little_once_it_has_been_asked_for(client, world):
    world.publish()
    client.get(address("how-we-decide"))

    with CaptureQueriesContext(connection) as asked:
        sheet(client, "how-we-decide")

    assert len(asked) <= 8
