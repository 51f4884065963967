"""The pages of places, phases, areas and providers, for what holds for each of them."""

import pytest

from providers.models import Agreement

PAGES = [
    ("municipality-list",),
    ("municipality-detail", "1080"),
    ("county-detail", "25"),
    ("phase-list",),
    ("phase-detail", "stom-rom", 2),
    ("area-list",),
    ("area-detail", "area"),
    ("provider-list",),
    ("provider-detail", "provider"),
    ("about",),
    ("white-spots",),
    ("alerts",),
    ("evidence",),
    ("coverage",),
    ("follow-up",),
]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])


def args_of(page: tuple) -> tuple:
    """The page with keys of rows that exist in this database."""
    agreement = Agreement.objects.filter(service="rom", offices__isnull=False).order_by("number").first()
    keys = {"area": agreement.area_id, "provider": agreement.provider_id}
    return (page[0], *(keys.get(each, each) for each in page[1:]))
