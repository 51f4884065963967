"""A saved provider search becomes a listing: what is saved of it, from when to when, and in which municipality."""

from datetime import date
from itertools import permutations

import pytest
from django.core.management import CommandError
from django.db import transaction

from municipalities.versions import current_version
from providers.importers import offices
from providers.importers.agreements import choose_service
from providers.models import Agreement, ListedAgreement, Listing, Office, Provider
from tests.factories import make_agreement, make_office, make_service
from tests.import_files import (
    COPENHAGEN,
    LUND,
    QUAY_IN_STOCKHOLM,
    STOCKHOLM,
    UPPSALA,
    every_row,
    listed,
    listed_office,
    make_ground,
    run,
    search_answer,
    write_json,
    write_search,
)

pytestmark = pytest.mark.django_db
MARCH, JUNE, SEPTEMBER = date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1)


@pytest.fixture(autouse=True)
def ground(db):
    make_ground()


@pytest.fixture
def put_in(tmp_path):
    """Imports agreements as the listing of a day."""

    def put_in(*agreements, on=MARCH, **options):
        return run("import_offices", write_search(tmp_path / "exempel.json", *agreements), on=on, **options)

    return put_in


def office_days() -> list[tuple]:
    columns = ("address_id", "street", "opens_on", "closes_on", "last_confirmed_on", "municipality_id", "placed")
    return list(Office.objects.order_by("address_id", "opens_on").values_list(*columns))


# --- What is saved ---------------------------------------------------------------------------------------------------


def test_a_listed_agreement_is_saved_with_its_provider_and_offices(put_in):
    put_in(listed(90000001, listed_office("500001"), listed_office("500002", UPPSALA), rating="3"))

    agreement = Agreement.objects.get(number="90000001")
    assert (agreement.provider.name, agreement.service_id) == ("Exempelbolaget AB", "rom2")
    assert (agreement.area, agreement.starts_on, agreement.provider.is_example) == (None, None, False)
    assert set(agreement.offices.values_list("address_id", "municipality_id", "origin", "on_site")) == {
        ("500001", "0180", "listing", True),
        ("500002", "0380", "listing", True),
    }


def test_what_a_listing_says_of_an_agreement_is_kept_with_its_day(put_in):
    put_in(listed(90000001, rating="3"), listed(90000002, nyval_tillatet=None))

    said = ListedAgreement.objects.order_by("agreement__number")
    assert list(said.values_list("agreement__number", "listing__on", "rating", "can_be_chosen")) == [
        ("90000001", MARCH, 3, True),
        ("90000002", MARCH, None, None),
    ]


def test_an_answer_that_is_one_page_and_a_crawl_of_pages_say_the_same(tmp_path):
    one, other = listed(90000001, listed_office()), listed(90000002, namn="Exempel Syd AB")
    crawl = [search_answer(one, total_count=2), search_answer(other, total_count=2)]

    run("import_offices", write_json(tmp_path / "page.json", search_answer(one, other)), on=MARCH)
    before = every_row()
    out = run("import_offices", write_json(tmp_path / "crawl.json", crawl), on=MARCH, dry_run=True)

    assert "Agreements: " not in out
    assert "Listed agreements: 0 new, 0 changed, 2 unchanged, 0 gone" in out
    assert every_row() == before


def test_providers_are_the_same_whatever_the_spelling_of_their_name(put_in):
    put_in(listed(90000001, namn="Exempel Väst AB"), listed(90000002, namn="EXEMPEL-VÄST  AB"))

    assert list(Provider.objects.values_list("name", flat=True)) == ["Exempel Väst AB"]


def test_markup_in_a_name_is_kept_as_text(put_in):
    put_in(listed(90000001, namn="<b>Exempel</b> AB"))

    assert Provider.objects.get().name == "<b>Exempel</b> AB"


def test_contact_persons_and_other_keys_are_nowhere_in_the_database(put_in):
    person = {"namn": "Exempelperson Hemlig", "epost": "hemlig@example.org", "telefon": "0700000000"}
    office = listed_office(kontaktperson=person, besoksinstruktion="Fråga efter Hemlig")

    put_in(listed(90000001, office, kontaktpersoner=[person], kontaktperson="Exempelperson Hemlig"))

    assert Office.objects.count() == 1
    assert "hemlig" not in every_row().casefold()
    assert "0700000000" not in every_row()


def test_importing_the_same_file_twice_writes_not_one_row(put_in):
    agreements = [listed(90000001, listed_office(), rating="2"), listed(90000002, listed_office("500002", None))]
    put_in(*agreements)
    before, version = every_row(), current_version()

    out = put_in(*agreements)

    assert every_row() == before
    assert current_version() == version
    assert "Nothing was changed" in out


