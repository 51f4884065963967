"""The admin opens for every model, costs the same for many rows as for one, keeps the CSP, and refuses in words."""

from datetime import date, timedelta
from typing import get_type_hints

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override

from municipalities.models import ClassMembership, County, DataChange, Municipality, RuralDefinition
from municipalities.versions import WATCHED_APPS
from providers.models import Agreement, AreaMembership, ListedAgreement, Listing, Office, Provider, Service
from rollout.models import Plan, Switch
from tests import factories as make
from tests.policy import violations

pytestmark = pytest.mark.django_db

FACTORY_OF = {get_type_hints(factory)["return"]: factory for factory in make.EVERY_FACTORY}
MODELS = [model for app in WATCHED_APPS for model in apps.get_app_config(app).get_models() if model is not DataChange]
IMPORTED = {Listing, ListedAgreement}


def make_row(model, number: int):
    """A row of its own, also of the kinds whose factory gives back the row that is there."""
    own = {
        County: {"code": f"{10 + number}"},
        Service: {"code": f"service-{number}"},
        Listing: {"on": date(2025, 1, 1) + timedelta(days=number)},
    }
    return FACTORY_OF[model](**own.get(model, {}))


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture(autouse=True)
def in_swedish():
    """A request leaves its language behind; addresses and messages are compared in Swedish unless a test says else."""
    with override("sv"):
        yield


@pytest.fixture
def staff(client):
    client.force_login(make.make_admin(), backend="rollout.signin.LoopbackDemoBackend")
    return client


def entered(client, url: str, **changes) -> dict:
    """What a browser would send from an admin page, after somebody has entered the changes."""
    context = client.get(url).context
    form = context["adminform"].form
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    for below in context["inline_admin_formsets"]:
        values |= {
            f"{below.formset.prefix}-{key}": value for key, value in below.formset.management_form.initial.items()
        }
    values |= {name: getattr(value, "pk", value) for name, value in changes.items()}
    return {name: value for name, value in values.items() if value is not None}


def said_by(response) -> list[str]:
    """The messages at the fields and above them; none where the row was saved."""
    if response.status_code == 302:
        return []
    return [message for messages in response.context["adminform"].form.errors.values() for message in messages]


# --- Every model -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_a_page_with_search_and_filters(model):
    page = admin.site.get_model_admin(model)

    assert page.search_fields
    assert page.list_filter
    assert len(page.list_display) > 1


@pytest.mark.parametrize("model", MODELS)
def test_every_foreign_key_that_is_shown_is_looked_up_and_not_a_list_of_all_rows(model):
    page = admin.site.get_model_admin(model)

    shown = {
        field.name
        for field in model._meta.fields
        if field.is_relation and field.name not in {*(page.exclude or ()), *page.readonly_fields}
    }
    assert model in IMPORTED or shown <= set(page.autocomplete_fields)


@pytest.mark.parametrize(
    "page", ["<p style='color:red'>", "<a onclick='x()'>", "<script>x()</script>", "<script src='//elsewhere/x.js'>"]
)
def test_a_page_that_breaks_the_policy_is_seen(page):
    assert len(violations(page)) == 1


@pytest.mark.parametrize(("language", "prefix"), [("sv", "/admin/"), ("en", "/en/admin/")])
@pytest.mark.parametrize("model", MODELS)
def test_list_and_forms_of_every_model_open_under_the_strict_policy(staff, model, language, prefix):
    row = make_row(model, 1)
    with override(language):
        pages = [address(model, "changelist"), address(model, "change", row.pk), address(model, "delete", row.pk)]
        add = address(model, "add")

    answers = [staff.get(page) for page in pages]
    added = staff.get(add)

    assert add.startswith(prefix)
    assert [answer.status_code for answer in answers] == [200] * 3
    assert added.status_code == (403 if model in IMPORTED else 200)
    assert [violations(answer.content.decode()) for answer in answers] == [[], [], []]
    assert all("script-src 'self';" in answer["Content-Security-Policy"] for answer in answers)
    assert not any("unsafe" in answer["Content-Security-Policy"] for answer in answers)


@pytest.mark.parametrize("name", ["index", "password_change"])
def test_the_pages_around_the_models_open_under_the_strict_policy(staff, name):
    answer = staff.get(reverse(f"admin:{name}"))

    assert answer.status_code == 200
    assert violations(answer.content.decode()) == []


@pytest.mark.parametrize("model", [model for model in admin.site._registry if model not in MODELS])
def test_the_lists_of_other_apps_open_as_well(staff, model):
    assert staff.get(address(model, "changelist")).status_code == 200


