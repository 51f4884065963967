"""The readiness board: who may see it, how it stands, who sees to what, and the same as a file."""

import csv
import io
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from rollout import actions
from rollout.models import FollowUp, Plan
from tests import factories as make
from tests.pages import Element, read
from tests.plans import World, days, make_world
from tests.policy import violations
from tests.sheets import address, of_class, section

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(scope="module")
def plan_of_the_board(kept_rows) -> World:
    """A draft with two phases and three areas: the first has a provider, the second a digital one, the third none."""
    made = make_world()
    for area, on_site in ((made.areas[0], True), (made.areas[1], False)):
        agreement = make.make_agreement(area=area, provider=make.make_provider(is_example=True))
        make.make_office(agreement=agreement, municipality=area.municipalities.first(), on_site=on_site)
    for user, role in ((made.editor, "editor"), (made.approver, "approver")):
        user.groups.add(Group.objects.get(name=role))
    return made


@pytest.fixture
def world(plan_of_the_board) -> World:
    return plan_of_the_board.copy()


def person(role: str = ""):
    user = make.make_user()
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def board_address(world: World, kind: str = "") -> str:
    return address("plan-readiness-file", world.plan.pk, kind) if kind else address("plan-readiness", world.plan.pk)


def board(client, world: World, **query) -> Element:
    client.force_login(world.editor)
    answer = client.get(board_address(world), query)
    assert answer.status_code == 200
    assert violations(answer.content.decode()) == []
    return read(answer.content)


def states(page: Element, area) -> dict[str, str]:
    """The state of each rule in an area, by the rule's short name."""
    row = page.one("tr", id=f"area-{area.pk}")
    table = next(each for each in page.all("table") if row in each.all("tr"))
    heads = [each.text for each in table.one("thead").all("th")][1:]
    return dict(zip(heads, [each["data-state"] for each in row.all("td")], strict=True))


def shown_areas(page: Element) -> list[str]:
    return [each["id"] for each in page.all("tr", id=None)]


def save(client, world: World, area=None, rule: str = "enough-ready", **values):
    client.force_login(world.editor)
    area = area or world.areas[2]
    return client.post(f"{board_address(world)}?edit={area.pk}:{rule}", values)


def rows_of(client, world: World, **query) -> list[dict[str, str]]:
    client.force_login(world.editor)
    content = client.get(board_address(world, "csv"), query).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


@pytest.mark.parametrize("role, status", [("", 404), ("planner", 200), ("editor", 200), ("approver", 200)])
@pytest.mark.parametrize("kind", ["", "csv"])
def test_the_board_is_for_those_who_may_see_drafts(client, world, role, status, kind):
    client.force_login(person(role))

    assert client.get(board_address(world, kind)).status_code == status


def test_an_anonymous_reader_is_asked_to_sign_in(client, world):
    answer = client.get(board_address(world))

    assert answer.status_code == 302
    assert answer.url.startswith(address("sign-in"))


@pytest.mark.parametrize("role, status", [("", 404), ("planner", 200)])
def test_the_board_of_a_published_plan_names_people_and_is_no_public_page(client, world, role, status):
    Plan.objects.filter(pk=world.plan.pk).update(stage="published", published_at=timezone.now())
    client.force_login(person(role))

    assert client.get(board_address(world)).status_code == status


def test_another_persons_scenario_is_not_found(client, world):
    world.plan = actions.scenario_from(world.plan, owner=world.editor, name="Prov")
    client.force_login(world.approver)

    assert client.get(board_address(world)).status_code == 404


def test_each_rule_in_each_area_has_a_state(client, world):
    page = board(client, world)

    ready, digital, empty = (states(page, area) for area in world.areas)
    assert ready["Providers ready"] == "ok"
    assert (digital["Providers ready"], digital["Not only digital"]) == ("warning", "warning")
    assert (empty["Providers ready"], empty["Not only digital"]) == ("warning", "ok")
    assert {each["No gap"] for each in (ready, digital, empty)} == {"warning"}
    assert len(ready) == 11


def test_a_state_is_a_word_and_a_sign_beside_the_colour(client, world):
    cell = next(iter(board(client, world).one("tr", id=f"area-{world.areas[0].pk}").all("td")))

    assert cell.text == "✓OK"


def test_what_is_missing_in_an_area_stands_under_it_and_what_hits_the_phase_above_its_areas(client, world):
    phase = section(board(client, world), "1Etapp 2")

    wide, digital, empty = (each.text for each in of_class(phase, "found"))
    assert "No gap: Nothing is open for referral" in wide
    assert "Providers ready: Ready at the start: 0 of the 1 needed. 1 provider has only a digital offer." in digital
    assert "Not only digital: Nobody has an office on site in the area." in digital
    assert "No other provider has an agreement in force then." in empty


