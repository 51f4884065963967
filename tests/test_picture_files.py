"""The pictures of pages as files: each shows what its page shows, in words and in numbers, and needs nothing else."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from rollout.palette import CLASSES
from tests.pages import Element, read
from tests.sheets import opened

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

SVG = "{http://www.w3.org/2000/svg}"
FILLS = {each.light.fill: key for key, each in reversed(CLASSES.items())}


@dataclass(frozen=True)
class Case:
    """A picture: its page, what is asked, its file, and where on the page the municipalities of each class are listed.

    rows: an XPath to what has the class of each row, or of each line of the legend where number says how many.
    """

    page: str
    query: str
    file: str
    rows: str = ""
    number: str = ""

    def __str__(self) -> str:
        return f"{self.page}{self.file}{self.query}"


LEGEND = '//div[@id="legend"]/ul//a'
CASES = [
    Case("/", "?layer=status&on=2021-10-15&county=25&county=24", "karta", '//table[@id="list"]//td/span'),
    Case("/tackning/", "?measure=rural-without", "karta", LEGEND, './/span[@class="legend-count"]'),
    Case("/tackning/", "?measure=distance&part=SE3", "karta", LEGEND, './/span[@class="legend-count"]'),
    Case("/tackning/", "?measure=rural-without", "tid"),
    Case("/tackning/kallor/", "", "diagram"),
    Case("/vita-flackar/", "?county=25", "karta"),
    Case("/jamfor/", "?on_a=2021-09-28&on_b=2021-09-29", "karta", '//table[contains(@class, "differing")]//td[2]'),
    Case("/kartblad/", "?county=25&layer=coverage", "kartor"),
    Case("/etapper/", "", "tidslinje"),
    Case("/tidslinje/", "?on=2021-10-15", "diagram"),
    Case("/kommuner/2580/", "?on=2021-10-15", "tidslinje"),
    Case("/kommuner/2580/", "?on=2021-10-15", "karta"),
    Case("/etapper/stom-rom/2/", "", "karta"),
    Case("/lan/25/", "", "karta"),
    Case("/uppfoljning/", "", "andel"),
    Case("/uppfoljning/", "", "riket"),
]


def drawings(picture: ElementTree.Element) -> list[ElementTree.Element]:
    """The drawings of the page in a picture."""
    return [each for each in picture.iter(f"{SVG}svg") if each.get("role") == "img" and each is not picture]


def legend(picture: ElementTree.Element) -> dict[str, str]:
    """The words of the drawn legend of a map by class, in its order."""
    swatches = [rect for rect in picture.iter(f"{SVG}rect") if rect.get("rx") == "2"]
    keys = [FILLS.get(each.get("fill")) or each.get("fill").removeprefix("url(#key-")[:-1] for each in swatches]
    words = [each.text for each in picture.iter(f"{SVG}text") if "key-word" in each.get("class", "")]
    return dict(zip(keys, words, strict=True))


def numbers(picture: ElementTree.Element) -> Counter:
    """The numbers of the drawn legend, by the fill of the swatch: classes of two layers may have the same."""
    told = {key: re.search(r": (\d+)$", words) for key, words in legend(picture).items()}
    return Counter({CLASSES[key].light: int(found[1]) for key, found in told.items() if found})


def listed(page: Element, case: Case) -> Counter:
    """How many municipalities of each class the page lists."""
    found = Counter()
    for node in page.node.xpath(case.rows):
        of_it = " ".join(node.xpath("descendant-or-self::*/@class"))
        number = int(node.xpath(case.number)[0].text) if case.number else 1
        found[CLASSES[re.search(r"\bk-(?!swatch|sign)(\w+)", of_it)[1]].light] += number
    return +found


def texts(nodes: Iterable) -> list[str]:
    return [" ".join(text.split()) for node in nodes for text in node.itertext() if text.strip()]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_picture_shows_what_its_page_shows_and_stands_alone(client, case):
    page = opened(client, f"/en{case.page}{case.query}", {}, read)

    picture = ElementTree.fromstring(client.get(f"/en{case.page}{case.file}.svg{case.query}").content)

    assert drawings(picture)
    for each in drawings(picture):
        name = each.get("aria-labelledby")
        (shown,) = page.node.xpath(f'//*[local-name()="svg"][@aria-labelledby="{name}"]')
        assert texts([each]) == texts([shown])
    if case.rows:
        assert numbers(picture) == listed(page, case)
    assert_it_stands_alone(picture)
    described = picture.find(f"{SVG}desc").text
    assert f"Page: http://testserver/en{case.page}{case.query}" in described
    assert "Made: " in described
    assert page.node.xpath(f'//a[contains(@href, "{case.file}.")]')


def assert_it_stands_alone(picture: ElementTree.Element) -> None:
    """Its looks are in it, it asks for nothing and runs nothing, and everything is written inside it."""
    every, style = list(picture.iter()), picture.find(f"{SVG}style").text
    used = {name for each in every for name in each.get("class", "").split() if re.match("[cst]-", name)}
    assert all(f".{name}" in style for name in used)
    assert not re.search(r"@import|url\((?!#)|var\(", style)
    assert not [each for each in every if each.tag in (f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject")]
    links = [value for each in every for name, value in each.items() if name.endswith("href") or name.startswith("on")]
    assert all(value.startswith("#m") or value == "#county-borders" for value in links)
    ids = [each.get("id") for each in every if each.get("id")]
    assert len(ids) == len(set(ids))
    assert all(
        float(each.get("y").rstrip("%")) < float(picture.get("height")) for each in picture.findall(f"{SVG}text")
    )


def test_the_faint_are_not_counted_and_the_invented_are_marked(client):
    picture = ElementTree.fromstring(client.get("/en/karta.svg?county=25").content)

    assert sum(numbers(picture).values()) == 14
    assert "Example data" in texts(picture.iter(f"{SVG}text"))


def test_a_picture_comes_as_png_too(client):
    answer = client.get("/en/kommuner/2580/tidslinje.png?on=2021-10-15")

    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == 'attachment; filename="tidslinje-2580-2021-10-15.png"'
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["/vita-flackar/karta.svg?q=finnsinte", "/tackning/annat.png"])
def test_where_there_is_nothing_to_draw_there_is_no_picture(client, path):
    assert client.get(f"/en{path}").status_code == 404
