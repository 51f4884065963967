"""Every page for readers in the browser: accessible in both themes, from its own host alone, and its figure drawn.

That nothing is asked of another host, that no script breaks and that the policy refuses nothing is seen to by the
fixture `page`, whatever a test opens. The map page, the coverage page and those for editors have files of their own.
"""

import pytest

from providers.models import Agreement
from tests.browser.axe import OF_COLOURS, faults
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
]
# One of these has as many kinds of rows as all of them, and axe takes its time for each.
NARROWED = {
    ("municipality-list", "en"): "&q=berg",
    ("white-spots", "sv"): "&county=24",
    ("white-spots", "en"): "&county=25",
    ("search", "sv"): "&q=berg",
    ("search", "en"): "&q=malm",
}
WITH_FIGURE = ("municipality-detail", "phase-list", "phase-detail", "provider-detail")
PHASE_2 = "etapper/stom-rom/2/?on=2021-10-15"
DRAWN = "[data-gantt][data-drawn=plotly]"


@pytest.fixture
def addresses(demonstration, db):
    """The addresses of all pages, on a day on which much is going on."""
    agreement = Agreement.objects.filter(service="rom", offices__isnull=False).order_by("number").first()
    keys = {"area": agreement.area_id, "provider": agreement.provider_id}

    def made(language: str) -> list[tuple[str, str]]:
        rows = [
            (name, address(name, *(keys.get(each, each) for each in rest), language=language)) for name, *rest in PAGES
        ]
        return [(name, f"{where}?on=2021-10-15{NARROWED.get((name, language), '')}") for name, where in rows]

    return made


# Both themes and both widths in each language; every two of the three meet.
@pytest.mark.parametrize(
    "language, looks", [("sv", [("light", WIDE), ("dark", PHONE)]), ("en", [("dark", WIDE), ("light", PHONE)])]
)
@pytest.mark.parametrize("name", [name for name, *_ in PAGES])
def test_axe_finds_nothing_and_the_page_is_never_wider_than_the_window(page, addresses, name, language, looks):
    page.emulate_media(color_scheme=looks[0][0], reduced_motion="reduce")
    answer = page.goto(dict(addresses(language))[name])
    page.wait_for_load_state("networkidle")
    if name in WITH_FIGURE:
        page.wait_for_selector(DRAWN)

    assert answer.status == 200
    found = {}
    for theme, size in looks:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[theme] = [*faults(page), *(["wider than the window"] if wider else [])]

    assert found == {theme: [] for theme, _ in looks}


@pytest.mark.parametrize("path", ["/?on=abc", "/ingen-sida/", "/en/?on=2018-12-31&county=99", "/en/kommuner/9999/"])
def test_a_page_that_refuses_is_accessible_in_both_themes_too(page, path):
    answer = page.goto(path)

    assert answer.status in (400, 404)
    for theme, rules in (("light", ()), ("dark", OF_COLOURS)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert faults(page, only=rules) == [], theme


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_only_few_meet_asks_its_own_host_alone(page, demonstration, language):
    start = address("map", language=language)

    opened = {}
    for path in (
        "?layer=phase&rural=yes",
        "kommuner/2584/?on=2021-09-29",
        "kommuner/0180/?as_of=2021-08-01",
        "admin/login/",
    ):
        opened[path] = page.goto(start + path).status
        page.wait_for_load_state("networkidle")

    assert opened == dict.fromkeys(opened, 200)


def test_every_file_that_the_map_needs_is_there(page):
    missing = []
    page.on("response", lambda answer: answer.status >= 400 and missing.append(answer.url))

    page.goto("/")
    page.wait_for_selector('#map[data-drawn="plotly"]')
    page.wait_for_load_state("networkidle")

    assert missing == []


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_figure_of_every_phase_is_drawn_from_its_own_host(page, number):
    page.goto(f"/etapper/stom-rom/{number}/")

    page.wait_for_selector(DRAWN)


def test_plotly_takes_the_place_of_the_drawing_without_moving_anything(page, addresses):
    where = dict(addresses("sv"))["municipality-detail"]
    page.route("**/plotly-basic*", lambda route: route.abort())
    page.goto(where)
    page.wait_for_selector(".gantt-still")
    before = page.evaluate("[...document.querySelectorAll('h2')].map(each => each.getBoundingClientRect().top)")

    page.unroute("**/plotly-basic*")
    page.goto(where)
    page.wait_for_selector(DRAWN)

    assert page.evaluate("[...document.querySelectorAll('h2')].map(each => each.getBoundingClientRect().top)") == before


def test_the_bars_of_plotly_lie_upon_those_of_the_drawing(page):
    page.goto(f"/{PHASE_2}")
    page.wait_for_selector(DRAWN)

    places = """selector => [...document.querySelectorAll(selector)].map(each => each.getBoundingClientRect())
        .map(box => [box.left, box.right, box.top, box.bottom].map(Math.round)).sort()"""
    still, plotted = page.evaluate(places, ".gantt-still rect"), page.evaluate(places, ".gantt-plot .point path")
    assert len(still) == len(plotted) > 2
    for one, other in zip(still, plotted, strict=True):
        assert all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True)), (still, plotted)


def test_the_figure_follows_the_theme(page):
    page.emulate_media(color_scheme="light")
    page.goto(f"/{PHASE_2}")
    page.wait_for_selector(DRAWN)
    colours = "() => [...document.querySelectorAll('.gantt-plot .point path')].map(each => getComputedStyle(each).fill)"
    light = page.evaluate(colours)

    page.click("[data-theme-switch]")
    page.wait_for_function(f"before => JSON.stringify(({colours})()) !== JSON.stringify(before)", arg=light)

    assert len(page.evaluate(colours)) == len(light)


def test_hovering_a_bar_says_what_it_is_and_from_when(page):
    page.goto(f"/en/{PHASE_2}")
    page.wait_for_selector(DRAWN)

    box = page.locator(".gantt-still rect").last.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    page.wait_for_selector(".hoverlayer .hovertext")
    assert "2021-09-29" in page.text_content(".hoverlayer .hovertext")


def test_without_script_the_drawing_and_the_table_are_there(browser, server):
    context = browser.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()

    page.goto(f"/{PHASE_2}")

    assert page.locator(".gantt-still rect").count() > 2
    page.locator(".as-table > summary").click()
    assert page.locator(".as-table table").is_visible()
    context.close()


def test_on_paper_the_drawing_is_seen_and_the_forms_are_not(page):
    page.goto(f"/{PHASE_2}")
    page.wait_for_selector(DRAWN)

    page.emulate_media(media="print")

    assert page.locator(".gantt-still").is_visible()
    assert not page.locator(".gantt-plot").is_visible()
    assert not page.locator(".day-form").is_visible()
