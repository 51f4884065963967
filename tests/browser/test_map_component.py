"""The map by itself: Plotly takes the static map's place unseen, and both do the same."""

import base64

import pytest
from playwright.sync_api import Page

from rollout import svgmap
from rollout.palette import CLASSES, layer_classes
from tests.browser.component_page import (
    CODES,
    boxes,
    everywhere,
    fill,
    largest_distance,
    middle,
    open_map,
    renew,
    rgb,
    until,
)
from tests.browser.window import watched

SIZES = [(1440, 900), (1100, 700), (390, 844)]


@pytest.mark.parametrize("width, height", SIZES)
def test_plotly_takes_the_place_of_the_static_map_without_a_jump_and_follows_it_in_a_lower_window(page, width, height):
    page.set_viewport_size({"width": width, "height": height})

    open_map(page)

    assert page.locator("#host").get_attribute("data-drawn") == "plotly"
    assert page.locator(".plotted path.choroplethlocation").count() == 290
    assert largest_distance(page.evaluate("window.before"), boxes(page, ".plotted")) < 1
    assert page.evaluate("window.shift") == 0
    page.set_viewport_size({"width": width, "height": height - 100})
    until(page, "map.plot.size.height === host.clientHeight && map.plot.size.width === host.clientWidth")
    after = boxes(page, ".plotted")
    page.evaluate("host.dataset.drawn = 'static'")
    assert largest_distance(boxes(page, ".sweden"), after) < 1


def test_while_the_window_is_changing_plotlys_map_is_stretched_into_the_right_place(page):
    open_map(page)
    page.evaluate("() => { map.plot.resize = () => new Promise(() => {}); }")

    page.set_viewport_size({"width": 900, "height": 600})
    until(page, "map.view.width === host.clientWidth")

    stretched = boxes(page, ".plotted")
    page.evaluate("host.dataset.drawn = 'static'")
    assert largest_distance(boxes(page, ".sweden"), stretched) < 1


def test_the_card_never_leaves_the_window(page):
    page.set_viewport_size({"width": 390, "height": 600})
    open_map(page)

    for code in ("2584", "2583", "1287", "0980"):
        page.mouse.move(*middle(page, code))

        box = page.locator(".map-card", has_text=code).bounding_box()
        assert box["x"] >= 0, code
        assert box["y"] >= 0, code
        assert box["x"] + box["width"] <= 390, code
        assert box["y"] + box["height"] <= 600, code


def test_without_plotly_the_static_map_stays_and_answers(page):
    open_map(page, plotly=False)

    page.mouse.move(*middle(page, "2321"))
    page.evaluate("map.paint(map.codes.map(() => 'one'))")

    assert page.locator(".plotted").count() == 0
    assert page.locator(".map-card").inner_text() == "card of 2321"
    assert page.locator(".sweden .m.c-one").count() == 290
    assert fill(page, '.sweden [data-code="0180"]') == rgb(CLASSES["one"].light.fill)
    assert page.evaluate("said[0][0]") == "error"


def test_taking_the_map_away_leaves_nothing_behind(page):
    open_map(page)

    page.evaluate("map.paint(map.codes.map(() => 'old')); map.remove()")

    assert page.locator(".plotted, .map-card").count() == 0
    assert page.locator("#host").get_attribute("data-drawn") is None
    assert page.locator(".sweden .municipalities").is_visible()


def test_a_window_that_changes_while_plotly_draws_is_caught_up_with(page):
    open_map(page, plotly=False)
    page.unroute("**/plotly-geo.min.js")

    page.evaluate("""() => {
      new MutationObserver(() => {
        if (host.querySelector(".plotted .main-svg")) host.style.height = "400px";
      }).observe(host, { childList: true, subtree: true });
      window.mounted = map.mount();
    }""")
    until(page, "host.dataset.drawn === 'plotly' && map.plot.size.height === 400")

    plotted = boxes(page, ".plotted")
    page.evaluate("host.dataset.drawn = 'static'")
    assert largest_distance(boxes(page, ".sweden"), plotted) < 1


def test_the_two_maps_agree_when_zoomed_in(component):
    component.evaluate("map.view.zoomAt(8, 700, 200)")

    zoomed = boxes(component, ".plotted")
    component.evaluate("host.dataset.drawn = 'static'")
    assert largest_distance(boxes(component, ".sweden"), zoomed) < 2.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_municipality_has_the_colour_of_its_class_in_both_maps(component, theme):
    own = component.evaluate("document.documentElement.dataset.colorScheme")

    component.evaluate(
        "(theme) => { document.documentElement.dataset.colorScheme = theme; map.setTheme(theme); }", theme
    )

    for key, code in (("gap", "0180"), ("notice", "2584"), ("new", "1480")):
        expected = rgb(CLASSES[key].tone(theme).fill)
        assert fill(component, f'.plotted [data-code="{code}"]') == expected
        assert fill(component, f'.sweden [data-code="{code}"]') == expected
    component.evaluate("(theme) => { document.documentElement.dataset.colorScheme = theme; map.setTheme(theme); }", own)


