"""The list of providers, and the page of one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollout.pages.providers import MOST_ROWS, PAGE
from tests import factories as make
from tests.sheets import address, days, lead, of_class, section, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def definition():
    """A definition of rural, without which nothing can be counted."""
    return make.make_rural_definition()


def make_example(name: str, **values):
    return make.make_provider(name=name, is_example=True, **values)


def names(page) -> list[str]:
    return [row["Provider"].removesuffix(" Example data") for row in table(page, "Providers on the day")]


def test_providers_come_in_swedish_order(client):
    for name in ("Örnen", "Ängen", "Åsen", "Zebran"):
        make.make_agreement(provider=make_example(name))

    assert names(sheet(client, "provider-list")) == ["Zebran", "Åsen", "Ängen", "Örnen"]


@pytest.mark.parametrize("words, found", [("angen", ["Ängen"]), ("ÄNGEN", ["Ängen"]), ("xyz", [])])
def test_a_name_is_found_whatever_its_dots(client, words, found):
    for name in ("Ängen", "Åsen"):
        make.make_agreement(provider=make_example(name))

    page = sheet(client, "provider-list", q=words)

    assert of_class(page, "count")[0].text == str(len(found))
    assert (names(page) if found else []) == found


@pytest.mark.parametrize("on, found", [("2020-12-31", ["RoM-bolaget"]), ("2021-01-01", [])])
def test_the_service_is_that_of_agreements_in_force_on_the_day(client, on, found):
    make.make_agreement(provider=make_example("RoM-bolaget"), ends_on=date(2020, 12, 31))
    make.make_agreement(provider=make_example("STOM-bolaget"), service=make.make_service("stom"))

    page = sheet(client, "provider-list", service="rom", on=on)

    assert (names(page) if found else []) == found


@pytest.mark.parametrize("on, found", [("2020-12-31", ["Här"]), ("2021-01-01", [])])
def test_the_county_is_that_of_offices_open_on_the_day(client, on, found):
    for name, code in (("Här", "9001"), ("Där", "9101")):
        make.make_office(
            agreement=make.make_agreement(provider=make_example(name)),
            municipality=make.make_municipality(code),
            closes_on=date(2020, 12, 31),
        )

    page = sheet(client, "provider-list", county="90", on=on)

    assert (names(page) if found else []) == found


def test_agreements_offices_and_municipalities_are_counted_on_the_day(client):
    provider, place = make_example("Bolaget"), make.make_municipality()
    first, second = (make.make_agreement(provider=provider) for _ in range(2))
    make.make_agreement(provider=provider, starts_on=date(2022, 1, 1))
    make.make_office(agreement=first, municipality=place)
    make.make_office(agreement=second, municipality=place)
    make.make_office(agreement=second, municipality=place, on_site=False)

    (row,) = table(sheet(client, "provider-list", on="2021-06-01"), "Providers on the day")

    assert [row[head] for head in ("Services", "Agreements", "Offices on site", "Municipalities")] == [
        "RoM",
        "2",
        "2",
        "1",
    ]


def test_a_provider_without_agreements_on_the_day_has_none(client):
    make.make_agreement(provider=make_example("Bolaget"), ends_on=date(2020, 12, 31))

    (row,) = table(sheet(client, "provider-list", on="2021-01-01"), "Providers on the day")

    assert (row["Services"], row["Agreements"]) == ("–", "0")


@pytest.mark.parametrize(
    "query",
    [{"service": "x"}, {"county": "99"}, {"q": "x" * 101}, {"q": "a\x00"}, {"page": "0"}, {"page": "2"}, {"page": "x"}],
)
def test_a_choice_that_does_not_exist_is_refused(client, query):
    make_example("Bolaget")

    assert client.get(address("provider-list"), query).status_code == 400


@pytest.mark.parametrize("number, pages", [(PAGE, 1), (PAGE + 1, 2)])
def test_a_long_list_comes_in_pages_that_keep_the_choice(client, number, pages):
    for count in range(number):
        make.make_agreement(provider=make_example(f"Bolaget {count:03}"), area=None)

    page = sheet(client, "provider-list", q="bolaget", on="2021-06-01")

    turning = [each["href"] for nav in of_class(page, "ds-pagination") for each in nav.all("a")]
    assert len(turning) == (pages if pages > 1 else 0)
    assert all(each.startswith("?q=bolaget&on=2021-06-01&page=") for each in turning)
    assert len(names(page)) == PAGE


def test_the_list_costs_as_many_queries_with_ten_providers_as_with_one(client):
    def queries(number: int) -> int:
        for _ in range(number):
            make.make_office(agreement=make.make_agreement(provider=make.make_provider(is_example=True)))
        client.get(address("provider-list"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("provider-list")).status_code == 200
        return len(asked)

    assert queries(1) == queries(9)


# --- One provider ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "on, first, words",
    [
        ("2021-06-01", "2021-06-30", "Last day of 2 agreements for RoM"),
        ("2021-06-30", "2021-06-30", "today"),
        ("2021-07-01", "2021-06-30", "1 day ago"),
    ],
)
def test_the_agreements_that_end_come_first(client, on, first, words):
    provider = make_example("Bolaget")
    for _ in range(2):
        make.make_agreement(provider=provider, ends_on=date(2021, 6, 30))

    page = sheet(client, "provider-detail", provider.pk, on=on)

    assert days(page)[0] == first
    assert words in lead(page)


@pytest.mark.parametrize(
    "on, state",
    [
        ("2019-12-31", "not yet begun"),
        ("2020-01-01", "in force"),
        ("2021-03-01", "in force, notice given"),
        ("2021-06-30", "in force, notice given"),
        ("2021-07-01", "ended"),
    ],
)
def test_an_agreement_says_how_it_stands_on_the_day(client, on, state):
    agreement = make.make_agreement(notice_sent_on=date(2021, 3, 1), ends_on=date(2021, 6, 30))

    (row,) = table(sheet(client, "provider-detail", agreement.provider_id, on=on), "All agreements")

    assert row["On the day"] == state


def test_a_rating_that_is_missing_is_neither_zero_nor_bad(client):
    agreement = make.make_agreement()
    make.make_rating(agreement=agreement, value=None)
    make.make_result(agreement=agreement, participants=None, weighted_result=None, risks_termination=None)

    page = sheet(client, "provider-detail", agreement.provider_id)

    (row,) = table(page, "Latest rating")
    assert row["Rating, 1 to 4"].startswith("–")
    assert {row[head] for head in ("Weighted result", "Participants", "At risk of termination")} == {"–"}
    assert "Unrated is not bad" in section(page, "Ratings").text


def test_what_is_known_is_shown_with_its_month(client):
    agreement = make.make_agreement()
    make.make_rating(agreement=agreement, value=4, period=date(2025, 3, 1))
    make.make_result(
        agreement=agreement,
        period=date(2025, 2, 1),
        participants=0,
        weighted_result=Decimal("0.3125"),
        risks_termination=False,
    )

    (row,) = table(sheet(client, "provider-detail", agreement.provider_id, on="2025-06-01"), "Latest rating")

    assert row["Rating, 1 to 4"] == "4 2025-03"
    assert [row[head] for head in ("Result of", "Weighted result", "Participants", "At risk of termination")] == [
        "2025-02",
        "31.3%",
        "0",
        "no",
    ]


@pytest.mark.parametrize("on, rating", [("2025-03-01", "2 2025-03"), ("2025-02-28", "1 2025-02"), ("2025-01-31", None)])
def test_the_latest_rating_up_to_the_day_is_shown(client, on, rating):
    agreement = make.make_agreement()
    for month, value in ((2, 1), (3, 2)):
        make.make_rating(agreement=agreement, period=date(2025, month, 1), value=value)

    page = sheet(client, "provider-detail", agreement.provider_id, on=on)

    assert (
        [row["Rating, 1 to 4"] for row in table(page, "Latest rating")] == [rating]
        if rating
        else "No rating" in page.text
    )


def test_a_listed_rating_stands_in_where_there_is_no_monthly_one(client):
    agreement = make.make_agreement(service=make.make_service("rom2"))
    make.make_listed_agreement(agreement=agreement, rating=3, listing=make.make_listing(on=date(2025, 3, 1)))

    (row,) = table(sheet(client, "provider-detail", agreement.provider_id), "Latest rating")

    assert row["Rating, 1 to 4"] == "3 2025-03-01"


def test_offices_without_a_known_municipality_are_shown_as_such(client):
    agreement = make.make_agreement()
    make.make_office(agreement=agreement, municipality=None, placed="outside")

    (row,) = table(sheet(client, "provider-detail", agreement.provider_id), "Offices open")

    assert row["Municipality"] == "not known"
    assert "outside Sweden" in row["How its municipality is known"]


def test_agreements_with_the_same_days_share_a_line_of_the_figure(client):
    provider = make_example("Bolaget")
    for _ in range(2):
        make.make_agreement(provider=provider)
    make.make_agreement(provider=provider, ends_on=date(2021, 6, 30))

    page = sheet(client, "provider-detail", provider.pk)

    assert len(of_class(page, "gantt-name")) == 2


@pytest.mark.parametrize("number, lines", [(MOST_ROWS, MOST_ROWS), (MOST_ROWS + 1, 1)])
def test_very_many_different_agreements_share_the_line_of_their_service(client, number, lines):
    provider = make_example("Bolaget")
    for day in range(number):
        make.make_agreement(provider=provider, starts_on=date(2020, 1, 1 + day))

    assert len(of_class(sheet(client, "provider-detail", provider.pk), "gantt-name")) == lines


def test_a_provider_without_agreements_has_no_figure(client):
    page = sheet(client, "provider-detail", make_example("Bolaget").pk)

    assert of_class(page, "gantt") == []
    assert "No agreement is known." in page.text


def test_only_invented_providers_are_marked(client):
    invented, real = make_example("Påhittad"), make.make_provider(name="Verklig")

    assert "Example data" in sheet(client, "provider-detail", invented.pk).one("h1").text
    assert "Example data" not in sheet(client, "provider-detail", real.pk).text


def test_the_page_costs_as_many_queries_with_ten_rows_as_with_one(client):
    provider = make_example("Bolaget")
    where = address("provider-detail", provider.pk)

    def queries(number: int) -> int:
        for _ in range(number):
            agreement = make.make_agreement(provider=provider)
            make.make_office(agreement=agreement)
            make.make_rating(agreement=agreement)
            make.make_result(agreement=agreement)
        client.get(where)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(where).status_code == 200
        return len(asked)

    assert queries(1) == queries(9)
