"""What the map page weighs: bytes, requests and queries, which do not vary from run to run as times do.

The goals are those of `dev.py bench`; here a little less is allowed than they do, so that weight that creeps in is seen
in the change that brings it.
"""

from pathlib import Path
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rollout.finished import BROTLI_QUALITY, FinishedAnswers
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration"), pytest.mark.once]

DRAWN = b'id="everything"'  # the page is first drawn when it has been read up to here
MOST_BEFORE_THE_MAP, MOST_IN_THE_PAGE, MOST_FACTS, MOST_REQUESTS = 49_500, 35_500, 13_000, 7


@pytest.fixture(scope="module")
def page(demonstration, django_db_blocker) -> bytes:
    with django_db_blocker.unblock():
        return Client().get("/").content


def packed(content: bytes) -> int:
    return len(brotli.compress(content, quality=BROTLI_QUALITY))


def links(page: bytes, *kinds: str) -> list[str]:
    """The files that the page names by `<link>` of some kinds, as the finders of static files know them."""
    return [each["href"].removeprefix("/static/") for kind in kinds for each in read(page).all("link", rel=kind)]


def test_the_map_is_visible_after_few_bytes(page):
    styles = sum(packed(Path(finders.find(name)).read_bytes()) for name in links(page, "stylesheet"))

    assert page.count(DRAWN) == 1
    assert packed(page[: page.index(DRAWN)]) + styles <= MOST_BEFORE_THE_MAP


def test_the_whole_page_and_the_facts_of_its_script_are_small(page, client):
    facts = client.get(read(page).one("script", id="everything")["data-asked"]).content

    assert packed(page) <= MOST_IN_THE_PAGE
    assert packed(facts) <= MOST_FACTS


def test_a_first_visit_asks_for_few_files_and_a_later_one_for_the_page_alone(page):
    first = read(page).one("script", id="everything")
    later = {first["data-after"], first["data-asked"], *first["data-drawn"].split()}
    named = {f"/static/{name}" for name in links(page, "stylesheet")} | {first["src"]} | later

    assert len(list(read(page).all("script", src=None))) == 1
    assert 1 + len(named) <= MOST_REQUESTS
    files = named - {first["data-asked"]}
    assert all(name.startswith("/static/") and finders.find(name.removeprefix("/static/")) for name in files)


def test_a_kept_page_costs_one_query(monkeypatch):
    monkeypatch.setattr("rollout.finished.close_old_connections", lambda: None)  # the test's transaction is on it
    asked = {"PATH_INFO": "/"}
    setup_testing_defaults(asked)
    pages = FinishedAnswers(finished_page)
    pages(asked, lambda status, headers, exc_info=None: None)

    with CaptureQueriesContext(connection) as queries:
        pages(asked, lambda status, headers, exc_info=None: None)

    assert len(queries) == 1


class Finished(list):
    """A body that may be kept."""

    finished = True

    def close(self) -> None: ...


def finished_page(environ, start_response) -> Finished:
    start_response("200 OK", [])
    return Finished([b"a page"])
