"""Chromium for the browser tests: one a session, a tidied page a test, and nothing may leave the machine."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.window import PATIENCE, Window, new_page, watched
from tests.services import chromium, databases

HERE = Path(__file__).parent

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


@pytest.fixture(scope="session")
def window(browser: Browser, server: LiveServer) -> Iterator[Window]:
    """One window for the session."""
    kept = Window(browser, server.url)
    yield kept
    kept.close()


@pytest.fixture
def page(window: Window) -> Iterator[Page]:
    """A page on the server, wide and as good as fresh; fails the test if it asked another host or a script broke."""
    with watched(window.page, window.url) as faults:
        yield window.page
    window.tidy()
    assert faults == []


@pytest.fixture
def own_page(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """As `page`, with nothing in its cache: for a test that slows it down or has a script run before its own."""
    page = new_page(browser, server.url)
    with watched(page, server.url) as faults:
        yield page
    page.context.close()
    assert faults == []
