"""What a server does before it has workers: the first pages are made, and nothing keeps it from starting."""

import os
import subprocess
import sys

import pytest
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.urls import reverse

from dev import ROOT
from rollout.finished import FinishedAnswers
from rollout.warming import PAGES, warm
from rollout.wsgi import application as served


@pytest.fixture
def one_connection(monkeypatch):
    """The transaction of the test goes on, though requests end."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    monkeypatch.setattr("rollout.finished.close_old_connections", lambda: None)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
def test_the_first_pages_are_kept_finished_for_the_first_reader(demonstration, one_connection):
    asked = []

    def counted(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return served.application(environ, start_response)

    finished = FinishedAnswers(counted)

    assert warm(finished)
    assert asked == [reverse(name) for name in PAGES]
    assert warm(finished)
    assert len(asked) == len(PAGES)  # the second time they were there


@pytest.mark.parametrize(
    "hosts, host",
    [(["*"], "localhost"), ([".example.se", "localhost"], "example.se"), ([], "localhost"), (["*", "a.se"], "a.se")],
)
def test_pages_are_asked_for_under_a_name_that_the_server_answers_to(settings, hosts, host):
    settings.ALLOWED_HOSTS = hosts
    heard = []

    def application(environ, start_response):
        heard.append((environ["HTTP_HOST"], environ["wsgi.url_scheme"]))
        start_response("200 OK", [])
        return [b""]

    assert warm(application, ["map"])
    assert heard == [(host, "http")]


@pytest.mark.parametrize("fails", [True, False])
def test_a_page_that_cannot_be_made_is_told_in_the_log_and_stops_nothing(caplog, fails):
    def application(environ, start_response):
        if fails:
            raise OperationalError("no such table")
        start_response("503 Service Unavailable", [])
        return [b""]

    assert not warm(application, ["map"])
    assert ("no such table" if fails else "503 Service Unavailable") in caplog.text


def test_a_server_starts_where_its_database_has_no_tables_yet(tmp_path):
    known = {"SERVER_SOFTWARE": "gunicorn/0", "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "SECRET_KEY": "x"}
    command = [sys.executable, "-c", "from rollout.wsgi import application; print(callable(application))"]
    told = subprocess.run(command, cwd=ROOT, env=os.environ | known, capture_output=True, text=True, check=False)

    assert (told.returncode, told.stdout.strip()) == (0, "True"), told.stderr
    assert "could not be made beforehand" in told.stderr
