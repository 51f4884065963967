"""The time line in the browser: Plotly in the place of the drawing, and the page that edits the milestones."""

from collections.abc import Sequence

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from rollout.models import Milestone, Plan
from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import PHONE, WIDE
from tests.desks import make_person
from tests.sheets import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

DRAWN = "[data-gantt][data-drawn=plotly]"
MIDDLES = """selector => [...document.querySelectorAll(selector)].map(each => each.getBoundingClientRect())
    .map(box => [(box.left + box.right) / 2, (box.top + box.bottom) / 2]).sort((a, b) => a[0] - b[0] || a[1] - b[1])"""


@pytest.fixture
def editor(db, page, server):
    """An editor who is signed in."""
    user = make_person("editor", username="redaktor-tidslinje")
    client = Client()
    client.force_login(user, backend="rollout.signin.LoopbackDemoBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
    yield user
    Milestone.objects.filter(name="Möte i provet").delete()
    user.delete()


def draft() -> Plan:
    return Plan.objects.get(stage="draft", is_example=True)


def looks_at(page, theme: str, size: dict, *, only: Sequence[str] = ()) -> list[str]:
    """What is wrong with the page as it looks in a theme at a size, by all rules or by some."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(size)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*faults(page, only=only), *(["wider than the window"] if wider else [])]


def test_the_signs_of_plotly_lie_upon_those_of_the_drawing_say_what_they_are_and_nothing_moves(page, editor):
    where = f"{address('timeline')}?plan={draft().pk}"
    page.route("**/plotly-basic*", lambda route: route.abort())
    page.goto(where)
    page.wait_for_selector(".gantt-still")
    heads = "[...document.querySelectorAll('h2, h3, tr')].map(each => each.getBoundingClientRect().top)"
    before = page.evaluate(heads)
    page.unroute("**/plotly-basic*")

    page.goto(where)
    page.wait_for_selector(DRAWN)

    still, plotted = page.evaluate(MIDDLES, ".gantt-mark"), page.evaluate(MIDDLES, ".gantt-plot .scatterlayer .point")
    assert len(still) == len(plotted) == 11
    for one, other in zip(still, plotted, strict=True):
        assert all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True)), (still, plotted)
    assert page.evaluate(heads) == before
    page.mouse.move(*page.evaluate(MIDDLES, ".gantt-mark")[0])
    page.wait_for_selector(".hoverlayer .hovertext")
    assert "Example: decision" in page.text_content(".hoverlayer .hovertext")
    page.mouse.move(0, 0)
    assert looks_at(page, "light", WIDE) == []
    assert looks_at(page, "dark", PHONE, only=OF_COLOURS) == []


def test_a_milestone_is_added_and_changed_by_its_form(page, editor):
    page.goto(address("plan-milestones", draft().pk, language="sv"))
    assert looks_at(page, "light", WIDE) == []

    page.fill("#milestone-name", "Möte i provet")
    page.fill("#milestone-on", "2031-06-01")
    page.click(".milestone-form button[type=submit]")
    page.get_by_role("row").filter(has_text="Möte i provet").get_by_role("link").click()
    expect(page.locator("#milestone-name")).to_have_value("Möte i provet")
    page.fill("#milestone-on", "2031-07-01")
    assert looks_at(page, "dark", PHONE) == []
    page.click(".milestone-form button[type=submit]")

    page.get_by_role("row").filter(has_text="2031-07-01").wait_for()
