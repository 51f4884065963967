"""The files of the map page hold what the page shows: the same rows, in the same order, with what they are."""

import io
import json
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from shapely.geometry import shape

from rollout.pages.map_files import FILES
from tests.saved_files import saved
from tests.sheets import address, links, sheet

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

ASKED = {"on": "2021-10-15", "county": ["25", "24"], "sort": "-population"}


def shown(client, **asked) -> list[str]:
    """The codes of the page's list, in its order."""
    table = sheet(client, "map", **asked).one("table", id="list")
    return [row["data-code"] for row in table.one("tbody").all("tr")]


def geo(client, **asked) -> dict:
    return json.loads(client.get(address("map-file", "geojson"), asked).content)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("asked", [{}, ASKED, {"status": "winding", "on": "2021-10-15"}, {"q": "no such place"}])
def test_the_file_holds_the_rows_of_the_list_in_its_order(client, kind, asked):
    head, *rows = saved(client, "map-file", kind, **asked)

    assert [row[head.index("Code")] for row in rows] == shown(client, **asked)


def test_the_map_file_holds_the_rows_of_the_list_with_their_polygons(client):
    told = geo(client, **ASKED)

    assert [each["id"] for each in told["features"]] == shown(client, **ASKED)
    assert all(shape(each["geometry"]).is_valid and shape(each["geometry"]).area > 0 for each in told["features"])
    assert told["features"][0]["properties"]["on"] == "2021-10-15"


@pytest.mark.parametrize(
    "label", ["Day", "Plan", "Definition of rural", "Counted as present", "Made", "Page", "County"]
)
def test_every_file_says_what_it_is(client, label):
    book = load_workbook(io.BytesIO(client.get(address("map-file", "xlsx"), ASKED).content))

    told = dict(book["About this file"].iter_rows(values_only=True))
    assert told[label] == geo(client, **ASKED)["about"][label]
    assert "Example data" in told
    assert told["Page"].startswith("http://testserver/en/?")


def test_the_picture_is_a_map_of_all_shapes_that_says_what_it_shows(client):
    tree = ElementTree.fromstring(client.get(address("map-file", "svg"), {**ASKED, "layer": "status"}).content)

    name = "{http://www.w3.org/2000/svg}"
    assert len([each for each in tree.iter(f"{name}path") if "data-code" in each.attrib]) == 290
    assert "2021" in tree.find(f"{name}title").text
    assert "Example data" in tree.find(f"{name}desc").text


def test_the_page_leads_to_its_files_with_its_own_choice(client):
    found = [each for each in links(sheet(client, "map", **ASKED)) if "karta." in each]

    assert {each.partition("?")[0] for each in found} == {address("map-file", kind) for kind in FILES}
    assert all("county=25" in each and "2021-10-15" in each for each in found)


@pytest.mark.parametrize(
    "kind, asked, status", [("pdf", {}, 404), ("csv", {"on": "x"}, 400), ("svg", {"county": "99"}, 400)]
)
def test_what_cannot_be_answered_is_refused(client, kind, asked, status):
    assert client.get(address("map-file", kind), asked).status_code == status
