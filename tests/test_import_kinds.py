"""Files that people fill in themselves: twice is as once, in any order; places and their classes and areas."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import permutations
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.utils import translation

from municipalities.importers import class_files, municipality_files
from municipalities.models import Classification, ClassMembership, Municipality, Source
from municipalities.versions import current_version
from providers.importers import agreement_files, area_files, office_rows
from providers.models import Agreement, AreaMembership, DeliveryArea, Office
from tests import factories as make
from tests.import_files import every_row, run
from tests.import_pages import Importer
from tests.import_tables import headers_of, in_file, make_little_country, put_rows_in, told, write_table

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Kind:
    """A kind of file: command and importer, rows of it, and what is then stored, in words that no primary key is in."""

    command: str
    importer: ModuleType
    rows: tuple[dict[str, Any], ...]
    model: type[Model]
    columns: tuple[str, ...]

    def stored(self) -> list[tuple]:
        return sorted(self.model.objects.values_list(*self.columns), key=str)


AGREEMENT_COLUMNS = ("number", "provider__name", "provider__organisation_number", "service", "area__name", "starts_on")
OFFICE_COLUMNS = ("agreement__number", "street", "municipality", "placed", "on_site", "opens_on", "closes_on", "origin")
KINDS = {
    "municipalities": Kind(
        "import_municipalities",
        municipality_files,
        (
            {"code": "0180", "name": "Stockholm", "population": 1000, "population_year": 2025},
            {"code": "380", "name": "Uppsala", "population": 500, "population_year": 2025},
            {
                "code": "0181",
                "name": "Ny kommun",
                "population": 3,
                "population_year": 2025,
                "latitude": 59.1,
                "longitude": 18.1,
            },
        ),
        Municipality,
        ("code", "name", "population", "population_year", "latitude", "county"),
    ),
    "classes": Kind(
        "import_classes",
        class_files,
        (
            {"classification": "ny-2026", "code": "0180", "class_code": "A", "name": "Ny", "owner": "Exempelverket"},
            {"classification": "ny-2026", "code": "0380", "class_code": "B", "class_name": "Bygd", "year": 2026},
            {"classification": "ny-2026", "code": "1281", "class_code": "A", "source": "Exempelverket: Ny indelning"},
        ),
        ClassMembership,
        ("classification__key", "municipality", "municipality_class__code"),
    ),
    "areas": Kind(
        "import_areas",
        area_files,
        (
            {"service": "RoM 2", "area": "Norra", "code": "0180", "source": "Exempelverket: Områden"},
            {"service": "rom2", "area": "NORRA", "place": "Exempelkommun 0380", "certainty": "härledd"},
            {"service": "RoM 2", "area": "Okända"},
            {"service": "RoM", "area": "Norra", "code": "0180"},
        ),
        AreaMembership,
        ("service", "area__name", "municipality", "certainty", "area__source__title"),
    ),
    "agreements": Kind(
        "import_agreements",
        agreement_files,
        (
            {
                "number": "90000001",
                "provider": "Alfa AB",
                "service": "RoM 2",
                "area": "Södra",
                "starts_on": date(2024, 1, 1),
            },
            {"number": "90000002", "provider": "ALFA AB", "service": "RoM 2", "organisation_number": "5560000000"},
            {"number": "90000003", "provider": "Beta", "service": "rom", "ends_on": date(2026, 1, 1)},
        ),
        Agreement,
        (*AGREEMENT_COLUMNS, "ends_on"),
    ),
    "offices": Kind(
        "import_office_rows",
        office_rows,
        (
            {"number": "80000001", "street": "Gatan 1", "latitude": 59.3293, "longitude": 18.0686},
            {"number": "80000001", "street": "Gatan 2", "post_town": "Lund", "municipality": "Exempelkommun 1281"},
            {
                "number": "80000001",
                "municipality": "Exempelkommun 0380",
                "on_site": False,
                "first_on": date(2026, 1, 1),
            },
            {"number": "80000001", "street": "Gatan 3", "last_on": date(2026, 5, 1)},
        ),
        Office,
        OFFICE_COLUMNS,
    ),
}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@pytest.fixture(scope="module", autouse=True)
def _ground(kept_rows):
    make_little_country()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def put_in(tmp_path):
    """Imports rows, given by field; returns the changes. All problems are raised where there is an error."""
    return partial(put_rows_in, tmp_path)


# --- All kinds -------------------------------------------------------------------------------------------------------


@every_kind
def test_a_file_that_is_imported_twice_changes_nothing_the_second_time(put_in, kind):
    put_in(kind.importer, *kind.rows)
    before, version, stored = every_row(), current_version(), kind.stored()

    again = put_in(kind.importer, *kind.rows, name="fil.xlsx")

    assert (every_row(), current_version(), kind.stored()) == (before, version, stored)
    assert told(again, "new") + told(again, "changed") == []


@every_kind
def test_rows_say_the_same_in_whatever_order_they_stand(put_in, kind):
    found = set()
    for rows in permutations(kind.rows):
        with transaction.atomic():
            put_in(kind.importer, *rows)
            found.add(repr(kind.stored()))
            transaction.set_rollback(True)

    assert len(found) == 1


@every_kind
def test_what_is_written_is_kept_in_the_history_with_the_file_as_the_reason(put_in, kind):
    put_in(kind.importer, *kind.rows)

    assert kind.model.history.filter(history_change_reason="Import of fil.csv").count() >= len(kind.rows) - 1


@every_kind
def test_a_kind_goes_through_the_pages_and_is_undone_without_a_trace(client, tmp_path, kind):
    key = next(name for name, one in KINDS.items() if one is kind)
    lines = [in_file(kind.importer, row) for row in kind.rows]
    path = write_table(tmp_path / "fil.xlsx", headers_of(kind.importer.SHAPE), *lines)
    karin, before = Importer(client), kind.stored()

    row = karin.save(karin.send_in(key, path))
    assert (row.state, kind.stored() != before) == ("saved", True), row.message
    row = karin.undo(row)

    assert (row.state, kind.stored()) == ("undone", before), row.message


@every_kind
def test_a_kind_goes_through_its_command_and_a_trial_run_saves_nothing(tmp_path, kind):
    path = write_table(
        tmp_path / "fil.csv", headers_of(kind.importer.SHAPE), *(in_file(kind.importer, row) for row in kind.rows)
    )
    before = every_row()

    trial = run(kind.command, path, dry_run=True)
    assert ("A trial run" in trial, every_row()) == (True, before)
    run(kind.command, path)

    assert every_row() != before


# --- Municipalities --------------------------------------------------------------------------------------------------


def test_municipalities_get_the_figures_of_the_file_and_keep_what_it_does_not_say(put_in):
    changes = put_in(municipality_files, *KINDS["municipalities"].rows)

    assert KINDS["municipalities"].stored() == [
        ("0180", "Stockholm", 1000, 2025, 60.0, "01"),
        ("0181", "Ny kommun", 3, 2025, 59.1, "01"),
        ("0380", "Uppsala", 500, 2025, 60.0, "03"),
        ("1281", "Exempelkommun 1281", 10_000, 2024, 60.0, "12"),
    ]
    assert told(changes, "changed")[0] == (
        "0180 Exempelkommun 0180: name: Exempelkommun 0180 → Stockholm; inhabitants: 10000 → 1000; "
        "year of the population figure: 2024 → 2025"
    )
    assert told(changes, "gone") == ["1281 Exempelkommun 1281"]
    assert Municipality.objects.get(code="0181").search_key == "ny kommun"
    assert Municipality.objects.get(code="0380").sort_key == "uppsala"


@pytest.mark.parametrize(
    "row, error",
    [
        ({"code": "9999"}, "KOMMUNKOD: no county has the code 99"),
        ({"code": "0180", "county": "Skåne län"}, "LÄN: by its code the municipality lies in Exempellän 01"),
        ({"code": "0182"}, "LATITUD, LONGITUD: a new municipality needs a point"),
        ({"code": "0180", "latitude": 59.0}, "LATITUD, LONGITUD: give both or neither"),
        ({"code": "0180", "population_year": 2027}, "ÅR: 2027 is still to come"),
    ],
)
def test_a_municipality_that_cannot_be_is_told_in_its_row(put_in, row, error):
    with pytest.raises(AssertionError, match=f"^row 2: {error}"):
        put_in(municipality_files, {"name": "X", "population": 1, "population_year": 2025, **row})


# --- Classifications -------------------------------------------------------------------------------------------------


def test_a_new_classification_is_made_with_its_classes_and_source(put_in):
    put_in(class_files, *KINDS["classes"].rows)

    made = Classification.objects.get(key="ny-2026")
    assert (made.name, made.owner, made.year, str(made.source)) == (
        "Ny",
        "Exempelverket",
        2026,
        "Exempelverket: Ny indelning",
    )
    assert dict(made.classes.values_list("code", "name")) == {"A": "A", "B": "Bygd"}


@pytest.mark.parametrize("remove_gone, left", [(False, ["0180", "0380", "1281"]), (True, ["0180"])])
def test_a_municipality_that_the_file_lacks_stays_in_its_class_unless_it_is_to_go(put_in, remove_gone, left):
    put_in(class_files, *KINDS["classes"].rows)

    moved = {"classification": "ny-2026", "code": "0180", "class_code": "B"}
    changes = put_in(class_files, moved, remove_gone=remove_gone)

    assert sorted(ClassMembership.objects.values_list("municipality", flat=True)) == left
    assert "ny-2026 0180 Exempelkommun 0180: class: A → B" in told(changes, "changed")
    assert len([line for line in told(changes, "gone") if "0380" in line or "1281" in line]) == 2


@pytest.mark.parametrize(
    "rows, error",
    [
        ([{}], "row 2: “ny” is new and lacks INDELNINGENS NAMN, ÄGARE, KÄLLA"),
        ([{"name": "Ny", "owner": "Jag", "source": "Ingen"}], "row 2: KÄLLA: there is no source “Ingen”"),
        ([{"place": "Lund"}], "row 2: KOMMUNKOD: 0180 is Exempelkommun 0180, not “Lund”"),
        ([{"code": "0999"}], "row 2: KOMMUNKOD: there is no municipality with the code 0999"),
        ([{"year": 2024}, {"year": 2025, "code": "0380"}], "row 3: ÅR: at row 2 it is “2024”"),
    ],
)
def test_a_classification_that_cannot_be_is_told_in_its_row(put_in, rows, error):
    with pytest.raises(AssertionError, match=error):
        put_in(class_files, *({"classification": "ny", "code": "0180", "class_code": "A", **row} for row in rows))


# --- Delivery areas --------------------------------------------------------------------------------------------------


def test_areas_are_made_with_their_municipalities_and_one_without_any(put_in):
    put_in(area_files, *KINDS["areas"].rows)

    assert KINDS["areas"].stored() == [
        ("rom", "Norra", "0180", "stated", None),
        ("rom2", "NORRA", "0180", "stated", "Områden"),
        ("rom2", "NORRA", "0380", "derived", "Områden"),
    ]
    assert DeliveryArea.objects.get(name="Okända").memberships.count() == 0


@pytest.mark.parametrize("remove_gone, left", [(False, ["0180", "0380"]), (True, ["0180"])])
def test_a_municipality_that_the_file_lacks_stays_in_its_area_unless_it_is_to_go(put_in, remove_gone, left):
    put_in(area_files, *KINDS["areas"].rows)

    changes = put_in(area_files, {"service": "rom2", "area": "Norra", "code": "0180"}, remove_gone=remove_gone)

    assert sorted(AreaMembership.objects.filter(service="rom2").values_list("municipality", flat=True)) == left
    assert told(changes, "gone")[-1] == "rom2 0380"


def test_a_municipality_moves_to_the_area_that_the_file_says_and_keeps_its_certainty(put_in):
    put_in(area_files, *KINDS["areas"].rows)

    headers = ["TJÄNST", "LEVERANSOMRÅDE", "KOMMUNKOD"]
    put_in(area_files, {"service": "rom2", "area": "Södra", "code": "0380"}, headers=headers)

    assert AreaMembership.objects.values_list("area__name", "certainty").get(service="rom2", municipality="0380") == (
        "Södra",
        "derived",
    )


def test_an_area_that_is_invented_is_in_the_way(put_in):
    area = make.make_area(name="Påhittad", service=make.make_service("rom2"), is_example=True)
    make.make_area_membership(area=area, municipality=Municipality.objects.get(code="1281"))

    with pytest.raises(AssertionError, match="row 2: “Påhittad” is example data") as refusal:
        put_in(
            area_files,
            {"service": "rom2", "area": "Påhittad", "code": "0180"},
            {"service": "rom2", "area": "Annan", "code": "1281"},
        )
    assert "row 3: the municipality lies in “Påhittad”, which is example data" in str(refusal.value)


@pytest.mark.parametrize(
    "row, error",
    [
        ({"service": "rom9"}, "row 3: there is no service “rom9”"),
        ({"code": "", "place": "Orten"}, "row 3: there is no municipality “Orten”"),
        ({"area": "Södra"}, "row 3: the municipality stands otherwise at row 2, in Norra"),
        ({"source": "Annan: källa", "code": "0380"}, "row 3: KÄLLA: at row 2 it is “Exempelverket: Områden”"),
    ],
)
def test_an_area_that_cannot_be_is_told_in_its_row(put_in, row, error):
    first = {"service": "rom2", "area": "Norra", "code": "0180", "source": "Exempelverket: Områden"}

    with pytest.raises(AssertionError, match=error):
        put_in(area_files, first, {**first, **row})
    assert not Source.objects.filter(title="källa").exists()
