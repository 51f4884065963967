"""axe in the hands of a test: what it finds on the page as it is now, a line each.

Only the faults are brought back: writing out all that passed costs more than finding it.
"""

import json
from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
RUN = """(only) => axe.run(document, {
  resultTypes: ["violations"], preload: false, ...(only.length ? { runOnly: only } : {}),
}).then((result) => result.violations)"""
# What another theme alone can break: the same elements stand in the same places, in other colours.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


def faults(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """The rules that are broken, of all or of some, with the first places where they are."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    found = page.evaluate(RUN, list(only))
    return [f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']][:3])}" for each in found]