def queries(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_number_of_queries_with_1_row_and_with_10(staff, model):
    url = address(model, "changelist")
    make_row(model, 0)
    queries(staff, url)
    with_one = queries(staff, url)

    for number in range(1, 10):
        make_row(model, number)

    assert queries(staff, url) == with_one


LOOK_UPS = [(model, field) for model in MODELS for field in admin.site.get_model_admin(model).autocomplete_fields]


@pytest.mark.parametrize(("model", "field"), LOOK_UPS)
def test_a_look_up_costs_the_same_number_of_queries_with_1_row_and_with_10(staff, model, field):
    target = model._meta.get_field(field).related_model
    asked = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field}"
    url = f"{reverse('admin:autocomplete')}?{asked}"
    make_row(target, 0)
    queries(staff, url)
    with_one = queries(staff, url)

    for number in range(1, 10):
        make_row(target, number)

    assert queries(staff, url) == with_one
    assert len(staff.get(url).json()["results"]) >= 10


@pytest.mark.parametrize("rows", [1, 10])
def test_the_rows_below_an_agreement_cost_no_query_each(staff, rows):
    agreement = make.make_agreement()
    for _ in range(rows):
        make.make_office(agreement=agreement)
    url = address(Agreement, "change", agreement.pk)
    queries(staff, url)

    assert queries(staff, url) <= 12


@pytest.mark.parametrize("model", [Municipality, Agreement, Switch])
def test_nobody_but_staff_comes_in(client, model):
    client.force_login(make.make_user(), backend="rollout.signin.LoopbackDemoBackend")

    answer = client.get(address(model, "changelist"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))


def test_a_switch_is_listed_and_sorted_by_the_days_that_hold(staff):
    planned = make.make_switch(last_referral_on=date(2021, 9, 10))
    actual = make.make_switch(last_referral_on=date(2021, 9, 28), actual_last_referral_on=date(2021, 9, 9))

    answer = staff.get(address(Switch, "changelist"), {"o": "4"})

    assert list(answer.context["cl"].queryset) == [actual, planned]
    assert "9 september 2021" in answer.content.decode()


# --- Search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Örebro", ["Örebro"]),
        ("orebro", ["Örebro"]),
        ("ÖREBRO", ["Örebro"]),
        ("1880", ["Örebro"]),
        ("Göteborg", []),
        ("--", []),
    ],
)
def test_a_municipality_is_found_whatever_the_diacritics(staff, query, expected):
    make.make_municipality("1880", name="Örebro")
    make.make_municipality("0180", name="Stockholm")

    answer = staff.get(address(Municipality, "changelist"), {"q": query})

    assert [row.name for row in answer.context["cl"].queryset] == expected


@pytest.mark.parametrize("query", ["Åkerby Hälsa", "akerby", "KA-17/3", "ågatan"])
def test_an_office_is_found_by_its_provider_its_agreement_and_its_street(staff, query):
    agreement = make.make_agreement(provider=make.make_provider(name="Åkerby Hälsa AB"), number="KA-17/3")
    office = make.make_office(agreement=agreement, street="ågatan 1")
    make.make_office()

    answer = staff.get(address(Office, "changelist"), {"q": query})

    assert list(answer.context["cl"].queryset) == [office]


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_a_row_that_repeats_its_parent_follows_the_parent_chosen(staff):
    area, municipality = make.make_area(service=make.make_service("stom")), make.make_municipality()
    url = address(AreaMembership, "add")

    answer = staff.post(url, entered(staff, url, area=area, municipality=municipality))

    assert said_by(answer) == []
    assert AreaMembership.objects.get().service_id == "stom"


def test_a_row_moved_to_another_parent_follows_it(staff):
    switch, phase = make.make_switch(), make.make_phase()
    url = address(Switch, "change", switch.pk)

    answer = staff.post(url, entered(staff, url, phase=phase))

    assert said_by(answer) == []
    assert Switch.objects.get().plan == phase.plan


def test_a_second_area_of_a_service_is_refused_in_words(staff):
    first = make.make_area_membership()
    url = address(AreaMembership, "add")

    answer = staff.post(url, entered(staff, url, area=make.make_area(), municipality=first.municipality))

    assert said_by(answer) == [gettext("The municipality already lies in an area of this service.")]


def test_a_second_class_of_a_classification_is_refused_in_words(staff):
    first = make.make_class_membership()
    url = address(ClassMembership, "add")
    other = make.make_class(first.classification)

    answer = staff.post(url, entered(staff, url, municipality_class=other, municipality=first.municipality))

    assert said_by(answer) == [gettext("The municipality already has a class in this classification.")]


