"""Workbooks that are none, or not the one that was asked for: one clear fault each, and nothing saved."""

import zipfile

import pytest
from django.core.management import CommandError
from openpyxl import Workbook

from municipalities.importers import workbooks
from providers.models import Rating
from tests.import_files import (
    RESULT_HEADERS,
    every_row,
    make_ground,
    result_row,
    run,
    write_results,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def ground(db):
    make_ground()


@pytest.fixture
def put_in(tmp_path):
    """Imports a result follow-up with these rows."""

    def put_in(*rows, service=None, dry_run=False, **table):
        path = write_results(tmp_path / "exempel.xlsx", *rows, **table)
        return run("import_results", path, service=service, dry_run=dry_run)

    return put_in


def assert_refused(put_in, *rows, told: str, **options):
    before = every_row()
    with pytest.raises(CommandError, match=told) as refusal:
        put_in(*rows, **options)
    assert "Nothing was saved" in str(refusal.value)
    assert every_row() == before


# --- Workbooks that are none -----------------------------------------------------------------------------------------


def assert_is_fault(path, told):
    before = every_row()
    with pytest.raises(CommandError, match=told):
        run("import_results", path)
    assert every_row() == before


@pytest.mark.parametrize(
    "content, told",
    [
        (b"", "is empty"),
        (b"PERIOD;KA-NUMMER\n2026-01;90000001\n", "lacks the columns LEVERANSOMR"),
        (b"<html><table></table></html>", "has no table with the column KA-NUMMER"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password, or an older .xls"),
        (b"PK\x03\x04 and nothing more", "damaged or cut off"),
    ],
    ids=["empty", "csv", "html", "password", "torso"],
)
def test_a_file_that_is_only_called_a_workbook_is_one_clear_fault(tmp_path, content, told):
    (tmp_path / "exempel.xlsx").write_bytes(content)

    assert_is_fault(tmp_path / "exempel.xlsx", told)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.999])
def test_a_workbook_that_is_cut_off_is_one_clear_fault(tmp_path, kept):
    path = write_results(tmp_path / "exempel.xlsx", result_row())
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    assert_is_fault(path, "damaged or cut off")


def rewrite(path, change) -> None:
    """Write an archive anew with other contents of its members."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in change(members).items():
            archive.writestr(name, content)


def test_an_archive_that_is_no_workbook_is_one_clear_fault(tmp_path):
    with zipfile.ZipFile(tmp_path / "exempel.xlsx", "w") as archive:
        archive.writestr("readme.txt", "exempel")

    assert_is_fault(tmp_path / "exempel.xlsx", "is not an Excel workbook")


@pytest.mark.parametrize(
    "member", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("content", [b"<", b"rubbish", b"<a><b></a>"])
def test_a_workbook_with_a_broken_part_is_one_clear_fault(tmp_path, member, content):
    path = write_results(tmp_path / "exempel.xlsx", result_row())
    rewrite(path, lambda members: {**members, member: content})

    assert_is_fault(path, "damaged or not an Excel workbook")


def test_a_workbook_that_unpacks_without_end_is_not_unpacked(tmp_path, monkeypatch):
    path = write_results(tmp_path / "exempel.xlsx", result_row())
    monkeypatch.setattr(workbooks, "MAX_UNPACKED_BYTES", 1_000_000)
    rewrite(path, lambda members: {**members, "xl/media/image1.png": b"\0" * 1_000_001})

    assert_is_fault(path, "unpacks to more than 1 MB")


def test_what_a_sheet_says_of_its_own_size_is_not_trusted(put_in, tmp_path):
    path = write_results(tmp_path / "exempel.xlsx", result_row(90000001), result_row(90000002))
    rewrite(
        path,
        lambda members: {
            name: content.replace(b'<dimension ref="A1:U3"', b'<dimension ref="A1:B2"')
            for name, content in members.items()
        },
    )

    assert "Results: 2 new" in run("import_results", path)


def test_a_workbook_without_the_sheet_tells_which_it_has(put_in):
    assert_refused(put_in, result_row(), sheet="Blad 1", told="no sheet Resultat .* Beskrivning 2026-01, Blad 1")


@pytest.mark.parametrize("header", ["PERIOD", "LEVERANSOMRÅDE", "LEVERANTÖRNAMN", "ANTAL DELTAGARE"])
def test_a_column_that_must_be_there_is_named_when_it_is_missing_or_renamed(put_in, header):
    headers = [f"{one} NY" if one == header else one for one in RESULT_HEADERS]

    assert_refused(put_in, result_row(), headers=headers, told=f"lacks the columns {header}. It has: .*{header} NY")


def test_a_table_without_agreement_numbers_is_no_table(put_in):
    assert_refused(put_in, result_row(), headers=RESULT_HEADERS[:3], told="no table with the column KA-NUMMER")


def test_a_column_that_stands_twice_is_one_clear_fault(put_in):
    assert_refused(put_in, result_row(), headers=[*RESULT_HEADERS, " betyg "], told="appear twice: BETYG")


def test_a_table_without_rows_is_one_clear_fault(put_in):
    assert_refused(put_in, told="no rows below its headers", blank_rows=3)


def test_a_workbook_with_an_empty_sheet_is_one_clear_fault(tmp_path):
    book = Workbook()
    book.active.title = "Resultat 2026-01"
    book.save(tmp_path / "exempel.xlsx")

    assert_is_fault(tmp_path / "exempel.xlsx", "no table with the column KA-NUMMER")


def test_ratings_are_not_made_from_results(put_in):
    put_in(result_row())

    assert not Rating.objects.exists()


def test_the_cost_in_queries_does_not_grow_with_the_rows(put_in, django_assert_max_num_queries):
    many = [result_row(90000100 + n, LEVERANTÖRNAMN=f"Exempel {n} AB") for n in range(50)]

    with django_assert_max_num_queries(30):
        put_in(result_row(90000001))
    with django_assert_max_num_queries(31):  # also a page of what is changed, beside that of what is new
        put_in(result_row(90000001, BETYG=4), *many)
