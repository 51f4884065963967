"""What the plan said on a past day, apart from what applies on a day; and days that have not come yet."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollout import snapshot as snapshots
from rollout.clock import today
from rollout.filters import AHEAD, asked_as_of, last_day
from rollout.models import Phase, Plan, Switch
from rollout.selection import InvalidSelection, Selection
from rollout.status import Days
from tests import factories as make
from tests.pages import MapPage
from tests.plans import moment
from tests.sheets import address, links, of_class, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]

JULY, OCTOBER, BEFORE_ALL = "2021-08-01", "2021-10-01", "2020-08-01"
IN_PHASE_2 = "1440"
ONE_DAY = timedelta(days=1)


def painted(client, **asked) -> dict[str, str]:
    answer = client.get(reverse("map"), {"layer": "status", **asked})
    assert answer.status_code == 200
    return MapPage(answer.content).painted


def standing(day: date) -> Plan | None:
    return snapshots.plan_as_of(day, followed=snapshots.current().plan)


def faults(query: str) -> list[str]:
    with pytest.raises(InvalidSelection) as caught:
        Selection.from_query(QueryDict(query), today=date(2026, 11, 22))
    return [f"{label}: {message}" for label, message in caught.value.errors]


# --- The versions of 2021 ---------------------------------------------------------------------------------------------


def test_the_plan_of_july_and_that_of_september_answer_differently_on_the_map(client):
    july, october = painted(client, on="2021-09-26", as_of=JULY), painted(client, on="2021-09-26", as_of=OCTOBER)

    assert sum(july[code] != october[code] for code in july) == 101
    assert {july[code] for code in july if july[code] != october[code]} == {"gap"}
    assert {october[code] for code in july if july[code] != october[code]} == {"old"}


def test_the_script_of_the_map_is_handed_the_statuses_of_that_plan(client):
    pages = [MapPage(client.get(reverse("map"), {"as_of": day, "on": "2021-09-26"}).content) for day in (JULY, OCTOBER)]

    assert pages[0].state(client)["status"] != pages[1].state(client)["status"]


@pytest.mark.parametrize("as_of, sent", [(JULY, "2021-09-24"), (OCTOBER, "2021-09-28"), ("", "2021-09-28")])
def test_a_municipality_has_the_days_that_the_plan_gave_it_then(client, as_of, sent):
    page = sheet(client, "municipality-detail", IN_PHASE_2, as_of=as_of)

    rows = {row["Day"]: row["Planned"] for row in table(page, "The days of the switch")}
    assert rows["Notice sent on the agreements for STOM"] == sent


@pytest.mark.parametrize("as_of, sent", [(JULY, "2021-09-24"), (OCTOBER, "2021-09-28"), ("", "2021-09-28")])
def test_the_pages_of_phases_have_the_days_of_the_version_of_then(client, as_of, sent):
    (_pilot, _first, second, _third) = table(sheet(client, "phase-list", as_of=as_of), "The phases of the plan")
    page = sheet(client, "phase-detail", "stom-rom", 2, as_of=as_of)

    assert second["Notice sent on the agreements for STOM"].startswith(sent)
    assert sent in [each.text for each in page.all("strong")]


def test_a_county_has_the_statuses_of_the_version_of_then(client):
    asked = {"on": "2021-09-26"}

    then, now = (sheet(client, "county-detail", "25", **asked, as_of=day) for day in (JULY, OCTOBER))

    assert "Service gap" in then.text
    assert "Service gap" not in now.text


# --- Which version --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "as_of, version", [("2021-07-30", None), ("2021-07-31", 1), ("2021-09-21", 1), ("2021-09-22", 2), ("2026-01-01", 2)]
)
def test_a_version_applies_from_the_day_it_is_published_until_the_next_one_is(as_of, version):
    plan = standing(date.fromisoformat(as_of))

    assert (plan.version if plan else None) == version


@pytest.mark.parametrize(
    "at, version", [("2021-10-05 00:00", 9), ("2021-10-05 23:59", 9), ("2021-10-06 00:00", 2), ("2021-10-04 23:59", 9)]
)
def test_what_is_published_before_midnight_in_sweden_is_what_stands_at_the_end_of_the_day(at, version):
    Plan.objects.filter(stage="published", is_example=False).update(stage="superseded", superseded_at=moment(at))
    make.make_plan(stage="published", version=9, published_at=moment(at))

    assert standing(date(2021, 10, 5)).version == version


def test_a_draft_and_an_example_never_stood(client):
    make.make_plan(version=8)
    make.make_plan(
        from_service=make.make_service("rom"), to_service=make.make_service("rom2"), stage="published", is_example=True
    )

    assert standing(date(2026, 1, 1)).version == 2


def test_actual_days_are_known_from_the_day_they_came():
    Switch.objects.filter(plan__version=1, municipality=IN_PHASE_2).update(actual_notice_sent_on=date(2021, 8, 2))

    told = [snapshots.as_of(date(2021, 8, day)).days_of[IN_PHASE_2].notice_sent_on for day in (1, 2)]

    assert told == [date(2021, 9, 24), date(2021, 8, 2)]


@pytest.mark.parametrize(
    "actual, days",
    [
        ({"actual_last_referral_on": date(2021, 10, 5)}, (date(2021, 10, 5), None)),
        ({"actual_new_service_starts_on": date(2021, 9, 1)}, (None, date(2021, 9, 1))),
        ({}, (date(2021, 9, 28), date(2021, 9, 29))),
    ],
)
def test_a_planned_day_that_has_been_contradicted_is_not_known_and_never_opens_both_services(actual, days):
    switch = Switch(last_referral_on=date(2021, 9, 28), new_service_starts_on=date(2021, 9, 29), **actual)

    found = snapshots.days_of(switch)

    assert found == Days(None, *days, None)


# --- Where no version is known ---------------------------------------------------------------------------------------


def test_before_the_first_version_the_page_says_so_and_every_status_is_unknown(client):
    page = sheet(client, "map", as_of=BEFORE_ALL, layer="status")

    assert of_class(page, "standing-plan")[0].text.startswith("No plan is known for 1 August 2020.")
    assert page.one("h1").text.startswith("Nothing is known of the services on")
    assert set(painted(client, as_of=BEFORE_ALL).values()) == {"unknown"}


def test_before_the_first_version_the_pages_of_places_and_phases_still_answer(client):
    for name, *args in (("municipality-detail", IN_PHASE_2), ("county-detail", "25"), ("phase-list",), ("area-list",)):
        assert "No plan is known for 1 August 2020." in sheet(client, name, *args, as_of=BEFORE_ALL).text


def test_a_phase_that_was_not_there_then_is_said_not_to_have_been_with_a_way_to_what_it_is_now(client):
    answer = client.get(address("phase-detail", "stom-rom", 2), {"as_of": BEFORE_ALL})

    assert answer.status_code == 404
    assert "had no Phase 2" in answer.content.decode()
    assert f'href="{address("phase-detail", "stom-rom", 2)}"' in answer.content.decode()


def test_a_phase_that_was_never_there_is_not_found(client):
    assert client.get(address("phase-detail", "stom-rom", 77), {"as_of": JULY}).status_code == 404


# --- Words and links ------------------------------------------------------------------------------------------------


def test_the_page_says_which_version_it_shows_and_leads_back_to_the_present_one(client):
    page = sheet(client, "county-detail", "25", as_of=JULY, on="2021-09-26")

    (banner,) = of_class(page, "standing-plan")
    assert "As the plan stood on 1 August 2021. Version 1, published 31 July 2021" in banner.text
    assert links(banner) == {f"{address('county-detail', '25')}?on=2021-09-26"}


def test_a_page_of_the_present_plan_says_nothing_of_it(client):
    assert of_class(sheet(client, "county-detail", "25"), "standing-plan") == []


@pytest.mark.parametrize(
    "name, args", [("municipality-detail", ["1440"]), ("county-detail", ["25"]), ("phase-list", [])]
)
def test_every_link_to_a_place_or_phase_keeps_the_day_of_the_plan(client, name, args):
    page = sheet(client, name, *args, as_of=JULY)

    kept = [
        each
        for each in links(page.one("main"))
        if any(part in each for part in ("/kommuner/", "/lan/", "/etapper/")) and "andringar" not in each
    ]
    back = {each for banner in of_class(page, "standing-plan") for each in links(banner)}
    assert len(kept) > len(back)
    assert all(f"as_of={JULY}" in each for each in kept if each not in back)


def test_the_map_keeps_the_day_of_the_plan_in_every_link_of_its_own(client):
    page = sheet(client, "map", as_of=JULY)

    asking = [each for each in links(page.one("main")) if each.startswith("?") and each != "?"]
    back = {each for banner in of_class(page, "standing-plan") for each in links(banner)}
    rows = [each for each in links(page.one("table", id="list")) if "kommuner" in each]
    assert len(asking) > 10
    assert len(rows) == 290
    assert all(f"as_of={JULY}" in each for each in [*asking, *rows] if each not in back)


# --- Bad values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query, told",
    [
        ("as_of=in+July", "”in July” är ingen dag"),
        ("as_of=2021-13-01", "”2021-13-01” är ingen dag"),
        ("as_of=2018-12-31", "Dagarna går från 2019-01-01 till 2026-11-22."),
        ("as_of=2026-11-23", "Dagarna går från 2019-01-01 till 2026-11-22."),
        ("as_of=2021-08-01&as_of=2021-10-01", "mer än en gång"),
    ],
)
def test_a_day_of_the_plan_that_cannot_be_answered_is_told(query, told):
    (fault,) = faults(query)

    assert told in fault


@pytest.mark.parametrize(
    "query", ["", "as_of=", "as_of=2019-01-01", "as_of=2026-11-22", "as_of=2021-08-01&on=2022-01-01"]
)
def test_no_day_and_every_day_from_the_first_one_to_today_is_answered(query):
    selection = Selection.from_query(QueryDict(query), today=date(2026, 11, 22))

    given = QueryDict(query).get("as_of")
    assert selection.as_of == (date.fromisoformat(given) if given else None)


@pytest.mark.parametrize("given", [[], [""], ["rubbish"], ["2021-08-01", "2021-08-02"], ["2030-01-01"]])
def test_a_day_of_the_plan_is_only_taken_where_it_is_one(given):
    assert asked_as_of(given, date(2019, 1, 1), date(2026, 11, 22)) is None


# --- What it costs --------------------------------------------------------------------------------------------------


def test_a_kept_version_costs_one_query_more_than_the_present_one(client):
    for asked in ({}, {"as_of": JULY}):
        client.get(reverse("map"), asked)

    costs = []
    for asked in ({}, {"as_of": JULY}):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("map"), asked)
        costs.append(len(queries))

    assert costs[1] == costs[0] + 1


def test_only_a_handful_of_variants_is_kept_and_a_write_makes_them_anew():
    plan = Plan.objects.get(version=1, is_example=False)
    kept = snapshots.for_plan(plan)
    assert snapshots.for_plan(plan) is kept

    for day in range(1, 29):
        snapshots.for_plan(plan, known_until=date(2022, 1, day))
    assert len(snapshots._variants) == snapshots.VARIANTS_KEPT

    Phase.objects.filter(plan=plan, number=2).update(name="Annan")
    assert "Annan" in [phase.name for phase in snapshots.for_plan(plan).phases]


def test_the_present_plan_is_no_variant():
    current = snapshots.current()

    assert snapshots.for_plan(current.plan) is current


def test_a_scenario_counts_without_the_providers_that_it_leaves_out():
    provider = make.make_provider()
    agreement = make.make_agreement(provider=provider, area=None)
    make.make_office(agreement=agreement, municipality_id=IN_PHASE_2, municipality=None)
    scenario = make.make_plan(version=None, owner=make.make_user(), name="Utan")
    asked = {"basis": "registered", "test": "office"}

    with_them = snapshots.for_plan(scenario).presence(**asked)
    scenario.left_out.add(provider)
    without = snapshots.for_plan(scenario)

    assert without.presence(**asked).changes.empty != with_them.changes.empty
    assert provider.id not in set(without.agreements["provider"])
    assert provider.id in set(snapshots.current().agreements["provider"])


# --- Days to come ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "planned, last",
    [
        (None, date(2026, 11, 22)),
        (date(2022, 3, 7), date(2026, 11, 22)),
        (date(2026, 11, 22) - AHEAD, date(2026, 11, 22)),
        (date(2026, 11, 22) - AHEAD + ONE_DAY, date(2026, 11, 23)),
        (date(2028, 1, 1), date(2028, 1, 1) + AHEAD),
    ],
)
def test_days_can_be_asked_for_until_half_a_year_after_the_last_planned_one(planned, last):
    assert last_day(planned, date(2026, 11, 22)) == last


def test_a_plan_that_goes_on_opens_the_days_to_come_and_today_stays_the_day_shown(client):
    start = today() + timedelta(days=100)
    Phase.objects.filter(plan__stage="published", plan__is_example=False, number=3).update(last_contract_day_on=start)

    page = sheet(client, "map")
    told = MapPage(client.get(reverse("map")).content).told

    assert page.one("input", id="on")["max"] == (start + AHEAD).isoformat()
    assert page.one("input", id="on")["value"] == today().isoformat()
    assert told["last"] - told["today"] == (start + AHEAD - today()).days
    assert client.get(reverse("map"), {"on": (start + AHEAD).isoformat()}).status_code == 200
    beyond = client.get(reverse("map"), {"on": (start + AHEAD + ONE_DAY).isoformat()})
    assert beyond.status_code == 400
    assert (start + AHEAD).isoformat() in beyond.content.decode()
