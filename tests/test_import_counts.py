"""Unemployment and participants per municipality: what is saved of a file, what is refused, and what is told."""

from datetime import date, datetime

import pytest
from django.core.management import CommandError
from openpyxl import Workbook

from municipalities.models import Source, Unemployment
from municipalities.versions import current_version
from providers.models import Participants
from tests.factories import make_municipality, make_participants, make_unemployment
from tests.import_files import (
    PARTICIPANTS_HEADERS,
    UNEMPLOYMENT_HEADERS,
    count_row,
    every_row,
    make_ground,
    run,
    write_counts,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]
JANUARY = date(2026, 1, 1)
COMMANDS = {
    "import_unemployment": (Unemployment, "unemployed", "ARBETSLÖSA", UNEMPLOYMENT_HEADERS),
    "import_participants": (Participants, "participants", "DELTAGARE", PARTICIPANTS_HEADERS),
}
both = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture(autouse=True)
def ground(db):
    make_ground()


@pytest.fixture
def put_in(tmp_path):
    """Imports a file with these rows."""

    def put_in(command, *rows, suffix="xlsx", headers=None, dry_run=False):
        path = write_counts(tmp_path / f"exempel.{suffix}", *rows, headers=headers or COMMANDS[command][3])
        return run(command, path, dry_run=dry_run)

    return put_in


def counted(command: str, value) -> dict:
    """A row with this value in the column of the count."""
    return count_row(**{COMMANDS[command][2]: value})


def stored(command: str) -> list[tuple]:
    model, field, *_rest = COMMANDS[command]
    return list(model.objects.order_by("municipality", "period").values_list(field, "is_masked"))


def assert_refused(put_in, command, *rows, told: str, **options) -> str:
    before = every_row()
    with pytest.raises(CommandError, match=told) as refusal:
        put_in(command, *rows, **options)
    assert "Nothing was saved" in str(refusal.value)
    assert every_row() == before
    return str(refusal.value)


# --- What is saved ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_row_becomes_the_unemployed_of_its_municipality_with_the_ages_and_the_source(put_in, suffix):
    put_in("import_unemployment", count_row(), suffix=suffix)

    row = Unemployment.objects.get()
    assert (row.municipality_id, row.period, row.unemployed, row.is_masked) == ("0180", JANUARY, 500, False)
    assert (row.age_range, row.source.publisher, row.is_example) == ("16–66", "Arbetsförmedlingen", False)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("service", ["RoM 2", "rom2", "Rusta och matcha 2", "rusta och matcha 2"])
def test_a_row_becomes_the_participants_of_its_municipality_and_service(put_in, suffix, service):
    put_in("import_participants", count_row(TJÄNST=service), suffix=suffix)

    row = Participants.objects.get()
    assert (row.service_id, row.municipality_id, row.period, row.participants) == ("rom2", "0180", JANUARY, 70)
    assert (row.certainty, row.source.key, row.is_example) == ("stated", "af-deltagare-kommun", False)


@pytest.mark.parametrize("country", ["Riket", "riket", "Hela landet"])
def test_participants_of_the_country_have_no_municipality(put_in, country):
    put_in("import_participants", count_row(KOMMUN=country, LÄN=country, DELTAGARE=64_400))

    row = Participants.objects.get()
    assert (row.municipality, row.participants) == (None, 64_400)


@both
@pytest.mark.parametrize(
    "value, number, is_masked",
    [
        ("<5", None, True),
        ("< 10", None, True),
        ("-", None, False),
        (None, None, False),
        (0, 0, False),
        ("1 234", 1234, False),
    ],
)
def test_a_masked_count_is_masked_a_missing_one_missing_and_only_zero_is_zero(
    put_in, command, value, number, is_masked
):
    put_in(command, counted(command, value))

    assert stored(command) == [(number, is_masked)]


@both
def test_rows_without_a_municipality_are_left_out_counted_and_told(put_in, command):
    unknown = {**counted(command, 7), "KOMMUN": "Uppgift saknas", "LÄN": "Uppgift saknas"}

    out = put_in(command, counted(command, 70), unknown, {**unknown, "PERIOD": "2025-12"})

    assert len(stored(command)) == 1
    assert "2 rows without a municipality were left out; together they count 14." in out


@both
@pytest.mark.parametrize("period", ["2026-01", datetime(2026, 1, 1), "Januari 2026", " 2026-1 "])
def test_a_month_is_the_same_however_it_is_written(put_in, command, period):
    put_in(command, {**counted(command, 7), "PERIOD": period})

    assert COMMANDS[command][0].objects.get().period == JANUARY


