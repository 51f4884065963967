"""The page of alerts as a reader meets it, taken apart. Knows HTML, nothing of what an alert is."""

from tests.pages import Element
from tests.sheets import of_class, sheet, table

ROWS = "The alerts"
LOST, GOT = "Lost its last provider", "Got its first provider"


def told(page: Element) -> list[dict[str, str]]:
    """The rows of the list with the sign before the kind taken off."""
    if not list(page.all("table")):
        return []
    return [{**row, "Alert": row["Alert"][1:]} for row in table(page, ROWS)]


def of_kind(page: Element, kind: str) -> dict[str, dict[str, str]]:
    return {row["Where"]: row for row in told(page) if row["Alert"] == kind}


def counted(page: Element) -> dict[str, int]:
    """The counts on top, by kind."""
    found = [each for kinds in of_class(page, "kinds") for each in kinds.all("a")]
    return {of_class(each, "key")[0].text[1:]: int(of_class(each, "number")[0].text) for each in found}


def alerts(client, **query) -> Element:
    return sheet(client, "alerts", **query)
