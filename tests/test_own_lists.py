"""The files of the lists that are not for everybody: they say what their pages say, are not kept, and run nothing.

The comparison is among them, for what it compares may be a draft.
What strangers wrote is in them, so the rows that the tests make have formulas for words.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode
from openpyxl import load_workbook

from rollout import actions
from rollout.models import Milestone, Phase, Plan
from tests import factories as make
from tests.followers import follow
from tests.import_addresses import make_imports
from tests.pages import Element, read
from tests.portal_addresses import member_for, open_offices
from tests.saved_files import as_text
from tests.sheets import address, section

pytestmark = [pytest.mark.once, pytest.mark.django_db]

FORMULA = '=HYPERLINK("http://exempel.invalid";"Gatan 1")'


def rows_under(*captions: str) -> Callable[[Element], list[Element]]:
    """The rows of the tables whose captions begin so."""

    def rows(page: Element) -> list[Element]:
        found = [each for each in page.all("table") if each.one("caption").text.startswith(captions)]
        return [row for table in found for body in table.all("tbody") for row in body.all("tr")]

    return rows


def items_under(heading: str) -> Callable[[Element], list[Element]]:
    """The items of the list under a heading."""
    return lambda page: list(section(page, heading).all("li"))


def of_class(name: str) -> Callable[[Element], list[Element]]:
    return lambda page: page.of_class(name)


@dataclass(frozen=True)
class Case:
    """A list: its page, where its rows stand there, its file, and the columns that the page tells otherwise."""

    page: str
    rows: Callable[[Element], list[Element]]
    file: str
    otherwise: set[str] = field(default_factory=set)
    query: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.page}-{self.file}"


THEN = {"on": "2020-05-01"}  # when the municipalities of all areas are known
OFFICES = rows_under("Open offices", "Offices that")
SUGGESTED = {
    f"{day}, by the rule"
    for day in (
        "Notice sent on the agreements for STOM",
        "Notice counts from this day",
        "Last referral day for STOM",
        "RoM starts",
        "Last contract day for STOM",
    )
}
CASES = [
    Case("compare", rows_under("The phases of both versions"), "etapper"),
    Case("plan-milestones", rows_under("The milestones"), "milstolpar"),
    Case("plan-outcome", rows_under("Coverage, gaps"), "planen", {"Difference"}),
    Case("plan-outcome", rows_under("Each phase"), "etapper", {"Removed"}),
    Case("plan-outcome", rows_under("Findings"), "regler"),
    Case("plan-outcome", rows_under("The country on"), "dagar", {"Day", "Difference"}, {"day": "2021-10-15"}),
    Case("plan-workspace", lambda page: list(page.all("tbody", data_phase=None)), "etapper", SUGGESTED),
    Case(
        "plan-workspace",
        of_class("place"),
        "kommuner",
        {"Delivery area", "Code", "Phase", "Area split between phases"},
        {"q": "stad"},
    ),
    Case("portal-home", of_class("step"), "andringar", {"What", "Date", "Delivery areas", "By the published plan"}),
    Case(
        "portal-home",
        lambda page: [link for names in page.of_class("place-list") for link in names.all("a")],
        "vitaflackar",
        {"Code", "White spot"},
    ),
    Case("portal-home", rows_under("The latest rating"), "resultat", {"Weighted result", "At risk of termination"}),
    Case(
        "portal-areas",
        rows_under("Delivery areas with"),
        "omraden",
        {"First day", "Last contract day", "On the day", "The day of what comes next"},
    ),
    Case("portal-area", rows_under("The municipalities of"), "kommuner", {"Others with an office"}, THEN),
    Case("portal-area", rows_under("Your agreements"), "avtal", {"Delivery area", "Service"}, THEN),
    Case(
        "portal-area",
        lambda page: list(page.of_class("own-offices")[0].all("li")),
        "kontor",
        {"Address", "Kind", "To confirm"},
        THEN,
    ),
    Case("portal-offices", OFFICES, "kontor", {"Kind", "Agreement number", "On the day", "To confirm"}),
    Case("portal-offices", rows_under("The provider’s agreements"), "avtal"),
    Case("portal-corrections", rows_under("The provider’s corrections"), "rattelser"),
    Case("portal-members", items_under("Who acts"), "medlemmar"),
    Case("portal-members", items_under("Open invitations"), "inbjudningar"),
    Case("portal-members", items_under("When Arbetsförmedlingen"), "tittar", {"Began", "Ended"}),
    Case("correction-queue", rows_under("Corrections"), "rattelser", {"Example data"}),
    Case("correction-queue", items_under("Files of offices"), "filer", {"Example data"}),
    Case("correction-upload", rows_under("The corrections"), "rattelser"),
    Case("subscription-list", rows_under("What you follow"), "prenumerationer"),
    Case("meeting-detail", rows_under("The providers that"), "anmalda", {"Signed up"}),
    Case("import-detail", rows_under("Row by row"), "rader", {"Rows of"}, {"show": "error"}),
    Case("import-detail", rows_under("Rows by kind"), "antal"),
]


@dataclass(frozen=True)
class Reader:
    """Somebody who may do everything and acts for a provider; what the addresses of the pages are about."""

    client: Client
    about: dict[str, tuple]

    def path(self, page: str) -> str:
        return address(page, *self.about.get(page, ()))


@pytest.fixture(scope="module")
def reader(demonstration) -> Reader:
    client = Client()
    member = member_for(client)
    provider, user = member.provider, member.user
    office = open_offices(agreement__provider=provider).first()
    upload = make.make_upload(provider=provider, file_name="+kontor.csv", by_name="@avsändaren")
    asked = {"agreement": office.agreement, "street": FORMULA, "post_town": "-Orten", "by_name": "=1+1"}
    make.make_correction(**asked)
    make.make_correction(upload=upload, **asked)
    make.make_correction(
        kind="close", office=office, state="rejected", decided_at=timezone.now(), answer="=nej", **asked
    )
    make.make_invitation(provider=provider, email="ny@example.se", invited_by=user)
    make.make_look(provider=provider, reason="=2+2")
    follow("leverantor", provider.pk, by=user, links=("calendar", "feed"), digest="daily", language="en")
    meeting = Milestone.objects.filter(is_announced=True).order_by("on").first()
    make.make_sign_up(meeting=meeting.uid, provider=provider, people=2, note="@alla", by_name="+46")
    scenario = actions.scenario_from(Plan.objects.get(stage=Plan.Stage.PUBLISHED), owner=user, name="Prov")
    Phase.objects.filter(plan=scenario, number=2).update(new_service_starts_on="2021-10-04")
    below = {f"portal-{name}": (provider.pk,) for name in "home areas offices corrections members".split()}
    plans = dict.fromkeys(("plan-outcome", "plan-workspace", "plan-milestones"), (scenario.pk,))
    things = {
        "portal-area": (provider.pk, provider.agreements.filter(service="stom", offices__on_site=True).first().area_id),
        "correction-upload": (upload.pk,),
        "meeting-detail": (meeting.uid,),
        "import-detail": (make_imports()[0].pk,),
    }
    return Reader(client, {**below, **plans, **things})


def words_of(element: Element) -> str:
    """What is said, with thousands together, as a file has it."""
    said = element.node.xpath(".//text() | .//input[not(@type='hidden')]/@value")
    told = " ".join(said).replace("−", "-")
    return re.sub(r"(?<=\d)[,\u202f\xa0](?=\d{3}\b)", "", " ".join(told.split())).casefold()


def untold(cell: str, told: str) -> bool:
    """Whether a part of a cell is missing in what the page says; an apostrophe keeps a formula from being run."""
    parts = [each.removeprefix("'").casefold() for each in re.split(r"; |: | → |, ", cell)]
    return not all(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", told) for each in parts)


def written(cell: object) -> str:
    """A cell of a workbook as the CSV has it, which also says of a moment in which time zone it is."""
    is_moment = isinstance(cell, datetime) and (cell.hour or cell.minute or cell.second)
    return cell.isoformat() if is_moment else as_text(cell)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_file_holds_the_rows_of_its_page_in_their_order(reader, case):
    path = reader.path(case.page)
    shown = [words_of(each) for each in case.rows(read(reader.client.get(path, case.query).content))]

    asked = f"?{urlencode(case.query)}" if case.query else ""
    answers = {kind: reader.client.get(f"{path}{case.file}.{kind}", case.query) for kind in ("csv", "xlsx")}

    rows = list(csv.DictReader(io.StringIO(answers["csv"].content.decode("utf-8-sig"))))
    assert len(rows) == len(shown) > 0
    left_out = case.otherwise | {"Data"} | ({"Day"} if "Data" in rows[0] else set())
    assert [
        (head, cell, told)
        for row, told in zip(rows, shown, strict=True)
        for head, cell in row.items()
        if cell and head not in left_out and untold(cell, told)
    ] == []
    sheet, about = load_workbook(io.BytesIO(answers["xlsx"].content)).worksheets
    cells = list(sheet.iter_rows(min_row=2))
    assert [[written(cell.value) for cell in line] for line in cells] == [
        [re.sub(r"(T[\d:]+)\+.*", r"\1", as_text(cell)) for cell in row.values()] for row in rows
    ]
    assert {cell.data_type for line in cells for cell in line} <= {"s", "n", "d"}
    assert not any(re.match(r"[=+@]|-\D", cell) for row in rows for cell in row.values())
    assert dict(about.iter_rows(values_only=True))["Page"] == f"http://testserver{path}{asked}"
    assert all("no-store" in answer["Cache-Control"] for answer in answers.values())


@pytest.mark.parametrize("page", ["portal-home", "plan-workspace"])
def test_the_map_of_a_page_that_is_not_for_everybody_is_a_picture_too(reader, page):
    shown = read(reader.client.get(reader.path(page)).content)
    addresses = {
        kind: next(each["href"] for each in shown.all("a", download="") if each["href"].endswith(f"/karta.{kind}"))
        for kind in ("svg", "png")
    }

    drawn, painted = (reader.client.get(addresses[kind]) for kind in ("svg", "png"))

    municipalities = {each["data-code"]: each["class"] for each in shown.one(class_="municipalities").all("path")}
    picture = read(drawn.content)
    assert {
        each["data-code"]: each["class"] for each in picture.one(class_="municipalities").all("path")
    } == municipalities
    assert picture.of_class("key-word")
    assert "Boundaries: SCB." in drawn.content.decode() or "Gränser: SCB." in drawn.content.decode()
    assert painted.content.startswith(b"\x89PNG")
    assert all("no-store" in each["Cache-Control"] for each in (drawn, painted))
