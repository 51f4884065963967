"""What no page of places, phases, areas and providers answers: days that are none, nonsense, and what is not there."""

import pytest

from tests.every_page import args_of, every_page
from tests.pages import read
from tests.sheets import address

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@every_page
@pytest.mark.parametrize("on", ["2021-02-30", "abc", "2018-12-31", "9999-12-31", "2021-09-29\x00"])
def test_a_day_that_is_none_is_refused_in_words(client, page, on):
    answer = client.get(address(*args_of(page)), {"on": on})

    assert answer.status_code == 400
    assert read(answer.content).one("dl").one("dd").text


@every_page
@pytest.mark.parametrize("query", [{"basis": "guess"}, {"on": "x" * 5000}])
def test_other_nonsense_is_refused_in_words(client, page, query):
    assert client.get(address(*args_of(page)), query).status_code == 400


@pytest.mark.parametrize(
    "page",
    [
        ("municipality-detail", "9999"),
        ("municipality-detail", "abc"),
        ("municipality-detail", "18\x000"),
        ("municipality-detail", "٠١٨٠"),
        ("county-detail", "99"),
        ("county-detail", "25\x00"),
        ("phase-detail", "stom-rom", 9),
        ("phase-detail", "rom-stom", 2),
        ("phase-detail", "stom-rom", 10**30),
        ("area-detail", 10**6),
        ("area-detail", 10**30),
        ("provider-detail", 10**6),
        ("provider-detail", 10**30),
    ],
)
def test_what_does_not_exist_is_not_found(client, page):
    assert client.get(address(*page)).status_code == 404
