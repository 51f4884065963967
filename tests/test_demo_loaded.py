"""The demonstration as it lies in the database: its rows, its figures and its users. Read only, so loaded once."""

from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from municipalities.models import ClassMembership, Municipality
from municipalities.versions import current_version
from providers.models import Agreement, AreaMembership, DeliveryArea, Office, Provider, Rating, Result
from rollout.demo.next_service import SERVICE
from rollout.demo.world import build
from rollout.models import Plan
from rollout.signin import DEMO_GROUP
from tests import demo_country
from tests.tables import everything, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(demonstration):
    """The rows that the demonstration was made of; it is loaded once for this file."""
    return demonstration


# --- Loading ----------------------------------------------------------------------------------------------------------


def test_the_saved_rows_are_the_built_rows(world):
    offices = Office.objects.exclude(agreement__service=SERVICE).values_list(
        "agreement__number",
        "municipality",
        "street",
        "opens_on",
        "closes_on",
        "last_confirmed_on",
        "latitude",
        "on_site",
    )
    agreements = Agreement.objects.exclude(service=SERVICE).values_list(
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
    assert DeliveryArea.objects.filter(is_example=True).exclude(service=SERVICE).count() == len(world.areas)
    assert not Plan.objects.filter(to_service=SERVICE, is_example=False).exists()
    assert all("Exempelområde" in area.name for area in DeliveryArea.objects.filter(is_example=True))
    assert set(DeliveryArea.objects.filter(is_example=False).values_list("service", flat=True)) == {"rom"}


def test_invented_areas_of_rom_2_have_no_municipalities_and_those_of_stom_have_all(world):
    members = AreaMembership.objects.filter(area__is_example=True)

    assert members.filter(service="rom2").count() == 0
    assert members.filter(service="stom").count() == Municipality.objects.count() == 290


def test_every_saved_agreement_and_office_passes_the_checks_of_its_form(world):
    for row in (*Agreement.objects.all()[::25], *Office.objects.all()[::75]):
        row.full_clean()


def test_loading_twice_writes_nothing(world):
    before = current_version(), everything()

    told("load_demo")

    assert (current_version(), everything()) == before


# --- The sign-ins as rows ---------------------------------------------------------------------------------------------


def test_a_user_of_each_role_is_made_in_the_group_of_the_demonstration(world):
    users = {
        user.username: (user.is_staff, user.is_superuser, {group.name for group in user.groups.all()} - {DEMO_GROUP})
        for user in User.objects.filter(groups__name=DEMO_GROUP)
    }

    assert users == {
        "planerare": (True, False, {"planner"}),
        "redaktor": (True, False, {"editor"}),
        "beslutare": (True, False, {"approver"}),
        "leverantor": (False, False, set()),
        "leverantor2": (False, False, set()),
        "admin": (True, True, {"admin"}),
    }


@pytest.mark.parametrize(
    ("username", "more"),
    [
        ("planerare", set()),
        ("redaktor", {"rollout.edit_plans", "auth.view_user", "providers.review_corrections"}),
        ("beslutare", {"rollout.approve_plans"}),
    ],
)
def test_each_role_sees_all_rows_that_are_not_private_and_does_what_it_is_for(world, username, more):
    allowed = User.objects.get(username=username).get_all_permissions()
    models = [
        model
        for app in ("municipalities", "providers", "rollout")
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "instance_type") and not getattr(model, "private", False)
    ]
    seen = {f"{model._meta.app_label}.view_{model._meta.model_name}" for model in models}

    assert allowed == {*seen, "rollout.view_drafts", "rollout.make_scenarios", *more}


def test_a_provider_has_a_membership_and_no_rights_beside_it(world):
    assert User.objects.get(username="leverantor").memberships.count() == 1
    assert User.objects.get(username="leverantor").get_all_permissions() == set()
