"""The secret links of a subscription: they open without signing in until they are renewed, and forged ones never."""

from datetime import date
from xml.etree import ElementTree

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from rollout import actions
from rollout.actions.subscribing import renew_link
from rollout.models import Subscription
from rollout.secret_links import CALENDAR, FEED, STOP, key_in, number_in, secret_of
from tests import factories as make
from tests.desks import Desk
from tests.followers import follow, published_plan

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ATOM = "{http://www.w3.org/2005/Atom}"


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


def test_the_calendar_is_read_without_signing_in_and_kept_by_nobody_on_the_way(world, reader):
    answer = calendar_of(phase_of(reader))

    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "stom-rom.phase-1.last_referral_on@rusta-och-matcha" in {event["UID"] for event in events}
    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_a_day_that_moves_moves_the_event_and_raises_its_sequence(world, reader):
    row = phase_of(reader)
    uid = "stom-rom.phase-1.last_referral_on@rusta-och-matcha"

    def event():
        found = icalendar.Calendar.from_ical(calendar_of(row).content).walk("VEVENT")
        return next(each for each in found if each["UID"] == uid)

    before = event()
    phase = world.plan.phases.get(number=1)
    actions.set_actual_days(phase, days={"last_referral_on": date(2021, 9, 27)}, by=world.editor)
    after = event()

    assert (before.decoded("DTSTART"), after.decoded("DTSTART")) == (date(2021, 9, 28), date(2021, 9, 27))
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.decoded("LAST-MODIFIED") >= before.decoded("LAST-MODIFIED")


def test_a_calendar_that_has_not_changed_is_not_sent_again(world, reader):
    row, client = phase_of(reader), Client()
    mark = calendar_of(row)["ETag"]

    again = client.get(reverse("calendar-file", args=[secret_of(CALENDAR, row.calendar_key)]), HTTP_IF_NONE_MATCH=mark)

    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again["Cache-Control"]


def test_the_feed_tells_the_news_with_the_latest_first(world, reader):
    row = phase_of(reader, links=["feed"])
    phase = world.plan.phases.get(number=1)
    actions.set_actual_days(phase, days={"last_referral_on": date(2021, 9, 27)}, by=world.editor)

    answer = feed_of(row)

    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert feed.find(f"{ATOM}title").text == "Changes: Etapp 2 (STOM → RoM)"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert entries[0].find(f"{ATOM}title").text.startswith("New day: Last referral day")
    assert "28 September 2021" in entries[0].find(f"{ATOM}summary").text
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == len(entries) == 2


def test_names_cannot_become_markup_or_break_the_feed(world, reader):
    row = phase_of(reader, links=["feed"])
    name = "<img src=x onerror=alert(1)> \x0b & mer"
    make_milestone(world, name)

    feed = ElementTree.fromstring(feed_of(row).content)

    entry = next(each for each in feed.findall(f"{ATOM}entry") if "img" in each.find(f"{ATOM}title").text)
    assert "<" not in (entry.find(f"{ATOM}summary").text or "")


def make_milestone(world, name):
    return make.make_milestone(plan=world.plan, name=name, note=name, on=date(2031, 1, 1))


def test_the_language_is_that_of_the_subscription_whatever_the_address(world, reader):
    row = phase_of(reader, language="sv")

    english = Client().get(f"/en/kalender/{secret_of(CALENDAR, row.calendar_key)}.ics")

    assert english.content == calendar_of(row).content
    assert "Sista anvisningsdag" in english.content.decode().replace("\r\n ", "")


@pytest.mark.parametrize("link", ["calendar", "feed"])
def test_a_link_that_was_renewed_no_longer_opens_and_the_new_one_does(world, desk, reader, link):
    row = phase_of(reader, links=["calendar", "feed"])
    ask = {"calendar": calendar_of, "feed": feed_of}[link]

    desk.post("subscription-renew", row.pk, link=link)

    assert ask(row).status_code == 404
    assert ask(Subscription.objects.get()).status_code == 200


@pytest.mark.parametrize("link", ["", "stop", "digest", "user"])
def test_there_is_nothing_else_to_renew(world, desk, reader, link):
    assert desk.post("subscription-renew", phase_of(reader).pk, link=link).status_code == 404


def test_a_link_that_is_not_wanted_cannot_be_renewed(world, reader):
    with pytest.raises(actions.Refused):
        renew_link(phase_of(reader), link="feed")


def test_the_links_of_somebody_who_may_no_longer_sign_in_are_closed(world, reader):
    row = phase_of(reader, links=["calendar", "feed"])
    reader.is_active = False
    reader.save()

    assert (calendar_of(row).status_code, feed_of(row).status_code) == (404, 404)


@pytest.mark.parametrize(
    "forge", [str.upper, lambda s: s[:-1], lambda s: s + "x", lambda s: s.split(".")[0], lambda s: ""]
)
def test_a_forged_link_opens_nothing(world, reader, forge):
    row = phase_of(reader, links=["calendar", "feed"])
    forged = forge(secret_of(CALENDAR, row.calendar_key)) or "x"

    assert Client().get(f"/kalender/{forged}.ics").status_code == 404
    assert key_in(CALENDAR, forged) is None


def test_a_link_of_one_kind_opens_none_of_another(world, reader):
    row = phase_of(reader, links=["calendar", "feed"])
    secret = secret_of(CALENDAR, row.calendar_key)

    assert Client().get(reverse("news-feed", args=[secret])).status_code == 404
    assert Client().get(reverse("subscription-stop", args=[secret])).status_code == 404
    assert key_in(FEED, secret) is None
    assert number_in(STOP, secret) is None


def test_what_is_in_the_database_opens_nothing(world, reader):
    row = phase_of(reader)

    for key in (row.calendar_key, row.calendar_key.hex):
        assert Client().get(f"/kalender/{key}.ics").status_code == 404
