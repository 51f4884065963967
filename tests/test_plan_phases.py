"""The grid of phases, by forms without script: saved a line at a time, with days suggested, and two editors at once."""

from datetime import date, timedelta

import pytest

from rollout import actions
from rollout.models import DAY_FIELDS, Change, Phase, Plan
from tests.desks import Desk, faults, line, make_person, told
from tests.pages import Element, read
from tests.plans import days
from tests.sheets import address, of_class

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def world(staffed_plan):
    return staffed_plan.copy()


@pytest.fixture
def desk(world):
    return Desk(world.editor)


def now(phase: Phase) -> Phase:
    return Phase.objects.get(pk=phase.pk)


def suggestions(page: Element, phase: Phase) -> dict[str, str]:
    """What is said under each day of a phase."""
    return {
        each["data-suggestion"]: each.text
        for each in page.one("tbody", id=f"phase-{phase.pk}").all("p", data_suggestion=None)
    }


# --- One editor ------------------------------------------------------------------------------------------------------


def test_a_line_is_saved_by_itself_with_its_reason_and_leads_back_to_it(world, desk):
    answer = desk.save(world.plan, world.second, name="Andra", reason="Dialogmötet", notice_sent_on="2021-09-27")

    saved = now(world.second)
    assert (answer.status_code, answer.url) == (
        302,
        f"{address('plan-workspace', world.plan.pk)}#phase-{world.second.pk}",
    )
    assert (saved.name, saved.notice_sent_on) == ("Andra", date(2021, 9, 27))
    assert world.plan.changes.first().reason == "Dialogmötet"
    assert set(saved.switches.values_list("notice_sent_on", flat=True)) == {date(2021, 9, 27)}


def test_a_day_can_be_emptied(world, desk):
    desk.save(world.plan, world.second, last_contract_day_on="")

    assert now(world.second).last_contract_day_on is None


def test_saving_what_is_there_does_nothing_and_leaves_an_approval_alone(world, desk):
    world.approve()

    desk.save(Plan.objects.get(), world.second)

    assert Plan.objects.get().is_approved


@pytest.mark.parametrize(
    "values, at",
    [
        ({"notice_sent_on": "i september"}, "notice_sent_on"),
        ({"notice_sent_on": "0021-09-28"}, "notice_sent_on"),
        ({"notice_sent_on": "9999-12-31"}, "notice_sent_on"),
        ({"last_referral_on": "2021-10-01"}, "new_service_starts_on"),
        ({"notice_counts_from": "2021-09-27"}, "notice_counts_from"),
        ({"last_contract_day_on": "2021-09-01"}, "last_contract_day_on"),
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"number": "first"}, "number"),
        ({"number": "1000"}, "number"),
        ({"number": "-1"}, "number"),
        ({"number": "0"}, "number"),
        ({"expected_revision": "x"}, None),
        ({"reason": "x" * 1001}, None),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_is_saved(world, desk, values, at):
    before = Plan.objects.get().revision

    answer = desk.save(world.plan, world.second, **values)

    body = read(answer.content).one("tbody", id=f"phase-{world.second.pk}")
    assert answer.status_code == 422
    assert of_class(body, "ds-validation-message") or at is None
    if at:
        assert body.one("input", name=at)["aria-invalid"] == "true"
    assert Plan.objects.get().revision == before
    assert {name: getattr(now(world.second), name) for name in DAY_FIELDS} == days()


def test_what_was_typed_is_still_there_when_it_is_refused(world, desk):
    answer = desk.save(world.plan, world.second, name="Nytt namn", last_referral_on="2021-10-15")

    typed = line(read(answer.content), world.second)
    assert (typed["name"], typed["last_referral_on"]) == ("Nytt namn", "2021-10-15")
    assert "Not saved yet" in read(answer.content).one("tbody", id=f"phase-{world.second.pk}").text


def test_a_phase_is_added_and_an_empty_one_removed(world, desk):
    desk.post("plan-phase-new", world.plan.pk, number="7", name="Sista", name_en="Last")
    added = Phase.objects.get(number=7)

    answer = desk.post("plan-phase-remove", world.plan.pk, added.pk)

    assert added.name_en == "Last"
    assert answer.status_code == 302
    assert not Phase.objects.filter(number=7).exists()


