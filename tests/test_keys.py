"""A key that leads nowhere is found at the end of the test that wrote it, though not every test looks for one."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import TestCase

from municipalities.models import Municipality
from providers.models import Listing
from tests import factories as make

pytestmark = pytest.mark.django_db


def ends_looking() -> bool:
    return TestCase()._should_check_constraints(connection)


def test_a_key_that_leads_nowhere_is_found_once_rows_were_written():
    listing = make.make_listing()
    Listing.objects.update(service="nowhere")

    assert ends_looking()
    with pytest.raises(IntegrityError, match="service_id"), transaction.atomic():
        connection.check_constraints()
    listing.delete()


def test_rows_that_were_taken_back_are_a_reason_to_look():
    ends_looking()

    make.make_municipality().delete()

    assert ends_looking()


def test_reading_is_no_reason_to_look_where_the_database_would_look_at_every_row():
    ends_looking()

    list(Municipality.objects.all())

    assert ends_looking() == (connection.vendor != "sqlite")
