"""Files of agreements and offices: whose they are, on which days, where; what is gone, and what stands in the way."""

from datetime import date
from functools import partial

import pytest
from django.utils import translation

from municipalities.models import Municipality
from providers.importers import agreement_files, office_rows
from providers.models import Agreement, DeliveryArea, Office, Provider
from tests import factories as make
from tests.import_tables import WithErrors, make_little_country, put_rows_in, told

pytestmark = pytest.mark.django_db
FIRST, LAST, LATER = date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1)
ALFA = {"number": "90000001", "provider": "Alfa AB", "service": "RoM 2", "area": "Södra", "starts_on": FIRST}
OFFICE = {"number": "80000001", "street": "Gatan 1", "post_town": "Orten", "municipality": "Exempelkommun 0180"}
OFFICE |= {"first_on": FIRST}
STOCKHOLM = {"latitude": 59.3293, "longitude": 18.0686}


@pytest.fixture(scope="module", autouse=True)
def _ground(kept_rows):
    make_little_country()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def agreements(tmp_path):
    return partial(put_rows_in, tmp_path, agreement_files)


@pytest.fixture
def offices(tmp_path):
    return partial(put_rows_in, tmp_path, office_rows)


# --- Agreements ------------------------------------------------------------------------------------------------------


def test_an_agreement_is_made_with_its_provider_area_and_days(agreements):
    agreements({**ALFA, "organisation_number": "556000-0000", "ends_on": LAST})

    made = Agreement.objects.get(number="90000001")
    assert (made.provider.name, made.provider.organisation_number) == ("Alfa AB", "556000-0000")
    assert (made.service_id, made.area.name, made.starts_on, made.ends_on) == ("rom2", "Södra", FIRST, LAST)


def test_a_provider_is_known_by_its_number_whatever_it_is_called(agreements):
    known = make.make_provider(name="Alfa Aktiebolag", organisation_number="556000-0000")

    changes = agreements({**ALFA, "organisation_number": "5560000000"})

    assert Agreement.objects.get(number="90000001").provider == known
    assert [one.message for one in changes.problems] == ["the provider is known as “Alfa Aktiebolag”, which is kept"]


def test_a_known_provider_gets_the_number_that_the_file_has(agreements):
    known = make.make_provider(name="Alfa AB")

    agreements({**ALFA, "organisation_number": "5560000000"})

    assert Provider.objects.get(pk=known.pk).organisation_number == "556000-0000"


def test_an_empty_cell_empties_and_a_column_that_is_missing_does_not(agreements):
    agreements({**ALFA, "ends_on": LAST, "notice_sent_on": FIRST})

    changes = agreements(ALFA, headers=["KA-NUMMER", "LEVERANTÖR", "TJÄNST", "SISTA DAG"])

    agreement = Agreement.objects.get(number="90000001")
    assert (agreement.starts_on, agreement.ends_on, agreement.notice_sent_on) == (FIRST, None, FIRST)
    assert told(changes, "changed") == ["90000001 Alfa AB: last day: 2025-06-30 → missing"]


@pytest.mark.parametrize(
    "end_gone_on, ends_on", [(None, None), (LAST, LAST), (FIRST, FIRST), (date(2023, 12, 31), None)]
)
def test_an_agreement_that_the_file_lacks_goes_on_unless_it_is_to_end(agreements, end_gone_on, ends_on):
    agreements(ALFA, {**ALFA, "number": "90000002", "provider": "Beta"})

    changes = agreements(ALFA, end_gone_on=end_gone_on)

    assert Agreement.objects.get(number="90000002").ends_on == ends_on
    assert "90000002 Beta" in told(changes, "gone")
    assert Agreement.objects.get(number="90000001").ends_on is None


