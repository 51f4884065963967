"""The page of the plan's time line, and the same lines as a file."""

import csv
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollout.models import Plan
from tests import factories as make
from tests.desks import make_person
from tests.policy import violations
from tests.sheets import address, days, lead, of_class, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]
CAPTION = "What happens in the phases"
BACKEND = "rollout.signin.LoopbackDemoBackend"


def make_next_draft(**values):
    """A draft of the next pair of services, with a phase ahead and a meeting before it."""
    services = {"from_service": make.make_service("rom"), "to_service": make.make_service("rom2")}
    plan = make.make_plan(**{**services, **values})
    ahead = {name: day.replace(year=2031) for name, day in make.DAYS.items()}
    phase = make.make_phase(plan, **ahead)
    plan.milestones.create(
        phase=phase, kind="dialogue", on=date(2031, 6, 1), until=date(2031, 6, 3), name="Möte i Umeå", note="kl. 13"
    )
    return plan


def lines(page) -> list[tuple[str, str, str]]:
    return [(row["From"], row["Up to and including"], row["What"]) for row in table(page, CAPTION)]


# --- What it shows ----------------------------------------------------------------------------------------------------


def test_the_gap_and_the_wind_down_of_the_pilot_are_lines_of_their_own(client):
    found = lines(sheet(client, "timeline"))

    assert ("2020-03-10", "2020-03-29", "Pilot · service gap Nothing open for referral") in found
    assert ("2020-03-10", "2020-06-12", "Pilot · STOM STOM winding down: delivers to those already placed") in found


def test_the_lines_come_in_order_of_time_with_open_beginnings_first(client):
    first_days = [line[0] for line in lines(sheet(client, "timeline"))]

    known = [day for day in first_days if day != "–"]
    assert first_days[: len(first_days) - len(known)] == ["–"] * 4
    assert known == sorted(known)


def test_every_milestone_stands_in_the_table_with_its_source(client):
    rows = {row["What"]: row for row in table(sheet(client, "timeline"), CAPTION)}

    moved = next(row for what, row in rows.items() if "28 September" in what)
    assert moved["From"] == "2021-09-22"
    assert moved["Certainty"] == "stated"
    assert moved["Source"].endswith("2021-09-22")
    assert sum("Termination notice" in what for what in rows) == 4


def test_a_line_is_as_certain_as_the_least_certain_of_its_days(client):
    told = {(row["What"], row["From"]): row["Certainty"] for row in table(sheet(client, "timeline"), CAPTION)}

    winding = "STOM winding down: delivers to those already placed"
    assert told[f"Phase 2 · STOM {winding}", "2021-09-29"] == "stated"
    assert told[f"Phase 3 · STOM {winding}", "2021-12-07"] == "derived"


def test_the_words_above_the_figure_name_the_starts_the_gap_and_the_end(client):
    (words,) = of_class(sheet(client, "timeline"), "timeline-words")

    assert "4 phases: RoM starts first on 30 March 2020 and last on 7 December 2021." in words.text
    assert "Pilot: nothing is open for referral from 10 March 2020 to 29 March 2020." in words.text
    assert "The wind-down of STOM ends on 7 March 2022." in words.text


@pytest.mark.parametrize(
    "on, day, what",
    [("2021-09-25", "2021-09-28", "Last referral day for STOM"), ("2021-09-01", "2021-09-22", "28 September")],
)
def test_what_happens_next_is_a_day_of_a_phase_or_a_milestone(client, on, day, what):
    page = sheet(client, "timeline", on=on)

    assert days(page) == [day]
    assert what in lead(page) or "Notice sent" in lead(page)


def test_the_figure_has_the_milestones_above_the_services(client):
    page = sheet(client, "timeline")

    names = [each.text for each in page.all("text", class_="gantt-name")]
    assert names[:5] == ["Termination notice", "Publication", "Pilot · STOM", "Pilot · service gap", "Pilot · RoM"]
    assert sum("gantt-mark" in each.classes for each in page.all("path")) == 7


def test_the_page_keeps_the_content_policy_and_is_whole_in_swedish(client):
    answer = client.get(address("timeline", language="sv"))

    assert violations(answer.content.decode()) == []
    assert "Pilot · glapp" in answer.content.decode()


# --- Versions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked, notice",
    [
        ({}, "2021-09-28"),
        ({"as_of": "2021-08-01"}, "2021-09-24"),
        ({"as_of": "2021-10-01"}, "2021-09-28"),
        ({"plan": 1}, "2021-09-24"),
        ({"plan": 1, "as_of": "2021-10-01"}, "2021-09-24"),
    ],
)
def test_the_version_is_the_one_asked_for_or_the_one_that_applied(client, asked, notice):
    if "plan" in asked:
        asked["plan"] = Plan.objects.get(version=asked["plan"]).pk

    rows = table(sheet(client, "timeline", **asked), CAPTION)

    (found,) = [
        row["From"] for row in rows if row["What"].startswith("Termination notice") and "phase 2" in row["What"]
    ]
    assert found == notice


