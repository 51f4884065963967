"""What is done with corrections: nothing public changes until one is applied, and the second of two is told."""

from datetime import date

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from municipalities.versions import current_version
from providers import corrections
from providers.actions import confirm_offices
from providers.correcting import ADD, CLOSE, DAYS, MOVE, Address
from providers.models import Correction, Office
from tests import factories as make
from tests.correction_world import BODEN, ENDS, KIRUNA, SEA, STARTS, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
KINDS = (ADD, MOVE, CLOSE, DAYS)


@pytest.fixture
def world():
    return make_world()


def public(world) -> list:
    """All that anybody sees of a provider."""
    offices = Office.objects.filter(agreement=world.agreement).order_by("pk")
    world.agreement.refresh_from_db()
    return [*offices.values(), world.agreement.starts_on, world.agreement.ends_on]


def refused(act) -> dict[str, list[str]]:
    """What a refusal says, by field."""
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.update_error_dict({})


# --- Asking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_public_changes_before_a_correction_is_applied(world, kind):
    before, version = public(world), current_version()

    correction = world.ask(kind)
    corrections.take(correction, seen=0, by=world.reviewer)
    corrections.reject(correction, seen=1, by=world.reviewer, answer="Nej")

    assert public(world) == before
    assert current_version() == version


def test_a_correction_keeps_what_was_so_and_derives_the_municipality(world):
    correction = world.ask(MOVE, address=Address("Kungsgatan 5", "96131", "Boden", *BODEN))

    assert (correction.was_street, correction.was_municipality_id) == ("Storgatan 1", "2580")
    assert (correction.municipality_id, correction.placed) == ("2582", "inside")
    assert (correction.state, correction.by, correction.revision) == ("requested", world.editor, 0)
    assert [row.history_user for row in correction.history.all()] == [world.editor]


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (ADD, {"address": Address("Storgatan 3", "", "Kiruna", *KIRUNA)}, "point"),
        (ADD, {"address": Address("Vågen 1", "", "Havet", *SEA)}, "point"),
        (ADD, {"first_on": date(2021, 12, 6)}, "first_on"),
        (ADD, {"last_on": date(2027, 1, 1)}, "last_on"),
        (CLOSE, {"last_on": date(2021, 12, 31)}, "last_on"),
        (DAYS, {"first_on": STARTS, "last_on": ENDS}, "last_on"),
    ],
)
def test_what_breaks_a_rule_is_told_at_its_field_and_not_saved(world, kind, values, field):
    told = refused(lambda: world.ask(kind, **values))

    assert set(told) == {field}
    assert not Correction.objects.exists()


@pytest.mark.parametrize("second", [MOVE, CLOSE])
def test_an_office_has_one_correction_under_way_at_a_time(world, second):
    world.ask(CLOSE)

    told = refused(lambda: world.ask(second))

    assert list(told) == [NON_FIELD_ERRORS]
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("kind", [ADD, DAYS])
def test_the_same_is_not_asked_for_twice(world, kind):
    world.ask(kind)

    assert list(refused(lambda: world.ask(kind))) == [NON_FIELD_ERRORS]


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_withdrawal_the_same_may_be_asked_for_again(world, kind):
    first = world.ask(kind)
    corrections.withdraw(first, seen=0, by=world.editor)

    second = world.ask(kind)

    assert (first.state, second.state) == ("withdrawn", "requested")


@pytest.mark.parametrize(("street", "is_refused"), [("storgatan 1", True), ("Storgatan 11", False)])
def test_a_new_office_is_not_one_that_is_there(world, street, is_refused):
    wanted = world.wanted(ADD, address=world.sound(ADD)["address"]._replace(street=street))

    told = refused(lambda: corrections.ask(wanted=wanted, by=world.editor)) if is_refused else {}

    assert list(told) == (["street"] if is_refused else [])


def test_whoever_read_another_state_of_the_office_is_told(world):
    seen = corrections.state_of(world.office)
    Office.objects.filter(pk=world.office.pk).update(closes_on=date(2026, 3, 31))

    told = refused(lambda: corrections.ask(wanted=world.wanted(CLOSE), by=world.editor, seen=seen))

    assert list(told) == [NON_FIELD_ERRORS]


# --- Applying --------------------------------------------------------------------------------------------------------


