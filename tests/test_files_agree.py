"""Every list of a page and its files say the same: the same rows in the same order, cell for cell, in words.

The page is read as a reader does, the CSV by pandas and the workbook by openpyxl. Where a page tells several things in
one cell, a file has a column for each.
"""

import io
import re
from dataclasses import dataclass, field

import pandas as pd
import pytest
from django.urls import get_resolver, reverse
from openpyxl import load_workbook

from providers.models import DeliveryArea, Provider
from rollout.clock import today
from rollout.list_urls import PUBLIC_PAGES
from tests.addresses import addresses
from tests.pages import Element, read
from tests.roles_table import PUBLIC, TABLE
from tests.saved_files import as_text

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

# What a page says of what a file leaves empty, and what it hangs on a cell that stands in a column of its own.
NOTHING = {"–", "not known", "until further notice", "never", "No address", "No data", ""}
BESIDE = re.compile(r"(?<=\S) ?(Example data|sources disagree|not followed by the plan)\b|(?<=\d) (stated|derived)\b")
COUNTED = re.compile(r"(\d+) providers?|(No) provider")


@dataclass(frozen=True)
class Case:
    """A list: its page, the beginning of its table's caption, its file, and the heads that the file calls otherwise.

    left_out: heads of which a page's cell tells several things; they are held against the file by tests of their own.
    """

    page: str
    caption: str
    file: str
    heads: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    query: str = ""

    def __str__(self) -> str:
        return f"{self.page}{self.file}{self.query}"


DAY = {"Day": "What"}
PHASE_DAYS = {
    "Notice sent on the agreements for STOM": "Notice sent on",
    "Last referral day for STOM": "Last referral day",
    "Notice counts from this day": "Notice counts from",
    "RoM starts": "New service starts",
    "Last contract day for STOM": "Last contract day",
}
COUNT_TODAY = {f"{today():%Y-%m-%d}": "Municipalities"}
CASES = [
    Case("/kommuner/1080/", "The days of the switch", "vaxling", DAY),
    Case("/kommuner/0180/", "Services and providers", "tidslinje"),
    Case("/kommuner/0180/", "Offices open on the day", "kontor", query="?on=2022-05-01"),
    Case("/kommuner/0180/", "Agreements in force", "avtal", query="?on=2021-05-01"),
    Case("/kommuner/0180/", "Neighbours", "grannar"),
    Case("/lan/25/", "The municipalities of the county", "kommuner", query="?on=2021-10-15"),
    Case("/etapper/", "The phases of the plan", "etapper", PHASE_DAYS),
    Case("/etapper/stom-rom/2/", "The municipalities of the phase", "kommuner"),
    Case("/etapper/stom-rom/2/", "Every statement", "dagar", DAY, ("The source says",)),
    Case("/leveransomraden/", "Delivery areas of", "omraden", query="?on=2021-05-01"),
    Case("/leveransomraden/{area}/", "The municipalities of the area", "kommuner"),
    Case("/leveransomraden/{area}/", "Agreements in force", "avtal", query="?on=2019-05-01"),
    Case("/leveransomraden/{area}/", "Offices open on the day", "kontor", query="?on=2019-05-01"),
    Case("/leverantorer/", "Providers on the day", "leverantorer", query="?on=2021-05-01&county=25"),
    Case("/leverantorer/{provider}/", "All agreements", "avtal"),
    Case("/leverantorer/{provider}/", "Latest rating", "resultat"),
    Case("/leverantorer/{provider}/", "Offices open on the day", "kontor"),
    Case(
        "/uppfoljning/", "Participants’ share", "platser", left_out=("Municipalities counted",), query="?on=2026-11-01"
    ),
    Case("/uppfoljning/", "Participants in the country", "landet"),
    Case(
        "/uppfoljning/",
        "Results month by month",
        "manadsresultat",
        left_out=("Rated 3 or 4", "At risk of termination"),
    ),
    Case("/kartblad/", "Municipalities of each kind", "antal"),
    Case("/sa-bestams/", "The notice rules", "uppsagningsregler"),
    Case("/om/", "Definitions of rural", "landsbygd"),
    Case("/om/", "The statuses", "statusar", COUNT_TODAY),
]


# --- What is read -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keys() -> dict[str, int]:
    """An invented area with municipalities, and the provider with most agreements."""
    rich = max(Provider.objects.all(), key=lambda each: each.agreements.count())
    area = (
        DeliveryArea.objects.filter(is_example=True, service="stom", memberships__isnull=False).order_by("pk").first()
    )
    return {"area": area.pk, "provider": rich.pk}


def tables(page: Element, caption: str) -> list[dict[str, str]]:
    """The rows of all tables whose caption begins so. A cell over several rows stands in each of them."""
    found = [each for each in page.all("table") if each.one("caption").text.startswith(caption)]
    assert found, f"no table {caption}"
    return [row for each in found for row in _rows(each)]


