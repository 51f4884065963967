"""Saving in the admin: what the database refuses is told in words, and the columns that repeat a parent follow it."""

import pytest
from django.utils.translation import gettext

from municipalities.models import ClassMembership, Municipality, RuralDefinition
from providers.models import Agreement, AreaMembership, Office, Provider
from tests import factories as make
from tests.admin_pages import admin_address, entered, said_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(make.make_admin(), backend="rollout.signin.LoopbackDemoBackend")
    return client


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_a_row_that_repeats_its_parent_follows_the_parent_chosen(staff):
    area, municipality = make.make_area(service=make.make_service("stom")), make.make_municipality()
    url = admin_address(AreaMembership, "add")

    answer = staff.post(url, entered(staff, url, area=area, municipality=municipality))

    assert said_by(answer) == []
    assert AreaMembership.objects.get().service_id == "stom"


def test_a_second_area_of_a_service_is_refused_in_words(staff):
    first = make.make_area_membership()
    url = admin_address(AreaMembership, "add")

    answer = staff.post(url, entered(staff, url, area=make.make_area(), municipality=first.municipality))

    assert said_by(answer) == [gettext("The municipality already lies in an area of this service.")]


def test_a_second_class_of_a_classification_is_refused_in_words(staff):
    first = make.make_class_membership()
    url = admin_address(ClassMembership, "add")
    other = make.make_class(first.classification)

    answer = staff.post(url, entered(staff, url, municipality_class=other, municipality=first.municipality))

    assert said_by(answer) == [gettext("The municipality already has a class in this classification.")]


def test_a_membership_without_an_area_is_asked_for_one(staff):
    url = admin_address(AreaMembership, "add")

    answer = staff.post(url, entered(staff, url, municipality=make.make_municipality()))

    assert set(answer.context["adminform"].form.errors) == {"area"}


def test_overlapping_agreements_are_refused_in_words(staff):
    first = make.make_agreement(ends_on=None)
    url = admin_address(Agreement, "add")
    same = {"provider": first.provider, "area": first.area, "service": first.service}

    answer = staff.post(url, entered(staff, url, number="N", starts_on="2021-01-01", **same))

    assert said_by(answer) == [gettext("The provider already has an agreement in this area on some of these days.")]


def test_a_provider_whose_name_is_taken_is_refused_in_words(staff):
    make.make_provider(name="Exempel AB")
    url = admin_address(Provider, "add")

    answer = staff.post(url, entered(staff, url, name="EXEMPEL ab"))

    assert said_by(answer) == [gettext("There is a provider of this name already.")]


def test_a_rural_definition_takes_classes_of_its_own_classification_only(staff):
    own, other = make.make_class(), make.make_class()
    url = admin_address(RuralDefinition, "add")
    values = {"name": "Egen", "key": "own", "classification": own.classification}

    refused = staff.post(url, entered(staff, url, **values) | {"classes": [own.pk, other.pk]})
    accepted = staff.post(url, entered(staff, url, **values) | {"classes": [own.pk]})

    assert said_by(refused) == [gettext("Every class must belong to the classification chosen.")]
    assert said_by(accepted) == []
    assert RuralDefinition.objects.get().classes.get() == own


@pytest.mark.parametrize(("corrected", "expected"), [(True, "by_hand"), (False, "nearest")])
def test_an_office_counts_as_set_by_hand_exactly_when_its_municipality_was_corrected(staff, corrected, expected):
    office, other = make.make_office(placed="nearest"), make.make_municipality()
    url = admin_address(Office, "change", office.pk)
    changes = {"street": "Nygatan 1", **({"municipality": other} if corrected else {})}

    answer = staff.post(url, entered(staff, url, **changes))

    office.refresh_from_db()
    assert said_by(answer) == []
    assert (office.street, office.placed, office.municipality == other) == ("Nygatan 1", expected, corrected)


def test_an_office_s_municipality_can_be_set_to_unknown_by_hand(staff):
    office = make.make_office(placed="nearest")
    url = admin_address(Office, "change", office.pk)

    staff.post(url, entered(staff, url) | {"municipality": ""})

    office.refresh_from_db()
    assert (office.municipality, office.placed) == (None, "by_hand")


def test_the_code_of_a_municipality_is_chosen_once(staff):
    municipality = make.make_municipality("0180")
    url = admin_address(Municipality, "change", municipality.pk)

    answer = staff.post(url, entered(staff, url, name="Stockholm", code="0181"))

    assert said_by(answer) == []
    assert list(Municipality.objects.values_list("code", "name")) == [("0180", "Stockholm")]


def test_a_municipality_can_be_added_with_a_code_of_its_county(staff):
    county = make.make_county("01")
    url = admin_address(Municipality, "add")
    values = {"name": "Ny", "county": county, "population": 1, "population_year": 2024, "latitude": 59, "longitude": 18}

    refused = staff.post(url, entered(staff, url, code="0280", **values))
    accepted = staff.post(url, entered(staff, url, code="0180", **values))

    assert said_by(refused) == [gettext("The code of a municipality begins with the code of its county.")]
    assert said_by(accepted) == []
    assert Municipality.objects.get().search_key == "ny"
