"""What an import or the admin does to providers, agreements and offices is kept: what, when and why."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from municipalities.kept import CHANGED, keep, row_changes
from providers.models import Agreement, Office, Provider, Rating, Result
from tests import factories as make
from tests.admin_pages import admin_address, entered
from tests.import_files import (
    listed,
    listed_office,
    make_ground,
    result_row,
    run,
    write_ratings,
    write_results,
    write_search,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
MARCH, JUNE = date(2025, 3, 1), date(2025, 6, 1)


@pytest.fixture
def staff(client):
    client.force_login(make.make_admin(username="karin"), backend="rollout.signin.LoopbackDemoBackend")
    return client


def told(model) -> list[tuple]:
    """Of every kept row: added, changed or removed, and the fields that became others, in order."""
    changes = row_changes(model.history.all())
    return [(change.kept.history_type, {each.field.name for each in change.fields}) for change in changes]


def reasons(model) -> set[str]:
    return set(model.history.values_list("history_change_reason", flat=True))


def import_of(file: str) -> str:
    """The reason that is kept; the tests' imports speak English."""
    return f"Import of {file}"


@pytest.fixture
def listings(db, tmp_path):
    """Imports the offices of an agreement as the listing of a day."""
    make_ground()

    def put_in(on, *offices):
        run("import_offices", write_search(tmp_path / f"{on}.json", listed(90000001, *offices)), on=on)

    return put_in


def test_what_a_listing_brought_is_kept_with_the_name_of_its_file(listings):
    listings(MARCH, listed_office("500001"))

    assert [[how for how, _fields in told(model)] for model in (Provider, Agreement, Office)] == [["+"]] * 3
    assert reasons(Office) == reasons(Agreement) == {import_of("2025-03-01.json")}


def test_what_the_next_listing_changed_is_kept_field_by_field(listings):
    listings(MARCH, listed_office("500001"), listed_office("500002"))
    listings(JUNE, listed_office("500001"))

    assert [how for how, _fields in told(Office)] == ["+", "+", "~", "~"]
    changed = [fields for how, fields in told(Office) if how == "~"]
    assert sorted(changed, key=sorted) == [{"closes_on"}, {"last_confirmed_on"}]
    assert len(told(Agreement)) == len(told(Provider)) == 1


def test_rows_that_a_corrected_file_takes_away_are_kept_as_removed(listings):
    listings(MARCH, listed_office("500001"), listed_office("500002"))
    listings(MARCH, listed_office("500001"))

    assert [how for how, _fields in told(Office)] == ["+", "+", "-"]


def test_the_same_file_twice_is_kept_once(listings):
    for _time in range(2):
        listings(MARCH, listed_office("500001"))

    assert Office.history.count() == Agreement.history.count() == Provider.history.count() == 1


def test_a_row_that_nobody_had_kept_is_kept_as_it_was_before_it_is_changed(listings):
    listings(MARCH, listed_office("500001"))
    Office.history.all().delete()

    listings(JUNE, listed_office("500001"))

    assert [how for how, _fields in told(Office)] == ["+", "~"]
    assert told(Office)[1][1] == {"last_confirmed_on"}


@pytest.mark.parametrize("times", [1, 2])
def test_a_result_that_is_revised_is_kept_before_and_after(db, tmp_path, times):
    make_ground()
    for number in range(times):
        revised = {"ANTAL DELTAGARE NIVÅ A": 10 + number, "ANTAL DELTAGARE": 60 + number}
        run("import_results", write_results(tmp_path / "resultat.xlsx", result_row(**revised)))

    assert told(Result)[1:] == [("~", {"participants", "participants_a"})][: times - 1]
    assert reasons(Result) == {import_of("resultat.xlsx")}


def test_ratings_are_kept_as_they_come(db, tmp_path):
    make_ground()
    row = ["Exempelbolaget AB", "Exempelområdet", "Nord", "90000001"]
    for value in (2, 3):
        run("import_ratings", write_ratings(tmp_path / "betyg.xlsx", ["Januari 2025"], [*row, value]))

    assert list(Rating.history.order_by("history_id").values_list("history_type", "value")) == [("+", 2), ("~", 3)]


def test_an_edit_in_the_admin_is_kept_with_who_and_why(staff):
    provider = make.make_provider(name="Exempel AB")
    url = admin_address(Provider, "change", provider.pk)

    staff.post(url, entered(staff, url, name="Exempel Nord AB", change_reason="Nytt namn"))

    latest = provider.history.order_by("history_id").last()
    assert (latest.history_user.username, latest.history_change_reason) == ("karin", "Nytt namn")


def test_of_a_row_that_came_in_bulk_the_admin_shows_what_it_was_before(staff):
    office = make.make_office(street="Gamla gatan 1")
    Office.history.all().delete()
    url = admin_address(Office, "change", office.pk)

    staff.post(url, entered(staff, url, street="Nya gatan 2"))
    page = staff.get(admin_address(Office, "history", office.pk)).content.decode()

    assert [cell.text for cell in read(page).all("td", data_label=None)][:2] == ["Gamla gatan 1", "Nya gatan 2"]
    assert gettext("As it was when its history began") in page


def test_of_a_row_that_was_never_kept_the_page_says_so(staff):
    office = make.make_office()
    Office.history.all().delete()

    page = staff.get(admin_address(Office, "history", office.pk)).content.decode()

    assert (
        gettext("Nothing is kept of this row: it came in before its history began, and has not been changed since.")
        in page
    )


@pytest.mark.parametrize(("key", "status"), [("999999", 404), ("abc", 404)])
def test_there_is_no_history_of_what_never_was(staff, key, status):
    assert staff.get(admin_address(Office, "history", key)).status_code == status


def test_the_history_of_what_was_removed_can_still_be_read(staff):
    provider = make.make_provider(name="Exempel AB")
    key = provider.pk
    staff.post(admin_address(Provider, "delete", key), {"post": "yes"})

    page = staff.get(admin_address(Provider, "history", key))

    assert page.status_code == 200
    assert "Exempel AB" in page.content.decode()


def test_a_history_costs_the_same_number_of_queries_whatever_it_holds(staff):
    agreement = make.make_agreement()
    url, asked = admin_address(Agreement, "history", agreement.pk), []

    for states in (1, 9):
        for _state in range(states):
            agreement.provider = make.make_provider()
            agreement.save()
        with CaptureQueriesContext(connection) as queries:
            staff.get(url)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 12


def test_rows_that_are_gone_already_are_not_silently_left_out_of_the_history():
    there, gone = make.make_provider(), make.make_provider()
    Provider.objects.filter(pk=gone.pk).delete()

    with pytest.raises(LookupError, match="are not there to be kept"), transaction.atomic():
        keep([there, gone], CHANGED)

    assert not there.history.filter(history_type=CHANGED).exists()
