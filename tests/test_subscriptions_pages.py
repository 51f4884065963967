"""The pages of following: beginning from every page, one's own alone, and others' by no way of asking."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollout import actions, subjects
from rollout.models import Subscription
from rollout.secret_links import CALENDAR, FEED, secret_of
from tests import factories as make
from tests.desks import Desk
from tests.followers import follow, follow_choice, published_plan
from tests.pages import read
from tests.policy import violations
from tests.sheets import address, links

pytestmark = [pytest.mark.once, pytest.mark.django_db]

OWN = [("subscription-edit", "get"), ("subscription-edit", "post"), ("subscription-renew", "post")]
OWN.append(("subscription-remove", "post"))
WANTED = {"links": ["calendar", "feed"], "digest": "", "language": "en"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A published plan, for all tests of the file."""
    with published_plan(django_db_blocker) as found:
        yield found


@pytest.fixture
def reader():
    return make.make_user(email="lasare@example.se")


@pytest.fixture
def desk(reader):
    return Desk(reader)


def phase_of(reader, **values) -> Subscription:
    return follow("etapp", "stom-rom-1", by=reader, **values)


def calendar_of(row: Subscription, client: Client | None = None):
    return (client or Client()).get(reverse("calendar-file", args=[secret_of(CALENDAR, row.calendar_key)]))


def feed_of(row: Subscription):
    return Client().get(reverse("news-feed", args=[secret_of(FEED, row.feed_key)]))


# --- Beginning --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["municipality-detail", "area-detail", "phase-detail", "provider-detail"])
def test_pages_lead_those_who_are_signed_in_to_following_and_others_not(world, desk, page):
    provider = make.make_agreement(area=world.areas[0]).provider
    args = {
        "municipality-detail": [world.municipalities[0].code],
        "area-detail": [world.areas[0].pk],
        "phase-detail": ["stom-rom", 1],
        "provider-detail": [provider.pk],
    }[page]

    way = next(each for each in links(read(desk.get(page, *args).content)) if "/prenumerationer/ny/" in each)
    public = Client().get(address(page, *args))

    assert desk.client.get(way).status_code == 200
    assert b"/prenumerationer/ny/" not in public.content


def test_the_map_sends_its_choice_along(world, desk):
    button = read(desk.get("map").content).one("button", formaction=None)

    page = desk.client.get(button["formaction"], {"phase": "1", "layer": "status", "sort": "-name", "q": ""})
    made = desk.client.post(f"{button['formaction']}?phase=1&layer=status", WANTED)

    assert page.status_code == 200
    assert made.status_code == 302
    assert Subscription.objects.get().query == "phase=1"


def test_what_is_chosen_is_what_one_gets(world, desk, reader):
    answer = desk.post("subscription-new", "etapp", "stom-rom-1", links=["feed"], digest="weekly", language="sv")

    row = Subscription.objects.get(user=reader)
    assert answer["Location"] == address("subscription-edit", row.pk)
    assert (row.calendar_key, row.feed_key is not None, row.digest, row.language) == (None, True, "weekly", "sv")


def test_whoever_follows_it_already_comes_to_that_subscription(world, desk, reader):
    row = phase_of(reader)

    assert desk.get("subscription-new", "etapp", "stom-rom-1")["Location"] == address("subscription-edit", row.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"links": [], "digest": ""},
        {"links": ["mail"]},
        {"digest": "hourly"},
        {"language": "de"},
        {"language": ""},
    ],
    ids=str,
)
def test_what_is_wrong_is_told_and_nothing_is_saved(world, desk, wrong):
    answer = desk.post("subscription-new", "etapp", "stom-rom-1", **{**WANTED, **wrong})

    assert answer.status_code == 422
    assert [each.text for each in read(answer.content).all("p", class_="ds-validation-message")]
    assert Subscription.objects.count() == 0


def test_without_an_address_no_mail_can_be_had(world):
    desk = Desk(make.make_user(email=""))

    page = desk.get("subscription-new", "etapp", "stom-rom-1")
    answer = desk.post("subscription-new", "etapp", "stom-rom-1", **{**WANTED, "digest": "daily"})

    assert "no e-mail address" in read(page.content).one("main").text
    assert answer.status_code == 422
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize(
    "where",
    ["ny/kommun/9999/", "ny/omrade/0/", "ny/etapp/stom-rom-77/", "ny/leverantor/" + "9" * 40 + "/", "ny/lan/25/"],
)
def test_what_is_not_there_is_not_found(world, desk, where):
    assert desk.client.get(f"/en/prenumerationer/{where}").status_code == 404


