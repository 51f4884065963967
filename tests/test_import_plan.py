"""Rows of a plan from a file: into a draft, by the actions of plans, so that rules hold and each act can be undone."""

from datetime import date
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from municipalities.importers.reading import ImportFault
from rollout import actions
from rollout.importers import plan_files
from rollout.models import Change, Phase, Plan
from tests import plans
from tests.import_pages import Importer
from tests.import_tables import WithErrors, headers_of, in_file, put_rows_in, told, write_table

pytestmark = pytest.mark.django_db
STARTS = date(2021, 12, 7)


@pytest.fixture
def world(small_plan):
    with translation.override("en"):
        yield small_plan.copy()


@pytest.fixture
def put_in(tmp_path, world):
    """Imports rows into the draft of the small plan, as its editor."""
    saving = {"by": world.editor}
    return partial(put_rows_in, tmp_path, plan_files, plan=world.plan, saving=saving)


def numbers_of(world) -> list[int | None]:
    """The number of the phase of each municipality."""
    found = dict(world.plan.switches.values_list("municipality", "phase__number"))
    return [found.get(each.code) for each in world.municipalities]


def test_municipalities_and_areas_go_to_the_phases_that_the_file_says(put_in, world):
    first, second = world.municipalities[0], world.areas[1]

    changes = put_in({"code": first.code, "phase": "1"}, {"area": second.name.upper(), "phase": "Etapp 1"})

    assert numbers_of(world) == [1, 0, 0, 1]
    assert len(told(changes, "changed")) == 2
    assert told(changes, "gone") == [
        f"{each.code} {each.name}" for each in (world.municipalities[1], world.municipalities[3])
    ]


def test_a_phase_gets_the_days_that_one_of_its_rows_says_and_its_municipalities_with_it(put_in, world):
    new = {name: day for name, day in plans.days(date(2021, 12, 6)).items() if day}

    put_in({"phase": "1", **new}, {"phase": "1", "code": world.municipalities[2].code})

    second = Phase.objects.get(pk=world.second.pk)
    assert {name: getattr(second, name) for name in new} == new
    assert set(second.switches.values_list("new_service_starts_on", flat=True)) == {new["new_service_starts_on"]}


def test_a_number_that_the_plan_lacks_becomes_a_phase(put_in, world):
    put_in({"phase": "7", "code": world.municipalities[3].code, "new_service_starts_on": STARTS})

    made = world.plan.phases.get(number=7)
    assert (made.name, made.new_service_starts_on, numbers_of(world)) == ("Phase 7", STARTS, [0, 0, 1, 7])


def test_ingen_takes_a_municipality_out_of_every_phase(put_in, world):
    put_in({"phase": "ingen", "code": world.municipalities[0].code})
    again = put_in({"phase": "Ingen etapp", "code": world.municipalities[0].code})

    assert numbers_of(world) == [None, 0, 1, 1]
    assert told(again, "new") + told(again, "changed") == []


def test_the_same_file_twice_is_no_act_the_second_time(put_in, world):
    rows = ({"phase": "0", "code": world.municipalities[3].code}, {"phase": "1", "name": "Andra etappen"})
    put_in(*rows)
    acts, revision = world.plan.changes.count(), world.plan.revision

    put_in(*rows)

    world.plan.refresh_from_db()
    assert (world.plan.changes.count(), world.plan.revision) == (acts, revision)


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_rows_makes_no_difference(put_in, world, turned):
    rows = [{"phase": "1", "code": each.code} for each in world.municipalities]
    rows += [{"phase": "1", "name": "Alla"}, {"phase": "9", "name": "Tom"}]

    put_in(*(reversed(rows) if turned else rows))

    assert numbers_of(world) == [1, 1, 1, 1]
    assert list(world.plan.phases.values_list("name", flat=True)) == ["Etapp 1", "Alla", "Tom"]


def test_what_a_file_did_is_kept_with_who_and_why_and_can_be_undone(put_in, world):
    last = world.plan.changes.first().number
    put_in({"phase": "1", "code": world.municipalities[0].code}, {"phase": "1", "name": "Ny"})

    acts = list(world.plan.changes.filter(number__gt=last))
    for act in acts:
        actions.undo(act, by=world.editor)

    assert {(act.by_name, act.reason) for act in acts} == {("redaktor-prov", "Import of fil.csv")}
    assert {act.kind for act in acts} == {Change.Kind.PHASE_EDITED, Change.Kind.MOVED}
    assert numbers_of(world) == [0, 0, 1, 1]
    assert Phase.objects.get(pk=world.second.pk).name == "Etapp 2"


