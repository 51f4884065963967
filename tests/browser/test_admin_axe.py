"""The admin in the browser: its lists, forms and histories are accessible in both themes, and ask no other host."""

import pytest
from django.conf import settings
from django.test import Client

from rollout import actions
from rollout.models import LeftOut, Plan
from tests import factories as make
from tests.admin_pages import admin_address
from tests.browser.axe import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture
def administrator(page, server, db):
    """The page, signed in as a superuser."""
    user, client = make.make_admin(username="karin"), Client()
    client.force_login(user, backend="rollout.signin.LoopbackDemoBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
    return user


def addresses(user) -> dict[str, str]:
    """A page of every kind that the admin has, with rows in it."""
    draft = Plan.objects.filter(is_example=True, stage="draft").first()
    phase = draft.phases.get(number=2)
    scenario = actions.scenario_from(draft, owner=user, name="Utan en")
    actions.leave_out(scenario, providers=[make.make_provider()], by=user)
    kept = phase.history.first()
    return {
        "index": "/admin/",
        "app": "/admin/rollout/",
        "list": admin_address(Plan, "changelist"),
        "list with a hierarchy of days": admin_address(type(draft.changes.first()), "changelist"),
        "form": admin_address(type(phase), "change", phase.pk),
        "form of a plan with its rows": admin_address(Plan, "change", draft.pk),
        "new row": admin_address(LeftOut, "add"),
        "removal": admin_address(LeftOut, "delete", LeftOut.objects.get().pk),
        "history": admin_address(type(phase), "history", phase.pk),
        "kept state": admin_address(type(phase), "history", phase.pk) + f"{kept.pk}/",
        "people": admin_address(type(user), "changelist"),
        "in English": "/en" + admin_address(Plan, "changelist"),
    }


def test_axe_finds_nothing_on_a_page_of_any_kind_in_one_theme_or_the_other(page, administrator):
    found = {}
    for at, (kind, where) in enumerate(addresses(administrator).items()):
        page.emulate_media(color_scheme="dark" if at % 2 else "light")
        answer = page.goto(where)
        if page.locator("select.admin-autocomplete").count():
            page.wait_for_selector(".select2-selection")
        page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")  # it fades
        found[kind] = [*([] if answer.status == 200 else [f"{answer.status}"]), *faults(page)]

    assert {kind: said for kind, said in found.items() if said} == {}
