"""The map page over the demonstration: the figures, the lists behind them, and the legend as a filter."""

import pytest
from django.urls import reverse

from tests.map_asked import follow, get

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.mark.parametrize("on", ["2024-02-14", "2025-03-01", None])
def test_24_of_the_56_rural_municipalities_lack_a_provider(client, on):
    page = get(client, **({"on": on} if on else {}))
    figure = page.figures["rural"]

    assert (figure.part, figure.whole) == (24, 56)
    assert figure.share == "43\N{NO-BREAK SPACE}%"
    assert "Exempeldata" in page.tree.text or "Example data" in page.tree.text


@pytest.mark.parametrize("key, whole", [("skr-c8-c9", 56), ("skr-c8", 35), ("degurba-3", 139)])
def test_each_definition_of_rural_has_its_own_number_of_municipalities(client, key, whole):
    page = get(client, definition=key)

    assert page.figures["rural"].whole == whole
    assert follow(client, page.figures["rural"].whole_url).shown == {whole}


@pytest.mark.parametrize("asked", [{}, {"on": "2021-10-10"}, {"county": "25", "sort": "-providers"}, {"rural": "yes"}])
@pytest.mark.parametrize("key", ["rural", "all", "winding", "gap"])
def test_behind_each_figure_are_the_lists_that_it_counts(client, key, asked):
    figure = get(client, **asked).figures[key]

    part, whole = follow(client, figure.part_url), follow(client, figure.whole_url)

    assert part.shown == {figure.part}
    assert whole.shown == {figure.whole}
    assert set(part.codes) <= set(whole.codes)


def test_no_list_is_offered_behind_the_rural_figure_where_rural_municipalities_are_left_out(client):
    figures = get(client, rural="no").figures

    assert figures["rural"].whole == 0
    assert figures["rural"].part_url is figures["rural"].whole_url is None
    assert all(figures[key].part_url and figures[key].whole_url for key in ("all", "winding", "gap"))


@pytest.mark.parametrize("layer", ["status", "coverage", "phase"])
def test_a_click_in_the_legend_takes_a_class_out_and_a_second_one_brings_it_back(client, layer):
    page = get(client, on="2021-10-10", layer=layer)
    key = next(key for key, each in page.legend.items() if each.count)

    without = follow(client, page.legend[key].url)
    back = follow(client, without.legend[key].url)

    assert not without.legend[key].is_on
    assert without.shown == {290 - page.legend[key].count}
    assert without.bright == {code for code, painted in page.painted.items() if painted != key}
    assert back.shown == {290}
    assert all(each.is_on for each in back.legend.values())


def test_the_ready_made_views_all_open(client):
    views = [link["href"] for link in get(client).tree.one(class_="views").all("a")]

    pages = [follow(client, view.partition("#")[0]) for view in views]

    assert len(pages) == 6
    assert all(page.shown != {0} for page in pages)


def test_what_the_script_is_told_of_another_count_is_what_that_page_would_hold(client):
    asked = {"on": "2021-09-29", "service": "rom", "county": "25"}

    answer = client.get(reverse("map-state"), asked)

    state = get(client, **asked).state(client)
    assert answer.json() == {name: state[name] for name in ("counts", "listings")}
    assert answer.json() != {name: get(client).state(client)[name] for name in ("counts", "listings")}
