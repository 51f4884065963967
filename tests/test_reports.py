"""The status reports: what their pages say stands on paper, and a batch of them is whole."""

import csv
import io
from datetime import date
from functools import cache
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from providers.models import DeliveryArea, Provider
from rollout.reports import batch
from tests.pages import Element, read
from tests.paper import missing, pages_of, paper_text

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

DAY = "2021-09-22"
COUNTY = ("county", "25")
PHASE = ("phase", "stom-rom", 2)
MUNICIPALITY = ("municipality", "2580")
WHITE_SPOT = ("municipality", "2506")
PROVIDER = ("provider", "largest")
AREA = ("area", "real")


@pytest.fixture(scope="module")
def opened(demonstration, django_db_blocker):
    """A report and the page of the same, each opened once."""

    @cache
    def fetch(name: str, *args, **query) -> bytes:
        with django_db_blocker.unblock():
            answer = Client().get(reverse(name, args=named(args)), query)
            assert answer.status_code == 200
            return answer.content

    return fetch


def named(args) -> list:
    """The arguments of an address, with the keys of the rows that are named."""
    chosen = {
        "largest": lambda: Provider.objects.filter(agreements__isnull=False).order_by("pk").first().pk,
        "real": lambda: DeliveryArea.objects.filter(name="Östergötland", service="rom").get().pk,
    }
    return [chosen[each]() if each in chosen else each for each in args]


def words_in(element: Element) -> list[str]:
    """The words of a cell, apart from signs, marks of examples and the names of sources, which reports number."""
    left_out = {"example-mark", "source", "k-swatch", "opens"}
    words = []
    for each in element.content:
        if isinstance(each, str):
            words.append(each.strip(" ,:;()–\n"))
        elif not each.classes & left_out and each.tag not in ("a", "details"):
            words += words_in(each)
        elif each.tag == "a" and "#" not in each["href"] and not each.classes & left_out:
            words.append(each.text)
    return [each for each in words if each]


def lists_of(page: Element) -> list[list[str]]:
    """The rows of the page's tables that are not folded away, and its key figures, as words."""
    folded = {row for each in page.all("details") for row in each.all("tr")}
    rows = [row for body in page.all("tbody") for row in body.all("tr") if row not in folded]
    return [words_in(row) for row in rows] + [words_in(each) for each in page.all("dd")]


@pytest.mark.parametrize("about", [COUNTY, PHASE, MUNICIPALITY, WHITE_SPOT, PROVIDER, AREA], ids=lambda each: each[0])
def test_every_row_and_figure_of_the_page_stands_in_the_report(opened, about):
    name, *args = about
    page = read(opened(f"{name}-detail", *args, on=DAY))

    text = paper_text(opened(f"report-{name}", *args, on=DAY))

    rows = lists_of(page)
    assert len(rows) > 5
    assert {" ".join(row): lost for row in rows if (lost := missing(row, text))} == {}


def test_the_country_has_the_figures_of_the_map_and_of_every_measure(opened):
    figures = read(opened("map", county="25")).all(data_figure=None)
    counted = [f"{each.one(data_part=None).text} av {each.one(data_whole=None).text}" for each in figures]
    measured = read(opened("coverage", county="25", measure="rural-gap")).one(class_="headline-value").text

    text = paper_text(opened("report-country", county="25"))

    assert len(counted) == 4
    assert missing([*counted, measured, "Norrbottens län", "Arjeplog", "Överkalix"], text) == []
    assert "Stockholm 0180" not in text


def test_every_page_says_day_version_whose_rows_and_its_number(opened):
    pages = pages_of(opened("report-phase", *PHASE[1:], on=DAY))

    told = ["läget den 22 september 2021", "Exempeldata", "STOM → RoM, version 2, publicerad 2021-09-22"]
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert missing([*told, f"Sida {number} av {len(pages)}"], page) == []


def test_the_file_has_title_and_language_is_tagged_and_shows_only_the_day_of_its_making(opened):
    reader = PdfReader(io.BytesIO(opened("report-county", "25", on=DAY)))

    root = reader.trailer["/Root"]
    assert reader.metadata.title.startswith("Norrbottens län")
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert [each["/Title"] for each in reader.outline if not isinstance(each, list)] == ["Norrbottens län 25"]
    assert reader.metadata.creation_date.time().isoformat() == "00:00:00"