def test_an_as_of_beside_a_version_is_said_not_to_be_used(client):
    page = sheet(client, "timeline", plan=Plan.objects.get(version=1).pk, as_of="2021-10-01")

    assert "were not used: as_of" in of_class(page, "ds-alert")[0].text


def test_before_the_first_version_there_is_nothing_and_that_is_said(client):
    page = sheet(client, "timeline", as_of="2021-07-30")

    assert "No plan applied that day." in page.text
    assert of_class(page, "gantt") == []


@pytest.mark.parametrize("role, status", [(None, 404), ("planner", 200), ("editor", 200)])
def test_a_draft_is_shown_to_those_who_may_see_it_and_to_nobody_else(client, role, status):
    draft = make_next_draft()
    if role:
        client.force_login(make_person(role), backend=BACKEND)

    assert client.get(address("timeline"), {"plan": draft.pk}).status_code == status
    assert client.get(address("timeline-file", "csv"), {"plan": draft.pk}).status_code == status


def test_a_day_ahead_can_be_asked_for_as_far_as_the_draft_goes(client):
    draft = make_next_draft()
    client.force_login(make_person("planner"), backend=BACKEND)

    page = sheet(client, "timeline", plan=draft.pk, on="2031-09-28")

    assert days(page)[0] == "2031-09-28"
    assert client.get(address("timeline"), {"on": "2031-09-28"}).status_code == 400


def test_several_days_of_a_milestone_and_its_note_are_told(client):
    draft = make_next_draft()
    client.force_login(make_person("planner"), backend=BACKEND)

    (meeting,) = [row for row in table(sheet(client, "timeline", plan=draft.pk), CAPTION) if "Umeå" in row["What"]]

    assert (meeting["From"], meeting["Up to and including"]) == ("2031-06-01", "2031-06-03")
    assert "kl. 13" in meeting["What"]


@pytest.mark.parametrize("asked", ["x", "-1", "0", "99999999", "1" * 40, "1 OR 1=1"])
def test_a_version_that_is_not_there_is_not_found(client, asked):
    assert client.get(address("timeline"), {"plan": asked}).status_code == 404


def test_the_versions_to_choose_are_those_that_the_reader_may_see(client):
    draft = make_next_draft()

    def offered() -> set[str]:
        return {each["value"] for each in sheet(client, "timeline").one("select", id="plan").all("option")}

    public = {str(plan.pk) for plan in Plan.objects.exclude(pk=draft.pk)}
    assert offered() == public | {""}
    client.force_login(make_person("planner"), backend=BACKEND)
    assert offered() == public | {"", str(draft.pk)}


def test_an_example_plan_is_marked_as_one(client):
    draft = make_next_draft(is_example=True)
    client.force_login(make_person("planner"), backend=BACKEND)

    page = sheet(client, "timeline", plan=draft.pk)

    assert "Example data" in section(page, "Rusta och matcha").one("h2").text


def test_a_plan_without_phases_is_shown_without_a_figure(client):
    plan = make.make_plan(from_service=make.make_service("rom"), to_service=make.make_service("rom2"))
    client.force_login(make_person("planner"), backend=BACKEND)

    page = sheet(client, "timeline", plan=plan.pk)

    assert of_class(page, "gantt") == []
    assert "0 phases, and no day yet on which RoM 2 starts." in of_class(page, "timeline-words")[0].text


# --- As a file, and what it costs -------------------------------------------------------------------------------------


def test_the_file_has_the_lines_of_the_page(client):
    answer = client.get(address("timeline-file", "csv"), {"as_of": "2021-08-01"})

    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    page = table(sheet(client, "timeline", as_of="2021-08-01"), CAPTION)
    assert len(rows) == len(page)
    assert [row["From"] for row in rows] == [row["From"].strip("–") for row in page]
    assert {row["Plan"] for row in rows} == {"STOM → RoM v1"}


def test_the_page_costs_as_many_queries_with_ten_phases_as_with_one(client):
    services = {"from_service": make.make_service("rom"), "to_service": make.make_service("rom2")}
    plan = make.make_plan(**services, stage="published", published_at="2023-01-01T00:00:00+01:00")

    def queries(number: int) -> int:
        for _ in range(number):
            phase = make.make_phase(plan, areas=[make.make_area(service=plan.to_service)])
            make.make_day_statement(phase=phase)
            plan.milestones.create(phase=phase, kind="notice", on=date(2023, 1, 1), name="x", source=make.make_source())
        client.get(address("timeline"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("timeline")).status_code == 200
        return len(asked)

    assert queries(1) == queries(9)
