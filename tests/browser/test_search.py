"""The search field of every page: suggestions, chosen by the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_a_place_is_found_and_opened_by_the_keyboard_alone(page):
    page.goto("/om/")
    field = page.get_by_role("combobox", name=re.compile("^Sök"))

    field.focus()
    field.press_sequentially("lulea")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Luleå")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert faults(page) == []

    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("ArrowDown")
    field.press("Enter")

    page.wait_for_url(re.compile("/kommuner/2580/"))
