"""The page of a municipality."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.sheets import address, days, lead, links, of_class, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def world():
    """A published switch of one municipality on the days of the pilot, with a neighbour and a definition of rural."""
    place = make.make_municipality("9001", name="Exempelby")
    neighbour = make.make_municipality("9002", name="Grannby")
    place.neighbours.add(neighbour)
    make.make_rural_definition()
    plan = make.make_plan(stage="published")
    pilot = {
        "notice_sent_on": date(2020, 3, 9),
        "notice_counts_from": date(2020, 3, 12),
        "last_referral_on": date(2020, 3, 9),
        "new_service_starts_on": date(2020, 3, 30),
        "last_contract_day_on": date(2020, 6, 12),
    }
    phase = make.make_phase(plan, name="Pilot", **pilot)
    make.make_switch(phase, municipality=place)
    for field, day in pilot.items():
        make.make_day_statement(phase=phase, field=field, day=day)
    return place


@pytest.mark.parametrize(
    "on, word",
    [
        ("2020-03-08", "STOM open"),
        ("2020-03-09", "STOM open, notice given"),
        ("2020-03-10", "Service gap: nothing open"),
        ("2020-03-29", "Service gap: nothing open"),
        ("2020-03-30", "RoM open, STOM winding down"),
        ("2020-06-12", "RoM open, STOM winding down"),
        ("2020-06-13", "RoM alone"),
    ],
)
def test_the_status_of_the_day_stands_under_the_name(client, world, on, word):
    page = sheet(client, "municipality-detail", world.code, on=on)

    assert of_class(of_class(page, "standing")[0], "key")[0].text.endswith(word)


@pytest.mark.parametrize(
    "on, first, words",
    [
        ("2020-03-08", "2020-03-09", "in 1 day"),
        ("2020-03-30", "2020-03-30", "today"),
        ("2020-03-31", "2020-06-12", "in 73 days"),
        ("2020-06-13", "2020-06-12", "1 day ago"),
    ],
)
def test_what_happens_next_comes_first_and_else_what_happened_last(client, world, on, first, words):
    page = sheet(client, "municipality-detail", world.code, on=on)

    assert days(page)[0] == first
    assert words in lead(page)


def test_what_lies_behind_comes_after_with_the_latest_first(client, world):
    page = sheet(client, "municipality-detail", world.code, on="2020-03-20")

    assert days(page) == ["2020-03-30", "2020-06-12", "2020-03-12", "2020-03-09", "2020-03-09"]


def test_a_stated_day_is_derived_where_the_phase_of_the_municipality_is(client, world):
    world.switches.update(certainty="derived")

    page = sheet(client, "municipality-detail", world.code, on="2020-03-20")

    assert "derived" in lead(page)
    assert "stated" not in lead(page)


def test_a_day_that_became_another_than_planned_shows_both(client, world):
    world.switches.update(actual_new_service_starts_on=date(2020, 4, 1))

    page = sheet(client, "municipality-detail", world.code, on="2020-03-20")

    row = next(each for each in table(page, "The days of the switch") if each["Day"] == "RoM starts")
    assert (row["Planned"], row["Actual"]) == ("2020-03-30", "2020-04-01")
    assert days(page)[0] == "2020-04-01"


def test_the_figure_and_its_table_say_the_same(client, world):
    page = sheet(client, "municipality-detail", world.code, on="2020-03-20")

    rows = [(each["What"], each["From"], each["Up to and including"]) for each in table(page, "Services and providers")]
    assert ("Nothing open for referral", "2020-03-10", "2020-03-29") in rows
    assert ("STOM winding down: delivers to those already placed", "2020-03-10", "2020-06-12") in rows
    assert page.one("script", id="gantt-data").content


def test_an_office_is_shown_with_provider_kind_days_and_how_it_was_placed(client, world):
    agreement = make.make_agreement(provider=make.make_provider(name="Exempelbolaget", is_example=True))
    make.make_office(
        agreement=agreement,
        municipality=world,
        street="Exempelgatan 1",
        last_confirmed_on=date(2021, 5, 1),
        placed="nearest",
    )

    page = sheet(client, "municipality-detail", world.code, on="2021-06-01", basis="example")

    (row,) = table(page, "Offices open")
    assert row["Address"].startswith("Exempelgatan 1")
    assert row["Address"].endswith("Example data")
    assert row["Provider"] == "Exempelbolaget"
    assert row["Kind"] == "on site"
    assert (row["Since"], row["Last confirmed"]) == ("2020-01-01", "2021-05-01")
    assert "nearest" in row["How its municipality is known"]


@pytest.mark.parametrize("on, number", [("2020-12-31", 0), ("2021-01-01", 1), ("2021-06-30", 1), ("2021-07-01", 0)])
def test_only_offices_open_under_an_agreement_in_force_on_the_day_are_shown(client, world, on, number):
    agreement = make.make_agreement(starts_on=date(2021, 1, 1), provider=make.make_provider(is_example=True))
    make.make_office(agreement=agreement, municipality=world, closes_on=date(2021, 6, 30))

    page = sheet(client, "municipality-detail", world.code, on=on)

    assert of_class(section(page, "Offices"), "count")[0].text == str(number)


def test_invented_and_real_rows_are_not_mixed(client, world):
    for name, example in (("Exempelbolaget", True), ("Bolaget", False)):
        agreement = make.make_agreement(provider=make.make_provider(name=name, is_example=example))
        make.make_office(agreement=agreement, municipality=world)

    shown = {
        basis: [
            row["Provider"] for row in table(sheet(client, "municipality-detail", world.code, basis=basis), "Offices")
        ]
        for basis in ("example", "registered")
    }

    assert shown == {"example": ["Exempelbolaget"], "registered": ["Bolaget"]}


@pytest.mark.parametrize(
    "on, words",
    [
        ("2021-12-31", "Unchanged since 2020-01-01"),
        ("2022-01-01", "White spot since 2022-01-01"),
        ("2024-05-05", "White spot since 2022-01-01"),
    ],
)
def test_a_white_spot_says_since_when(client, world, on, words):
    agreement = make.make_agreement(provider=make.make_provider(is_example=True))
    make.make_office(agreement=agreement, municipality=world, closes_on=date(2021, 12, 31))

    page = sheet(client, "municipality-detail", world.code, on=on)

    assert words in of_class(page, "coverage")[0].text


def test_a_digital_offer_is_no_office_on_site(client, world):
    agreement = make.make_agreement(provider=make.make_provider(is_example=True))
    make.make_office(agreement=agreement, municipality=world, on_site=False)

    page = sheet(client, "municipality-detail", world.code)

    assert "No provider" in of_class(page, "coverage")[0].text
    assert table(page, "Offices open")[0]["Kind"] == "digital only"


def test_areas_whose_municipalities_nobody_knows_are_said_to_be_unknown(client, world):
    make.make_area([world], name="Exempelområdet")
    make.make_area(service=make.make_service("rom2"))

    text = section(sheet(client, "municipality-detail", world.code), "Delivery areas").text

    assert "Exempelområdet" in text
    assert "The municipalities of this service’s areas are not known." in text


def test_neighbours_are_shown_with_their_status_and_lead_to_their_pages(client, world):
    page = sheet(client, "municipality-detail", world.code, on="2020-03-20")

    (row,) = table(page, "Neighbours")
    assert row["Municipality"].startswith("Grannby")
    assert row["Service"].endswith("Unknown")
    assert address("municipality-detail", "9002") + "?on=2020-03-20" in links(page)


def test_a_class_comes_with_its_classification_year_and_source(client, world):
    classification = make.make_classification(name="Grupper", year=2023, source=make.make_source(title="Sidan"))
    make.make_class_membership(
        municipality=world, municipality_class=make.make_class(classification, code="C8", name="Landsbygd")
    )

    text = section(sheet(client, "municipality-detail", world.code), "What kind").text

    assert "C8 Landsbygd (2023)" in text
    assert "Sidan" in text


def queries(client, where: str) -> int:
    client.get(where)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


def test_the_page_costs_as_many_queries_with_ten_rows_as_with_one(client, world):
    where = address("municipality-detail", world.code)
    area = make.make_area([world])

    def more(number: int) -> None:
        for _ in range(number):
            provider = make.make_provider(is_example=True)
            make.make_office(agreement=make.make_agreement(area=area, provider=provider), municipality=world)
            world.neighbours.add(make.make_municipality())
            make.make_class_membership(municipality=world)
            make.make_area([world], service=make.make_service(f"s{provider.pk}", order=provider.pk + 10))

    more(1)
    with_one = queries(client, where)
    more(9)

    assert queries(client, where) == with_one
