"""What is reported, observed and computed, side by side: each with all it names; what does not fit is flagged."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from municipalities.models import Municipality
from providers.models import ObservedPresence
from rollout.clock import today
from rollout.models import DayStatement, StudyFigure
from rollout.selection import Selection
from tests import factories as make
from tests.pages import Element, MapPage, read
from tests.saved_files import as_text, saved
from tests.sheets import address, links, of_class, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

RURAL = "Rural municipalities with and without a visitor industry (SKR 2023, C8 and C9)"
LISTED = date(2025, 3, 1)
DAYS = ["2023-11-15", "2024-04-02", "2024-08-30", "2024-12-03", "2025-03-01"]


def page(client, **asked) -> Element:
    return sheet(client, "evidence", **asked)


def behind(url: str) -> pd.DataFrame:
    """The rows of the map page at an address."""
    return Selection.from_query(QueryDict(url.partition("?")[2]), today=today()).rows


# --- Reported --------------------------------------------------------------------------------------------------------


def test_what_others_published_is_told_with_unit_test_definition_day_and_source(client):
    rows = {row["Figure"].split(" ")[0]: row for row in table(page(client), "Reported figures")}

    told = {value: [row[name] for name in ("Unit", "Test", "Definition", "Day")] for value, row in rows.items()}
    assert told == {
        "over": ["person", "an agreement in the delivery area", "the whole country", "not published"],
        "157": ["municipality", "an office on site", "the whole country", "August 2019"],
        "43%": ["municipality", "not published", "not published", "not published"],
    }
    assert [row["Source"].split(":")[0] for row in rows.values()] == [
        "Riksrevisionen",
        "Arbetet",
        "Ramboll på uppdrag av SKR",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("over", "No contradiction: another question. They differ in unit and test."),
        ("157", "No contradiction: another question. They differ in day."),
        ("43%", "Cannot be compared. Not published: test, definition and day."),
    ],
)
def test_each_published_figure_says_why_it_does_not_contradict_what_was_observed(client, value, expected):
    rows = table(page(client), "Reported figures")

    assert next(row["Beside what was observed"] for row in rows if row["Figure"].startswith(value)) == expected


def test_a_published_figure_of_the_same_question_that_says_otherwise_is_flagged(client):
    of_all = {
        "unit": "municipality",
        "test": "office",
        "definition": "hela landet",
        "definition_en": "the whole country",
    }
    make.make_study_figure(value="30 %", number="0.30", on=LISTED, precision="day", **of_all)
    make.make_study_figure(value="21 %", number="0.21", on=LISTED, precision="day", **of_all)

    rows = table(page(client), "Reported figures")

    beside = {row["Figure"].split(" ")[0]: row["Beside what was observed"] for row in rows}
    assert (beside["30"], beside["21"]) == ("They disagree.", "They agree.")
    assert [each.text for each in of_class(section(page(client), "Reported"), "contested")] == ["They disagree."]


def test_where_nothing_was_published_the_page_says_so(client):
    StudyFigure.objects.all().delete()

    found = page(client)

    assert "Nothing has been published." in found.text
    assert "cannot be counted in both ways" in section(found, "Why such figures").text


# --- Observed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            "2023-11-15",
            ["54 of 290 (18.6%)", "14 of 56 (25.0%)", "4 of 35 (11.4%)", "44 of 139 (31.7%)", "10 of 21 (47.6%)"],
        ),
        (
            "2025-03-01",
            ["62 of 290 (21.4%)", "16 of 56 (28.6%)", "6 of 35 (17.1%)", "47 of 139 (33.8%)", "10 of 21 (47.6%)"],
        ),
    ],
)
def test_the_observed_days_are_counted_by_every_definition(client, day, expected):
    rows = {row["Day"]: list(row.values())[1:] for row in table(page(client), "Municipalities without a listed")}

    assert len(rows) == 5
    assert rows[day] == expected


def test_behind_every_number_is_the_map_and_list_of_just_these_municipalities(client):
    found = list(page(client, on="2024-02-14").all("a", class_="opens"))

    assert len({each["href"] for each in found}) > 25
    for link in found:
        assert len(behind(link["href"])) == int(link.text.split(" of ")[0]), link["href"]
    assert MapPage(client.get(found[0]["href"]).content).codes == list(behind(found[0]["href"]).index)


def test_the_observed_days_lead_to_their_maps_and_to_what_differs_between_them(client):
    found = [each["href"] for each in section(page(client), "Observed").all("a") if "opens" not in each.classes]

    maps, differences = (read(client.get(url).content) for url in found)
    assert [each for each in DAYS if each not in maps.text] == []
    assert "15 November 2023" in differences.text
    assert "1 March 2025" in differences.text


def test_a_listed_office_is_told_to_be_no_proof_with_the_source(client):
    text = section(page(client), "Observed").text

    assert "23 serious faults found on 491 visits were offices that were not open (2022)." in text


def test_without_any_observation_the_page_says_that_nothing_was_observed(client):
    ObservedPresence.objects.all().delete()

    found = page(client)

    assert "Nothing was observed." in section(found, "Observed").text
    assert {row["Beside what was observed"] for row in table(found, "Reported figures")} == {"Nothing was observed."}


# --- Computed --------------------------------------------------------------------------------------------------------


def test_the_rows_held_here_are_counted_by_every_definition_and_both_tests(client):
    rows = {
        row["Definition"]: list(row.values())[1:]
        for row in table(page(client, on="2024-02-14"), "Municipalities without a provider")
    }

    assert rows[RURAL] == ["24 of 56 (42.9%)", "no data"]
    assert len(rows) == 5


def test_registered_rows_have_columns_of_their_own_beside_the_examples(client):
    make.make_office(municipality=Municipality.objects.get(code="0180"))

    heads = list(table(page(client), "Municipalities without a provider")[0])

    assert [head.split()[-2:] for head in heads[1:]] == [["Example", "data"]] * 2 + [["Registered", "data"]] * 2


# --- Both can be true ------------------------------------------------------------------------------------------------


def test_one_day_of_2019_counted_in_both_ways_shows_how_both_can_be_true(client):
    both = section(page(client), "Why 157 of 290 and over 99%")

    municipalities, inhabitants = table(both, "One day counted")
    by_office, by_agreement = list(municipalities.values())[1:]
    assert "1 August 2019" in both.text
    assert int(by_office.split(" of ")[0]) > 100
    assert by_agreement.startswith("0 of 290 (0.0%)")
    assert "reported: 157 of 290 (Arbetet)" in by_office
    assert "over 99% (Riksrevisionen)" in list(inhabitants.values())[2]
    assert of_class(both, "example-mark")


def test_the_inhabitants_without_are_those_of_the_municipalities_in_the_list(client):
    both = section(page(client), "Why 157 of 290")
    listed = MapPage(client.get(next(both.all("a", class_="opens"))["href"]).content)

    told = list(table(both, "One day counted")[1].values())[1]

    people = sum(Municipality.objects.filter(code__in=listed.codes).values_list("population", flat=True))
    assert int(told.split(" of ")[0].replace(",", "")) == people


# --- What does not fit -----------------------------------------------------------------------------------------------


def test_of_the_43_per_cent_the_page_says_what_would_have_to_be_known_and_what_it_might_mean(client):
    text = section(page(client), "What does not fit").text

    assert "one would have to know its test, definition and day" in text
    assert f"{RURAL}: 24 of 56" in text
    assert "(DEGURBA, class 3): 60 of 139" in text
    assert f"{RURAL}: 25.0%–28.6%" in text


def test_the_days_of_which_sources_disagree_are_flagged_with_all_that_they_say(client):
    found = section(page(client), "What does not fit")

    rows = table(found, "Statements that disagree")
    assert DayStatement.objects.filter(holds=False).count() == 2
    assert [row["The source says"] for row in rows] == [
        "2021-09-28",
        "2021-09-24 not followed by the plan",
        "2021-09-29",
        "i början av september not followed by the plan",
    ]
    assert address("phase-detail", "stom-rom", 2) in links(found)


def test_an_imported_listing_of_an_observed_day_is_held_against_it(client):
    make.make_listing(on=LISTED)
    make.make_office(
        agreement=make.make_agreement(service=make.make_service("rom2"), area=None),
        municipality=Municipality.objects.get(code="0180"),
    )

    rows = table(page(client), "Observed and registered, 2025-03-01")

    assert rows[0] == {
        "Definition": "the whole country",
        "Observed": "62 of 290 (21.4%)",
        "Registered data": "289 of 290 (99.7%)",
        "Result": "They disagree.",
    }


@pytest.fixture
def registered_as_observed() -> Iterator[None]:
    """An office registered in every municipality in which one was observed."""
    make.make_listing(on=LISTED)
    agreement = make.make_agreement(service=make.make_service("rom2"), area=None)
    for row in ObservedPresence.objects.filter(on=LISTED, providers__gt=0).select_related("municipality"):
        make.make_office(agreement=agreement, municipality=row.municipality)


@pytest.mark.usefixtures("registered_as_observed")
def test_a_listing_that_gives_the_same_agrees(client):
    rows = table(page(client), "Observed and registered, 2025-03-01")

    assert {row["Result"] for row in rows} == {"They agree."}


# --- The whole -------------------------------------------------------------------------------------------------------


def test_the_picture_has_a_dot_for_every_answer_by_office_and_says_them_in_words(client):
    figure = page(client, on="2024-02-14").one("figure", class_="dots")

    kinds = [next(iter(each.classes - {"dot"})) for each in figure.one("svg", class_="dot-plot").all("path")]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "is-earlier": 20,
        "is-latest": 5,
        "is-example": 5,
        "is-reported": 1,
    }
    assert "24 of 56 (42.9%), Example data" in figure.one("desc").text
    assert figure.one("text", class_="dot-label").text == "43%"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_has_every_figure_of_the_page(client, kind):
    head, *rows = saved(client, "evidence-file", kind, on="2024-02-14")
    told = [dict(zip(head, map(as_text, row), strict=True)) for row in rows]
    assert [row["Kind"] for row in told] == ["reported"] * 3 + ["observed"] * 25 + ["computed"] * 10
    first = next(row for row in told if row["Kind"] == "observed")
    assert (first["Without a provider"], first["Out of"], first["Share"]) == ("54", "290", "0.1862")
    unknown = [row for row in told if row["Kind"] == "computed" and row["Test"] != "an office on site"]
    assert {row["Without a provider"] for row in unknown} == {""}


def test_the_page_costs_few_queries_however_many_figures_there_are(client):
    costs = []

    for number in (0, 5):
        for _ in range(number):
            make.make_study_figure(unit="municipality")
        client.get(address("evidence"))
        with CaptureQueriesContext(connection) as found:
            page(client)
        costs.append(len(found))

    assert costs[0] == costs[1] <= 6


def test_the_page_is_whole_in_swedish(client):
    found = sheet(client, "evidence", language="sv", on="2024-02-14")

    assert found.one("h1").text == "Rapporterat, observerat, beräknat"
    assert "157 av 290" in found.text
    assert "hela landet" in found.text
