"""Chromium for the browser tests: one a session, a tidied page a test, and nothing may leave the machine."""

import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import axe, component_page, map_page
from tests.browser.live import Files, Listening, served
from tests.browser.window import EMPTY_PAGE, PATIENCE, RESTING_PLACE, Window, new_page, watched
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
def server(browser: Browser, django_db_setup, django_db_blocker) -> Iterator[Listening]:
    """One server for the session. Unlike `live_server` it leaves the rows alone, so that a file can load them once.

    It comes after the browser, in whose loop Django has other connections than outside it: these are the ones to share.
    """
    Files.brought |= {axe.ADDRESS: axe.SCRIPT, RESTING_PLACE: EMPTY_PAGE}
    with django_db_blocker.unblock(), served() as running:  # it looks at the database at any time, also between tests
        django_db_setup.meanwhile = running.at_rest
        yield running
        django_db_setup.meanwhile = nullcontext


@pytest.fixture(autouse=True)
def _answered(db, server: Listening) -> Iterator[None]:
    """What a page still asks for when its test ends is answered before the rows of the test are taken away."""
    yield
    with server.at_rest():
        pass


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The facts and the demonstration, committed so that the server sees them, for the tests of a file."""
    with django_db_blocker.unblock(), django_db_setup.standing_on(databases.DEMONSTRATION):
        yield


@pytest.fixture(scope="session")
def window(browser: Browser, server: Listening) -> Iterator[Window]:
    """One window for the session."""
    kept = Window(browser, server.url)
    yield kept
    kept.close()


@pytest.fixture
def page(window: Window) -> Iterator[Page]:
    """A page on the server, wide and as good as fresh; fails the test if it asked another host or a script broke."""
    window.leave()
    with watched(window.page, window.url) as faults:
        yield window.page
    window.tidy()
    assert faults == []


def left_standing(window: Window, session: pytest.Session, opening: Callable, put_back: Callable) -> Iterator[Page]:
    """As `page`, opened; it stays open for the next test that begins there, unless this one fails."""
    failed = session.testsfailed
    if window.standing is not opening:
        window.leave()
    with watched(window.page, window.url) as faults:
        window.stand_at(opening, put_back)
        yield window.page
    if faults or session.testsfailed > failed:
        window.leave()
    assert faults == []


@pytest.fixture
def start(window: Window, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The map page as it opens, drawn by Plotly; a test that goes on from it does not load it anew."""
    yield from left_standing(window, request.session, map_page.open_start, map_page.put_back)


@pytest.fixture
def component(window: Window, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The map by itself, as it opens, drawn by Plotly."""
    yield from left_standing(window, request.session, component_page.open_map, component_page.put_back)


@pytest.fixture(scope="session")
def still_window(browser: Browser, server: Listening) -> Iterator[Window]:
    """One window for the session that runs no script."""
    kept = Window(browser, server.url, java_script_enabled=False)
    yield kept
    kept.close()


@pytest.fixture
def still_page(still_window: Window) -> Iterator[Page]:
    """As `page`, and runs no script."""
    with watched(still_window.page, still_window.url) as faults:
        yield still_window.page
    still_window.tidy()
    assert faults == []


@pytest.fixture(scope="session")
def other_window(browser: Browser, server: Listening) -> Iterator[Window]:
    """One more window for the session, with cookies of its own."""
    kept = Window(browser, server.url)
    yield kept
    kept.close()


@pytest.fixture
def other_page(other_window: Window) -> Iterator[Page]:
    """As `page`, for somebody else, who is there at the same time."""
    with watched(other_window.page, other_window.url) as faults:
        yield other_window.page
    other_window.tidy()
    assert faults == []


@pytest.fixture
def own_page(browser: Browser, server: Listening) -> Iterator[Page]:
    """As `page`, with nothing in its cache: for a test that slows it down or has a script run before its own."""
    page = new_page(browser, server.url)
    with watched(page, server.url) as faults:
        yield page
    page.context.close()
    assert faults == []
