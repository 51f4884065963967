"""Programs that write through the API: with a key, as its user, by the actions of the pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from providers.models import Agreement, MemberRole, Office
from rollout.models import ApiKey, Phase
from tests import factories as make
from tests.api import API
from tests.desks import Desk, make_person, make_staffed_world
from tests.pages import read
from tests.sheets import address

pytestmark = pytest.mark.django_db


class Program:
    """Somebody's program, which sends a key along."""

    def __init__(self, user, **key) -> None:
        self.row, self.key = ApiKey.objects.create(user=user, name="Prov", **key)
        self.client = Client(headers={"authorization": f"Token {self.key}", "accept-language": "en"})

    def send(self, method: str, path: str, **values):
        return getattr(self.client, method)(API + path, values, content_type="application/json")


@pytest.fixture
def world():
    return make_staffed_world()


@pytest.fixture
def phase(world):
    return world.plan.phases.order_by("number").first()


@pytest.fixture
def office():
    return make.make_office(agreement=make.make_agreement(provider=make.make_provider(is_example=True)))


# --- Phases of a draft -----------------------------------------------------------------------------------------------


def test_an_editor_s_program_changes_a_phase_as_the_editor_would(world, phase):
    answer = Program(world.editor).send(
        "patch", f"phases/{phase.pk}/", expected_revision=phase.revision, name="Ny etapp", reason="Från ett program"
    )

    assert (answer.status_code, answer.json()["name"]) == (200, "Ny etapp")
    kept = world.plan.changes.first()
    assert (kept.by, kept.reason) == (world.editor, "Från ett program")


def test_who_was_overtaken_is_told_and_nothing_is_overwritten(world, phase):
    mine, revision = Program(world.editor), phase.revision
    mine.send("patch", f"phases/{phase.pk}/", expected_revision=revision, name="Den första")

    answer = mine.send("patch", f"phases/{phase.pk}/", expected_revision=revision, name="Den andra")

    phase.refresh_from_db()
    assert (answer.status_code, phase.name) == (409, "Den första")
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "values, parameter",
    [
        ({"name": "Utan version"}, "expected_revision"),
        ({"expected_revision": 0, "nmae": "x"}, "nmae"),
        ({"expected_revision": 0, "last_referral_on": "igår"}, "last_referral_on"),
        ({"expected_revision": 0, "last_referral_on": "2021-05-01", "new_service_starts_on": "2021-05-01"}, None),
    ],
)
def test_what_the_page_would_refuse_is_refused_at_its_field_and_nothing_is_saved(world, phase, values, parameter):
    values = {**values, **({"expected_revision": phase.revision} if "expected_revision" in values else {})}

    answer = Program(world.editor).send("patch", f"phases/{phase.pk}/", **values)

    assert answer.status_code == 400
    faults = [fault["parameter"] for fault in answer.json()["errors"]]
    assert parameter in faults if parameter else faults
    assert Phase.objects.get(pk=phase.pk).revision == phase.revision


@pytest.mark.parametrize("role, status", [("editor", 200), ("planner", 404), ("approver", 404), ("", 404)])
def test_only_editors_change_phases(world, phase, role, status):
    user = make_person(*([role] if role else []))

    answer = Program(user).send("patch", f"phases/{phase.pk}/", expected_revision=phase.revision, name="X")

    assert answer.status_code == status


def test_drafts_are_read_with_a_key_of_somebody_who_may_see_drafts_alone(world, phase):
    path = f"phases/{phase.pk}/"

    seen = [
        Program(make_person("planner")).send("get", path).status_code,
        Program(make_person()).send("get", path).status_code,
        Client().get(API + path).status_code,
    ]

    assert seen == [200, 404, 404]


# --- Offices ---------------------------------------------------------------------------------------------------------


def test_a_provider_s_program_confirms_its_office_and_nobody_else_s(office):
    mine = make.make_membership(provider=office.agreement.provider, role=MemberRole.EDITOR).user
    other = make.make_membership(role=MemberRole.EDITOR).user
    reader = make.make_membership(provider=office.agreement.provider, role=MemberRole.READER).user

    refused = [Program(user).send("post", f"offices/{office.pk}/confirm/").status_code for user in (other, reader)]
    answer = Program(mine).send("post", f"offices/{office.pk}/confirm/")

    assert refused == [404, 404]
    assert answer.json()["last_confirmed_on"] == timezone.localdate().isoformat()
    assert Office.history.latest().history_user == mine


def test_an_office_of_an_agreement_that_has_ended_cannot_be_confirmed(office):
    Agreement.objects.filter(pk=office.agreement_id).update(ends_on=timezone.localdate() - timedelta(days=1))
    mine = make.make_membership(provider=office.agreement.provider, role=MemberRole.EDITOR).user

    answer = Program(mine).send("post", f"offices/{office.pk}/confirm/")

    office.refresh_from_db()
    assert (answer.status_code, office.last_confirmed_on) == (400, None)


# --- Keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method, path", [("patch", "phases/1/"), ("post", "offices/1/confirm/")])
def test_nobody_writes_without_a_key(method, path):
    answer = getattr(Client(), method)(API + path, {}, content_type="application/json")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("header", ["Token wrong", "Token", "Token a b"])
def test_a_key_that_is_none_opens_nothing_not_even_what_is_open_to_all(header):
    answer = Client(headers={"authorization": header}).get(f"{API}counties/")

    assert answer.status_code == 401


def test_a_key_that_has_run_out_opens_nothing():
    late = Program(make.make_user(), expiry=timedelta(seconds=-1))

    assert late.send("get", "counties/").status_code == 401


def test_a_key_of_a_demonstration_user_works_on_the_machine_itself_alone(settings):
    settings.DEMO_SIGN_INS = False
    user = make.make_user()
    user.groups.create(name="Demonstration")

    assert Program(user).send("get", "counties/").status_code == 401


def test_a_key_is_made_shown_once_and_taken_back_on_its_page():
    user = make.make_user()
    desk = Desk(user)

    made = read(desk.post("api-keys", name="Mitt kalkylark").content)
    key = made.one("pre").text
    later = desk.get("api-keys").content.decode()
    works = Client(headers={"authorization": f"Token {key}"}).get(f"{API}counties/").status_code
    desk.post("api-key-revoke", ApiKey.objects.get(user=user).digest)
    after = Client(headers={"authorization": f"Token {key}"}).get(f"{API}counties/").status_code

    assert key not in later
    assert "Mitt kalkylark" in later
    assert (works, after) == (200, 401)


def test_nobody_takes_back_a_key_of_somebody_else():
    row = Program(make.make_user()).row

    answer = Desk(make.make_user()).post("api-key-revoke", row.digest)

    assert answer.status_code == 404
    assert ApiKey.objects.filter(pk=row.pk).exists()


def test_the_keys_are_for_those_who_are_signed_in(client):
    assert client.get(address("api-keys")).status_code == 302
