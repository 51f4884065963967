"""A provider in the browser: Plotly in the place of map and charts, a click to an area, nothing that axe minds."""

import pytest
from django.conf import settings
from django.db.models import Count
from django.test import Client
from playwright.sync_api import Page, expect

from providers.models import Membership, Provider
from tests import factories as make
from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import DRAWN, PHONE, WIDE, point_in
from tests.sheets import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

ON = "?on=2021-09-28"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def member(demonstration, db) -> Membership:
    """Somebody who acts for the invented provider with most agreements."""
    largest = Provider.objects.filter(is_example=True).annotate(size=Count("agreements")).order_by("-size", "sort_key")
    return make.make_membership(provider=largest[0], role="editor")


@pytest.fixture
def portal(page: Page, member: Membership, server) -> Page:
    """A page in which the member is signed in."""
    client = Client()
    client.force_login(member.user, backend="rollout.signin.LoopbackDemoBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
    return page


def where(name: str, provider: Provider, *more) -> str:
    return address(name, provider.pk, *more, language="sv") + ON


def opened(page: Page, provider: Provider) -> Page:
    """The home with map, charts and agreements drawn by Plotly."""
    page.goto(where("portal-home", provider))
    page.wait_for_selector(DRAWN)
    expect(page.locator("[data-gantt][data-drawn=plotly]")).to_have_count(1)
    return page


def test_in_the_first_view_stands_what_changes_next_when_and_where_nobody_is_and_a_click_opens_an_area(portal, member):
    opened(portal, member.provider)

    first = ("STOM upphör i 2 områden", "29 dec 2021", "Ingen har kontor i")
    for words in first:
        expect(portal.get_by_text(words).first).to_be_in_viewport()
    told_by_plotly(portal)
    portal.set_viewport_size(PHONE)
    for words in first:
        expect(portal.get_by_text(words).first).to_be_in_viewport()
    assert portal.evaluate(SIDEWAYS) == 0

    portal.set_viewport_size(WIDE)
    portal.evaluate("document.getElementById('map').scrollIntoView({ block: 'center' })")
    x, y = point_in(portal, "0180")
    portal.mouse.move(x, y)
    expect(portal.locator(".map-card")).to_contain_text("Stockholm: Ert avtal är på väg att upphöra · STOM")
    portal.mouse.click(x, y)
    portal.wait_for_url("**/omraden/**")
    expect(portal.locator("h1")).to_contain_text("Stockholms län")
    expect(portal.locator("#rules")).to_contain_text("Här är sista anvisningsdag den 28 september 2021.")


def told_by_plotly(portal: Page) -> None:
    """The map has as many municipalities of a kind as the legend says, and every agreement is drawn."""
    kinds = portal.locator(".plotted path[data-code]").evaluate_all(
        "paths => Object.fromEntries(paths.map(path => [path.dataset.code, path.getAttribute('class')]))"
    )
    assert len(kinds) == 290
    legend = {key: sum(f" c-{key}" in look for look in kinds.values()) for key in ("own", "ending", "bare", "beside")}
    told = portal.locator(".own-legend .number").all_inner_texts()
    assert {str(number) for number in legend.values()} <= set(told)
    still = portal.locator(".gantt-still .gantt-bar, .gantt-still rect").count()
    assert still > 10
    assert portal.locator(".gantt-plot .bars .point").count() > 10


def test_without_plotly_the_drawings_stay(portal, member):
    portal.route("**/plotly-*", lambda route: route.abort())

    portal.goto(where("portal-home", member.provider))

    expect(portal.locator("#map svg.sweden .municipalities")).to_be_visible()
    expect(portal.locator(".gantt-still")).to_be_visible()
    expect(portal.locator(DRAWN)).to_have_count(0)


@pytest.mark.parametrize("name", ["portal-home", "portal-areas", "portal-area"])
def test_axe_finds_nothing_wide_or_narrow_light_or_dark(portal, member, name):
    area = member.provider.agreements.get(number="EX-00059").area_id
    portal.goto(where(name, member.provider, *([area] if name == "portal-area" else [])))
    expect(portal.locator(".portal-tabs [aria-current]")).to_have_count(1)
    portal.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    assert faults(portal) == []
    portal.emulate_media(color_scheme="dark")
    assert faults(portal, only=OF_COLOURS) == []
    portal.set_viewport_size(PHONE)
    assert portal.evaluate(SIDEWAYS) == 0