@pytest.mark.parametrize("query", ["", "county=99", "layer=status", "q=" + "x" * 101])
def test_a_choice_that_is_none_is_refused_in_words(world, desk, query):
    answer = desk.client.get(f"/en/prenumerationer/ny/urval/?{query}")

    assert answer.status_code == 400
    assert read(answer.content).one("dl").text


def test_a_choice_that_is_too_long_to_be_kept_is_refused_in_words(world, desk, monkeypatch):
    monkeypatch.setattr(subjects, "LONGEST_QUERY", len("phase=1") - 1)

    answer = desk.client.get("/en/prenumerationer/ny/urval/?phase=1")

    assert answer.status_code == 400
    assert "too long to be followed" in read(answer.content).text


# --- One's own --------------------------------------------------------------------------------------------------------


def test_the_list_tells_what_is_followed_with_its_next_day_and_how_it_is_told(world, desk, reader):
    meeting = {"kind": "dialogue", "name": "Möte", "on": date(2031, 1, 1)}
    actions.save_milestone(world.plan, by=world.editor, **meeting)
    phase_of(reader, links=["calendar", "feed"])
    follow_choice("phase=1", by=reader)

    page = read(desk.get("subscription-list").content)

    rows = [row.text for row in page.one("tbody").all("tr")]
    assert "Etapp 2 (STOM → RoM)" in rows[0]
    assert "2031-01-01 Dialogue meeting: Möte" in rows[0]
    assert rows[0].endswith("calendar feed")
    assert "Phase: Etapp 2" in rows[1]


def test_the_list_costs_the_same_with_one_row_and_with_ten(world, desk, reader):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get("subscription-list").status_code == 200
        return len(asked)

    phase_of(reader)
    cost()
    with_one = cost()
    for municipality in (*world.municipalities, *make.make_municipalities(5)):
        follow("kommun", municipality.code, by=reader)

    assert cost() == with_one <= 12


def test_whoever_follows_nothing_is_told_how_to_begin(world, desk):
    page = read(desk.get("subscription-list").content).one("main")

    assert "You follow nothing yet." in page.text
    assert {address("map"), address("municipality-list"), address("phase-list")} <= links(page)


def test_a_subscription_shows_its_links_its_days_and_its_news(world, desk, reader):
    row = phase_of(reader, links=["calendar", "feed"])

    answer = desk.get("subscription-edit", row.pk)

    page = read(answer.content)
    assert [each["value"].rpartition(".")[2] for each in page.all("input", readonly=None)] == ["ics", "atom"]
    assert "Subscription began" in page.one("main").text
    assert violations(answer.content.decode()) == []
    assert "no-store" in answer["Cache-Control"]


def test_a_choice_that_means_nothing_any_more_is_told(world, desk, reader):
    provider = make.make_provider()
    row = follow_choice(f"provider={provider.pk}", by=reader)
    provider.delete()

    page = read(desk.get("subscription-edit", row.pk).content)

    assert "means nothing any more" in page.one("main").text
    assert calendar_of(row).status_code == 200


def test_what_is_no_longer_chosen_stops_and_what_is_kept_stays(world, desk, reader):
    row = phase_of(reader, links=["calendar", "feed"])

    answer = desk.post("subscription-edit", row.pk, links=["calendar"], digest="daily", language="en")

    now = Subscription.objects.get()
    assert answer.status_code == 302
    assert (now.calendar_key, now.feed_key, now.digest) == (row.calendar_key, None, "daily")
    assert feed_of(row).status_code == 404


def test_stopping_takes_the_subscription_and_its_links_away(world, desk, reader):
    row = phase_of(reader)

    desk.post("subscription-remove", row.pk)

    assert Subscription.objects.count() == 0
    assert calendar_of(row).status_code == 404


@pytest.mark.parametrize("name, method", OWN)
def test_others_subscriptions_are_not_there(world, desk, name, method):
    row = phase_of(None)

    answer = desk.get(name, row.pk) if method == "get" else desk.post(name, row.pk, link="calendar", **WANTED)

    now = Subscription.objects.get()
    assert answer.status_code == 404
    assert (now.calendar_key, now.feed_key) == (row.calendar_key, None)


@pytest.mark.parametrize("name, method", OWN)
def test_the_nameless_are_sent_to_sign_in(world, name, method):
    row = phase_of(None)

    answer = getattr(Client(), method)(address(name, row.pk))

    assert answer.status_code == 302
    assert answer["Location"].startswith(address("sign-in"))
    assert Subscription.objects.get().calendar_key == row.calendar_key
