"""Whether what stands in a table can be had as a file, or why not. Knows pages, nothing of how they are opened."""

from collections.abc import Iterator

from tests.pages import Element

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
A_FILE = ".//a[contains(@href, '.csv')]"
WITHIN = "ancestor::section[1]//a[contains(@href, '.csv')]"


def is_page(name: str) -> bool:
    """Whether an address is read as a page. That of the API explains it, and its tables are no lists of facts."""
    return not name.startswith("report-") and not name.endswith(NO_PAGES) and name != "api-reference"


def without_a_file(name: str, page: Element) -> Iterator[str]:
    """What is wrong with a page as it first opens: a table with neither file nor reason, a reason without a table."""
    bare = [] if name in IN_ONE_FILE else captions_without_a_file(page)
    reasons = [caption for known, caption in WITHOUT if known == name]
    yield from (caption for caption in bare if not caption.startswith(tuple(reasons)))
    yield from (f"no longer there: {each}" for each in reasons if not any(caption.startswith(each) for caption in bare))
    if name in IN_ONE_FILE and not page.one("main").node.xpath(A_FILE):
        yield "the file of the whole page"


def captions_without_a_file(page: Element) -> list[str]:
    bare = [each for each in page.all("table") if not each.node.xpath(f"{NEXT} | {WITHIN}")]
    return [each.one("caption").text for each in bare]
