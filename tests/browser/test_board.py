"""The readiness board and the page of the rules in the browser: accessible, and worked by keyboard alone."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import Page, expect

from rollout.models import FollowUp, Plan
from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import PHONE, WIDE
from tests.factories import make_user
from tests.sheets import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
NAMES = ("plan-readiness", "how-we-decide")


@pytest.fixture
def editor(demonstration, db):
    user = make_user(username="redaktor-vid-tavlan")
    user.groups.add(Group.objects.get(name="editor"))
    return user


@pytest.fixture
def draft(demonstration, db) -> Plan:
    """The draft of the demonstration, with something of every state in it."""
    return Plan.objects.filter(is_example=True, stage="draft").first()


def sign_in(page: Page, user, origin: str) -> None:
    client = Client()
    client.force_login(user, backend="rollout.signin.LoopbackDemoBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": origin}])


def where(name: str, plan: Plan, language: str = "sv") -> str:
    return address(name, *([plan.pk] if name == "plan-readiness" else []), language=language)


def one_phase(plan: Plan) -> str:
    """What narrows the board to a phase with the form of one of its areas open; the others are made of the same."""
    phase = plan.phases.get(number=2)
    return f"?phase=2&edit={phase.areas.first().pk}:enough-ready"


@pytest.mark.parametrize(
    "language, looks", [("sv", (("light", WIDE), ("dark", PHONE))), ("en", (("dark", PHONE), ("light", WIDE)))]
)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_and_the_page_is_never_wider_than_the_window(
    page, server, editor, draft, name, language, looks
):
    sign_in(page, editor, server.url)
    page.emulate_media(reduced_motion="reduce")
    page.goto(where(name, draft, language) + (one_phase(draft) if name == "plan-readiness" else ""))

    found = {}
    for theme, size in looks:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        only = () if theme == looks[0][0] else OF_COLOURS
        found[theme] = [*faults(page, only=only), *(["wider than the window"] if wider else [])]

    assert found == {theme: [] for theme, _size in looks}


def test_an_editor_says_by_keyboard_and_without_script_who_sees_to_what(still_page, server, editor, draft):
    sign_in(still_page, editor, server.url)
    still_page.goto(f"{where('plan-readiness', draft, 'en')}?state=open&rule=enough-ready")
    line = still_page.locator("tr.matters").filter(has_text="Nobody yet").first
    area = int(line.locator("xpath=preceding-sibling::tr[1]").get_attribute("id").removeprefix("area-"))

    line.get_by_role("link", name="Assign").press("Enter")
    form = still_page.locator(".matter-form")
    form.get_by_label("Owner").select_option(label=editor.username)
    form.get_by_label("Due").fill("2027-01-15")
    form.get_by_label("Note").fill("Ringer i dag.")
    form.get_by_label("Note").press("Enter")

    row = still_page.locator(f"#area-{area} + tr.matters")
    expect(row).to_contain_text("Ringer i dag.")
    assert f"{editor.username} · due 2027-01-15 · Ringer i dag." in " ".join(row.inner_text().split())
    kept = FollowUp.objects.get(plan=draft, area=area, rule="enough-ready")
    assert (kept.owner, str(kept.due_on)) == (editor, "2027-01-15")
