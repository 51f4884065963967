"""A served page taken apart: its elements, and the map page as a reader meets it. Knows HTML, nothing of Django."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from django.test import Client
from lxml import etree

MISSING = "–"
OF_CLASS = './/*[contains(concat(" ", normalize-space(@class), " "), $wanted)]'


class Element:
    """A tag with its attributes ("" for one without a value) and what is in it."""

    def __init__(self, node: etree._Element) -> None:
        self.node = node

    @property
    def tag(self) -> str:
        return self.node.tag

    @property
    def attributes(self) -> dict[str, str]:
        return self.node.attrib

    @cached_property
    def content(self) -> list:
        """Texts and elements in it, in order."""
        pieces = [self.node.text]
        for child in self.node:
            pieces += [Element(child) if isinstance(child.tag, str) else None, child.tail]
        return [piece for piece in pieces if piece is not None]

    def all(self, tag: str = "", **wanted: str | None) -> Iterator["Element"]:
        """The elements inside, in order; `data_code="0180"` asks for a value, `data_code=None` for any."""
        names = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        tests = "".join(f"[@{name}]" if value is None else f"[@{name}=${name}]" for name, value in names.items())
        for node in _path(f".//{tag or '*'}{tests}")(self.node, **names):
            yield Element(node)

    def of_class(self, name: str) -> list["Element"]:
        """The elements inside that have a class among theirs, in order."""
        return [Element(node) for node in _path(OF_CLASS)(self.node, wanted=f" {name} ")]

    def one(self, tag: str = "", **wanted: str | None) -> "Element":
        found = list(self.all(tag, **wanted))
        assert len(found) == 1, f"{len(found)} of {tag} {wanted}"
        return found[0]

    def __getitem__(self, name: str) -> str:
        return self.node.attrib[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and self.node is other.node

    def __hash__(self) -> int:
        return hash(self.node)

    @property
    def text(self) -> str:
        return re.sub(r"[ \n\t]+", " ", self.node.xpath("string()")).strip(" ")

    @property
    def classes(self) -> set[str]:
        return set(self.node.get("class", "").split())


@cache
def _path(expression: str) -> etree.XPath:
    return etree.XPath(expression)


def read(page: str | bytes) -> Element:
    """The tree of a page, above its first tag."""
    above = etree.Element("document")
    above.append(etree.fromstring(page.decode() if isinstance(page, bytes) else page, etree.HTMLParser()))
    return Element(above)


@dataclass(frozen=True)
class Figure:
    share: str
    part: int | None
    whole: int | None
    part_url: str | None
    whole_url: str | None


@dataclass(frozen=True)
class Key:
    """A class in the legend."""

    count: int
    is_on: bool
    url: str


@dataclass(frozen=True)
class Row:
    code: str
    status: str
    coverage: str
    providers: int | None
    phase: str


class MapPage:
    """The map page: figures, legend, rows, map and what its script is told, each read from what was served."""

    def __init__(self, html: str | bytes) -> None:
        self.tree = read(html)
        self.sentence = self.tree.one("h1").text
        self.figures = {each["data-figure"]: _figure(each) for each in self.tree.all(data_figure=None)}
        self.legend = {
            each["data-class"]: Key(
                int(_classed(each, "legend-count").text), each["aria-pressed"] == "true", each["href"]
            )
            for each in self.tree.all(data_class=None)
        }
        self.rows = [_row(each) for each in self.tree.one("tbody").all("tr")]
        self.told = json.loads("".join(self.tree.one("script", id="state").content))

    def state(self, client: Client) -> dict:
        """All that the page's script works with: what the page tells it, and the facts for which it asks."""
        return client.get(self.told["urls"]["facts"]).json() | self.told

    @property
    def shown(self) -> set[int]:
        """The numbers that stand for "shown": one, said in several places."""
        return {int(each.text) for each in self.tree.all(data_shown=None)}

    @property
    def codes(self) -> list[str]:
        return [row.code for row in self.rows]

    @cached_property
    def painted(self) -> dict[str, str]:
        """The class of every municipality on the map."""
        return {path["data-code"]: _key(path) for path in self.shapes}

    @cached_property
    def bright(self) -> set[str]:
        """The municipalities that are not dimmed."""
        return {path["data-code"] for path in self.shapes if "dim" not in path.classes}

    @cached_property
    def shapes(self) -> list[Element]:
        return list(self.tree.one(class_="municipalities").all("path"))


def _classed(element: Element, name: str) -> Element:
    return element.of_class(name)[0]


def _key(path: Element) -> str:
    return next(name.removeprefix("c-") for name in path.classes if name.startswith("c-"))


def _number(element: Element) -> int | None:
    return None if element.text == MISSING else int(element.text)


def _figure(host: Element) -> Figure:
    part, whole = host.one(data_part=None), host.one(data_whole=None)
    return Figure(host.one(data_share=None).text, _number(part), _number(whole), _aim(part), _aim(whole))


def _aim(link: Element) -> str | None:
    """Where a link leads; None for one that leads nowhere."""
    return link.attributes.get("href")


def _row(row: Element) -> Row:
    providers = row.one(data_providers=None)
    sign = next(row.one("td", data_status=None).all("span"))
    status = next(name.removeprefix("k-") for name in sign.classes - {"k-sign"})
    phase = list(row.all("td"))[-1].text
    return Row(row["data-code"], status, providers["data-providers"], _number(providers), phase)
