"""Ratings over time: a row an agreement and month, missing where they are missing, and what is refused."""

from datetime import date, datetime

import pytest
from django.core.management import CommandError
from openpyxl import load_workbook

from municipalities.versions import current_version
from providers.models import Agreement, DeliveryArea, Rating
from tests.import_files import every_row, make_ground, result_row, run, write_ratings, write_results

pytestmark = [pytest.mark.once, pytest.mark.django_db]
MONTHS = ["Januari 2025", "Februari 2025", "Mars 2025"]
JANUARY, FEBRUARY, MARCH = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)


@pytest.fixture(autouse=True)
def ground(db):
    make_ground()


@pytest.fixture
def put_in(tmp_path):
    """Imports ratings with these columns of months and these rows."""

    def put_in(*rows, months=MONTHS, preamble=0, **options):
        return run("import_ratings", write_ratings(tmp_path / "e.xlsx", months, *rows, preamble=preamble), **options)

    return put_in


def rated(number=90000001, *values, name="Exempelbolaget AB", area="Exempelområdet") -> list:
    return [name, area, "Exempelregionen", number, *values]


def ratings() -> list[tuple]:
    return list(Rating.objects.order_by("agreement__number", "period").values_list("period", "value"))


def assert_refused(put_in, *rows, told: str, **options):
    before = every_row()
    with pytest.raises(CommandError, match=told) as refusal:
        put_in(*rows, **options)
    assert "Nothing was saved" in str(refusal.value)
    assert every_row() == before


def test_each_month_becomes_a_rating_of_the_agreement(put_in):
    put_in(rated(90000001, 1, "4", 2.0))

    assert ratings() == [(JANUARY, 1), (FEBRUARY, 4), (MARCH, 2)]
    agreement = Agreement.objects.get()
    assert (agreement.number, agreement.service_id, agreement.starts_on) == ("90000001", "rom2", None)
    assert (agreement.provider.name, agreement.area.name) == ("Exempelbolaget AB", "Exempelområdet")


def test_betyg_saknas_is_a_missing_rating_and_an_empty_cell_is_none(put_in):
    put_in(rated(90000001, "Betyg saknas", None, "-"))

    assert ratings() == [(JANUARY, None), (MARCH, None)]


def test_a_row_that_ends_early_says_nothing_of_the_other_months(put_in):
    put_in(rated(90000001, 3))

    assert ratings() == [(JANUARY, 3)]


@pytest.mark.parametrize(
    "header", ["Januari 2025", "JANUARI 2025", "januari  2025 ", "jan 2025", "2025-01", datetime(2025, 1, 1)]
)
def test_a_month_is_known_however_its_header_is_written(put_in, header):
    put_in(rated(90000001, 3), months=[header])

    assert ratings() == [(JANUARY, 3)]


def test_the_headers_need_not_be_on_the_first_row(put_in):
    put_in(rated(90000001, 3), months=MONTHS[:1], preamble=4)

    assert ratings() == [(JANUARY, 3)]


def test_columns_are_found_by_header_and_not_by_place(put_in, tmp_path):
    path = write_ratings(tmp_path / "turned.xlsx", MONTHS, rated(90000001, 1, 2, 3))
    book = load_workbook(path)
    for row in book["Betyg"].iter_rows():
        for cell, value in zip(row, [cell.value for cell in row][::-1], strict=True):
            cell.value = value
    book.save(path)

    run("import_ratings", path)

    assert ratings() == [(JANUARY, 1), (FEBRUARY, 2), (MARCH, 3)]


def test_the_region_is_not_needed_and_not_stored(put_in):
    put_in(rated(90000001, 3))

    assert "Exempelregionen" not in every_row()


def test_importing_the_same_file_twice_writes_not_one_row(put_in):
    put_in(rated(90000001, 1, "Betyg saknas", None))
    before, version = every_row(), current_version()

    out = put_in(rated(90000001, 1, "Betyg saknas", None))

    assert every_row() == before
    assert current_version() == version
    assert "Ratings: 0 new, 0 changed, 2 unchanged, 0 gone" in out


def test_a_trial_run_tells_everything_and_saves_nothing(put_in):
    put_in(rated(90000001, 1, 2, None))
    before, version = every_row(), current_version()

    out = put_in(rated(90000001, "Betyg saknas", 2, 3), rated(90000002, None, None, 4), dry_run=True)

    assert every_row() == before
    assert current_version() == version
    assert "Ratings: 2 new, 1 changed, 1 unchanged, 0 gone" in out
    assert "90000001 Exempelbolaget AB 2025-01: rating: 1 → missing" in out


