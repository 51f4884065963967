"""axe in the hands of a test: what it finds on the page as it is now, a line each.

Only the faults are brought back: writing out all that passed costs more than finding it.
"""

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script


def faults(page: Page) -> list[str]:
    """The rules that are broken, with the first places where they are."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    found = page.evaluate(
        "axe.run(document, { resultTypes: ['violations'], preload: false }).then((result) => result.violations)"
    )
    return [f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']][:3])}" for each in found]
