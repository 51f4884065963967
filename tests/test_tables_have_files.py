"""Whatever stands in a table on any page can be had as a file, or it is told here why not."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from tests import sheets
from tests.addresses import addresses, page_names, signed_in_for
from tests.pages import Element, read

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

NO_PAGES = ("-file", "listed", "-feed", "-calendar", "-template", "-state", "-suggestions", "-progress")
# The file stands at the head of the page, where it holds all of its tables.
IN_ONE_FILE = {"alerts", "area-list", "evidence", "import-log", "plan-readiness", "portal-areas", "portal-offices"}
WITHOUT = {
    ("correction-review", "Before and after"): "the fields of one thing",
    ("import-home", "Imports"): "the latest five; the log has them all and a file",
    ("plan-change", "Coverage, readiness, gaps and rules"): "what differs of the lines of the page of the outcome",
    ("portal", "Looks at the portal"): "the latest ten; the administration has them all",
    ("portal-correction", "Before and after"): "the fields of one thing",
    ("portal-home", "The offices that are open on the day"): "the first eight; the page of offices has all and a file",
}
# First of what comes after a table: its file, or something else.
NEXT = "following::*[self::table or self::h2 or self::a[contains(@href, '.csv')]][1][self::a]"
WITHIN = "ancestor::section[1]//a[contains(@href, '.csv')]"


def test_every_table_on_every_page_has_a_file_or_a_reason():
    bare = {(name, caption) for name in pages() for caption in captions_without_a_file(name)}

    assert {each for each in bare if not any(same(each, known) for known in WITHOUT)} == set()
    assert {known for known in WITHOUT if not any(same(each, known) for each in bare)} == set()


def pages() -> Iterator[str]:
    """The names of what is read as a page. That of the API explains it, and its tables are no lists of facts."""
    for name in sorted(page_names() - {"api-reference"}):
        if not name.startswith("report-") and not name.endswith(NO_PAGES):
            yield name


def captions_without_a_file(name: str) -> list[str]:
    """The captions of the tables of a page that have no file, as it first opens."""
    page = opened(name)
    if name in IN_ONE_FILE:
        assert [each for each in page.one("main").all("a", href=None) if ".csv" in each["href"]], name
        return []
    bare = [each for each in page.all("table") if not each.node.xpath(f"{NEXT} | {WITHIN}")]
    return [each.one("caption").text for each in bare]


def opened(name: str) -> Element:
    """A page, by somebody who may open it; what is made for that is taken back."""
    with transaction.atomic(), translation.override("en"):
        browser = signed_in_for(Client(), name)
        page = sheets.opened(browser, addresses(name)[0], {}, read)
        transaction.set_rollback(True)
    return page


def same(found: tuple[str, str], known: tuple[str, str]) -> bool:
    return found[0] == known[0] and found[1].startswith(known[1])
