"""The map page asked for by what its address says, and followed along its links."""

from django.urls import reverse

from tests.pages import MapPage
from tests.sheets import opened


def get(client, **asked) -> MapPage:
    return opened(client, reverse("map"), asked, MapPage)


def follow(client, url: str) -> MapPage:
    return opened(client, reverse("map") + url, {}, MapPage)


def counts(page: MapPage) -> dict[str, int]:
    return {key: each.count for key, each in page.legend.items() if each.count}
