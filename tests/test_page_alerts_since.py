"""Since when the page of alerts looks back where nobody says: never an empty page, where anything ever happened."""

from datetime import date, timedelta

import pytest

from providers.models import Agreement, Office
from tests.alerts_page import LOST, alerts, of_kind, told
from tests.pages import read

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def last_office_closed(day: date) -> None:
    """Kiruna's offices close, and nothing else that an alert tells happens after that."""
    Office.objects.filter(closes_on__gte=day).update(closes_on=None)
    Office.objects.exclude(opens_on=None).filter(opens_on__gt=day).update(opens_on=day - timedelta(days=400))
    Office.objects.update(last_confirmed_on=day)
    Agreement.objects.filter(ends_on__gt=day).update(ends_on=None)
    Office.objects.filter(municipality="2584", on_site=True).update(closes_on=day)


@pytest.mark.parametrize("county, expected", [("25", True), ("01", False)])
def test_without_a_day_the_page_begins_the_day_before_something_last_happened(client, county, expected):
    last_office_closed(date(2026, 3, 31))

    page = alerts(client, on="2026-09-01", county=county)

    assert (page.one("input", id="since")["value"] == "2026-03-31") is expected
    assert ("Nothing has happened after 1 April 2026. The list goes back that far." in page.text) is expected
    assert of_kind(page, LOST).keys() == ({"Kiruna 2584Norrbottens län"} if expected else set())


def test_a_month_in_which_something_happened_is_looked_back_on_whole(client):
    last_office_closed(date(2026, 3, 31))

    page = alerts(client, on="2026-04-20", county="25")

    assert page.one("input", id="since")["value"] == "2026-03-20"
    assert "Nothing has happened after" not in page.text


def test_an_empty_list_says_when_something_last_happened_and_leads_there(client):
    last_office_closed(date(2026, 3, 31))

    page = alerts(client, since="2026-08-01", on="2026-09-01", county="25", within=1)

    link = next(each for each in page.all("a") if each.text == "Show what happened on 1 April 2026")
    assert told(page) == []
    assert [row["Day"] for row in told(read(client.get("/en/larm/" + link["href"]).content))] == ["2026-04-01"]
