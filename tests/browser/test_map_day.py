"""The day on the map page: slider, steps, play, typed day, ticks; and not a question to the server."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from tests.browser.map_page import (
    asked,
    come_to,
    day,
    day_in_address,
    go_to_day,
    open_map,
    shown,
    told_by_server,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_the_slider_is_moved_by_keys(start):
    come_to(start, "2021-09-28", "status")
    start.locator("#day").focus()

    for key, expected in (("ArrowLeft", "2021-09-27"), ("ArrowRight", "2021-09-28"), ("Home", "2019-01-01")):
        start.keyboard.press(key)

        assert day(start) == day_in_address(start) == expected
        assert shown(start) == told_by_server(start, start.url)


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
    assert shown(page) == told_by_server(page, page.url)


def test_the_slider_is_moved_by_the_mouse_and_the_page_follows_before_it_is_let_go(start):
    come_to(start, "2019-01-01", "status")
    box = start.locator("#day").bounding_box()
    height = box["y"] + box["height"] / 2

    start.mouse.move(box["x"] + 8, height)
    start.mouse.down()
    start.mouse.move(box["x"] + box["width"] * 0.6, height, steps=8)
    under_way = day(start), start.locator("h1").text_content(), day_in_address(start)
    start.mouse.up()

    assert date(2020, 6, 1) < date.fromisoformat(under_way[0])
    assert under_way[0][:4] in under_way[1]
    assert under_way[2] == "2019-01-01"
    assert day(start) == day_in_address(start)
    assert shown(start) == told_by_server(start, start.url)


def test_steps_go_a_day_back_and_forth_and_never_past_the_ends(start):
    come_to(start, "2019-01-02")
    back, forth = start.locator('[data-step="-1"]'), start.locator('[data-step="1"]')

    seen = []
    for button in (back, back, forth, forth):
        button.click()
        seen.append(day(start))

    assert seen == ["2019-01-01", "2019-01-01", "2019-01-02", "2019-01-03"]


def test_play_moves_the_day_on_until_it_is_stopped(start):
    come_to(start, "2021-09-01", "status")
    play = start.locator("[data-play]")

    play.click()
    start.wait_for_function("() => document.getElementById('on').value > '2021-09-20'")
    pressed = play.get_attribute("aria-pressed")
    play.click()

    stopped = day(start)
    assert pressed == "true"
    assert play.get_attribute("aria-pressed") == "false"
    assert day_in_address(start) == stopped
    start.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert day(start) == stopped
    assert shown(start) == told_by_server(start, start.url)


def test_play_ends_today(start):
    last = timezone.localdate()
    come_to(start, (last - timedelta(days=20)).isoformat())

    start.evaluate(
        """() => {
          window.pressed = [];  // twenty days pass in less time than a busy machine takes to look
          const play = document.querySelector("[data-play]");
          new MutationObserver(() => pressed.push(play.getAttribute("aria-pressed")))
            .observe(play, { attributeFilter: ["aria-pressed"] });
        }"""
    )
    start.locator("[data-play]").click()
    start.wait_for_function("() => pressed.includes('false')")

    assert start.evaluate("pressed") == ["true", "false"]
    assert day(start) == last.isoformat()
    assert day_in_address(start) is None


def test_a_typed_day_is_shown(start):
    go_to_day(start, "2021-09-29")

    assert day_in_address(start) == "2021-09-29"
    assert start.locator("#day").get_attribute("aria-valuetext") == "29 september 2021"
    assert shown(start) == told_by_server(start, start.url)


def test_a_typed_day_that_is_none_changes_nothing_but_is_marked(start):
    come_to(start, "2021-09-29", "status")
    before = shown(start)

    for typed in ("2018-12-31", "2199-01-01", ""):
        go_to_day(start, typed)

        assert start.locator("#on").evaluate("(field) => field.matches(':invalid')")
        assert day_in_address(start) == "2021-09-29"
        assert shown(start) == before


def test_the_ticks_lead_to_the_days_on_which_the_phases_began(start):
    seen = []

    for tick in start.locator("[data-day-ticks] button").all():
        tick.focus()
        start.keyboard.press("Enter")
        seen.append(day(start))

    assert seen == ["2020-03-30", "2021-05-18", "2021-09-29", "2021-12-07"]


def test_today_leads_back_to_an_address_without_a_day(start):
    come_to(start, "2021-09-29")

    start.locator("[data-today]").click()

    assert day(start) == timezone.localdate().isoformat()
    assert day_in_address(start) is None


def test_moving_the_day_asks_the_server_for_nothing(start):
    start.locator('[data-layer="status"]').click()
    start.wait_for_load_state("networkidle")
    requests = []
    # Chromium looks at the icon again for every new address; that is its own affair, and answered from its cache.
    start.on("request", lambda request: request.url.endswith("favicon.svg") or requests.append(request.url))

    go_to_day(start, "2020-03-20")
    start.locator('[data-step="1"]').click()
    start.locator("#day").press("PageDown")
    start.locator('[data-layer="coverage"]').click()
    start.locator('input[name="rural"][value="yes"]').check()
    start.wait_for_load_state("networkidle")

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
