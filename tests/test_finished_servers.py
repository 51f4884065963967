"""Finished answers of several processes: what one program writes shows in the next answer of each.

On SQLite a server of two workers on a file; on PostgreSQL two such servers, as on two hosts, on one database.
"""

import os
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from dev import GUNICORN, running
from tests.services import databases
from tests.services.rules import ON_POSTGRESQL

pytestmark = pytest.mark.django_db
ASKED = 12  # times, each over a connection of its own, so that both workers of a server get some
PATIENCE = 60  # seconds for a server to come up on a busy machine


@pytest.fixture(scope="module")
def address(django_db_setup, django_db_blocker) -> Iterator[str]:
    with django_db_blocker.unblock(), django_db_setup.another(databases.COUNTRY) as url:
        yield url


@pytest.fixture(scope="module")
def ports(address) -> Iterator[list[int]]:
    with ExitStack() as stack:
        yield [stack.enter_context(serving(address)) for _server in range(2 if ON_POSTGRESQL else 1)]


@contextmanager
def serving(address: str) -> Iterator[int]:
    """A server on a database; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "rollout.wsgi", *GUNICORN, f"--bind=127.0.0.1:{port}"]
    known = {"DATABASE_URL": address, "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": "x" * 60, "DEBUG": ""}
    with running(command, os.environ | known):
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port


def asked(port: int) -> tuple[str, str]:
    """The heading of Stockholm's page, and the tag of the page."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/kommuner/0180/")
        answer = connection.getresponse()
        text = answer.read().decode()
    assert answer.status == 200, text
    return text.partition("<h1")[2].partition("</h1>")[0], answer.headers["ETag"]


def write(address: str, name: str) -> None:
    """Have another program give Stockholm another name, past Django."""
    statement = f"UPDATE municipalities_municipality SET name = '{name}' WHERE code = '0180'"
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        with closing(sqlite3.connect(parts.path[1:] if parts.path.startswith("//") else parts.path)) as connection:
            connection.execute(statement)
            connection.commit()
        return
    account = {"user": parts.username, "password": parts.password, "port": parts.port, "dbname": parts.path[1:]}
    with psycopg.connect(host=unquote(parts.hostname or ""), **{k: v for k, v in account.items() if v}) as connection:
        connection.execute(statement)


def test_what_another_program_writes_shows_in_the_next_answer_of_every_worker_of_every_server(ports, address):
    before = {asked(port) for port in ports * ASKED}

    write(address, "Nystad vid Mälaren")
    after = {asked(port) for port in ports * ASKED}

    assert len(before) == len({tag for _heading, tag in before}) == 1
    assert len(after) == 1
    assert "Nystad vid Mälaren" in next(iter(after))[0]
    assert "Nystad vid Mälaren" not in next(iter(before))[0]
