"""News by e-mail: what has changed only, once, in the reader's language, and stopped with one click."""

from datetime import date, timedelta
from smtplib import SMTPException

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from rollout import actions, digests
from rollout.mail_settings import mail_settings
from rollout.models import News, Subscription
from tests import factories as make
from tests.followers import TODAY, follow, published_plan
from tests.pages import read
from tests.tables import told as run

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TOMORROW = TODAY + DAY


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A published plan, for all tests of the file."""
    with published_plan(django_db_blocker) as found:
        yield found


@pytest.fixture
def row(world):
    return follow("etapp", "stom-rom-1", digest="daily", by=make.make_user(email="lasare@example.se"))


def change(world, day: int = 27) -> None:
    """The last referral day becomes another."""
    phase = world.plan.phases.get(number=1)
    actions.set_actual_days(phase, days={"last_referral_on": date(2021, 9, day)}, by=world.editor)


def sent(on: date) -> dict[str, int]:
    return dict(digests.send_due(today=on))


# --- When -------------------------------------------------------------------------------------------------------------


def test_nothing_changed_is_no_mail(world, row):
    assert sent(TOMORROW) == {"unchanged": 1}
    assert mail.outbox == []


def test_what_has_changed_is_sent_once(world, row):
    change(world)

    assert sent(TOMORROW) == {"sent": 1}
    assert sent(TOMORROW) == {"not_due": 1}
    assert sent(TOMORROW + DAY) == {"unchanged": 1}
    assert len(mail.outbox) == 1


def test_two_changes_of_one_day_come_in_one_mail(world, row):
    change(world, 27)
    sent(TODAY)  # noticed, not due on the day it was asked for
    change(world, 26)

    assert sent(TOMORROW) == {"sent": 1}
    assert mail.outbox[0].subject == "2 changes: Etapp 2 (STOM → RoM)"


def test_what_came_before_mail_was_asked_for_is_no_news_in_it(world):
    row = follow("etapp", "stom-rom-1")
    change(world)
    sent(TODAY)
    follow("etapp", "stom-rom-1", by=row.user, digest="daily")

    assert sent(TOMORROW) == {"unchanged": 1}


def test_a_run_that_was_missed_is_caught_up_with(world, row):
    change(world)

    assert sent(TODAY + 9 * DAY) == {"sent": 1}


def test_a_week_has_one_mail_from_monday_on(world):
    friday = TODAY
    follow("etapp", "stom-rom-1", digest="weekly", today=friday)
    change(world)

    assert sent(friday + 2 * DAY) == {"not_due": 1}
    assert sent(friday + 3 * DAY) == {"sent": 1}


def test_a_run_that_breaks_off_sends_nothing_twice_and_loses_nothing(world, row, monkeypatch):
    other = follow("etapp", "stom-rom-1", digest="daily", by=make.make_user(email="annan@example.se"))
    change(world)

    def refuse(backend, messages):
        if messages[0].to == ["annan@example.se"]:
            raise SMTPException("no route")
        return EmailBackend.send_messages(backend, messages)

    monkeypatch.setattr(digests, "EmailMultiAlternatives", through(refuse))
    first = sent(TOMORROW)
    monkeypatch.undo()
    second = sent(TOMORROW)

    assert (first, second) == ({"sent": 1, "failed": 1}, {"not_due": 1, "sent": 1})
    assert [message.to for message in mail.outbox] == [["lasare@example.se"], ["annan@example.se"]]
    assert Subscription.objects.get(pk=other.pk).digested_on == TOMORROW


def through(send_messages):
    """Mail that is handed over to a server of the test's own."""
    server = type("Server", (EmailBackend,), {"send_messages": send_messages})

    class Handed(digests.EmailMultiAlternatives):
        def get_connection(self, fail_silently=False):
            return server()

    return Handed


def test_without_an_address_nothing_is_lost_until_there_is_one(world, row):
    type(row.user).objects.filter(pk=row.user.pk).update(email="")
    change(world)

    assert sent(TOMORROW) == {"no_address": 1}
    type(row.user).objects.filter(pk=row.user.pk).update(email="ny@example.se")
    assert sent(TOMORROW) == {"sent": 1}


def test_nobody_who_may_no_longer_sign_in_gets_mail(world, row):
    type(row.user).objects.filter(pk=row.user.pk).update(is_active=False)
    change(world)

    assert sent(TOMORROW) == {}


def test_those_who_want_no_mail_have_their_news_noticed_all_the_same(world):
    row = follow("etapp", "stom-rom-1")
    change(world)

    assert sent(TOMORROW) == {"not_due": 1}
    assert row.news.filter(kind=News.Kind.MOVED).count() == 1


