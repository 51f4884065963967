"""Every page for readers in the browser: accessible in both themes, from its own host alone, and its figure drawn.

That nothing is asked of another host, that no script breaks and that the policy refuses nothing is seen to by the
fixture `page`, whatever a test opens. The map page, the coverage page and those for editors have files of their own.
"""

import pytest
from playwright.sync_api import Page, expect

from providers.models import Agreement
from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import DRAWN as MAP_DRAWN
from tests.browser.map_page import PHONE, WIDE
from tests.sheets import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PAGES = [
    ("municipality-list",),
    ("municipality-detail", "1080"),
    ("county-detail", "25"),
    ("phase-list",),
    ("phase-detail", "stom-rom", 0),
    ("area-list",),
    ("area-detail", "area"),
    ("provider-list",),
    ("provider-detail", "provider"),
    ("about",),
    ("white-spots",),
    ("map-sheets",),
    ("alerts",),
    ("evidence",),
    ("search",),
    ("api-reference",),
    ("embed-guide",),
    ("embed-measure", "rural-without"),
    ("embed-municipality", "2580"),
    ("sign-in",),
    ("datasets",),
]
# One county has as many kinds of rows as all of them, and axe takes its time for each.
NARROWED = {"white-spots": "&county=24"}
WITH_FIGURE = ("municipality-detail", "phase-list", "phase-detail", "provider-detail")
PHASE_2 = "etapper/stom-rom/2/?on=2021-10-15"
DRAWN = "[data-gantt][data-drawn=plotly]"


# How a page is looked at whole; in the other theme it is looked at for its colours, in the other size for its width. A
# page has one of the looks by its place in the list: all pages have the same frame, and neighbours much else in common.
LOOKS = [
    ("sv", "light", WIDE),
    ("en", "dark", WIDE),
    ("sv", "dark", PHONE),
    ("en", "light", PHONE),
]


@pytest.fixture
def addresses(demonstration, db):
    """The addresses of all pages, on a day on which much is going on."""
    agreement = Agreement.objects.filter(service="rom", offices__isnull=False).order_by("number").first()
    keys = {"area": agreement.area_id, "provider": agreement.provider_id}

    def made(language: str) -> dict[str, str]:
        rows = [
            (name, address(name, *(keys.get(each, each) for each in rest), language=language)) for name, *rest in PAGES
        ]
        return {name: f"{where}?on=2021-10-15{NARROWED.get(name, '')}" for name, where in rows}

    return made


