"""The admin opens for every model, costs the same for many rows as for one, and keeps the CSP; rows are found in it."""

from datetime import date, timedelta
from typing import get_type_hints

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from municipalities.models import County, DataChange, Municipality
from municipalities.versions import WATCHED_APPS
from providers.models import (
    Agreement,
    Correction,
    Invitation,
    ListedAgreement,
    Listing,
    Look,
    ObservedPresence,
    Office,
    OfficeUpload,
    Service,
)
from rollout.models import (
    ApiKey,
    Change,
    Edition,
    EditionContent,
    Import,
    ImportPage,
    ImportPart,
    LeftOut,
    MeetingSignUp,
    News,
    PublicationRun,
    Subscription,
    Switch,
    ToldFact,
)
from tests import factories as make
from tests.admin_pages import admin_address
from tests.policy import violations

pytestmark = [pytest.mark.once, pytest.mark.django_db]

FACTORY_OF = {get_type_hints(factory)["return"]: factory for factory in make.EVERY_FACTORY}
FACTORY_OF[get_user_model()] = make.make_user
MODELS = [
    model
    for app in WATCHED_APPS
    for model in apps.get_app_config(app).get_models()
    if model is not DataChange and not hasattr(model, "instance_type")
]
BY_ACTS = {Change, PublicationRun, Invitation, Look, Correction, OfficeUpload}
OF_IMPORTS, OF_DATASETS = {Import, ImportPage, ImportPart}, {Edition, EditionContent}
KEPT_WHOLE = {*BY_ACTS, *OF_IMPORTS, *OF_DATASETS, ObservedPresence}
BY_FOLLOWERS = {Subscription, ToldFact, News, MeetingSignUp}
READ_ONLY = {Listing, ListedAgreement, ObservedPresence, ApiKey, *BY_ACTS, *OF_IMPORTS, *OF_DATASETS, *BY_FOLLOWERS}


def make_row(model, number: int):
    """A row of its own, also of the kinds whose factory gives back the row that is there."""
    own = {
        County: {"code": f"{10 + number}"},
        Service: {"code": f"service-{number}"},
        Listing: {"on": date(2025, 1, 1) + timedelta(days=number)},
    }
    if model is LeftOut:  # others' scenarios are theirs in the admin too
        return make.make_left_out(plan=make.make_plan(owner=get_user_model().objects.first(), version=None))
    return FACTORY_OF[model](**own.get(model, {}))


@pytest.fixture
def staff(client):
    client.force_login(make.make_admin(), backend="rollout.signin.LoopbackDemoBackend")
    return client


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
    assert model in READ_ONLY or shown <= set(page.autocomplete_fields)


@pytest.mark.parametrize(
    "page", ["<p style='color:red'>", "<a onclick='x()'>", "<script>x()</script>", "<script src='//elsewhere/x.js'>"]
)
def test_a_page_that_breaks_the_policy_is_seen(page):
    assert len(violations(page)) == 1


SWEDISH = ("sv", "/admin/", ("change", "history", "delete"))
ENGLISH = ("en", "/en/admin/", ("change",))  # the same templates: some of each app are enough to see that they speak it


@pytest.mark.parametrize(
    ("model", "language", "prefix", "forms"),
    [*((model, *SWEDISH) for model in MODELS), *((model, *ENGLISH) for model in MODELS[::8])],
)
def test_list_and_forms_of_every_model_open_under_the_strict_policy(staff, model, language, prefix, forms):
    row = make_row(model, 1)
    there = [form for form in forms if form != "delete" or model not in KEPT_WHOLE]
    with override(language):
        pages = [admin_address(model, "changelist"), *(admin_address(model, form, row.pk) for form in there)]
        add = admin_address(model, "add")

    answers = [staff.get(page) for page in pages]
    added = staff.get(add)

    assert add.startswith(prefix)
    assert {answer.status_code for answer in answers} == {200}
    assert added.status_code == (403 if model in READ_ONLY else 200)
    assert [fault for answer in answers for fault in violations(answer.content.decode())] == []
    # The directives come in any order: the policy is put together from a set.
    policies = [answer["Content-Security-Policy"].split("; ") for answer in answers]
    assert all("script-src 'self'" in policy for policy in policies)
    assert not any("unsafe" in answer["Content-Security-Policy"] for answer in answers)


@pytest.mark.parametrize("name", ["index", "password_change"])
def test_the_pages_around_the_models_open_under_the_strict_policy(staff, name):
    answer = staff.get(reverse(f"admin:{name}"))

    assert answer.status_code == 200
    assert violations(answer.content.decode()) == []


@pytest.mark.parametrize("model", [model for model in admin.site._registry if model not in MODELS])
def test_the_lists_of_other_apps_open_as_well(staff, model):
    assert staff.get(admin_address(model, "changelist")).status_code == 200


def queries(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.once
@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_number_of_queries_with_1_row_and_with_10(staff, model):
    url = admin_address(model, "changelist")
    make_row(model, 0)
    queries(staff, url)
    with_one = queries(staff, url)

    for number in range(1, 10):
        make_row(model, number)

    assert queries(staff, url) == with_one


LOOK_UPS = [(model, field) for model in MODELS for field in admin.site.get_model_admin(model).autocomplete_fields]


@pytest.mark.once
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
    url = admin_address(Agreement, "change", agreement.pk)
    queries(staff, url)

    assert queries(staff, url) <= 12


@pytest.mark.parametrize("model", [Municipality, Agreement, Switch])
def test_nobody_but_staff_comes_in(client, model):
    client.force_login(make.make_user(), backend="rollout.signin.LoopbackDemoBackend")

    answer = client.get(admin_address(model, "changelist"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))


def test_a_switch_is_listed_and_sorted_by_the_days_that_hold(staff):
    planned = make.make_switch(last_referral_on=date(2021, 9, 10))
    actual = make.make_switch(last_referral_on=date(2021, 9, 28), actual_last_referral_on=date(2021, 9, 9))

    answer = staff.get(admin_address(Switch, "changelist"), {"o": "4"})

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

    answer = staff.get(admin_address(Municipality, "changelist"), {"q": query})

    assert [row.name for row in answer.context["cl"].queryset] == expected


@pytest.mark.parametrize("query", ["Åkerby Hälsa", "akerby", "KA-17/3", "ågatan"])
def test_an_office_is_found_by_its_provider_its_agreement_and_its_street(staff, query):
    agreement = make.make_agreement(provider=make.make_provider(name="Åkerby Hälsa AB"), number="KA-17/3")
    office = make.make_office(agreement=agreement, street="ågatan 1")
    make.make_office(agreement=make.make_agreement(number="NR-2"))

    answer = staff.get(admin_address(Office, "changelist"), {"q": query})

    assert list(answer.context["cl"].queryset) == [office]


@pytest.mark.parametrize("model", sorted(READ_ONLY, key=str))
def test_what_a_file_or_an_act_left_behind_is_not_rewritten_by_hand(staff, model):
    row = make_row(model, 1)

    assert staff.post(admin_address(model, "change", row.pk), {}).status_code == 403
