"""Chromium for the browser tests: one a session, a fresh page a test, and nothing may leave the machine."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.services import chromium, databases

HERE = Path(__file__).parent
LOCAL_SCHEMES = {"data", "blob", "about"}
PATIENCE = 60_000  # milliseconds for a thing to come about, on a busy machine

# Playwright's loop makes Django believe that it runs inside asynchronous code; the tests are plain functions.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder is a browser test on the test database, marked or not.

    Without a mark pytest-django would leave the settings' own database in place, and `demonstration` would empty that.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if item.get_closest_marker("django_db") is None:
                item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def server(django_db_setup, django_db_blocker) -> Iterator[LiveServer]:
    """One server for the session. Unlike `live_server` it leaves the rows alone, so that a file can load them once."""
    with django_db_blocker.unblock():  # its threads look at the database at any time, also between tests
        running = LiveServer("localhost")
        yield running
        running.stop()


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The facts and the demonstration, committed so that the server sees them, for the tests of a file."""
    with django_db_blocker.unblock(), django_db_setup.standing_on(databases.DEMONSTRATION):
        yield


@pytest.fixture
def page(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """A fresh page on the server, wide; the test fails if it asked another host or if a script of it broke."""
    context = browser.new_context(base_url=server.url, viewport={"width": 1440, "height": 900}, locale="sv-SE")
    context.set_default_timeout(PATIENCE)
    page, faults = context.new_page(), []
    home = urlsplit(server.url).netloc

    def note_stranger(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in LOCAL_SCHEMES and address.netloc != home:
            faults.append(f"asked another host: {request.url}")

    def note_refusal(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(f"refused by the content policy: {message.text}")

    context.on("request", note_stranger)
    page.on("console", note_refusal)
    page.on("pageerror", lambda error: faults.append(f"script broke: {error}"))
    yield page
    context.close()
    assert faults == []
