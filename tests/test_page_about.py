"""The page that says how every figure is counted."""

import pytest

from municipalities.models import Source
from tests.sheets import address, links, of_class, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def short(client, **asked) -> dict[str, str]:
    """The answers in short, by kind."""
    pairs = section(sheet(client, "about", **asked), "Coverage").one("dl").all("div")
    return {each.one("dt").text: each.one("dd").text for each in pairs}


def test_what_is_reported_observed_and_computed_is_told_in_short_with_a_way_to_all_of_it(client):
    told = short(client, on="2024-02-14")

    assert "157 of 290 municipalities had no provider of Stöd och matchning (Arbetet, August 2019)" in told["Reported"]
    assert "43% of the rural municipalities lack a provider" in told["Reported"]
    assert told["Observed"].startswith("62 of 290 (21.4%) municipalities without a listed office on 1 March 2025")
    assert address("evidence") in links(section(sheet(client, "about"), "Coverage"))


def test_the_computed_figure_is_of_the_day_and_marked_as_example_data(client):
    told = [short(client, on=on)["Computed"] for on in ("2021-06-01", "2024-02-14")]

    assert told[0] != told[1]
    assert all(each.endswith("Example data") for each in told)


def test_the_page_says_that_the_demonstration_was_chosen_so(client):
    assert "chosen so that 24 of the 56" in section(sheet(client, "about"), "Example data").text


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
