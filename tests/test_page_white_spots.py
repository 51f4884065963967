"""The list of white spots as a page and as a file, and the lines about one on its municipality's page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from municipalities.models import Municipality, Unemployment
from providers.models import Office
from rollout.coverage import day_number
from rollout.measure_ground import ground_of
from rollout.measures import MEASURES
from rollout.measures import table as measure_table
from rollout.selection import Selection
from tests import factories as make
from tests.pages import read
from tests.saved_files import as_text, saved
from tests.sheets import address, links, of_class, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

ROWS = "The white spots"
ON = "2024-02-14"
ISLANDS = {"0125", "0980", "0186", "1419", "1407"}


def codes(page) -> list[str]:
    """The codes of the list, in its order; none where there is no list."""
    return [of_class(line, "code")[0].text for each in page.all("table") for line in each.one("tbody").all("tr")]


def listed(client, **query) -> list[str]:
    return codes(sheet(client, "white-spots", **{"on": ON, **query}))


def on_the_map(client, **query) -> list[str]:
    """The codes of the list of the map page, which knows nothing of the page of white spots."""
    page = sheet(client, "map", **{"on": ON, "providers": "none", **query})
    return [row["data-code"] for row in page.one("table", id="list").one("tbody").all("tr")]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"county": "25"},
        {"county": ["25", "24"]},
        {"rural": "yes"},
        {"rural": "yes", "definition": "degurba-3"},
        {"phase": "2", "part": "SE3"},
        {"service": "rom2"},
        {"test": "agreement", "on": "2021-06-01"},
        {"test": "agreement", "service": "rom", "on": "2021-06-01"},
        {"q": "ar"},
        {"on": "2019-01-01"},
    ],
)
def test_the_white_spots_are_those_of_the_map_under_the_same_choice(client, query):
    assert listed(client, **query) == on_the_map(client, **query)


def test_the_sentence_and_the_figures_say_how_many(client):
    page = sheet(client, "white-spots", on=ON)

    number = len(codes(page))
    assert of_class(page, "lead")[0].text.startswith(
        f"On 14 February 2024, {number} of 290 municipalities lack a provider with an office on site."
    )
    told = [each.text for each in of_class(page, "figures")[0].all("dd")]
    assert told[0].startswith(f"{number} of 290 (")
    inhabitants = sum(Municipality.objects.filter(code__in=codes(page)).values_list("population", flat=True))
    assert told[2].startswith(f"{inhabitants:,} of ")


def test_the_counties_are_told_with_those_that_have_most_first_and_add_up(client):
    page = sheet(client, "white-spots", on=ON)

    parts = [
        int(each.one("span", class_="share").text.split(" of ")[0]) for each in of_class(page, "by-place")[0].all("li")
    ]
    assert sum(parts) == len(codes(page))
    assert parts == sorted(parts, reverse=True)


def test_the_map_shows_the_white_spots_and_dims_the_rest(client):
    page = sheet(client, "white-spots", on=ON)

    bright = [each for each in page.all("path", data_code=None) if "dim" not in each.classes]
    assert {each["data-code"] for each in bright} == set(codes(page))
    assert {name for each in bright for name in each.classes if name.startswith("c-")} == {"c-none"}


@pytest.mark.parametrize("code, on_the_list", [("2584", False), ("2505", True)])
def test_a_white_spot_is_told_from_the_day_after_the_last_office_closed(client, code, on_the_list):
    last = Office.objects.filter(municipality="2505", on_site=True, closes_on__lt="2024-02-01").latest("closes_on")

    page = sheet(client, "white-spots", on=ON)

    told = dict(zip(codes(page), table(page, ROWS), strict=True))
    assert (code in told) == on_the_list
    if on_the_list:
        assert told[code]["White spot since ↕".removesuffix(" ↕")].startswith(
            (last.closes_on + timedelta(days=1)).isoformat()
        )
        assert f"until {last.closes_on.isoformat()}" in told[code]["Last there"]
        assert last.agreement.provider.name in told[code]["Last there"]


def test_what_was_so_on_the_first_known_day_is_said_to_be_at_least_as_old(client):
    told = table(sheet(client, "white-spots", on="2019-01-01"), ROWS)

    assert all(row["White spot since"].startswith("at least 2019-01-01") for row in told)
    assert {row["Last there"] for row in told} == {"–"}


def test_a_municipality_without_a_land_border_is_told_the_nearest_ones_and_that_they_are_so(client):
    page = sheet(client, "white-spots", on="2026-06-01")

    told = dict(zip(codes(page), table(page, ROWS), strict=True))
    by_distance = {code for code, row in told.items() if "nearest municipalities" in row["Who could serve it"]}
    assert by_distance == ISLANDS & set(told)
    assert by_distance


def test_those_who_could_serve_have_an_office_in_a_neighbouring_municipality(client):
    neighbours = Municipality.objects.get(code="2505").neighbours.all()
    there = Office.objects.open(on=date.fromisoformat(ON)).on_site().filter(municipality__in=neighbours)

    page = sheet(client, "white-spots", on=ON, q="arvidsjaur")

    told = {each.text for each in of_class(page, "few")[0].all("a")}
    assert told <= {each.agreement.provider.name for each in there}
    assert told


def test_the_distances_are_those_of_the_measure_of_distance(client):
    rows = saved(client, "white-spots-file", "xlsx", on=ON)[1:]

    ground = ground_of(Selection.from_query(QueryDict(), today=date.fromisoformat(ON)))
    measured = measure_table(MEASURES["distance"], ground, day_number(date.fromisoformat(ON)))["value"]
    assert {row[0]: row[16] for row in rows} == {row[0]: round(measured[row[0]], 1) for row in rows}


# --- Sorted and narrowed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["name", "-name", "days", "-days", "km", "-km", "population", "-population", "county"])
def test_the_order_is_the_one_in_the_address_in_page_and_file_alike(client, sort):
    page = sheet(client, "white-spots", on=ON, sort=sort)

    rows = saved(client, "white-spots-file", "csv", on=ON, sort=sort)[1:]
    assert [row[0] for row in rows] == codes(page)
    column = {"days": 9, "km": 16, "population": 5}.get(sort.removeprefix("-"))
    if column:
        numbers = [float(row[column]) for row in rows]
        assert numbers == sorted(numbers, reverse=sort.startswith("-"))


def test_a_head_leads_to_its_order_and_then_to_the_other_way_round(client):
    page = sheet(client, "white-spots", on=ON, sort="-population")

    (head,) = page.all("th", aria_sort="descending")
    assert head.text == "Inhabitants"
    assert "sort=population" in head.one("a")["href"]
    assert len(list(page.all("th", aria_sort="none"))) == 5


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "colour"},
        {"sort": "--name"},
        {"county": "99"},
        {"test": "guess"},
        {"on": "2018-12-31"},
        {"on": "2021-02-30"},
        {"provider": "x"},
        {"service": "x" * 5000},
    ],
)
@pytest.mark.parametrize("name", ["white-spots", "white-spots-file"])
def test_nonsense_is_refused_in_words(client, query, name):
    where = address(name) if name == "white-spots" else address(name, "csv")

    answer = client.get(where, query)

    assert answer.status_code == 400
    assert read(answer.content).one("dl").one("dd").text


def test_what_narrows_is_told_with_a_way_out_and_stays_when_the_day_is_changed(client):
    page = sheet(client, "white-spots", on=ON, county=["25", "24"], q="ar", sort="-km")

    chips = {each.text for each in of_class(page, "chosen-filters")[0].all("li")}
    assert {"County: Norrbottens län ✕", "County: Västerbottens län ✕", "Search: ar ✕", "Show all"} == chips
    day_form = of_class(page, "day-form")[0]
    kept = [(each["name"], each["value"]) for each in day_form.all("input", type="hidden")]
    assert sorted(kept) == [("county", "24"), ("county", "25"), ("q", "ar"), ("sort", "-km")]
    assert not list(page.all("select", id="narrow-county"))


def test_what_means_nothing_in_the_address_is_told(client):
    assert "layer" in of_class(sheet(client, "white-spots", layer="status"), "ds-alert")[0].text


# --- Empty states ----------------------------------------------------------------------------------------------------


def test_where_every_municipality_has_a_provider_the_page_says_so_and_leads_on(client):
    page = sheet(client, "white-spots", on=ON, q="stockholm")

    assert "There is no white spot here on the day" in of_class(page, "nothing")[0].text
    assert "Look at the whole country" in of_class(page, "nothing")[0].text
    assert not list(page.all("table"))


def test_where_nothing_is_known_nothing_is_called_a_white_spot(client):
    page = sheet(client, "white-spots", on=ON, test="agreement", service="rom2")

    assert "That is no data, not a white spot." in of_class(page, "nothing")[0].text
    assert "Nothing is known of the providers" in of_class(page, "lead")[0].text
    assert [each for each in links(of_class(page, "nothing")[0]) if "basis=observed" in each]
    assert saved(client, "white-spots-file", "csv", on=ON, test="agreement", service="rom2")[1:] == []


# --- Unemployed ------------------------------------------------------------------------------------------------------


def test_the_unemployed_are_those_of_the_latest_month_masked_ones_stay_masked_and_missing_ones_missing(client):
    Unemployment.objects.filter(period__lte=ON).delete()
    numbers = {"2505": {"unemployed": 123}, "2506": {"is_masked": True}, "2510": {}}
    for code, values in numbers.items():
        for month, add in (("2024-01-01", 0), ("2024-02-01", 1), ("2024-03-01", 2)):
            row = {**values, **({"unemployed": values["unemployed"] + add} if "unemployed" in values else {})}
            make_unemployment(code, date.fromisoformat(month), **row)

    page = sheet(client, "white-spots", on=ON, county="25", sort="-unemployed")

    told = {code: row["Unemployed"] for code, row in zip(codes(page), table(page, ROWS), strict=True)}
    assert {code: told[code] for code in numbers} == {"2505": "124", "2506": "<5", "2510": "–"}
    assert codes(page)[0] == "2505"
    assert "2024-02" in page.text
    cells = {row[0]: row[6] for row in saved(client, "white-spots-file", "xlsx", on=ON, county="25")[1:]}
    assert {code: cells[code] for code in numbers} == {"2505": 124, "2506": "<5", "2510": None}


def make_unemployment(code: str, period: date, **values) -> Unemployment:
    return Unemployment.objects.create(
        municipality_id=code, period=period, age_range="16–65", is_example=True, **values
    )


def test_real_numbers_are_not_shown_beside_invented_providers(client):
    Unemployment.objects.filter(period__lte=ON).delete()
    Unemployment.objects.create(
        municipality_id="2505", period="2024-02-01", age_range="16–65", unemployed=77, source=make.make_source()
    )

    page = sheet(client, "white-spots", on=ON, county="25")

    assert "No numbers of unemployed are imported" in page.text


# --- What was observed -----------------------------------------------------------------------------------------------


def test_what_the_provider_search_listed_gives_the_real_white_spots_with_numbers_for_names(client):
    page = sheet(client, "white-spots", basis="observed", on="2025-03-01")

    assert len(codes(page)) == 62
    assert [each.text.split(" (")[0] for each in of_class(page, "figures")[0].all("dd")][:2] == [
        "62 of 290",
        "16 of 56",
    ]
    told = dict(zip(codes(page), table(page, ROWS), strict=True))
    assert told["2506"]["White spot since"].startswith("at least 2023-11-15")
    assert "1 provider" in told["2506"]["Who could serve it"]
    assert "km" in told["2506"]["Nearest open office"]
    assert not of_class(page.one("main"), "example-mark")
    assert saved(client, "white-spots-file", "csv", basis="observed", on="2025-03-01", q="arjeplog")[1][13] == ""


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_both_files_hold_the_rows_of_the_page(client, language):
    asked = {"on": ON, "county": "25", "sort": "-km"}

    head, *rows = saved(client, "white-spots-file", "xlsx", language=language, **asked)
    csv_head, *csv_rows = saved(client, "white-spots-file", "csv", language=language, **asked)

    assert head == csv_head
    assert [row[0] for row in rows] == codes(sheet(client, "white-spots", **asked))
    if language == "en":
        assert [[as_text(cell) for cell in row] for row in rows] == [
            [as_text(cell) for cell in row] for row in csv_rows
        ]


def test_the_file_holds_days_and_numbers_as_such_and_all_who_could_serve(client):
    head, *rows = saved(client, "white-spots-file", "xlsx", on=ON, q="arvidsjaur")

    row = dict(zip(head, rows[0], strict=True))
    assert row["White spot since"].date() < date.fromisoformat(ON)
    assert row["Days"] == (date.fromisoformat(ON) - row["White spot since"].date()).days + 1
    assert isinstance(row["Straight line, km"], int | float)
    shown = of_class(sheet(client, "white-spots", on=ON, q="arvidsjaur"), "few")[0]
    assert row["Who could serve it"].count(";") + 1 >= len(list(shown.all("li")))


# --- On the page of a municipality -----------------------------------------------------------------------------------


def test_the_page_of_a_white_spot_says_what_is_near_as_the_list_does(client):
    told = table(sheet(client, "white-spots", on=ON, q="arvidsjaur"), ROWS)[0]

    page = sheet(client, "municipality-detail", "2505", on=ON)

    coverage = section(page, "Coverage on")
    assert told["Who could serve it"] in coverage.text
    assert told["Nearest open office"].split(" ")[0] in coverage.text
    assert "in a straight line" in coverage.text
    assert any("/vita-flackar/" in each for each in links(coverage))


def test_a_municipality_with_a_provider_says_nothing_of_the_kind(client):
    assert "Who could serve it" not in sheet(client, "municipality-detail", "0180", on=ON).text


# --- Cost ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query, most", [({}, 5), ({"county": "25"}, 6), ({"county": "25", "sort": "-km"}, 6)])
def test_the_page_costs_the_same_few_queries_however_many_white_spots_there_are(client, query, most):
    where = address("white-spots")
    client.get(where, {"on": ON, **query})

    with CaptureQueriesContext(connection) as asked:
        client.get(where, {"on": ON, **query})

    assert len(asked) <= most
