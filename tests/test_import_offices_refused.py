"""A saved provider search that is refused or remarked upon, and whose agreements and which service it tells of."""

from datetime import date

import pytest
from django.core.management import CommandError

from providers.models import Agreement, Listing, Provider
from tests.factories import make_agreement, make_provider, make_service
from tests.import_files import (
    every_row,
    listed,
    listed_office,
    make_ground,
    run,
    search_answer,
    write_json,
    write_search,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]
MARCH, JUNE = date(2025, 3, 1), date(2025, 6, 1)


@pytest.fixture(autouse=True)
def ground(db):
    make_ground()


@pytest.fixture
def put_in(tmp_path):
    """Imports agreements as the listing of a day."""

    def put_in(*agreements, on=MARCH, **options):
        return run("import_offices", write_search(tmp_path / "exempel.json", *agreements), on=on, **options)

    return put_in


# --- What is refused -------------------------------------------------------------------------------------------------


def assert_refused(put_in, *agreements, told: str, **options):
    before = every_row()
    with pytest.raises(CommandError, match=told) as refusal:
        put_in(*agreements, **options)
    assert "Nothing was saved" in str(refusal.value)
    assert every_row() == before


@pytest.mark.parametrize(
    "values, told",
    [
        ({"id": "abc"}, "id: “abc” is not an agreement number"),
        ({"id": None}, "id: is missing"),
        ({"id": True}, "id: “True” is not text"),
        ({"id": "9" * 30}, "not an agreement number"),
        ({"namn": None}, "namn: is missing"),
        ({"namn": ["x"]}, "namn: .* is not text"),
        ({"namn": "x" * 5_000}, "5000 characters"),
        ({"namn": "Exempel\u0000bolaget"}, "control character"),
        ({"namn": "!!!"}, "is not a name"),
        ({"rating": 5}, "rating: “5” is not a rating"),
        ({"rating": "bra"}, "rating: “bra” is not a number"),
        ({"nyval_tillatet": "kanske"}, "neither yes nor no"),
        ({"adresser": "ingen"}, "a list of objects"),
        ({"adresser": ["x"]}, "a list of objects"),
    ],
)
def test_an_agreement_that_cannot_be_read_keeps_the_whole_file_out(put_in, values, told):
    assert_refused(put_in, listed(90000002), {**listed(90000001), **values}, told=told)


@pytest.mark.parametrize(
    "values, told",
    [
        ({"adressid": None}, "adressid: is missing"),
        ({"adressid": "1" * 21}, "adressid: .* at most 20"),
        ({"adressrad": 12.5}, "adressrad: .* is not text"),
        ({"postnummer": "12345678901"}, "postnummer: .* at most 10"),
        ({"point": None, "koordinater": "58, 14"}, "koordinater: an object"),
        ({"point": ("abc", "18.1")}, "latitud: “abc” is not a number"),
        ({"point": (float("nan"), "18.1")}, "latitud: “nan” is not a number"),
        ({"point": (True, "18.1")}, "latitud: “True” is not a number"),
        ({"point": ("18.07", "59.33")}, "latitud 18.07 and longitud 59.33 seem to have been swapped"),
        ({"point": ("91", "18.1")}, "not a place on earth"),
        ({"point": ("59.3", "181")}, "not a place on earth"),
        ({"point": ("1e30", "18.1")}, "not a place on earth"),
    ],
)
def test_an_office_that_cannot_be_read_keeps_the_whole_file_out(put_in, values, told):
    assert_refused(put_in, listed(90000001, listed_office("500002"), listed_office(**values)), told=told)


def test_all_faults_are_told_at_once_with_place_number_and_name(put_in):
    faulty = [
        listed(90000001, listed_office(point=("abc", "x")), rating=7),
        listed("fel", namn="Exempel Nord AB"),
        listed(90000003, rating=4),
        listed(90000003),
    ]

    with pytest.raises(CommandError) as refusal:
        put_in(*faulty)

    lines = str(refusal.value).splitlines()
    assert (
        "[0].leverantorer[0]: 90000001 Exempelbolaget AB: rating: “7” is not a rating: ratings are 1, 2, 3 and 4"
        in lines
    )
    assert "[0].leverantorer[0].adresser[0]: 90000001 Exempelbolaget AB: longitud: “x” is not a number" in lines
    assert any(line.startswith("[0].leverantorer[1]: fel Exempel Nord AB: id:") for line in lines)
    assert any(line.startswith("[0].leverantorer[3]: 90000003") and "[0].leverantorer[2]" in line for line in lines)
    assert lines[-1] == "5 errors. Nothing was saved."


@pytest.mark.parametrize(
    "agreements",
    [
        (listed(90000001), listed("90000001")),
        (listed(90000001, listed_office(), listed_office()),),
        (listed(90000001, listed_office()), listed(90000002, listed_office())),
    ],
    ids=["number", "address id in an agreement", "address id in two agreements"],
)
def test_what_stands_twice_in_a_file_keeps_it_out(put_in, agreements):
    assert_refused(put_in, *agreements, told="appears twice, first at")


