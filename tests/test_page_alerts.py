"""The alerts as a page and as a file: what changed between two days, and what ends soon."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.models import Municipality
from providers.models import Agreement, DeliveryArea, Office
from rollout.models import Plan
from rollout.pages.alerts import month_before
from tests import factories as make
from tests.alerts_page import GOT, LOST, alerts, counted, of_kind, told
from tests.pages import read
from tests.saved_files import as_text, saved
from tests.sheets import address, links, of_class, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

BUSY = {"since": "2021-09-01", "on": "2022-04-15", "limit": "2"}


# --- Municipalities --------------------------------------------------------------------------------------------------


def test_those_that_lost_or_got_providers_are_those_of_the_comparison_of_the_two_days(client):
    page = alerts(client, **BUSY)

    differing = sheet(client, "compare", on_a=BUSY["since"], on_b=BUSY["on"])
    numbers = counted(differing)
    assert counted(page)[LOST] == numbers["Became a white spot"]
    assert counted(page)[GOT] == numbers["No longer a white spot"]


@pytest.mark.parametrize("on, is_told", [("2026-05-09", False), ("2026-05-10", True), ("2026-05-20", True)])
def test_a_municipality_is_told_to_have_lost_its_last_office_from_the_day_after_it_closed(client, on, is_told):
    Office.objects.filter(municipality="2584", on_site=True).update(closes_on=date(2026, 5, 9))

    found = of_kind(alerts(client, since="2026-05-01", on=on), LOST)

    assert ("Kiruna 2584Norrbottens län" in found) == is_told
    if is_told:
        row = found["Kiruna 2584Norrbottens län"]
        assert row["Day"] == "2026-05-10"
        assert "Nearest open office: Gällivare" in row["Details"]
        assert row["Inhabitants there"] == f"{Municipality.objects.get(code='2584').population:,}"


def test_a_gap_is_told_on_the_days_between_the_services_and_its_end_afterwards(client):
    page = alerts(client, since="2020-03-01", on="2020-03-20")
    after = alerts(client, since="2020-03-20", on="2021-01-01")

    opened, closed = of_kind(page, "Service gap opened"), of_kind(after, "Service gap closed")
    assert len(opened) == len(closed) == 32
    assert opened.keys() == closed.keys()
    assert {row["Day"] for row in opened.values()} == {"2020-03-10"}
    assert {row["Details"] for row in opened.values()} == {
        "Nothing is open for referral up to and including 2020-03-29."
    }
    assert {row["Day"] for row in closed.values()} == {"2020-03-30"}
    assert {row["Details"] for row in closed.values()} == {"Nothing was open for referral for 20 days."}


# --- Delivery areas --------------------------------------------------------------------------------------------------


def area_with_providers(number: int) -> tuple[DeliveryArea, list[Agreement]]:
    """Kiruna's area of Rusta och matcha with so many invented providers in 2022, each with an office in Kiruna."""
    area = DeliveryArea.objects.get(service="rom", municipalities="2584")
    Agreement.objects.filter(area=area).update(starts_on=date(2019, 1, 1), ends_on=date(2019, 1, 2))
    made = []
    for _number in range(number):
        agreement = make.make_agreement(
            area=area,
            provider=make.make_provider(is_example=True),
            starts_on=date(2022, 1, 1),
            ends_on=date(2022, 12, 31),
        )
        make.make_office(
            agreement=agreement, municipality=Municipality.objects.get(code="2584"), opens_on=date(2022, 1, 1)
        )
        made.append(agreement)
    return area, made


@pytest.mark.parametrize("test, closes", [("office", True), ("agreement", False)])
@pytest.mark.parametrize("limit, is_told", [(1, False), (2, True), (3, False)])
def test_an_area_is_told_when_it_fell_below_the_limit_between_the_days(client, test, closes, limit, is_told):
    area, (first, _second) = area_with_providers(2)
    if closes:
        first.offices.update(closes_on=date(2022, 6, 14))
    else:
        Agreement.objects.filter(pk=first.pk).update(ends_on=date(2022, 6, 14))

    page = alerts(client, since="2022-06-01", on="2022-07-01", limit=limit, test=test, county="25")

    found = {name: row for name, row in of_kind(page, "Area below the limit").items() if name.startswith(area.name)}
    assert bool(found) == is_told
    for row in found.values():
        assert row["Day"] == "2022-06-15"
        assert row["Details"].startswith("1 provider with")
        assert row["Details"].endswith(f"before 2; the limit is {limit}.")


def test_the_usual_limit_is_that_of_the_plan(client):
    Plan.objects.filter(stage="published", is_example=False).update(ready_providers=2)
    _area, (first, _second) = area_with_providers(2)
    first.offices.update(closes_on=date(2022, 6, 14))

    page = alerts(client, since="2022-06-01", on="2022-07-01", county="25")

    assert page.one("input", id="id_limit")["value"] == "2"
    assert of_kind(page, "Area below the limit")