def test_the_command_says_what_it_did_and_fails_when_a_mail_could_not_be_sent(world, row, monkeypatch):
    change(world)
    assert run("send_digests").startswith("sent: ")

    def refuse(backend, messages):
        raise OSError("no network")

    Subscription.objects.update(digested_on=None)
    change(world, 26)
    monkeypatch.setattr(digests, "EmailMultiAlternatives", through(refuse))
    with pytest.raises(SystemExit):
        run("send_digests")


# --- What -------------------------------------------------------------------------------------------------------------


def test_the_mail_tells_before_and_now_as_text_and_as_html_with_whole_addresses(world, row):
    change(world)
    sent(TOMORROW)

    (message,) = mail.outbox
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    for content in (message.body, read(html).text):
        assert "Last referral day for STOM: Etapp 2" in content
        assert "28 September 2021" in content
        assert "27 September 2021" in content
    assert f"{settings.SITE_URL}/en/etapper/stom-rom/1/" in message.body
    assert read(html).one("html")["lang"] == "en"


def test_the_mail_is_in_the_readers_language(world):
    follow("etapp", "stom-rom-1", digest="daily", language="sv")
    change(world)
    sent(TOMORROW)

    (message,) = mail.outbox
    assert "Sista anvisningsdag för STOM: Etapp 2" in message.body
    assert "28 september 2021" in message.body
    assert f"{settings.SITE_URL}/etapper/stom-rom/1/" in message.body


def test_names_are_text_in_the_mail(world, row):
    make.make_milestone(plan=world.plan, name="<script>x</script> & \r\nBcc: x@example.se", on=date(2031, 1, 1))
    sent(TOMORROW)

    (message,) = mail.outbox
    assert not list(read(message.alternatives[0][0]).all("script"))
    assert "<script>x</script> &" in message.body
    assert message.recipients() == ["lasare@example.se"]


def test_the_name_of_what_is_followed_cannot_add_a_header(world):
    provider = make.make_agreement(provider=make.make_provider(name="A\r\nBcc: x@example.se")).provider
    row = follow("leverantor", provider.pk, digest="daily")
    provider.agreements.update(ends_on=date(2031, 1, 1))
    sent(TOMORROW)

    (message,) = mail.outbox
    assert message.recipients() == [row.user.email]
    assert "\n" not in message.subject


# --- Stopping ---------------------------------------------------------------------------------------------------------


def stop_address(message) -> str:
    return message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)


def test_a_mail_reader_stops_the_mail_with_one_click_and_no_sign_in(world, row):
    change(world)
    sent(TOMORROW)
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(stop_address(mail.outbox[0]), {"List-Unsubscribe": "One-Click"})

    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert answer.status_code == 200
    assert Subscription.objects.get().digest == ""


def test_opening_the_address_asks_and_stops_nothing(world, row):
    change(world)
    sent(TOMORROW)

    page = read(Client().get(stop_address(mail.outbox[0])).content)

    assert page.one("main").one("form", method="post")
    assert Subscription.objects.get().digest == "daily"


def test_calendar_and_feed_go_on_when_the_mail_is_stopped(world, row):
    change(world)
    sent(TOMORROW)

    Client().post(stop_address(mail.outbox[0]))

    assert Subscription.objects.get().calendar_key == row.calendar_key


def test_the_address_of_a_subscription_that_is_gone_is_not_found(world, row):
    change(world)
    sent(TOMORROW)
    Subscription.objects.all().delete()

    assert Client().post(stop_address(mail.outbox[0])).status_code == 404


# --- How mail is sent -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url, expected",
    [
        ("", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        ("file:///var/mail/r%C3%A5", {"EMAIL_FILE_PATH": "/var/mail/rå"}),
        ("smtp://post.example.se", {"EMAIL_HOST": "post.example.se", "EMAIL_PORT": 25, "EMAIL_USE_TLS": False}),
        ("smtp+tls://post.example.se", {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False}),
        ("smtps://post.example.se", {"EMAIL_PORT": 465, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True}),
        (
            "smtps://anna%40example.se:l%C3%B6sen@post.example.se:2465",
            {"EMAIL_HOST_USER": "anna@example.se", "EMAIL_HOST_PASSWORD": "lösen", "EMAIL_PORT": 2465},
        ),
    ],
)
def test_one_variable_says_how_mail_is_sent(url, expected):
    made = mail_settings(url)

    assert {name: made[name] for name in expected} == expected


@pytest.mark.parametrize("url", ["post.example.se", "https://post.example.se", "smtp://", "file:", "imap://x"])
def test_what_is_no_way_to_send_mail_is_refused(url):
    with pytest.raises(ValueError):
        mail_settings(url)
