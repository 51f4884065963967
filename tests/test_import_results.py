"""A result follow-up: what is saved of it, what is refused, and what is remarked upon."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError
from openpyxl import load_workbook

from municipalities.versions import current_version
from providers.models import Agreement, DeliveryArea, Office, Provider, Result
from tests.factories import make_agreement, make_area, make_provider, make_result, make_service
from tests.import_files import (
    RESULT_HEADERS,
    every_row,
    listed,
    listed_office,
    make_ground,
    result_row,
    run,
    write_results,
    write_search,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]
JANUARY = date(2026, 1, 1)


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


# --- What is saved ---------------------------------------------------------------------------------------------------


def test_a_row_becomes_a_result_of_its_agreement_in_its_area(put_in):
    put_in(result_row(90000001))

    result = Result.objects.get()
    assert (result.agreement.number, result.period, result.rating) == ("90000001", JANUARY, 3)
    assert (result.weighted_result, result.active_22_months, result.risks_termination) == (
        Decimal("0.2760"),
        True,
        False,
    )
    assert (result.participants, result.participants_a, result.participants_c, result.rr2_b) == (60, 10, 30, 5)
    assert (result.agreement.service_id, result.agreement.starts_on) == ("rom2", date(2023, 4, 17))
    assert (result.agreement.provider.name, result.agreement.area.name) == ("Exempelbolaget AB", "Exempelområdet")


def test_the_area_of_a_new_agreement_has_no_municipalities(put_in):
    put_in(result_row(90000001))

    area = DeliveryArea.objects.get()
    assert (area.service_id, area.certainty, area.municipalities.count()) == ("rom2", "stated", 0)


@pytest.mark.parametrize("nothing", ["-", None, "Betyg saknas", "<5", " "])
def test_what_is_missing_is_stored_as_missing_and_never_as_zero(put_in, nothing):
    put_in(result_row(**dict.fromkeys(RESULT_HEADERS[5:], nothing)))

    stored = Result.objects.values().get()
    assert {value for column, value in stored.items() if column not in {"id", "agreement_id", "period"}} == {None}


def test_zero_is_stored_as_zero(put_in):
    counts = dict.fromkeys(RESULT_HEADERS[11:], 0)

    put_in(result_row(**counts, **{"VIKTAT RESULTATMÅTT": 0, "VIKTAT RESULTATMÅTT LÄGRE ÄN 0,2": "Ja"}))

    result = Result.objects.get()
    assert (result.participants, result.rr1_a, result.weighted_result) == (0, 0, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"KA-NUMMER": "90000001", "BETYG": "3", "ANTAL DELTAGARE": "60", "VIKTAT RESULTATMÅTT": "0,276"},
        {"KA-NUMMER": 90000001.0, "BETYG": 3.0, "ANTAL DELTAGARE": 60.0, "VIKTAT RESULTATMÅTT": 0.27600001},
        {"PERIOD": datetime(2026, 1, 1), "STARTDATUM AVTAL": datetime(2023, 4, 17)},
        {"PERIOD": " 2026-01 ", "LEVERANTÖRNAMN": " Exempelbolaget  AB "},
    ],
    ids=["text", "decimals", "dates", "spaces"],
)
def test_values_are_the_same_however_excel_keeps_them(put_in, values):
    put_in(result_row(90000001))
    before = every_row()

    put_in(result_row(90000001, **values))

    assert every_row() == before


def test_importing_the_same_file_twice_writes_not_one_row(put_in):
    put_in(result_row(90000001), result_row(90000002, BETYG="-", **{"BETYG 1 ELLER SAKNAR BETYG": "Ja"}))
    before, version = every_row(), current_version()

    out = put_in(result_row(90000001), result_row(90000002, BETYG="-", **{"BETYG 1 ELLER SAKNAR BETYG": "Ja"}))

    assert every_row() == before
    assert current_version() == version
    assert "Results: 0 new, 0 changed, 2 unchanged, 0 gone" in out


def test_a_trial_run_tells_everything_and_saves_nothing(put_in):
    put_in(result_row(90000001), result_row(90000002))
    before, version = every_row(), current_version()

    out = put_in(result_row(90000001, BETYG=4), result_row(90000003), dry_run=True)

    assert every_row() == before
    assert current_version() == version
    assert "Results: 1 new, 1 changed, 0 unchanged, 1 gone" in out
    assert "2026-01: rating: 3 → 4" in out


def test_a_period_that_is_revised_is_overwritten(put_in):
    put_in(result_row(90000001))

    put_in(result_row(90000001, BETYG="-", **{"BETYG 1 ELLER SAKNAR BETYG": "Ja", "ANTAL RR1 NIVÅ A": 7}))

    assert Result.objects.values_list("rating", "rr1_a", "participants").get() == (None, 7, 60)


def test_a_row_that_a_revised_file_lacks_is_told_and_kept(put_in):
    put_in(result_row(90000001), result_row(90000002))

    out = put_in(result_row(90000001))

    assert "− 90000002 2026-01" in out
    assert Result.objects.count() == 2


def test_results_of_examples_are_neither_gone_nor_touched(put_in):
    example = make_agreement(provider=make_provider(is_example=True), service=make_service("rom2"), area=None)
    make_result(agreement=example, period=JANUARY)

    assert "Results: 1 new, 0 changed, 0 unchanged, 0 gone" in put_in(result_row(90000001))


def test_a_column_that_is_absent_is_missing_and_not_no(put_in):
    headers = [header for header in RESULT_HEADERS if header != "RISKERAR HÄVNING"]

    out = put_in(result_row(), headers=headers)

    assert Result.objects.get().risks_termination is None
    assert "columns that are absent: RISKERAR HÄVNING" in out


def test_a_column_that_is_absent_says_nothing_of_what_is_known(put_in):
    put_in(result_row(**{"RISKERAR HÄVNING": "Ja"}))

    put_in(result_row(BETYG=4), headers=[header for header in RESULT_HEADERS if header != "RISKERAR HÄVNING"])

    assert Result.objects.values_list("rating", "risks_termination").get() == (4, True)


def test_columns_are_found_by_header_in_any_order_case_and_spacing(put_in, tmp_path):
    path = write_results(tmp_path / "turned.xlsx", result_row(90000001), headers=RESULT_HEADERS[::-1])
    book = load_workbook(path)
    for cell in book["Resultat 2026-01"][1]:
        cell.value = f" {cell.value.capitalize()}  "
    book.save(path)
    put_in(result_row(90000001))
    before = every_row()

    run("import_results", path)

    assert every_row() == before


def test_the_table_ends_before_the_sheet_does(put_in):
    assert "Results: 1 new" in put_in(result_row(), blank_rows=8)


def test_faults_are_told_by_excels_row_numbers_across_blank_rows(tmp_path):
    path = write_results(tmp_path / "exempel.xlsx", result_row(90000001), result_row(90000002, BETYG=7))
    book = load_workbook(path)
    book["Resultat 2026-01"].insert_rows(1, amount=2)
    book["Resultat 2026-01"].insert_rows(5, amount=3)
    book.save(path)

    with pytest.raises(CommandError, match="row 8: 90000002 Exempelbolaget AB: BETYG: “7” is not a rating"):
        run("import_results", path)


def test_a_file_can_have_a_sheet_for_each_of_several_months(tmp_path):
    path = write_results(tmp_path / "exempel.xlsx", result_row(90000001))
    book = load_workbook(path)
    second = book.copy_worksheet(book["Resultat 2026-01"])
    second.title, second["A2"] = "Resultat 2025-12", "2025-12"
    book.save(path)

    run("import_results", path)

    assert list(Result.objects.values_list("period", flat=True)) == [date(2025, 12, 1), JANUARY]


def test_a_sheet_without_a_month_may_hold_several(put_in):
    put_in(result_row(90000001), result_row(90000001, PERIOD="2025-12"), sheet="Resultat")

    assert Result.objects.count() == 2


# --- Whose agreement -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("results_first", [True, False])
def test_results_and_offices_of_an_agreement_meet_whichever_comes_first(put_in, tmp_path, results_first):
    path = write_search(tmp_path / "search.json", listed(90000001, listed_office()))
    imports = [lambda: put_in(result_row(90000001)), lambda: run("import_offices", path, on=date(2025, 3, 1))]

    for put in imports if results_first else reversed(imports):
        put()

    agreement = Agreement.objects.get()
    assert (agreement.area.name, agreement.starts_on) == ("Exempelområdet", date(2023, 4, 17))
    assert (Office.objects.count(), Result.objects.count(), Provider.objects.count()) == (1, 1, 1)


def test_what_is_known_of_an_agreement_is_kept_and_the_difference_remarked_upon(put_in):
    put_in(result_row(90000001))

    out = put_in(result_row(90000001, **{"LEVERANSOMRÅDE": "Exempelskogen", "STARTDATUM AVTAL": "2023-05-01"}))

    assert "delivery area: the file says Exempelskogen; Exempelområdet is known and kept" in out
    assert "first day: the file says 2023-05-01; 2023-04-17 is known and kept" in out
    assert Agreement.objects.values_list("area__name", "starts_on").get() == ("Exempelområdet", date(2023, 4, 17))


def test_a_second_agreement_of_a_provider_in_an_area_on_the_same_days_is_left_without_area(put_in):
    out = put_in(result_row(90000002, **{"STARTDATUM AVTAL": "2024-05-08"}), result_row(90000001))

    areas = dict(Agreement.objects.values_list("number", "area__name"))
    assert areas == {"90000001": "Exempelområdet", "90000002": None}
    assert "the provider has agreement 90000001 in Exempelområdet on these days" in out
    assert Result.objects.count() == 2


def test_the_area_comes_with_the_next_import_when_the_earlier_agreement_has_got_its_last_day(put_in):
    rows = result_row(90000001), result_row(90000002, **{"STARTDATUM AVTAL": "2024-05-08"})
    put_in(*rows)
    Agreement.objects.filter(number="90000001").update(ends_on=date(2024, 5, 7))

    put_in(*rows)

    assert set(Agreement.objects.values_list("area__name", flat=True)) == {"Exempelområdet"}


def test_a_first_day_after_the_last_day_is_left_out(put_in):
    make_agreement(
        number="90000001", service=make_service("rom2"), area=None, starts_on=None, ends_on=date(2023, 4, 16)
    )

    out = put_in(result_row(90000001))

    assert "2023-04-17 is left out, since the agreement's last day is 2023-04-16" in out
    assert Agreement.objects.get().starts_on is None


def test_an_area_that_is_an_example_is_in_the_way(put_in):
    make_area(name="Exempelområdet", service=make_service("rom2"), is_example=True)

    assert_refused(put_in, result_row(), told="“Exempelområdet” is example data")


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values, told",
    [
        ({"PERIOD": "2026-13"}, "PERIOD: “2026-13” is not a month"),
        ({"PERIOD": "2025-12"}, "PERIOD: 2025-12 is not the month of the sheet"),
        ({"PERIOD": None}, "PERIOD: is missing"),
        ({"KA-NUMMER": "Exempel"}, "KA-NUMMER: “Exempel” is not an agreement number"),
        ({"KA-NUMMER": None}, "KA-NUMMER: is missing"),
        ({"LEVERANTÖRNAMN": None}, "LEVERANTÖRNAMN: is missing"),
        ({"LEVERANTÖRNAMN": "x" * 5_000}, "LEVERANTÖRNAMN: .* 5000 characters"),
        ({"LEVERANSOMRÅDE": None}, "LEVERANSOMRÅDE: is missing"),
        ({"STARTDATUM AVTAL": "snart"}, "STARTDATUM AVTAL: “snart” is not a day"),
        ({"STARTDATUM AVTAL": "2023-04-16"}, "STARTDATUM AVTAL: 2023-04-16 comes before Rusta och matcha 2 began"),
        ({"AVTAL HAR VARIT AKTIVT I 22 MÅNADER": "kanske"}, "neither yes nor no"),
        ({"BETYG": 5}, "BETYG: “5” is not a rating"),
        ({"BETYG": True}, "BETYG: “True” is not a number"),
        ({"VIKTAT RESULTATMÅTT": 1.001}, "VIKTAT RESULTATMÅTT: “1.001” is not a share"),
        ({"VIKTAT RESULTATMÅTT": -0.1}, "VIKTAT RESULTATMÅTT: “-0.1” is not a share"),
        ({"ANTAL DELTAGARE": -1}, "ANTAL DELTAGARE: “-1” does not lie between"),
        ({"ANTAL DELTAGARE": 1e30}, "ANTAL DELTAGARE: .* does not lie between"),
        ({"ANTAL RR2 NIVÅ C": 2.5}, "ANTAL RR2 NIVÅ C: “2.5” is not a whole number"),
        ({"ANTAL RR2 NIVÅ C": "#N/A"}, "ANTAL RR2 NIVÅ C: “#N/A” is not a number"),
    ],
)
def test_a_row_that_cannot_be_read_keeps_the_whole_file_out(put_in, values, told):
    assert_refused(put_in, result_row(90000002), {**result_row(90000001), **values}, told=told)


def test_all_faults_are_told_at_once_with_row_number_and_name(put_in):
    with pytest.raises(CommandError) as refusal:
        put_in(
            result_row(90000001, BETYG=9, **{"ANTAL DELTAGARE": "x"}),
            result_row(90000002),
            result_row(90000002, LEVERANTÖRNAMN="Exempel Nord AB"),
        )

    assert [line.split(":")[:3] for line in str(refusal.value).splitlines()] == [
        ["row 2", " 90000001 Exempelbolaget AB", " BETYG"],
        ["row 2", " 90000001 Exempelbolaget AB", " ANTAL DELTAGARE"],
        ["row 4", " 90000002 Exempel Nord AB", " KA-NUMMER"],
        ["3 errors. Nothing was saved."],
    ]


def test_a_month_to_come_is_refused(put_in):
    row = result_row(PERIOD="2099-01")

    assert_refused(put_in, row, sheet="Resultat 2099-01", told="PERIOD: 2099-01 is still to come")


def test_a_month_before_the_service_began_is_refused(put_in):
    told = "PERIOD: 2023-03 comes before Rusta och matcha 2 began, 2023-04-17"

    assert_refused(put_in, result_row(90000001), result_row(90000002, PERIOD="2023-03"), sheet="Resultat", told=told)


def test_the_month_in_which_the_service_began_is_accepted(put_in):
    assert "Results: 1 new" in put_in(result_row(PERIOD="2023-04"), sheet="Resultat 2023-04")


@pytest.mark.parametrize(
    "values, remark",
    [
        ({"BETYG": 1}, "BETYG 1 ELLER SAKNAR BETYG contradicts"),
        ({"BETYG": "-"}, "BETYG 1 ELLER SAKNAR BETYG contradicts"),
        ({"VIKTAT RESULTATMÅTT": 0.1999}, "LÄGRE ÄN 0,2 contradicts"),
        ({"VIKTAT RESULTATMÅTT": 0.2, "VIKTAT RESULTATMÅTT LÄGRE ÄN 0,2": "Ja"}, "LÄGRE ÄN 0,2 contradicts"),
        ({"ANTAL DELTAGARE": 61}, "ANTAL DELTAGARE is 61, but the levels add up to 60"),
        ({"STARTDATUM AVTAL": "2026-02-01"}, "STARTDATUM AVTAL: 2026-02-01 comes after the period 2026-01"),
    ],
)
def test_a_contradiction_within_a_row_is_remarked_upon_and_saved(put_in, values, remark):
    assert remark in put_in(result_row(**values))
    assert Result.objects.exists()


@pytest.mark.parametrize("values", [{}, {"VIKTAT RESULTATMÅTT": 0.2}, {"STARTDATUM AVTAL": "2026-01-31"}])
def test_a_row_that_agrees_with_itself_is_not_remarked_upon(put_in, values):
    assert "remarks" not in put_in(result_row(**values))