def test_a_rating_that_a_later_file_leaves_empty_is_told_and_kept(put_in):
    put_in(rated(90000001, 1, 2, 3))

    out = put_in(rated(90000001, 1, None, 4))

    assert "− 90000001 2025-02" not in out  # no row of the file is about February, so nothing of it can be gone
    assert ratings() == [(JANUARY, 1), (FEBRUARY, 2), (MARCH, 4)]


def test_an_agreement_that_a_later_file_lacks_is_told_and_kept(put_in):
    put_in(rated(90000001, 1), rated(90000002, 2))

    out = put_in(rated(90000001, 1))

    assert "− 90000002 2025-01" in out
    assert Rating.objects.count() == 2


@pytest.mark.parametrize("results_first", [True, False])
def test_ratings_and_results_of_an_agreement_meet_whichever_comes_first(put_in, tmp_path, results_first):
    results = write_results(tmp_path / "results.xlsx", result_row(90000001))
    imports = [lambda: run("import_results", results), lambda: put_in(rated(90000001, 3))]

    for put in imports if results_first else reversed(imports):
        put()

    assert Agreement.objects.values_list("number", "area__name", "starts_on").get() == (
        "90000001",
        "Exempelområdet",
        date(2023, 4, 17),
    )
    assert DeliveryArea.objects.count() == 1


@pytest.mark.parametrize("value", [0, 5, 2.5, "bra", True, -1])
def test_what_is_no_rating_keeps_the_whole_file_out(put_in, value):
    assert_refused(
        put_in,
        rated(90000002, 3, 3, 3),
        rated(90000001, 3, value, 3),
        told=r"row 3: 90000001 Exempelbolaget AB: 2025-02: “.*” is",
    )


@pytest.mark.parametrize(
    "row, told",
    [
        (rated("fel", 3), "Ka-Nummer: “fel” is not an agreement number"),
        (rated(None, 3), "Ka-Nummer: is missing"),
        (rated(90000001, 3, name=None), "Leverantörsnamn: is missing"),
        (rated(90000001, 3, area=" "), "Leveransområde: is missing"),
    ],
)
def test_a_row_that_cannot_be_read_keeps_the_whole_file_out(put_in, row, told):
    assert_refused(put_in, rated(90000002, 3), row, told=told)


def test_an_agreement_that_stands_twice_keeps_the_whole_file_out(put_in):
    told = "row 4: 90000001 Exempelbolaget AB: Ka-Nummer: 90000001 appears twice, first at row 2"

    assert_refused(put_in, rated(90000001, 3), rated(90000002, 3), rated("90000001", 3), told=told)


@pytest.mark.parametrize("header", ["Trettonde 2025", "Janurai 2025", "2025-13"])
def test_a_column_of_a_year_that_is_no_month_is_one_clear_fault(put_in, header):
    assert_refused(put_in, rated(90000001, 3), months=[header], told=f"“{header}” is not a month")


def test_a_month_that_stands_twice_is_one_clear_fault(put_in):
    assert_refused(put_in, rated(90000001, 3, 3), months=["Januari 2025", "2025-01"], told="appear twice: 2025-01")


def test_a_month_to_come_is_one_clear_fault(put_in):
    assert_refused(put_in, rated(90000001, 3), months=["Januari 2099"], told="2099-01 is still to come")


@pytest.mark.parametrize("months", [[], ["Kommentar"]])
def test_a_table_without_months_is_one_clear_fault(put_in, months):
    assert_refused(put_in, rated(90000001, "x"), months=months, told="no column of a month")


def test_a_column_that_is_not_known_is_remarked_upon(put_in):
    assert "columns that are not known: Kommentar" in put_in(rated(90000001, 3, "x"), months=["Mars 2025", "Kommentar"])


@pytest.mark.parametrize("value, is_refused", [(3, True), ("Betyg saknas", False), (None, False)])
def test_a_rating_before_the_service_began_is_refused_and_a_missing_one_left_out(put_in, value, is_refused):
    rows, months = [rated(90000001, value, 2)], ["Mars 2023", "April 2023"]

    if is_refused:
        assert_refused(put_in, *rows, months=months, told="2023-03: 3 comes before Rusta och matcha 2 began")
    else:
        put_in(*rows, months=months)

    assert ratings() == ([] if is_refused else [(date(2023, 4, 1), 2)])


def test_a_workbook_without_agreement_numbers_is_one_clear_fault(put_in, tmp_path):
    path = write_ratings(tmp_path / "exempel.xlsx", MONTHS)
    book = load_workbook(path)
    book["Betyg"]["D1"] = "Nummer"
    book.save(path)

    with pytest.raises(CommandError, match="no table with the column Ka-Nummer"):
        run("import_ratings", path)
