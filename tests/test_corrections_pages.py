"""A provider's offices and corrections as pages: what editors ask for, what readers see, and strangers do not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from providers.models import Correction, Office
from tests import factories as make
from tests.correction_world import KIRUNA, SEA, make_world
from tests.desks import Desk
from tests.pages import read
from tests.policy import violations
from tests.sheets import address

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture
def world():
    """Open today: an agreement that goes on, with an office that does."""
    return make_world(ends_on=timezone.localdate() + timedelta(days=400))


@pytest.fixture
def desk(world):
    return Desk(world.editor)


def sent(desk, name: str, *args, **values) -> dict:
    """What a browser would send from the form of a page, after somebody has filled it in."""
    form = next(each for each in read(desk.get(name, *args).content).one("main").all("form"))
    fields = {each["name"]: each.attributes.get("value", "") for each in form.all("input") if "name" in each.attributes}
    return {**fields, **values}


def faults(answer) -> set[str]:
    """The fields that have a fault."""
    page = read(answer.content)
    return {
        each["id"].removesuffix("_error").split("-")[-1] for each in page.all(id=None) if each["id"].endswith("_error")
    }


def moved(**values) -> dict:
    place = {"street": "Storgatan 2", "postal_code": "972 31", "post_town": "Luleå", "point": "65.5840, 22.1500"}
    return {**place, "municipality": "", "first_on": timezone.localdate().isoformat(), "note": "", **values}


def new(world, **values) -> dict:
    return {**moved(), "agreement": world.agreement.pk, "on_site": "yes", "last_on": "", **values}


# --- Who comes in ----------------------------------------------------------------------------------------------------


def addresses(world, language: str = "sv") -> dict[str, str]:
    """Every page of offices and corrections below the provider's key."""
    key, office, correction = world.provider.pk, world.office.pk, world.ask("days").pk
    asked = {
        "portal-offices": (),
        "portal-corrections": (),
        "portal-correction": (correction,),
        "portal-office-template": ("csv",),
        "portal-office-new": (),
        "portal-office-move": (office,),
        "portal-office-close": (office,),
        "portal-office-upload": (),
        "portal-agreement-days": (world.agreement.pk,),
    }
    return {name: address(name, key, *rest, language=language) for name, rest in asked.items()}


FOR_EDITORS = {
    "portal-office-new",
    "portal-office-move",
    "portal-office-close",
    "portal-office-upload",
    "portal-agreement-days",
}


@pytest.mark.parametrize("who", ["editor", "reader", "stranger", "another", "reviewer", "nobody"])
def test_each_page_is_there_for_those_whom_it_concerns(world, who):
    users = {"editor": world.editor, "reviewer": world.reviewer, "stranger": make.make_user(), "nobody": None}
    users["reader"] = make.make_membership(provider=world.provider).user
    users["another"] = make.make_membership(role="editor").user
    desk = Desk(users[who])

    answers = {name: desk.client.get(url).status_code for name, url in addresses(world).items()}

    outside = 302 if who == "nobody" else 404
    seen = {"editor": 200, "reader": 200}.get(who, outside)
    changed = {"editor": 200}.get(who, outside)
    assert answers == {name: changed if name in FOR_EDITORS else seen for name in answers}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_keep_the_content_policy(world, desk, language):
    pages = addresses(world, language)
    answers = [desk.client.get(url) for name, url in pages.items() if name != "portal-office-template"]

    assert {answer.status_code for answer in answers} == {200}
    assert [fault for answer in answers for fault in violations(answer.content.decode())] == []


@pytest.mark.parametrize("name", ["portal-office-move", "portal-office-close"])
def test_another_s_office_is_not_there_below_one_s_own_key(world, desk, name):
    others = make.make_office()

    assert desk.get(name, world.provider.pk, others.pk).status_code == 404
    assert desk.post(name, world.provider.pk, others.pk, last_on="2026-01-01").status_code == 404


def test_another_s_agreement_and_correction_are_not_there(world, desk):
    others = make.make_correction()

    assert desk.get("portal-agreement-days", world.provider.pk, others.agreement.pk).status_code == 404
    assert desk.get("portal-correction", world.provider.pk, others.pk).status_code == 404
    assert desk.post("portal-correction-withdraw", world.provider.pk, others.pk, seen=0).status_code == 404


