"""The list of delivery areas, and the page of one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.sheets import address, days, lead, links, of_class, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def definition():
    """A definition of rural, without which nothing can be counted."""
    return make.make_rural_definition()


@pytest.fixture
def provider():
    """An invented provider."""
    return make.make_provider(name="Exempelbolaget", is_example=True)


def test_areas_stand_under_their_service_with_their_number_of_municipalities(client):
    make.make_area(make.make_municipalities(3), name="Exempelområdet")

    (row,) = table(sheet(client, "area-list"), "Delivery areas of Rusta och matcha")

    assert row["Delivery area"] == "Exempelområdet"
    assert row["Municipalities"] == "3"


def test_an_area_of_unknown_extent_has_no_number(client):
    make.make_area(service=make.make_service("rom2"))

    (row,) = table(sheet(client, "area-list"), "Delivery areas of Rusta och matcha 2")

    assert row["Municipalities"] == "not known"


def test_agreements_whose_area_nobody_knows_are_counted_apart(client, provider):
    make.make_agreement(area=None, provider=provider)

    assert "1 agreement in force on the day has no known area." in sheet(client, "area-list").text


@pytest.mark.parametrize(
    "on, number", [("2019-12-31", "0"), ("2020-01-01", "1"), ("2021-06-30", "1"), ("2021-07-01", "0")]
)
def test_agreements_are_counted_on_the_day(client, provider, on, number):
    make.make_agreement(provider=provider, ends_on=date(2021, 6, 30))

    (row,) = table(sheet(client, "area-list", on=on), "Delivery areas of Rusta och matcha")

    assert row["Agreements on the day"] == number


def test_the_list_costs_as_many_queries_with_ten_areas_as_with_one(client, provider):
    def queries(number: int) -> int:
        for _ in range(number):
            make.make_agreement(provider=provider)
        client.get(address("area-list"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("area-list")).status_code == 200
        return len(asked)

    assert queries(1) == queries(9)


# --- One area --------------------------------------------------------------------------------------------------------


def test_the_days_of_the_phase_come_first(client):
    place = make.make_municipality()
    area = make.make_area([place])
    phase = make.make_phase(make.make_plan(stage="published"), name="Etapp 2")
    make.make_switch(phase, municipality=place)
    make.make_day_statement(phase=phase, field="new_service_starts_on", day=date(2021, 9, 29))

    page = sheet(client, "area-detail", area.pk, on="2021-09-15")

    assert lead(page).startswith("2021-09-29 RoM starts, Etapp 2 in 14 days")


def test_a_day_is_derived_where_the_area_is(client):
    place = make.make_municipality()
    area = make.make_area([place], certainty="derived")
    phase = make.make_phase(make.make_plan(stage="published"))
    make.make_switch(phase, municipality=place)
    make.make_day_statement(phase=phase, field="new_service_starts_on", certainty="stated")

    page = sheet(client, "area-detail", area.pk, on="2021-09-15")

    assert [each["data-certainty"] for each in of_class(of_class(page, "lead")[0], "certainty")] == ["derived"]


@pytest.mark.parametrize("on, found", [("2021-06-30", ["2021-06-30"]), ("2021-07-01", [])])
def test_agreements_that_end_are_ahead_up_to_their_last_day(client, provider, on, found):
    agreement = make.make_agreement(provider=provider, ends_on=date(2021, 6, 30))

    assert days(sheet(client, "area-detail", agreement.area_id, on=on)) == found


def test_agreements_that_end_on_one_day_are_told_together(client):
    area = make.make_area()
    for _ in range(3):
        make.make_agreement(area=area, provider=make.make_provider(is_example=True), ends_on=date(2021, 6, 30))

    page = sheet(client, "area-detail", area.pk, on="2021-06-01")

    assert days(page) == ["2021-06-30"]
    assert "Last day of 3 agreements for RoM" in lead(page)


def test_white_spots_are_the_municipalities_without_an_office(client, provider):
    served, lacking = make.make_municipality(name="Här"), make.make_municipality(name="Där")
    area = make.make_area([served, lacking])
    make.make_office(agreement=make.make_agreement(area=area, provider=provider), municipality=served)

    text = section(sheet(client, "area-detail", area.pk), "White spots").text

    assert "Där" in text
    assert "Här" not in text


def test_an_area_of_unknown_extent_says_nothing_of_white_spots(client):
    area = make.make_area(service=make.make_service("rom2"))

    text = section(sheet(client, "area-detail", area.pk), "White spots").text

    assert "nothing can be said of white spots" in text


def test_agreements_and_offices_of_the_area_are_shown_and_no_others(client, provider):
    place = make.make_municipality()
    area = make.make_area([place])
    make.make_office(agreement=make.make_agreement(area=area, provider=provider, number="KA-1"), municipality=place)
    make.make_office(agreement=make.make_agreement(provider=provider, number="KA-2"), municipality=place)

    page = sheet(client, "area-detail", area.pk)

    assert [row["Agreement number"] for row in table(page, "Agreements in force")] == ["KA-1"]
    assert len(table(page, "Offices open")) == 1
    assert address("provider-detail", provider.pk) in links(page)


def test_the_source_and_certainty_of_an_area_are_shown(client):
    area = make.make_area(certainty="derived", source=make.make_source(title="Sidan"))

    text = of_class(sheet(client, "area-detail", area.pk), "facts")[0].text

    assert "derived" in text
    assert "Sidan" in text


def test_an_invented_area_claims_no_certainty(client):
    area = make.make_area([make.make_municipality()], is_example=True)

    page = sheet(client, "area-detail", area.pk)

    assert "Example data" in page.one("h1").text
    assert of_class(page.one("main"), "certainty") == []


def test_the_page_costs_as_many_queries_with_ten_rows_as_with_one(client, provider):
    area = make.make_area()
    where = address("area-detail", area.pk)

    def queries(number: int) -> int:
        for _ in range(number):
            place = make.make_municipality()
            make.make_area_membership(area=area, municipality=place)
            agreement = make.make_agreement(area=area, provider=make.make_provider(is_example=True))
            make.make_office(agreement=agreement, municipality=place)
        client.get(where)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(where).status_code == 200
        return len(asked)

    assert queries(1) == queries(9)
