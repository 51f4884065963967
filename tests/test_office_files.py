"""A file of offices: what it would change is shown first, all faults are told, and each row becomes one correction."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from municipalities.importers.reading import ImportFault
from providers.importers import office_files
from providers.importers.office_files import HEADERS, MAX_FILE_BYTES, MAX_OFFICES, UNPACKED_BYTES
from providers.models import Correction, Office, OfficeUpload
from tests import factories as make
from tests.correction_world import make_world
from tests.desks import Desk
from tests.pages import Element, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture
def world():
    return make_world(ends_on=timezone.localdate() + timedelta(days=400))


@pytest.fixture
def desk(world):
    return Desk(world.editor)


def row_of(world, **values) -> dict:
    """The row of the office as the template has it, with other values where they are given."""
    there = dict(zip(HEADERS, office_files.template_rows([world.office])[0], strict=True))
    return {**there, "PÅ PLATS": "ja", "FÖRSTA DAG": "2022-01-01", "SISTA DAG": "", **values}


def new_row(world, **values) -> dict:
    place = {"ADRESS": "Nygatan 5", "POSTORT": "Luleå", "LATITUD": 65.584, "LONGITUD": 22.15}
    return row_of(world, **{"KONTOR": "", **place, "FÖRSTA DAG": "2024-01-01", **values})


def csv_of(*rows: dict, headers=HEADERS) -> bytes:
    lines = [headers, *([str(row.get(name, "")) for name in headers] for row in rows)]
    return "\r\n".join(";".join(line) for line in lines).encode("utf-8-sig")


def xlsx_of(*rows: dict) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for line in [HEADERS, *([row.get(name) for name in HEADERS] for row in rows)]:
        book.active.append(list(line))
    book.save(file)
    return file.getvalue()


def preview(desk, world, content: bytes, name: str = "kontor.csv"):
    return desk.post("portal-office-upload", world.provider.pk, file=SimpleUploadedFile(name, content))


def counts(answer) -> dict[str, int]:
    figures = next(each for each in read(answer.content).one("main").all("dl") if "figures" in each.classes)
    labels, numbers = ([each.text for each in figures.all(tag)] for tag in ("dt", "dd"))
    return dict(zip(labels, map(int, numbers), strict=True))


def told(answer) -> list[list[str]]:
    """The faults: row, agreement number, office, what is wrong."""
    table = next(each for each in read(answer.content).all("table") if "upload-faults" in each.classes)
    return [[cell.text for cell in row.all() if cell.tag in ("th", "td")] for row in table.one("tbody").all("tr")]


def send_form(page: Element) -> dict:
    """What a browser sends back from the preview."""
    form = next(each for each in page.all("form") if each["action"].endswith("/skicka/"))
    return {each["name"]: each.attributes.get("value", "") for each in form.all("input")}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_template_sent_in_unchanged_asks_for_nothing(world, desk, kind, language):
    make.make_office(agreement=world.agreement, on_site=False, street="", post_town="", postal_code="", latitude=None)
    Office.objects.filter(pk=world.office.pk).update(closes_on=date(2027, 3, 1), postal_code="972 31")
    prefix = "" if language == "sv" else "/en"
    template = desk.client.get(f"{prefix}/portal/{world.provider.pk}/kontor/mall.{kind}").content

    answer = preview(desk, world, template, f"kontor.{kind}")

    assert answer.status_code == 200
    assert counts(answer) == {"New": 0, "Moved": 0, "Closed": 0, "Unchanged": 2, "Faults": 0}


def test_the_template_has_the_offices_that_have_not_closed(world, desk):
    make.make_office(agreement=world.agreement, closes_on=timezone.localdate() - timedelta(days=1))

    answer = desk.get("portal-office-template", world.provider.pk, "xlsx")

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(HEADERS)
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [world.office.pk]
    assert desk.get("portal-office-template", world.provider.pk, "pdf").status_code == 404


@pytest.mark.parametrize("make_file", [csv_of, xlsx_of])
def test_new_moved_closed_and_unchanged_rows_are_told_apart(world, desk, make_file):
    moved, closed, same = (
        make.make_office(agreement=world.agreement, municipality=world.office.municipality, opens_on=date(2022, 1, 1))
        for _ in range(3)
    )
    there = [dict(zip(HEADERS, row, strict=True)) for row in office_files.template_rows([moved, closed, same])]
    rows = [{**row, "PÅ PLATS": "ja", "FÖRSTA DAG": "2022-01-01", "SISTA DAG": None} for row in there]
    rows[0] |= {"ADRESS": "Flyttgatan 1", "FÖRSTA DAG": "2026-03-01"}
    rows[1] |= {"SISTA DAG": "2026-05-31"}
    content = make_file(*rows, new_row(world)).replace(b";None", b";")

    answer = preview(desk, world, content)

    assert answer.status_code == 200
    assert counts(answer) == {"New": 1, "Moved": 1, "Closed": 1, "Unchanged": 1, "Faults": 0}
    assert not Correction.objects.exists()


def test_what_was_looked_at_is_asked_for_as_one_file(world, desk):
    page = read(preview(desk, world, csv_of(row_of(world, **{"SISTA DAG": "2026-05-31"}), new_row(world))).content)
    before = list(Office.objects.values())

    answer = desk.post("portal-office-upload-send", world.provider.pk, **send_form(page))

    upload = OfficeUpload.objects.get()
    assert answer.status_code == 302
    assert (upload.file_name, upload.by, upload.provider) == ("kontor.csv", world.editor, world.provider)
    assert sorted(upload.corrections.values_list("kind", "state")) == [("add", "requested"), ("close", "requested")]
    assert list(Office.objects.values()) == before


def test_what_has_changed_meanwhile_is_looked_at_again(world, desk):
    form = send_form(read(preview(desk, world, csv_of(row_of(world, **{"SISTA DAG": "2026-05-31"}))).content))
    world.ask("move", first_on=None)

    answer = desk.post("portal-office-upload-send", world.provider.pk, **form)

    assert answer.status_code == 422
    assert counts(answer)["Faults"] == 1
    assert not OfficeUpload.objects.exists()


@pytest.mark.parametrize("forged", [{"rows": "1;2;3"}, {"rows": ""}, {"seen": "x"}, {"file_name": ""}])
def test_rows_that_were_tampered_with_are_not_taken(world, desk, forged):
    form = send_form(read(preview(desk, world, csv_of(new_row(world))).content))

    answer = desk.post("portal-office-upload-send", world.provider.pk, **{**form, **forged})

    assert answer.status_code == 422
    assert not OfficeUpload.objects.exists()
    assert not Correction.objects.exists()


def test_all_faults_are_told_with_row_number_and_name(world, desk):
    others = make.make_office()
    rows = [
        row_of(world, KONTOR=others.pk),
        row_of(world, **{"KA-NUMMER": others.agreement.number}),
        row_of(world, **{"FÖRSTA DAG": "2022-02-30"}),
        new_row(world, LATITUD=57.0, LONGITUD=19.2, ADRESS="Vågen 1"),
        new_row(world, LATITUD=67.8558, LONGITUD=20.2253, KOMMUN="", ADRESS="Gruvvägen 1"),
        new_row(world, KOMMUN="Atlantis", ADRESS="Okända gatan 1"),
        new_row(world, LONGITUD="", ADRESS="Halva gatan 1"),
        new_row(world, **{"PÅ PLATS": "kanske", "ADRESS": "Kanske 1"}),
        row_of(world, **{"SISTA DAG": "2021-12-31"}),
        row_of(world, **{"SISTA DAG": "2026-05-31"}),
    ]

    answer = preview(desk, world, csv_of(*rows))

    found = {(row, what.partition(":")[0]) for row, _number, _name, what in told(answer)}
    assert answer.status_code == 422
    assert found == {
        ("row 2", "KONTOR"),
        ("row 3", "KA-NUMMER"),
        ("row 4", "FÖRSTA DAG"),
        ("row 5", "LATITUD"),
        ("row 6", "LATITUD"),
        ("row 7", "KOMMUN"),
        ("row 8", "LATITUD, LONGITUD"),
        ("row 9", "PÅ PLATS"),
        ("row 10", "SISTA DAG"),
        ("row 11", "KONTOR"),
    }
    assert [number for row, number, _name, _what in told(answer) if row == "row 6"] == [world.agreement.number]
    assert others.street not in answer.content.decode()
    assert "/skicka/" not in answer.content.decode()


def test_an_office_already_under_correction_is_a_fault_of_its_row(world, desk):
    world.ask("close")

    answer = preview(desk, world, csv_of(row_of(world, **{"SISTA DAG": "2026-05-31"})))

    assert [row for row, *_rest in told(answer)] == ["row 2"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "kontor.csv"),
        (b"   \n", "kontor.csv"),
        (b"\x00\x01\x02", "kontor.csv"),
        (b"a;b;c\n1;2;3", "kontor.csv"),
        (b"PK\x03\x04nothing", "kontor.xlsx"),
        (csv_of({}, headers=("KA-NUMMER", "ADRESS")) + b"\n1;2", "kontor.csv"),
        (csv_of(), "kontor.csv"),
        (b"x" * (MAX_FILE_BYTES + 1), "kontor.csv"),
    ],
)
def test_what_is_no_file_of_offices_is_told_at_the_field(world, desk, content, name):
    answer = preview(desk, world, content, name)

    page = read(answer.content)
    assert answer.status_code == 422
    assert page.one(id="upload-file_error").text
    assert not Correction.objects.exists()


def test_no_file_at_all_is_told(world, desk):
    answer = desk.post("portal-office-upload", world.provider.pk)

    assert answer.status_code == 422
    assert read(answer.content).one(id="upload-file_error").text


def test_a_workbook_that_unpacks_to_too_much_is_not_read():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * (UNPACKED_BYTES + 1))

    with pytest.raises(ImportFault) as fault:
        office_files.read(bomb.getvalue(), "kontor.xlsx")

    assert len(bomb.getvalue()) < MAX_FILE_BYTES
    assert "20" in str(fault.value)


@pytest.mark.parametrize(("rows", "is_refused"), [(MAX_OFFICES, False), (MAX_OFFICES + 1, True)])
def test_a_file_holds_so_many_offices_at_most(rows, is_refused):
    content = csv_of(*({"KA-NUMMER": "KA-1", "ADRESS": f"Gatan {number}"} for number in range(rows)))

    if is_refused:
        with pytest.raises(ImportFault):
            office_files.read(content, "kontor.csv")
    else:
        assert len(office_files.read(content, "kontor.csv").rows) == rows


def test_the_rows_come_back_as_they_were_sent(world):
    file = office_files.read(csv_of(row_of(world), new_row(world, ADRESS='Gatan "1"; 2')), "kontor.csv")

    again = office_files.read_back(office_files.as_text(file), "kontor.csv")

    assert again.rows == file.rows
    assert len(again.rows) == 1  # the separator inside the other address made another row of it
    assert [problem.line for problem in again.problems] == []


def test_comparing_costs_the_same_number_of_queries_with_1_row_and_with_10(world):
    def queries(rows: int) -> int:
        some = (new_row(world, ADRESS=f"Nygatan {number}") for number in range(rows))
        file = office_files.read(csv_of(*some), "kontor.csv")
        with CaptureQueriesContext(connection) as found:
            changes = office_files.compare(file, provider=world.provider)
        assert len(changes.asked) == rows
        return len(found)

    assert queries(1) == queries(10) <= 8
