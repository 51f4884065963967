"""Taking the demonstration away: all that is its own, nothing that is not, and nothing where something hangs on it."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from municipalities.models import Municipality
from providers.models import Agreement, AreaMembership, DeliveryArea, Office, Provider, Service
from rollout.actions.editions import publish_editions
from rollout.datasets import FILES
from rollout.demo import people, storage
from rollout.demo.clearing import clear
from rollout.models import Edition, EditionContent, PhaseArea, Plan
from rollout.signin import DEMO_GROUP
from tests.demo_hanging import HANGING
from tests.factories import (
    make_agreement,
    make_area,
    make_edition,
    make_office,
    make_user,
)
from tests.tables import everything, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
BEFORE, ON = date(2026, 1, 2), date(2026, 1, 9)


def test_once_does_not_bring_back_what_was_cleared():
    clear()

    told("load_demo", "--once")

    assert Provider.objects.count() == Office.objects.count() == User.objects.count() == 0


@pytest.mark.once
def test_without_once_the_very_same_rows_come_back_after_a_clear(demonstration):
    clear()

    again = storage.load()

    assert again.world == demonstration
    assert Office.objects.count() == again.counts["offices"]
    assert {sign_in.username for sign_in, _ in people.known()} == {one.username for one in people.SIGN_INS}


def test_dated_files_with_invented_rows_go_and_the_others_of_the_day_stay_as_they_are(client):
    real = make_edition(b"avtal", on=BEFORE, file="avtal.csv")
    publish_editions(on=ON)
    address = f"/data/{ON.isoformat()}/etapper.csv"
    kept = client.get(address).content

    said = told("clear_demo", "--force")

    gone = set(FILES) - {"planer.csv", "etapper.csv", "vaxlingar.csv"}
    assert set(Edition.objects.filter(on=ON).values_list("file", flat=True)) == set(FILES) - gone
    assert client.get(f"/data/{ON.isoformat()}/kontor.csv").status_code == 404
    assert client.get(address).content == kept
    assert Edition.objects.filter(pk=real.pk).exists()
    assert not EditionContent.objects.filter(editions=None).exists()
    assert f": {len(gone)}." in said


def test_rows_entered_while_the_demonstration_was_there_are_kept():
    agreement = make_agreement(area=DeliveryArea.objects.get(service="rom", name="Luleå"))
    office = make_office(agreement=agreement, municipality=Municipality.objects.get(pk="2580"))
    area = make_area(municipalities=[], service=agreement.service)

    clear()

    assert list(Agreement.objects.all()) == [agreement]
    assert list(Office.objects.all()) == [office]
    assert list(Provider.objects.all()) == [agreement.provider]
    assert DeliveryArea.objects.filter(pk=area.pk).exists()
    assert Municipality.objects.count() == 290


def test_clearing_refuses_names_all_that_is_in_the_way_and_removes_nothing():
    for hang in HANGING.values():
        hang()
    before = everything()

    with pytest.raises(CommandError) as refusal:
        call_command("clear_demo")

    lines = str(refusal.value).splitlines()
    assert [sum(named in line for line in lines) for named in HANGING] == [1] * len(HANGING)
    assert everything() == before


def test_by_force_what_was_added_to_examples_goes_and_a_real_agreement_stays_without_its_area():
    for hang in HANGING.values():
        hang()

    told("clear_demo", "--force")

    assert list(Agreement.objects.values_list("number", "area")) == [("KA-2", None)]
    assert Office.objects.count() == PhaseArea.objects.filter(area__is_example=True).count() == 0
    assert AreaMembership.objects.filter(service="rom2").count() == 0
    assert list(DeliveryArea.objects.filter(is_example=True)) == []
    assert set(Service.objects.values_list("code", flat=True)) == {"stom", "rom", "rom2"}
    assert set(Plan.objects.values_list("to_service", flat=True)) == {"rom"}


def test_an_example_office_that_was_moved_to_a_real_agreement_goes_too():
    real = make_agreement(area=make_area())
    Office.objects.filter(pk=Office.objects.first().pk).update(agreement=real)

    clear()

    assert Office.objects.count() == 0
    assert list(Agreement.objects.all()) == [real]


def test_clearing_tells_of_the_log_lines_that_went_with_the_users():
    admin = User.objects.get(username="admin")
    LogEntry.objects.create(user=admin, object_repr="Luleå", action_flag=2)

    assert told("clear_demo").rstrip().endswith(": 1.")


def test_a_real_user_in_the_demonstrations_group_is_not_removed_with_it():
    guest = make_user(username="guest")
    guest.groups.add(Group.objects.get(name=DEMO_GROUP))

    clear()

    assert list(User.objects.all()) == [guest]
