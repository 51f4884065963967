"""Whoever waited in vain for another's writing is told so, and loses nothing of what was sent."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from rollout.models import ApiKey, Plan
from tests import factories as make
from tests.api import API
from tests.desks import Desk, make_staffed_world
from tests.import_files import make_ground
from tests.import_pages import Importer
from tests.pages import read

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def world():
    return make_staffed_world()


@pytest.fixture
def locked(tmp_path):
    """A switch: while it is on, every write meets a lock that another holds, as SQLite tells it."""

    @contextmanager
    def switched_on() -> Iterator[None]:
        path = tmp_path / "locked.sqlite3"
        with closing(sqlite3.connect(path)) as writer, closing(sqlite3.connect(path, timeout=0)) as other:
            writer.execute("BEGIN IMMEDIATE")

            def wait_in_vain(execute, sql, params, many, context):
                if sql.split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE"):
                    with connection.wrap_database_errors:
                        other.execute("BEGIN IMMEDIATE")
                return execute(sql, params, many, context)

            with connection.execute_wrapper(wait_in_vain):
                yield

    return switched_on


def test_an_editor_gets_back_what_was_sent_and_can_send_the_same_again(world, locked):
    desk, note = Desk(world.editor), "Två\r\nrader"
    with locked():
        answer = desk.step(world.plan, "beskriv", name="Juli", note=note)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert Plan.objects.get(pk=world.plan.pk).name == world.plan.name
    page = read(answer.content).one("main")
    form = page.one("form")
    held = {each["name"]: each.node.text.removeprefix("\n") for each in form.all("textarea")}
    assert {key: value.replace("\r\n", "\n") for key, value in held.items()} == {"name": "Juli", "note": "Två\nrader"}

    again = desk.client.post(form["action"], {key: value.replace("\n", "\r\n") for key, value in held.items()})

    assert again.status_code == 302
    assert Plan.objects.get(pk=world.plan.pk).name == "Juli"


def test_who_sent_a_file_is_asked_for_it_once_more(client, locked):
    make_ground()
    karin = Importer(client)
    with locked():
        answer = karin.post("import-new", "ratings", file=SimpleUploadedFile("betyg.csv", b"Ka-Nummer\n"))

    page = read(answer.content).one("main")
    assert (answer.status_code, list(page.all("form"))) == (503, [])
    assert "choose the file and send it again" in page.text


def test_no_password_is_put_into_the_page(client, locked):
    make.make_user(username="eva")
    with locked():
        answer = client.post("/en/logga-in/", {"username": "eva", "password": "hemligt-ord"})

    assert answer.status_code == 503
    assert b"hemligt-ord" not in answer.content


def test_a_program_is_told_as_a_problem_when_to_try_again(world, locked):
    phase = world.plan.phases.first()
    key = ApiKey.objects.create(user=world.editor, name="Prov")[1]
    sent = {"expected_revision": phase.revision, "name": "Ny"}
    with locked():
        answer = Desk(None).client.patch(
            f"{API}phases/{phase.pk}/",
            sent,
            content_type="application/json",
            headers={"authorization": f"Token {key}"},
        )

    phase.refresh_from_db()
    assert (answer.status_code, answer["Retry-After"], phase.name != "Ny") == (503, "10", True)
    assert answer["Content-Type"] == "application/problem+json"
