"""The workspace as each reader meets it: what is shown, what is offered, and what is kept from whom."""

import json

import pytest

from rollout import actions
from rollout.checks import check
from rollout.models import Plan
from tests import factories as make
from tests.desks import Desk, make_person
from tests.pages import read
from tests.sheets import address, of_class, section

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def world(staffed_plan):
    return staffed_plan.copy()


def offered(page) -> set[str]:
    """What can be sent in from a page, by the last word of the address."""
    forms = [each for each in page.one("article").all("form") if each.attributes.get("method") == "post"]
    return {each["action"].split("#")[0].rstrip("/").split("/")[-1] for each in forms}


@pytest.mark.parametrize("role, status", [(None, 302), ("", 404), ("planner", 200), ("editor", 200), ("approver", 200)])
def test_a_draft_is_seen_by_those_who_may_see_drafts(world, role, status):
    desk = Desk(None if role is None else make_person(*filter(None, [role])))

    assert desk.get("plan-workspace", world.plan.pk).status_code == status
    assert desk.get("plan-workspace", 10**12).status_code == (302 if role is None else 404)


@pytest.mark.parametrize("role", [None, "", "planner"])
def test_a_published_plan_is_read_by_everybody_and_changed_by_nobody(world, role):
    plan = world.publish()

    page = Desk(None if role is None else make_person(*filter(None, [role]))).open(plan)

    assert offered(page) - {"scenario"} == set()
    assert not list(page.one("section", id="phases").all("input"))
    assert "Etapp 2" in page.one("section", id="phases").text
    assert "Beslutat så." in page.one("section", id="rules").text


def test_people_are_named_only_to_those_who_may_see_drafts(world):
    plan = world.publish()

    assert "redaktor-prov" not in Desk(None).open(plan).one("header", id="head").text
    assert "redaktor-prov" in Desk(world.approver).open(plan).one("header", id="head").text
    assert not any(world.approver.username in each.text for each in of_class(Desk(None).open(plan), "act-list"))


def test_the_editor_of_a_draft_is_offered_everything_but_approval(world):
    assert offered(Desk(world.editor).open(world.plan)) >= {
        *("foresla", "beskriv", "installningar", "utkast", "scenario", "ta-bort"),
        *("kommuner", "klistra-in", "ny", "flytta", "godta"),
    }
    assert not offered(Desk(world.editor).open(world.plan)) & {"godkann", "publicera", "schemalagg"}


def test_a_planner_reads_a_draft_and_can_try_things_out(world):
    assert offered(Desk(make_person("planner")).open(world.plan)) == {"scenario"}


def test_the_approver_is_offered_approval_then_publication(world):
    world.waive_all(world.plan)
    actions.propose(world.plan, by=world.editor)
    before = offered(Desk(world.approver).open(world.plan))
    actions.approve(world.plan, seen_revision=world.plan.revision, by=world.approver)

    assert before == {"godkann", "scenario"}
    assert offered(Desk(world.approver).open(world.plan)) == {"publicera", "schemalagg", "scenario"}


def test_who_proposed_is_not_offered_to_approve(world):
    both = make_person("editor", "approver")
    actions.propose(world.plan, by=both)

    assert "godkann" not in offered(Desk(both).open(world.plan))


def test_the_strip_counts_the_phases_the_sum_and_who_is_missing(world):
    code = world.municipalities[0].code
    actions.move(world.plan, {code: None}, by=world.editor)

    (strip,) = of_class(Desk(world.editor).open(world.plan), "strip")

    assert [each.one("strong").text for each in strip.all("li", data_count_phase=None)] == ["1", "2"]
    assert "3 of 4 municipalities" in strip.text
    assert world.municipalities[0].name in strip.text
    assert "1 error" in strip.text


def test_findings_stand_under_their_rule_with_waivers_and_who_made_them(world):
    warning = check(world.plan).warnings[0]
    actions.waive(world.plan, rule=warning.rule, subject=warning.subject, reason="Bråttom.", by=world.editor)

    rules = section(Desk(world.editor).open(world.plan), "What the rules find")

    assert "Enough providers are ready at the start" in rules.text
    assert "Bråttom." in rules.text
    assert "redaktor-prov" in rules.text


