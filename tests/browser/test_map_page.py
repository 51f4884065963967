"""Layers, legend, filters and table of the map page in a browser: its numbers stay the server's."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.map_page import (
    READY,
    asked,
    come_to,
    go_to_day,
    open_map,
    point_in,
    shown,
    told_by_server,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


# --- Layers, legend, filters, table -------------------------------------------------------------------------------


def test_a_layer_recolours_the_map_and_renews_the_legend(start):
    come_to(start, "2021-09-29", "phase")

    for layer in ("status", "coverage", "phase"):
        start.locator(f'[data-layer="{layer}"]').click()

        assert start.locator("[data-layer][aria-current]").get_attribute("data-layer") == layer
        assert asked(start).get("layer", ["coverage"]) == [layer]
        assert shown(start) == told_by_server(start, start.url)


def press_space(key):
    key.press("Space")


def press_enter(key):
    key.press("Enter")


def click(key):
    key.click()


@pytest.mark.parametrize("layer, name", [("coverage", "none"), ("phase", "p2")])
def test_a_class_is_taken_out_and_brought_back_in_the_legend(start, layer, name):
    start.locator(f'[data-layer="{layer}"]').click()
    key = start.locator(f'[data-class="{name}"]')
    number = int(key.locator(".legend-count").text_content())
    assert 0 < number < 290

    for use in (click, press_space, press_enter):
        use(key)
        without = shown(start)
        served = told_by_server(start, start.url)
        use(key)

        assert without["shown"] == [str(290 - number)]
        assert without == served
        assert shown(start)["shown"] == ["290"]
        assert set(asked(start)) <= {"layer"}


def test_filters_narrow_map_list_and_figures_at_once(start):
    come_to(start, "2021-10-10", "status")

    start.locator("summary", has=start.locator('[data-count="county"]')).click()
    start.locator('input[name="county"][value="25"]').check()
    start.locator('input[name="county"][value="24"]').check()
    start.locator('input[name="rural"][value="yes"]').check()
    start.locator("#q").fill("lulea")
    start.locator("#q").fill("a")

    assert asked(start)["county"] == ["24", "25"]
    assert asked(start)["q"] == ["a"]
    assert start.locator('[data-count="county"]').text_content() == "(2)"
    assert shown(start) == told_by_server(start, start.url)


def test_a_delivery_area_is_chosen_from_its_list(start):
    start.locator('[data-layer="phase"]').click()

    start.locator("#area").select_option(index=3)

    assert asked(start)["area"]
    assert shown(start) == told_by_server(start, start.url)


def test_the_ready_made_view_that_is_marked_is_the_one_that_is_shown(page):
    open_map(page)
    marked = page.locator(".views [aria-current]")
    assert marked.all_inner_texts() == ["Täckningen i dag"]

    go_to_day(page, "2021-12-10")
    page.wait_for_function("() => !document.querySelector('.views [aria-current]')")
    page.locator("[data-layer=status]").click()

    marked.wait_for()
    assert marked.all_inner_texts() == ["Avvecklingen i december 2021"]


def test_a_page_whose_facts_do_not_come_says_so_and_works_as_without_script(page):
    page.route("**/karta-fakta.json*", lambda route: route.fulfill(status=503))

    page.goto("/?on=2021-09-29")
    page.locator("[data-map-hint]").wait_for()
    assert not page.locator(".day-track").is_visible()
    page.locator("#area").select_option(index=3)
    page.get_by_role("button", name="Visa", exact=True).first.click()

    page.wait_for_url("**area=*")
    assert len(page.locator(".sweden .municipalities path").all()) == 290


def test_form_and_list_come_after_the_map_and_come_also_when_the_script_does_not(page):
    parts = [page.locator(each) for each in ("#filter-form", "#on", "#list td >> nth=0")]

    def there() -> list[bool]:
        return [each.evaluate("(element) => element.checkVisibility()") for each in parts]

    page.route("**/static/js/page*.js", lambda route: route.abort())
    page.goto("/")
    at_first = there()
    parts[0].wait_for()

    assert (at_first, there()) == ([False] * 3, [True] * 3)
    assert page.locator("html").get_attribute("data-seen") is None


def test_a_provider_is_counted_by_the_server_and_shown_in_place(page):
    open_map(page, "?on=2024-05-01")

    with page.expect_response("**/karta.json*"):
        page.locator("#provider").select_option(index=1)
    page.wait_for_function("() => new URL(location.href).searchParams.has('provider')")

    assert shown(page) == told_by_server(page, page.url)


def test_a_day_chosen_while_the_server_counts_is_kept_and_counted_right(page):
    waiting = []
    open_map(page, "?on=2024-05-01")
    page.route("**/karta.json*", lambda route: waiting.append(route))  # held until the day has moved

    page.locator("#service").select_option("rom2")
    go_to_day(page, "2023-05-01")
    while not waiting:
        page.wait_for_timeout(20)
    with page.expect_response("**/karta.json*") as answered:
        waiting[0].continue_()
    answered.value.finished()
    page.wait_for_function(
        "(rows) => document.querySelector('[data-figure=all] [data-part]').textContent === rows",
        arg=told_by_server(page, "/?on=2023-05-01&service=rom2")["figures"]["all"][1],
    )

    assert asked(page) == {"on": ["2023-05-01"], "service": ["rom2"]}
    assert shown(page) == told_by_server(page, page.url)


def test_another_test_of_presence_opens_its_own_page(page):
    open_map(page, "?on=2021-10-10&county=25")

    with page.expect_navigation():
        page.locator("#test").select_option("agreement")
    page.wait_for_selector(READY)

    assert asked(page) == {"on": ["2021-10-10"], "county": ["25"], "test": ["agreement"]}
    assert shown(page) == told_by_server(page, page.url)


def test_the_definition_of_rural_moves_its_figure(start):
    for key, whole in (("skr-c8", "35"), ("degurba-3", "139"), ("skr-c8-c9", "56")):
        start.locator('select[name="definition"]').select_option(key)

        assert start.locator('[data-figure="rural"] [data-whole]').text_content() == whole
        assert shown(start) == told_by_server(start, start.url)


def test_the_figure_of_the_start_page_is_24_of_56(start):
    assert shown(start)["figures"]["rural"] == ["43\u00a0%", "24", "56"]


def test_a_head_of_the_table_sorts_up_and_then_down(start):
    go_to_day(start, "2021-10-10")
    start.locator('th[data-sort="phase"] a').click()

    for column in ("name", "status", "providers", "phase"):
        head = start.locator(f'th[data-sort="{column}"]')
        for order in ("ascending", "descending"):
            head.locator("a").click()

            assert head.get_attribute("aria-sort") == order
            assert shown(start)["rows"] == told_by_server(start, start.url)["rows"]


def test_clearing_takes_all_filters_away_and_leaves_day_and_layer(page):
    open_map(page, "?on=2021-10-10&layer=status&county=25&status=old&q=a&rural=no&service=rom")

    with page.expect_response("**/karta.json*"):
        page.locator("[data-clear]").click()
    page.wait_for_function("() => !new URL(location.href).searchParams.has('service')")

    assert asked(page) == {"on": ["2021-10-10"], "layer": ["status"]}
    assert shown(page) == told_by_server(page, page.url)
    expect(page.locator("[data-clear]")).to_be_hidden()


def test_a_choice_that_nothing_fits_says_so(start):
    start.locator("#q").fill("%")

    expect(start.locator("[data-empty]")).to_be_visible()
    assert shown(start)["shown"] == ["0"]
    assert shown(start)["sentence"] == told_by_server(start, start.url)["sentence"]


SEARCHES = ["æ", "ØREBRO", "  180 ", "0180", "180x", "Upplands-Bro", "ß", "å", "Łódź", "łund", "１８０", "_", "é"]


def test_a_search_finds_in_the_page_what_it_finds_on_the_server(start):
    start.locator('[data-layer="phase"]').click()

    for words in SEARCHES:
        start.locator("#q").fill(words)

        assert shown(start)["rows"] == told_by_server(start, start.url)["rows"], words


# --- Map and list light each other --------------------------------------------------------------------------------


def test_a_municipality_under_the_pointer_is_lit_in_the_list_and_has_a_card(start):
    is_lit(start, "2523")


def test_a_municipality_is_lit_and_has_a_card_where_plotly_cannot_be_had(page):
    page.route("**/plotly-geo.min.js", lambda route: route.abort())
    open_map(page)

    is_lit(page, "2523")


def is_lit(page: Page, code: str) -> None:
    page.mouse.move(*point_in(page, code))

    expect(page.locator("tr.here")).to_have_attribute("data-code", code)
    expect(page.locator(".map-card")).to_contain_text(code)


def test_a_row_under_the_pointer_is_lit_on_the_map(start):
    row = start.locator('tr[data-code="0114"]')

    row.hover()

    outline = start.locator(".outline.line.highlighted")
    expect(outline).to_have_attribute("d", start.locator('.sweden path[data-code="0114"]').get_attribute("d"))
    start.mouse.move(720, 2)
    expect(outline).to_have_attribute("d", "")


def test_a_click_opens_the_municipality_on_the_day_and_back_returns_to_the_map_as_it_was(start):
    go_to_day(start, "2021-09-29")
    start.locator('[data-layer="status"]').click()
    start.locator('input[name="rural"][value="no"]').check()
    before, address = shown(start), start.url

    start.mouse.click(*point_in(start, "2580"))
    start.wait_for_url("**/kommuner/2580/**")
    opened = urlsplit(start.url)
    start.go_back()
    start.wait_for_selector(READY)

    assert (opened.path, opened.query) == ("/kommuner/2580/", "on=2021-09-29")
    assert start.url == address
    assert shown(start) == before
    assert start.locator('input[name="rural"][value="no"]').is_checked()


def test_a_row_opens_the_municipality_on_the_day(start):
    come_to(start, "2020-03-20", "status")

    assert start.locator('tr[data-code="0114"] a').get_attribute("href") == "/kommuner/0114/?on=2020-03-20"