@pytest.mark.parametrize(
    "values", [{"number": "1"}, {"number": ""}, {"name": ""}, {"number": "100"}, {"number": "1.5"}]
)
def test_a_phase_that_cannot_be_is_not_added(world, desk, values):
    answer = desk.post("plan-phase-new", world.plan.pk, **{"number": "7", "name": "Sista", **values})

    assert answer.status_code == 422
    assert faults(answer)
    assert world.plan.phases.count() == 2


def test_a_phase_with_municipalities_is_not_removed(world, desk):
    answer = desk.post("plan-phase-remove", world.plan.pk, world.second.pk)

    assert answer.status_code == 422
    assert "2 municipalities are still in the phase" in faults(answer)[0]
    assert now(world.second)


@pytest.mark.parametrize("weeks, status", [("3", 302), ("-2", 302), ("0", 422), ("521", 422), ("", 422), ("x", 422)])
def test_a_phase_is_moved_in_time_by_weeks(world, desk, weeks, status):
    answer = desk.post("plan-phase-shift", world.plan.pk, world.second.pk, weeks=weeks)

    moved = timedelta(weeks=int(weeks)) if status == 302 else timedelta()
    assert answer.status_code == status
    assert now(world.second).notice_sent_on == date(2021, 9, 28) + moved


@pytest.mark.parametrize("role", ["", "planner", "approver"])
def test_nobody_but_editors_changes_a_phase(world, role):
    desk = Desk(make_person(*filter(None, [role])))

    for name, *args in (
        ("plan-phase-edit", world.second.pk),
        ("plan-phase-shift", world.second.pk),
        ("plan-phase-remove", world.second.pk),
        ("plan-phase-new",),
    ):
        assert desk.post(name, world.plan.pk, *args, name="X", number="9", weeks="1").status_code == 404
    assert now(world.second).name == "Etapp 2"


def test_a_published_plan_refuses_in_words(world, desk):
    plan = world.publish()
    values = {"number": "2", "name": "Annat", "expected_revision": now(world.second).revision}

    answer = desk.post("plan-phase-edit", plan.pk, world.second.pk, **values)

    assert answer.status_code == 422
    assert now(world.second).name == "Etapp 2"


def test_the_phase_of_another_plan_cannot_be_reached_through_this_one(world, desk):
    other = actions.draft_from(world.plan, by=world.editor)

    answer = desk.post("plan-phase-edit", other.pk, world.second.pk, number="2", name="Forged", expected_revision="9")

    assert answer.status_code == 409
    assert now(world.second).name == "Etapp 2"


# --- What the rules suggest ------------------------------------------------------------------------------------------


def test_days_as_the_rules_have_them_are_said_to_be_so(world, desk):
    world.edit(world.second, new_service_starts_on=date(2021, 9, 29))

    assert set(suggestions(desk.open(world.plan), world.second).values()) == {"as the rule says"}


def test_a_day_that_differs_from_the_rule_is_told_with_the_rules_own(world, desk):
    world.edit(world.second, notice_counts_from=date(2021, 9, 29))

    found = suggestions(desk.open(world.plan), world.second)

    assert "By the rule: 2021-10-01" in found["notice_counts_from"]
    assert found["notice_sent_on"] == "as the rule says"


def test_a_missing_day_is_suggested_from_the_others(world, desk):
    world.edit(world.second, last_contract_day_on=None)

    found = suggestions(desk.open(world.plan), world.second)["last_contract_day_on"]

    assert f"Suggested: {days()['last_contract_day_on'].isoformat()}" in found


@pytest.mark.parametrize("use", ["last_contract_day_on", "all"])
def test_a_suggestion_is_filled_in_but_not_saved(world, desk, use):
    world.edit(world.second, last_contract_day_on=None, notice_counts_from=None)

    answer = desk.save(world.plan, world.second, use=use)

    typed = line(read(answer.content), world.second)
    assert typed["last_contract_day_on"] == days()["last_contract_day_on"].isoformat()
    assert (typed["notice_counts_from"] == "") == (use != "all")
    assert now(world.second).last_contract_day_on is None
    desk.post("plan-phase-edit", world.plan.pk, world.second.pk, **typed)
    assert now(world.second).last_contract_day_on == days()["last_contract_day_on"]


@pytest.mark.parametrize("use", ["none", "nonsense", "name", ""])
def test_a_suggestion_that_is_not_there_fills_in_nothing(world, desk, use):
    before = line(desk.open(world.plan), world.second)

    answer = desk.save(world.plan, world.second, use=use)

    assert line(read(answer.content), world.second) == before


# --- Two editors -----------------------------------------------------------------------------------------------------


