"""Following and meetings in the browser, by three people: two of different providers, and a planner."""

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from providers.models import Membership
from rollout.models import Milestone, Subscription
from rollout.secret_links import STOP, secret_of
from tests.browser.axe import OF_COLOURS, faults
from tests.browser.map_page import PHONE, WIDE
from tests.desks import make_person
from tests.factories import make_user
from tests.followers import follow
from tests.sheets import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

BACKEND = "rollout.signin.LoopbackDemoBackend"


def member(name: str, at: int) -> Membership:
    """An invented provider's member: of the largest, or of the one after it."""
    user = make_user(username=name, email=f"{name}@example.se")
    provider = list(Membership.objects.order_by("pk"))[at].provider
    return Membership.objects.create(user=user, provider=provider)


def cookies(user, origin: str) -> list[dict]:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return [
        {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        | {"url": origin}
    ]


@pytest.fixture
def meeting(demonstration, db) -> Milestone:
    return Milestone.objects.filter(is_announced=True, plan__stage="draft").order_by("on").first()


def looked_over(page: Page, language: str) -> dict[str, list[str]]:
    """What axe finds in a theme, another for each language, and whether it is wider than a wide or a narrow window."""
    theme, other = ("light", "dark") if language == "sv" else ("dark", "light")
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    found = {theme: faults(page)}
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{size['width']}"] = ["wider than the window"]
    page.emulate_media(color_scheme=other)
    found[other] = faults(page, only=OF_COLOURS)
    page.set_viewport_size(WIDE)
    return {look: told for look, told in found.items() if told}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_provider_follows_its_areas_on_pages_that_everybody_can_use(page, server, demonstration, db, language):
    ours = member(f"foljare-{language}", 0)
    page.context.add_cookies(cookies(ours.user, server.url))

    page.goto(address("subscription-list", language=language))
    assert looked_over(page, language) == {}
    page.goto(address("provider-detail", ours.provider_id, language=language))
    page.locator("p.follow a").click()
    page.locator("input[value=feed]").check()
    page.locator("input[value=daily]").check()
    assert looked_over(page, language) == {}
    page.locator("form.follow-form button").click()
    expect(page.locator(".secret-link")).to_have_count(2)
    assert looked_over(page, language) == {}
    page.goto(address("subscription-list", language=language))
    assert looked_over(page, language) == {}

    row = Subscription.objects.get(user=ours.user)
    assert (row.provider_id, row.digest, row.language) == (ours.provider_id, "daily", language)


def test_the_secret_link_is_read_by_a_program_until_it_is_renewed(page, server, demonstration, db):
    ours = member("foljare", 0)
    page.context.add_cookies(cookies(ours.user, server.url))
    page.goto(address("subscription-new", "kommun", "0180"))
    page.locator("form.follow-form button").click()
    link = page.locator("#link-calendar").input_value()

    content = Client().get(link.removeprefix(server.url)).content
    page.locator(".link-acts button").click()
    expect(page.locator("#link-calendar")).not_to_have_value(link)

    uids = {event["UID"] for event in icalendar.Calendar.from_ical(content).walk("VEVENT")}
    assert "stom-rom.municipality-0180.last_referral_on@rusta-och-matcha" in uids
    assert Client().get(link.removeprefix(server.url)).status_code == 404


def test_the_choice_on_the_map_is_followed_as_it_stands(page, server, demonstration, db):
    page.context.add_cookies(cookies(make_user(username="kartlasare"), server.url))
    page.set_viewport_size(WIDE)
    page.goto(address("map"))
    page.locator("input[name=rural][value=yes]").check()
    expect(page.locator("[data-shown]").first).to_have_text("56")

    page.locator("button[formaction]").click()

    expect(page.locator("form.follow-form")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("Rural municipality")


def test_two_providers_and_a_planner_meet_and_only_the_planner_sees_both(still_page, server, meeting):
    page, where = still_page, address("meeting-detail", meeting.uid)
    first, second = member("forst", 0), member("sedan", 1)

    seen = {}
    for ours, people in ((first, "3"), (second, "2")):
        page.context.clear_cookies()
        page.context.add_cookies(cookies(ours.user, server.url))
        page.goto(where)
        page.locator(".sign-up-form input[name=people]").fill(people)
        page.locator(".sign-up-form button").click()
        expect(page.locator(".ours strong")).to_contain_text(people)
        seen[ours.provider.name] = page.locator("main").inner_text()
    page.context.clear_cookies()
    page.context.add_cookies(cookies(make_person("planner", username="planerare-vid-motet"), server.url))
    page.goto(where)
    planner = page.locator("main").inner_text()

    assert first.provider.name not in seen[second.provider.name]
    assert second.provider.name not in seen[first.provider.name]
    assert first.provider.name in planner
    assert second.provider.name in planner
    page.locator(f"a[href*='leverantorer/{first.provider_id}/']").click()
    expect(page.locator("h1")).to_contain_text(first.provider.name)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_of_meetings_are_for_everybody(page, server, meeting, language):
    page.goto(address("meeting-list", language=language))
    assert looked_over(page, language) == {}

    page.goto(address("meeting-detail", meeting.uid, language=language))
    assert looked_over(page, language) == {}
    expect(page.locator("main")).to_contain_text(meeting.place)


def test_the_page_that_stops_the_mail_works_without_script(still_page, server, demonstration, db):
    row = follow("kommun", "0180", digest="daily")

    still_page.goto(address("subscription-stop", secret_of(STOP, row.pk)))
    still_page.locator("main form button").click()

    expect(still_page.locator("h1")).to_have_text("No more mail")
    assert Subscription.objects.get(pk=row.pk).digest == ""