def test_painting_shows_at_once_and_plotlys_figure_follows(component):
    keys = [each.key for each in layer_classes("coverage")]
    classes = [keys[index % len(keys)] for index in range(290)]

    component.evaluate("(classes) => map.paint(classes)", classes)

    shown = component.evaluate(
        "[...document.querySelectorAll('.plotted .m')].map((path) => path.getAttribute('class'))"
    )
    assert shown == [f"choroplethlocation m c-{key}" for key in classes]
    until(component, "window.said.some(([name]) => name === 'settled')")
    assert component.evaluate("map.plot.element.data[0].z.map((z) => map.palette.classes[z].key)") == classes


def test_painting_takes_places_in_the_palette_as_well_as_keys(component):
    component.evaluate("map.paint(new Uint8Array(290).fill(2))")

    assert component.locator(".plotted .c-gap").count() == 290


def test_the_marks_follow_what_is_painted(component):
    component.evaluate("(classes) => map.paint(classes)", list(everywhere("new", m0180="gap", m2584="notice").values()))

    marks = component.evaluate(
        "(keys) => keys.map((key) => map.svg.querySelector(`.s-${key}`).getAttribute('d'))", ["gap", "notice"]
    )
    points = svgmap.shapes().points
    assert marks == ["M{},{}h0".format(*points["0180"]), "M{},{}h0".format(*points["2584"])]


def test_what_is_filtered_out_is_faint_and_cannot_be_pointed_at(component):
    kept = [code.startswith("25") for code in CODES]

    component.evaluate("(mask) => map.filter(mask)", kept)
    component.evaluate("map.settle()")
    component.mouse.move(*middle(component, "2321"))

    assert component.locator(".plotted .m.dim").count() == kept.count(False)
    assert component.evaluate("map.plot.element.data[0].selectedpoints.length") == kept.count(True)
    assert component.evaluate("said.filter(([name]) => name === 'hover')") == []


def test_a_class_switched_off_turns_into_plain_land_and_comes_back(component):
    component.evaluate("map.toggle(['notice'])")
    off = component.evaluate(
        "[map.svg.querySelector('.s-notice').getAttribute('d'), map.sheet.paths[289].getAttribute('class')]"
    )
    component.evaluate("map.toggle([])")
    on = component.evaluate("map.svg.querySelector('.s-notice').getAttribute('d')")

    assert CODES[289] == "2584"
    assert off == ["", "choroplethlocation m c-notice off"]
    assert on == "M{},{}h0".format(*svgmap.shapes().points["2584"])


def test_pointing_shows_the_card_and_the_outline_and_leaving_takes_them_away(component):
    card, outline = component.locator(".map-card"), component.locator(".outline.line.highlighted")

    component.mouse.move(*middle(component, "2321"))
    assert card.inner_text() == "card of 2321"
    assert outline.get_attribute("d") == svgmap.shapes().outlines["2321"]

    component.keyboard.press("Escape")
    assert card.is_hidden()

    component.mouse.move(5, 5)
    assert outline.get_attribute("d") == ""
    assert component.evaluate("said") == [["hover", "2321"], ["leave", ""]]


def test_a_click_says_which_municipality_and_a_drag_says_nothing(component):
    component.evaluate("map.zoomIn(); map.zoomIn()")
    x, y = middle(component, "2321")

    component.mouse.move(x, y)
    component.mouse.down()
    component.mouse.move(x + 60, y - 40, steps=4)
    component.mouse.up()
    dragged = component.evaluate("said.filter(([name]) => name === 'click')")
    component.mouse.click(*middle(component, "2321"))

    assert dragged == []
    assert component.evaluate("said.filter(([name]) => name === 'click')") == [["click", "2321"]]


def test_dragging_moves_the_map_with_the_pointer(component):
    component.evaluate("map.view.zoomAt(3, 700, 300)")
    x, y = middle(component, "2321")

    component.mouse.move(x, y)
    component.mouse.down()
    component.mouse.move(x + 50, y + 30, steps=4)
    component.mouse.up()

    assert middle(component, "2321") == pytest.approx((x + 50, y + 30), abs=1)


def test_the_wheel_zooms_around_the_pointer_where_the_page_cannot_scroll(component):
    x, y = middle(component, "2321")

    component.mouse.move(x, y)
    component.mouse.wheel(0, -400)
    until(component, "map.view.scale > 1")

    assert middle(component, "2321") == pytest.approx((x, y), abs=1)


