"""Tables that people fill in: how they are read, whatever their shape, and what is told of them. No database."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from municipalities.importers import class_files, codes, columns, municipality_files, reading
from municipalities.importers.reading import ImportFault, Severity
from municipalities.importers.workbooks import EXAMPLE, REMARK
from providers.importers import (
    agreement_files,
    area_files,
    office_columns,
    office_rows,
    participants,
    ratings,
    results,
    unemployment,
)
from providers.importers.providers import organisation_number
from rollout.importers import plan_files
from rollout.imports.templates import TEMPLATES, template_file
from tests.import_tables import as_text, headers_of, write_table

pytestmark = pytest.mark.once
SHAPE = municipality_files.SHAPE
HEADERS = headers_of(SHAPE)
UMEA = {"KOMMUNKOD": "2480", "KOMMUN": "Umeå", "LÄN": "Västerbottens län", "FOLKMÄNGD": 133_091, "ÅR": 2024}
UMEA |= {"LATITUD": 63.825, "LONGITUD": 20.263}
READ = {
    "code": "2480",
    "name": "Umeå",
    "county": "Västerbottens län",
    "population": 133_091,
    "population_year": 2024,
    "latitude": 63.825,
    "longitude": 20.263,
}


def read(path: Path):
    return columns.read(path, SHAPE)


def errors(file) -> list[str]:
    return [f"{one.line}: {one.message}" for one in file.problems if one.severity is Severity.ERROR]


def remarks(file) -> list[str]:
    return [f"{one.line}: {one.message}" for one in file.problems if one.severity is Severity.REMARK]


@pytest.fixture(autouse=True)
def _english(settings):
    from django.utils import translation

    with translation.override("en"):
        yield


# --- Shapes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_a_text_says_the_same_whatever_its_separator_and_encoding(tmp_path, separator, encoding):
    file = read(write_table(tmp_path / "fil.csv", HEADERS, UMEA, separator=separator, encoding=encoding))

    assert [row.values for row in file.rows] == [READ]
    assert file.problems == []


def test_utf_16_from_either_end_is_known_by_its_mark(tmp_path):
    text = as_text([HEADERS, [UMEA[header] for header in HEADERS]], "\t")
    path = tmp_path / "fil.txt"
    path.write_bytes(b"\xfe\xff" + text.encode("utf-16-be"))

    assert [row.values for row in read(path).rows] == [READ]


def test_a_workbook_says_the_same_as_a_text(tmp_path):
    assert [row.values for row in read(write_table(tmp_path / "fil.xlsx", HEADERS, UMEA)).rows] == [READ]


def test_text_that_holds_bytes_of_no_windows_letter_is_read_as_latin_1(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes(as_text([HEADERS, [UMEA[header] for header in HEADERS]], ";").encode("latin-1") + b"\x81;\r\n")

    assert errors(read(path))[0] == "row 3: KOMMUNKOD: “�” holds a control character"


@pytest.mark.parametrize(
    "changed, found, told",
    [
        ({"KOMMUNKOD": "180"}, {"code": "0180"}, ["row 2: KOMMUNKOD: “180” is read as 0180"]),
        ({"KOMMUNKOD": 180}, {"code": "0180"}, ["row 2: KOMMUNKOD: “180” is read as 0180"]),
        ({"KOMMUNKOD": " 0180 "}, {"code": "0180"}, []),
        ({"KOMMUN": "  Umeå  "}, {"name": "Umeå"}, []),
        ({"FOLKMÄNGD": "133 091"}, {"population": 133_091}, []),
        ({"LATITUD": "63,825"}, {"latitude": 63.825}, []),
        ({"LATITUD": None, "LONGITUD": "-"}, {"latitude": None, "longitude": None}, []),
    ],
    ids=["text without zero", "number without zero", "spaces", "name", "thousands", "comma", "missing"],
)
def test_values_are_read_as_people_write_them(tmp_path, changed, found, told):
    file = read(write_table(tmp_path / "fil.xlsx", HEADERS, {**UMEA, **changed}))

    assert [row.values for row in file.rows] == [{**READ, **found}]
    assert (errors(file), remarks(file)) == ([], told)


@pytest.mark.parametrize(
    "changed, told",
    [
        ({"KOMMUNKOD": "18"}, "KOMMUNKOD: “18” is not a municipality code: four digits"),
        ({"KOMMUNKOD": None}, "KOMMUNKOD: is missing"),
        ({"KOMMUN": ""}, "KOMMUN: is missing"),
        ({"FOLKMÄNGD": "många"}, "FOLKMÄNGD: “många” is not a number"),
        ({"ÅR": 1967}, "ÅR: “1967” is not a year from 1968 on"),
        ({"LATITUD": 20.263}, "LATITUD: “20.263” does not lie between 54 and 70 degrees"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_with_line_key_and_name(tmp_path, changed, told):
    file = read(write_table(tmp_path / "fil.xlsx", HEADERS, UMEA | {"KOMMUNKOD": "2418"}, UMEA | changed))

    assert errors(file) == [f"row 3: {told}"]
    assert [row.get("code") for row in file.rows] == ["2418"]
    (problem,) = [one for one in file.problems if one.severity is Severity.ERROR]
    assert problem.key == (str(changed.get("KOMMUNKOD", "2480") or ""))
    assert problem.name == changed.get("KOMMUN", "Umeå")


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    bad = {**UMEA, "KOMMUNKOD": "x", "FOLKMÄNGD": "x", "ÅR": "x"}

    assert len(errors(read(write_table(tmp_path / "fil.xlsx", HEADERS, bad, bad)))) == 6


# --- Columns and rows ------------------------------------------------------------------------------------------------


def test_a_column_that_must_be_there_is_named_when_it_is_missing(tmp_path):
    path = write_table(tmp_path / "fil.xlsx", ["KOMMUNKOD", "KOMMUN", "BEFOLKNING"], UMEA)

    with pytest.raises(ImportFault, match=r"lacks the columns FOLKMÄNGD, ÅR\. It has: KOMMUNKOD, KOMMUN, BEFOLKNING"):
        read(path)


def test_a_column_that_need_not_be_there_says_nothing_when_it_is_missing(tmp_path):
    file = read(write_table(tmp_path / "fil.xlsx", ["KOMMUNKOD", "KOMMUN", "FOLKMÄNGD", "ÅR"], UMEA))

    assert file.present == {"code", "name", "population", "population_year"}
    assert file.given(file.rows[0], ("name", "latitude")) == {"name": "Umeå"}


def test_a_column_that_is_not_known_is_told_and_those_of_remarks_and_faults_are_not(tmp_path):
    own = {REMARK: "Se brev", "FEL": "LÄN: saknas"}

    file = read(write_table(tmp_path / "fil.xlsx", [*HEADERS, "AREAL", *own], {**UMEA, **own, "AREAL": 1}))

    assert remarks(file) == ["row 1: columns that are not known: AREAL"]
    assert len(file.rows) == 1


def test_rows_that_are_marked_as_examples_are_left_out_and_told(tmp_path):
    rows = (UMEA | {REMARK: EXAMPLE}, UMEA | {REMARK: " exempeldata "}, UMEA)

    file = read(write_table(tmp_path / "fil.xlsx", [*HEADERS, REMARK], *rows))

    assert (len(file.rows), file.notes()) == (1, ["2 rows of examples were left out."])


def test_a_row_that_stands_twice_is_read_once_and_one_that_says_otherwise_is_an_error(tmp_path):
    file = read(write_table(tmp_path / "fil.xlsx", HEADERS, UMEA, UMEA, {**UMEA, "FOLKMÄNGD": 1}))

    assert [row.get("population") for row in file.rows] == [133_091]
    assert file.notes() == ["1 row says what another says."]
    assert errors(file) == ["row 4: KOMMUNKOD: stands otherwise at row 2"]


def test_the_guide_of_a_template_is_not_taken_for_a_table(tmp_path):
    path = tmp_path / "mall.xlsx"
    path.write_bytes(template_file(TEMPLATES["municipalities"], "xlsx"))
    book = load_workbook(path)
    book.worksheets[0].append([UMEA[header] for header in HEADERS])
    book.save(path)

    assert [row.values for row in read(path).rows] == [READ]


# --- Single values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written, found",
    [
        ("5560000000", "556000-0000"),
        ("556000-0000", "556000-0000"),
        (5560000000, "556000-0000"),
        ("16556000-0000", "556000-0000"),
        ("-", ""),
    ],
)
def test_an_organisation_number_is_one_however_it_is_written(written, found):
    assert organisation_number(written) == found


@pytest.mark.parametrize("written", ["800101-0000", "55600-0000", "abc"])
def test_a_number_of_a_person_is_refused_as_any_that_is_none(written):
    with pytest.raises(reading.ValueFault):
        organisation_number(written)


@pytest.mark.parametrize(
    "written, is_day", [("1999-12-31", False), ("2000-01-01", True), ("2099-12-31", True), ("2100-01-01", False)]
)
def test_a_day_lies_in_our_time(written, is_day):
    if is_day:
        assert codes.day(datetime.fromisoformat(written)) == date.fromisoformat(written)
    else:
        with pytest.raises(reading.ValueFault):
            codes.day(written)


@pytest.mark.parametrize("written", ["angiven", "Angiven", "stated"])
def test_certainty_is_read_in_swedish_and_by_its_key(written):
    assert codes.certainty(written) == "stated"


# --- Templates: written and read back --------------------------------------------------------------------------------

SHAPES = {
    "municipalities": SHAPE,
    "classes": class_files.SHAPE,
    "areas": area_files.SHAPE,
    "agreements": agreement_files.SHAPE,
    "offices": office_rows.SHAPE,
    "plan": plan_files.SHAPE,
}
WORDS = st.text(alphabet="abcdåäöÅÄÖéx -'.&;,\"", min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
NAMES = WORDS.filter(lambda text: any(letter.isalnum() for letter in text) and text not in ("-",))
DAYS = st.none() | st.dates(date(2015, 1, 1), date(2099, 12, 31))
CODES = st.integers(0, 99_99).map("{:04d}".format)
VALUES = {
    codes.municipality_code: CODES,
    codes.key: st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z]", fullmatch=True),
    codes.year: st.integers(1968, 2026),
    codes.latitude: st.floats(54, 70).map(lambda value: round(value, 5)),
    codes.longitude: st.floats(10, 25).map(lambda value: round(value, 5)),
    codes.certainty: st.sampled_from(["stated", "derived", "reported"]),
    organisation_number: st.just("") | st.from_regex(r"[0-9]{2}[2-9][0-9]{3}-[0-9]{4}", fullmatch=True),
    reading.name: NAMES,
    office_columns.postal_code: st.from_regex(r"[0-9]{5}|", fullmatch=True),
    reading.whole: st.integers(0, 10_000_000),
    reading.number: st.none() | st.floats(-89, 89).map(lambda value: round(value, 5)),
    reading.day: DAYS,
    codes.day: DAYS,
    reading.yes_or_no: st.booleans(),
}


def rows_of(shape):
    """Rows as an importer would read them, each about something else; the first of their values is never empty."""
    short = NAMES.map(lambda text: text[:10].strip())
    fields = {column.field: VALUES.get(column.read, short) for column in shape.columns}
    return st.lists(st.fixed_dictionaries(fields), min_size=1, max_size=6, unique_by=lambda row: _identity(shape, row))


def _identity(shape, row) -> tuple:
    return tuple(str(row[name]).casefold() for name in shape.identity)


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
# Without shrinking: each try writes and reads a workbook, and a failing one shows its few rows whole.
@settings(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_template_that_was_filled_in_gives_just_the_rows_that_were_written(tmp_path_factory, kind, ending, data):
    shape, rows = SHAPES[kind], data.draw(rows_of(SHAPES[kind]))
    path = tmp_path_factory.mktemp("mall") / f"mall.{ending}"
    fill = {"csv": filled_text, "xlsx": filled_workbook}[ending]

    path.write_bytes(fill(template_file(TEMPLATES[kind], ending), cells_of(shape, rows)))
    file = columns.read(path, shape)

    assert errors(file) == []
    assert [row.values for row in file.rows] == rows


def cells_of(shape, rows: list[dict]) -> list[list]:
    """Rows in the order of the columns."""
    return [[row[column.field] for column in shape.columns] for row in rows]


def filled_text(template: bytes, rows: list[list]) -> bytes:
    return template + as_text(rows, "," if b"," in template.splitlines()[0] else ";").encode()


def filled_workbook(template: bytes, rows: list[list]) -> bytes:
    book, file = load_workbook(io.BytesIO(template)), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(["ja" if value is True else "nej" if value is False else value for value in row])
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_explains_each_of_its_columns_and_its_rows_are_all_examples(kind):
    book = load_workbook(io.BytesIO(template_file(TEMPLATES[kind], "xlsx")))
    table, guide = ([[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets)

    assert [row[0] for row in guide[1:]] == table[0]
    assert all(row[1] for row in guide[1:])
    assert table[0][-1] == REMARK
    assert {row[-1] for row in table[1:]} == {EXAMPLE}
    assert template_file(TEMPLATES[kind], "csv").decode("utf-8-sig").split("\r\n")[0].split(",") == table[0]


OF_AF = {"results": results, "ratings": ratings, "unemployment": unemployment, "participants": participants}


@pytest.mark.parametrize("kind", OF_AF)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_example_of_a_file_of_afs_is_read_by_its_importer_once_it_is_no_example(tmp_path, kind, ending):
    path = tmp_path / f"mall.{ending}"
    path.write_bytes(template_file(TEMPLATES[kind], ending))
    with pytest.raises(ImportFault, match="has no rows below its headers"):
        OF_AF[kind].read(path)

    path.write_bytes({"csv": unmarked_text, "xlsx": unmarked_workbook}[ending](path.read_bytes()))
    file = OF_AF[kind].read(path)

    assert (len(file.rows), file.problems) == (1, [])


def unmarked_text(template: bytes) -> bytes:
    return template.replace(EXAMPLE.encode(), b"")


def unmarked_workbook(template: bytes) -> bytes:
    book, file = load_workbook(io.BytesIO(template)), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.cell(2, sheet.max_column).value = None
    book.save(file)
    return file.getvalue()


def test_excel_keeps_the_zero_of_a_code_that_is_written_below_the_template():
    book = load_workbook(io.BytesIO(template_file(TEMPLATES["municipalities"], "xlsx")))

    assert book.worksheets[0].column_dimensions["A"].number_format == "@"
    assert book.worksheets[0]["A2"].value == "0180"
