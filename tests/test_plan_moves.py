"""Moving municipalities by forms without script: ticked, pasted, taken back, and two editors at once."""

import pytest

from rollout import actions
from rollout.forms.moves import read as read_moves
from rollout.forms.moves import written
from rollout.models import Plan, Switch
from tests.desks import Desk, faults, make_person, told
from tests.pages import read
from tests.sheets import of_class, section

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def world(staffed_plan):
    return staffed_plan.copy()


@pytest.fixture
def desk(world):
    return Desk(world.editor)


def where(world) -> list[int | None]:
    """The number of the phase of each municipality, in order; None for one without."""
    numbers = dict(Switch.objects.filter(plan=world.plan).values_list("municipality", "phase__number"))
    return [numbers.get(each.code) for each in world.municipalities]


def seen(desk, world) -> str:
    return desk.open(world.plan).one("input", data_seen=None)["value"]


# --- Ticked ----------------------------------------------------------------------------------------------------------


def test_ticked_municipalities_and_areas_are_moved_together(world, desk):
    one, area = world.municipalities[0].code, world.areas[1].pk

    answer = desk.post("plan-move", world.plan.pk, code=[one], area=[area], to=world.second.pk, reason="Bättre så")

    assert answer.status_code == 302
    assert where(world) == [1, 0, 1, 1]
    assert world.plan.changes.first().reason == "Bättre så"


def test_a_municipality_can_be_taken_out_of_every_phase(world, desk):
    desk.post("plan-move", world.plan.pk, code=[world.municipalities[3].code], to="-")

    assert where(world) == [0, 0, 1, None]


@pytest.mark.parametrize(
    "values",
    [
        {"to": "second"},
        {"code": "first", "to": ""},
        {"code": "first", "to": "x"},
        {"code": "first", "to": "999999"},
        {"code": "first", "to": "9" * 30},
        {"code": "abcd", "to": "second"},
        {"code": "9999", "to": "second"},
        {"area": "0", "to": "second"},
        {"area": "x", "to": "second"},
        {"area": "9" * 40, "to": "second"},
        {"wishes": "rubbish"},
        {"wishes": "1:<script>"},
        {"wishes": "x:0180"},
        {"code": "first", "to": "second", "seen": "rubbish"},
        {"code": "first", "to": "second", "reason": "x" * 1001},
    ],
)
def test_a_move_that_cannot_be_is_refused_whole(world, desk, values):
    known = {"first": world.municipalities[0].code, "second": world.second.pk}
    before = Plan.objects.get().revision

    answer = desk.post("plan-move", world.plan.pk, **{name: known.get(each, each) for name, each in values.items()})

    assert answer.status_code == 422
    assert where(world) == [0, 0, 1, 1]
    assert Plan.objects.get().revision == before


def test_what_was_ticked_is_still_ticked_when_it_is_refused(world, desk):
    answer = desk.post("plan-move", world.plan.pk, code=[world.municipalities[0].code], to="")

    page = read(answer.content)
    ticked = {each["value"] for each in page.all("input", name="code") if "checked" in each.attributes}
    assert ticked == {world.municipalities[0].code}
    assert "Choose the phase to move to." in faults(answer)


def test_a_phase_of_another_plan_is_no_place_to_move_to(world, desk):
    other = actions.draft_from(world.plan, by=world.editor)
    strange = other.phases.first().pk

    answer = desk.post("plan-move", world.plan.pk, code=[world.municipalities[0].code], to=strange)

    assert answer.status_code == 422
    assert where(world) == [0, 0, 1, 1]


def test_moving_to_where_they_are_does_nothing(world, desk):
    before = Plan.objects.get().revision

    answer = desk.post("plan-move", world.plan.pk, parts=True, code=[world.municipalities[0].code], to=world.first.pk)

    assert "there already" in told(answer)
    assert Plan.objects.get().revision == before


