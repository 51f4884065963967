"""Frames for other sites: what they show, who may show them, and the page that makes the code."""

import pytest
from django.test import Client

from tests.pages import read
from tests.policy import violations
from tests.sheets import address, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

FRAMES = [("embed-map",), ("embed-measure", "rural-without"), ("embed-municipality", "2580")]
every_frame = pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame[0])


def policy(answer) -> dict[str, str]:
    parts = (each.strip().partition(" ") for each in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


@every_frame
def test_a_frame_needs_no_sign_in_sets_no_cookie_and_runs_no_script(client, frame):
    answer = client.get(address(*frame))

    assert answer.status_code == 200
    assert not answer.cookies
    assert violations(answer.content.decode()) == []
    assert list(read(answer.content).all("script")) == []


@every_frame
def test_only_the_sites_that_are_named_may_show_a_frame_and_nobody_any_other_page(client, frame):
    framed, other = client.get(address(*frame)), client.get(address("about"))

    assert policy(framed)["frame-ancestors"] == "'self'"
    assert "X-Frame-Options" not in framed
    assert (policy(other)["frame-ancestors"], other["X-Frame-Options"]) == ("'none'", "DENY")


@every_frame
def test_a_frame_says_its_day_whose_rows_it_counts_and_leads_to_the_page(client, frame):
    page = sheet(client, *frame, on="2021-10-15")

    (onwards,) = page.one("footer").all("a")
    assert "2021-10-15" in onwards["href"]
    assert "Example data" in page.one("footer").text
    assert client.get(onwards["href"]).status_code == 200


def test_the_figure_in_a_frame_is_that_of_the_coverage_page(client):
    asked = {"on": "2024-03-01", "county": "25"}

    framed = sheet(client, "embed-measure", "rural-without", **asked).one("p", class_="frame-figure").one("strong").text

    page = sheet(client, "coverage", measure="rural-without", **asked)
    assert framed == next(each.text for each in page.all("span") if "headline-value" in each.classes)


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_a_frame_is_light_or_dark_as_the_site_asks(client, theme):
    assert sheet(client, "embed-map", theme=theme).one("html")["data-color-scheme"] == theme


@pytest.mark.parametrize(
    "frame, asked, status",
    [
        (("embed-map",), {"theme": "blue"}, 400),
        (("embed-map",), {"on": "x"}, 400),
        (("embed-measure", "nothing"), {}, 404),
        (("embed-municipality", "9999"), {}, 404),
    ],
)
def test_what_cannot_be_shown_is_refused(client, frame, asked, status):
    assert client.get(address(*frame), asked).status_code == status


@pytest.mark.parametrize(
    "asked, told",
    [
        ({}, 'width="480" height="720"'),
        ({"width": "99999", "height": "1"}, 'width="1600" height="320"'),
        ({"width": "x", "kind": "y", "measure": "z", "code": "<b>"}, "/badda-in/karta/"),
        ({"kind": "measure", "measure": "distance", "theme": "dark"}, "/badda-in/matt/distance/?theme=dark"),
        ({"kind": "municipality", "code": "0180"}, "/badda-in/kommun/0180/"),
    ],
)
def test_the_code_to_copy_is_what_was_chosen_within_its_bounds(client, asked, told):
    page = sheet(client, "embed-guide", **asked)

    assert told in page.one("code").text
    assert Client().get(page.one("iframe")["src"]).status_code == 200
