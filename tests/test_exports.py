"""Tables as files: what a spreadsheet reads in them, and what it must never run."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from rollout.exports import Table, as_csv, as_xlsx, file_response, safe_text

TABLE = Table(
    name="exempel",
    title="Exempel: 1/2",
    columns=["Kommun", "Antal", "Andel", "Dag", "Klar"],
    rows=[["Åre", 3, 0.5, date(2021, 9, 29), True], ["=SUMMA(A1)", -1, None, None, False]],
    about=[("Källa", "Exempelverket")],
)


def read_csv(content: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def sheets(content: bytes) -> dict[str, list[tuple]]:
    return {sheet.title: list(sheet.values) for sheet in load_workbook(io.BytesIO(content))}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|' /C calc'!A0"])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe_before_it(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Åre", "1+1", "a=b", "0180", "–", "e-post", "'=1"])
def test_other_texts_stay_as_they_are(text):
    assert safe_text(text) == text


def test_control_characters_are_taken_out_before_a_formula_is_looked_for():
    assert safe_text("\x00=1\x08") == "'=1"


def test_csv_in_swedish_has_semicolons_decimal_commas_and_a_byte_order_mark():
    content = as_csv(TABLE)

    assert content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content, ";") == [
        ["Kommun", "Antal", "Andel", "Dag", "Klar"],
        ["Åre", "3", "0,5", "2021-09-29", "ja"],
        ["'=SUMMA(A1)", "-1", "", "", "nej"],
    ]


def test_csv_in_english_has_commas_and_decimal_points():
    with translation.override("en"):
        rows = read_csv(as_csv(TABLE), ",")

    assert rows[1] == ["Åre", "3", "0.5", "2021-09-29", "yes"]


def test_a_workbook_keeps_numbers_and_days_and_says_what_it_is():
    (title, rows), (_about, about) = sheets(as_xlsx(TABLE)).items()

    assert title == "Exempel  1 2"
    assert rows[1] == ("Åre", 3, 0.5, datetime(2021, 9, 29), "ja")
    assert rows[2][:2] == ("'=SUMMA(A1)", -1)
    assert about == [("Källa", "Exempelverket")]


def test_a_table_without_rows_is_a_file_with_a_head():
    empty = Table("tom", "Tom", ["A"], [])

    assert read_csv(as_csv(empty), ";") == [["A"]]
    assert sheets(as_xlsx(empty)) == {"Tom": [("A",)]}


def test_a_row_with_a_long_text_is_wrapped_and_its_days_stay_days():
    long = Table("t", "T", ["Text", "Dag"], [["x" * 61, date(2021, 9, 29)], ["x" * 60, date(2021, 9, 29)]])

    sheet = load_workbook(io.BytesIO(as_xlsx(long)))["T"]

    assert [bool(sheet.cell(row, 1).alignment.wrap_text) for row in (2, 3)] == [True, False]
    assert [sheet.cell(row, 2).number_format for row in (2, 3)] == ["yyyy-mm-dd", "yyyy-mm-dd"]


def test_a_moment_keeps_its_hour_in_a_workbook():
    found = sheets(as_xlsx(Table("t", "T", ["Stund"], [[datetime(2026, 1, 2, 3, 4, tzinfo=UTC)]])))

    assert found["T"][1] == (datetime(2026, 1, 2, 3, 4),)


@pytest.mark.parametrize("kind, media", [("csv", "text/csv"), ("xlsx", "spreadsheetml.sheet")])
def test_a_file_is_sent_to_be_saved_under_its_name(kind, media):
    response = file_response(TABLE, kind)

    assert media in response["Content-Type"]
    assert response["Content-Disposition"] == f'attachment; filename="exempel.{kind}"'


@settings(max_examples=25)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=2)))
def test_no_cell_of_text_begins_as_a_formula_does(rows):
    table = Table("t", "T", ["=A", "@B"], rows)

    cells = [cell for row in read_csv(as_csv(table), ";") for cell in row]
    cells += [cell for row in sheets(as_xlsx(table))["T"] for cell in row if cell]

    assert not [cell for cell in cells if str(cell).lstrip().startswith(("=", "+", "-", "@"))]