@pytest.mark.parametrize("role", ["", "planner", "approver"])
def test_nobody_but_editors_moves(world, role):
    desk = Desk(make_person(*filter(None, [role])))

    for name in ("plan-move", "plan-paste"):
        values = {"code": [world.municipalities[0].code], "to": world.second.pk, "rows": "x", "save": "1"}
        assert desk.post(name, world.plan.pk, **values).status_code == 404
    assert where(world) == [0, 0, 1, 1]


def test_everything_that_can_be_ticked_at_once_is_read(world, desk):
    answer = desk.post("plan-move", world.plan.pk, code=["0180"] * 400, to=world.second.pk)

    assert answer.status_code == 422


# --- Two editors -----------------------------------------------------------------------------------------------------


def test_the_second_of_two_who_move_a_municipality_gets_the_difference_and_a_choice(world, desk):
    third = actions.add_phase(world.plan, name="Etapp 3", by=world.editor)
    before = seen(desk, world)
    codes = [each.code for each in world.municipalities[:2]]
    actions.move(world.plan, {codes[0]: third}, by=make_person("editor", username="kollegan"))

    answer = desk.post("plan-move", world.plan.pk, code=codes, to=world.second.pk, seen=before)

    (conflict,) = of_class(read(answer.content), "conflict")
    rows = {each["data-row"]: [cell.text for cell in each.all("td")] for each in conflict.all("tr", data_row=None)}
    assert answer.status_code == 409
    assert rows == {codes[0]: ["Etapp 1", "Etapp 3", "Etapp 2"]}
    assert "1 more municipality" in conflict.text
    assert where(world) == [2, 0, 1, 1]

    sent = {each["name"]: each["value"] for each in conflict.all("input", type="hidden") if each["value"]}
    desk.post("plan-move", world.plan.pk, **sent, **{f"keep-{codes[0]}": "theirs"})
    assert where(world) == [2, 1, 1, 1]


def test_the_reader_may_insist(world, desk):
    third = actions.add_phase(world.plan, name="Etapp 3", by=world.editor)
    before, code = seen(desk, world), world.municipalities[0].code
    actions.move(world.plan, {code: third}, by=world.approver)
    answer = desk.post("plan-move", world.plan.pk, code=[code], to=world.second.pk, seen=before)
    (conflict,) = of_class(read(answer.content), "conflict")

    sent = {each["name"]: each["value"] for each in conflict.all("input", type="hidden") if each["value"]}
    desk.post("plan-move", world.plan.pk, **sent, **{f"keep-{code}": "yours"})

    assert where(world)[0] == 1


def test_what_others_moved_elsewhere_is_no_conflict(world, desk):
    before = seen(desk, world)
    actions.move(world.plan, {world.municipalities[3].code: world.first}, by=world.approver)

    answer = desk.post("plan-move", world.plan.pk, code=[world.municipalities[0].code], to=world.second.pk, seen=before)

    assert answer.status_code == 302
    assert where(world) == [1, 0, 1, 0]


@pytest.mark.parametrize("moves", [{}, {"0180": 12}, {"0180": None, "0114": 7, "0115": 7, "2584": None}])
def test_what_is_written_down_is_read_back(moves):
    assert read_moves(written(moves)) == moves


# --- Pasted ----------------------------------------------------------------------------------------------------------


def pasted(world, *numbers: object) -> str:
    return "\n".join(f"{each.code}\t{number}" for each, number in zip(world.municipalities, numbers, strict=False))


def test_pasted_rows_are_shown_before_they_are_saved(world, desk):
    rows = pasted(world, 1, 0)

    preview = desk.post("plan-paste", world.plan.pk, rows=rows)
    untouched = where(world)
    answer = desk.post("plan-paste", world.plan.pk, rows=rows, save="1", reason="Ur kalkylarket")

    told_there = section(read(preview.content), "Paste from a spreadsheet")
    assert preview.status_code == 200
    assert "1 municipality would be moved." in told_there.text
    assert "1 is there already." in told_there.text
    assert world.municipalities[0].name in told_there.text
    assert untouched == [0, 0, 1, 1]
    assert answer.status_code == 302
    assert where(world) == [1, 0, 1, 1]