def _rows(table: Element) -> list[dict[str, str]]:
    heads, rows, hanging = [each.text for each in table.one("thead").all("th")], [], []
    for line in (tr for body in table.all("tbody") for tr in body.all("tr")):
        cells = [each for each in line.content if isinstance(each, Element)]
        hanging = cells[:1] if "rowspan" in cells[0].attributes else hanging
        rows.append(dict(zip(heads, [spoken(each) for each in (hanging + cells)[-len(heads) :]], strict=True)))
    return rows


def spoken(cell: Element) -> str:
    """The words of a cell, without its signs."""
    texts = cell.node.xpath(".//text()[not(ancestor::*[@aria-hidden='true'])]")
    return " ".join("".join(texts).split())


def plain(shown: str) -> str:
    """A cell of a page as a file has it: the number alone, and nothing where nothing is known."""
    told = BESIDE.sub("", shown).strip()
    return "" if told in NOTHING else re.sub(r"(?<=\d),(?=\d{3}\b)", "", told)


def agree(shown: str, row: dict[str, str], head: str) -> bool:
    """Whether a page's cell says what the file's does, by itself or with another cell of the row beside it."""
    told, kept = plain(shown), row[head]
    if per_cent := re.fullmatch(r"([\d.]+) ?%", told):
        return float(per_cent[1]) == pytest.approx(100 * float(kept), abs=0.051)
    if (counted := COUNTED.fullmatch(told)) and kept.isdecimal():
        return kept == (counted[1] or "0")
    return told == kept or told in {made for other in row.values() for made in (f"{kept} {other}", f"{other} · {kept}")}


def rounded(cell: object) -> str:
    """A cell of either file as text; the two write the last digits of a long number in ways of their own."""
    told = as_text(cell)
    return f"{float(told):.9f}" if re.fullmatch(r"-?[0-9]+\.[0-9]{4,}", told) else told


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_files_of_a_list_hold_what_the_page_shows(client, keys, case):
    path = "/en" + case.page.format(**keys)
    shown = tables(read(client.get(path + case.query).content), case.caption)

    sent = {kind: client.get(f"{path}{case.file}.{kind}{case.query}").content for kind in ("csv", "xlsx")}

    rows = pd.read_csv(io.BytesIO(sent["csv"]), dtype=str, keep_default_na=False).to_dict("records")
    assert len(rows) == len(shown) > 0
    told = [(line, row, head) for line, row in zip(shown, rows, strict=True) for head in line.keys() - case.left_out]
    assert [
        (head, line[head], row) for line, row, head in told if not agree(line[head], row, case.heads.get(head, head))
    ] == []
    sheet, about = load_workbook(io.BytesIO(sent["xlsx"])).worksheets
    cells = sheet.iter_rows(values_only=True, min_row=2)
    assert [[rounded(cell) for cell in line] for line in cells] == [[*map(rounded, row.values())] for row in rows]
    said = dict(about.iter_rows(values_only=True))
    assert said["Page"] == f"http://testserver{path}{case.query}"
    assert said.keys() >= {"Made", "List"}


# --- What holds for all of them ---------------------------------------------------------------------------------------


def test_every_page_leads_to_the_files_of_its_lists_and_no_other_is_there(client):
    for name, (_path, view) in PUBLIC_PAGES.items():
        path = address_of_page(name)
        found = {each["href"] for each in read(client.get(path).content).all("a", download=None)}

        below = path.partition("?")[0]
        lists = {f"{below}{each.key}.{kind}" for each in view.listings for kind in ("csv", "xlsx")}
        pictures = {f"{below}{each.key}.{kind}" for each in view.pictures for kind in ("svg", "png")}
        led_to = {href.partition("?")[0] for href in found if href.startswith(below)}
        assert led_to, name
        assert led_to <= lists | pictures, name
        assert {client.get(path.partition("?")[0] + wrong).status_code for wrong in ("x.csv", "kontor.exe")} == {404}


def address_of_page(name: str) -> str:
    """The first of the addresses that show the branches of a page."""
    if name == "meeting-list":  # whose addresses of one meeting are a member's
        return reverse(name)
    return addresses(name)[0] + ("?q=lule" if name == "search" else "")


def test_no_file_is_of_another_kind_than_is_made(client):
    names = [name for name in get_resolver().reverse_dict if str(name).endswith("-file")]
    public = [name for name in names if TABLE[name] == PUBLIC and name not in ("calendar-file",)]

    answers = {name: client.get(file_address(name)).status_code for name in public}

    assert len(answers) > 10
    assert set(answers.values()) == {404}


def file_address(name: str) -> str:
    """The address of a file of a kind that there is none of."""
    return re.sub(r"\.csv$", ".exe", addresses(name)[0])