def test_a_trial_run_tells_everything_and_saves_nothing(put_in):
    put_in(listed(90000001, listed_office(), rating="2"), listed(90000002, listed_office("500002")))
    before, version = every_row(), current_version()

    out = put_in(
        listed(90000001, listed_office(adressrad="Exempelgatan 2"), rating="3"),
        listed(90000003, listed_office("500003", LUND)),
        dry_run=True,
    )

    assert every_row() == before
    assert current_version() == version
    assert "Offices: 1 new, 1 changed, 0 unchanged, 1 gone" in out
    assert "street address: Exempelgatan 1 → Exempelgatan 2" in out
    assert "rating: 2 → 3" in out
    assert "− 90000002" in out


def test_an_import_that_is_stopped_half_way_leaves_nothing(tmp_path):
    path = write_search(tmp_path / "exempel.json", listed(90000001, listed_office(), listed_office("500002")))
    before = every_row()

    def stopping(items, description):
        """Breaks off when the second of the offices is asked for."""
        for position, item in enumerate(items):
            if position == 1:
                raise KeyboardInterrupt
            yield item

    def import_half_way():
        with transaction.atomic():
            service = choose_service("rom2", on=MARCH)
            changes = offices.compare(offices.read(path), service=service, on=MARCH)
            offices.save(changes, stopping)

    with pytest.raises(KeyboardInterrupt):
        import_half_way()

    assert every_row() == before


# --- Days ------------------------------------------------------------------------------------------------------------


