"""The follow-up page over the demonstration: what is published, what the files tell, and how it is narrowed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.models import Municipality, Unemployment
from providers.models import Agreement, Participants, Provider, Rating, Result
from rollout.models import StudyFigure
from tests.factories import make_participants, make_result, make_source, make_unemployment
from tests.sheets import address, links, of_class, sheet, table

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
LATEST = date(2026, 6, 1)
RESULTS, PLACES, MONTHS = "Results by delivery area", "Participants’ share of the unemployed by place", "Unemployed and"


@pytest.fixture
def page(client):
    """The page in English, on a day after all that is invented."""
    return lambda **query: sheet(client, "follow-up", **{"on": "2026-11-01", **query})


def key_figures(page) -> dict[str, str]:
    return {
        each.one("dt").text: of_class(each, "key-value")[0].text for each in of_class(page, "key-figures")[0].all("div")
    }


def told(words: str) -> int:
    """A number as a page tells it."""
    return int("".join(letter for letter in words if letter.isdigit()))


def chosen(page, field: str) -> str:
    return page.one("select", id=field).one("option", selected=None)["value"]


# --- What has been published -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["reach", "dose", "results", "access"])
def test_each_part_begins_with_what_has_been_published_and_its_source(page, theme):
    rows = StudyFigure.objects.filter(theme=theme)

    part = page().one("section", id=theme)

    values = [each.text for each in of_class(part, "published-value")]
    assert values == [row.value_en or row.value for row in rows]
    assert all(each.one("span", class_="source").text for each in part.one("ul", class_="published").all("li"))


def test_conclusions_and_the_six_demands_stand_with_source_and_status(page):
    part = page().one("section", id="demands")

    demands = list(part.one("ol").all("li"))
    assert len(demands) == 6
    assert all(of_class(each, "demand-status") and of_class(each, "source") for each in demands)
    assert len(list(part.one("ul").all("li"))) == StudyFigure.objects.filter(theme="conclusion").count()


def test_the_participants_of_the_country_are_told_as_reported_and_broken_where_the_second_service_starts(page):
    part = page().one("section", id="reach")

    rows = table(part, "Participants in the country")
    assert [(row["Month"], told(row["Participants"]), row["Certainty"]) for row in rows] == [
        ("2021-04", 8_530, "reported"),
        ("2021-09", 14_018, "reported"),
        ("2021-12", 35_668, "reported"),
        ("2022-12", 70_789, "reported"),
        ("2023-08", 44_388, "reported"),
        ("2024-03", 64_400, "reported"),
    ]
    assert "Rusta och matcha 2 starts in 2023-04" in part.text
    assert "Dotted: months without a figure." in part.text


# --- What the files tell ---------------------------------------------------------------------------------------------


def test_the_latest_month_is_shown_unless_another_is_asked_for(page):
    assert chosen(page(), "period") == "2026-06"
    assert chosen(page(period="2025-09"), "period") == "2025-09"
    assert chosen(page(on="2026-02-15"), "period") == "2026-02"


@pytest.mark.parametrize("on, month", [("2025-06-30", None), ("2025-07-01", "2025-07")])
def test_before_the_first_month_nothing_is_told_but_where_it_begins(page, on, month):
    found = page(on=on)

    assert bool(of_class(found, "key-figures")) == bool(month)
    assert ("The files have nothing up to" in found.text) == (month is None)
    assert ("The first month is 2025-07." in found.text) == (month is None)


def test_the_key_figures_of_a_month_are_those_of_plain_loops_over_its_rows(page):
    rows = list(Result.objects.filter(period=LATEST))

    figures = key_figures(page())

    weighed = [row for row in rows if row.weighted_result is not None]
    mean = sum(row.weighted_result * row.participants for row in weighed) / sum(row.participants for row in weighed)
    rated = [row.rating for row in rows if row.rating]
    assert figures["Weighted result"] == f"{100 * mean:.1f}%"
    assert figures["Rated 3 or 4"] == f"{sum(rating >= 3 for rating in rated)} of {len(rated)}"
    assert told(figures["Participants"]) == sum(row.participants for row in rows)
    assert figures["At risk of termination"] == f"{sum(row.risks_termination for row in rows)} of {len(rows)}"


def test_where_risk_is_not_stated_that_is_told_and_is_not_a_no(page):
    assert Result.objects.filter(period=date(2025, 7, 1), risks_termination__isnull=False).count() == 0

    found = page(period="2025-07")

    assert key_figures(found)["At risk of termination"] == "–"
    assert "which does not mean no" in of_class(found, "key-figures")[0].text


def test_unrated_is_said_not_to_be_bad_where_ratings_are_read(page):
    part = page().one("section", id="results")

    assert "Unrated is not bad" in part.text
    assert "unrated" in of_class(part, "bar-list")[0].text


def test_unemployed_and_participants_are_summed_month_by_month_with_gaps_where_one_is_missing(page):
    rows = {row["Month"]: row for row in table(page(), MONTHS)}

    unemployed = Unemployment.objects.filter(period=LATEST).values_list("unemployed", flat=True)
    participants = Participants.objects.filter(period=LATEST, municipality__isnull=False)
    masked = participants.filter(is_masked=True).count()
    assert told(rows["2026-06"]["Unemployed"]) == sum(unemployed)
    assert told(rows["2026-06"]["Participants"]) == sum(row.participants for row in participants if row.participants)
    assert rows["2026-06"]["Not in the sum"] == f"{masked} masked municipalities"
    assert rows["2025-11"]["Participants"] == rows["2025-11"]["Participants’ share of the unemployed"] == "–"
    assert rows["2025-11"]["Not in the sum"] == "290 municipalities are missing"
    assert rows["2026-03"]["Unemployed"] == "–"
    assert (rows["2025-12"]["Ages"], rows["2026-01"]["Ages"]) == ("16–65", "16–66")


def test_the_charts_say_where_the_ages_change(page):
    told_below = [each.text for figure in of_class(page(), "month-figure") for each in figure.all("p")]

    words = "From 2026-01 the unemployed are counted among those aged 16–66, before that 16–65."
    assert sum(words in each for each in told_below) == 2


@pytest.mark.parametrize(
    "split, number, first", [("part", 3, "Northern Sweden"), ("group", 9, None), ("county", 21, None)]
)
def test_access_is_told_place_by_place_the_lowest_first(page, split, number, first):
    rows = table(page(split=split), PLACES)

    shares = [float(row["Share"].rstrip("%")) for row in rows]
    assert len(rows) == number
    assert shares == sorted(shares)
    assert first in (None, rows[0]["Place"])
    assert sum(told(row["Municipalities counted"].split(" of ")[1]) for row in rows) == 290


# --- The table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by, head", [("area", "Delivery area"), ("provider", "Provider"), ("agreement", "Provider")])
def test_the_table_has_a_line_for_each_and_leads_to_its_page(page, by, head):
    found = page(by=by)

    field = {"area": "agreement__area", "provider": "agreement__provider", "agreement": "agreement"}[by]
    assert len(table(found, RESULTS)) == Result.objects.filter(period=LATEST).values(field).distinct().count()
    assert next(each.text for each in of_class(found, "results-table")[0].one("thead").all("th")) == head
    leads = links(of_class(found, "results-table")[0].one("tbody"))
    assert all(
        ("/leveransomraden/" if by == "area" else "/leverantorer/") in each or by == "agreement" for each in leads
    )


@pytest.mark.parametrize(
    "sort, head",
    [
        ("participants", "Participants"),
        ("result", "Weighted result"),
        ("change", "Change since 2026-05, percentage points"),
    ],
)
def test_the_table_is_sorted_either_way_and_what_is_missing_comes_last(page, sort, head):
    def numbers(way: str) -> list[float | None]:
        cells = [row[head] for row in table(page(by="agreement", sort=way + sort), RESULTS)]
        signs = str.maketrans({"−": "-", "+": "", "±": "", "%": ""})
        return [None if cell == "–" else float(cell.translate(signs)) for cell in cells]

    up, down = numbers(""), numbers("-")

    known = [number for number in up if number is not None]
    assert known == sorted(known)
    assert [number for number in down if number is not None] == sorted(known, reverse=True)
    assert up == known + [None] * (len(up) - len(known))
    assert down[len(known) :] == up[len(known) :]


def test_names_are_sorted_as_in_swedish_and_the_head_says_so(page):
    found = page(by="provider")

    names = [row["Provider"] for row in table(found, RESULTS)]
    assert names == sorted(names, key=lambda name: name.translate(str.maketrans("åäöÅÄÖ", "{|}{|}")).casefold())
    (head,) = [each for each in of_class(found, "results-table")[0].all("th", scope="col") if each.text == "Provider"]
    assert head["aria-sort"] == "ascending"


def test_the_change_is_against_the_month_before(page):
    row = next(each for each in Result.objects.filter(period=LATEST, weighted_result__isnull=False))
    before = Result.objects.get(agreement=row.agreement, period=date(2026, 5, 1))
    lines = table(page(by="agreement"), RESULTS)

    (line,) = [each for each in lines if row.agreement.number in each["Provider"]]

    change = round(100 * float(row.weighted_result - before.weighted_result), 1)
    assert line["Change since 2026-05, percentage points"].replace("−", "-").replace("±", "") == f"{change:+.1f}"


# --- Narrowing -------------------------------------------------------------------------------------------------------


def test_a_provider_narrows_the_results_and_nothing_else(page):
    provider = Result.objects.filter(period=LATEST).order_by("agreement__number").first().agreement.provider
    number = Result.objects.filter(period=LATEST, agreement__provider=provider).count()

    found = page(provider=provider.pk, by="agreement")

    assert len(table(found, RESULTS)) == number
    assert table(found, MONTHS) == table(page(), MONTHS)
    assert "Show all" in of_class(found, "follow-form")[0].text


def test_an_area_narrows_the_results_and_its_municipalities_are_not_known(page):
    area = Result.objects.filter(period=LATEST).order_by("agreement__number").first().agreement.area

    found = page(area=area.pk)

    assert [row["Delivery area"] for row in table(found, RESULTS)] == [area.name]
    assert "municipalities of the delivery area are not known" in found.text


def test_a_county_narrows_all_and_agreements_count_where_they_have_an_office(page):
    with_office = Agreement.objects.filter(
        offices__municipality__county="14", offices__on_site=True, offices__closes_on=None, results__period=LATEST
    ).distinct()
    codes = Municipality.objects.filter(county="14")

    found = page(county="14", by="agreement")

    assert {row["Provider"].rsplit(" ", 1)[-1] for row in table(found, RESULTS)} == {row.number for row in with_office}
    total = sum(row.unemployed for row in Unemployment.objects.filter(period=LATEST, municipality__in=codes))
    assert told(table(found, MONTHS)[0]["Unemployed"]) == total


def test_another_service_can_be_asked_for_in_a_month_of_which_it_tells_nothing(client):
    agreement = Agreement.objects.filter(service="rom", provider__is_example=True).first()
    make_result(agreement=agreement, period=date(2023, 5, 1))

    found = sheet(client, "follow-up", service="rom", period="2026-06", on="2026-11-01")

    assert "There are no results for this month in this selection." in found.text
    assert chosen(found, "period") == "2026-06"
    assert any("period=2023-05" in each for each in links(of_class(found, "follow-form")[0]))


@pytest.mark.parametrize(
    "query",
    [
        {"period": "2099-01"},
        {"period": "x"},
        {"service": "stom"},
        {"county": "99"},
        {"area": "0"},
        {"provider": "x"},
        {"by": "county"},
        {"sort": "guess"},
        {"page": "0"},
        {"page": "99"},
        {"split": "x"},
        {"by": ["area", "provider"]},
    ],
    ids=str,
)
def test_a_choice_that_there_is_not_is_refused_in_words(client, query):
    answer = client.get(address("follow-up"), query)

    assert answer.status_code == 400
    assert "<dd>" in answer.content.decode()


# --- Whose rows ------------------------------------------------------------------------------------------------------


def test_invented_rows_are_marked_and_published_figures_are_not(page):
    found = page()

    marked = [each.text for tag in ("h3",) for each in found.one("main").all(tag) if of_class(each, "example-mark")]
    assert len(marked) == 5
    assert not any(of_class(each, "example-mark") for each in of_class(found, "published"))
    assert not of_class(next(each for each in found.all("h3") if "as reported" in each.text), "example-mark")


def test_real_and_invented_rows_are_never_counted_together(client):
    agreement = Agreement.objects.create(
        number="KA-1", service_id="rom2", provider_id=_real_provider(), area=None, starts_on=date(2025, 1, 1)
    )
    make_result(agreement=agreement, period=LATEST, participants=31)
    source, place = make_source(), Municipality.objects.get(pk="0180")
    make_unemployment(municipality=place, period=LATEST, unemployed=100, is_example=False, source=source)
    make_participants(municipality=place, period=LATEST, participants=25, is_example=False, source=source)

    found = sheet(client, "follow-up", basis="registered", county="01")

    assert key_figures(sheet(client, "follow-up", basis="registered"))["Participants"] == "31"
    assert not of_class(found, "example-mark")
    assert key_figures(sheet(client, "follow-up", basis="example"))["Participants"] != "31"
    (row,) = table(found, MONTHS)
    assert (row["Unemployed"], row["Not in the sum"]) == ("–", "25 municipalities are missing")
    assert source.title in found.one("section", id="reach").text


def _real_provider() -> int:
    return Provider.objects.create(name="Verkliga bolaget AB").pk


def test_what_was_observed_has_no_results_behind_it(page):
    found = page(basis="observed")

    assert not of_class(found, "key-figures")
    assert "Which providers, agreements and offices they are is not known." in found.text
    assert of_class(found, "published")


def test_a_rating_over_time_stands_in_where_the_result_has_none(page):
    row = Result.objects.filter(period=LATEST, rating=None).first()
    Rating.objects.filter(agreement=row.agreement, period=LATEST).update(value=4)

    lines = table(page(by="agreement"), RESULTS)

    assert next(each for each in lines if row.agreement.number in each["Provider"])["Rating"] == "4"


# --- How much it costs -----------------------------------------------------------------------------------------------


def test_the_page_costs_the_same_few_queries_however_many_rows_it_tells_of(client):
    def cost() -> int:
        client.get(address("follow-up"))
        with CaptureQueriesContext(connection) as asked:
            client.get(address("follow-up"))
        return len(asked)

    before = cost()
    for agreement in Agreement.objects.filter(service="rom2", results=None, provider__is_example=True)[:20]:
        make_result(agreement=agreement, period=LATEST)

    assert cost() == before <= 5