def test_areas_of_a_service_that_has_been_replaced_are_no_alert(client):
    page = alerts(client, since="2021-12-01", on="2022-04-01", limit=1)

    assert not [name for name in of_kind(page, "Area below the limit") if "(STOM)" in name]
    assert Agreement.objects.filter(service="stom", ends_on__range=("2021-12-01", "2022-03-31")).exists()


# --- Agreements that end ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "on, within, is_told", [("2022-10-02", 90, True), ("2022-10-01", 90, False), ("2022-10-01", 91, True)]
)
def test_an_agreement_that_ends_with_nobody_to_follow_is_told_within_the_days_ahead(client, on, within, is_told):
    area, _agreements = area_with_providers(2)

    page = alerts(client, on=on, within=within, county="25")

    found = of_kind(page, "Agreement ends, nobody follows")
    assert any(name.startswith(area.name) for name in found) == is_told
    for row in found.values():
        assert row["Day"] == f"2022-12-31in {within} days"
        assert row["Details"].startswith("The agreements of 2 providers for RoM end. In 2 of 2 municipalities no")


def test_an_agreement_that_another_follows_is_no_alert(client):
    area, _agreements = area_with_providers(2)
    make.make_agreement(
        area=area, provider=make.make_provider(is_example=True), starts_on=date(2023, 1, 1), ends_on=date(2023, 6, 1)
    )

    page = alerts(client, on="2022-12-01", county="25")

    assert not of_kind(page, "Agreement ends, nobody follows")


def test_a_real_agreement_does_not_follow_an_invented_one(client):
    area, _agreements = area_with_providers(1)
    make.make_agreement(area=area, starts_on=date(2023, 1, 1))

    page = alerts(client, on="2022-12-01", county="25", basis="example")

    assert of_kind(page, "Agreement ends, nobody follows")


def test_where_other_agreements_have_no_known_area_nobody_can_tell_who_follows(client):
    page = alerts(client, on="2023-10-01", county="25")

    found = of_kind(page, "Agreement ends, unknown who follows")
    assert found
    assert all(row["Details"].endswith("so nobody can tell who follows.") for row in found.values())
    assert not of_kind(page, "Agreement ends, nobody follows")


# --- Offices ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on, is_told", [("2024-02-05", False), ("2024-02-06", True)])
def test_an_office_is_told_on_the_first_day_too_many_without_being_confirmed(client, on, is_told):
    office = Office.objects.filter(municipality="2584", on_site=True).open(on=date(2024, 2, 1)).first()
    Office.objects.filter(pk=office.pk).update(opens_on=date(2023, 1, 1), last_confirmed_on=date(2023, 2, 5))
    Agreement.objects.filter(pk=office.agreement_id).update(starts_on=date(2023, 1, 1))

    page = alerts(client, since="2024-02-01", on=on, q="kiruna")

    found = of_kind(page, "Office not confirmed for long")
    assert bool(found) == is_told
    for row in found.values():
        assert row["Day"] == "2024-02-06"
        assert row["Details"] == f"{office.agreement.provider.name}, Kiruna: last confirmed 2023-02-05."


# --- Narrowed, empty, refused ----------------------------------------------------------------------------------------


def test_a_kind_narrows_the_list_and_the_map_and_leads_back(client):
    page = alerts(client, **BUSY, kind="covered")

    assert {row["Alert"] for row in told(page)} == {GOT}
    bright = [each for each in page.all("path", data_code=None) if "dim" not in each.classes]
    assert len(bright) == len(told(page)) == counted(page)[GOT]
    assert counted(page).keys() == counted(alerts(client, **BUSY)).keys()


@pytest.mark.parametrize("query", [{"county": "25"}, {"rural": "yes"}, {"phase": "3"}, {"q": "ar"}])
def test_a_place_narrows_every_kind(client, query):
    whole, part = (told(alerts(client, **BUSY, **asked)) for asked in ({}, query))

    assert 0 < len(part) < len(whole)
    assert all(row in whole for row in part)
    if "county" in query:
        assert all("Norrbottens län" in row["Where"] for row in part)


def test_where_nothing_changed_the_page_says_so(client):
    page = alerts(client, since="2024-02-13", on="2024-02-14", q="stockholm", within=1)

    assert of_class(page, "lead")[0].text.startswith("Nothing to report from 13 February 2024")
    assert "Choose an earlier day" in of_class(page, "nothing")[0].text
    assert not list(page.all("table"))


def test_where_nothing_is_known_of_a_day_nobody_is_said_to_have_come(client):
    make.make_office(
        agreement=make.make_agreement(area=None, starts_on=date(2024, 1, 1)),
        municipality=Municipality.objects.get(code="0180"),
        opens_on=date(2024, 1, 1),
    )

    page = alerts(client, since="2023-12-01", on="2024-02-01", basis="registered")

    assert of_class(page, "lead")[0].text.startswith("Whether anything happened from 1 December 2023")
    assert "Nothing has happened after" not in page.text
    assert "nobody can tell who came or went" in page.text
    assert GOT not in counted(page)