def test_the_second_of_two_editors_gets_the_difference_and_saves_a_choice(world, desk):
    other = Desk(make_person("editor", username="kollegan"))
    read_before = desk.open(world.plan)
    other.save(world.plan, world.second, name="Kollegans", notice_sent_on="2021-09-24")

    answer = desk.save(world.plan, world.second, page=read_before, name="Mitt", name_en="Mine")

    (conflict,) = of_class(read(answer.content), "conflict")
    rows = {each["data-row"]: [cell.text for cell in each.all("td")] for each in conflict.all("tr", data_row=None)}
    assert answer.status_code == 409
    assert rows["name"] == ["Etapp 2", "Kollegans", "Mitt"]
    assert rows["notice_sent_on"] == ["2021-09-28", "2021-09-24", "2021-09-28"]
    assert rows["name_en"] == ["–", "–", "Mine"]
    assert "kollegan" in conflict.text
    assert now(world.second).name == "Kollegans"

    sent = {each["name"]: each.attributes.get("value", "") for each in conflict.all("input", type="hidden")}
    chosen = {"choice-name": "yours", "choice-notice_sent_on": "theirs", "choice-name_en": "yours"}
    done = desk.post("plan-phase-edit", world.plan.pk, world.second.pk, **sent, **chosen)

    saved = now(world.second)
    assert done.status_code == 302
    assert (saved.name, saved.name_en, saved.notice_sent_on) == ("Mitt", "Mine", date(2021, 9, 24))


def test_what_somebody_else_chose_stays_where_the_reader_chooses_it(world, desk):
    read_before = desk.open(world.plan)
    Desk(make_person("editor")).save(world.plan, world.second, name="Kollegans")
    answer = desk.save(world.plan, world.second, page=read_before, name="Mitt")
    (conflict,) = of_class(read(answer.content), "conflict")
    sent = {each["name"]: each.attributes.get("value", "") for each in conflict.all("input", type="hidden")}

    desk.post("plan-phase-edit", world.plan.pk, world.second.pk, **sent, **{"choice-name": "theirs"})

    assert now(world.second).name == "Kollegans"


def test_two_editors_of_different_fields_keep_both_changes_without_being_asked(world, desk):
    read_before = desk.open(world.plan)
    Desk(make_person("editor")).save(world.plan, world.second, name="Kollegans")

    answer = desk.save(world.plan, world.second, page=read_before, last_contract_day_on="2022-01-15")

    saved = now(world.second)
    assert answer.status_code == 302
    assert (saved.name, saved.last_contract_day_on) == ("Kollegans", date(2022, 1, 15))


def test_a_third_edit_while_the_second_editor_chooses_is_a_new_conflict(world, desk):
    read_before = desk.open(world.plan)
    other = Desk(make_person("editor"))
    other.save(world.plan, world.second, name="Kollegans")
    answer = desk.save(world.plan, world.second, page=read_before, name="Mitt")
    (conflict,) = of_class(read(answer.content), "conflict")
    sent = {each["name"]: each.attributes.get("value", "") for each in conflict.all("input", type="hidden")}
    other.save(world.plan, world.second, name="Kollegans nya")

    again = desk.post("plan-phase-edit", world.plan.pk, world.second.pk, **sent, **{"choice-name": "yours"})

    assert again.status_code == 409
    assert now(world.second).name == "Kollegans nya"


def test_a_phase_that_somebody_removed_meanwhile_is_told(world, desk):
    added = actions.add_phase(world.plan, name="Ny", by=world.editor)
    values = line(desk.open(world.plan), added)
    actions.remove_phase(added, by=world.approver)

    for name in ("plan-phase-edit", "plan-phase-shift", "plan-phase-remove"):
        answer = desk.post(name, world.plan.pk, added.pk, weeks="1", **values)
        assert answer.status_code == 409
        assert "somebody else has removed it" in faults(answer)[0]


def test_the_script_gets_the_parts_and_what_was_done(world, desk):
    values = line(desk.open(world.plan), world.second)

    answer = desk.post("plan-phase-edit", world.plan.pk, world.second.pk, parts=True, **{**values, "name": "Andra"})

    parts = {each["data-part"] for each in read(answer.content).all(data_part=None)}
    assert answer.status_code == 200
    assert parts >= {"head", "strip", "grid", "rules", "acts", "state", "bar", "paste"}
    assert told(answer) == "Andra is saved."
    assert world.plan.changes.first().kind == Change.Kind.PHASE_EDITED
