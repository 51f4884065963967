"""Pages on paper: as wide as A4 allows, with their day, and without menu, forms and buttons."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PAPER = 725  # pixels that the margins leave of A4, upright
PATHS = {
    "kommuner/2506/": "As of",
    "etapper/": "As of",
    "etapper/stom-rom/2/": "As of",
    "vita-flackar/": "As of",
    "tackning/kallor/": "As of",
    "leverantorer/": "As of",
    "": "On 22 September 2021",
}
LEADS_ELSEWHERE = (
    ".top nav, .within, .seek, .crumbs, .day-form, .find, .ds-button, .files, .list-files, .bottom > p:last-child"
)
SHOWN = "(selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility()).length"
CUT = """(width) => [...document.querySelectorAll("main :is(table, svg, p, li)")]
    .filter((each) => each.checkVisibility() && !each.closest(".unseen, svg svg"))
    .filter((each) => each.getBoundingClientRect().right > width + 1).map((each) => each.className || each.tagName)"""


def test_every_page_fits_on_paper_with_its_day_and_nothing_that_leads_elsewhere(page: Page):
    page.set_viewport_size({"width": PAPER, "height": 1025})
    page.emulate_media(media="print", color_scheme="dark")

    found = {}
    for path in PATHS:
        page.goto(f"/en/{path}?on=2021-09-22")
        found[path] = (page.evaluate(SHOWN, LEADS_ELSEWHERE), page.evaluate(CUT, PAPER))
        assert PATHS[path] in page.locator("body").inner_text()

    assert found == dict.fromkeys(PATHS, (0, []))
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
