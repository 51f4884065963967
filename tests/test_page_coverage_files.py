"""The coverage page as files: the same rows in the same order, the same figure through time, and what is said of it."""

from datetime import date

import pytest

from rollout.measures import MEASURES
from tests.coverage_page import CoveragePage, about_file, file_rows
from tests.sheets import address

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

MARK = " Example data"
# Of which nothing is known where the municipalities of the areas are not.
BY_AGREEMENT = ("without-agreement", "thin-areas")
ASKED = [
    {"measure": "rural-without"},
    {"measure": "rural-without", "counted": "yes", "sort": "-population"},
    {"measure": "without-office", "county": ["24", "25"], "on": "2021-09-29", "sort": "name"},
    {"measure": "distance", "part": "SE3", "rural": "no"},
    {"measure": "thin-areas", "on": "2020-05-01"},
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked["measure"])
def test_page_csv_and_workbook_hold_the_same_rows_in_the_same_order(client, asked):
    page = CoveragePage(client, **asked)

    name = "Delivery area" if asked["measure"] == "thin-areas" else "Municipality"
    for kind in ("csv", "xlsx"):
        rows = file_rows(client, "coverage-file", kind, **asked)
        assert [row[name] for row in rows] == [row.name for row in page.rows]
        assert len(rows) == page.listed > 0
        assert {row["Measure"] for row in rows} == {page.tree.one("h2", id="figure-heading").text[: -len(MARK)]}
        assert {row["Data"] for row in rows} == {MARK.strip()}


@pytest.mark.parametrize("key", [key for key, each in MEASURES.items() if each.form == "share"])
def test_the_numbers_of_the_files_add_up_to_the_figure_of_the_page(client, key):
    asked = {"measure": key, **({"on": "2021-10-15", "part": "SE3"} if key in BY_AGREEMENT else {})}
    page = CoveragePage(client, **asked)

    for kind in ("csv", "xlsx"):
        rows = file_rows(client, "coverage-file", kind, **asked)
        parts, wholes = ([float(row[name] or 0) for row in rows] for name in ("Numerator", "Denominator"))
        assert ([round(sum(parts))], [round(sum(wholes))]) == (page.parts, page.wholes)


def test_24_of_56_stand_in_the_file(client):
    rows = file_rows(client, "coverage-file", "csv", measure="rural-without")

    assert len(rows) == 56
    assert sum(row["Counted"] == "yes" for row in rows) == 24
    assert {row["Municipality group"][:2] for row in rows} == {"C8", "C9"}


def test_a_number_that_is_not_known_is_empty_and_never_0(client):
    rows = file_rows(client, "coverage-file", "xlsx", measure="participants-share", on="2019-06-01")

    assert len(rows) == 290
    assert {(row["Value"], row["Numerator"], row["Denominator"]) for row in rows} == {(None, None, None)}


def test_the_workbook_says_what_it_holds_and_how_it_was_chosen(client):
    about = about_file(client, "coverage-file", measure="rural-without", county="24", on="2021-09-29", counted="yes")

    page = CoveragePage(client, measure="rural-without", county="24", on="2021-09-29")
    assert about["Figure"] == f"{page.value} ({page.parts[0]} of {page.wholes[0]})"
    assert about["County"] == "Västerbottens län"
    assert about["How a row counts"] == "Counted"
    assert about["Example data"] == "The rows are invented."
    assert about["Made"][:4].isdigit()
    assert page.facts.items() <= about.items()
    assert {"Why it matters", "Source", "Rural", "How fresh"} <= about.keys()


@pytest.mark.parametrize("key", ["rural-without", "distance", "participants-share"])
def test_the_file_of_the_figure_through_time_is_the_table_of_the_chart(client, key):
    asked = {"measure": key, "county": "24"}
    page = CoveragePage(client, **asked)

    days = [line[0] for line in page.trend_lines][::-1]
    unknown = [line[1] == "No data" for line in page.trend_lines][::-1]
    assert days == sorted(set(days))
    for kind in ("csv", "xlsx"):
        rows = file_rows(client, "coverage-trend-file", kind, **asked)
        assert [str(row["Day"])[:10] for row in rows] == days
        assert [row["Value"] in ("", None) for row in rows] == unknown


def test_every_month_and_every_change_has_a_line(client):
    rows = file_rows(client, "coverage-trend-file", "csv", measure="rural-without")

    days = {row["Day"] for row in rows}
    months = {date(year, month, 1).isoformat() for year in range(2019, 2026) for month in range(1, 13)}
    assert months <= days
    values = [row["Value"] for row in rows]
    changed = [row["Changed"] == "yes" for row in rows]
    steps = [one != other for one, other in zip(["start", *values[:-1]], values, strict=True)]
    assert changed == steps
    assert all(changed[place] for place, row in enumerate(rows[:-1]) if not row["Day"].endswith("-01"))


@pytest.mark.parametrize("name", ["coverage-file", "coverage-trend-file"])
def test_in_swedish_the_files_are_swedish(client, name):
    answer = client.get(address(name, "csv", language="sv"))

    head = answer.content.decode("utf-8-sig").splitlines()[0].split(";")
    assert "Dag" in head
    assert "Day" not in head
