"""Corrections of listed offices beside the listings to come: each says what it knows, and the later day holds."""

from datetime import date

import pytest

from providers import corrections
from providers.correcting import CLOSE
from providers.correction_ground import Wanted
from providers.models import Correction, Office
from tests import factories as make
from tests.import_files import UPPSALA, listed, listed_office, make_ground, run, write_search

pytestmark = pytest.mark.django_db
MARCH, JUNE, SEPTEMBER = date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1)


@pytest.fixture
def put_in(tmp_path):
    """Imports agreements as the listing of a day."""
    make_ground()

    def put_in(*offices, on):
        return run("import_offices", write_search(tmp_path / "exempel.json", listed(90000001, *offices)), on=on)

    return put_in


def asked(**values) -> Correction:
    office = Office.objects.get()
    wanted = Wanted(CLOSE, office.agreement, office, **{"last_on": date(2025, 7, 31), **values})
    return corrections.ask(wanted=wanted, by=make.make_user())


def closed(**values) -> None:
    """A listed office gets its last day by a correction."""
    correction, reviewer = asked(**values), make.make_user()
    corrections.take(correction, seen=0, by=reviewer)
    corrections.apply(correction, seen=1, by=reviewer)


def days() -> list[tuple]:
    return list(Office.objects.order_by("opens_on").values_list("opens_on", "closes_on"))


@pytest.mark.parametrize("on", [MARCH, JUNE])
def test_a_listing_from_before_the_last_day_leaves_it(put_in, on):
    put_in(listed_office(), on=MARCH)
    closed()

    put_in(listed_office(), on=on)

    assert days() == [(MARCH, date(2025, 7, 31))]


def test_a_listing_without_the_office_ends_it_the_day_before(put_in):
    put_in(listed_office(), on=MARCH)
    closed()

    put_in(on=JUNE)

    assert days() == [(MARCH, date(2025, 5, 31))]


def test_a_later_listing_without_the_office_leaves_its_last_day(put_in):
    put_in(listed_office(), on=MARCH)
    closed()

    put_in(on=SEPTEMBER)

    assert days() == [(MARCH, date(2025, 7, 31))]


def test_a_later_listing_that_has_the_office_opens_it_again_and_says_so(put_in):
    put_in(listed_office(), on=MARCH)
    closed()

    said = put_in(listed_office(), on=SEPTEMBER)

    assert days() == [(MARCH, None)]
    assert "+ 90000001 Exempelbolaget AB 500001" in said


def test_an_import_that_removes_an_office_leaves_its_correction_without_one(put_in):
    put_in(listed_office(), on=MARCH)
    put_in(listed_office(), listed_office("500002", UPPSALA), on=JUNE)
    second = Office.objects.get(address_id="500002")
    correction = make.make_correction(kind="close", agreement=second.agreement, office=second)

    put_in(listed_office(), on=JUNE)

    correction.refresh_from_db()
    assert (correction.office, correction.state) == (None, "requested")
