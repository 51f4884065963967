"""axe in the hands of a test: what it finds on the page as it is now, a line each.

Only the faults are brought back: writing out all that passed costs more than finding it. And what is alike is not
looked at over and over: see `axe_run.js`.
"""

from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
ADDRESS = "/static/axe.js"  # from where a page takes it out of the browser's cache, compiled
LOAD = """(address) => new Promise((loaded, failed) => {
  const script = Object.assign(document.createElement("script"), { src: address, onload: loaded, onerror: failed });
  document.head.append(script);
}).then(() => document.head.querySelector(`script[src="${address}"]`).remove())"""
RUN = f"async (onlyColours) => {{{Path(__file__).with_name('axe_run.js').read_text('utf-8')}}}"
# What another theme alone can break: the same elements stand in the same places, in other colours.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


def faults(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """The rules that are broken, of all or `OF_COLOURS` alone, with the first places where they are."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(*((LOAD, ADDRESS) if page.url.startswith("http") else (SCRIPT,)))
    return page.evaluate(RUN, only == OF_COLOURS)
