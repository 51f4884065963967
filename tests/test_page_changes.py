"""The pages of the change log: who may read which, what is chosen, files, and taking things back."""

import csv
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollout import actions
from rollout.models import Phase, Plan
from tests import factories as make
from tests.pages import Element
from tests.plans import World, days
from tests.policy import violations
from tests.sheets import address, of_class, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ROLES = ("planner", "editor", "approver", "admin")


@pytest.fixture
def world(small_plan) -> World:
    return small_plan.copy()


def member(role: str = "", **values) -> Client:
    """A browser in which somebody of a role is signed in; without a role, somebody without rights."""
    user, client = make.make_user(**values), Client()
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user, backend="rollout.signin.LoopbackDemoBackend")
    return client


def log(client: Client, plan: Plan, **query) -> Element:
    return sheet(client, "plan-changes", plan.pk, **query)


def kinds(page: Element) -> list[str]:
    """The acts on a page, the latest first."""
    return [next(each.one("h2").all("b")).text for each in of_class(page, "act")]


def who(page: Element) -> set[str]:
    return {each.text for each in of_class(page, "act-who")}


def text(page: Element) -> str:
    return page.one("main").text


# --- Who may read what ------------------------------------------------------------------------------------------------


def test_the_log_of_a_draft_is_for_those_who_may_see_drafts(world):
    answers = {role: member(role).get(address("plan-changes", world.plan.pk)).status_code for role in ("", *ROLES)}
    anonymous = Client().get(address("plan-changes", world.plan.pk))

    assert answers == {"": 404, **dict.fromkeys(ROLES, 200)}
    assert anonymous.status_code == 404


def test_the_log_of_a_scenario_is_its_owners(world):
    client = member("planner", username="ada")
    owner = Group.objects.get(name="planner").user_set.get()
    scenario = actions.scenario_from(world.plan, owner=owner, name="Prov")

    assert client.get(address("plan-changes", scenario.pk)).status_code == 200
    assert member("editor").get(address("plan-changes", scenario.pk)).status_code == 404


def test_everybody_reads_how_a_published_version_came_about_but_not_who_it_was(world, client):
    world.publish()

    page = log(client, world.plan)

    assert kinds(page)[:3] == ["Published", "Approved", "Proposed"]
    assert kinds(page)[-1] == "Created"
    assert who(page) == {"Editor", "Approver", "redaktor-prov"}
    waived = [each for each in of_class(page, "act") if of_class(each, "act-who")[0].text == "redaktor-prov"]
    assert {next(each.one("h2").all("b")).text for each in waived} == {"Warning waived"}


def test_colleagues_read_who_it_was(world):
    world.publish()

    assert who(log(member("planner"), world.plan)) == {"redaktor-prov", "beslutare-prov"}


def test_what_a_person_writes_is_no_markup(world):
    world.edit(world.second, note="<script>x()</script>", reason="<b>Därför</b>")

    page = log(member("editor"), world.plan)

    assert "<b>Därför</b>" in text(page)
    assert "<script>x()</script>" in text(page)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_keep_the_policy_and_name_their_language(world, language):
    client = member("editor")
    number = world.plan.changes.order_by("-number").first().number
    pages = [
        ("plan-changes", world.plan.pk),
        ("change-undo", world.plan.pk, number),
        ("change-restore", world.plan.pk, 1),
    ]

    for page in pages:
        answer = client.get(address(*page, language=language))
        assert answer.status_code == 200
        assert violations(answer.content.decode()) == []
        assert f'<html lang="{language}"' in answer.content.decode()


# --- The logs of a phase and a municipality ---------------------------------------------------------------------------


def test_a_phase_has_a_log_over_all_published_versions(world, client):
    world.publish(at=None)
    draft = actions.draft_from(world.plan, by=world.editor)
    second = draft.phases.get(number=world.second.number)
    world.edit(second, note="Version två")
    world.publish(draft)

    page = sheet(client, "phase-changes", "stom-rom", world.second.number)
    other = sheet(client, "phase-changes", "stom-rom", world.first.number)

    assert kinds(page)[:3] == ["Published", "Phase edited", "Created"]
    assert "Version två" in text(page)
    assert "Version två" not in text(other)


