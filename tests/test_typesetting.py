"""How a report is set, whatever it says: names stay names, tables go on, drawings stand alone."""

import io
import re
import threading
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader
from typst import Compiler

from rollout.palette import CLASSES
from rollout.reports.document import Head, Key, Listed, Pairs, Report, Section, Table, Under, Words
from rollout.reports.drawing import printed_map
from rollout.reports.typesetting import as_pdf, fonts, palette
from rollout.svgmap import draw_map, shapes
from tests.paper import missing, pages_of, paper_text

MARKUP = [
    "#strong[x] *b* _c_ $x^2$ @ref <label>",
    '#read("/etc/passwd") #panic() ``` \\ // ~',
    "= heading [] {} - list https://x.se/#y",
    "“quoted” 'single' \"double\" -- ---",
]


def report(*blocks, title: str = "Åmål", **changed) -> Report:
    told = {
        "name": "rapport",
        "lang": "sv",
        "kind": "Lägesrapport",
        "title": title,
        "code": "1492",
        "facts": ["Västra Götalands län"],
        "head": "Utrullningen",
        "foot": "STOM → RoM",
        "page_of": "Sida {page} av {pages}",
        "mark": "Exempeldata",
        "warns": True,
        "made_on": date(2026, 11, 22),
        "sections": blocks,
    }
    return Report(**told | changed)


@pytest.mark.parametrize("name", MARKUP)
def test_markup_in_a_name_is_shown_as_it_is_wherever_it_stands(name):
    table = Table([Head(name, share=1), Head("B", number=True)], [[name, Under(name, name)], [Key("none", name), "1"]])
    blocks = [Words(name), Section(name, [table, Pairs([(name, name)]), Listed([(name, "")], lang="sv")])]

    text = paper_text(as_pdf(report(*blocks, title=name, facts=[name], foot=name)))

    assert text.replace(" ", "").count(name.replace(" ", "")) >= 11


def test_a_long_table_has_its_heads_on_every_page_and_loses_no_row():
    rows = [[f"Kommun {number}", Key("old", "STOM öppen")] for number in range(200)]

    pages = pages_of(as_pdf(report(Table([Head("Rubrik A", share=1), Head("Rubrik B", share=1)], rows))))

    assert len(pages) > 2
    assert all("Rubrik A Rubrik B" in page for page in pages)
    assert missing([row[0] for row in rows], " ".join(pages)) == []


def test_every_class_of_the_palette_can_be_set():
    keys = [Key(each, f"klass {each}") for each in CLASSES]

    text = paper_text(as_pdf(report(Table([Head("Klass", share=1)], [[key] for key in keys]))))

    assert missing([key.word for key in keys], text) == []


def test_the_same_report_gives_the_same_bytes_from_several_threads_at_once():
    made: dict[int, bytes] = {}
    each = {number: report(Words(f"Nummer {number}"), title=f"Rapport {number}") for number in range(4)}
    threads = [threading.Thread(target=lambda n=n: made.update({n: as_pdf(each[n])})) for n in each]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == {number: as_pdf(told) for number, told in each.items()}
    assert PdfReader(io.BytesIO(made[3])).metadata.title == "Rapport 3 – Utrullningen"


def test_a_printed_map_carries_its_colours_and_a_rim_around_its_municipality():
    codes = list(shapes().outlines)
    drawn = draw_map(dict.fromkeys(codes, "none"), title="Karta", description="", window=(0, 0, 400, 400))

    printed = printed_map(drawn, height=72, outlined="0180")

    assert f".c-none{{fill:{CLASSES['none'].light.fill}}}" in printed
    assert f'<path class="outline" d="{shapes().outlines["0180"]}"/></svg>' in printed
    assert not re.search(r"var\(|url\(http", printed)


def test_what_is_no_map_is_refused():
    with pytest.raises(ValueError, match="view box"):
        printed_map("<svg></svg>", height=10)


@pytest.mark.django_db
@pytest.mark.once
def test_a_database_without_facts_gives_a_report_without_rows(client):
    text = paper_text(client.get(reverse("report-country")).content)

    assert missing(["Lägesrapport", "ingen plan är känd", "Ingen kommun passar urvalet", "Sida 1 av"], text) == []


def test_the_fonts_have_every_sign_of_the_legends():
    signs = {each["sign"] for each in palette().values()}
    source = "\n#pagebreak()\n".join(f'#text(font: "Source Sans Pro")[{sign}]' for sign in ["\u0378", *sorted(signs)])

    lacking, *drawn = Compiler(source.encode(), font_paths=fonts()).compile(format="png")

    assert len(signs) > 15
    assert lacking not in drawn