def test_a_forged_agreement_is_told_at_its_field(world, desk):
    others = make.make_agreement()

    answer = desk.post("portal-office-new", world.provider.pk, **new(world, agreement=others.pk))

    assert (answer.status_code, faults(answer)) == (422, {"agreement"})
    assert others.number not in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_look_asks_for_nothing(world):
    admin = Desk(make.make_admin())
    look = make.make_look(by=admin.user, provider=world.provider)
    session = admin.client.session
    session["portal_look"] = look.pk
    session.save()

    seen = admin.get("portal-offices", world.provider.pk)
    done = admin.post("portal-offices-confirm", world.provider.pk, only=world.office.pk)

    assert (seen.status_code, done.status_code) == (200, 404)
    assert not [
        form for form in read(seen.content).one("main").all("form") if "bekrafta" in form.attributes.get("action", "")
    ]


# --- Confirming ------------------------------------------------------------------------------------------------------


def test_an_office_is_confirmed_by_one_button_and_many_by_their_boxes(world, desk):
    second = make.make_office(agreement=world.agreement)
    third = make.make_office(agreement=world.agreement)

    one = desk.post("portal-offices-confirm", world.provider.pk, only=third.pk, chosen=[second.pk])
    many = desk.post("portal-offices-confirm", world.provider.pk, chosen=[world.office.pk, second.pk])

    today = timezone.localdate()
    days = Office.objects.filter(agreement=world.agreement).values_list("last_confirmed_on", flat=True)
    assert (one.status_code, many.status_code) == (302, 302)
    assert list(days) == [today, today, today]


@pytest.mark.parametrize("sent", ["", "abc", "-1", "9" * 30])
def test_what_is_no_office_confirms_nothing(world, desk, sent):
    answer = desk.post("portal-offices-confirm", world.provider.pk, **({"chosen": [sent]} if sent else {}))

    assert answer.status_code == (404 if sent else 422)
    assert not Office.objects.filter(last_confirmed_on__isnull=False).exists()


def test_another_s_office_is_not_confirmed_nor_any_beside_it(world, desk):
    others = make.make_office()

    answer = desk.post("portal-offices-confirm", world.provider.pk, chosen=[world.office.pk, others.pk])

    assert answer.status_code == 404
    assert not Office.objects.filter(last_confirmed_on__isnull=False).exists()


def test_an_office_that_has_closed_is_not_confirmed(world, desk):
    Office.objects.filter(pk=world.office.pk).update(closes_on=timezone.localdate() - timedelta(days=1))

    answer = desk.post("portal-offices-confirm", world.provider.pk, only=world.office.pk)

    assert answer.status_code == 422
    assert not Office.objects.filter(last_confirmed_on__isnull=False).exists()


# --- Asking ----------------------------------------------------------------------------------------------------------


