"""The page that says how every figure is counted."""

import pytest

from municipalities.models import Source
from tests.sheets import of_class, section, sheet, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_figures_of_others_are_reported_with_unit_test_and_source(client):
    rows = {row["Figure"].split(" of ")[0]: row for row in table(sheet(client, "about"), "Reported figures")}

    assert all(row["Figure"].endswith("reported") for row in rows.values())
    assert (rows["over 99 %"]["Unit"], rows["over 99 %"]["Source"]) == ("person", "Riksrevisionen")
    assert (rows["157"]["Unit"], rows["157"]["Test"]) == ("municipality", "an office there")
    assert rows["43 %"]["Definition"] == "definition not published"


def test_the_demonstration_gives_24_of_56_computed_from_its_rows_and_says_that_it_was_chosen_so(client):
    page = sheet(client, "about", on="2024-02-14")

    rows = table(page, "Municipalities without a provider")
    assert rows[1]["with an office on site"] == "24 of 56 (42.9%)"
    assert "chosen so that 24 of the 56" in section(page, "Example data").text


def test_before_the_chosen_day_the_figure_is_what_the_rows_give(client):
    figures = {
        table(sheet(client, "about", on=on), "Municipalities without a provider")[1]["with an office on site"]
        for on in ("2021-06-01", "2024-02-14")
    }

    assert len(figures) == 2


def test_coverage_by_agreement_is_no_data_where_areas_are_unknown(client):
    rows = table(sheet(client, "about", on="2024-02-14"), "Municipalities without a provider")

    assert {row["with an agreement in the delivery area"] for row in rows} == {"no data"}


def test_what_af_listed_is_counted_from_the_observed_rows(client):
    rows = {
        row["Day"]: list(row.values())[1:] for row in table(sheet(client, "about"), "Municipalities without a listed")
    }

    assert rows["2023-11-15"][:2] == ["54 of 290 (18.6%)", "14 of 56 (25.0%)"]
    assert rows["2023-11-15"][3] == "44 of 139 (31.7%)"
    assert rows["2025-03-01"][:2] == ["62 of 290 (21.4%)", "16 of 56 (28.6%)"]


def test_every_definition_of_rural_has_its_size_and_source(client):
    rows = table(sheet(client, "about"), "Definitions of rural")

    assert [row["Municipalities"] for row in rows] == ["56", "35", "139"]
    assert all(row["Source"] for row in rows)


@pytest.mark.parametrize(
    "on, counts",
    [
        ("2020-03-01", [290, 0, 0, 0, 0, 0]),
        ("2020-03-20", [258, 0, 32, 0, 0, 0]),
        ("2021-09-28", [104, 101, 0, 0, 85, 0]),
        ("2021-12-29", [0, 0, 0, 205, 85, 0]),
        ("2022-03-08", [0, 0, 0, 0, 290, 0]),
    ],
)
def test_the_statuses_are_explained_and_counted(client, on, counts):
    rows = table(sheet(client, "about", on=on), "The statuses")

    assert [int(row[on]) for row in rows] == counts
    assert all(row["Meaning"] for row in rows)


def test_every_degree_of_certainty_is_explained(client):
    found = of_class(section(sheet(client, "about"), "Certainty"), "certainty")

    assert [each.text for each in found] == ["stated", "derived", "reported"]


def test_every_source_is_listed(client):
    text = section(sheet(client, "about"), "Sources").text

    assert Source.objects.count() > 5
    assert all(source.title in text for source in Source.objects.all())
