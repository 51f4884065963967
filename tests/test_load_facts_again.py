"""Loading the facts where they are: nothing is doubled, and what was taken away or is somebody's own is minded."""

import pytest

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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

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


def test_loading_a_second_time_changes_nothing():
    before = {model: list(model.objects.order_by("pk").values()) for model in EVERY_KIND}
    version = current_version()

    made = facts.load()

    assert made == {}
    assert {model: list(model.objects.order_by("pk").values()) for model in EVERY_KIND} == before
    assert current_version() == version


def test_a_kind_that_has_rows_is_left_alone():
    RuralDefinition.objects.all().delete()
    factories.make_rural_definition(key="own")

    facts.load()

    assert list(RuralDefinition.objects.values_list("key", flat=True)) == ["own"]


def test_a_kind_that_was_emptied_is_loaded_again():
    Plan.objects.all().delete()

    made = facts.load()

    assert made == {"plan": 2}
    assert Switch.objects.count() == 580
