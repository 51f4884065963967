"""Finished answers: kept for whoever would get the same, and never a moment longer than they are true."""

import gzip
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
from django.apps import apps
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from municipalities.models import Municipality
from municipalities.versions import WATCHED_APPS, DataChange, watched_models
from rollout.finished import COMPRESS, Answer, Body, FinishedAnswers, Shelf, encoding_of, theme_of
from rollout.middleware import FINISHED
from tests.addresses import addresses
from tests.factories import make_admin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PLACE = "/kommuner/0180/"
FACTS = {model._meta.db_table for app in WATCHED_APPS for model in watched_models(app)} | {DataChange._meta.db_table}
TABLES = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


class Heard:
    """What was answered to a question."""

    def __init__(self, application: FinishedAnswers, path: str = PLACE, **environ: str) -> None:
        asked = {"PATH_INFO": path, "HTTP_HOST": "localhost", "wsgi.input": BytesIO(), **environ}
        setup_testing_defaults(asked)
        parts = application(asked, self._begin)
        self.raw = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()

    def _begin(self, status: str, headers: list[tuple[str, str]], exc_info=None) -> None:
        self.status, self.headers = int(status[:3]), dict(headers)

    @property
    def text(self) -> str:
        read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
        return read[self.headers.get("Content-Encoding")](self.raw).decode()


class Counting:
    """Django, and how often it was asked."""

    def __init__(self) -> None:
        self.django, self.asked = WSGIHandler(), 0

    def __call__(self, environ, start_response):
        self.asked += 1
        return self.django(environ, start_response)


