"""Pages of places, phases, areas and providers as a reader meets them, in English: asked for, and taken apart."""

from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.pages import Element, read


def address(name: str, *args, language: str = "en") -> str:
    with translation.override(language):
        return reverse(name, args=args)


def sheet(client: Client, name: str, *args, language: str = "en", **query) -> Element:
    """The page at an address, which must be there."""
    answer = client.get(address(name, *args, language=language), query)
    assert answer.status_code == 200, answer.status_code
    return read(answer.content)


def table(page: Element, caption: str) -> list[dict[str, str]]:
    """The rows of the table with a caption, by its heads. A cell over several rows stands in each of them."""
    found = next(each for each in page.all("table") if each.one("caption").text.startswith(caption))
    heads = [each.text for each in found.one("thead").all("th")]
    rows, hanging = [], None
    for line in (tr for body in found.all("tbody") for tr in body.all("tr")):
        cells = [each for each in line.content if isinstance(each, Element)]
        if "rowspan" in cells[0].attributes:
            hanging = cells[0]
        elif len(cells) == len(heads) - 1 and hanging is not None:
            cells = [hanging, *cells]
        rows.append(dict(zip(heads, [each.text for each in cells], strict=False)))
    return rows


def section(page: Element, heading: str) -> Element:
    """The section whose heading begins so."""
    return next(
        each
        for each in page.all("section")
        if any(head.text.startswith(heading) for tag in ("h2", "h3") for head in each.all(tag))
    )


def of_class(page: Element, name: str) -> list[Element]:
    return [each for each in page.all() if name in each.classes]


def days(page: Element) -> list[str]:
    """The days of the agenda, in the order shown."""
    return [each["datetime"] for each in page.all("time")]


def lead(page: Element) -> str:
    """The occasion that comes first."""
    return of_class(page, "lead")[0].text


def links(page: Element) -> set[str]:
    return {each["href"] for each in page.all("a", href=None)}
