"""The change log in the browser: accessible, never wider than the window, and an act is undone by clicks alone."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import expect

from rollout import actions
from rollout.models import Plan
from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import PHONE, WIDE
from tests.factories import make_user
from tests.sheets import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture
def editor(demonstration, db):
    user = make_user(username="redaktor-vid-loggen")
    user.groups.add(Group.objects.get(name="editor"))
    return user


@pytest.fixture
def draft(editor) -> Plan:
    """A draft of the real plan, in which two municipalities were moved and a phase was renamed."""
    made = actions.draft_from(Plan.objects.get(stage="published", to_service="rom"), by=editor, reason="Prov")
    second, third = made.phases.get(number=2), made.phases.get(number=3)
    moved = list(second.switches.values_list("municipality", flat=True)[:12])
    actions.move(made, dict.fromkeys(moved, third), by=editor, reason="Saknar leverantörer")
    actions.edit_phase(third, expected_revision=third.revision, by=editor, name="Sista etappen")
    yield made
    actions.discard(made, by=editor)


@pytest.fixture
def signed_in(page, server, editor):
    client = Client()
    client.force_login(editor, backend="rollout.signin.LoopbackDemoBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(signed_in, draft, language):
    page, found = signed_in, {}
    pages = [("plan-changes", draft.pk), ("change-undo", draft.pk, 2), ("municipality-changes", "0180")]

    for place in pages:
        page.goto(address(*place, language=language))
        for theme, size, only in (("light", WIDE, ()), ("dark", PHONE, OF_COLOURS)):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=theme)
            wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found[place[0], theme] = [*faults(page, only=only), *(["wider than the window"] if wider else [])]

    assert {where: bad for where, bad in found.items() if bad} == {}


def test_an_act_is_undone_by_clicks_after_its_effects_are_read(signed_in, draft):
    page = signed_in
    page.goto(address("plan-changes", draft.pk, language="en"))
    moved = page.locator(".act").filter(has_text="Moved between phases")

    moved.get_by_text("Which ones").click()
    expect(moved.locator(".names li")).to_have_count(12)
    moved.get_by_role("link", name="Undo").click()
    expect(page.get_by_text("12 municipalities moved from Phase 3 to Phase 2")).to_be_visible()
    page.get_by_label("Reason").fill("Fel kommuner")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator(".act").first).to_contain_text("Fel kommuner")
    expect(moved).to_contain_text("Taken back by no. 4")
    assert draft.phases.get(number=2).switches.count() == 101
