"""The map page as it is served: counts on the days that matter, and every part of it saying the same."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.map_asked import counts, get
from tests.pages import MapPage

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]

# Worked out by hand from the table of phases: 32 + 53 + 101 + 104 = 290 municipalities. A phase is under notice from
# the day notice is sent to its last referral day, in a gap until the new service starts, winding down to its last
# contract day, that day included, and after it the new service is alone.
EXPECTED = {
    "2019-01-01": {"old": 290},
    "2020-03-01": {"old": 290},
    "2020-03-08": {"old": 290},
    "2020-03-09": {"notice": 32, "old": 258},
    "2020-03-10": {"gap": 32, "old": 258},
    "2020-03-20": {"gap": 32, "old": 258},
    "2020-03-29": {"gap": 32, "old": 258},
    "2020-03-30": {"winding": 32, "old": 258},
    "2020-06-12": {"winding": 32, "old": 258},
    "2020-06-13": {"new": 32, "old": 258},
    "2021-05-17": {"new": 32, "notice": 53, "old": 205},
    "2021-05-18": {"new": 32, "winding": 53, "old": 205},
    "2021-08-18": {"new": 32, "winding": 53, "old": 205},
    "2021-08-19": {"new": 85, "old": 205},
    "2021-09-28": {"new": 85, "notice": 101, "old": 104},
    "2021-09-29": {"new": 85, "winding": 101, "old": 104},
    "2021-12-06": {"new": 85, "winding": 101, "notice": 104},
    "2021-12-07": {"new": 85, "winding": 205},
    "2021-12-29": {"new": 85, "winding": 205},
    "2021-12-30": {"new": 186, "winding": 104},
    "2022-03-07": {"new": 186, "winding": 104},
    "2022-03-08": {"new": 290},
}
STATUSES = ["old", "notice", "gap", "winding", "new", "unknown"]


# --- The rollout -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", EXPECTED)
def test_the_page_counts_the_statuses_as_the_published_days_have_them(client, on):
    page = get(client, on=on, layer="status")

    assert counts(page) == EXPECTED[on]
    assert list(page.legend) == STATUSES
    assert page.figures["winding"].part == EXPECTED[on].get("winding", 0)
    assert page.figures["gap"].part == EXPECTED[on].get("gap", 0)


def test_today_the_new_service_is_alone_everywhere(client):
    assert counts(get(client, layer="status")) == {"new": 290}


@pytest.mark.parametrize(
    "on, expected",
    [
        ("2020-03-01", ["290"]),
        ("2020-03-09", ["32", "290"]),
        ("2020-03-20", ["32", "290"]),
        ("2021-09-29", ["186", "290", "101"]),
        ("2020-06-13", ["32", "290"]),
        ("2022-03-08", ["290"]),
    ],
)
def test_the_sentence_says_the_numbers_of_its_day(client, on, expected):
    sentence = get(client, on=on, layer="status").sentence

    assert all(number in sentence for number in expected)
    assert str(date.fromisoformat(on).year) in sentence


def test_the_phases_have_the_published_sizes_on_any_day(client):
    for on in ("2019-01-01", "2021-09-29"):
        assert counts(get(client, on=on, layer="phase")) == {"p0": 32, "p1": 53, "p2": 101, "p3": 104}


def test_a_row_leads_to_its_municipality_on_the_day_of_the_map(client):
    links = [row.one("a")["href"] for row in get(client, on="2021-09-29").tree.one("tbody").all("tr")]
    links_today = [row.one("a")["href"] for row in get(client).tree.one("tbody").all("tr")]

    assert reverse("municipality-detail", args=["0180"]) + "?on=2021-09-29" in links
    assert reverse("municipality-detail", args=["0180"]) in links_today


def test_the_other_language_shows_the_same_selection(client):
    page = get(client, on="2021-09-29", layer="status", county=["25", "24"])

    other = MapPage(client.get(page.tree.one("a", hreflang="en")["href"]).content)

    assert other.tree.one("html")["lang"] == "en"
    assert page.tree.one("html")["lang"] == "sv"
    assert other.codes == page.codes
    assert counts(other) == counts(page)
    assert "29 September 2021" in other.sentence


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_is_only_for_reading(client, method):
    assert getattr(client, method)(reverse("map")).status_code == 405


def test_a_database_without_facts_shows_an_empty_map(client):
    from rollout.models import Plan, Switch  # the rows come back when the test is rolled back

    Switch.objects.all().delete()
    Plan.objects.all().delete()
    page = get(client, layer="status")

    assert counts(page) == {"unknown": 290}
    facts = page.state(client)  # whose words are those without the names of the services
    assert (len(facts["codes"]), facts["ticks"], facts["words"]["new"]) == (290, [], "")


def test_the_last_day_is_today_in_sweden(client):
    today = timezone.localdate()

    page = get(client, on=today.isoformat())

    assert page.tree.one("input", id="on")["max"] == today.isoformat()
