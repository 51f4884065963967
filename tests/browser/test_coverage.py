"""The coverage page in the hands of a reader: choices change its parts without loading it anew; and without script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.map_page import PHONE, WIDE
from tests.coverage_page import number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

DRAWN = ("[data-trend][data-drawn=plotly]", "#map[data-drawn=plotly]")
LOOKS = """() => Object.fromEntries([...document.querySelectorAll(".plotted path[data-code]")].map((path) =>
  [path.dataset.code, [path.getAttribute("class").match(/c-(\\S+)/)[1], path.classList.contains("dim")]]))"""
SERVED = """() => fetch(location.href).then((answer) => answer.text()).then((text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  return Object.fromEntries([...page.querySelectorAll("#map path[data-code]")].map((path) =>
    [path.dataset.code, [path.getAttribute("class").match(/c-(\\S+)/)[1], path.classList.contains("dim")]]));
})"""


def open_page(page: Page, query: str = "") -> list[str]:
    """Open the page, wait until Plotly has drawn map and chart; what is loaded as a whole page from now on."""
    page.goto(f"/en/tackning/{query}")
    for selector in DRAWN:
        page.wait_for_selector(selector)
    loaded: list[str] = []
    page.on("domcontentloaded", lambda: loaded.append(page.url))
    return loaded


def wait_for_address(page: Page, part: str) -> None:
    page.wait_for_function("(part) => location.search.includes(part)", arg=part)
    page.wait_for_selector(DRAWN[0])


def headline(page: Page) -> list[int]:
    """The numbers of the figure that open lists."""
    return [number(each) for each in page.locator(".headline-counts a").all_text_contents()]


def test_without_loading_the_page_anew_a_number_opens_its_list_and_choices_change_map_figure_and_chart(page):
    loaded = open_page(page)
    rows = page.locator("#list tbody tr")
    assert (headline(page), rows.count()) == ([24, 56], 56)

    page.click("[data-figure-part]")
    wait_for_address(page, "counted=yes")

    expect(rows).to_have_count(24)
    expect(page.locator("#list-heading")).to_be_focused()
    assert page.evaluate(LOOKS) == page.evaluate(SERVED)
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('#list tbody tr').length === 56")
    assert page.evaluate("location.search") == ""

    page.select_option("#measure", "distance")
    wait_for_address(page, "measure=distance")
    chart = page.locator("[data-trend]")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.wait_for_selector(".trend-plot .hovertext")
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    wait_for_address(page, "on=2021-")
    page.locator(".bars a").first.click()
    wait_for_address(page, "county=")

    assert page.input_value("#on").startswith("2021-")
    assert page.locator("#county, [name=county]:checked").count() == 1
    expect(page.locator("li.is-chosen :focus")).to_have_count(1)
    assert page.evaluate(LOOKS) == page.evaluate(SERVED)
    assert loaded == []


def test_without_script_form_links_and_drawings_answer(still_page):
    page = still_page
    page.goto("/en/tackning/")

    page.select_option("#measure", "without-office")
    page.fill("#on", "2021-09-29")
    page.click(".coverage-form button[type=submit]")
    page.wait_for_url("**on=2021-09-29**")
    part = headline(page)[0]
    page.click("[data-figure-part]")
    page.wait_for_url("**counted=yes**")

    assert "on=2021-09-29" in page.url
    expect(page.locator("#list tbody tr")).to_have_count(part)
    expect(page.locator("#map path:not(.dim)[data-code]")).to_have_count(part)
    expect(page.locator(".trend-still .trend-line")).to_be_visible()


def test_plotly_takes_the_place_of_the_drawings_without_moving_anything(page):
    heads = "[...document.querySelectorAll('h2, h3, tr')].map((each) => each.getBoundingClientRect().top)"
    page.route("**/plotly-geo*", lambda route: route.abort())
    page.goto("/en/tackning/")
    page.wait_for_load_state("networkidle")
    before = page.evaluate(heads)
    page.unroute("**/plotly-geo*")

    open_page(page)

    assert page.evaluate(heads) == before


@pytest.mark.parametrize(
    "theme, size, where",
    [
        ("light", WIDE, "?measure=rural-gap&by=group&county=24"),
        ("dark", PHONE, "?measure=thin-areas&on=2020-05-01&q=a"),
    ],
    ids=["wide", "phone"],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(page, theme, size, where):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(size)
    open_page(page, where)
    page.locator("#more").evaluate("(fold) => { fold.open = true; }")

    wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")

    assert faults(page) == []
    assert not wider
