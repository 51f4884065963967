"""Loading the demonstration into an empty database, and what stands in its way; the commands that do it."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from municipalities.models import ClassMembership
from providers.models import AreaMembership, Office, Provider, Service
from rollout.clock import today
from rollout.datasets import FILES
from rollout.demo import people, storage
from rollout.demo.names import NAMES
from rollout.demo.reading import read_country
from rollout.demo.world import build
from rollout.models import Edition, Phase, Plan
from tests import demo_country
from tests.factories import (
    make_agreement,
    make_provider,
    make_service,
    make_user,
)
from tests.tables import everything, told

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]


# --- Loading ----------------------------------------------------------------------------------------------------------


def test_the_country_read_from_the_database_is_that_of_the_files():
    assert read_country() == demo_country.country()


def test_loading_saves_in_batches_and_not_row_by_row(django_assert_max_num_queries):
    with django_assert_max_num_queries(150):
        storage.save(build(demo_country.country()))

    assert Office.objects.count() > 900


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: Plan.objects.all().update(stage=Plan.Stage.DRAFT),
        lambda: Phase.objects.filter(number=2).update(notice_sent_on=None),
        lambda: AreaMembership.objects.filter(municipality="0180").delete(),
        lambda: ClassMembership.objects.filter(municipality="2584").delete(),
        lambda: make_provider(name=NAMES[4].upper()),
        lambda: make_agreement(number="EX-00007"),
        lambda: make_service("next", predecessor=Service.objects.get(pk="rom2")),
    ],
    ids=["no published plan", "no day", "no area", "no class", "a name taken", "a number taken", "a place taken"],
)
def test_where_facts_are_missing_or_names_taken_loading_says_so_and_leaves_all_as_it_was(spoil):
    spoil()
    before = everything()

    with pytest.raises(CommandError) as refusal:
        call_command("load_demo")

    assert len(str(refusal.value)) > 20
    assert everything() == before


@pytest.mark.parametrize(
    "command, option", [("load_demo", "--once"), ("clear_demo", "--force"), ("demo_signins", "--renew")]
)
def test_each_command_explains_itself(command, option, capsys):
    with pytest.raises(SystemExit):
        call_command(command, "--help")

    assert option in capsys.readouterr().out


# --- Once -------------------------------------------------------------------------------------------------------------


def test_once_loads_where_the_demonstration_has_never_been_and_dates_the_first_files():
    told("load_demo", "--once")

    assert Provider.objects.filter(is_example=True).exists()
    assert set(Edition.objects.filter(on=today()).values_list("file", flat=True)) == set(FILES)


# --- The sign-ins as rows ---------------------------------------------------------------------------------------------


def test_a_real_user_of_the_same_name_is_left_alone_by_load_clear_and_the_list(settings):
    settings.DEMO_SIGN_INS = True
    mine = make_user(username="admin", is_superuser=True)
    before = User.objects.values().get(pk=mine.pk)

    loaded = told("load_demo")
    listed = told("demo_signins")
    told("clear_demo")

    assert "admin" in loaded
    others = [one.username for one in people.SIGN_INS if one.username != "admin"]
    assert [line.split()[0] for line in listed.splitlines()[1:]] == others
    assert list(User.objects.values()) == [before]