def is_wider(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def looked_over(page: Page, theme: str, size: dict) -> list[str]:
    """What is wrong with the page as it stands, in a theme and a size, in the other theme and in the other size."""
    found = faults(page)
    page.emulate_media(color_scheme="dark" if theme == "light" else "light")
    found += [f"other theme: {each}" for each in faults(page, only=OF_COLOURS)]
    for other in (PHONE, WIDE) if size == WIDE else (WIDE, PHONE):
        page.set_viewport_size(other)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found += [f"wider than {other['width']}"] * is_wider(page)
    return found


@pytest.mark.parametrize("at", range(len(PAGES)), ids=[name for name, *_ in PAGES])
def test_axe_finds_nothing_and_the_page_is_never_wider_than_the_window(page, addresses, at):
    name, (language, theme, size) = PAGES[at][0], LOOKS[at % len(LOOKS)]
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size(size)

    answer = page.goto(addresses(language)[name])
    if name in WITH_FIGURE:
        page.wait_for_selector(DRAWN)

    assert answer.status == 200
    assert looked_over(page, theme, size) == []


def test_without_script_and_in_its_other_language_no_page_is_wider_than_a_phone(still_page, addresses):
    still_page.set_viewport_size(PHONE)

    wider = []
    for at, (name, *_) in enumerate(PAGES):
        where = addresses("en" if LOOKS[at % len(LOOKS)][0] == "sv" else "sv")[name]
        still_page.goto(where)
        wider += [where] * is_wider(still_page)

    assert wider == []


REFUSING = ("/?on=abc", "/ingen-sida/", "/en/?on=2018-12-31&county=99", "/en/kommuner/9999/", "/data/2026-01-20/")


def test_a_page_that_refuses_is_accessible_in_both_themes_too(page):
    for path in REFUSING:
        answer = page.goto(path)

        assert answer.status in (400, 404), path
        for theme, rules in (("light", ()), ("dark", OF_COLOURS)):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            assert faults(page, only=rules) == [], (path, theme)


def test_what_only_few_meet_asks_its_own_host_alone(page, demonstration):
    start = address("map", language="en")

    opened = {}
    drawn = {"?layer=phase&rural=yes": MAP_DRAWN, "kommuner/0180/?as_of=2021-08-01": DRAWN, "admin/login/": "form"}
    for path, last in drawn.items():
        opened[path] = page.goto(start + path).status
        page.wait_for_selector(last)

    assert opened == dict.fromkeys(drawn, 200)


def test_every_file_that_the_map_and_the_figures_of_the_phases_need_is_there(page):
    missing = []
    page.on("response", lambda answer: answer.status >= 400 and missing.append(answer.url))

    for path, drawn in (("/", MAP_DRAWN), ("/etapper/stom-rom/1/", DRAWN), ("/etapper/stom-rom/3/", DRAWN)):
        page.goto(path)
        page.wait_for_selector(drawn)

    assert missing == []


def test_plotly_takes_the_place_of_the_drawing_without_moving_anything(page, addresses):
    where = addresses("sv")["municipality-detail"]
    page.route("**/plotly-basic*", lambda route: route.abort())
    page.goto(where)
    page.wait_for_selector(".gantt-still")
    before = page.evaluate("[...document.querySelectorAll('h2')].map(each => each.getBoundingClientRect().top)")

    page.unroute("**/plotly-basic*")
    page.goto(where)
    page.wait_for_selector(DRAWN)

    assert page.evaluate("[...document.querySelectorAll('h2')].map(each => each.getBoundingClientRect().top)") == before


def test_the_bars_of_plotly_lie_upon_those_of_the_drawing_follow_the_theme_and_say_what_they_are(page):
    page.emulate_media(color_scheme="light")
    page.goto(f"/en/{PHASE_2}")
    page.wait_for_selector(DRAWN)

    places = """selector => [...document.querySelectorAll(selector)].map(each => each.getBoundingClientRect())
        .map(box => [box.left, box.right, box.top, box.bottom].map(Math.round)).sort()"""
    still, plotted = page.evaluate(places, ".gantt-still rect"), page.evaluate(places, ".gantt-plot .point path")
    assert len(still) == len(plotted) > 2
    for one, other in zip(still, plotted, strict=True):
        assert all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True)), (still, plotted)

    box = page.locator(".gantt-still rect").last.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".hoverlayer .hovertext")
    assert "2021-09-29" in page.text_content(".hoverlayer .hovertext")

    colours = "() => [...document.querySelectorAll('.gantt-plot .point path')].map(each => getComputedStyle(each).fill)"
    light = page.evaluate(colours)
    page.click("[data-theme-switch]")
    page.wait_for_function(f"before => JSON.stringify(({colours})()) !== JSON.stringify(before)", arg=light)
    assert len(page.evaluate(colours)) == len(light)

    page.emulate_media(media="print")
    expect(page.locator(".gantt-still")).to_be_visible()
    expect(page.locator(".gantt-plot")).to_be_hidden()
    expect(page.locator(".day-form")).to_be_hidden()


def test_without_script_the_drawing_and_the_table_are_there(still_page):
    still_page.goto(f"/{PHASE_2}")

    assert still_page.locator(".gantt-still rect").count() > 2
    still_page.locator(".as-table > summary").click()
    expect(still_page.locator(".as-table table")).to_be_visible()
