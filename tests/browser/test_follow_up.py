"""The follow-up page in the browser: Plotly in the place of the drawings, months to click on, nothing axe minds."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import PHONE, WIDE
from tests.sheets import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

HOSTS, DRAWN = "[data-trend]", "[data-trend][data-drawn=plotly]"
CHARTS = 6
MIDDLES = """selector => [...document.querySelectorAll(selector)].map(each => each.getBoundingClientRect())
    .map(box => [(box.left + box.right) / 2, (box.top + box.bottom) / 2])"""


def opened(page: Page, query: str = "?on=2026-11-01") -> Page:
    """The page with all its charts drawn by Plotly."""
    page.goto(f"{address('follow-up')}{query}")
    expect(page.locator(DRAWN)).to_have_count(CHARTS)
    return page


def test_plotly_s_dots_lie_upon_those_of_the_drawings_and_a_click_on_one_goes_to_its_month(page):
    opened(page, "?on=2026-11-01&by=provider")

    for chart in ("country", "share-of-unemployed", "weighted-result"):
        host = f"[data-trend={chart}-data]"
        still, plotted = page.evaluate(MIDDLES, f"{host} .trend-dot"), page.evaluate(MIDDLES, f"{host} .point")
        assert len(still) == len(plotted) > 4
        for one, other in zip(still, plotted, strict=True):
            assert one == pytest.approx(other, abs=1.5)
    dot = page.locator("[data-trend=weighted-result-data] .point").nth(2)
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("[data-trend=weighted-result-data] .hoverlayer .hovertext").first.wait_for()  # Plotly knows the point
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**period=2025-09*")
    assert "by=provider" in page.url
    expect(page.locator("#period")).to_have_value("2025-09")


def test_without_plotly_the_drawings_stay(page):
    page.route("**/plotly-basic*", lambda route: route.abort())

    page.goto(f"{address('follow-up')}?on=2026-11-01")

    expect(page.locator(".trend-still")).to_have_count(CHARTS)
    expect(page.locator(".trend-still").first).to_be_visible()
    expect(page.locator(DRAWN)).to_have_count(0)


def test_axe_finds_nothing_in_any_way_of_the_table_with_the_tables_open(page):
    for language, theme, size, only in (("en", "light", WIDE, ()), ("sv", "dark", PHONE, OF_COLOURS)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size(size)
        page.goto(f"{address('follow-up', language=language)}?on=2026-11-01&by=agreement&split=county&county=14")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert faults(page, only=only) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
