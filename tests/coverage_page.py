"""The coverage page and its files as a reader meets them, taken apart. Knows HTML and spreadsheets, no measure."""

import csv
import io
import json
import re
from dataclasses import dataclass

from django.test import Client
from openpyxl import load_workbook

from tests.pages import Element
from tests.sheets import address, of_class, sheet

SPACES = str.maketrans("", "", "  \u202f,")


def number(text: str) -> int:
    """A number as a page writes it, in either language."""
    return int(text.translate(SPACES))


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    word: str
    look: str


class CoveragePage:
    """The page at an address: its figure, list, map, bars and chart, each read from what was served."""

    def __init__(self, client: Client, language: str = "en", **asked) -> None:
        self.tree: Element = sheet(client, "coverage", language=language, **asked)
        self.headline = of_class(self.tree, "headline")[0]
        self.parts = [number(each.text) for each in self.headline.all("a", data_figure_part=None)]
        self.wholes = [number(each.text) for each in self.headline.all("a", data_figure_whole=None)]
        self.part_urls = [each["href"] for each in self.headline.all("a", data_figure_part=None)]
        self.whole_urls = [each["href"] for each in self.headline.all("a", data_figure_whole=None)]
        self.facts = {each.one("dt").text: each.one("dd").text for each in of_class(self.tree, "told")[0].all("div")}
        self.rows = [_row(each) for each in self.tree.one("section", id="list").all("tr", data_row=None)]
        self.legend = {_classed(each, "legend-word"): each for each in of_class(self.tree, "legend-key")}
        self.shapes = list(self.tree.all("path", data_code=None))
        self.bars = [_bar(each) for listed in of_class(self.tree, "bars") for each in listed.all("li")]
        self.figure = json.loads("".join(self.tree.one("script", id="trend-data").content))

    @property
    def value(self) -> str:
        return next(iter(of_class(self.headline, "headline-value"))).text

    @property
    def listed(self) -> int:
        return number(self.tree.one("span", data_listed=None).text)

    @property
    def keys(self) -> list[str]:
        return [row.key for row in self.rows]

    @property
    def counts(self) -> dict[str, int]:
        """The classes of the legend with their numbers."""
        return {word: number(_classed(each, "legend-count")) for word, each in self.legend.items()}

    @property
    def bright(self) -> set[str]:
        """The municipalities that are not faint on the map."""
        return {each["data-code"] for each in self.shapes if "dim" not in each.classes}

    @property
    def trend_lines(self) -> list[list[str]]:
        """The rows of the chart's table, the latest first."""
        table = next(each for each in self.tree.one("section", id="trend").all("table"))
        return [
            [cell.text for cell in row.content if isinstance(cell, Element)] for row in table.one("tbody").all("tr")
        ]


@dataclass(frozen=True)
class Bar:
    name: str
    words: str
    url: str
    length: float
    is_chosen: bool


def _bar(element: Element) -> Bar:
    link = element.one("a")
    length = float(list(element.all("rect"))[-1]["width"].removesuffix("%"))
    return Bar(link.text, _classed(element, "bar-words"), link["href"], length, "is-chosen" in element.classes)


def _row(element: Element) -> Row:
    cells = [each for each in element.content if isinstance(each, Element)]
    swatch = of_class(element, "k-swatch")[0]
    look = next(name.removeprefix("k-") for name in swatch.classes - {"k-swatch"})
    return Row(element["data-row"], cells[0].one("a").text, cells[1].text.split(" ", 1)[1], look)


def _classed(element: Element, name: str) -> str:
    return of_class(element, name)[0].text


def follow(client: Client, url: str) -> CoveragePage:
    """The page that a link on an English page leads to."""
    asked: dict[str, list[str]] = {}
    for pair in re.sub(r"^\?|#.*$", "", url).split("&"):
        if pair:
            name, value = pair.split("=")
            asked.setdefault(name, []).append(value)
    return CoveragePage(client, **asked)


def file_rows(client: Client, name: str, kind: str, **asked) -> list[dict]:
    """The rows of a file in English, by its heads."""
    answer = client.get(address(name, kind), asked)
    assert answer.status_code == 200
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    head, *rows = load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def about_file(client: Client, name: str, **asked) -> dict[str, str]:
    """What a workbook says of itself."""
    answer = client.get(address(name, "xlsx"), asked)
    return dict(load_workbook(io.BytesIO(answer.content)).worksheets[1].iter_rows(values_only=True))