@pytest.mark.parametrize(
    "period, ages",
    [("2022-12", "16–64"), ("2023-01", "16–65"), ("2025-12", "16–65"), ("2026-01", "16–66")],
)
def test_the_ages_follow_from_the_month(put_in, period, ages):
    put_in("import_unemployment", count_row(PERIOD=period))

    assert Unemployment.objects.get().age_range == ages


def test_a_change_of_ages_within_the_file_is_told_as_a_break(put_in):
    out = put_in("import_unemployment", count_row(), count_row(PERIOD="2025-12"), count_row(PERIOD="2025-11"))

    assert out.count("a break in the series") == 1
    assert "From 2026-01 the ages are 16–66 instead of 16–65" in out


def test_places_are_found_whatever_case_and_spaces_but_letter_by_letter(put_in):
    make_municipality("1880", name="Örebro")

    put_in("import_unemployment", count_row(LÄN="EXEMPELLÄN  18", KOMMUN=" ÖREBRO "))

    assert Unemployment.objects.get().municipality_id == "1880"
    assert_refused(put_in, "import_unemployment", count_row(LÄN="Exempellän 18", KOMMUN="Orebro"), told="“Orebro”")


# --- Again, and revised ----------------------------------------------------------------------------------------------


@both
def test_importing_the_same_file_twice_writes_not_one_row(put_in, command):
    rows = [counted(command, 70), {**counted(command, "<5"), "PERIOD": "2025-12"}]
    put_in(command, *rows)
    before, version = every_row(), current_version()

    out = put_in(command, *rows)

    assert (every_row(), current_version()) == (before, version)
    assert "0 new, 0 changed, 2 unchanged, 0 gone" in out


@both
def test_a_revised_month_is_told_saved_and_kept_with_what_it_was(put_in, command):
    model, field, *_rest = COMMANDS[command]
    put_in(command, counted(command, 70))

    trial = put_in(command, counted(command, "<5"), dry_run=True)
    out = put_in(command, counted(command, "<5"))

    assert "70 → masked" in trial
    assert "70 → masked" in out
    assert stored(command) == [(None, True)]
    kept = model.history.order_by("history_id").values_list("history_type", field, "history_change_reason")
    assert list(kept) == [("+", 70, "Import of exempel.xlsx"), ("~", None, "Import of exempel.xlsx")]


@both
def test_a_row_that_a_later_file_lacks_is_told_as_gone_and_stays(put_in, command):
    put_in(
        command, counted(command, 70), {**counted(command, 8), "KOMMUN": "Exempelkommun 0380", "LÄN": "Exempellän 03"}
    )

    out = put_in(command, counted(command, 70))

    assert "0 new, 0 changed, 1 unchanged, 1 gone" in out
    assert stored(command) == [(70, False), (8, False)]


@both
def test_a_trial_run_saves_nothing_not_even_the_source(put_in, command):
    before = every_row()

    out = put_in(command, counted(command, 70), dry_run=True)

    assert "1 new" in out
    assert "A trial run" in out
    assert every_row() == before


@both
def test_examples_of_the_same_month_are_left_as_they_are_and_counted_apart(put_in, command):
    model, field, *_rest = COMMANDS[command]
    make = {"import_unemployment": make_unemployment, "import_participants": make_participants}[command]
    example = make(municipality_id="0180")

    put_in(command, counted(command, 70))

    assert model.objects.get(is_example=True) == example
    assert getattr(model.objects.get(is_example=False), field) == 70


def test_the_number_of_the_country_that_was_only_reported_becomes_stated(put_in):
    source = Source.objects.create(key="kopia", publisher="Exempel", title="Kopia")
    make_participants(
        municipality=None, period=JANUARY, participants=64_000, is_example=False, source=source, certainty="reported"
    )

    out = put_in("import_participants", count_row(KOMMUN="Riket", DELTAGARE=64_400))

    row = Participants.objects.get()
    assert (row.participants, row.certainty, row.source.key) == (64_400, "stated", "af-deltagare-kommun")
    assert "64000 → 64400" in out
    assert "reported → stated" in out


# --- What is refused -------------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize(
    "value, told",
    [
        (-1, "“-1” does not lie between 0 and"),
        ("många", "“många” is not a number"),
        ("12 %", "“12 %” is not a number"),
        (1.5, "“1.5” is not a whole number"),
        (True, "“True” is not a number"),
        (10_001, "10001 is more than the 10000 inhabitants"),
    ],
)
def test_what_is_no_count_is_refused_with_its_line(put_in, command, value, told):
    message = assert_refused(put_in, command, counted(command, value), told=told)

    assert "row 6: " in message


@both
def test_a_count_of_everybody_is_just_within_the_border(put_in, command):
    put_in(command, counted(command, 10_000))

    assert stored(command) == [(10_000, False)]


