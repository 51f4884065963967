"""A window of Chromium that is kept from test to test, and what is watched in it meanwhile.

To open a window costs three times what most pages cost in it. So it is tidied instead: what a test leaves behind is
its listeners, which nobody hears, and the style sheets and scripts in the browser's cache. It rests on a page of the
server: at an address of nobody's, as `about:blank`, the browser would begin a new process for the next page.

What takes longest is to open a page with a map. Tests that begin at the same one leave it standing for the next.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

LOCAL_SCHEMES = {"data", "blob", "about"}
PATIENCE = 60_000  # milliseconds for a thing to come about, on a busy machine
SIZE = {"width": 1440, "height": 900}
RESTING_PLACE = "/static/rest.html"
EMPTY_PAGE = '<!doctype html><title>-</title><link rel="icon" href="data:,">'


def new_page(browser: Browser, url: str, **options: object) -> Page:
    """A page in a window of its own, which knows nothing of any other."""
    context = browser.new_context(base_url=url, viewport=SIZE, locale="sv-SE", **options)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


class Window:
    """A page that is made as good as fresh after each test, and anew where it cannot be."""

    def __init__(self, browser: Browser, url: str, **options: object) -> None:
        self.browser, self.url, self.options = browser, url, options
        self.page = new_page(browser, url, **options)
        self.standing: Callable[[Page], None] | None = None

    def stand_at(self, opening: Callable[[Page], None], put_back: Callable[[Page], bool]) -> None:
        """Have the page as `opening` leaves it: put back where a test before left it there, else opened.

        `put_back` says whether the page could be put back.
        """
        if self.standing is opening and put_back(self.page):
            return
        self.leave()
        opening(self.page)
        self.standing = opening

    def leave(self) -> None:
        """Have nothing standing."""
        if self.standing:
            self.standing = None
            self.tidy()

    def tidy(self) -> None:
        """Forget what was stored, signed in, intercepted, emulated and pressed, and show nothing."""
        try:
            self._tidy(self.page)
        except Error:
            self.close()
            self.page = new_page(self.browser, self.url, **self.options)

    def _tidy(self, page: Page) -> None:
        page.unroute_all(behavior="ignoreErrors")
        if page.url.startswith(self.url):
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.goto(RESTING_PLACE)
        for other in page.context.pages:
            if other != page:
                other.close()
        page.context.clear_cookies()
        let_go(page)

    def close(self) -> None:
        self.page.context.close()


def let_go(page: Page) -> None:
    """Have nothing pressed, pointed at or emulated."""
    page.mouse.up()
    page.mouse.move(0, 0)
    page.keyboard.up("Shift")
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
    if page.viewport_size != SIZE:
        page.set_viewport_size(SIZE)


@contextmanager
def watched(page: Page, url: str) -> Iterator[list[str]]:
    """What goes wrong in a page of a server: requests to other hosts, broken scripts, what the policy refuses."""
    faults: list[str] = []
    home = urlsplit(url).netloc

    def note_stranger(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in LOCAL_SCHEMES and address.netloc != home:
            faults.append(f"asked another host: {request.url}")

    def note_refusal(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(f"refused by the content policy: {message.text}")

    def note_error(error: Error) -> None:
        faults.append(f"script broke: {error}")

    page.context.on("request", note_stranger)
    page.on("console", note_refusal)
    page.on("pageerror", note_error)
    yield faults
    page.context.remove_listener("request", note_stranger)
    page.remove_listener("console", note_refusal)
    page.remove_listener("pageerror", note_error)