def test_a_split_area_is_marked(world):
    actions.move(world.plan, {world.municipalities[0].code: world.second}, by=world.editor)

    page = Desk(world.editor).open(world.plan)

    split = {
        each["data-area"] for each in page.all(data_area=None) if "hidden" not in each.one(data_split=None).attributes
    }
    assert split == {str(world.areas[0].pk)}


@pytest.mark.parametrize(
    "query, number",
    [
        ({}, 4),
        ({"q": "exempelkommun"}, 4),
        ({"q": "first"}, 1),
        ({"q": "nothing like it"}, 0),
        ({"q": "\x00"}, 4),
        ({"phase": "first"}, 2),
        ({"phase": "-"}, 0),
        ({"phase": "999999999999999999999999"}, 0),
        ({"q": "x" * 5000}, 0),
    ],
)
def test_the_list_of_municipalities_is_narrowed_without_script_too(world, query, number):
    known = {"q": {"first": world.municipalities[0].code}, "phase": {"first": str(world.first.pk)}}
    asked = {name: known[name].get(value, value) for name, value in query.items()}

    page = Desk(world.editor).open(world.plan, **asked)

    assert len(list(page.all("li", data_code=None))) == number
    assert page.one("span", data_shown=None).text == str(number)


def test_html_in_a_name_is_shown_as_text(world):
    actions.describe(world.plan, name="<b>x</b>", note="<script>alert(1)</script>", by=world.editor)
    actions.edit_phase(world.first, expected_revision=world.first.revision, by=world.editor, name="<i>E</i>")

    page = Desk(world.editor).open(world.plan)

    assert "<b>x</b>" in page.one("h1").text
    assert not [each for each in page.all("script") if "alert" in each.text]
    assert "<i>E</i>" in page.text


def test_a_plan_that_another_version_has_overtaken_says_so_and_can_be_based_on_it(world):
    first = world.publish()
    stale = actions.draft_from(first, by=world.editor)
    second = world.publish(actions.draft_from(first, by=world.editor))
    desk = Desk(world.editor)
    page = desk.open(stale)

    answer = desk.step(stale, "basera-om", on=page.one("input", name="on")["value"])

    assert "applies now" in page.one("header", id="head").text
    assert answer.status_code == 302
    assert Plan.objects.get(pk=stale.pk).based_on == second
    assert "applies now" not in desk.open(stale).one("header", id="head").text


def test_a_scenario_is_not_found_by_others(world):
    scenario = actions.scenario_from(world.plan, owner=make_person("planner"), name="Tänk om")

    for user in (world.editor, world.approver, make_person(), make_person("planner")):
        assert Desk(user).get("plan-workspace", scenario.pk).status_code == 404
        assert Desk(user).post("plan-move", scenario.pk, code="0180", to="-").status_code == 404


def test_the_page_costs_the_same_with_few_municipalities_and_with_many(world, django_assert_max_num_queries):
    make.make_area(make.make_municipalities(30))
    desk = Desk(world.editor)
    desk.open(world.plan)

    with django_assert_max_num_queries(75):
        desk.open(world.plan)


@pytest.mark.parametrize("name", ["plan-move", "plan-paste", "plan-draft", "plan-discard"])
def test_an_address_that_is_only_sent_to_leads_back_to_the_workspace_when_opened(world, name):
    answer = Desk(world.editor).get(name, world.plan.pk)

    assert (answer.status_code, answer.url) == (302, address("plan-workspace", world.plan.pk))


def test_the_script_is_told_where_everything_is(world):
    page = read(Desk(world.editor).post("plan-move", world.plan.pk, parts=True, to="-").content)

    state = json.loads("".join(page.one("script", id="plan-state").content))
    assert state["phaseOf"][world.municipalities[0].code] == str(world.first.pk)
    assert state["members"][str(world.areas[0].pk)] == [each.code for each in world.municipalities[:2]]
