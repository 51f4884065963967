"""axe in the hands of a test: what it finds on the page as it is now, a line each.

Only the faults are brought back: writing out all that passed costs more than finding it. And of what is made alike, as
the rows of a table, only the first two and the last are looked at: the others would be found to be as they are.
"""

import json
from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
# Alike are siblings of the same elements with the same classes and attributes, with text in the same places.
RUN = """async (only) => {
  const makes = new Map();
  const make = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeType === Node.TEXT_NODE && node.data.trim() ? "text" : "";
    if (!makes.has(node)) {
      const attributes = [...node.attributes].map(({ name, value }) => (name === "class" ? `.${value}` : name));
      makes.set(node, `${node.tagName}[${attributes}](${[...node.childNodes].map(make)})`);
    }
    return makes.get(node);
  };
  const alike = (host) => {
    const groups = Map.groupBy(host.children, make);
    return [...groups.values()].flatMap((group) => [
      ...group.slice(2, -1), ...[...new Set([...group.slice(0, 2), group.at(-1)])].flatMap(alike),
    ]);
  };
  const exclude = alike(document.body);
  const rules = only.length ? { runOnly: only } : {};
  const options = { resultTypes: ["violations"], preload: false, ...rules };
  const { violations } = await axe.run(exclude.length ? { include: document, exclude } : document, options);
  return violations;
}"""
# What another theme alone can break: the same elements stand in the same places, in other colours.
OF_COLOURS = ["color-contrast", "link-in-text-block"]


def faults(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """The rules that are broken, of all or of some, with the first places where they are."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    found = page.evaluate(RUN, list(only))
    return [f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']][:3])}" for each in found]