def test_a_municipality_has_a_log_of_where_it_went(world, client):
    code, stayed = world.municipalities[2].code, world.municipalities[0].code
    actions.move(world.plan, {code: world.first}, by=world.editor, reason="Sammanhållet")
    world.publish()

    page, other = sheet(client, "municipality-changes", code), sheet(client, "municipality-changes", stayed)

    assert "1 municipality moved from Etapp 2 to Etapp 1" in text(page)
    assert "Sammanhållet" in text(page)
    assert "Sammanhållet" not in text(other)


@pytest.mark.parametrize(
    "page", [("phase-changes", "stom-rom", 9), ("phase-changes", "rom-stom", 1), ("municipality-changes", "9999")]
)
def test_there_is_no_log_of_what_there_is_not(world, client, page):
    world.publish()

    assert client.get(address(*page)).status_code == 404


# --- Choosing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "moved"}, ["Moved between phases"] * 2),
        ({"phase": "0"}, ["Moved between phases", "Phase added"]),
        ({"kind": "phase_added", "phase": "1"}, ["Phase added"]),
        ({"kind": "approved"}, []),
    ],
)
def test_acts_are_chosen_by_kind_and_phase(world, query, expected):
    assert kinds(log(member("editor"), world.plan, **query)) == expected


@pytest.mark.parametrize("by_name", [True, False])
def test_acts_are_chosen_by_municipality_and_person(world, by_name):
    chosen = world.municipalities[3]
    other = make.make_user(username="annan")
    world.edit(world.first, note="x")
    actions.set_settings(world.plan, ready_providers=2, by=other)
    client = member("editor")

    of_municipality = log(client, world.plan, municipality=chosen.name if by_name else chosen.code)
    of_person = log(client, world.plan, by=other.pk)

    assert kinds(of_municipality) == ["Moved between phases"]
    assert kinds(of_person) == ["Settings changed"]


def test_strangers_cannot_choose_by_person(world, client):
    world.publish()

    page = log(client, world.plan)

    assert not list(page.all("select", name="by"))


@pytest.mark.parametrize("query", [{"kind": "guess"}, {"phase": "99"}, {"municipality": "Ingenstans"}, {"by": "0"}])
def test_nonsense_is_refused_in_words(world, query):
    assert member("editor").get(address("plan-changes", world.plan.pk), query).status_code == 400


def test_a_long_log_has_pages_and_costs_no_more_queries_than_a_short_one(world):
    client, asked = member("editor"), []
    for number in range(40):
        world.edit(world.second, note=f"Nr {number}")
        if number in (4, 39):
            client.get(address("plan-changes", world.plan.pk))
            with CaptureQueriesContext(connection) as queries:
                page = log(client, world.plan)
            asked.append(len(queries))

    assert len(kinds(page)) == 25
    assert kinds(log(client, world.plan, page=2))[-1] == "Created"
    assert asked[1] <= asked[0]


# --- Files ------------------------------------------------------------------------------------------------------------


def test_the_log_as_a_file_holds_what_the_page_holds_and_no_formula(world):
    world.edit(world.second, reason="=1+1", notice_sent_on=date(2021, 9, 24))
    client = member("editor")

    answer = client.get(address("plan-changes-file", world.plan.pk, "csv"), {"kind": "phase_edited"})

    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert [(row["What"], row["Field"], row["Before"], row["After"]) for row in rows] == [
        ("Etapp 2", "notice sent on", "28 September 2021", "24 September 2021"),
        ("2 municipalities follow the days of Etapp 2", "", "", ""),
    ]
    assert {row["Reason"] for row in rows} == {"'=1+1"}
    assert all(each.name in rows[1]["Municipalities or areas"] for each in world.municipalities[2:])


@pytest.mark.parametrize(("kind", "status"), [("csv", 200), ("xlsx", 200), ("exe", 404)])
def test_files_are_made_of_the_kinds_there_are(world, kind, status):
    assert member("editor").get(address("plan-changes-file", world.plan.pk, kind)).status_code == status


# --- Taking back ------------------------------------------------------------------------------------------------------


def take_back(client: Client, url: str, **changes):
    """Read the question, then answer it as it was read."""
    seen = client.get(url).context["seen_revision"]
    return client.post(url, {"seen_revision": seen, "reason": "Fel", **changes})