@pytest.mark.parametrize(
    "query, said",
    [
        ({"since": "2021-02-30"}, "is not a day"),
        ({"since": "2018-12-31"}, "The days go from 2019-01-01"),
        ({"since": "2021-09-29", "on": "2021-09-29"}, "Must come before the day shown, 2021-09-29."),
        ({"since": "2021-09-30", "on": "2021-09-29"}, "Must come before the day shown, 2021-09-29."),
        ({"limit": "0"}, "1"),
        ({"limit": "21"}, "20"),
        ({"limit": "x"}, "Enter a whole number."),
        ({"within": "-1"}, "1"),
        ({"after": "99999"}, "3650"),
        ({"kind": "weather"}, "There is no “weather” to choose here."),
        ({"since": ["2021-01-01", "2021-01-02"]}, "The address gives this more than once."),
        ({"county": "99"}, "There is no “99” to choose here."),
        ({"on": "9999-12-31"}, "The days go from 2019-01-01"),
    ],
)
@pytest.mark.parametrize("name", ["alerts", "alerts-file"])
def test_what_cannot_be_answered_is_refused_in_words(client, query, said, name):
    where = address(name) if name == "alerts" else address(name, "csv")

    answer = client.get(where, query)

    assert answer.status_code == 400
    assert said in read(answer.content).one("dl").text


def test_what_was_observed_on_two_days_tells_who_lost_the_last_office_and_knows_no_agreements(client):
    page = alerts(client, basis="observed", since="2023-11-15", on="2025-03-01")

    differing = counted(sheet(client, "compare", basis="observed", on_a="2023-11-15", on_b="2025-03-01"))
    assert counted(page) == {LOST: differing["Became a white spot"], GOT: differing["No longer a white spot"]}
    assert counted(page)[LOST] - counted(page)[GOT] == 62 - 54


# --- Since when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day, months, expected",
    [
        ("2026-11-22", 1, "2026-10-22"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-01-31", 2, "2025-11-30"),
        ("2026-12-31", 12, "2025-12-31"),
        ("2024-02-29", 12, "2023-02-28"),
    ],
)
def test_a_month_before_is_the_same_day_or_the_last_of_a_shorter_month(day, months, expected):
    assert month_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize("on, since", [("2021-10-15", "2021-09-15"), ("2019-01-10", "2019-01-01")])
def test_without_a_day_the_last_month_is_told(client, on, since):
    assert alerts(client, on=on).one("input", id="since")["value"] == since


@pytest.mark.parametrize("on, since", [("2025-03-01", "2024-02-14"), ("2025-03-02", "2025-03-01")])
def test_of_listed_rows_what_changed_since_the_listing_before_is_told(client, on, since):
    for day in ("2024-02-14", "2025-03-01"):
        make.make_listing(on=date.fromisoformat(day))

    page = alerts(client, on=on, basis="registered")

    assert page.one("input", id="since")["value"] == since


def test_the_first_known_day_has_nothing_before_it_and_is_not_refused(client):
    page = alerts(client, on="2019-01-01")

    assert counted(page) == {}


def test_the_ready_made_links_answer(client):
    page = alerts(client, on="2021-10-15")

    (views,) = of_class(page, "views")
    for each in views.all("a"):
        assert client.get(address("alerts") + each["href"]).status_code == 200
    assert {"since=2021-09-28", "on=2021-09-29"} <= set(list(views.all("a"))[5]["href"][1:].split("&"))


# --- Files, languages, cost ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["", "covered"])
def test_page_and_files_hold_the_same_alerts_in_the_same_order(client, kind):
    asked = {**BUSY, "county": "25", **({"kind": kind} if kind else {})}

    head, *rows = saved(client, "alerts-file", "xlsx", **asked)
    csv_head, *csv_rows = saved(client, "alerts-file", "csv", **asked)

    assert head == csv_head == ["Alert", "Where", "Code", "County", "Day", "Details", "Inhabitants there"]
    assert [[as_text(cell) for cell in row] for row in rows] == csv_rows
    shown = [(row["Alert"], row["Day"], row["Details"]) for row in told(alerts(client, **asked))]
    assert [(row[0], row[4], row[5]) for row in csv_rows] == shown
    assert all(row[4].date() <= date(2022, 4, 15) + timedelta(days=90) for row in rows)


def test_links_keep_the_day_and_lead_to_the_comparison_of_the_same_two_days(client):
    found = links(alerts(client, **BUSY).one("main"))

    assert "/en/jamfor/?test=office&on_a=2021-09-01&on_b=2022-04-15" in found
    places = [each for each in found if "/kommuner/" in each or "/leveransomraden/" in each]
    assert places
    assert all(each.endswith("?on=2022-04-15") for each in places)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_is_there_in_both_languages(client, language):
    page = sheet(client, "alerts", language=language, **BUSY)

    assert page.one("html")["lang"] == language
    assert page.one("h1").text == {"sv": "Larm", "en": "Alerts"}[language]


def test_the_page_costs_few_queries_however_many_alerts_there_are(client):
    numbers = []
    for query in (BUSY, {**BUSY, "since": "2022-04-14"}):
        client.get(address("alerts"), query)
        with CaptureQueriesContext(connection) as asked:
            client.get(address("alerts"), query)
        numbers.append(len(asked))

    assert max(numbers) <= 8