def applied(world, kind, **values) -> Correction:
    correction = world.taken(kind, **values)
    corrections.apply(correction, seen=1, by=world.reviewer, answer="Tack")
    return correction


def test_a_new_office_is_opened_with_who_and_why(world):
    correction = applied(world, ADD)

    office = Office.objects.get(street="Storgatan 2")
    kept = office.history.get()
    assert (office.agreement, office.municipality_id, office.placed) == (world.agreement, "2580", "inside")
    assert (office.opens_on, office.closes_on, office.origin) == (date(2024, 1, 1), None, "entered")
    assert (kept.history_user, str(correction.pk) in kept.history_change_reason) == (world.reviewer, True)
    assert (correction.state, correction.office, correction.answer) == ("applied", office, "Tack")


def test_an_office_of_an_invented_provider_is_invented_too():
    world = make_world(provider=make.make_provider(is_example=True))

    applied(world, ADD)

    assert Office.objects.get(street="Storgatan 2").origin == "example"


def test_an_office_that_moves_stays_where_it_was_until_the_day_before(world):
    applied(world, MOVE, last_on=date(2026, 6, 30))

    old, new = Office.objects.filter(agreement=world.agreement).order_by("opens_on")
    assert (old.street, old.opens_on, old.closes_on) == ("Storgatan 1", date(2022, 1, 1), date(2023, 12, 31))
    assert (new.street, new.opens_on, new.closes_on) == ("Storgatan 2", date(2024, 1, 1), date(2026, 6, 30))
    assert [row.history_type for row in old.history.all()] == ["~", "+"]


def test_an_address_that_was_wrong_all_along_is_put_right_where_it_stands(world):
    applied(world, MOVE, first_on=None, address=Address("Kungsgatan 5", "96131", "Boden", *BODEN))

    (office,) = Office.objects.filter(agreement=world.agreement)
    assert (office.pk, office.street, office.municipality_id) == (world.office.pk, "Kungsgatan 5", "2582")
    assert office.opens_on == date(2022, 1, 1)


def test_an_office_gets_its_last_day(world):
    applied(world, CLOSE)

    world.office.refresh_from_db()
    assert (world.office.closes_on, world.office.street) == (date(2026, 6, 30), "Storgatan 1")


def test_an_agreement_gets_its_days(world):
    applied(world, DAYS)

    world.agreement.refresh_from_db()
    assert (world.agreement.starts_on, world.agreement.ends_on) == (STARTS, date(2027, 12, 31))
    assert world.agreement.history.first().history_user == world.reviewer


def test_an_agreement_does_not_run_into_the_next_one(world):
    correction = world.taken(DAYS)
    make.make_agreement(provider=world.provider, area=world.agreement.area, starts_on=date(2027, 1, 1))
    before = public(world)

    refused(lambda: corrections.apply(correction, seen=1, by=world.reviewer))

    assert public(world) == before


def test_without_a_coordinate_the_chosen_municipality_holds(world):
    address = Address("Kungsgatan 5", "96131", "Boden")
    applied(world, ADD, address=address, municipality="2582")

    office = Office.objects.get(street="Kungsgatan 5")
    assert (office.municipality_id, office.placed, office.latitude) == ("2582", "by_hand", None)


@pytest.mark.parametrize("kind", [MOVE, CLOSE])
def test_what_has_changed_since_is_told_and_nothing_is_applied(world, kind):
    correction = world.taken(kind)
    Office.objects.filter(pk=world.office.pk).update(closes_on=date(2026, 3, 31))
    before = public(world)

    told = refused(lambda: corrections.apply(correction, seen=1, by=world.reviewer))

    correction.refresh_from_db()
    assert "– → 2026-03-31" in str(told[NON_FIELD_ERRORS])
    assert public(world) == before
    assert correction.state == "in_review"


def test_that_an_office_was_confirmed_meanwhile_is_no_change(world):
    correction = world.taken(CLOSE)
    confirm_offices(offices=[world.office], on=date(2026, 2, 1), by=world.editor)

    corrections.apply(correction, seen=1, by=world.reviewer)

    assert correction.state == "applied"


