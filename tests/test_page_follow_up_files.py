"""The follow-up page as files, over the demonstration."""

import csv
import io

import pytest
from openpyxl import load_workbook

from tests.sheets import address, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
RESULTS = "Results by delivery area"


def rows_of(client, name: str, **query) -> list[dict[str, str]]:
    """The rows of a CSV file, in English."""
    answer = client.get(address(name, "csv"), query)
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("by", ["area", "provider", "agreement"])
def test_the_file_holds_the_rows_of_the_table_in_its_order(client, by):
    query = {"by": by, "sort": "-participants", "on": "2026-11-01"}

    shown = table(sheet(client, "follow-up", **query), RESULTS)
    rows = rows_of(client, "follow-up-table-file", **query)

    own = "Delivery area" if by == "area" else "Provider"
    assert [row[own] for row in rows] == [line[own].rsplit(" EX-", 1)[0] for line in shown]
    assert [row["Participants"] for row in rows] == [f"{float(line['Participants'])}" for line in shown]
    assert {row["Month"] for row in rows} == {"2026-06"}


def test_what_is_missing_is_an_empty_cell_and_never_zero(client):
    rows = rows_of(client, "follow-up-months-file", on="2026-11-01")

    by_month = {row["Month"]: row for row in rows}
    assert len(rows) == 12
    assert (by_month["2025-11"]["Participants"], by_month["2025-11"]["Missing municipalities"]) == ("", "290")
    assert by_month["2026-03"]["Unemployed"] == ""
    assert float(by_month["2026-06"]["Participants’ share of the unemployed"]) == pytest.approx(0.142, abs=0.01)


@pytest.mark.parametrize("name", ["follow-up-table-file", "follow-up-months-file"])
def test_a_workbook_says_what_it_is_of_and_that_it_is_invented(client, name):
    answer = client.get(address(name, "xlsx"), {"county": "14", "on": "2026-11-01"})

    about = dict(load_workbook(io.BytesIO(answer.content))["About this file"].iter_rows(values_only=True))
    assert (about["Service"], about["Month"], about["Data"]) == ("Rusta och matcha 2", "2026-06", "Example data")
    assert about["County"] == "Västra Götalands län"
    assert about["Example data"] == "The rows are invented."


@pytest.mark.parametrize("name", ["follow-up-table-file", "follow-up-months-file"])
def test_before_the_first_month_and_of_observed_counts_a_file_has_its_heads_alone(client, name):
    assert rows_of(client, name, basis="observed") == []
    assert client.get(address(name, "xlsx"), {"on": "2021-09-29"}).status_code == 200
