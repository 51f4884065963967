"""What an act did, in words: before and after, and many rows alike told together."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from rollout import actions
from rollout.changes import Part, deeds, names_in, part_of
from rollout.checks import check
from rollout.models import Change, Plan
from rollout.pages.change_words import Line, Teller, who_words
from rollout.rules import BY_KEY
from tests import factories as make
from tests.plans import World, days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def world(small_plan) -> World:
    return small_plan.copy()


def told(world: World, *, names_people: bool = True, part: Part | None = None) -> list[Line]:
    """The latest act upon the plan, in words."""
    latest = world.plan.changes.order_by("-number").first()
    found = deeds([latest], part or Part())
    return Teller(names_in(found), names_people=names_people).lines(found[0])


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def became(line: Line) -> list[tuple[str, str, str]]:
    return [(part.what, part.before, part.after) for part in line.parts]


def named(line: Line) -> list[str]:
    return sorted(member.name for member in line.members)


def names(world: World, *numbers: int) -> list[str]:
    return [world.municipalities[number].name for number in numbers]


def test_the_days_of_a_phase_are_told_before_and_after_and_its_municipalities_in_one_line(world):
    world.edit(world.second, notice_sent_on=date(2021, 9, 24), last_referral_on=date(2021, 9, 24))

    phase, municipalities = told(world)

    assert phase.text == "Etapp 2"
    assert became(phase) == [
        ("notice sent on", "28 September 2021", "24 September 2021"),
        ("last referral day", "28 September 2021", "24 September 2021"),
    ]
    assert (municipalities.text, municipalities.parts) == ("2 municipalities follow the days of Etapp 2", ())
    assert named(municipalities) == names(world, 2, 3)


def test_of_one_municipality_alone_its_own_days_are_told(world):
    code = world.municipalities[2].code
    world.edit(world.second, notice_sent_on=date(2021, 9, 24))

    (line,) = told(world, part=part_of([world.plan], code=code))

    assert line.text == "1 municipality in Etapp 2"
    assert became(line) == [("notice sent on", "28 September 2021", "24 September 2021")]


def test_municipalities_that_go_the_same_way_are_told_together(world):
    codes = [each.code for each in world.municipalities]
    wishes = {codes[0]: world.second, codes[1]: world.second, codes[3]: None}

    actions.move(world.plan, wishes, by=world.editor)

    lines = told(world)
    assert sorted(texts(lines)) == [
        "1 delivery area is no longer in Etapp 2",
        "1 delivery area moved from Etapp 1 to Etapp 2",
        "1 municipality taken out of Etapp 2",
        "2 municipalities moved from Etapp 1 to Etapp 2",
    ]
    assert named(next(line for line in lines if line.text.startswith("2 mun"))) == names(world, 0, 1)


def test_days_that_became_actual_are_told_once_for_all_that_have_the_same(world):
    actions.set_actual_days(world.second, days={"notice_sent_on": date(2021, 9, 27)}, by=world.editor)

    (line,) = told(world)

    assert line.text == "2 municipalities in Etapp 2"
    assert became(line) == [("notice actually sent on", "–", "27 September 2021")]


@pytest.mark.parametrize("how", ["added", "removed"])
def test_a_phase_that_came_or_went_is_told_by_its_name(world, how):
    phase = actions.add_phase(world.plan, name="Etapp 3", by=world.editor, **days(date(2021, 11, 2)))
    if how == "removed":
        actions.remove_phase(phase, by=world.editor)

    (line,) = told(world)

    assert line.text == f"Etapp 3: {how}"
    assert [part.what for part in line.parts][:1] == (["notice sent on"] if how == "added" else [])


def test_a_new_version_is_told_by_what_it_held(world):
    copy = actions.draft_from(world.plan, by=world.editor)
    world.plan = copy

    assert texts(told(world)) == ["With 2 phases, 3 delivery areas, 4 municipalities."]


def test_settings_are_told_before_and_after(world):
    actions.set_settings(world.plan, ready_providers=3, by=world.editor)

    (line,) = told(world)

    assert became(line) == [("providers needed in an area", "1", "3")]


def test_an_edit_that_voids_an_approval_says_so(world):
    world.approve()

    world.edit(world.second, note="Ändrad")

    assert "It is a draft again, without approval: it was edited after it was proposed." in texts(told(world))


def test_statements_that_the_plan_no_longer_follows_are_told(world):
    make.make_day_statement(phase=world.second, field="notice_sent_on", day=date(2021, 9, 28))

    world.edit(world.second, notice_sent_on=date(2021, 9, 24))

    assert "The plan no longer follows 1 statement of a source" in texts(told(world))


@pytest.mark.parametrize(("insider", "expected"), [(True, "Ada Exempel"), (False, "a colleague")])
def test_who_sees_to_something_is_named_to_those_who_may_know(world, insider, expected):
    owner = make.make_user(first_name="Ada", last_name="Exempel")
    actions.set_follow_up(
        world.plan, rule="enough-ready", area=world.areas[0], owner=owner, due_on=date(2021, 9, 1), by=world.editor
    )

    (line,) = told(world, names_people=insider)

    assert ("owner", "–", expected) in became(line)


def test_a_waiver_is_told_with_the_rule_and_what_it_is_about(world):
    actions.move(world.plan, {world.municipalities[0].code: world.second}, by=world.editor)
    finding = next(each for each in check(world.plan).unwaived if each.area)
    actions.waive(world.plan, rule=finding.rule, subject=finding.subject, reason="Beslutat", by=world.editor)

    (line,) = told(world)

    assert line == Line(f"Waiver: {BY_KEY[finding.rule].label}, {world.areas[0].name}")


@pytest.mark.parametrize(
    ("kind", "insider", "expected"),
    [
        ("phase_edited", False, "Editor"),
        ("phase_edited", True, "Ada Exempel"),
        ("approved", False, "Approver"),
        ("published", False, "Approver"),
        ("waived", False, "Ada Exempel"),
    ],
)
def test_strangers_read_the_part_that_somebody_played_but_the_name_of_who_waived(kind, insider, expected):
    change = make.make_change(kind=kind, by_name="Ada Exempel")

    assert who_words(change, names_people=insider) == expected


@pytest.mark.parametrize("insider", [True, False])
def test_what_nobody_did_the_system_did(insider):
    assert who_words(make.make_change(kind="published"), names_people=insider) == "The system"


def test_what_is_gone_is_told_as_gone(world):
    actions.move(world.plan, {each.code: world.first for each in world.municipalities}, by=world.editor)
    moved = world.plan.changes.order_by("-number").first()
    actions.remove_phase(world.second, by=world.editor)

    (deed,) = deeds([moved])

    assert "2 municipalities moved from Etapp 2 to Etapp 1" in texts(Teller(names_in([deed])).lines(deed))


def test_what_acts_did_costs_the_same_number_of_queries_however_many(world):
    asked = []
    for number in range(10):
        world.edit(world.second, note=f"Nr {number}", **days(date(2021, 9, 10 + number)))
        chosen = list(Change.objects.filter(plan=world.plan, kind="phase_edited"))
        with CaptureQueriesContext(connection) as queries:
            found = deeds(chosen)
            names_in(found)
        asked.append(len(queries))

    assert len(found) == 10
    assert all(deed.rows for deed in found)
    assert asked[0] == asked[-1] <= 21


def test_a_part_holds_what_came_into_it_and_what_left_it(world):
    third = actions.add_phase(world.plan, name="Etapp 3", by=world.editor, **days(date(2021, 11, 2)))
    actions.move(world.plan, {world.municipalities[3].code: third}, by=world.editor)

    left, came, untouched = (told(world, part=part_of([world.plan], number=number)) for number in (1, 2, 0))

    assert texts(left)[:1] == texts(came)[:1] == ["1 municipality moved from Etapp 2 to Etapp 3"]
    assert texts(untouched) == []


def test_a_number_that_no_phase_has_is_a_part_without_anything(world):
    assert told(world, part=part_of(Plan.objects.all(), number=99)) == []