def test_two_agreements_may_change_places_in_time(agreements):
    before, after = {"starts_on": FIRST, "ends_on": LAST}, {"starts_on": LATER, "ends_on": None}
    agreements({**ALFA, **before}, {**ALFA, "number": "90000002", **after})

    agreements({**ALFA, **after}, {**ALFA, "number": "90000002", **before})

    found = Agreement.objects.filter(number__startswith="9").order_by("number").values_list("starts_on", "area__name")
    assert list(found) == [(LATER, "Södra"), (FIRST, "Södra")]


@pytest.mark.parametrize(
    "rows, error",
    [
        ([{"service": "rom"}], "row 2: the service has no delivery area “Södra”"),
        ([{"ends_on": date(2023, 1, 1)}], "row 2: SISTA DAG: 2023-01-01 comes before FÖRSTA DAG, 2024-01-01"),
        (
            [{"ends_on": LATER}, {"number": "90000002", "starts_on": LATER}],
            "row 2: the provider has agreement 90000002 in Södra on some of these days",
        ),
        (
            [{"organisation_number": "5560000000"}, {"number": "2", "organisation_number": "5560000018"}],
            "row 3: Alfa AB has the organisation number 556000-0000, not 556000-0018",
        ),
        (
            [
                {"organisation_number": "5560000000"},
                {"number": "2", "provider": "Beta", "organisation_number": "5560000000"},
            ],
            "row 3: 556000-0000 is the organisation number of Alfa AB",
        ),
        ([{"number": "80000001", "service": "rom", "area": ""}], "row 2: the agreement is one of the service rom2"),
    ],
    ids=["area of another service", "days", "overlap", "two numbers", "two names", "service"],
)
def test_an_agreement_that_cannot_be_is_told_in_its_row(agreements, rows, error):
    with pytest.raises(WithErrors, match=error):
        agreements(*({**ALFA, **row} for row in rows))


@pytest.mark.parametrize("ends_on, is_refused", [(LATER, True), (LAST, False)])
def test_agreements_of_a_provider_in_an_area_may_meet_but_not_share_a_day(agreements, ends_on, is_refused):
    rows = ({**ALFA, "ends_on": ends_on}, {**ALFA, "number": "90000002", "starts_on": LATER})

    if is_refused:
        with pytest.raises(WithErrors):
            agreements(*rows)
    else:
        assert len(told(agreements(*rows), "new")) == 3


def test_example_agreements_are_in_the_way_of_real_ones(agreements):
    example = make.make_agreement(number="90000001", area=None, provider=make.make_provider(is_example=True))

    with pytest.raises(WithErrors, match="row 2: the agreement number belongs to example data"):
        agreements(ALFA)
    assert Agreement.objects.get(number="90000001") == example


# --- Offices ---------------------------------------------------------------------------------------------------------


def test_the_point_says_where_an_office_is_and_a_name_where_there_is_no_point(offices):
    offices({**OFFICE, **STOCKHOLM}, {**OFFICE, "street": "Gatan 2"})

    found = Office.objects.order_by("street").values_list("municipality", "placed", "origin")
    assert list(found) == [("0180", "inside", "entered"), ("0180", "by_hand", "entered")]


def test_an_office_is_changed_by_its_key_and_a_municipality_set_by_hand_stays_with_the_point(offices):
    office = make.make_office(
        agreement=Agreement.objects.get(number="80000001"),
        municipality_id="1281",
        placed=Office.Placed.BY_HAND,
        **STOCKHOLM,
    )

    offices({**OFFICE, **STOCKHOLM, "office": office.pk, "municipality": "Exempelkommun 1281", "last_on": LAST})

    office.refresh_from_db()
    assert (office.street, office.municipality_id, office.placed) == ("Gatan 1", "1281", "by_hand")
    assert (office.opens_on, office.closes_on, office.postal_code) == (FIRST, LAST, "")


