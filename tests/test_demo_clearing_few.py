"""Taking a demonstration of a few rows away: what is in the way of it, and that nothing of it stays."""

import pytest
from django.contrib.auth.models import Group

from municipalities.models import Municipality
from providers.models import DeliveryArea, Service
from rollout.demo import storage
from rollout.demo.clearing import RowsInTheWayError, clear
from rollout.demo.names import NAMES
from rollout.signin import DEMO_GROUP
from tests.demo_hanging import HANGING
from tests.factories import (
    make_agreement,
    make_area,
    make_office,
    make_plan,
    make_provider,
    make_rating,
    make_service,
    make_user,
)
from tests.tables import everything, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_clearing_an_empty_database_is_no_fault():
    assert clear().total() == 0


def _few_examples():
    """One of each kind that the others can hang on."""
    for service in ("stom", "rom2"):
        make_area(service=Service.objects.get(pk=service), name=f"Exempelområde {service}", is_example=True)
    make_agreement(provider=make_provider(name=NAMES[4], is_example=True), number="EX-00001", area=make_area())
    service = make_service("exempel", is_example=True)
    make_plan(from_service=Service.objects.get(pk="rom2"), to_service=service, version=1, is_example=True)


@pytest.mark.parametrize("named", HANGING)
def test_each_kind_of_row_is_enough_to_be_in_the_way(named):
    _few_examples()
    HANGING[named]()

    with pytest.raises(RowsInTheWayError) as refusal:
        clear()

    assert len(refusal.value.found) == 1


def test_clearing_leaves_every_table_as_it_was_before():
    real = make_agreement(area=DeliveryArea.objects.get(service="rom", name="Luleå"))
    make_rating(agreement=real)
    make_office(agreement=real, municipality=Municipality.objects.get(pk="2580"))
    make_user(username="someone").groups.add(Group.objects.create(name="Others"))
    Group.objects.create(name=DEMO_GROUP)
    before = everything()

    storage.load()
    told("clear_demo")

    assert everything() == before
