"""The committed boundary files, and the recipe that makes them."""

import csv
import gzip
import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from django.core.management import CommandError, call_command

from municipalities import boundaries

TOP = Path(__file__).resolve().parent.parent
FILES = [
    boundaries.MUNICIPALITIES_PATH,
    boundaries.COUNTIES_PATH,
    boundaries.NEIGHBOURS_PATH,
    boundaries.POINTS_PATH,
]


@pytest.fixture(scope="module")
def made_again():
    return boundaries.build_files()


def read_features(path):
    return json.loads((TOP / path).read_text(encoding="utf-8"))["features"]


def read_rows(path):
    return list(csv.DictReader((TOP / path).read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def municipalities():
    return read_features(boundaries.MUNICIPALITIES_PATH)


@pytest.fixture(scope="module")
def owners_of_edges(municipalities):
    """The municipalities on the two sides of each edge: codes by unordered pair of points."""
    owners = defaultdict(list)
    for each in municipalities:
        for ring in rings(each["geometry"]):
            for edge in edges(ring):
                owners[edge].append(each["id"])
    return owners


def rings(geometry):
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def edges(line):
    return [frozenset({tuple(start), tuple(end)}) for start, end in pairwise(line)]


def make(**shapes):
    return boundaries.clean_coverage(list(shapes), list(shapes), list(shapes.values()))


@pytest.mark.parametrize("path", FILES)
def test_a_file_made_again_is_the_committed_one_byte_for_byte(made_again, path):
    assert (TOP / path).read_bytes() == made_again[path].encode()


def test_the_recipe_makes_these_files_and_no_others(made_again):
    assert sorted(made_again) == sorted(FILES)


def test_there_is_a_feature_for_each_municipality_by_code_and_name(municipalities):
    known = {row["code"]: row["name"] for row in read_rows("fixtures/municipalities.csv")}

    assert [each["id"] for each in municipalities] == sorted(known)
    assert [each["properties"] for each in municipalities] == [
        {"code": code, "name": known[code]} for code in sorted(known)
    ]


def test_outer_rings_run_clockwise_and_are_closed(municipalities):
    for each in municipalities:
        for ring in rings(each["geometry"]):
            assert ring[0] == ring[-1]
            assert not shapely.LinearRing(ring).is_ccw, each["properties"]["name"]


def test_coordinates_are_swedish_and_have_four_decimals_at_most(municipalities):
    corners = [corner for each in municipalities for ring in rings(each["geometry"]) for corner in ring]

    assert all(10.9 < longitude < 24.3 and 55.1 < latitude < 69.2 for longitude, latitude in corners)
    assert all(value == round(value, 4) for corner in corners for value in corner)


def test_the_municipalities_read_back_overlap_nowhere_and_share_their_corners(municipalities):
    shapes = shapely.from_geojson([json.dumps(each["geometry"]) for each in municipalities])

    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


@pytest.mark.parametrize(
    "path, raw, packed", [(boundaries.MUNICIPALITIES_PATH, 215_000, 54_000), (boundaries.COUNTIES_PATH, 20_000, 6_000)]
)
def test_the_files_stay_small(path, raw, packed):
    text = (TOP / path).read_bytes()

    assert len(text) < raw
    assert len(gzip.compress(text)) < packed


def test_neighbours_are_the_municipalities_on_two_sides_of_an_edge(owners_of_edges):
    expected = {tuple(sorted(owners)) for owners in owners_of_edges.values() if len(owners) == 2}

    neighbours = [(row["code"], row["neighbour"]) for row in read_rows(boundaries.NEIGHBOURS_PATH)]

    assert neighbours == sorted(expected)


@pytest.mark.parametrize(
    "one, other, expected",
    [
        pytest.param("0180", "0184", True, id="Stockholm and Solna"),
        pytest.param("2583", "2518", True, id="Haparanda and Övertorneå"),
        pytest.param("0840", "0885", True, id="Mörbylånga and Borgholm, which share Öland"),
        pytest.param("0162", "0180", False, id="Danderyd and Stockholm, with water between"),
        pytest.param("1762", "1962", False, id="far apart"),
    ],
)
def test_land_makes_neighbours_and_water_does_not(one, other, expected):
    pairs = {(row["code"], row["neighbour"]) for row in read_rows(boundaries.NEIGHBOURS_PATH)}

    assert ((min(one, other), max(one, other)) in pairs) is expected


def test_five_island_municipalities_have_no_neighbours():
    pairs = read_rows(boundaries.NEIGHBOURS_PATH)
    with_neighbours = {code for row in pairs for code in row.values()}

    alone = {row["name"] for row in read_rows("fixtures/municipalities.csv") if row["code"] not in with_neighbours}

    assert alone == {"Ekerö", "Gotland", "Lidingö", "Tjörn", "Öckerö"}


def test_county_lines_are_all_the_edges_between_two_counties_and_no_others(owners_of_edges):
    expected = defaultdict(set)
    for edge, owners in owners_of_edges.items():
        counties = sorted({owner[:2] for owner in owners})
        if len(counties) == 2:
            expected["-".join(counties)].add(edge)

    drawn = {}
    for each in read_features(boundaries.COUNTIES_PATH):
        assert each["properties"]["counties"] == each["id"].split("-")
        assert each["geometry"]["type"] == "MultiLineString"
        drawn[each["id"]] = [edge for line in each["geometry"]["coordinates"] for edge in edges(line)]

    assert {pair: set(line) for pair, line in drawn.items()} == dict(expected)
    assert all(len(line) == len(set(line)) for line in drawn.values())


def test_shapes_that_meet_in_a_corner_are_no_neighbours():
    coverage = make(a=shapely.box(0, 0, 1, 1), b=shapely.box(1, 0, 2, 1), c=shapely.box(1, 1, 2, 2))

    assert boundaries.find_neighbours(coverage) == [("a", "b"), ("b", "c")]


@pytest.mark.parametrize(
    "gap, expected", [(0.010, [("a", "b"), ("a", "c"), ("b", "c")]), (0.014, [("a", "c"), ("b", "c")])]
)
def test_a_gap_between_shapes_is_closed_up_to_the_stated_width(gap, expected):
    around = shapely.box(-1, -1, 3, 2).difference(shapely.box(0, 0, 2, 1))

    coverage = make(a=shapely.box(0, 0, 1 - gap / 2, 1), b=shapely.box(1 + gap / 2, 0, 2, 1), c=around)

    assert boundaries.find_neighbours(coverage) == expected


def test_shapes_come_in_the_order_of_their_codes_with_their_own_names():
    codes, names = ["2", "1"], ["Two", "One"]

    coverage = boundaries.clean_coverage(codes, names, [shapely.box(5, 5, 6, 6), shapely.box(0, 0, 1, 1)])

    assert (coverage.codes, coverage.names) == (("1", "2"), ("One", "Two"))
    assert shapely.total_bounds(coverage.shapes[0]).tolist() == [0, 0, 1, 1]


def test_a_municipality_that_vanishes_in_the_cleaning_is_an_error():
    with pytest.raises(ValueError, match="vanished"):
        make(a=shapely.box(0, 0, 1, 1), b=shapely.box(0.2, 0.2, 0.20001, 0.20001))


@pytest.mark.parametrize(
    "shape, latitude, longitude",
    [
        pytest.param(shapely.box(0, 0, 2, 2), 1, 1, id="a square at the equator"),
        pytest.param(
            shapely.unary_union([shapely.box(0, 0, 0.5, 4), shapely.box(0, 0, 3, 3)]),
            1.5,
            1.5,
            id="a square with an arm",
        ),
        pytest.param(
            shapely.multipolygons([shapely.box(0, 0, 2, 2), shapely.box(5, 5, 6, 6)]), 1, 1, id="the largest island"
        ),
        # Between 60.0 and 60.2° N this is 22 km high and 11 km wide in the west, 2 km high in the east: the west wins.
        pytest.param(
            shapely.unary_union([shapely.box(0, 60, 0.4, 60.2), shapely.box(0.4, 60, 1, 60.02)]),
            60.1,
            0.2,
            id="far north",
        ),
    ],
)
def test_the_point_is_where_there_is_most_room(shape, latitude, longitude):
    assert boundaries.roomiest_point(shape) == pytest.approx((latitude, longitude), abs=0.05)


@pytest.fixture
def elsewhere(tmp_path, settings):
    """A project folder without any boundary file."""
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_the_command_writes_what_is_missing_and_then_has_nothing_to_do(elsewhere, capsys):
    call_command("build_boundaries")
    call_command("build_boundaries")
    call_command("build_boundaries", "--check")

    assert capsys.readouterr().out.splitlines() == [f"4 files, {changed} changed." for changed in (4, 0, 0)]
    assert all((elsewhere / path).read_bytes() == (TOP / path).read_bytes() for path in FILES)


def test_the_check_names_the_file_that_differs_and_leaves_it_alone(elsewhere):
    call_command("build_boundaries")
    spoilt = elsewhere / boundaries.POINTS_PATH
    spoilt.write_text("code,latitude,longitude\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"makes them: points\.csv$"):
        call_command("build_boundaries", "--check")

    assert spoilt.read_text(encoding="utf-8") == "code,latitude,longitude\n"
