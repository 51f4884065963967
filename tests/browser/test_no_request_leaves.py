"""Every page there is asks its own host and nobody else, breaks no rule of its own policy, and has no broken script.

The checks themselves are those of the `page` fixture, which fails a test when it ends; here every page is opened.
"""

import pytest

from providers.models import DeliveryArea, Provider
from rollout.models import Phase

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

PATHS = [
    "/",
    "/?layer=status&on=2021-09-29",
    "/?layer=phase&rural=yes",
    "/?on=abc",
    "/kommuner/",
    "/kommuner/0180/",
    "/kommuner/2584/?on=2021-09-29",
    "/lan/25/",
    "/etapper/",
    "/leveransomraden/",
    "/leverantorer/",
    "/om/",
    "/vita-flackar/",
    "/kartblad/",
    "/larm/?on=2021-10-15",
    "/tackning/kallor/",
    "/logga-in/",
    "/ingen-sida/",
    "/admin/login/",
]


def open_and_settle(page, path: str) -> None:
    requests = []
    page.on("request", lambda request: requests.append(request.url))

    page.goto(path)
    page.wait_for_load_state("networkidle")

    assert page.title()
    assert len(requests) > 1


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_page_asks_its_own_host_only(page, prefix, path):
    open_and_settle(page, prefix + path)


@pytest.mark.parametrize("model, folder", [(Provider, "leverantorer"), (DeliveryArea, "leveransomraden")])
def test_a_page_of_a_single_row_asks_its_own_host_only(page, model, folder):
    open_and_settle(page, f"/{folder}/{model.objects.order_by('pk').first().pk}/")


def test_the_pages_of_the_phases_ask_their_own_host_only(page):
    for number in Phase.objects.filter(plan__is_example=False).values_list("number", flat=True):
        open_and_settle(page, f"/etapper/stom-rom/{number}/")


def test_every_file_that_the_map_needs_is_there(page):
    missing = []
    page.on("response", lambda answer: answer.status >= 400 and missing.append(answer.url))

    page.goto("/")
    page.wait_for_selector('#map[data-drawn="plotly"]')
    page.wait_for_load_state("networkidle")

    assert missing == []