def test_what_is_missing_in_the_plan_stands_first(client, world):
    missing = make.make_municipality(name="Glömda")

    page = board(client, world)

    assert f"Missing: {missing.name}." in section(page, "The whole plan").text
    assert "In the way of publication: 1 error, " in of_class(page, "facts")[0].text


def test_a_waiver_is_shown_with_name_and_reason(client, world):
    actions.waive(world.plan, rule="no-gap", subject="phase:0", reason="Kort uppehåll.", by=world.editor)

    page = board(client, world)

    assert states(page, world.areas[0])["No gap"] == "waived"
    assert "Waived by redaktor-prov" in section(page, "0Etapp 1").text
    assert "Kort uppehåll." in section(page, "0Etapp 1").text


@pytest.mark.parametrize(
    "query, expected",
    [
        ({}, [0, 1, 2]),
        ({"phase": "0"}, [0]),
        ({"state": "ok", "rule": "enough-ready"}, [0]),
        ({"state": "open", "rule": "enough-ready"}, [1, 2]),
        ({"rule": "digital-only", "state": "warning"}, [1]),
        ({"owner": "nobody", "rule": "enough-ready"}, [1]),
        ({"owner": "editor"}, [2]),
        ({"state": "error"}, []),
    ],
)
def test_the_board_can_be_narrowed_by_phase_state_rule_and_owner(client, world, query, expected):
    save(client, world, owner=world.editor.pk)
    query = {name: str(world.editor.pk) if value == "editor" else value for name, value in query.items()}

    page = board(client, world, **query)

    assert shown_areas(page) == [f"area-{world.areas[number].pk}" for number in expected]


def test_a_board_on_which_nothing_is_left_says_so(client, world):
    assert "Nothing on the board fits the choice." in board(client, world, state="error").text


def test_a_plan_without_phases_says_so(client, world):
    for phase in (world.first, world.second):
        phase.switches.all().delete()
        phase.phase_areas.all().delete()
        phase.delete()

    assert "The whole plan" in board(client, world).text
    assert "0 of 4 municipalities are in a phase." in board(client, world).text


def test_a_phase_whose_areas_are_unknown_says_so(client, world):
    world.second.phase_areas.all().delete()

    assert "The delivery areas of the phase are not known." in section(board(client, world), "1Etapp 2").text


@pytest.mark.parametrize("query", [{"phase": "9"}, {"state": "bad"}, {"rule": "x"}, {"owner": "0"}])
def test_a_choice_that_is_not_there_is_told(client, world, query):
    client.force_login(world.editor)

    answer = client.get(board_address(world), query)

    assert answer.status_code == 400
    assert next(iter(query.values())) in answer.content.decode()


def test_an_editor_says_in_place_who_sees_to_what_and_by_when(client, world):
    answer = save(client, world, owner=world.approver.pk, due_on="2026-12-01", note="Ringer dem.")

    kept = FollowUp.objects.get()
    assert (kept.rule, kept.area, kept.owner, kept.due_on) == (
        "enough-ready",
        world.areas[2],
        world.approver,
        date(2026, 12, 1),
    )
    assert answer.url == f"{board_address(world)}#area-{world.areas[2].pk}"
    assert "beslutare-prov · due 2026-12-01 · Ringer dem." in section(board(client, world), "1Etapp 2").text


def test_the_form_stands_open_in_its_row_with_what_is_kept(client, world):
    save(client, world, owner=world.approver.pk, due_on="2026-12-01", note="Ringer dem.")

    form = board(client, world, edit=f"{world.areas[2].pk}:enough-ready").one("form", class_="matter-form")

    assert form.one("input", name="due_on")["value"] == "2026-12-01"
    assert form.one("input", name="note")["value"] == "Ringer dem."
    assert [each["value"] for each in form.all("option", selected=None)] == [str(world.approver.pk)]


def test_no_two_elements_have_one_id_also_with_the_form_open(client, world):
    page = board(client, world, edit=f"{world.areas[2].pk}:enough-ready")

    ids = [each["id"] for each in page.all(id=None)]
    assert len(ids) == len(set(ids))
    assert {each["for"] for each in page.all("label")} <= set(ids)


def test_nothing_at_all_takes_a_follow_up_away(client, world):
    save(client, world, owner=world.approver.pk)

    save(client, world)

    assert not FollowUp.objects.exists()