@both
@pytest.mark.parametrize(
    "values, told",
    [
        ({"KOMMUN": "Exempelköping"}, "there is no municipality “Exempelköping”"),
        ({"LÄN": "Exempellän 77"}, "there is no county “Exempellän 77”"),
        ({"LÄN": "Exempellän 03"}, "Exempelkommun 0180 does not lie in Exempellän 03 but in Exempellän 01"),
        ({"LÄN": None}, "LÄN: is missing"),
        ({"PERIOD": None}, "PERIOD: is missing"),
        ({"PERIOD": "2026-13"}, "“2026-13” is not a month"),
        ({"PERIOD": "2099-01"}, "2099-01 is still to come"),
    ],
)
def test_a_row_that_is_about_nothing_known_is_refused_with_its_line(put_in, command, values, told):
    message = assert_refused(put_in, command, {**counted(command, 70), **values}, told=told)

    assert "row 6: " in message


@pytest.mark.parametrize(
    "values, told",
    [
        ({"TJÄNST": "Exempeltjänsten"}, "there is no service “Exempeltjänsten”"),
        ({"TJÄNST": None}, "TJÄNST: is missing"),
        ({"PERIOD": "2023-03"}, "2023-03 comes before Rusta och matcha 2 began"),
    ],
)
def test_participants_of_no_service_or_before_it_began_are_refused(put_in, values, told):
    assert_refused(put_in, "import_participants", count_row(**values), told=told)


def test_the_month_in_which_a_service_begins_is_within_the_border(put_in):
    put_in("import_participants", count_row(PERIOD="2023-04"))

    assert Participants.objects.count() == 1


@both
def test_a_period_that_stands_twice_is_refused_with_both_lines(put_in, command):
    message = assert_refused(put_in, command, counted(command, 70), counted(command, 71), told="appears twice")

    assert "row 7: " in message
    assert "first at row 6" in message


@both
def test_a_column_that_is_not_known_stops_the_file(put_in, command):
    headers = [*COMMANDS[command][3], "KÖN"]

    assert_refused(put_in, command, counted(command, 70), headers=headers, told="not known: KÖN")


@both
@pytest.mark.parametrize("lacking", ["PERIOD", "LÄN", "KOMMUN"])
def test_a_column_that_is_lacking_stops_the_file(put_in, command, lacking):
    headers = [header for header in COMMANDS[command][3] if header != lacking]

    assert_refused(put_in, command, counted(command, 70), headers=headers, told=f"lacks the columns {lacking}")


@both
def test_all_faults_are_told_at_once_in_the_order_of_the_file(put_in, command):
    rows = [counted(command, "många"), {**counted(command, 1), "KOMMUN": "Exempelköping"}, counted(command, -1)]

    message = assert_refused(put_in, command, *rows, told="3 errors")

    assert [message.index(f"row {number}: ") for number in (6, 7, 8)] == sorted(
        message.index(f"row {number}: ") for number in (6, 7, 8)
    )


# --- Text files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_is_read_whatever_separator_and_encoding(tmp_path, separator, encoding):
    lines = [UNEMPLOYMENT_HEADERS, ["2026-01", "Exempellän 01", "Exempelkommun 0180", "<5"]]
    path = tmp_path / "exempel.csv"
    path.write_text("\r\n".join(separator.join(line) for line in lines), encoding=encoding)

    run("import_unemployment", path)

    assert stored("import_unemployment") == [(None, True)]


@pytest.mark.parametrize(
    "content, told",
    [
        (b"\x00\x01\x02", "neither an Excel workbook"),
        (b"kommun;antal\n0180;5\n", "has no table with the column ARBETSL"),
        ("PERIOD;LÄN;KOMMUN;ARBETSLÖSA\n".encode(), "has no rows below its headers"),
        (b'"' + b"x" * 200_000 + b"\n", "cannot be read from line"),
        (b"\xd0\xcf\x11\xe0rest", "older .xls file"),
        (b"PK rest", "damaged or cut off"),
    ],
    ids=["binary", "another table", "no rows", "endless cell", "xls", "cut-off archive"],
)
def test_what_is_no_table_of_counts_is_refused_in_a_line(tmp_path, content, told):
    path = tmp_path / "exempel.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=told):
        run("import_unemployment", path)


def test_a_workbook_with_the_table_on_two_sheets_tells_lines_with_their_sheet(tmp_path):
    book = Workbook()
    for title, period in (("Ett", "2026-01"), ("Två", "2026-01")):
        sheet = book.active if title == "Ett" else book.create_sheet()
        sheet.title = title
        sheet.append(UNEMPLOYMENT_HEADERS)
        sheet.append([period, "Exempellän 01", "Exempelkommun 0180", 5])
    book.save(tmp_path / "exempel.xlsx")

    with pytest.raises(CommandError, match=r"Två, row 2: .*first at Ett, row 2"):
        run("import_unemployment", tmp_path / "exempel.xlsx")
