"""The plan of another day, days to come, the comparison and the outcome, in the hands of a reader."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from rollout import actions
from rollout.clock import today
from rollout.filters import AHEAD
from rollout.models import Phase, Plan
from tests.browser.axe import faults
from tests.browser.map_page import PHONE, READY, WIDE, asked, day_in_address, go_to_day, open_map, shown, told_by_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

IS_WIDER = "document.documentElement.scrollWidth > innerWidth"


def sign_in(page: Page, user) -> None:
    client = Client()
    client.force_login(user, backend="rollout.signin.LoopbackDemoBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": page.evaluate("origin")}])


def published() -> Plan:
    return Plan.objects.get(stage="published", is_example=False)


def test_the_plan_of_an_earlier_day_is_chosen_in_the_filters_and_kept_while_the_day_moves(page):
    open_map(page, "?layer=status")
    page.locator("#as_of").fill("2021-08-01")
    with page.expect_navigation():
        page.locator("#as_of").press("Enter")
    page.wait_for_selector(READY)

    go_to_day(page, "2021-09-26")

    page.wait_for_function("() => document.querySelector('h1').textContent.includes('101')")
    assert asked(page) == {"layer": ["status"], "on": ["2021-09-26"], "as_of": ["2021-08-01"]}
    assert shown(page) == told_by_server(page, page.url)
    assert page.locator(".standing-plan").is_visible()


def test_emptying_the_field_leads_back_to_the_plan_of_today(page):
    open_map(page, "?as_of=2021-08-01")
    page.locator("#as_of").fill("")

    with page.expect_navigation():
        page.locator("#q").focus()

    assert asked(page) == {}
    expect(page.locator(".standing-plan")).to_have_count(0)


def test_where_no_plan_is_known_script_and_server_say_the_same(page):
    open_map(page, "?as_of=2020-08-01&layer=status")

    go_to_day(page, "2021-09-26")

    page.wait_for_function("() => location.search.includes('2021-09-26')")
    assert shown(page) == told_by_server(page, page.url)


def test_days_to_come_can_be_reached_and_today_is_marked_and_stays_the_usual_day(page):
    last = Phase.objects.get(plan=published(), number=3)
    planned = today() + timedelta(days=100)
    Phase.objects.filter(pk=last.pk).update(last_contract_day_on=planned)
    open_map(page)
    assert day_in_address(page) is None
    assert page.locator("[data-day-now]").is_visible()

    page.locator("#day").focus()
    page.keyboard.press("End")

    assert page.locator("#on").input_value() == (planned + AHEAD).isoformat()
    page.locator("[data-today]").click()
    assert page.locator("#on").input_value() == today().isoformat()
    page.wait_for_function("() => !location.search.includes('on=')")


def test_a_finished_plan_ends_the_day_bar_today_without_a_mark(start):
    assert start.locator("[data-day-now]").is_hidden()
    assert start.locator("#on").get_attribute("max") == today().isoformat()


def test_a_kind_is_chosen_in_the_list_and_shown_on_the_map(page):
    page.goto("/en/jamfor/?on_a=2020-03-29&on_b=2021-10-01")

    page.get_by_role("link", name="Service gap closed").click()

    page.wait_for_selector(".kinds [aria-current]")
    expect(page.locator(".differing tbody tr")).to_have_count(32)
    expect(page.locator(".difference-map .m:not(.dim)")).to_have_count(32)


def test_the_comparison_asks_by_its_form_without_script(still_page):
    page = still_page
    page.goto("/en/jamfor/")

    page.locator("#on_a").fill("2020-03-29")
    page.locator("#on_b").fill("2020-03-30")
    page.locator("#a").select_option(str(published().pk))
    page.locator(".compare-form button").click()

    page.wait_for_url("**on_b=2020-03-30**")
    expect(page.locator(".kinds a", has_text="Service gap closed").locator(".number")).to_have_text("32")


def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(page):
    user = get_user_model().objects.create(username="provare")
    user.groups.add(Group.objects.get(name="planner"))
    scenario = actions.scenario_from(published(), owner=user, name="Åtta veckor senare")
    actions.shift_phase(scenario.phases.get(number=3), weeks=8, by=user)
    page.goto("/om/")
    sign_in(page, user)

    found = {}
    for where, theme, size, other in (
        ("/jamfor/", "light", WIDE, PHONE),
        (f"/en/jamfor/?b={scenario.pk}&on_a=2021-12-10&on_b=2021-12-10", "dark", PHONE, WIDE),
        ("/jamfor/?on_a=2022-04-01&on_b=2022-04-02", "dark", WIDE, PHONE),
        (f"{reverse('plan-outcome', args=[scenario.pk])}?day=2021-12-10", "dark", WIDE, PHONE),
        ("/kommuner/1440/?as_of=2021-08-01", "light", PHONE, WIDE),
        ("/?as_of=2020-08-01&layer=status", "dark", PHONE, WIDE),
    ):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size(size)
        page.goto(where)
        found[where] = [f"{size['width']}"] * page.evaluate(IS_WIDER) + faults(page)
        page.set_viewport_size(other)
        found[where] += [f"{other['width']}"] * page.evaluate(IS_WIDER)

    assert {where: each for where, each in found.items() if each} == {}