def test_each_kind_is_asked_for_by_its_form_and_changes_nothing_yet(world, desk):
    key, office, today = world.provider.pk, world.office, timezone.localdate()
    second = make.make_office(agreement=world.agreement)
    before = list(Office.objects.order_by("pk").values())

    answers = [
        desk.post("portal-office-new", key, **new(world, street="Nygatan 1")),
        desk.post("portal-office-move", key, office.pk, **sent(desk, "portal-office-move", key, office.pk, **moved())),
        desk.post(
            "portal-office-close",
            key,
            second.pk,
            **sent(desk, "portal-office-close", key, second.pk, last_on=today.isoformat()),
        ),
        desk.post(
            "portal-agreement-days",
            key,
            world.agreement.pk,
            **sent(desk, "portal-agreement-days", key, world.agreement.pk, last_on=""),
        ),
    ]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert sorted(Correction.objects.values_list("kind", flat=True)) == ["add", "close", "days", "move"]
    assert list(Office.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"point": f"{SEA[0]}, {SEA[1]}"}, "point"),
        ({"point": f"{KIRUNA[0]}, {KIRUNA[1]}"}, "point"),
        ({"point": "Storgatan"}, "point"),
        ({"point": "95.0, 22.0"}, "point"),
        ({"point": "22.15, 65.58"}, "point"),
        ({"point": ""}, "point"),
        ({"point": "", "municipality": "2584"}, "municipality"),
        ({"municipality": "2582"}, "municipality"),
        ({"municipality": "9999"}, "municipality"),
        ({"street": ""}, "street"),
        ({"street": "x" * 201}, "street"),
        ({"street": "a\x00b"}, "street"),
        ({"first_on": "2026-02-30"}, "first_on"),
        ({"first_on": ""}, "first_on"),
        ({"first_on": "1999-01-01"}, "first_on"),
        ({"last_on": "2020-01-01"}, "last_on"),
        ({"on_site": "maybe"}, "on_site"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_saved(world, desk, values, field):
    answer = desk.post("portal-office-new", world.provider.pk, **new(world, **values))

    assert (answer.status_code, faults(answer)) == (422, {field})
    assert not Correction.objects.exists()


@pytest.mark.parametrize("written", ["65.5840, 22.1500", "65,5840; 22,1500", "65.584° N, 22.15° E", "(65.584 22.15)"])
def test_a_coordinate_is_read_as_maps_write_it(world, desk, written):
    desk.post("portal-office-new", world.provider.pk, **new(world, point=written))

    assert (Correction.objects.get().latitude, Correction.objects.get().longitude) == (65.584, 22.15)


def test_markup_in_an_address_is_text(world, desk):
    street = "<script>alert(1)</script> 5"
    desk.post("portal-office-new", world.provider.pk, **new(world, street=street))
    correction = Correction.objects.get()

    mine = desk.get("portal-correction", world.provider.pk, correction.pk)
    queue = Desk(world.reviewer).get("correction-queue")

    for answer in (mine, queue):
        assert violations(answer.content.decode()) == []
        assert street in read(answer.content).one("main").text


def test_whoever_is_second_to_ask_is_told_and_keeps_what_was_written(world, desk):
    values = sent(desk, "portal-office-close", world.provider.pk, world.office.pk, last_on="2026-12-01")
    Office.objects.filter(pk=world.office.pk).update(street="Annan gata 9")

    answer = desk.post("portal-office-close", world.provider.pk, world.office.pk, **values)

    page = read(answer.content)
    assert answer.status_code == 422
    assert page.one("input", name="last_on")["value"] == "2026-12-01"
    assert page.one("main").one(role="alert").text
    assert not Correction.objects.exists()


# --- Following -------------------------------------------------------------------------------------------------------


def test_a_correction_is_followed_and_withdrawn(world, desk):
    correction = world.ask("close")

    page = read(desk.get("portal-correction", world.provider.pk, correction.pk).content)
    done = desk.post("portal-correction-withdraw", world.provider.pk, correction.pk, seen=0)
    again = desk.post("portal-correction-withdraw", world.provider.pk, correction.pk, seen=0)

    assert "2026-06-30" in page.one("main").text
    assert (done.status_code, again.status_code) == (302, 422)
    assert Correction.objects.get().state == "withdrawn"


def test_a_reader_cannot_withdraw(world):
    correction = world.ask("close")
    reader = Desk(make.make_membership(provider=world.provider).user)

    answer = reader.post("portal-correction-withdraw", world.provider.pk, correction.pk, seen=0)

    assert answer.status_code == 404
    assert Correction.objects.get().state == "requested"


def test_the_offices_tell_of_the_correction_that_is_under_way(world, desk):
    correction = world.ask("close")

    links = [each["href"] for each in read(desk.get("portal-offices", world.provider.pk).content).one("main").all("a")]

    assert address("portal-correction", world.provider.pk, correction.pk) in links
    assert address("portal-office-close", world.provider.pk, world.office.pk) not in links


@pytest.mark.parametrize("name", ["portal-offices", "portal-corrections"])
def test_a_list_costs_the_same_number_of_queries_with_1_row_and_with_10(world, desk, name):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert desk.get(name, world.provider.pk).status_code == 200
        return len(found)

    def add() -> None:
        office = make.make_office(agreement=world.agreement, opens_on=date(2022, 1, 1))
        make.make_correction(kind="close", agreement=world.agreement, office=office)

    add()
    queries()
    with_one = queries()
    for _ in range(9):
        add()
    queries()  # the snapshot is made anew

    assert queries() == with_one


def test_a_provider_without_offices_is_told_what_to_do(world):
    agreement = make.make_agreement()
    desk = Desk(make.make_membership(provider=agreement.provider, role="editor").user)

    offices = desk.get("portal-offices", agreement.provider.pk)
    corrections = desk.get("portal-corrections", agreement.provider.pk)

    for answer in (offices, corrections):
        assert [each for each in read(answer.content).one("main").all("p") if "nothing" in each.classes]


@pytest.mark.parametrize(("on", "number"), [("2021-12-31", 0), ("2022-01-01", 1)])
def test_another_day_shows_what_was_open_then_and_nothing_to_confirm(world, desk, on, number):
    page = read(desk.get("portal-offices", world.provider.pk, on=on).content).one("main")

    assert page.one(id="open").text == f"Open on {on} {number}"
    assert not [form for form in page.all("form") if "bekrafta" in form.attributes.get("action", "")]


@pytest.mark.parametrize("on", ["2021-02-30", "9999-12-31"])
def test_a_day_that_there_is_not_is_refused(world, desk, on):
    assert desk.get("portal-offices", world.provider.pk, on=on).status_code == 400
