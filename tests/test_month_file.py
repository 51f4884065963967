"""The municipalities month by month as a file that is sent while it is made, and large tables as such files."""

import csv
import io
from datetime import date
from itertools import count, islice

import pytest
from django.test import Client
from openpyxl import load_workbook

from rollout.export_streams import AT_A_TIME, BY_OPENPYXL, csv_parts, streamed_response, xlsx_parts
from rollout.exports import Table, as_csv, as_xlsx
from tests.saved_files import as_text, saved
from tests.sheets import address

SHARED = ["Code", "Phase", "Service status", "Number of providers", "Data"]


def sent(client: Client, kind: str, **asked) -> list[list[str]]:
    """The rows of the file, its heads first, all as text."""
    content = b"".join(client.get(address("map-months-file", kind), asked))
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    return [[as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def on_the_demonstration(test):
    """A test that reads the facts and the demonstration; the others here need no database."""
    return pytest.mark.once(pytest.mark.django_db(pytest.mark.usefixtures("demonstration")(test)))


@on_the_demonstration
def test_a_month_is_the_maps_own_file_of_its_first_day(client):
    heads, *rows = sent(client, "csv", county="24", test="agreement")

    for on in ("2019-01-01", "2020-04-01", "2021-10-01", "2021-12-01", "2024-03-01"):
        own_heads, *own = saved(client, "map-file", "csv", on=on, county="24", test="agreement")
        of_month = [dict(zip(heads, row, strict=True)) for row in rows if row[0] == on]
        of_day = [dict(zip(own_heads, row, strict=True)) for row in own]
        assert [[row[head] for head in SHARED] for row in of_month] == [
            [row[head] for head in SHARED] for row in of_day
        ]
        assert len(of_month) == 15


@on_the_demonstration
def test_it_has_every_municipality_in_every_month_and_both_kinds_hold_the_same(client):
    heads, *rows = sent(client, "csv", county=["25", "10"], sort="-population")

    assert sent(client, "xlsx", county=["25", "10"], sort="-population") == [heads, *rows]
    assert len(rows) == len({row[0] for row in rows}) * 19 == len({(row[0], row[1]) for row in rows})
    assert rows[0][:3] == ["2019-01-01", "2580", "Luleå"]


@on_the_demonstration
@pytest.mark.parametrize("kind, asked, status", [("pdf", {}, 404), ("csv", {"county": "99"}, 400)])
def test_what_there_is_not_is_refused(client, kind, asked, status):
    assert client.get(address("map-months-file", kind), asked).status_code == status


# --- Large tables -----------------------------------------------------------------------------------------------------


class Rows:
    """Rows that are made as they are asked for, and remember how many were."""

    def __init__(self, number: int) -> None:
        self.number, self.made = number, 0

    def __len__(self) -> int:
        return self.number

    def __iter__(self):
        for place in islice(count(), self.number):
            self.made += 1
            yield [date(2020, 1, 1 + place % 28), f"=rad & <{place}>", place, place / 4 if place % 2 else None, True]


def table(number: int) -> Table:
    return Table("stor", "Stor", ["Dag", "Namn", "Antal", "Andel", "Klar"], Rows(number), [("Källa", "Exempel")])


@pytest.mark.parametrize("number", [0, 1, BY_OPENPYXL, BY_OPENPYXL + 1, BY_OPENPYXL + AT_A_TIME + 1])
def test_a_file_sent_in_parts_is_the_file_made_at_once(number):
    whole, parts = table(number), table(number)

    assert b"".join(csv_parts(parts)) == as_csv(whole)
    made, at_once = (
        load_workbook(io.BytesIO(content)) for content in (b"".join(xlsx_parts(table(number))), as_xlsx(whole))
    )
    assert [list(sheet.values) for sheet in made] == [list(sheet.values) for sheet in at_once]
    assert made.worksheets[0].auto_filter.ref == at_once.worksheets[0].auto_filter.ref == f"A1:E{number + 1}"
    assert [cell.number_format for cell in made.worksheets[0]["A"]] == [
        cell.number_format for cell in at_once.worksheets[0]["A"]
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_first_part_is_sent_before_most_rows_are_made(kind):
    asked = table(20_000)

    response = streamed_response(asked, kind)
    first = next(iter(response))

    assert first
    assert asked.rows.made <= BY_OPENPYXL + AT_A_TIME