@pytest.mark.parametrize(
    "content, told",
    [
        ([], "lists no agreement"),
        ([search_answer()], "lists no agreement"),
        ({}, r"at \$ an object with the list"),
        ([search_answer(listed()), []], r"at \[1\] an object with the list"),
        ({"leverantorer": {}}, "with the list “leverantorer”"),
        ([{"leverantorer": ["x"]}], r"at \[0\].leverantorer\[0\] an object is expected"),
        ("text", "not a provider search"),
        (12, "not a provider search"),
        (None, "not a provider search"),
    ],
)
def test_a_file_of_another_structure_is_one_clear_fault(tmp_path, content, told):
    path = write_json(tmp_path / "exempel.json", content)

    with pytest.raises(CommandError, match=told):
        run("import_offices", path, on=MARCH)

    assert not Listing.objects.exists()


def test_a_file_that_is_not_there_is_one_clear_fault(tmp_path):
    with pytest.raises(CommandError, match=r"exempel.json cannot be read: .*\. Nothing was saved"):
        run("import_offices", tmp_path / "exempel.json", on=MARCH)


def test_a_total_that_disagrees_is_remarked_upon(tmp_path):
    path = write_json(tmp_path / "exempel.json", search_answer(listed(), total_count=1060))

    assert "lists 1 agreements but states 1060" in run("import_offices", path, on=MARCH)


def test_the_same_file_for_another_day_is_remarked_upon(put_in):
    put_in(listed(90000001), on=MARCH)

    assert "this very file is the listing of 2025-03-01 already" in put_in(listed(90000001), on=JUNE)


def test_the_municipalities_have_to_be_loaded_first(put_in):
    assert_refused(
        put_in, listed(90000001, listed_office(point=("57.7089", "11.9746"))), told="the facts have to be loaded first"
    )


# --- Whose agreement, which service ----------------------------------------------------------------------------------


def test_a_provider_known_by_another_name_keeps_its_name_and_that_is_remarked_upon(put_in):
    put_in(listed(90000001))

    out = put_in(listed(90000001, namn="Exempelgruppen AB"), on=JUNE)

    assert "the provider is known as “Exempelbolaget AB”, which is kept" in out
    assert list(Provider.objects.values_list("name", flat=True)) == ["Exempelbolaget AB"]


def test_a_provider_that_is_an_example_is_in_the_way(put_in):
    make_provider(name="Exempelbolaget AB", is_example=True)

    assert_refused(put_in, listed(90000001), told="“Exempelbolaget AB” is example data")


def test_an_agreement_number_of_an_example_is_in_the_way(put_in):
    make_agreement(number="90000001", provider=make_provider(is_example=True), service=make_service("rom2"), area=None)

    assert_refused(put_in, listed(90000001), told="the agreement number belongs to example data")


def test_an_agreement_of_another_service_is_in_the_way(put_in):
    make_agreement(number="90000001", service=make_service("rom"), area=None)

    assert_refused(put_in, listed(90000001), told="one of the service rom, the file's is rom2")


@pytest.mark.parametrize("last_day, is_remarked", [(MARCH, False), (date(2025, 2, 28), True)])
def test_an_agreement_listed_outside_its_days_is_remarked_upon(put_in, last_day, is_remarked):
    make_agreement(number="90000001", service=make_service("rom2"), area=None, ends_on=last_day)

    assert ("but the agreement's days are" in put_in(listed(90000001))) is is_remarked


@pytest.mark.parametrize("on, service", [(date(2023, 4, 16), "rom"), (date(2023, 4, 17), "rom2")])
def test_the_service_is_the_newest_that_had_begun_by_the_day(put_in, on, service):
    make_service("next", starts_on=on, is_example=True)

    put_in(listed(90000001), on=on)

    assert Listing.objects.get().service_id == service


@pytest.mark.parametrize(
    "options, told",
    [
        ({"on": date(2019, 5, 1)}, "No service is known to have begun by 2019-05-01"),
        ({"service": "rom9"}, "There is no service “rom9”"),
        ({"service": "rom2", "on": date(2023, 4, 16)}, "began on 2023-04-17, after 2023-04-16"),
        ({"on": date(2999, 1, 1)}, "2999-01-01 is still to come"),
        ({"on": "2025-02-30"}, "--on"),
    ],
)
def test_a_day_or_service_that_cannot_be_is_refused(put_in, options, told):
    assert_refused_by_option(put_in, options, told)


def assert_refused_by_option(put_in, options, told):
    with pytest.raises(CommandError, match=told):
        put_in(listed(90000001), **options)
    assert not Agreement.objects.exists()


def test_the_cost_in_queries_does_not_grow_with_the_rows(put_in, django_assert_max_num_queries):
    few = [listed(90000001, listed_office())]
    many = [listed(90000100 + n, listed_office(str(600000 + n)), namn=f"Exempel {n} AB") for n in range(50)]

    with django_assert_max_num_queries(40):
        put_in(*few, on=MARCH)
    with django_assert_max_num_queries(40):
        put_in(*few, *many, on=JUNE)
