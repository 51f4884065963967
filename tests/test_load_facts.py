"""Loading the facts: again, into a database that has some of them, and beside what people entered."""

import pytest
from django.core.management import call_command

from municipalities.models import (
    Classification,
    ClassMembership,
    County,
    Municipality,
    MunicipalityClass,
    RuralDefinition,
    Source,
)
from municipalities.versions import current_version
from providers.models import AreaMembership, DeliveryArea, ObservedPresence, Participants, Service
from rollout import facts
from rollout.models import Change, DayStatement, Milestone, Phase, PhaseArea, Plan, StudyFigure, Switch
from tests import factories
from tests.tables import told

pytestmark = pytest.mark.django_db

EVERY_KIND = [
    Source,
    County,
    Municipality,
    Municipality.neighbours.through,
    Classification,
    MunicipalityClass,
    ClassMembership,
    RuralDefinition,
    Service,
    DeliveryArea,
    AreaMembership,
    Participants,
    Plan,
    Phase,
    PhaseArea,
    Switch,
    DayStatement,
    Milestone,
    Change,
    ObservedPresence,
    StudyFigure,
    Switch.history.model,
]


@pytest.fixture
def loaded():
    facts.load()


def test_loading_a_second_time_changes_nothing(loaded):
    before = {model: list(model.objects.order_by("pk").values()) for model in EVERY_KIND}
    version = current_version()

    made = facts.load()

    assert made == {}
    assert {model: list(model.objects.order_by("pk").values()) for model in EVERY_KIND} == before
    assert current_version() == version


def test_a_kind_that_has_rows_is_left_alone(loaded):
    RuralDefinition.objects.all().delete()
    factories.make_rural_definition(key="own")

    facts.load()

    assert list(RuralDefinition.objects.values_list("key", flat=True)) == ["own"]


def test_a_kind_that_was_emptied_is_loaded_again(loaded):
    Plan.objects.all().delete()

    made = facts.load()

    assert made == {"plan": 2}
    assert Switch.objects.count() == 580


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


def test_loading_the_demonstration_brings_the_facts_where_they_are_missing():
    assert Municipality.objects.count() == 0

    told("load_demo")

    assert Municipality.objects.count() == 290
