"""The address of the map page: it says what is shown, and shows what it says, for scripts and server alike."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.map_page import (
    BOXES,
    READY,
    asked,
    go_to_day,
    open_map,
    reach,
    shown,
    told_by_server,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


ADDRESSES = [
    "?on=2020-03-20&layer=status&part=SE2&sort=-status",
    "?on=2021-12-10&layer=status&status=winding&county=01&county=12&sort=phase",
    "?on=2021-09-28&definition=degurba-3&rural=yes&providers=none&providers=one&sort=-providers",
    "?on=2019-06-30&layer=phase&phase=0&phase=3&group=C8&sort=-name",
    "?on=2024-02-14&q=berg&definition=skr-c8",
    "?layer=phase&rural=no&definition=skr-c8&providers=many&sort=providers",
    "?on=2022-03-08&layer=status&group=A1&group=C9&sort=status",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_reached_by_hand_is_what_the_server_shows_at_the_address(start, address):
    reach(start, address)

    assert asked(start) == parse_qs(address.removeprefix("?"))
    assert shown(start) == told_by_server(start, start.url)


@pytest.mark.parametrize("address", ADDRESSES[:3])
def test_a_shared_address_opens_what_was_shared(page, address):
    open_map(page, address)

    assert shown(page) == told_by_server(page, f"/{address}")
    assert asked(page) == parse_qs(address.removeprefix("?"))
    wanted = parse_qs(address.removeprefix("?"))
    ticked = page.locator('input[type="checkbox"]:checked')
    pairs = ticked.evaluate_all("(boxes) => boxes.map((box) => [box.name, box.value])")
    assert sorted(map(tuple, pairs)) == sorted((name, value) for name in BOXES for value in wanted.get(name, []))


def test_every_day_on_which_something_changes_is_counted_as_the_server_counts_it(start):
    start.locator('[data-layer="status"]').click()

    for on in ("2020-03-09", "2020-03-10", "2020-03-29", "2020-03-30", "2020-06-13", "2021-12-06", "2022-03-08"):
        go_to_day(start, on)
        assert shown(start) == told_by_server(start, f"/?layer=status&on={on}")


def test_the_other_language_keeps_what_is_shown(start):
    reach(start, "?on=2021-12-10&layer=status&status=winding&county=01")
    before = shown(start)

    with start.expect_navigation():
        start.locator("a[hreflang]").click()
    start.wait_for_selector(READY)

    after = shown(start)
    assert urlsplit(start.url).path == "/en/"
    assert start.locator("html").get_attribute("lang") == "en"
    assert [row[:4] for row in after["rows"]] == [row[:4] for row in before["rows"]]
    assert all(after[part] == before[part] for part in ("legend", "painted", "shown"))
    for key, (_share, *numbers) in after["figures"].items():
        assert numbers == before["figures"][key][1:]
    go_to_day(start, "2021-12-11")
    assert shown(start) == told_by_server(start, start.url)