@pytest.fixture(autouse=True)
def _connection_stays(monkeypatch):
    """As Django's own client of tests sees to it: the transaction of the test is on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    monkeypatch.setattr("rollout.finished.close_old_connections", lambda: None)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def within() -> Counting:
    return Counting()


@pytest.fixture
def pages(within) -> FinishedAnswers:
    return FinishedAnswers(within)


# --- Never longer than true ------------------------------------------------------------------------------------------


def rename_by_save():
    place = Municipality.objects.get(code="0180")
    place.name = "Stockholm (nytt)"
    place.save()


def rename_by_update():
    Municipality.objects.filter(code="0180").update(name="Stockholm (nytt)")


def rename_by_sql():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE municipalities_municipality SET name = 'Stockholm (nytt)' WHERE code = '0180'")


@pytest.mark.parametrize("write", [rename_by_save, rename_by_update, rename_by_sql])
def test_a_write_by_any_path_shows_in_the_next_answer_of_every_process(pages, write):
    another = FinishedAnswers(WSGIHandler())
    before = [Heard(each).text for each in (pages, another)]

    write()

    assert not any("Stockholm (nytt)" in text for text in before)
    assert all("Stockholm (nytt)" in Heard(each).text for each in (pages, another))


def test_an_answer_is_made_once_as_long_as_nothing_is_written(pages, within):
    told = [Heard(pages).text for _time in range(3)]

    assert within.asked == 1
    assert len(set(told)) == 1


def test_a_new_day_asks_anew(pages, within, monkeypatch):
    Heard(pages)
    monkeypatch.setattr("rollout.finished.today", lambda: "tomorrow")

    Heard(pages)

    assert within.asked == 2


def test_a_write_while_an_answer_is_made_makes_that_answer_old(within):
    def written_meanwhile(environ, start_response):
        answer = within(environ, start_response)
        rename_by_update()
        return answer

    pages = FinishedAnswers(written_meanwhile)
    Heard(pages)

    assert "Stockholm (nytt)" in Heard(pages).text


# --- For whoever would get the same ----------------------------------------------------------------------------------


def tables_read(address: str) -> set[str]:
    """The tables that a view asks to answer a stranger."""
    with CaptureQueriesContext(connection) as queries:
        Client().get(address)
    asked = " ".join(each["sql"] for each in queries.captured_queries)
    return {table for table in TABLES if f'"{table}"' in asked}


@pytest.mark.once
def test_every_kept_page_reads_facts_alone():
    """Else something could change in it that the data version does not tell."""
    read = {name: tables_read(addresses(name)[0]) - FACTS for name in FINISHED}

    assert {name: tables for name, tables in read.items() if tables} == {}


@pytest.mark.once
def test_a_page_that_reads_more_than_facts_would_be_found_out():
    assert tables_read("/dialogmoten/") - FACTS


def test_who_is_signed_in_gets_a_page_of_their_own(pages, within):
    client = Client()
    client.force_login(make_admin(username="somebody"), backend="rollout.signin.LoopbackDemoBackend")
    cookies = f"sessionid={client.cookies['sessionid'].value}"
    Heard(pages)

    own = [Heard(pages, HTTP_COOKIE=cookies) for _time in range(2)]

    assert all("somebody" in each.text and "ETag" not in each.headers for each in own)
    assert "somebody" not in Heard(pages).text
    assert within.asked == 3


def test_each_theme_has_an_answer_of_its_own(pages):
    dark = Heard(pages, HTTP_COOKIE="theme=dark; csrftoken=abc").text

    assert 'data-color-scheme="dark"' in dark
    assert 'data-color-scheme="auto"' in Heard(pages).text


@pytest.mark.parametrize(
    ("cookies", "theme"),
    [
        ("", ""),
        ("theme=dark", "dark"),
        ("csrftoken=x", ""),
        ("csrftoken=x; theme=light", "light"),
        ("sessionid=x", None),
        ("theme=dark; messages=x", None),
        ("not a cookie at all;;;", None),
    ],
)
def test_only_the_theme_and_a_token_may_come_along(cookies, theme):
    assert theme_of(cookies) == theme


@pytest.mark.parametrize(
    "asked",
    [
        {"REQUEST_METHOD": "POST"},
        {"HTTP_AUTHORIZATION": "Token x"},
        {"path": "/logga-in/"},
        {"path": "/karta.csv"},
        {"path": "/finns-inte/"},
        {"path": "/?on=2021-02-30"},
        {"QUERY_STRING": "q=" + "a" * 2_000},
    ],
    ids=lambda asked: next(iter(asked.values()))[:20],
)
def test_what_is_not_a_finished_page_goes_through_every_time(pages, within, asked):
    environ = dict(asked)
    path, _mark, query = environ.pop("path", PLACE).partition("?")
    environ = {"QUERY_STRING": query, **environ}

    for _time in range(2):
        Heard(pages, path, **environ)

    assert within.asked == 2


def test_other_hosts_schemes_and_choices_are_other_questions(pages, within):
    Heard(pages)
    Heard(pages, HTTP_HOST="127.0.0.1")
    Heard(pages, **{"wsgi.url_scheme": "https"})
    Heard(pages, QUERY_STRING="on=2021-09-22")

    assert within.asked == 4


# --- In the form that was asked for ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("BR", "br"),
        ("br; q=0.5", "br"),
        ("gzip;q=0.000", ""),
    ],
)
def test_the_best_encoding_that_a_reader_takes_is_chosen(accepted, encoding):
    assert encoding_of(accepted) == encoding


def test_every_encoding_holds_the_same_page_and_says_that_there_are_others(pages):
    heard = [Heard(pages, HTTP_ACCEPT_ENCODING=each) for each in ("", "gzip", "br")]

    assert [each.headers.get("Content-Encoding") for each in heard] == [None, "gzip", "br"]
    assert len({each.text for each in heard}) == 1
    assert all("Accept-Encoding" in each.headers["Vary"] for each in heard)
    assert all(each.headers["Content-Length"] == str(len(each.raw)) for each in heard)
    assert len(heard[2].raw) < len(heard[1].raw) < len(heard[0].raw)


def test_who_has_the_page_is_told_so_until_it_changes(pages):
    had = Heard(pages).headers["ETag"]

    same = Heard(pages, HTTP_IF_NONE_MATCH=f'"x", W/{had}')
    rename_by_update()
    changed = Heard(pages, HTTP_IF_NONE_MATCH=had)

    assert (same.status, same.raw, changed.status) == (304, b"", 200)
    assert same.headers["ETag"] == had != changed.headers["ETag"]


@pytest.mark.parametrize("path", [PLACE, "/karta.csv"])
def test_a_question_for_the_head_alone_gets_the_head_of_the_answer(pages, path):
    whole, first, again = Heard(pages, path), *(Heard(pages, path, REQUEST_METHOD="HEAD") for _time in range(2))

    assert first.raw == again.raw == b""
    assert first.status == whole.status == 200
    assert first.headers["Content-Type"] == again.headers["Content-Type"] == whole.headers["Content-Type"]


def test_a_kept_page_has_the_headers_that_guard_it(pages):
    Heard(pages)

    kept = Heard(pages).headers

    assert "script-src 'self'" in kept["Content-Security-Policy"]
    assert {"X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"} <= set(kept)
    assert "Set-Cookie" not in kept


@pytest.mark.once
def test_days_that_say_the_same_are_compressed_once_and_come_as_by_themselves(pages, within, monkeypatch):
    compressed = []
    compress = COMPRESS["br"]
    monkeypatch.setitem(COMPRESS, "br", lambda content: compressed.append(content) or compress(content))
    asked = [
        ("on=2021-09-28", "br"),
        ("on=2022-01-01&layer=status", "br"),
        ("test=agreement", "br"),
        ("on=2021-09-28", ""),
    ]

    heard = [Heard(pages, "/karta.json", QUERY_STRING=query, HTTP_ACCEPT_ENCODING=how) for query, how in asked]

    assert within.asked == len(asked)
    assert heard[0].raw == heard[1].raw == compress(heard[3].raw)
    assert [each.encode() for each in (heard[0].text, heard[2].text)] == compressed
    assert heard[0].headers["ETag"] == heard[1].headers["ETag"]
    assert len({each.headers["ETag"] for each in heard}) == 3


# --- Room ------------------------------------------------------------------------------------------------------------


def answer(size: int) -> Answer:
    return Answer("200 OK", [], Body(b"x" * size, "", ""))


def test_what_was_asked_for_longest_ago_makes_room():
    shelf = Shelf(most_bytes=100)
    for name in "ab":
        shelf.keep("now", (name,), answer(40))
    shelf.find("now", ("a",))

    shelf.keep("now", ("c",), answer(40))

    assert [bool(shelf.find("now", (name,))) for name in "abc"] == [True, False, True]


def test_what_is_larger_than_all_the_room_is_not_kept_and_breaks_nothing():
    shelf = Shelf(most_bytes=100)

    shelf.keep("now", ("large",), answer(101))
    shelf.keep("now", ("small",), answer(100))

    assert shelf.find("now", ("large",)) is None
    assert shelf.find("now", ("small",)) is not None


def test_answers_of_another_state_are_neither_given_nor_kept():
    shelf = Shelf(most_bytes=100)
    shelf.keep("before", ("a",), answer(90))

    assert shelf.find("now", ("a",)) is None
    shelf.keep("now", ("b",), answer(90))
    assert shelf.find("now", ("b",)) is not None
    assert shelf.find("before", ("a",)) is None
