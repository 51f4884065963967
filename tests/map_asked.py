"""The map page asked for by what its address says, and followed along its links."""

from django.urls import reverse

from tests.pages import MapPage


def get(client, **asked) -> MapPage:
    answer = client.get(reverse("map"), asked)
    assert answer.status_code == 200, answer.content[:2000]
    return MapPage(answer.content)


def follow(client, url: str) -> MapPage:
    return MapPage(client.get(reverse("map") + url).content)


def counts(page: MapPage) -> dict[str, int]:
    return {key: each.count for key, each in page.legend.items() if each.count}
