"""People come into the portal in the browser: invited by an editor, shut out as strangers, helped by an admin."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from providers.models import Look, Membership, Provider
from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import PHONE, WIDE
from tests.desks import BACKEND, make_person
from tests.factories import make_membership, make_user
from tests.sheets import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

WORD = "en lång väg hem"


@pytest.fixture
def editor(demonstration, db) -> Membership:
    """An editor of the largest invented provider."""
    provider = Provider.objects.filter(is_example=True).first()
    return make_membership(provider=provider, role="editor", user=make_user(username="rut", email="rut@example.se"))


def sign_in(page: Page, user, origin: str) -> None:
    client = Client()
    client.force_login(user, backend=BACKEND)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": origin}])


def is_clean(page: Page) -> None:
    """Accessible wide and light as well as narrow and dark, and never wider than the window."""
    for scheme, size, only in (("light", WIDE, ()), ("dark", PHONE, OF_COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        assert faults(page, only=only) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    page.set_viewport_size(WIDE)


def test_an_editor_invites_by_a_link_and_the_invited_comes_in_where_a_stranger_finds_nothing(
    page, other_page, server, editor
):
    sign_in(page, editor.user, server.url)
    page.goto(address("portal-members", editor.provider.pk, language="sv"))
    page.get_by_label("E-postadress").fill("ny@example.se")
    page.get_by_role("button", name="Skicka inbjudan").press("Enter")
    link = page.locator(".secret-link").inner_text()
    is_clean(page)

    guest = other_page
    guest.goto(link)
    is_clean(guest)
    for label in ("Lösenord", "Lösenordet en gång till"):
        guest.get_by_label(label, exact=True).fill(WORD)
    guest.get_by_role("button", name="Skapa användaren och tacka ja").click()
    expect(guest).to_have_url(f"{server.url}{address('portal-home', editor.provider.pk, language='sv')}")
    guest.goto(address("portal-members", editor.provider.pk, language="sv"))
    expect(guest.locator(".member")).to_have_count(2)
    expect(guest.get_by_role("button", name="Skicka inbjudan")).to_have_count(0)
    is_clean(guest)

    page.goto(link)
    expect(page.get_by_role("heading", name="Inbjudan har använts")).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, make_membership(role="editor").user, server.url)
    answer = page.goto(address("portal-members", editor.provider.pk, language="sv"))
    assert answer.status == 404
    expect(page.get_by_text(editor.provider.name)).to_have_count(0)


def test_an_administrator_looks_with_a_reason_and_the_members_read_it(page, server, editor):
    sign_in(page, make_person("admin", username="asta"), server.url)
    page.goto(address("portal", language="sv"))
    is_clean(page)
    page.locator("#look-provider").select_option(str(editor.provider.pk))
    page.locator("#look-reason").fill("Felsöker ett ärende")
    page.get_by_role("button", name="Börja titta").click()
    expect(page.locator(".look-banner")).to_contain_text("Felsöker ett ärende")

    page.get_by_role("link", name="Medlemmar").click()
    expect(page.get_by_role("button", name="Skicka inbjudan")).to_have_count(0)
    is_clean(page)
    page.locator(".look-banner button").click()
    expect(page).to_have_url(f"{server.url}{address('portal', language='sv')}")

    assert Look.objects.get().ended_at is not None
    page.context.clear_cookies()
    sign_in(page, editor.user, server.url)
    page.goto(address("portal-members", editor.provider.pk, language="sv"))
    expect(page.locator(".look-list")).to_contain_text("Felsöker ett ärende")
