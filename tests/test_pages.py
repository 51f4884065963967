"""What holds for every page of places, phases, areas and providers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollout.clock import today
from tests.every_page import PAGES, args_of, every_page
from tests.sheets import address, links, of_class, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

WITH_ROWS = [page for page in PAGES if page[0] not in ("municipality-list", "phase-list")]


@every_page
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_has_one_heading_a_language_and_a_way_to_it(client, page, language):
    tree = sheet(client, *args_of(page), language=language)

    assert tree.one("html")["lang"] == language
    assert tree.one("h1").text
    assert of_class(tree, "crumbs")[0].one("span", aria_current="page").text


@every_page
@pytest.mark.parametrize("on", ["2019-01-01", "2020-03-20", "2021-09-29", "2024-02-14"])
def test_a_page_says_the_day_that_it_shows_and_lets_the_reader_change_it(client, page, on):
    tree = sheet(client, *args_of(page), on=on)

    field = tree.one("input", id="on")
    assert field["value"] == on
    assert field["name"] == "on"


@every_page
def test_without_a_day_a_page_shows_today(client, page):
    assert sheet(client, *args_of(page)).one("input", id="on")["value"] == today().isoformat()


@every_page
def test_what_means_nothing_in_the_address_is_told(client, page):
    tree = sheet(client, *args_of(page), onn="2021-09-29")

    assert "onn" in of_class(tree, "ds-alert")[0].text


@every_page
def test_links_onwards_keep_the_day(client, page):
    tree = sheet(client, *args_of(page), on="2021-09-29")

    onwards = [each for each in links(tree.one("main")) if "/kommuner/" in each or "/leverantorer/" in each]
    assert all(each.split("#")[0].endswith("?on=2021-09-29") for each in onwards)


@pytest.mark.parametrize("page", WITH_ROWS, ids=lambda page: page[0])
@pytest.mark.parametrize("language, word", [("sv", "Exempeldata"), ("en", "Example data")])
def test_invented_rows_are_called_example_data(client, page, language, word):
    tree = sheet(client, *args_of(page), language=language, on="2021-09-29")

    assert of_class(tree.one("main"), "example-mark")
    assert word in tree.one("footer").text


@every_page
def test_a_page_holds_no_style_or_handler_of_its_own(client, page):
    tree = sheet(client, *args_of(page), on="2020-03-20")

    attributes = {name for each in tree.all() for name in each.attributes}
    scripts = [each for each in tree.all("script") if "src" not in each.attributes]
    assert not {name for name in attributes if name == "style" or name.startswith("on")}
    assert not list(tree.all("style"))
    assert {each["type"] for each in scripts} <= {"application/json"}


@every_page
def test_ids_are_used_once(client, page):
    found = [each["id"] for each in sheet(client, *args_of(page), on="2020-03-20").all(id=None)]

    assert len(found) == len(set(found))


@every_page
def test_a_page_is_only_for_reading(client, page):
    assert client.post(address(*args_of(page))).status_code == 405


@every_page
def test_a_page_costs_few_queries_with_the_whole_demonstration(client, page):
    where = address(*args_of(page))
    client.get(where)

    with CaptureQueriesContext(connection) as asked:
        client.get(where)

    assert len(asked) <= 12
