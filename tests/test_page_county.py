"""The page of a county."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.sheets import address, links, of_class, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def definition():
    """A definition of rural with its one class."""
    return make.make_rural_definition()


def rural(definition, *municipalities) -> None:
    for each in municipalities:
        make.make_class_membership(municipality=each, municipality_class=definition.classes.get())


def test_municipalities_without_a_provider_are_counted_out_of_all_in_the_county(client, definition):
    places = [make.make_municipality(f"900{number}") for number in range(1, 5)]
    elsewhere = make.make_municipality("9101")
    rural(definition, *places[:3], elsewhere)
    make.make_office(
        municipality=places[0], agreement=make.make_agreement(provider=make.make_provider(is_example=True))
    )

    page = sheet(client, "county-detail", "90")

    told = [each.text for each in of_class(page, "share")]
    assert told == ["3 of 4 (75.0%)", "2 of 3 (66.7%)"]


def test_a_county_without_rural_municipalities_says_so(client, definition):
    make.make_municipality("9001")

    assert "no rural municipality" in sheet(client, "county-detail", "90").text


def test_only_the_municipalities_of_the_county_are_shown(client, definition):
    make.make_municipality("9001", name="Här")
    make.make_municipality("9101", name="Där")

    page = sheet(client, "county-detail", "90")

    assert [row["Municipality"] for row in table(page, "The municipalities of the county")] == ["Här 9001"]


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize(
    "on, counts", [("2021-09-28", {"STOM open": 7, "STOM open, notice given": 7}), ("2022-03-08", {"RoM alone": 14})]
)
def test_the_statuses_of_the_day_are_counted(client, on, counts):
    found = section(sheet(client, "county-detail", "25", on=on), "Service status").all("li")

    assert {of_class(each, "key")[0].text[1:]: int(of_class(each, "number")[0].text) for each in found} == counts


@pytest.mark.usefixtures("country")
def test_the_map_shows_the_county_and_dims_the_rest(client):
    page = sheet(client, "county-detail", "25")

    shapes = list(page.all("path", data_code=None))
    bright = {each["data-code"] for each in shapes if "dim" not in each.classes}
    assert len(shapes) == 290
    assert len(bright) == 14
    assert {code[:2] for code in bright} == {"25"}


@pytest.mark.usefixtures("country")
def test_the_map_is_cut_to_the_county(client):
    whole, part = (
        sheet(client, *page).one("svg", class_="sweden")
        for page in (("phase-detail", "stom-rom", 0), ("county-detail", "10"))
    )

    assert part["viewbox"] != whole["viewbox"]
    assert float(part["viewbox"].split()[2]) < float(whole["viewbox"].split()[2]) / 2


@pytest.mark.usefixtures("country")
def test_the_page_leads_to_the_map_of_the_county(client):
    assert address("map") + "?county=25&on=2021-09-29" in links(sheet(client, "county-detail", "25", on="2021-09-29"))


def test_the_page_costs_as_many_queries_with_ten_municipalities_as_with_one(client, definition):
    def queries() -> int:
        client.get(address("county-detail", "90"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("county-detail", "90")).status_code == 200
        return len(asked)

    make.make_municipality("9001")
    with_one = queries()
    make.make_municipalities(9)

    assert queries() == with_one
