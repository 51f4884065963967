"""The page of one phase."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.sheets import address, days, lead, of_class, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]
EVERY = "Every statement"


@pytest.fixture
def phase2():
    """Phase 2 of the published rollout."""
    return ("phase-detail", "stom-rom", 2)


def make_next_phase(stage: str = "published"):
    """A phase of the next pair of services, beside the published rollout."""
    services = {"from_service": make.make_service("rom"), "to_service": make.make_service("rom2")}
    return make.make_phase(make.make_plan(**services, stage=stage))


def test_both_statements_of_a_contested_day_are_shown_and_one_holds(client, phase2):
    rows = [row for row in table(sheet(client, *phase2), EVERY) if row["Day"].startswith("Notice sent")]

    assert [row["The source says"] for row in rows] == ["2021-09-28", "2021-09-24 not followed by the plan"]
    assert all("sources disagree" in row["Day"] for row in rows)


def test_a_statement_without_a_day_is_quoted(client, phase2):
    rows = [row for row in table(sheet(client, *phase2), EVERY) if row["Day"].startswith("RoM starts")]

    assert rows[1]["The source says"] == "i början av september not followed by the plan"
    assert "2021-10-01" in rows[1]["Source"]


def test_a_day_on_which_the_sources_agree_is_not_flagged(client, phase2):
    rows = [row for row in table(sheet(client, *phase2), EVERY) if row["Day"].startswith("Last contract")]

    assert [row["Day"] for row in rows] == ["Last contract day for STOM"]


def test_a_derived_day_says_by_what_method(client):
    rows = table(sheet(client, "phase-detail", "stom-rom", 0), EVERY)

    derived = {row["Day"]: row["Certainty"] for row in rows if row["Certainty"].startswith("derived")}
    assert derived["Notice counts from this day"] == "derived Two full working days after notice was sent."


def test_stated_and_derived_municipalities_are_told_apart(client, phase2):
    page = sheet(client, *phase2)

    rows = table(page, "The municipalities of the phase")
    assert "101 municipalities (9 stated, 92 derived)" in of_class(page, "facts")[0].text
    assert [row["How its phase is known"] for row in rows].count("stated") == 9
    assert len(rows) == 101


@pytest.mark.parametrize(
    "on, first, words",
    [
        ("2021-09-15", "2021-09-28", "in 13 days"),
        ("2021-09-29", "2021-09-29", "today"),
        ("2021-12-30", "2021-12-29", "1 day ago"),
    ],
)
def test_the_next_day_comes_first(client, phase2, on, first, words):
    page = sheet(client, *phase2, on=on)

    assert days(page)[0] == first
    assert words in lead(page)


def test_the_map_shows_the_municipalities_of_the_phase(client, phase2):
    page = sheet(client, *phase2)

    bright = [each for each in page.all("path", data_code=None) if "dim" not in each.classes]
    assert len(bright) == 101
    assert all("c-p2" in each.classes for each in bright)


def test_areas_that_stand_in_for_others_are_said_to_be_derived(client):
    derived, stated = (
        section(sheet(client, "phase-detail", "stom-rom", number), "Delivery areas") for number in (3, 2)
    )

    assert len(list(derived.all("li"))) == 40
    assert "stand in" in derived.text
    assert "stand in" not in stated.text


def test_coverage_on_the_first_day_counts_offices_of_the_new_service_only(client):
    phase = make_next_phase()
    places = [make.make_switch(phase).municipality for _ in range(4)]
    provider = make.make_provider(is_example=True)
    for service, place, opens in (
        ("rom2", places[0], date(2021, 9, 29)),
        ("rom2", places[1], date(2021, 9, 30)),
        ("rom", places[2], date(2020, 1, 1)),
    ):
        agreement = make.make_agreement(service=make.make_service(service), area=None, provider=provider)
        make.make_office(agreement=agreement, municipality=place, opens_on=opens)

    start = section(sheet(client, "phase-detail", "rom-rom2", 0), "Coverage when RoM 2 started")

    assert of_class(start, "share")[0].text == "3 of 4 (75.0%)"


def test_agreements_without_a_known_area_give_no_coverage_by_agreement(client):
    phase = make_next_phase()
    make.make_switch(phase)
    make.make_agreement(area=None, service=phase.plan.to_service, provider=make.make_provider(is_example=True))

    start = section(sheet(client, "phase-detail", "rom-rom2", 0), "Coverage when RoM 2 started")

    assert [each.text for each in start.all("dd")][1] == "no data"


def test_a_phase_of_a_draft_is_not_found(client):
    make_next_phase(stage="draft")

    assert client.get(address("phase-detail", "rom-rom2", 0)).status_code == 404


def test_the_page_costs_as_many_queries_with_ten_municipalities_as_with_one(client):
    phase = make_next_phase()
    where = address("phase-detail", "rom-rom2", 0)

    def queries(number: int) -> int:
        for _ in range(number):
            place = make.make_switch(phase).municipality
            make.make_phase_area(phase=phase, area=make.make_area([place], service=phase.plan.to_service))
            make.make_day_statement(phase=phase, holds=False)
        client.get(where)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(where).status_code == 200
        return len(asked)

    assert queries(1) == queries(9)
