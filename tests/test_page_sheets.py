"""The map sheets: which days they show, what is on each map, and that it is what the map page shows on that day."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollout.models import Plan
from rollout.pages.sheet_form import MOST
from rollout.svgmap import draw_map, draw_shared, draw_small_map, shapes
from tests import factories as make
from tests.pages import MapPage, read
from tests.sheets import address, links, of_class, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PHASE_DAYS = ["2020-03-30", "2021-05-18", "2021-09-29", "2021-12-07"]
DAYS_BEFORE = ["2020-03-29", "2021-05-17", "2021-09-28", "2021-12-06"]
NUMBERS = "Municipalities of each kind"


def days_of(page) -> list[str]:
    """The days that are shown, as the heads of the table tell them."""
    return [] if not list(page.all("table")) else list(table(page, NUMBERS)[0])[1:]


def painted(page) -> list[dict[str, str]]:
    """The class of every municipality on each of the maps."""
    return [
        {
            use["href"].removeprefix("#m"): name.removeprefix("c-")
            for group in each.all("g")
            for name in group.classes
            if name.startswith("c-")
            for use in group.all("use")
        }
        for each in of_class(page, "small-map")
    ]


def bright(page) -> list[set[str]]:
    """The municipalities that are not drawn faintly, on each of the maps."""
    return [
        {
            use["href"].removeprefix("#m")
            for group in each.all("g")
            if "m" in group.classes and "dim" not in group.classes
            for use in group.all("use")
        }
        for each in of_class(page, "small-map")
    ]


# --- Which days ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query, expected",
    [
        ({}, PHASE_DAYS),
        ({"show": "phases"}, PHASE_DAYS),
        ({"show": "around"}, sorted([*PHASE_DAYS, *DAYS_BEFORE])),
        ({"day": ["2021-09-29", "2020-03-30"]}, ["2020-03-30", "2021-09-29"]),
        ({"day": ["", "2021-09-29"]}, ["2021-09-29"]),
        (
            {"every": "month", "from": "2021-01-31", "to": "2021-04-30"},
            ["2021-01-31", "2021-02-28", "2021-03-31", "2021-04-30"],
        ),
        ({"every": "month", "from": "2020-01-31", "to": "2020-02-29"}, ["2020-01-31", "2020-02-29"]),
        ({"every": "quarter", "from": "2021-10-15", "to": "2022-04-14"}, ["2021-10-15", "2022-01-15"]),
        ({"every": "quarter", "from": "2021-10-15", "to": "2022-04-15"}, ["2021-10-15", "2022-01-15", "2022-04-15"]),
        ({"every": "year", "from": "2020-02-29", "to": "2022-03-01"}, ["2020-02-29", "2021-02-28", "2022-02-28"]),
        ({"every": "year", "from": "2021-09-29", "to": "2021-09-29"}, ["2021-09-29"]),
    ],
)
def test_the_days_are_those_that_are_asked_for_in_order(client, query, expected):
    assert days_of(sheet(client, "map-sheets", **query)) == expected


def test_a_year_of_months_fills_the_sheet(client):
    page = sheet(client, "map-sheets", every="month", **{"from": "2021-01-01", "to": "2021-12-31"})

    assert len(of_class(page, "small-map")) == MOST == 12


@pytest.mark.parametrize(
    "query, said",
    [
        ({"day": [f"2021-01-{number:02}" for number in range(1, 14)]}, "That is 13 days."),
        ({"every": "month", "from": "2021-01-01", "to": "2022-01-01"}, "That is 13 days."),
        ({"every": "month"}, "No more than 12 maps at a time."),
        ({"day": ["2021-09-29", "2021-09-29"]}, "The same day more than once: 2021-09-29."),
        ({"day": "2018-12-31"}, "The days go from 2019-01-01"),
        ({"day": "2019-02-29"}, "is not a day"),
        ({"day": "9999-12-31"}, "The days go from 2019-01-01"),
        ({"every": "year", "from": "2021-01-02", "to": "2021-01-01"}, "The last day cannot come before the first."),
        ({"every": "week"}, "There is no “week” to choose here."),
        ({"show": "all"}, "There is no “all” to choose here."),
        ({"every": "year", "day": "2021-01-01"}, "Choose days or a step in time, not both."),
        ({"layer": "weather"}, "There is no “weather” to choose here."),
        ({"county": "99"}, "There is no “99” to choose here."),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(client, query, said):
    answer = client.get(address("map-sheets"), query)

    assert answer.status_code == 400
    assert said in read(answer.content).one("dl").text


def test_a_shown_day_can_be_taken_away_and_another_added(client):
    page = sheet(client, "map-sheets", day=["2020-03-30", "2021-09-29"], layer="status")

    assert "?layer=status&day=2021-09-29" in links(page)
    form = next(each for each in page.all("form") if list(each.all("input", id="day")))
    kept = [(each["name"], each["value"]) for each in form.all("input", type="hidden")]
    assert kept == [("layer", "status"), ("day", "2020-03-30"), ("day", "2021-09-29")]


def test_when_twelve_days_are_shown_no_more_can_be_added(client):
    page = sheet(client, "map-sheets", every="month", **{"from": "2021-01-01", "to": "2021-12-31"})

    assert not list(page.all("input", id="day"))


# --- What is on the maps ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"layer": "coverage"},
        {"layer": "coverage", "service": "rom"},
        {"layer": "status"},
        {"layer": "coverage", "test": "agreement"},
    ],
)
def test_each_map_has_the_colours_of_the_map_page_on_its_day(client, query):
    page = sheet(client, "map-sheets", day=["2020-03-20", "2021-10-15"], **query)

    for on, found in zip(["2020-03-20", "2021-10-15"], painted(page), strict=True):
        asked = client.get(address("map"), {"on": on, **query})
        assert found == MapPage(asked.content).painted


@pytest.mark.parametrize("query", [{"county": "25"}, {"rural": "yes"}, {"county": ["25", "24"]}])
def test_what_is_not_chosen_is_faint_and_the_counts_are_of_what_is(client, query):
    page = sheet(client, "map-sheets", day="2021-10-15", **query)

    theirs = MapPage(client.get(address("map"), {"on": "2021-10-15", **query}).content)
    assert bright(page) == [theirs.bright]
    assert sum(int(row["2021-10-15"]) for row in table(page, NUMBERS)) == len(theirs.bright)


def test_the_count_under_each_map_is_that_of_the_map_page(client):
    page = sheet(client, "map-sheets")

    for on, told in zip(PHASE_DAYS, of_class(page, "sheet-count"), strict=True):
        figure = MapPage(client.get(address("map"), {"on": on}).content).figures["all"]
        assert told.text.startswith(f"{figure.part} of {figure.whole} (")


def test_the_phases_appear_as_they_switch_and_the_published_sums_stand_under_them(client):
    page = sheet(client, "map-sheets", layer="phase")

    assert [len(each) for each in bright(page)] == [32, 85, 186, 290]
    told = [each.text.split(" (")[0] for each in of_class(page, "sheet-count")]
    assert told == ["32 of 290", "85 of 290", "186 of 290", "290 of 290"]


def test_the_day_before_and_the_first_day_of_a_phase_differ_by_its_municipalities(client):
    page = sheet(client, "map-sheets", layer="status", show="around")

    told = [int(each.text.split(" of ")[0]) for each in of_class(page, "sheet-count")]
    assert told == [0, 32, 32, 85, 85, 186, 186, 290]


def test_one_legend_holds_every_class_that_is_on_any_map_and_no_other(client):
    page = sheet(client, "map-sheets", layer="status", show="around")

    (legend,) = of_class(page, "sheet-legend")
    told = {name.removeprefix("k-") for each in of_class(legend, "k-swatch") for name in each.classes - {"k-swatch"}}
    assert told == {key for each in painted(page) for key in each.values()}


def test_where_nothing_is_known_the_map_says_no_data(client):
    page = sheet(client, "map-sheets", day="2024-02-14", test="agreement", service="rom2")

    assert set(painted(page)[0].values()) == {"nodata"}
    assert of_class(page, "sheet-count")[0].text == "no data"


def test_a_map_leads_to_the_map_page_on_its_day_with_the_same_choice(client):
    page = sheet(client, "map-sheets", county="25", layer="status")

    (first, *_rest) = [each.one("a")["href"] for each in page.all("figcaption")]
    assert first == "/en/?layer=status&county=25&on=2020-03-30"


def test_of_very_many_phases_the_first_twelve_are_shown_and_the_rest_counted(client):
    plan = Plan.objects.get(stage="published", is_example=False)
    for number in range(4, 14):
        make.make_phase(plan, number=number, new_service_starts_on=date(2022, number - 3, 1))

    page = sheet(client, "map-sheets")

    assert days_of(page) == [*PHASE_DAYS, *(f"2022-{month:02}-01" for month in range(1, 9))]
    assert "2 days are left out" in of_class(page, "ds-alert")[0].text


def test_without_a_plan_there_is_no_day_to_show_and_the_page_says_so(client):
    page = sheet(client, "map-sheets", as_of="2019-06-01")

    assert "there is no day to show" in of_class(page, "nothing")[0].text
    assert not list(page.all("figure"))


@pytest.mark.parametrize("layer, marked", [("coverage", True), ("status", False), ("phase", False)])
def test_only_what_is_counted_over_invented_rows_is_called_so(client, layer, marked):
    page = sheet(client, "map-sheets", layer=layer)

    assert bool(of_class(page, "example-mark")) == marked


@pytest.mark.parametrize("language, heading", [("sv", "Kartblad"), ("en", "Map sheets")])
def test_the_page_is_there_in_both_languages(client, language, heading):
    page = sheet(client, "map-sheets", language=language)

    assert page.one("h1").text.startswith(heading)
    assert page.one("html")["lang"] == language


def test_ids_are_used_once_with_twelve_maps(client):
    page = sheet(client, "map-sheets", every="month", **{"from": "2021-01-01", "to": "2021-12-31"})

    found = [each["id"] for each in page.all(id=None)]
    assert len(found) == len(set(found))


# --- Cost ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", ["coverage", "status", "phase"])
def test_twelve_days_cost_as_many_queries_as_one(client, layer):
    client.get(address("map-sheets"))
    asked = []

    for query in ({"day": "2021-09-29"}, {"every": "month", "from": "2021-01-01", "to": "2021-12-31"}):
        with CaptureQueriesContext(connection) as queries:
            sheet(client, "map-sheets", layer=layer, **query)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 3


def test_twelve_maps_carry_the_boundaries_once(client):
    asked = {"every": "month", "from": "2021-01-01", "to": "2021-12-31"}

    html = client.get(address("map-sheets"), asked).content.decode()

    assert html.count('<path id="m') == len(shapes().outlines)
    boundaries = sum(map(len, shapes().outlines.values()))
    assert sum(len(each) for each in re.findall(r' d="([^"]*)"', html)) < 2 * boundaries


# --- The drawing -----------------------------------------------------------------------------------------------------


def test_a_small_map_shows_every_municipality_once_in_its_class():
    classes = {code: ("none" if code.startswith("25") else "many") for code in shapes().outlines}

    drawn = read(draw_shared() + draw_small_map(classes, title="T", description="D", name="one", dimmed=["2584"]))

    (found,) = drawn.all("svg", class_="sweden")
    used = {use["href"]: group.classes for group in found.all("g") for use in group.all("use")}
    assert len(used) == len(classes)
    assert used["#m2584"] == {"m", "c-none", "dim"}
    assert used["#m0180"] == {"m", "c-many"}
    assert {each["id"] for each in drawn.all("path", id=None)} >= {name.removeprefix("#") for name in used}


@pytest.mark.parametrize(
    "change, error", [({"0180": None}, KeyError), ({"0180": "weather"}, ValueError), ({"9999": "none"}, ValueError)]
)
def test_a_small_map_refuses_what_the_big_one_refuses(change, error):
    classes = dict.fromkeys(shapes().outlines, "none") | change
    classes = {code: key for code, key in classes.items() if key}

    for draw, name in ((draw_map, "map"), (draw_small_map, "one")):
        with pytest.raises(error):
            draw(classes, title="T", description="D", name=name)
