"""How the map page looks and for whom: widths, themes, phones, downloads, without script, with a screen reader."""

import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.map_page import (
    DRAWN,
    PHONE,
    READ,
    WIDE,
    asked,
    open_map,
    told_by_server,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


# --- Look ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_while_the_page_loads(page, size):
    page.set_viewport_size(size)
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((each) => { window.moved += each.value; }))
          .observe({ type: "layout-shift", buffered: true });"""
    )

    open_map(page)
    page.wait_for_selector(DRAWN)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("window.moved") < 0.01


@pytest.mark.parametrize("size", [WIDE, PHONE, {"width": 1100, "height": 700}, {"width": 320, "height": 640}])
def test_the_page_is_never_wider_than_the_window(page, size):
    page.set_viewport_size(size)

    open_map(page, "?on=2021-09-29&layer=status")

    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_theme_is_kept_on_the_next_page(page):
    open_map(page)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.locator("[data-theme-switch]").click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto("/logga-in/")

    assert before != after
    assert page.locator("html").get_attribute("data-color-scheme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after


def test_on_a_phone_the_filters_are_a_sheet_and_the_button_says_how_many_are_on(page):
    page.set_viewport_size(PHONE)
    open_map(page)
    sheet = page.locator("#filters")
    expect(sheet).to_be_hidden()

    page.locator(".open-filters").click()
    expect(sheet).to_be_visible()
    page.locator('input[name="rural"][value="yes"]').check()
    page.locator(".close-filters").click()

    expect(sheet).to_be_hidden()
    assert page.locator("[data-count-filters]").text_content() == "(1)"
    assert page.evaluate(READ) == told_by_server(page, page.url)


def test_on_a_phone_the_day_bar_stays_in_sight_while_the_map_is_read(page):
    page.set_viewport_size(PHONE)
    open_map(page)

    for top in (0, 300):
        page.evaluate("(top) => window.scrollTo(0, top)", top)
        box = page.locator(".day-bar").bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"] + 1
        assert box["y"] > 0


@pytest.mark.parametrize("form, start", [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_map_can_be_taken_home_with_its_title_and_where_its_rows_come_from(page, form, start):
    open_map(page, "?on=2024-02-14")
    mark = page.locator(".example-mark").text_content()

    with page.expect_download() as download:
        page.locator(f'[data-picture="{form}"]').click()

    content = download.value.path().read_bytes()
    assert download.value.suggested_filename == f"rollout-coverage-2024-02-14.{form}"
    assert content.lstrip().removeprefix(b'<?xml version="1.0" encoding="UTF-8"?>').lstrip().startswith(start)
    if form == "svg":
        text = content.decode()
        assert mark in text
        assert "14 februari 2024" in text
        assert len(re.findall("<path", text)) >= 290


# --- Without script -----------------------------------------------------------------------------------------------


@pytest.fixture
def plain_page(browser: Browser, server):
    """A page in a browser that runs no scripts."""
    context = browser.new_context(base_url=server.url, viewport=WIDE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_script_the_map_is_there_and_says_what_it_shows(plain_page):
    plain_page.goto("/?on=2021-09-29&layer=status")

    assert plain_page.locator(".sweden .municipalities path").count() == 290
    assert plain_page.locator(".sweden title").text_content()
    assert plain_page.locator("tbody tr").count() == 290
    expect(plain_page.locator("svg.sweden")).to_be_visible()


def test_without_script_a_day_and_a_filter_are_asked_for_by_the_form(plain_page):
    plain_page.goto("/")

    plain_page.locator("#on").fill("2021-10-10")
    plain_page.locator('input[name="rural"][value="yes"]').check()
    plain_page.locator("summary", has=plain_page.locator('[data-count="status"]')).click()
    plain_page.locator('input[name="status"][value="old"]').check()
    with plain_page.expect_navigation():
        plain_page.locator("#q").press("Enter")

    assert plain_page.locator('[data-figure="rural"] [data-whole]').text_content() == "56"
    assert 0 < plain_page.locator("tbody tr").count() < 56
    assert plain_page.locator("#on").input_value() == "2021-10-10"


def test_without_script_layers_legend_and_columns_are_links(plain_page):
    plain_page.goto("/?on=2021-10-10")

    plain_page.locator('[data-layer="status"]').click()
    plain_page.locator('[data-class="old"]').click()
    plain_page.locator('th[data-sort="providers"] a').click()

    assert asked(plain_page)["layer"] == ["status"]
    assert "old" not in asked(plain_page)["status"]
    assert plain_page.locator("tbody tr").count() == 186
    assert plain_page.locator('th[data-sort="providers"]').get_attribute("aria-sort") == "ascending"


# --- For everybody ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path, theme, size",
    list(itertools.product(["/", "/en/"], ["light", "dark"], [WIDE, PHONE])),
    ids=lambda value: value if isinstance(value, str) else str(value["width"]),
)
def test_the_page_has_no_faults_that_axe_can_find(page, server, path, theme, size):
    page.set_viewport_size(size)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": server.url}])
    page.goto(f"{path}?on=2021-10-10&layer=status")
    page.wait_for_selector(DRAWN)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