def test_a_day_that_has_passed_is_told_as_late_while_something_is_missing(client, world):
    save(client, world, owner=world.editor.pk, due_on="2021-01-01")
    save(client, world, area=world.areas[0], owner=world.editor.pk, due_on="2021-01-01")

    late = of_class(board(client, world), "late")

    assert [each.text for each in late] == ["was due 2021-01-01"]


def test_saving_keeps_what_the_board_was_narrowed_to(client, world):
    client.force_login(world.editor)
    edit = f"{world.areas[2].pk}:enough-ready"

    answer = client.post(f"{board_address(world)}?phase=1&state=open&edit={edit}", {"note": "Snart."})

    assert answer.url == f"{board_address(world)}?phase=1&state=open#area-{world.areas[2].pk}"


@pytest.mark.parametrize(
    "values, field", [({"due_on": "imorgon"}, "due_on"), ({"owner": "0"}, "owner"), ({"note": "x" * 501}, "note")]
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(client, world, values, field):
    answer = save(client, world, **values)

    assert answer.status_code == 400
    assert read(answer.content).one("p", id=f"fault-{field}").text
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("role", ["planner", "approver"])
def test_only_editors_say_who_sees_to_what(client, world, role):
    client.force_login(person(role))
    where = f"{board_address(world)}?edit={world.areas[2].pk}:enough-ready"

    assert client.post(where, {"note": "Jag."}).status_code == 404
    assert "Assign" not in client.get(where).content.decode()
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("edit", ["", "x", "1", "1:x", ":enough-ready", "9" * 30 + ":enough-ready"])
def test_a_form_that_is_not_there_is_not_found(client, world, edit):
    client.force_login(world.editor)

    assert client.post(f"{board_address(world)}?edit={edit}", {"note": "Hej."}).status_code == 404


def test_an_area_of_another_plan_is_not_found(client, world):
    assert save(client, world, area=make.make_area(), note="Hej.").status_code == 404


def test_a_superseded_plan_keeps_its_follow_ups_as_they_are(client, world):
    past = {"published_at": "2021-09-22T10:00Z", "superseded_at": "2021-09-23T10:00Z"}
    Plan.objects.filter(pk=world.plan.pk).update(stage="superseded", **past)

    assert save(client, world, note="För sent.").status_code == 404


def test_the_file_holds_a_row_for_each_rule_in_each_area_and_what_hits_a_phase(client, world):
    save(client, world, owner=world.editor.pk, due_on="2026-12-01")

    rows = rows_of(client, world)

    of_areas = [row for row in rows if row["Delivery area"]]
    assert len(of_areas) == 3 * 11
    assert [row["Phase"] for row in rows if not row["Delivery area"]] == ["Etapp 1", "Etapp 2"]
    seen_to = [(row["Rule"], row["Owner"], row["Due"]) for row in rows if row["Owner"]]
    assert seen_to == [("Enough providers are ready at the start", "redaktor-prov", "2026-12-01")]


def test_the_file_is_narrowed_as_the_page_is(client, world):
    rows = rows_of(client, world, rule="enough-ready", state="open")

    assert [row["State"] for row in rows] == ["Warning", "Warning"]


def test_a_note_that_looks_like_a_formula_is_only_text_in_the_file(client, world):
    save(client, world, note="=HYPERLINK(1)")

    client.force_login(world.editor)
    sheet = load_workbook(io.BytesIO(client.get(board_address(world, "xlsx")).content)).worksheets[0]

    assert "'=HYPERLINK(1)" in [cell for row in sheet.values for cell in row]
    assert "'=HYPERLINK(1)" in [row["Note"] for row in rows_of(client, world)]


def test_a_kind_of_file_that_there_is_not_is_not_found(client, world):
    client.force_login(world.editor)

    assert client.get(board_address(world, "exe")).status_code == 404


def test_the_board_costs_as_many_queries_with_many_areas_as_with_few(client, world):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            board(client, world)
        return len(asked)

    save(client, world, owner=world.editor.pk)
    few = queries()
    for _ in range(3):
        area = make.make_area(make.make_municipalities(2))
        actions.move_areas(world.plan, [area], to=world.second, by=world.editor)
        save(client, world, area=area, owner=world.approver.pk)

    assert queries() == few


def test_the_start_is_told_with_the_first_day_for_participants(client, world):
    world.edit(world.second, **days(date(2021, 9, 24), new_service_starts_on=date(2021, 9, 29)))

    told = section(board(client, world), "1Etapp 2").text

    assert "RoM starts 2021-09-29." in told
    assert "A first participant starts with a provider on 2021-10-13 at the earliest." in told
