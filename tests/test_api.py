"""The API gives what pages and files show, checks what it is asked, and says when nothing has changed."""

import io
import json

import pandas as pd
import pytest
from django.core.cache import cache
from rest_framework.throttling import AnonRateThrottle
from shapely.geometry import Point, shape

from municipalities.models import Municipality
from providers.models import Agreement, Office
from rollout.api.root import LISTS
from rollout.models import Plan, Switch
from tests.api import API, ask, csv_rows, faults, rows
from tests.saved_files import saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

DAY = "2021-10-10"


@pytest.fixture(autouse=True)
def _no_rate(monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": None})


# --- The same rows as on the pages -----------------------------------------------------------------------------------


def test_the_municipalities_are_those_of_the_page_with_its_figures(client):
    asked = {"on": DAY, "county": "25", "rural": "yes", "sort": "-population"}

    found = rows(client, "municipalities/", **asked)

    head, *listed = saved(client, "coverage-file", "csv", measure="without-office", **asked)
    assert [row["name"] for row in found] == [row[head.index("Municipality")] for row in listed]
    assert {row["on"] for row in found} == {DAY}
    assert [row["population"] for row in found] == sorted((row["population"] for row in found), reverse=True)


def test_one_municipality_is_the_row_of_the_list(client):
    (listed,) = [row for row in rows(client, "municipalities/", on=DAY) if row["code"] == "2580"]

    assert ask(client, "municipalities/2580/", on=DAY).json() == listed


@pytest.mark.once
@pytest.mark.parametrize("key", ["rural-without", "distance", "thin-areas", "rural-gap"])
def test_a_measure_has_the_figure_and_the_rows_of_its_page(client, key):
    asked = {"on": DAY, "county": ["25", "24"]}

    told = ask(client, f"coverage/{key}/", page_size=1000, **asked).json()

    (figure,) = [row for row in rows(client, "coverage/", **asked) if row["key"] == key]
    _head, *listed = saved(client, "coverage-file", "csv", measure=key, **asked)
    assert told["about"]["figure"] == figure
    assert told["count"] == len(listed) > 0


def test_the_trend_is_the_file_of_the_coverage_page(client):
    found = rows(client, "coverage/rural-without/trend/")

    _head, *lines = saved(client, "coverage-trend-file", "csv", measure="rural-without")
    assert [(row["on"], row["part"]) for row in found] == [
        (line[0], float(line[2]) if line[2] else None) for line in lines
    ]


def test_agreements_and_offices_are_those_in_force_on_the_day(client):
    agreements = rows(client, "agreements/", on=DAY, service="stom")
    offices = rows(client, "offices/", on=DAY, county="25")

    in_force = Agreement.objects.in_force(on=DAY).filter(service="stom", provider__is_example=True)
    assert {row["id"] for row in agreements} == set(in_force.values_list("pk", flat=True)) != set()
    assert {row["municipality"][:2] for row in offices} == {"25"}
    assert (
        len(offices)
        == Office.objects.open(on=DAY)
        .filter(municipality__county="25", agreement__in=Agreement.objects.in_force(on=DAY))
        .count()
    )


def test_the_plan_answers_differently_as_of_two_days(client):
    (before,) = rows(client, "phases/", number=2, as_of="2021-08-01")
    (after,) = rows(client, "phases/", number=2, as_of="2021-10-01")

    assert (before["notice_sent_on"], after["notice_sent_on"]) == ("2021-09-24", "2021-09-28")
    assert len(after["municipalities"]) == 101


def test_drafts_are_in_no_answer(client):
    draft = Plan.objects.filter(stage=Plan.Stage.DRAFT).first()

    assert draft.pk not in [row["id"] for row in rows(client, "plans/")]
    assert rows(client, "phases/", plan=draft.pk) == []
    ask(client, f"plans/{draft.pk}/", status=404)
    ask(client, f"phases/{draft.phases.first().pk}/", status=404)
    ask(client, f"switches/{draft.switches.first().pk}/", status=404)


def test_invented_and_registered_rows_are_never_mixed(client):
    invented, registered = (
        rows(client, "providers/", basis="example"),
        rows(client, "agreements/", basis="registered"),
    )

    assert {row["is_example"] for row in invented} == {True}
    assert registered == []


# --- Formats ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["municipalities/", "agreements/", "coverage/", "switches/", "areas/"])
def test_the_file_holds_every_row_that_the_pages_of_the_list_hold(client, path):
    listed, filed = rows(client, path, on=DAY) if path not in ("switches/", "areas/") else rows(client, path), None
    asked = {} if path in ("switches/", "areas/") else {"on": DAY}

    filed = csv_rows(client, path, **asked)

    assert len(filed) == len(listed) > 0
    name = next(iter(listed[0]))
    assert [row[name] for row in filed] == [str(row[name]) for row in listed]


def test_pandas_reads_the_file_back_as_the_answer(client):
    text = ask(client, "municipalities/", format="csv", on=DAY).content.decode()
    frame = pd.read_csv(io.StringIO(text), dtype={"code": str, "county": str})

    told = pd.DataFrame(rows(client, "municipalities/", on=DAY))

    assert frame["code"].tolist() == told["code"].tolist()
    assert frame["providers"].tolist() == told["providers"].tolist()
    assert frame["rural"].tolist() == told["rural"].tolist()


def test_a_name_that_looks_like_a_formula_is_text_in_the_file(client):
    Municipality.objects.filter(code="1440").update(name="=1+1")

    names = [row["name"] for row in csv_rows(client, "municipalities/")]

    assert "'=1+1" in names


def test_the_map_file_holds_polygons_that_hold_the_points_of_their_municipalities(client):
    told = json.loads(ask(client, "municipalities/", format="geojson", county="08").content)

    assert {feature["geometry"]["type"] for feature in told["features"]} <= {"Polygon", "MultiPolygon"}
    inside = [
        shape(feature["geometry"])
        .buffer(0.2)
        .contains(Point(feature["properties"]["longitude"], feature["properties"]["latitude"]))
        for feature in told["features"]
    ]
    assert inside == [True] * 12
    assert all(exterior(feature["geometry"]).is_ccw for feature in told["features"])


def exterior(geometry: dict):
    found = shape(geometry)
    return (found.geoms[0] if found.geom_type == "MultiPolygon" else found).exterior


def test_an_office_is_a_point_in_the_map_file(client):
    told = json.loads(ask(client, "offices/", format="geojson", county="25", on=DAY).content)

    assert {feature["geometry"]["type"] for feature in told["features"]} == {"Point"}


def test_only_the_fields_that_are_asked_for_come_in_their_order(client):
    assert [*rows(client, "municipalities/", fields="population,code")[0]] == ["population", "code"]


def test_the_accept_header_chooses_the_format(client):
    assert ask(client, "counties/", accept="text/csv")["Content-Type"].startswith("text/csv")
    assert ask(client, "counties/", status=406, accept="image/png")["Content-Type"] == "application/problem+json"


# --- Fresh -----------------------------------------------------------------------------------------------------------


def test_who_has_the_answer_is_told_that_it_is_the_same_until_something_is_written(client):
    tag = ask(client, "switches/")["ETag"]

    same = client.get(f"{API}switches/", headers={"if-none-match": tag, "accept-language": "en"})
    Switch.objects.filter(municipality="0180").update(certainty="derived")
    other = client.get(f"{API}switches/", headers={"if-none-match": tag, "accept-language": "en"})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert other.status_code == 200
    assert other["ETag"] != tag


def test_what_changed_since_a_moment_is_told_without_names(client):
    office = Office.objects.first()
    office.street = "Nya gatan 1"
    office.save()

    (told,) = rows(
        client, "changes/", since=office.history.latest().history_date.date().isoformat(), resource="offices"
    )

    assert (told["resource"], told["key"], told["what"]) == ("offices", str(office.pk), "changed")
    assert rows(client, "changes/", since="2100-01-01") == []


# --- Faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path, asked, parameter",
    [
        ("municipalities/", {"on": "igår"}, "on"),
        ("municipalities/", {"conty": "25"}, "conty"),
        ("municipalities/", {"page_size": "1001"}, "page_size"),
        ("municipalities/", {"page_size": ["1", "2"]}, "page_size"),
        ("municipalities/", {"fields": "code,nam"}, "fields"),
        ("municipalities/", {"format": "pdf"}, "format"),
        ("municipalities/", {"q": "x" * 4000}, ""),
        ("agreements/", {"provider": "9" * 30}, "provider"),
        ("agreements/", {"on": ["2021-01-01", "2021-01-02"]}, "on"),
        ("plans/", {"stage": "final"}, "stage"),
        ("areas/", {"basis": "example"}, "basis"),
        ("changes/", {}, "since"),
        ("changes/", {"since": "2021-13-01"}, "since"),
        ("changes/", {"since": "2021-01-01", "resource": "secrets"}, "resource"),
    ],
)
def test_a_fault_is_told_at_its_parameter(client, path, asked, parameter):
    assert parameter in faults(client, path, **asked)


def test_a_fault_is_told_in_the_asker_s_language(client):
    assert faults(client, "municipalities/", on="x", language="en") != faults(
        client, "municipalities/", on="x", language="sv"
    )


@pytest.mark.parametrize("path", ["nothing/", "municipalities/9999/", "coverage/nothing/", f"offices/{'9' * 30}/"])
def test_what_is_not_there_is_told_as_a_problem(client, path):
    assert ask(client, path, status=404)["Content-Type"] == "application/problem+json"


def test_who_asks_too_often_is_told_when_to_come_back(client, monkeypatch):
    cache.clear()
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})

    answers = [client.get(f"{API}counties/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1]["Content-Type"] == "application/problem+json"


def test_a_page_of_rows_costs_the_same_number_of_queries_however_many_rows(client, django_assert_max_num_queries):
    for name in LISTS:
        asked = {"since": "2020-01-01"} if name == "changes" else {}
        ask(client, f"{name}/", page_size=1, **asked)  # the snapshot is made
        with django_assert_max_num_queries(6):
            ask(client, f"{name}/", page_size=200, **asked)