def test_one_faulty_row_stops_all_and_every_one_is_told(world, desk):
    rows = f"{pasted(world, 1, 1)}\nAtlantis\t1\n{world.municipalities[0].code}\t0"

    answer = desk.post("plan-paste", world.plan.pk, rows=rows, save="1")

    words = section(read(answer.content), "Paste from a spreadsheet").text
    assert answer.status_code == 422
    assert "Line 3: “Atlantis” is neither" in words
    assert "Line 4:" in words
    assert "2 rows have faults" in words
    assert where(world) == [0, 0, 1, 1]


def test_the_pasted_text_is_kept_as_text(world, desk):
    answer = desk.post("plan-paste", world.plan.pk, rows="</textarea><script>alert(1)</script>\t1")

    page = read(answer.content)
    assert "</textarea><script>alert(1)</script>" in page.one("textarea", id="paste-rows").text
    assert not [each for each in page.all("script") if "alert" in each.text]


@pytest.mark.parametrize("rows", ["", "   ", "x" * 200_001])
def test_nothing_and_too_much_are_refused(world, desk, rows):
    answer = desk.post("plan-paste", world.plan.pk, rows=rows)

    assert answer.status_code == 422
    assert faults(answer)


def test_pasted_rows_too_meet_what_somebody_else_moved(world, desk):
    third = actions.add_phase(world.plan, name="Etapp 3", by=world.editor)
    before = seen(desk, world)
    actions.move(world.plan, {world.municipalities[0].code: third}, by=world.approver)

    answer = desk.post("plan-paste", world.plan.pk, rows=pasted(world, 1), seen=before, save="1")

    assert answer.status_code == 409
    assert of_class(read(answer.content), "conflict")
    assert where(world)[0] == 2


# --- Taken back ------------------------------------------------------------------------------------------------------


def take_back(desk, world, which: str):
    """Press undo or redo, which must be offered; what the button said."""
    (button,) = (each for each in desk.open(world.plan).all("button") if f"data-{which}" in each.attributes)
    form = next(
        each for each in desk.open(world.plan).all("form") if any(True for _ in each.all(**{f"data_{which}": None}))
    )
    desk.client.post(form["action"])
    return button.text


def test_a_move_is_undone_and_done_again(world, desk):
    desk.post("plan-move", world.plan.pk, code=[each.code for each in world.municipalities[:2]], to=world.second.pk)

    undo = take_back(desk, world, "undo")
    undone = where(world)
    redo = take_back(desk, world, "redo")

    assert "Undo: moved 2 municipalities to Etapp 2" in undo
    assert undone == [0, 0, 1, 1]
    assert "Redo: moved 2 municipalities to Etapp 2" in redo
    assert where(world) == [1, 1, 1, 1]
    assert "Undo: moved 2 municipalities" in take_back(desk, world, "undo")
    assert where(world) == [0, 0, 1, 1]


def test_what_others_did_is_not_offered_to_be_undone(world):
    other = Desk(make_person("editor"))

    assert not [each for each in other.open(world.plan).all("button") if "data-undo" in each.attributes]


def test_the_change_of_another_plan_is_not_undone_through_this_one(world, desk):
    other = actions.draft_from(world.plan, by=world.editor)
    change = world.plan.changes.first()

    answer = desk.post("plan-undo", other.pk, change.pk)

    assert answer.status_code == 422
    assert where(world) == [0, 0, 1, 1]


def test_what_somebody_changed_since_is_not_undone(world, desk):
    code = world.municipalities[0].code
    desk.post("plan-move", world.plan.pk, code=[code], to=world.second.pk)
    change = world.plan.changes.first()
    actions.move(world.plan, {code: None}, by=make_person("editor", username="kollegan"))

    answer = desk.post("plan-undo", world.plan.pk, change.pk)

    assert answer.status_code == 409
    assert "kollegan" in faults(answer)[0]
