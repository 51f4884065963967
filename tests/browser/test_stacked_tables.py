"""Tables with much text: on a wide page rows and columns, on a phone a block of lines for each row, never cut off."""

import pytest

from tests.browser.map_page import PHONE, WIDE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PATHS = ["/vita-flackar/", "/larm/?since=2024-06-01", "/tidslinje/", "/jamfor/", "/en/tackning/kallor/"]
LOOKS = """() => [...document.querySelectorAll(".wide:has(> .stacks)")].map((host) => ({
    cutOff: host.scrollWidth - host.clientWidth,
    words: new Set([...host.querySelectorAll("[data-word]")]
        .map((cell) => getComputedStyle(cell, "::before").content)).size,
    heads: host.querySelector("thead").getBoundingClientRect().height > 20,
}))"""


def test_a_row_with_much_text_is_whole_on_a_wide_page_and_on_a_phone(page):
    page.emulate_media(reduced_motion="reduce")

    for path in PATHS:
        page.set_viewport_size(WIDE)
        page.goto(path)
        (wide,) = page.evaluate(LOOKS)
        page.set_viewport_size(PHONE)
        (narrow,) = page.evaluate(LOOKS)

        assert (wide["cutOff"], narrow["cutOff"]) == (0, 0), path
        assert wide["heads"], path
        assert wide["words"] == 1 < narrow["words"], path  # each line has its word, on a phone only


def test_a_list_that_is_sorted_can_be_sorted_on_a_phone_too(page):
    page.set_viewport_size(PHONE)
    page.goto("/en/vita-flackar/")

    page.get_by_role("link", name="Inhabitants").click()

    page.wait_for_url("**sort=-population*")
    assert page.locator('.stacks [aria-sort="descending"]').inner_text().startswith("Inhabitants")