def test_the_same_question_gets_the_same_bytes_or_is_told_that_nothing_changed(opened, client):
    path = reverse("report-county", args=["25"])
    again = client.get(path, {"on": DAY})

    unchanged = client.get(path, {"on": DAY}, headers={"if-none-match": again["ETag"]})
    another = client.get(path, {"on": "2021-12-24"}, headers={"if-none-match": again["ETag"]})

    assert again.content == opened("report-county", "25", on=DAY)
    assert again["Content-Disposition"] == 'attachment; filename="rapport-norrbottens-lan.pdf"'
    assert (unchanged.status_code, another.status_code) == (304, 200)
    assert "public" in again["Cache-Control"]


def test_an_earlier_plan_is_shown_as_it_stood(opened):
    text = paper_text(opened("report-municipality", "2580", on="2021-09-22", as_of="2021-08-01"))

    assert "Så såg planen ut den 1 augusti 2021." in text
    assert "STOM → RoM, version 1" in text
    assert "2021-09-24 Avtalen om STOM sägs upp" in text


@pytest.mark.parametrize(
    "name, args, query, status",
    [
        ("report-county", ["25"], {"on": "2021-02-30"}, 400),
        ("report-country", [], {"county": "99"}, 400),
        ("report-county", ["99"], {}, 404),
        ("report-municipality", ["9999"], {}, 404),
        ("report-phase", ["stom-rom", 2], {"as_of": "2019-01-01"}, 404),
        ("report-provider", [999999], {}, 404),
    ],
)
def test_what_the_page_refuses_the_report_refuses(client, name, args, query, status):
    assert client.get(reverse(name, args=args), query).status_code == status


@pytest.mark.parametrize("about", [COUNTY, PHASE, MUNICIPALITY, PROVIDER, AREA, ("country",)], ids=lambda each: each[0])
def test_the_page_links_to_its_report_with_the_same_day(opened, about):
    name, *args = about
    page = read(opened("map" if name == "country" else f"{name}-detail", *args, on=DAY))

    links = [each["href"] for each in page.all("a") if ".pdf" in each.attributes.get("href", "")]

    assert links == [f"{reverse(f'report-{name}', args=named(args))}?on={DAY}"]


# --- A batch ----------------------------------------------------------------------------------------------------------


def test_a_batch_has_the_country_and_every_phase_county_municipality_area_and_provider_once():
    files = [each.file for each in batch.orders()]

    suppliers = DeliveryArea.objects.count() + Provider.objects.count()
    assert len(files) == len(set(files)) == 1 + 4 + 21 + 290 + suppliers


def test_a_batch_is_listed_in_its_index_and_a_second_run_gives_the_same_bytes(tmp_path, capsys):
    stopped = tmp_path / "etapp" / ".stom-rom-0.pdf.unfinished"
    stopped.parent.mkdir()
    stopped.write_bytes(b"%PDF half")
    call_command("write_reports", tmp_path, kind=["phase"], on=date(2021, 9, 22))
    first = contents(tmp_path)

    call_command("write_reports", tmp_path, kind=["phase"], on=date(2021, 9, 22))

    rows = list(csv.reader(io.StringIO(first.pop("index.csv").decode("utf-8-sig")), delimiter=";"))
    digests = {row[0]: row[-1] for row in rows[1:]}
    assert digests == {name: sha256(pdf).hexdigest() for name, pdf in first.items()}
    assert set(digests) == {f"etapp/stom-rom-{number}.pdf" for number in range(4)}
    assert {name: pdf for name, pdf in contents(tmp_path).items() if name != "index.csv"} == first
    assert capsys.readouterr().out.count("4 rapporter") == 2


def contents(folder) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_day_that_no_page_has_and_a_folder_that_is_none_are_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="Det går inte att skriva dit"):
        call_command("write_reports", tmp_path / "file", kind=["country"])
    with pytest.raises(CommandError, match="2019-01-01"):
        call_command("write_reports", tmp_path, kind=["country"], on=date(2018, 1, 1))
