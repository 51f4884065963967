"""The reviewers' queue: before and after, what is done there, and the letter to whoever asked."""

from datetime import date
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from providers import corrections
from providers.correcting import Address
from providers.models import Correction, Office
from tests import factories as make
from tests.correction_world import make_world
from tests.desks import Desk, make_person
from tests.pages import read
from tests.policy import violations
from tests.sheets import address

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def desk(world):
    return Desk(world.reviewer)


def upload(world, *, rows: int = 2):
    """A file with new offices, all asked for by the editor."""
    wanted = [
        world.wanted("add", address=Address(f"Storgatan {number}", "97231", "Luleå", 65.584, 22.15))
        for number in range(10, 10 + rows)
    ]
    return corrections.ask_all(provider=world.provider, wanted=wanted, file_name="kontor.csv", by=world.editor)


@pytest.mark.parametrize(
    ("role", "status"), [("editor", 200), ("admin", 200), ("planner", 404), ("approver", 404), ("", 404), (None, 302)]
)
def test_the_queue_is_there_for_reviewers_alone(world, role, status):
    person = None if role is None else make_person(*([role] if role else []))
    correction, file = world.ask("close"), upload(world)
    desk = Desk(person)

    answers = [
        desk.get("correction-queue"),
        desk.get("correction-review", correction.pk),
        desk.get("correction-upload", file.pk),
        desk.post("correction-step", correction.pk, "ta", seen=0),
        desk.post("correction-upload-step", file.pk, "ta"),
    ]

    expected = [status] * 3 + [302 if status == 200 else status] * 2
    assert [answer.status_code for answer in answers] == expected


def test_members_do_not_find_the_queue(world):
    assert Desk(world.editor).get("correction-queue").status_code == 404