def test_an_office_is_open_from_the_first_listing_to_the_day_before_the_one_that_lacks_it(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    put_in(listed(90000001, listed_office()), on=JUNE)
    put_in(listed(90000001), on=SEPTEMBER)

    assert office_days() == [("500001", "Exempelgatan 1", MARCH, date(2025, 8, 31), JUNE, "0180", "inside")]


def test_an_office_that_comes_back_opens_again(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    put_in(listed(90000001), on=JUNE)
    put_in(listed(90000001, listed_office()), on=SEPTEMBER)

    assert [days[2:5] for days in office_days()] == [(MARCH, date(2025, 5, 31), MARCH), (SEPTEMBER, None, SEPTEMBER)]


def test_an_office_that_moves_was_where_it_was(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    put_in(listed(90000001, listed_office(point=UPPSALA)), on=JUNE)

    assert [days[2:6] for days in office_days()] == [
        (MARCH, date(2025, 5, 31), MARCH, "0180"),
        (JUNE, None, JUNE, "0380"),
    ]


ONWARDS, BACKWARDS = (0, 1, 2, 3), (3, 2, 1, 0)
ORDERS = [  # the others show nothing of the database that these two do not
    pytest.param(order, id=str(order), marks=() if order in (ONWARDS, BACKWARDS) else pytest.mark.once)
    for order in permutations(range(4))
]


@pytest.mark.parametrize("order", ORDERS)
def test_listings_can_come_in_any_order_and_again_corrected(put_in, order):
    there, moved = listed_office(), listed_office(point=UPPSALA)
    imports = [
        (MARCH, listed(90000001, there)),
        (JUNE, listed(90000001, moved, listed_office("500002", LUND))),
        (SEPTEMBER, listed(90000001, there)),
        (date(2025, 12, 1), listed(90000001)),
    ]
    for position in order:
        on, wrong = imports[position][0], listed(90000001, listed_office("500009", LUND))
        put_in(wrong, on=on)
        put_in(imports[position][1], on=on)

    assert [(days[0], *days[2:6]) for days in office_days()] == [
        ("500001", MARCH, date(2025, 5, 31), MARCH, "0180"),
        ("500001", JUNE, date(2025, 8, 31), JUNE, "0380"),
        ("500001", SEPTEMBER, date(2025, 11, 30), SEPTEMBER, "0180"),
        ("500002", JUNE, date(2025, 8, 31), JUNE, "1281"),
    ]


def test_a_corrected_file_that_moves_the_border_between_two_places_is_saved(put_in):
    there, moved = listed(90000001, listed_office()), listed(90000001, listed_office(point=UPPSALA))
    for on, agreement in ((MARCH, there), (JUNE, there), (SEPTEMBER, moved)):
        put_in(agreement, on=on)
    keys = list(Office.objects.order_by("opens_on").values_list("pk", flat=True))

    put_in(moved, on=JUNE)

    assert [days[2:4] for days in office_days()] == [(MARCH, date(2025, 5, 31)), (JUNE, None)]
    assert list(Office.objects.order_by("opens_on").values_list("pk", flat=True)) == keys


def test_a_corrected_file_takes_back_what_the_first_one_said(put_in):
    put_in(listed(90000001, rating="1"), listed(90000002, listed_office()))

    put_in(listed(90000001, rating="2"))

    assert list(ListedAgreement.objects.values_list("agreement__number", "rating")) == [("90000001", 2)]
    assert not Office.objects.exists()
    assert Listing.objects.count() == 1


def test_a_day_on_which_somebody_was_there_is_not_forgotten(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    Office.objects.update(last_confirmed_on=date(2025, 7, 7))

    put_in(listed(90000001, listed_office()), on=JUNE)

    assert Office.objects.get().last_confirmed_on == date(2025, 7, 7)


def test_listings_of_another_service_close_nothing(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    put_in(listed(90000002, listed_office("500002")), on=JUNE, service="rom")

    assert [days[2:4] for days in office_days()] == [(MARCH, None), (JUNE, None)]


def test_offices_entered_here_and_examples_are_never_touched(put_in):
    agreement = make_agreement(number="90000001", service=make_service("rom2"), area=None, starts_on=None)
    make_office(agreement=agreement, origin="entered")
    make_office(agreement=agreement, origin="example")
    before = list(Office.objects.order_by("pk").values())

    put_in(listed(90000001), on=MARCH)

    assert list(Office.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("closes_on, is_refused", [(None, True), (MARCH, True), (date(2025, 2, 28), False)])
def test_an_office_entered_here_with_the_same_address_id_is_in_the_way_on_its_days(put_in, closes_on, is_refused):
    agreement = make_agreement(number="90000001", service=make_service("rom2"), area=None, starts_on=None)
    make_office(agreement=agreement, address_id="500001", origin="entered", closes_on=closes_on)

    if is_refused:
        with pytest.raises(CommandError, match=r"90000001.*entered here"):
            put_in(listed(90000001, listed_office()))
    else:
        put_in(listed(90000001, listed_office()))

    assert Office.objects.filter(origin="listing").exists() is not is_refused


# --- Municipalities --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "point, placed, remark",
    [
        (COPENHAGEN, "outside", "lies outside Sweden"),
        (None, "missing", "no coordinate"),
        (("0", "0"), "missing", "no c"),
    ],
)
def test_an_office_outside_sweden_or_without_a_coordinate_is_reported_and_kept(put_in, point, placed, remark):
    out = put_in(listed(90000001, listed_office(point=point)))

    assert remark in out
    assert Office.objects.values_list("municipality_id", "placed").get() == (None, placed)


@pytest.mark.parametrize("point, placed", [(STOCKHOLM, "inside"), (QUAY_IN_STOCKHOLM, "nearest")])
def test_an_office_by_the_water_belongs_to_the_nearest_municipality_and_says_so(put_in, point, placed):
    put_in(listed(90000001, listed_office(point=point)))

    assert Office.objects.values_list("municipality_id", "placed").get() == ("0180", placed)


def set_by_hand(code="1281") -> None:
    Office.objects.update(municipality_id=code, placed="by_hand")


def test_a_municipality_set_by_hand_is_kept_by_later_imports(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    set_by_hand()

    put_in(listed(90000001, listed_office()), on=MARCH)
    out = put_in(listed(90000001, listed_office()), on=JUNE)

    assert "set by hand: 1" in out
    assert [days[2:] for days in office_days()] == [(MARCH, None, JUNE, "1281", "by_hand")]


def test_a_municipality_set_by_hand_is_kept_when_the_office_opens_again(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    put_in(listed(90000001), on=JUNE)
    set_by_hand()

    put_in(listed(90000001, listed_office()), on=SEPTEMBER)

    assert [days[5:] for days in office_days()] == [("1281", "by_hand"), ("1281", "by_hand")]


def test_a_municipality_set_by_hand_is_kept_when_the_coordinate_changes_and_that_is_remarked_once(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    set_by_hand()

    first = put_in(listed(90000001, listed_office(point=UPPSALA)), on=JUNE)
    second = put_in(listed(90000001, listed_office(point=UPPSALA)), on=JUNE)

    assert "the coordinate has changed; the municipality set by hand, 1281, is kept" in first
    assert "the coordinate has changed" not in second
    assert [days[5:] for days in office_days()] == [("1281", "by_hand"), ("1281", "by_hand")]


def test_a_municipality_set_by_hand_outlives_the_joining_of_two_runs(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    put_in(listed(90000001), on=JUNE)
    put_in(listed(90000001, listed_office()), on=SEPTEMBER)
    Office.objects.filter(opens_on=SEPTEMBER).update(municipality_id="1281", placed="by_hand")

    put_in(listed(90000001, listed_office()), on=JUNE)

    assert [days[2:] for days in office_days()] == [(MARCH, None, SEPTEMBER, "1281", "by_hand")]


def test_that_a_municipality_set_by_hand_goes_with_its_office_is_told(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    set_by_hand()

    assert "its municipality was set by hand" in put_in(listed(90000001), on=MARCH)


def test_that_an_office_is_digital_only_is_kept_when_it_opens_again(put_in):
    put_in(listed(90000001, listed_office()), on=MARCH)
    Office.objects.update(on_site=False)
    put_in(listed(90000001), on=JUNE)

    put_in(listed(90000001, listed_office()), on=SEPTEMBER)

    assert list(Office.objects.values_list("on_site", flat=True)) == [False, False]
