"""What was observed in AF's provider search, on the map page: the script tells of every day what the server tells."""

import pytest

from tests.browser.map_page import go_to_day, open_map, shown, told_by_server
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def told_freshness(page) -> str:
    return page.locator("[data-freshness]").text_content()


def served_freshness(page) -> str:
    return read(page.request.get(page.url).text()).one(data_freshness=None).text


def test_on_every_observed_day_and_around_it_the_script_says_what_the_server_says(page):
    open_map(page, "en/?basis=observed&on=2025-03-01")

    for day in ("2025-03-01", "2023-11-14", "2023-11-15", "2024-04-01", "2024-04-02", "2026-01-31"):
        go_to_day(page, day)

        assert shown(page) == told_by_server(page, page.url), day
        assert told_freshness(page) == served_freshness(page), day


def test_choosing_the_observed_data_takes_the_example_data_away_everywhere(page):
    open_map(page, "en/?on=2025-03-01")

    page.locator("#basis").select_option("observed")
    page.wait_for_url("**basis=observed**")

    assert page.locator(".example-mark").count() == 0
    assert page.locator("[data-figure=all] [data-part]").text_content() == "62"
    page.locator("#list tbody a").first.click()
    page.wait_for_url("**/kommuner/**")
    assert "basis=observed" in page.url
    assert "on 1 March 2025" in page.locator("footer").text_content()