@pytest.mark.parametrize(
    "rows, error",
    [
        ([{"phase": "Etapp 9"}], "row 2: the plan has no phase “Etapp 9”"),
        ([{"phase": "0", "code": "0180"}], "row 2: there is no municipality with the code 0180"),
        ([{"phase": "0", "area": "Orten"}], "row 2: the service has no delivery area “Orten”"),
        (
            [{"phase": "0", "code": "9001", "area": "X"}],
            "KOMMUNKOD, LEVERANSOMRÅDE: give a municipality or an area, not both",
        ),
        ([{"phase": "0", "place": "Exempelort"}], "row 2: there is no municipality “Exempelort”"),
        ([{"phase": "1", "name": "A"}, {"phase": "Etapp 2", "name": "B"}], "row 3: ETAPPNAMN: another row says “A”"),
        (
            [{"phase": "1", "last_referral_on": STARTS, "new_service_starts_on": STARTS}],
            "row 2: new service starts: Must come after: last referral day",
        ),
    ],
)
def test_a_row_that_cannot_be_is_told_and_nothing_is_saved(put_in, world, rows, error):
    with pytest.raises(WithErrors, match=error):
        put_in(*rows)
    assert numbers_of(world) == [0, 0, 1, 1]


def test_a_municipality_that_is_given_two_phases_is_told(put_in, world):
    code = world.municipalities[0].code

    with pytest.raises(WithErrors, match="is given the phase “0” at row 2"):
        put_in({"phase": "0", "area": world.areas[0].name}, {"phase": "1", "code": code})


def test_a_published_version_is_left_as_it_is(put_in, world):
    published = {"stage": Plan.Stage.PUBLISHED, "published_at": plans.moment("2021-09-01 08:00")}
    Plan.objects.filter(pk=world.plan.pk).update(**published)
    world.plan.refresh_from_db()

    with pytest.raises(ImportFault, match="is published and stays as it is"):
        put_in({"phase": "0", "code": world.municipalities[3].code})


def test_an_edit_from_a_file_voids_an_approval_as_any_other_does(put_in, world):
    world.plan.stage, world.plan.approved_revision = "in_review", world.plan.revision
    world.plan.save()

    put_in({"phase": "0", "code": world.municipalities[3].code})

    world.plan.refresh_from_db()
    assert (world.plan.stage, world.plan.approved_revision) == ("draft", None)


def test_rows_of_a_plan_go_through_the_pages_and_are_undone_as_acts(client, tmp_path, world):
    rows = ({"phase": "7", "code": world.municipalities[0].code}, {"phase": "1", "name": "Ny"})
    path = write_table(tmp_path / "fil.csv", headers_of(plan_files.SHAPE), *(in_file(plan_files, row) for row in rows))
    karin = Importer(client)

    row = karin.save(karin.send_in("plan", path, plan=world.plan.pk))
    assert (row.state, numbers_of(world)) == ("saved", [7, 0, 1, 1]), row.message
    row = karin.undo(row)

    assert (row.state, numbers_of(world)) == ("undone", [0, 0, 1, 1]), row.message
    assert list(world.plan.phases.values_list("name", flat=True)) == ["Etapp 1", "Etapp 2"]


@pytest.mark.parametrize("plan, by, told_of", [(None, "ingen", "There is no user “ingen”"), (999_999, None, "no plan")])
def test_the_command_saves_as_the_user_that_is_named(tmp_path, world, plan, by, told_of):
    row = in_file(plan_files, {"phase": "0", "code": world.municipalities[3].code})
    path = write_table(tmp_path / "plan.xlsx", headers_of(plan_files.SHAPE), row)

    with pytest.raises(CommandError, match=told_of):
        call_command("import_plan", str(path), plan=plan or world.plan.pk, by=by or "redaktor-prov")
    call_command("import_plan", str(path), plan=world.plan.pk, by="redaktor-prov")

    assert numbers_of(world) == [0, 0, 1, 0]