@pytest.mark.parametrize("kind", ["add", "move", "close", "days"])
def test_before_and_after_stand_side_by_side(world, desk, kind):
    correction = world.ask(kind)

    answer = desk.get("correction-review", correction.pk)

    page = read(answer.content)
    lines = {row.one("th").text: [cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")}
    expected = {
        "add": {"Street address": ["Storgatan 2"], "Municipality": ["Luleå"]},
        "move": {"Street address": ["Storgatan 1", "Storgatan 2"], "Address holds from": ["2022-01-01", "2024-01-01"]},
        "close": {"Last day": ["until further notice", "2026-06-30"]},
        "days": {"Last day": ["2026-12-31", "2027-12-31"]},
    }[kind]
    assert violations(answer.content.decode()) == []
    assert {name: lines[name] for name in expected} == expected


def test_a_correction_goes_from_the_queue_to_the_public(world, desk):
    correction = world.ask("close")

    desk.post("correction-step", correction.pk, "ta", seen=0)
    before = Office.objects.get(pk=world.office.pk).closes_on
    answer = desk.post("correction-step", correction.pk, "genomfor", seen=1, answer="Tack")

    assert (before, answer["Location"]) == (None, address("correction-queue"))
    assert Office.objects.get(pk=world.office.pk).closes_on == date(2026, 6, 30)


def test_whoever_takes_second_is_told_by_whom_it_was_taken(world, desk):
    correction = world.ask("close")
    corrections.take(correction, seen=0, by=world.other)

    answer = desk.post("correction-step", correction.pk, "ta", seen=0)

    assert answer.status_code == 422
    assert world.other.username in read(answer.content).one("main").one(role="alert").text
    assert Correction.objects.get().reviewer == world.other


def test_what_has_changed_since_is_shown_before_it_is_refused(world, desk):
    correction = world.taken("close")
    Office.objects.filter(pk=world.office.pk).update(closes_on=date(2026, 3, 31))

    page = desk.get("correction-review", correction.pk)
    answer = desk.post("correction-step", correction.pk, "genomfor", seen=1, answer="")

    assert "now: 2026-03-31" in read(page.content).one("main").text
    assert answer.status_code == 422
    assert Office.objects.get(pk=world.office.pk).closes_on == date(2026, 3, 31)


@pytest.mark.parametrize("answer", ["", "   ", "x" * 1_001])
def test_a_rejection_says_why(world, desk, answer):
    correction = world.taken("close")

    response = desk.post("correction-step", correction.pk, "avsla", seen=1, answer=answer)

    assert response.status_code == 422
    assert Correction.objects.get().state == "in_review"


@pytest.mark.parametrize(("step", "seen"), [("godkann", 0), ("ta", "x"), ("ta", -1), ("ta", "9" * 30)])
def test_a_step_that_makes_no_sense_does_nothing(world, desk, step, seen):
    correction = world.ask("close")

    answer = desk.post("correction-step", correction.pk, step, seen=seen)

    assert answer.status_code in {404, 422}
    assert Correction.objects.get().state == "requested"


@pytest.mark.parametrize(("show", "status"), [("", 200), ("mine", 200), ("decided", 200), ("all", 400)])
def test_the_lists_of_the_queue(world, desk, show, status):
    waiting, mine = world.ask("days"), world.taken("close")

    answer = desk.get("correction-queue", show=show)

    assert answer.status_code == status
    if status == 200:
        found = {int(each["href"].rstrip("/").split("/")[-1]) for each in read(answer.content).one("main").all("a")
                 if "/rattelser/" in each["href"] and each["href"].rstrip("/")[-1].isdigit()}  # fmt: skip
        assert found == {"": {waiting.pk, mine.pk}, "mine": {mine.pk}, "decided": set()}[show]


def test_the_queue_costs_the_same_number_of_queries_with_1_row_and_with_10(desk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert desk.get("correction-queue").status_code == 200
        return len(found)

    make.make_correction()
    queries()
    with_one = queries()
    for _ in range(9):
        make.make_correction()

    assert queries() == with_one


# --- The letter ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("step", "word"), [("genomfor", "Genomförd"), ("avsla", "Avslagen")])
def test_whoever_asked_is_told_in_swedish_what_was_decided_and_why(world, desk, step, word):
    correction = world.taken("close")

    desk.post("correction-step", correction.pk, step, seen=1, answer="Vi har <varit> där")

    (letter,) = mail.outbox
    assert letter.to == ["editor@example.se"]
    assert word.lower() in letter.subject
    assert "Vi har <varit> där" in letter.body
    assert (
        f"http://testserver{address('portal-correction', world.provider.pk, correction.pk, language='sv')}"
        in letter.body
    )


def test_who_has_no_address_gets_no_letter(world, desk):
    type(world.editor).objects.filter(pk=world.editor.pk).update(email="")
    correction = world.taken("close")

    desk.post("correction-step", correction.pk, "genomfor", seen=1, answer="")

    assert mail.outbox == []
    assert Correction.objects.get().state == "applied"


class BrokenPost(EmailBackend):
    """A server for mail that does not answer."""

    def send_messages(self, messages):
        raise SMTPException("no answer")


def test_a_letter_that_cannot_be_sent_undoes_no_decision(world, desk, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenPost"
    correction = world.taken("close")

    answer = desk.post("correction-step", correction.pk, "genomfor", seen=1, answer="")

    assert answer.status_code == 302
    assert Correction.objects.get().state == "applied"


# --- A file at once --------------------------------------------------------------------------------------------------


def rows(file) -> list[str]:
    """What the page sends along: each correction with its revision."""
    return [f"{pk}-{revision}" for pk, revision in file.corrections.order_by("pk").values_list("pk", "revision")]


def test_a_file_is_taken_and_applied_at_once_with_one_letter(world, desk):
    file = upload(world, rows=3)

    desk.post("correction-upload-step", file.pk, "ta", row=rows(file))
    answer = desk.post("correction-upload-step", file.pk, "genomfor", row=rows(file), answer="")

    assert answer.status_code == 302
    assert set(file.corrections.values_list("state", flat=True)) == {"applied"}
    assert Office.objects.filter(agreement=world.agreement).count() == 4
    assert len(mail.outbox) == 1


def test_what_is_refused_of_a_file_is_told_and_the_rest_is_done(world, desk):
    file = upload(world)
    desk.post("correction-upload-step", file.pk, "ta", row=rows(file))
    first = file.corrections.order_by("pk").first()
    sent = rows(file)
    corrections.withdraw(first, seen=first.revision, by=world.editor)

    answer = desk.post("correction-upload-step", file.pk, "genomfor", row=sent, answer="")

    assert answer.status_code == 422
    assert str(first.pk) in read(answer.content).one("main").one(role="alert").text
    assert sorted(file.corrections.values_list("state", flat=True)) == ["applied", "withdrawn"]


def test_a_file_is_rejected_with_a_reason(world, desk):
    file = upload(world)
    desk.post("correction-upload-step", file.pk, "ta", row=rows(file))

    without = desk.post("correction-upload-step", file.pk, "avsla", row=rows(file), answer=" ")
    with_one = desk.post("correction-upload-step", file.pk, "avsla", row=rows(file), answer="Fel avtal")

    assert (without.status_code, with_one.status_code) == (422, 302)
    assert set(file.corrections.values_list("state", "answer")) == {("rejected", "Fel avtal")}


@pytest.mark.parametrize("sent", [[], ["x"], ["1-"], ["-1"], ["9999999999-0"], ["0-0"]])
def test_rows_that_are_none_of_the_file_s_do_nothing(world, desk, sent):
    file, other = upload(world), world.ask("close")

    answer = desk.post("correction-upload-step", file.pk, "ta", row=[*sent, f"{other.pk}-0"])

    assert answer.status_code == 302
    assert set(Correction.objects.values_list("state", flat=True)) == {"requested"}