def test_the_wheel_is_left_to_a_page_that_can_scroll(component):
    component.evaluate("document.querySelector('p').className = 'long'")

    component.mouse.move(*middle(component, "2321"))
    component.mouse.wheel(0, 300)
    until(component, "window.scrollY > 0")

    assert component.evaluate("map.view.scale") == 1
    assert ["hint", "wheel"] in component.evaluate("said")


def test_keys_zoom_and_move_the_map_and_reset_shows_the_whole_country_again(component):
    component.locator("#host").focus()

    component.keyboard.press("+")
    component.keyboard.press("+")
    component.keyboard.press("ArrowDown")
    zoomed = component.evaluate("[map.view.scale, map.view.y]")
    component.keyboard.press("0")

    assert zoomed[0] == pytest.approx(2.25)
    assert zoomed[1] < 0
    assert component.evaluate("[map.view.scale, map.view.x, map.view.y]") == [1, 0, 0]


def test_a_municipality_out_of_sight_is_brought_into_view(component):
    component.evaluate("map.view.zoomAt(4, 700, 700)")

    component.evaluate("map.reveal('2584')")

    x, y = middle(component, "2584")
    assert 0 <= x <= 1440
    assert 0 <= y <= 720


def test_the_picture_names_its_subject_its_classes_and_its_sources(component):
    words = {
        "title": "Läget <i dag>",
        "subtitle": "290 kommuner",
        "legend": [{"key": "new", "label": "Ny tjänst", "count": 286}, {"key": "gap", "label": "Glapp", "count": 1}],
        "footer": ["Källa: exempel"],
    }

    svg = component.evaluate("async (words) => (await map.image('svg', words)).text()", words)

    assert svg.count("<path fill=") == 291  # the municipalities, and the borders between counties
    for line in ("Läget &lt;i dag&gt;", "290 kommuner", "Ny tjänst (286)", "Glapp (1)", "Källa: exempel"):
        assert f">{line}</text>" in svg
    assert CLASSES["gap"].light.fill in svg


def test_the_picture_as_png_is_a_png_of_twice_the_size(component):
    to_base64 = """async () => {
      const blob = await map.image("png", { title: "Läget", legend: [], footer: [] });
      return new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1]);
        reader.readAsDataURL(blob);
      });
    }"""

    png = base64.b64decode(component.evaluate(to_base64))

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png[16:20]) == 2000


def test_print_shows_the_static_map_with_what_is_painted(component):
    component.evaluate("map.paint(map.codes.map(() => 'many'))")

    component.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    component.emulate_media(media="print")

    assert component.locator(".sweden .municipalities").is_visible()
    assert component.locator(".plotted").is_hidden()
    assert component.locator(".sweden .m.c-many").count() == 290


def test_the_picture_has_words_for_those_who_cannot_see_it(component):
    component.evaluate("map.describe('Täckning', 'Ny beskrivning')")

    svg = component.locator("svg.sweden")
    assert svg.get_attribute("aria-label") == "Täckning"
    assert svg.locator("desc").inner_html() == "Ny beskrivning"
    assert svg.locator("title").count() == 0
    assert component.locator(".plotted").get_attribute("aria-hidden") == "true"


@pytest.fixture(scope="module")
def touched(browser, server):
    """The map on a phone: narrow, touched, and longer than its window."""
    context = browser.new_context(
        base_url=server.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    open_map(page)
    yield page
    context.close()


@pytest.fixture
def phone(touched, server):
    """That page, as no other test had touched it."""
    with watched(touched, server.url) as faults:
        assert renew(touched)
        touched.evaluate("document.querySelector('p').className = 'long'")
        yield touched
    assert faults == []


def touch(page: Page, *steps: list[tuple[float, float]]) -> None:
    """Lay fingers on the screen, move them through the steps and lift them."""
    session = page.context.new_cdp_session(page)
    for index, fingers in enumerate(steps):
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(fingers)]
        kind = "touchStart" if index == 0 else "touchMove"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_one_finger_scrolls_the_page_even_on_a_zoomed_map(phone):
    phone.evaluate("map.view.zoomAt(3, 200, 300)")

    touch(phone, *([(200, 500 - 20 * step)] for step in range(12)))

    until(phone, "window.scrollY > 100")
    assert ["hint", "touch"] in phone.evaluate("said")


def test_two_fingers_zoom_the_map_and_leave_the_page_where_it_is(phone):
    touch(phone, *([(180 - 8 * step, 300), (220 + 8 * step, 300)] for step in range(8)))

    assert phone.evaluate("map.view.scale") > 2
    assert phone.evaluate("[window.scrollY, window.visualViewport.scale]") == [0, 1]


def test_a_tap_says_which_municipality_was_meant(phone):
    phone.touchscreen.tap(*middle(phone, "2321"))

    until(phone, "said.length > 1")
    assert phone.evaluate("said") == [["hover", "2321"], ["click", "2321"]]
