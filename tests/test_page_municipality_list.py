"""The list of all municipalities."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sheets import address, of_class, section, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]


def queries(client, where: str) -> int:
    client.get(where)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


def test_the_list_holds_every_municipality_by_county_in_swedish_order(client):
    page = sheet(client, "municipality-list")

    counties = [each.one("h2").one("a").text for each in of_class(page, "by-county")[0].all("section")]
    names = [each.one("a").text for each in section(page, "Skåne").all("li")]
    assert len(counties) == 21
    assert counties[0] == "Blekinge län"
    assert counties[-2:] == ["Örebro län", "Östergötlands län"]
    assert names[-3:] == ["Ängelholm", "Örkelljunga", "Östra Göinge"]
    assert len(list(of_class(page, "by-county")[0].all("li"))) == 290


@pytest.mark.parametrize(
    "words, found", [("orebro", ["Örebro"]), ("180", ["Stockholm"]), ("0180", ["Stockholm"]), ("xyz", [])]
)
def test_the_list_finds_by_name_and_code(client, words, found):
    page = sheet(client, "municipality-list", q=words)

    assert [each.one("a").text for each in of_class(page, "by-county")[0].all("li")] == found
    assert of_class(page, "count")[0].text == f"{len(found)} of 290"


@pytest.mark.parametrize("words", ["x" * 101, "a\x00b"])
def test_words_that_cannot_be_searched_for_are_refused(client, words):
    assert client.get(address("municipality-list"), {"q": words}).status_code == 400


def test_the_list_costs_as_many_queries_for_one_as_for_all(client):
    one, every = (queries(client, address("municipality-list") + query) for query in ("?q=0180", "?q=a"))

    assert one == every
