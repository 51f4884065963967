"""Loading the facts into a database that lacks them, and beside what people entered."""

import pytest
from django.core.management import call_command

from municipalities.models import Municipality, Source
from providers.models import Service
from rollout import facts
from rollout.models import Switch
from tests import factories
from tests.tables import told

pytestmark = pytest.mark.django_db


def test_the_facts_load_beside_the_sources_and_services_that_somebody_entered():
    factories.make_source(key="own", title="Egen")
    factories.make_service("own")

    facts.load()

    assert Switch.objects.count() == 580
    assert Source.objects.get(key="own").title == "Egen"
    assert Service.objects.count() == 4


def test_the_command_tells_what_it_loaded_and_then_that_all_is_there(capsys):
    call_command("load_facts")
    call_command("load_facts")

    first, second = capsys.readouterr().out.splitlines()
    assert "290 municipality" in first
    assert second == "Nothing to load: the facts are there."


@pytest.mark.once
def test_loading_the_demonstration_brings_the_facts_where_they_are_missing():
    assert Municipality.objects.count() == 0

    told("load_demo")

    assert Municipality.objects.count() == 290