def test_an_office_that_an_import_removed_is_told(world):
    correction = world.taken(CLOSE)
    world.office.delete()

    assert list(refused(lambda: corrections.apply(correction, seen=1, by=world.reviewer))) == [NON_FIELD_ERRORS]


def test_the_rules_are_asked_again_before_applying(world):
    correction = world.taken(ADD)
    world.agreement.area.memberships.filter(municipality="2580").delete()

    refused(lambda: corrections.apply(correction, seen=1, by=world.reviewer))

    assert not Office.objects.filter(street="Storgatan 2").exists()


# --- Two at once -----------------------------------------------------------------------------------------------------

STEPS = {
    "take": lambda row, seen, by: corrections.take(row, seen=seen, by=by),
    "put_back": lambda row, seen, by: corrections.put_back(row, seen=seen, by=by),
    "apply": lambda row, seen, by: corrections.apply(row, seen=seen, by=by),
    "reject": lambda row, seen, by: corrections.reject(row, seen=seen, by=by, answer="Nej"),
    "withdraw": lambda row, seen, by: corrections.withdraw(row, seen=seen, by=by),
}


@pytest.mark.parametrize("step", STEPS)
def test_the_second_of_two_is_told_what_the_first_did(world, step):
    correction = world.ask(CLOSE)
    corrections.take(correction, seen=0, by=world.other)

    told = refused(lambda: STEPS[step](correction, 0, world.reviewer))

    assert world.other.username in str(told)
    assert Correction.objects.get().reviewer == world.other


@pytest.mark.parametrize("step", STEPS)
def test_what_is_decided_stays_decided(world, step):
    correction = applied(world, CLOSE)

    refused(lambda: STEPS[step](correction, correction.revision, world.reviewer))

    assert Correction.objects.get().state == "applied"


@pytest.mark.parametrize("step", ["put_back", "apply", "reject"])
@pytest.mark.parametrize("is_taken", [True, False])
def test_only_whoever_has_taken_a_correction_decides_on_it(world, step, is_taken):
    correction = world.ask(CLOSE)
    if is_taken:
        corrections.take(correction, seen=0, by=world.other)

    refused(lambda: STEPS[step](correction, correction.revision, world.reviewer))

    assert Correction.objects.get().state == ("in_review" if is_taken else "requested")


def test_a_review_can_be_taken_over_and_put_back(world):
    correction = world.ask(CLOSE)
    corrections.take(correction, seen=0, by=world.other)

    corrections.take(correction, seen=1, by=world.reviewer)
    corrections.put_back(correction, seen=2, by=world.reviewer)

    assert (correction.state, correction.reviewer, correction.taken_at) == ("requested", None, None)
    assert correction.history.count() == 4


@pytest.mark.parametrize("step", ["take", "apply", "reject"])
def test_nobody_decides_on_a_request_of_their_own(world, step):
    correction = world.ask(CLOSE)

    refused(lambda: STEPS[step](correction, 0, world.editor))

    assert Correction.objects.get().state == "requested"


@pytest.mark.parametrize("answer", ["", "  "])
def test_a_rejection_needs_a_reason(world, answer):
    correction = world.taken(CLOSE)

    told = refused(lambda: corrections.reject(correction, seen=1, by=world.reviewer, answer=answer))

    assert list(told) == ["answer"]


# --- Confirming ------------------------------------------------------------------------------------------------------


def test_confirming_dates_the_offices_and_is_kept(world):
    later = make.make_office(agreement=world.agreement, last_confirmed_on=date(2026, 5, 2))

    done = confirm_offices(offices=[world.office, later], on=date(2026, 5, 1), by=world.editor, reason="Portalen")

    world.office.refresh_from_db()
    later.refresh_from_db()
    assert (done, world.office.last_confirmed_on, later.last_confirmed_on) == (1, date(2026, 5, 1), date(2026, 5, 2))
    assert world.office.history.first().history_user == world.editor


@pytest.mark.parametrize(
    ("on", "is_open"),
    [(date(2021, 12, 31), False), (date(2022, 1, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_only_an_office_that_is_open_under_its_agreement_is_confirmed(world, on, is_open):
    def act():
        return confirm_offices(offices=[world.office], on=on, by=world.editor)

    told = {} if is_open else refused(act)
    done = act() if is_open else 0

    assert (done, bool(told)) == (int(is_open), not is_open)
