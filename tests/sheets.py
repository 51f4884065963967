"""Pages of places, phases, areas and providers as a reader meets them, in English: asked for, and taken apart."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from municipalities.versions import current_version
from rollout.clock import today
from tests.pages import Element, read

Page = TypeVar("Page")  # a page as a test reads it


def address(name: str, *args, language: str = "en") -> str:
    with translation.override(language):
        return reverse(name, args=args)


def sheet(client: Client, name: str, *args, language: str = "en", **query) -> Element:
    """The page at an address, which must be there."""
    return opened(client, address(name, *args, language=language), query, read)


def opened(client: Client, where: str, query: dict, taken_apart: Callable[[bytes], Page]) -> Page:
    """A page, taken apart. Tests that look at the same page of the same rows on the same day share one opening."""
    asked = f"{where}?{urlencode(query, doseq=True)}" if query else where
    if not is_anybody(client):
        return _taken_apart(client, asked, taken_apart)
    page, language = _shared(asked, taken_apart, current_version(), today())
    translation.activate(language)  # as a request leaves it
    return page


def is_anybody(client: Client) -> bool:
    """Whether what a client gets depends on the address, the rows and the day alone, and no queries are counted."""
    own = set(client.cookies) - {"csrftoken"} or client.defaults or isinstance(settings._wrapped, UserSettingsHolder)
    return not own and not connection.force_debug_cursor


@lru_cache(maxsize=100)
def _shared(asked: str, taken_apart: Callable, version: str, day: date) -> tuple[object, str]:
    return _taken_apart(Client(), asked, taken_apart), translation.get_language()


def _taken_apart(client: Client, asked: str, taken_apart: Callable) -> object:
    answer = client.get(asked)
    assert answer.status_code == 200, answer.status_code
    return taken_apart(answer.content)


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
    return page.of_class(name)


def days(page: Element) -> list[str]:
    """The days of the agenda, in the order shown."""
    return [each["datetime"] for each in page.all("time")]


def lead(page: Element) -> str:
    """The occasion that comes first."""
    return of_class(page, "lead")[0].text


def links(page: Element) -> set[str]:
    return {each["href"] for each in page.all("a", href=None)}