def test_a_membership_without_an_area_is_asked_for_one(staff):
    url = address(AreaMembership, "add")

    answer = staff.post(url, entered(staff, url, municipality=make.make_municipality()))

    assert set(answer.context["adminform"].form.errors) == {"area"}


def test_overlapping_agreements_are_refused_in_words(staff):
    first = make.make_agreement(ends_on=None)
    url = address(Agreement, "add")
    same = {"provider": first.provider, "area": first.area, "service": first.service}

    answer = staff.post(url, entered(staff, url, number="N", starts_on="2021-01-01", **same))

    assert said_by(answer) == [gettext("The provider already has an agreement in this area on some of these days.")]


def test_both_services_open_on_one_day_is_refused_in_words(staff):
    switch = make.make_switch()
    url = address(Switch, "change", switch.pk)

    answer = staff.post(url, entered(staff, url, actual_last_referral_on="2021-09-29"))

    assert said_by(answer) == [gettext("Both services would be open for referral on the same day.")]


def test_a_provider_whose_name_is_taken_is_refused_in_words(staff):
    make.make_provider(name="Exempel AB")
    url = address(Provider, "add")

    answer = staff.post(url, entered(staff, url, name="EXEMPEL ab"))

    assert said_by(answer) == [gettext("There is a provider of this name already.")]


def test_a_rural_definition_takes_classes_of_its_own_classification_only(staff):
    own, other = make.make_class(), make.make_class()
    url = address(RuralDefinition, "add")
    values = {"name": "Egen", "key": "own", "classification": own.classification}

    refused = staff.post(url, entered(staff, url, **values) | {"classes": [own.pk, other.pk]})
    accepted = staff.post(url, entered(staff, url, **values) | {"classes": [own.pk]})

    assert said_by(refused) == [gettext("Every class must belong to the classification chosen.")]
    assert said_by(accepted) == []
    assert RuralDefinition.objects.get().classes.get() == own


@pytest.mark.parametrize(("corrected", "expected"), [(True, "by_hand"), (False, "nearest")])
def test_an_office_counts_as_set_by_hand_exactly_when_its_municipality_was_corrected(staff, corrected, expected):
    office, other = make.make_office(placed="nearest"), make.make_municipality()
    url = address(Office, "change", office.pk)
    changes = {"street": "Nygatan 1", **({"municipality": other} if corrected else {})}

    answer = staff.post(url, entered(staff, url, **changes))

    office.refresh_from_db()
    assert said_by(answer) == []
    assert (office.street, office.placed, office.municipality == other) == ("Nygatan 1", expected, corrected)


def test_an_office_s_municipality_can_be_set_to_unknown_by_hand(staff):
    office = make.make_office(placed="nearest")
    url = address(Office, "change", office.pk)

    staff.post(url, entered(staff, url) | {"municipality": ""})

    office.refresh_from_db()
    assert (office.municipality, office.placed) == (None, "by_hand")


def test_a_plan_is_not_published_from_its_form(staff):
    plan = make.make_plan()
    url = address(Plan, "change", plan.pk)

    answer = staff.post(url, entered(staff, url, note="Ny", stage="published"))

    plan.refresh_from_db()
    assert said_by(answer) == []
    assert (plan.note, plan.stage) == ("Ny", "draft")


def test_the_code_of_a_municipality_is_chosen_once(staff):
    municipality = make.make_municipality("0180")
    url = address(Municipality, "change", municipality.pk)

    answer = staff.post(url, entered(staff, url, name="Stockholm", code="0181"))

    assert said_by(answer) == []
    assert list(Municipality.objects.values_list("code", "name")) == [("0180", "Stockholm")]


def test_a_municipality_can_be_added_with_a_code_of_its_county(staff):
    county = make.make_county("01")
    url = address(Municipality, "add")
    values = {"name": "Ny", "county": county, "population": 1, "population_year": 2024, "latitude": 59, "longitude": 18}

    refused = staff.post(url, entered(staff, url, code="0280", **values))
    accepted = staff.post(url, entered(staff, url, code="0180", **values))

    assert said_by(refused) == [gettext("The code of a municipality begins with the code of its county.")]
    assert said_by(accepted) == []
    assert Municipality.objects.get().search_key == "ny"


@pytest.mark.parametrize("model", sorted(IMPORTED, key=str))
def test_what_a_file_said_is_not_rewritten_by_hand(staff, model):
    row = make_row(model, 1)

    assert staff.post(address(model, "change", row.pk), {}).status_code == 403