def test_an_act_is_undone_after_its_effects_are_shown(world):
    world.edit(world.second, name="Andra")
    act = world.plan.changes.order_by("-number").first()
    client, url = member("editor"), address("change-undo", world.plan.pk, act.number)

    asked = client.get(url)
    untouched = Phase.objects.get(pk=world.second.pk).name
    answer = take_back(client, url)

    assert "Andra" in asked.content.decode()
    assert (untouched, Phase.objects.get(pk=world.second.pk).name) == ("Andra", "Etapp 2")
    assert answer.status_code == 302
    assert world.plan.changes.order_by("-number").first().reason == "Fel"


def test_undoing_takes_back_that_act_alone(world):
    world.edit(world.second, name="Andra")
    act = world.plan.changes.order_by("-number").first()
    actions.set_settings(world.plan, ready_providers=4, by=world.editor)

    take_back(member("editor"), address("change-undo", world.plan.pk, act.number))

    world.plan.refresh_from_db()
    assert (Phase.objects.get(pk=world.second.pk).name, world.plan.ready_providers) == ("Etapp 2", 4)


def test_a_draft_is_taken_back_to_how_it_was_after_an_act(world):
    after = world.plan.changes.order_by("-number").first()
    before = world.codes(world.first)
    actions.move(world.plan, {each.code: world.second for each in world.municipalities}, by=world.editor)
    world.edit(world.second, name="Andra")

    take_back(member("editor"), address("change-restore", world.plan.pk, after.number))

    assert (world.codes(world.first), Phase.objects.get(pk=world.second.pk).name) == (before, "Etapp 2")


def test_a_phase_a_switch_and_a_milestone_are_each_restored_alone(world):
    milestone = actions.save_milestone(world.plan, kind="dialogue", name="Möte", on=date(2021, 8, 20), by=world.editor)
    switch = world.second.switches.first()
    states = [row.history.order_by("-history_id").first() for row in (world.second, switch, milestone)]
    world.edit(world.second, **days(date(2021, 10, 5)))
    actions.move(world.plan, {switch.municipality_id: world.first}, by=world.editor)
    actions.remove_milestone(milestone, by=world.editor)
    client = member("editor")

    for state in states:
        url = address("row-restore", world.plan.pk, state.instance_type._meta.model_name, state.history_id)
        assert take_back(client, url).status_code == 302

    world.second.refresh_from_db()
    switch.refresh_from_db()
    assert world.second.notice_sent_on == date(2021, 9, 28)
    assert (switch.phase, switch.notice_sent_on) == (world.second, date(2021, 9, 28))
    assert world.plan.milestones.get().name == "Möte"


def test_a_preview_that_is_no_longer_true_is_not_carried_out(world):
    world.edit(world.second, name="Andra")
    act = world.plan.changes.order_by("-number").first()
    client, url = member("editor"), address("change-undo", world.plan.pk, act.number)
    seen = client.get(url).context["seen_revision"]
    actions.set_settings(world.plan, ready_providers=4, by=world.editor)

    answer = client.post(url, {"seen_revision": seen})

    assert answer.status_code == 409
    assert Phase.objects.get(pk=world.second.pk).name == "Andra"
    assert "Somebody else has changed the plan since" in answer.content.decode()


@pytest.mark.parametrize("how", ["change-undo", "change-restore"])
def test_a_published_version_is_not_taken_back(world, how):
    number = world.plan.changes.order_by("-number").first().number
    world.publish()

    answer = member("editor").get(address(how, world.plan.pk, number))

    assert answer.context["possible"] is False
    assert "is published and stays as it is" in answer.content.decode()


def test_only_editors_take_back_and_only_they_are_offered_it(world):
    number = world.plan.changes.order_by("-number").first().number
    urls = [
        address("change-undo", world.plan.pk, number),
        address("change-restore", world.plan.pk, 1),
        address("row-restore", world.plan.pk, "phase", world.second.history.first().history_id),
    ]

    asked = {
        role: {member(role).get(url).status_code for url in urls} for role in ("", "planner", "approver", "editor")
    }
    offered = {role: bool(of_class(log(member(role), world.plan), "act-tools")) for role in ("planner", "editor")}

    assert asked == {"": {404}, "planner": {404}, "approver": {404}, "editor": {200}}
    assert offered == {"planner": False, "editor": True}


@pytest.mark.parametrize(
    "path", ["andringar/99/angra/", "andringar/99/aterstall/", "andringar/phase/0/", "andringar/plan/1/"]
)
def test_what_was_never_done_cannot_be_taken_back(world, path):
    url = reverse("plan-changes", args=[world.plan.pk]).removesuffix("andringar/") + path

    assert member("editor").get(url).status_code == 404
