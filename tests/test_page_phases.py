"""The page of all phases."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.sheets import address, days, lead, of_class, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]
CAPTION = "The phases of the plan"


def make_next_plan(**values):
    """A plan of the next pair of services, beside the published rollout."""
    services = {"from_service": make.make_service("rom"), "to_service": make.make_service("rom2")}
    return make.make_plan(**{**services, "stage": "published", **values})


def test_the_phases_reproduce_the_published_numbers(client):
    rows = table(sheet(client, "phase-list"), CAPTION)

    assert [row["Municipalities"] for row in rows] == ["32", "53", "101", "104"]
    assert [row["Sum"] for row in rows] == ["32", "85", "186", "290"]
    assert [row["of which derived"] for row in rows] == ["0", "38", "92", "104"]


def test_every_day_comes_with_its_certainty(client):
    rows = table(sheet(client, "phase-list"), CAPTION)

    assert [row["RoM starts"][:17] for row in rows] == [
        "2020-03-30 stated",
        "2021-05-18 stated",
        "2021-09-29 stated",
        "2021-12-07 stated",
    ]
    assert rows[3]["Last contract day for STOM"] == "2022-03-07 derived"
    assert rows[2]["Last contract day for STOM"] == "2021-12-29 stated"


def test_days_on_which_sources_disagree_are_flagged(client):
    rows = table(sheet(client, "phase-list"), CAPTION)

    flagged = [(row["Phase"], head) for row in rows for head, text in row.items() if "sources disagree" in text]
    assert flagged == [("2Phase 2", "Notice sent on the agreements for STOM"), ("2Phase 2", "RoM starts")]


def test_the_sum_of_all_phases_is_the_whole_country(client):
    page = sheet(client, "phase-list")

    assert next(page.one("tfoot").all("td")).text == "290"


@pytest.mark.parametrize(
    "on, first",
    [
        ("2020-01-01", "2020-03-09"),
        ("2021-12-08", "2021-12-29"),
        ("2022-03-07", "2022-03-07"),
        ("2022-03-08", "2022-03-07"),
    ],
)
def test_the_next_day_of_any_phase_comes_first(client, on, first):
    page = sheet(client, "phase-list", on=on)

    assert days(page) == [first]
    assert "STOM" in lead(page)


def test_the_gap_of_the_pilot_stands_in_the_table_of_the_figure(client):
    rows = table(sheet(client, "phase-list"), "The phases of STOM → RoM")

    gaps = [(each["Line"], each["From"], each["Up to and including"]) for each in rows if "Nothing" in each["What"]]
    assert gaps == [("Pilot · service gap", "2020-03-10", "2020-03-29")]


@pytest.mark.parametrize("stage, number", [("draft", 1), ("in_review", 1), ("published", 2), ("superseded", 1)])
def test_only_a_published_plan_is_shown(client, stage, number):
    make.make_phase(make_next_plan(stage=stage))

    assert len(of_class(sheet(client, "phase-list"), "plan")) == number


def test_a_phase_without_days_is_shown_without_them(client):
    nothing = dict.fromkeys(make.DAYS)
    make.make_phase(make_next_plan(), name="Tom", **nothing)

    (row,) = table(of_class(sheet(client, "phase-list"), "plan")[1], CAPTION)

    assert row["RoM 2 starts"] == "–"
    assert row["Municipalities"] == "0"


def test_an_example_plan_is_marked_as_one(client):
    make.make_phase(make_next_plan(is_example=True))

    assert "Example data" in of_class(sheet(client, "phase-list"), "plan")[1].one("h2").text


def test_the_page_costs_as_many_queries_with_ten_phases_as_with_one(client):
    plan = make_next_plan()

    def queries(number: int) -> int:
        for _ in range(number):
            phase = make.make_phase(plan, areas=[make.make_area(service=plan.to_service)])
            make.make_switch(phase)
            make.make_day_statement(phase=phase, day=date(2021, 9, 29))
        client.get(address("phase-list"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("phase-list")).status_code == 200
        return len(asked)

    assert queries(1) == queries(9)
