"""The comparison of two versions of the plan, or two days."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.models import Municipality
from rollout.models import Phase, Plan, Switch
from tests import factories as make
from tests.sheets import address, links, of_class, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]

ROWS = "The municipalities that differ"
PHASES = "The phases of both versions"


def version(number: int) -> Plan:
    return Plan.objects.get(version=number, is_example=False)


def copy_of(plan: Plan, **values) -> Plan:
    """A draft with the phases and switches of a plan."""
    draft = make.make_plan(**{"based_on": plan, **values})
    for phase in plan.phases.all():
        days = {name: getattr(phase, name) for name in make.DAYS}
        made = make.make_phase(draft, number=phase.number, name=phase.name, name_en=phase.name_en, **days)
        Switch.objects.bulk_create(
            Switch(plan=draft, phase=made, municipality_id=code, **days)
            for code in phase.switches.values_list("municipality", flat=True)
        )
    return draft


def planner():
    user = make.make_user()
    user.user_permissions.add(Permission.objects.get(codename="view_drafts"))
    return user


def sign_in(client, user):
    client.force_login(user, backend="rollout.signin.LoopbackDemoBackend")
    return user


def counted(page) -> dict[str, int]:
    """The kinds that occur with their numbers, as the list of kinds tells them."""
    (kinds,) = of_class(page, "kinds")
    return {of_class(each, "key")[0].text[1:]: int(of_class(each, "number")[0].text) for each in kinds.all("a")}


def changed(before: str, after: str) -> str:
    return f"before {before} →, after {after}"


def named(page) -> list[str]:
    return [row["Municipality"][:-5] for row in table(page, ROWS)]


# --- The versions of 2021 -------------------------------------------------------------------------------------------


def test_the_plan_of_july_against_that_of_september_lists_exactly_the_101_municipalities_of_phase_2(client):
    page = sheet(client, "compare")

    rows = table(page, ROWS)
    in_phase_2 = set(version(2).switches.filter(phase__number=2).values_list("municipality", flat=True))
    assert {row["Municipality"][-4:] for row in rows} == in_phase_2
    assert len(rows) == len(in_phase_2) == 101
    assert counted(page) == {"Days changed": 101}
    assert page.one("h2", id="result").text.startswith("101 of 290 municipalities differ.")


def test_a_listed_municipality_shows_the_day_before_and_after(client):
    row = table(sheet(client, "compare"), ROWS)[0]

    assert row["Notice sent on the agreements for STOM"] == changed("2021-09-24", "2021-09-28")
    assert "RoM starts" not in row


def test_the_municipalities_stand_in_swedish_order(client):
    names = named(sheet(client, "compare"))

    in_order = Municipality.objects.filter(name__in=names).order_by("sort_key").values_list("name", flat=True)
    assert names == list(in_order)
    assert names[-1] == "Östhammar"


def test_the_phases_stand_beside_each_other_with_what_changed(client):
    pilot, _first, second, _third = table(sheet(client, "compare"), PHASES)

    assert second["Last referral day for STOM"] == changed("2021-09-24", "2021-09-28")
    assert second["Municipalities"] == "101"
    assert "before" not in " ".join(pilot.values())


def test_the_map_shows_those_that_differ_and_dims_the_rest(client):
    shapes = list(sheet(client, "compare").all("path", data_code=None))

    bright = [each for each in shapes if "dim" not in each.classes]
    assert len(shapes) == 290
    assert len(bright) == 101
    assert {"c-redated"} == {name for each in bright for name in each.classes if name.startswith("c-")}
    assert next(bright[0].all("title")).text.endswith(": Days changed")


def test_the_days_as_of_which_the_plan_stood_lead_to_the_same_versions(client):
    asked = {"as_of_a": "2021-08-01", "as_of_b": "2021-10-01"}

    assert named(sheet(client, "compare", **asked)) == named(sheet(client, "compare"))


def test_on_a_day_in_between_the_version_of_july_has_a_gap_that_the_later_one_closed(client):
    page = sheet(client, "compare", on_a="2021-09-26", on_b="2021-09-26")

    assert counted(sheet(client, "compare", a=version(1).pk, on_a="2021-09-26", on_b="2021-09-26")) == {
        "Service gap closed": 101,
        "Got STOM": 101,
        "Days changed": 101,
        "Service status changed": 101,
    }
    assert "There is no other version" in page.text  # two days without a version are days of the published one


def test_swapping_the_sides_mirrors_what_is_told(client):
    days = {"on_a": "2021-09-26", "on_b": "2021-09-26"}

    page = sheet(client, "compare", a=version(2).pk, b=version(1).pk, **days)

    assert counted(page)["Service gap opened"] == counted(page)["Lost STOM"] == 101


# --- Two days -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "on_a, on_b, expected",
    [
        ("2020-03-08", "2020-03-09", {"Service status changed": 32}),
        (
            "2020-03-09",
            "2020-03-10",
            {"Service gap opened": 32, "Lost STOM": 32, "Service status changed": 32},
        ),
        ("2020-03-29", "2020-03-30", {"Service gap closed": 32, "Got RoM": 32, "Service status changed": 32}),
        ("2021-12-06", "2021-12-07", {"Got RoM": 104, "Lost STOM": 104, "Service status changed": 104}),
    ],
)
def test_two_days_of_the_published_plan_differ_where_the_map_does(client, on_a, on_b, expected):
    assert counted(sheet(client, "compare", on_a=on_a, on_b=on_b)) == expected


def test_providers_that_come_and_go_are_told(client):
    real = make.make_agreement(area=None)
    for code, opens, closes in (("0180", "2024-01-01", None), ("2584", "2023-01-01", "2024-01-01")):
        make.make_office(
            agreement=real,
            municipality=Municipality.objects.get(code=code),
            opens_on=date.fromisoformat(opens),
            closes_on=closes and date.fromisoformat(closes),
        )

    page = sheet(client, "compare", on_a="2023-12-01", on_b="2024-02-01")

    assert counted(page) == {
        "Became a white spot": 1,
        "No longer a white spot": 1,
        "Fewer providers": 1,
        "More providers": 1,
    }
    told = {row["Municipality"]: row["Providers"] for row in table(page, ROWS)}
    assert told == {
        "Kiruna 2584": changed("1 provider", "No provider"),
        "Stockholm 0180": changed("No provider", "1 provider"),
    }


def test_where_nothing_is_known_of_the_providers_on_a_side_they_are_not_compared(client):
    make.make_office(agreement=make.make_agreement(area=None), municipality=Municipality.objects.get(code="0180"))

    page = sheet(client, "compare", on_a="2019-06-01", on_b="2021-06-01")

    assert "they are not compared" in page.text
    assert "More providers" not in counted(page)


# --- Narrowed -------------------------------------------------------------------------------------------------------


def test_a_kind_narrows_list_and_map_and_leads_back(client):
    asked = {"on_a": "2020-03-29", "on_b": "2021-10-01"}
    whole = sheet(client, "compare", **asked)

    page = sheet(client, "compare", **asked, kind="gap_closed")

    assert counted(page) == counted(whole)
    assert len(named(page)) == counted(whole)["Service gap closed"] == 32
    assert len([each for each in page.all("path", data_code=None) if "dim" not in each.classes]) == 32
    assert "?on_a=2020-03-29&on_b=2021-10-01#result" in links(page)


def test_every_link_to_a_kind_lists_as_many_as_it_says(client):
    asked = {"on_a": "2020-03-29", "on_b": "2021-10-01"}
    page = sheet(client, "compare", **asked)

    (kinds,) = of_class(page, "kinds")
    for each in kinds.all("a"):
        query = dict(pair.split("=") for pair in each["href"].removeprefix("?").split("#")[0].split("&"))
        assert len(named(sheet(client, "compare", **query))) == int(of_class(each, "number")[0].text)


def test_a_county_narrows_what_is_counted(client):
    page = sheet(client, "compare", county="25")

    assert page.one("h2", id="result").text.startswith("7 of 14 municipalities differ.")
    assert {row["County"] for row in table(page, ROWS)} == {"Norrbottens län"}


def test_a_kind_that_does_not_occur_is_said_not_to(client):
    page = sheet(client, "compare", kind="gap_opened")

    assert "No municipality differs in this way." in page.text


# --- Nothing to show ------------------------------------------------------------------------------------------------


def test_without_another_version_the_page_says_so_and_offers_two_days(client):
    Plan.objects.filter(stage="superseded").delete()

    page = sheet(client, "compare")

    assert "There is no other version to compare with" in page.text
    assert "?on_a=2021-09-28&on_b=2021-09-29" in links(page)


def test_two_days_on_which_nothing_differs_say_so(client):
    page = sheet(client, "compare", on_a="2022-04-01", on_b="2022-04-02")

    assert "None of 290 municipalities differs." in page.text
    assert not of_class(page, "kinds")


def test_without_any_plan_the_page_still_answers(client):
    Plan.objects.all().delete()

    assert "There is no other version to compare with" in sheet(client, "compare").text


def test_a_side_on_which_no_plan_applied_is_said_to_have_none(client):
    page = sheet(client, "compare", as_of_a="2020-01-01")

    assert "No plan applied" in of_class(page, "chosen")[0].text
    assert counted(page)["Moved to another phase"] == 290


# --- Drafts and scenarios -------------------------------------------------------------------------------------------


def test_a_draft_is_compared_with_what_it_is_based_on_as_planned(client):
    sign_in(client, planner())
    draft = copy_of(version(2))
    later = Phase.objects.get(plan=draft, number=3)
    Switch.objects.filter(plan=draft, municipality="0180").update(phase=later)

    page = sheet(client, "compare", b=draft.pk)

    moved = {row["Municipality"]: row["Phase"] for row in table(page, ROWS)}
    assert moved == {"Stockholm 0180": changed("Phase 2", "Phase 3")}


def test_actual_days_do_not_hide_what_another_version_plans(client):
    sign_in(client, planner())
    draft = copy_of(version(2))
    start = date(2021, 10, 15)
    Switch.objects.filter(plan=draft, phase__number=2).update(
        new_service_starts_on=start, actual_new_service_starts_on=date(2021, 9, 29)
    )

    page = sheet(client, "compare", b=draft.pk, on_a="2021-10-01", on_b="2021-10-01")

    assert counted(page)["Service gap opened"] == counted(page)["Lost RoM"] == 101


@pytest.mark.parametrize("who", ["anonymous", "stranger"])
def test_a_draft_is_not_found_by_those_who_may_not_see_it(client, who):
    draft = make.make_plan()
    if who == "stranger":
        sign_in(client, make.make_user())

    assert client.get(address("compare"), {"b": draft.pk}).status_code == 404
    assert client.get(address("compare-file", "csv"), {"a": draft.pk}).status_code == 404
    offered = sheet(client, "compare").one("select", id="a").all("option", value=None)
    assert str(draft.pk) not in [each["value"] for each in offered]


@pytest.mark.parametrize("is_owner, status", [(True, 200), (False, 404)])
def test_a_scenario_is_its_owners_alone(client, is_owner, status):
    owner = planner()
    scenario = make.make_plan(version=None, owner=owner, name="Senare", based_on=version(2))
    sign_in(client, owner if is_owner else planner())

    assert client.get(address("compare"), {"b": scenario.pk}).status_code == status


# --- Bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked, told",
    [
        ({"on_a": "rubbish"}, "“rubbish” is not a day"),
        ({"on_b": "2018-12-31"}, "The days go from 2019-01-01 to"),
        ({"on_a": "9999-12-31"}, "The days go from 2019-01-01 to"),
        ({"as_of_a": "2999-01-01"}, "The days go from 2019-01-01 to"),
        ({"kind": "magic"}, "There is no “magic” to choose here."),
        ({"county": "99"}, "There is no “99” to choose here."),
        ({"on_a": ["2021-01-01", "2021-01-02"]}, "more than once"),
    ],
)
def test_what_cannot_be_answered_is_told(client, asked, told):
    answer = client.get(address("compare"), asked)

    assert answer.status_code == 400
    assert told in answer.content.decode()


@pytest.mark.parametrize("key", ["0", "rubbish", "999999999999999999999", "-1", "٣"])
def test_a_version_that_is_not_there_is_not_found(client, key):
    assert client.get(address("compare"), {"a": key}).status_code == 404


def test_versions_between_other_services_are_not_compared(client):
    other = make.make_plan(
        from_service=make.make_service("rom"), to_service=make.make_service("rom2"), stage="published"
    )

    answer = client.get(address("compare"), {"a": version(2).pk, "b": other.pk})

    assert answer.status_code == 400
    assert "not between the same two services" in answer.content.decode()


def test_what_means_nothing_in_the_address_is_told(client):
    assert "as_of" in of_class(sheet(client, "compare", as_of="2021-08-01"), "ds-alert")[0].text


# --- Cost and frame -------------------------------------------------------------------------------------------------


def test_the_page_costs_as_many_queries_with_ten_versions_as_with_one(client):
    def cost(number: int) -> int:
        for _ in range(number):
            make.make_plan(
                stage="superseded",
                published_at=make.PUBLISHED_AT - timedelta(days=400 + Plan.objects.count()),
            )
        asked = {"a": version(1).pk, "b": version(2).pk}
        client.get(address("compare"), asked)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("compare"), asked).status_code == 200
        return len(queries)

    assert cost(1) == cost(9)
