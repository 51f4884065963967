"""How the map page looks and for whom: widths, themes, phones, downloads, without script, with a screen reader."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import (
    DRAWN,
    PHONE,
    WIDE,
    asked,
    come_to,
    go_to_day,
    open_map,
    shown,
    told_by_server,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


# --- Look ---------------------------------------------------------------------------------------------------------


GANTT = "[data-gantt][data-drawn=plotly]"
# What moves, and from where to where: x, y, width and height in pixels.
WATCH = """window.moved = [];
const named = ({ node, previousRect, currentRect }) => {
  const element = node?.closest ? node : node?.parentElement;
  const place = (box) => [box.x, box.y, box.width, box.height].map(Math.round).join(" ");
  return `${element?.outerHTML.slice(0, 80)}: ${place(previousRect)} -> ${place(currentRect)}`;
};
new PerformanceObserver((list) => {
  list.getEntries().forEach(({ value, sources }) => moved.push(`${value}`, ...[...sources].map(named)));
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize(
    "path, size, drawn",
    [("/", WIDE, DRAWN), ("/", PHONE, DRAWN), ("/etapper/", WIDE, GANTT), ("/leverantorer/", PHONE, "footer")],
    ids=["map-wide", "map-phone", "phases-wide", "providers-phone"],
)
def test_nothing_moves_while_a_page_loads_on_a_slow_machine(own_page, path, size, drawn):
    own_page.set_viewport_size(size)
    # Four times slower, a page is drawn in more steps: that shows what a fast machine hides.
    pace = own_page.context.new_cdp_session(own_page)
    pace.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    own_page.add_init_script(WATCH)

    own_page.goto(path)
    own_page.wait_for_selector(drawn)
    pace.send("Emulation.setCPUThrottlingRate", {"rate": 1})  # what is left is to wait; to do it slowly costs a core
    own_page.wait_for_load_state("networkidle")

    moved = own_page.evaluate("moved")
    assert not moved, "\n".join(moved)


def test_the_page_is_never_wider_than_the_window(start):
    come_to(start, "2021-09-29", "status")

    widths = {}
    for size in (WIDE, {"width": 1100, "height": 700}, PHONE, {"width": 320, "height": 640}):
        start.set_viewport_size(size)
        widths[size["width"]] = start.evaluate("document.documentElement.scrollWidth")

    assert [asked for asked, needed in widths.items() if needed > asked] == []


def test_the_theme_is_kept_on_the_next_page(page):
    open_map(page)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.locator("[data-theme-switch]").click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto("/logga-in/")

    assert before != after
    assert page.locator("html").get_attribute("data-color-scheme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after


def test_on_a_phone_the_day_bar_stays_in_sight_and_the_filters_are_a_sheet_whose_button_says_how_many_are_on(page):
    page.set_viewport_size(PHONE)
    open_map(page)
    sheet = page.locator("#filters")
    expect(sheet).to_be_hidden()

    for top in (300, 0):
        page.evaluate("(top) => window.scrollTo(0, top)", top)
        box = page.locator(".day-bar").bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"] + 1
        assert box["y"] > 0

    page.locator(".open-filters").click()
    expect(sheet).to_be_visible()
    page.locator('input[name="rural"][value="yes"]').check()
    page.locator(".close-filters").click()

    expect(sheet).to_be_hidden()
    assert page.locator("[data-count-filters]").text_content() == "(1)"
    assert shown(page) == told_by_server(page, page.url)


def test_the_map_can_be_taken_home_with_its_title_and_where_its_rows_come_from(start):
    go_to_day(start, "2024-02-14")
    mark = start.locator(".example-mark").text_content()

    pictures = {}
    for form in ("svg", "png"):
        with start.expect_download() as download:
            start.locator(f'[data-picture="{form}"]').click()
        assert download.value.suggested_filename == f"rollout-coverage-2024-02-14.{form}"
        pictures[form] = download.value.path().read_bytes()

    text = pictures["svg"].decode()
    assert pictures["png"].startswith(b"\x89PNG")
    assert text.removeprefix('<?xml version="1.0" encoding="UTF-8"?>').lstrip().startswith("<svg")
    assert mark in text
    assert "14 februari 2024" in text
    assert len(re.findall("<path", text)) >= 290


# --- Without script -----------------------------------------------------------------------------------------------


def test_without_script_a_day_and_a_filter_are_asked_for_by_the_form(still_page):
    still_page.goto("/")

    still_page.locator("#on").fill("2021-10-10")
    still_page.locator('input[name="rural"][value="yes"]').check()
    still_page.locator("summary", has=still_page.locator('[data-count="status"]')).click()
    still_page.locator('input[name="status"][value="old"]').check()
    with still_page.expect_navigation():
        still_page.locator("#q").press("Enter")

    assert still_page.locator('[data-figure="rural"] [data-whole]').text_content() == "56"
    assert 0 < still_page.locator("tbody tr").count() < 56
    assert still_page.locator("#on").input_value() == "2021-10-10"


def test_without_script_the_map_says_what_it_shows_and_layers_legend_and_columns_are_links(still_page):
    still_page.goto("/?on=2021-10-10")

    still_page.locator('[data-layer="status"]').click()
    still_page.wait_for_url("**layer=status**")
    assert still_page.locator(".sweden .municipalities path").count() == 290
    assert still_page.locator(".sweden title").text_content()
    assert still_page.locator("tbody tr").count() == 290
    expect(still_page.locator("svg.sweden")).to_be_visible()
    still_page.locator('[data-class="old"]').click()
    still_page.wait_for_url("**status=**")
    still_page.locator('th[data-sort="providers"] a').click()
    still_page.wait_for_url("**sort=providers**")

    assert asked(still_page)["layer"] == ["status"]
    assert "old" not in asked(still_page)["status"]
    assert still_page.locator("tbody tr").count() == 186
    assert still_page.locator('th[data-sort="providers"]').get_attribute("aria-sort") == "ascending"


# --- For everybody ------------------------------------------------------------------------------------------------


# Both themes and both widths in each language; every two of the three meet.
@pytest.mark.parametrize(
    "path, looks",
    [
        ("/?on=2021-10-10&layer=status", [("light", WIDE), ("dark", PHONE)]),
        ("/en/?on=2021-10-10&layer=status&county=24", [("dark", WIDE), ("light", PHONE)]),
    ],
)
def test_the_page_has_no_faults_that_axe_can_find(page, path, looks):
    page.emulate_media(color_scheme=looks[0][0], reduced_motion="reduce")
    page.goto(path)
    page.wait_for_selector(DRAWN)

    first = faults(page)
    page.emulate_media(color_scheme=looks[1][0])
    page.set_viewport_size(looks[1][1])
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")

    assert (first, faults(page, only=OF_COLOURS)) == ([], [])