@pytest.mark.parametrize("end_gone_on, closes_on", [(None, None), (LAST, LAST)])
def test_an_office_that_the_file_lacks_stays_open_unless_it_is_to_close(offices, end_gone_on, closes_on):
    offices(OFFICE, {**OFFICE, "street": "Gatan 2"})

    changes = offices(OFFICE, end_gone_on=end_gone_on)

    assert Office.objects.get(street="Gatan 2").closes_on == closes_on
    assert told(changes, "gone") == ["80000001 Gatan 2 Orten"]


def test_an_office_outside_the_area_of_its_agreement_is_remarked_upon(offices):
    area = make.make_area([], name="Norra", service=make.make_service("rom2"))
    make.make_area_membership(area=area, municipality=Municipality.objects.get(code="0380"))
    Agreement.objects.filter(number="80000001").update(area=area)

    changes = offices(OFFICE)

    assert [one.message for one in changes.problems] == ["0180 does not belong to the agreement's delivery area, Norra"]


def test_an_office_of_an_invented_provider_is_example_data(offices):
    make.make_agreement(number="KA-1", area=None, provider=make.make_provider(is_example=True))

    offices({**OFFICE, "number": "KA-1"})

    assert Office.objects.get(agreement__number="KA-1").origin == Office.Origin.EXAMPLE


@pytest.mark.parametrize(
    "rows, error",
    [
        ([{"number": "7"}], "row 2: there is no agreement with the number 7"),
        ([{"office": 999_999}], "row 2: the agreement 80000001 has no office with the key 999999"),
        ([{"latitude": 59.0}], "row 2: LATITUD, LONGITUD: give both or neither"),
        ([{"latitude": 18.0686, "longitude": 59.3293}], "18.0686, 59.3293 is no place in Sweden"),
        ([{**STOCKHOLM, "municipality": "Exempelkommun 0380"}], "by its coordinate the office lies in 0180"),
        ([{"municipality": "Orten"}], "row 2: there is no municipality “Orten”"),
        ([{"last_on": date(2023, 1, 1)}], "row 2: SISTA DAG: 2023-01-01 comes before FÖRSTA DAG, 2024-01-01"),
        ([{"last_on": date(2206, 1, 1)}], "row 2: SISTA DAG: “2206-01-01” is not a day between 2000 and 2099"),
        ([{}, {"municipality": "Exempelkommun 0380"}], "row 3: the office is in the file already, at row 2"),
    ],
)
def test_an_office_that_cannot_be_is_told_in_its_row(offices, rows, error):
    with pytest.raises(WithErrors, match=error):
        offices(*({**OFFICE, **row} for row in rows))


@pytest.mark.parametrize("opens_on, is_refused", [(LAST, True), (LATER, False)])
def test_the_rows_of_a_listed_office_share_no_day(offices, opens_on, is_refused):
    agreement, listed = Agreement.objects.get(number="80000001"), {"address_id": "5", "origin": "listing"}
    make.make_office(agreement=agreement, municipality_id="0180", opens_on=FIRST, closes_on=LAST, **listed)
    later = make.make_office(agreement=agreement, municipality_id="0180", opens_on=date(2026, 1, 1), **listed)
    row = {**OFFICE, "office": later.pk, "first_on": opens_on}

    if is_refused:
        with pytest.raises(WithErrors, match="the agreement already has this office on some of these days"):
            offices(row)
    else:
        offices(row)
        later.refresh_from_db()
        assert (later.opens_on, later.address_id) == (LATER, "5")


def test_the_cost_in_queries_does_not_grow_with_the_rows(offices, agreements, django_assert_max_num_queries):
    many = [{**OFFICE, "street": f"Gatan {number}"} for number in range(60)]
    areas = DeliveryArea.objects.filter(name="Södra")

    with django_assert_max_num_queries(25):
        offices(*many)
    with django_assert_max_num_queries(25):
        agreements(*({**ALFA, "number": str(number), "provider": f"Nr {number}"} for number in range(60)))
    assert areas.get().agreements.count() == 60
