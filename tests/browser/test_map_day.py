"""The day on the map page: slider, steps, play, typed day, ticks; and not a question to the server."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from tests.browser.map_page import (
    DRAWN,
    READ,
    asked,
    day,
    day_in_address,
    go_to_day,
    open_map,
    told_by_server,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_the_slider_is_moved_by_keys(page):
    open_map(page, "?on=2021-09-28&layer=status")
    page.locator("#day").focus()

    for key, expected in (("ArrowLeft", "2021-09-27"), ("ArrowRight", "2021-09-28"), ("Home", "2019-01-01")):
        page.keyboard.press(key)

        assert day(page) == day_in_address(page) == expected
        assert page.evaluate(READ) == told_by_server(page, page.url)


def test_a_key_that_is_held_leaves_the_address_right(page):
    refused = []
    open_map(page, "?on=2020-01-01&layer=status")
    page.on("console", lambda message: "hrottling" in message.text and refused.append(message.text))

    page.evaluate(
        """async () => {
          const slider = document.querySelector("#day");
          for (let step = 0; step < 300; step += 1) {
            slider.stepUp();
            slider.dispatchEvent(new Event("input"));
            slider.dispatchEvent(new Event("change"));
            if (step % 30 === 0) await new Promise((done) => setTimeout(done));
          }
        }"""
    )
    page.wait_for_function(
        "() => new URL(location.href).searchParams.get('on') === document.querySelector('#on').value"
    )

    assert refused == []
    assert day(page) == "2020-10-27"
    assert page.evaluate(READ) == told_by_server(page, page.url)


def test_the_slider_is_moved_by_the_mouse_and_the_page_follows_before_it_is_let_go(page):
    open_map(page, "?on=2019-01-01&layer=status")
    box = page.locator("#day").bounding_box()
    height = box["y"] + box["height"] / 2

    page.mouse.move(box["x"] + 8, height)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, height, steps=8)
    under_way = day(page), page.locator("h1").text_content(), day_in_address(page)
    page.mouse.up()

    assert date(2020, 6, 1) < date.fromisoformat(under_way[0])
    assert under_way[0][:4] in under_way[1]
    assert under_way[2] == "2019-01-01"
    assert day(page) == day_in_address(page)
    assert page.evaluate(READ) == told_by_server(page, page.url)


def test_steps_go_a_day_back_and_forth_and_never_past_the_ends(page):
    open_map(page, "?on=2019-01-02")
    back, forth = page.locator('[data-step="-1"]'), page.locator('[data-step="1"]')

    seen = []
    for button in (back, back, forth, forth):
        button.click()
        seen.append(day(page))

    assert seen == ["2019-01-01", "2019-01-01", "2019-01-02", "2019-01-03"]


def test_play_moves_the_day_on_until_it_is_stopped(page):
    open_map(page, "?layer=status&on=2021-09-01")
    play = page.locator("[data-play]")

    play.click()
    page.wait_for_function("() => document.getElementById('on').value > '2021-09-20'")
    pressed = play.get_attribute("aria-pressed")
    play.click()

    stopped = day(page)
    assert pressed == "true"
    assert play.get_attribute("aria-pressed") == "false"
    assert day_in_address(page) == stopped
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert day(page) == stopped
    assert page.evaluate(READ) == told_by_server(page, page.url)


def test_play_ends_today(page):
    last = timezone.localdate()
    open_map(page, f"?on={last - timedelta(days=20)}")

    page.evaluate(
        """() => {
          window.pressed = [];  // twenty days pass in less time than a busy machine takes to look
          const play = document.querySelector("[data-play]");
          new MutationObserver(() => pressed.push(play.getAttribute("aria-pressed")))
            .observe(play, { attributeFilter: ["aria-pressed"] });
        }"""
    )
    page.locator("[data-play]").click()
    page.wait_for_function("() => pressed.includes('false')")

    assert page.evaluate("pressed") == ["true", "false"]
    assert day(page) == last.isoformat()
    assert day_in_address(page) is None


def test_a_typed_day_is_shown(page):
    open_map(page)

    go_to_day(page, "2021-09-29")

    assert day_in_address(page) == "2021-09-29"
    assert page.locator("#day").get_attribute("aria-valuetext") == "29 september 2021"
    assert page.evaluate(READ) == told_by_server(page, page.url)


def test_a_typed_day_that_is_none_changes_nothing_but_is_marked(page):
    open_map(page, "?on=2021-09-29&layer=status")
    before = page.evaluate(READ)

    for typed in ("2018-12-31", "2199-01-01", ""):
        go_to_day(page, typed)

        assert page.locator("#on").evaluate("(field) => field.matches(':invalid')")
        assert day_in_address(page) == "2021-09-29"
        assert page.evaluate(READ) == before


def test_the_ticks_lead_to_the_days_on_which_the_phases_began(page):
    open_map(page)
    seen = []

    for tick in page.locator("[data-day-ticks] button").all():
        tick.focus()
        page.keyboard.press("Enter")
        seen.append(day(page))

    assert seen == ["2020-03-30", "2021-05-18", "2021-09-29", "2021-12-07"]


def test_today_leads_back_to_an_address_without_a_day(page):
    open_map(page, "?on=2021-09-29")

    page.locator("[data-today]").click()

    assert day(page) == timezone.localdate().isoformat()
    assert day_in_address(page) is None


def test_moving_the_day_asks_the_server_for_nothing(page):
    open_map(page, "?layer=status")
    page.wait_for_selector(DRAWN)
    page.wait_for_load_state("networkidle")
    requests = []
    # Chromium looks at the icon again for every new address; that is its own affair, and answered from its cache.
    page.on("request", lambda request: request.url.endswith("favicon.svg") or requests.append(request.url))

    go_to_day(page, "2020-03-20")
    page.locator('[data-step="1"]').click()
    page.locator("#day").press("PageDown")
    page.locator('[data-layer="coverage"]').click()
    page.locator('input[name="rural"][value="yes"]').check()
    page.wait_for_load_state("networkidle")

    assert requests == []


def test_the_rollout_day_by_day_plays_by_itself(page):
    open_map(page, "?layer=status&on=2020-03-01#play")

    page.wait_for_function("() => document.getElementById('on').value > '2020-03-15'")
    page.locator("[data-play]").click()

    assert urlsplit(page.url).fragment == ""
    assert day_in_address(page) == day(page)


def test_the_ready_made_view_of_the_rollout_leads_to_it(page):
    open_map(page)

    page.locator('.views a[href*="#play"]').click()

    page.wait_for_function("() => document.querySelector('[data-play]')?.getAttribute('aria-pressed') === 'true'")
    page.locator("[data-play]").click()
    assert asked(page)["layer"] == ["status"]
