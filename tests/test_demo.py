"""Loading the demonstration, loading it again, and taking it away without touching anything else."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from municipalities.models import ClassMembership, Municipality
from municipalities.versions import DataChange, current_version
from providers.models import Agreement, AreaMembership, DeliveryArea, Office, Provider, Rating, Result, Service
from rollout import facts
from rollout.demo import people, storage
from rollout.demo.clearing import RowsInTheWayError, clear
from rollout.demo.names import NAMES
from rollout.demo.reading import read_country
from rollout.demo.world import build
from rollout.models import Phase, PhaseArea, Plan
from rollout.signin import DEMO_GROUP
from tests import demo_country
from tests.factories import make_agreement, make_area, make_office, make_provider, make_rating, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real ones are slow on purpose


@pytest.fixture
def world():
    """The demonstration, loaded; the rows it was made of."""
    return storage.load().world


def told(command, *options):
    """What a command prints."""
    out = StringIO()
    call_command(command, *options, stdout=out, stderr=out)
    return out.getvalue()


def everything(*left_out):
    """Every row of every table but the data version, by model, with all values."""
    models = [model for model in apps.get_models(include_auto_created=True) if model not in (DataChange, *left_out)]
    return {model._meta.label: sorted(model.objects.values_list(), key=repr) for model in models}


# --- Loading ----------------------------------------------------------------------------------------------------------


def test_the_country_read_from_the_database_is_that_of_the_files():
    facts.load()

    assert read_country() == demo_country.country()


def test_the_saved_rows_are_the_built_rows(world):
    offices = Office.objects.values_list(
        "agreement__number",
        "municipality",
        "street",
        "opens_on",
        "closes_on",
        "last_confirmed_on",
        "latitude",
        "on_site",
    )
    agreements = Agreement.objects.values_list(
        "number",
        "provider__name",
        "service",
        "area__name",
        "starts_on",
        "ends_on",
        "notice_sent_on",
        "last_referral_on",
    )

    assert world == build(demo_country.country())
    assert Counter(offices) == Counter(
        (
            row.agreement,
            row.municipality,
            row.street,
            row.opens_on,
            row.closes_on,
            row.last_confirmed_on,
            row.latitude,
            row.on_site,
        )
        for row in world.offices
    )
    assert set(agreements) == {
        (
            row.number,
            row.provider,
            row.service,
            row.area,
            row.starts_on,
            row.ends_on,
            row.notice_sent_on,
            row.last_referral_on,
        )
        for row in world.agreements
    }
    assert Rating.objects.count() == len(world.ratings)
    assert Result.objects.count() == len(world.results)


def test_24_of_the_56_rural_municipalities_lack_an_office_counted_by_plain_loops_over_the_tables(world):
    rural = ClassMembership.objects.filter(municipality_class__code__in=["C8", "C9"])
    rural_codes = {membership.municipality_id for membership in rural}
    offices = list(Office.objects.select_related("agreement"))

    def without(day):
        served = set()
        for office in offices:
            agreement = office.agreement
            is_open = office.opens_on <= day and (office.closes_on is None or day <= office.closes_on)
            in_force = agreement.starts_on <= day and (agreement.ends_on is None or day <= agreement.ends_on)
            if is_open and in_force and office.on_site:
                served.add(office.municipality_id)
        return len(rural_codes - served)

    assert len(rural_codes) == 56
    assert {str(day): without(day) for day in map(date.fromisoformat, CALIBRATED_DAYS)} == CALIBRATED_DAYS


CALIBRATED_DAYS = {"2024-02-13": 23, "2024-02-14": 24, "2025-06-30": 24, "2026-11-21": 24, "2027-01-01": 24}


def test_every_invented_row_is_marked_as_an_example(world):
    assert set(Provider.objects.values_list("is_example", flat=True)) == {True}
    assert set(Office.objects.values_list("origin", flat=True)) == {Office.Origin.EXAMPLE}
    assert Agreement.objects.exclude(provider__is_example=True).count() == 0
    assert DeliveryArea.objects.filter(is_example=True).count() == len(world.areas)
    assert all("Exempelområde" in area.name for area in DeliveryArea.objects.filter(is_example=True))
    assert set(DeliveryArea.objects.filter(is_example=False).values_list("service", flat=True)) == {"rom"}


def test_invented_areas_of_rom_2_have_no_municipalities_and_those_of_stom_have_all(world):
    members = AreaMembership.objects.filter(area__is_example=True)

    assert members.filter(service="rom2").count() == 0
    assert members.filter(service="stom").count() == Municipality.objects.count() == 290


def test_every_saved_agreement_and_office_passes_the_checks_of_its_form(world):
    for row in (*Agreement.objects.all()[::25], *Office.objects.all()[::75]):
        row.full_clean()


def test_loading_brings_the_facts_where_they_are_missing():
    assert Municipality.objects.count() == 0

    told("load_demo")

    assert Municipality.objects.count() == 290


def test_loading_twice_writes_nothing(world):
    before = current_version(), everything()

    told("load_demo")

    assert (current_version(), everything()) == before


def test_loading_saves_in_batches_and_not_row_by_row(django_assert_max_num_queries):
    facts.load()

    with django_assert_max_num_queries(150):
        storage.load()

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
    ],
    ids=["no published plan", "a phase without a day", "no area", "no class", "a name taken", "a number taken"],
)
def test_where_facts_are_missing_or_names_taken_loading_says_so_and_leaves_all_as_it_was(spoil):
    facts.load()
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


def test_once_loads_where_the_demonstration_has_never_been():
    told("load_demo", "--once")

    assert Provider.objects.filter(is_example=True).exists()


def test_once_does_not_bring_back_what_was_cleared(world):
    clear()

    told("load_demo", "--once")

    assert Provider.objects.count() == Office.objects.count() == User.objects.count() == 0


def test_without_once_the_very_same_rows_come_back_after_a_clear(world):
    clear()

    assert storage.load().world == world
    assert Office.objects.count() == len(world.offices)
    assert {sign_in.username for sign_in, _ in people.known()} == {"planerare", "leverantor", "admin"}


# --- Clearing ---------------------------------------------------------------------------------------------------------


def test_clearing_leaves_every_table_as_it_was_before():
    facts.load()
    real = make_agreement(area=DeliveryArea.objects.get(service="rom", name="Luleå"))
    make_rating(agreement=real)
    make_office(agreement=real, municipality=Municipality.objects.get(pk="2580"))
    make_user(username="someone").groups.add(Group.objects.create(name="Others"))
    Group.objects.create(name=DEMO_GROUP)
    before = everything()

    storage.load()
    told("clear_demo")

    assert everything() == before


def test_rows_entered_while_the_demonstration_was_there_are_kept(world):
    agreement = make_agreement(area=DeliveryArea.objects.get(service="rom", name="Luleå"))
    office = make_office(agreement=agreement, municipality=Municipality.objects.get(pk="2580"))
    area = make_area(municipalities=[], service=agreement.service)

    clear()

    assert list(Agreement.objects.all()) == [agreement]
    assert list(Office.objects.all()) == [office]
    assert list(Provider.objects.all()) == [agreement.provider]
    assert DeliveryArea.objects.filter(pk=area.pk).exists()
    assert Municipality.objects.count() == 290


def test_clearing_an_empty_database_is_no_fault():
    assert clear().total() == 0


def _office():
    make_office(agreement=Agreement.objects.get(number="EX-00001"), municipality=None, street="Egen gata 1")


def _agreement():
    provider = Provider.objects.get(name=NAMES[4])
    make_agreement(provider=provider, number="KA-1", area=make_area())


def _real_agreement():
    make_agreement(area=DeliveryArea.objects.filter(service="rom2", is_example=True).first(), number="KA-2")


def _member():
    area = DeliveryArea.objects.filter(service="rom2", is_example=True).first()
    AreaMembership.objects.create(area=area, service_id="rom2", municipality_id="0180")


def _phase():
    phase = Phase.objects.get(number=1)
    area = DeliveryArea.objects.filter(service="stom", is_example=True).first()
    PhaseArea.objects.create(plan=phase.plan, phase=phase, area=area)


HANGING = {
    "Egen gata 1": _office,
    "KA-1": _agreement,
    "KA-2": _real_agreement,
    "Stockholm · Exempelområde RoM 2": _member,
    "Etapp 1: Exempelområde": _phase,
}


def _few_examples():
    """One of each kind that the others can hang on."""
    for service in ("stom", "rom2"):
        make_area(service=Service.objects.get(pk=service), name=f"Exempelområde {service}", is_example=True)
    make_agreement(provider=make_provider(name=NAMES[4], is_example=True), number="EX-00001", area=make_area())


def test_clearing_refuses_names_all_that_is_in_the_way_and_removes_nothing(world):
    for hang in HANGING.values():
        hang()
    before = everything()

    with pytest.raises(CommandError) as refusal:
        call_command("clear_demo")

    lines = str(refusal.value).splitlines()
    assert [sum(named in line for line in lines) for named in HANGING] == [1, 1, 1, 1, 1]
    assert everything() == before


@pytest.mark.parametrize("named", HANGING)
def test_each_kind_of_row_is_enough_to_be_in_the_way(named):
    facts.load()
    _few_examples()
    HANGING[named]()

    with pytest.raises(RowsInTheWayError) as refusal:
        clear()

    assert len(refusal.value.found) == 1


def test_by_force_what_was_added_to_examples_goes_and_a_real_agreement_stays_without_its_area(world):
    for hang in HANGING.values():
        hang()

    told("clear_demo", "--force")

    assert list(Agreement.objects.values_list("number", "area")) == [("KA-2", None)]
    assert Office.objects.count() == PhaseArea.objects.filter(area__is_example=True).count() == 0
    assert AreaMembership.objects.filter(service="rom2").count() == 0
    assert list(DeliveryArea.objects.filter(is_example=True)) == []


def test_an_example_office_that_was_moved_to_a_real_agreement_goes_too(world):
    real = make_agreement(area=make_area())
    Office.objects.filter(pk=Office.objects.first().pk).update(agreement=real)

    clear()

    assert Office.objects.count() == 0
    assert list(Agreement.objects.all()) == [real]


def test_clearing_tells_of_the_log_lines_that_went_with_the_users(world):
    admin = User.objects.get(username="admin")
    LogEntry.objects.create(user=admin, object_repr="Luleå", action_flag=2)

    assert told("clear_demo").rstrip().endswith(": 1.")


# --- The sign-ins as rows ---------------------------------------------------------------------------------------------


def test_three_users_are_made_in_the_group_of_the_demonstration(world):
    users = {user.username: (user.is_staff, user.is_superuser) for user in User.objects.filter(groups__name=DEMO_GROUP)}

    assert users == {"planerare": (True, False), "leverantor": (False, False), "admin": (True, True)}


def test_the_planner_may_see_all_rows_of_the_three_apps_and_change_none(world):
    planner = User.objects.get(username="planerare")
    allowed = planner.get_all_permissions()
    models = [
        model for app in ("municipalities", "providers", "rollout") for model in apps.get_app_config(app).get_models()
    ]

    assert allowed == {f"{model._meta.app_label}.view_{model._meta.model_name}" for model in models}


def test_the_provider_has_no_rights_yet(world):
    assert User.objects.get(username="leverantor").get_all_permissions() == set()


def test_a_real_user_of_the_same_name_is_left_alone_by_load_clear_and_the_list(settings):
    settings.DEMO_SIGN_INS = True
    mine = make_user(username="admin", is_superuser=True)
    before = User.objects.values().get(pk=mine.pk)

    loaded = told("load_demo")
    listed = told("demo_signins")
    told("clear_demo")

    assert "admin" in loaded
    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["planerare", "leverantor"]
    assert list(User.objects.values()) == [before]


def test_a_real_user_in_the_demonstrations_group_is_not_removed_with_it(world):
    guest = make_user(username="guest")
    guest.groups.add(Group.objects.get(name=DEMO_GROUP))

    clear()

    assert list(User.objects.all()) == [guest]
