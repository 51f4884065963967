"""The list of a comparison as a file."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.sheets import address, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]


def named(page) -> list[str]:
    return [row["Municipality"][:-5] for row in table(page, "The municipalities that differ")]


def file_rows(client, ending: str, **asked) -> list[list]:
    answer = client.get(address("compare-file", ending), asked)
    assert answer.status_code == 200
    if ending == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_the_rows_of_the_list(client, kind):
    asked = {"on_a": "2020-03-29", "on_b": "2021-10-01", "kind": "gap_closed", "county": "24"}

    head, *rows = file_rows(client, kind, **asked)

    assert head[:4] == ["Code", "Municipality", "County", "Differences"]
    assert [row[1] for row in rows] == named(sheet(client, "compare", **asked))
    assert {row[3] for row in rows} == {"Service gap closed, Got RoM, Service status changed"}


def test_the_file_holds_days_and_codes_as_such(client):
    head, row, *_rest = file_rows(client, "xlsx")

    told = dict(zip(head, row, strict=True))
    assert told["Code"] == "1440"
    assert told["Notice sent on the agreements for STOM, before"].date() == date(2021, 9, 24)
    assert told["Notice sent on the agreements for STOM, after"].date() == date(2021, 9, 28)
