"""The map sheets on paper: all maps on one A4 page across, with nothing of the screen around them."""

import re

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

TWELVE = "every=month&from=2021-01-01&to=2021-12-31"
INSIDE = """() => {
    const page = document.documentElement.clientWidth;
    const boxes = [...document.querySelectorAll(".small-map .sweden")].map((each) => each.getBoundingClientRect());
    return boxes.every((box) => box.left >= 0 && box.right <= page && box.width > 80 && box.height > 150);
}"""
PAINTED = """() => [...document.querySelectorAll(".small-map use[href^='#m']")].filter(
    (each) => getComputedStyle(each).fill !== "none" && each.getBBox().width > 0).length"""


def pages(page: Page) -> int:
    """How many sheets of paper the page takes."""
    return len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize(
    "query, maps", [("", 4), ("show=around&layer=status", 8), (TWELVE, 12), (f"{TWELVE}&county=25", 12)]
)
def test_printed_all_maps_lie_on_one_page_without_menu_and_forms(page, query, maps):
    page.set_viewport_size({"width": 1032, "height": 711})  # what the margins leave of A4 across
    page.goto(f"/en/kartblad/?{query}")

    page.emulate_media(media="print")

    assert page.locator(".small-map").count() == maps
    assert page.evaluate(INSIDE)
    assert page.evaluate(PAINTED) == 290 * maps
    assert pages(page) == 1
    assert [page.locator(each).first.is_visible() for each in (".top", ".narrowing", ".sheet-days", ".crumbs")] == [
        False
    ] * 4
    assert page.locator(".sheet-legend").is_visible()
