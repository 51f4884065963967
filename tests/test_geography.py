"""Placing points: small made-up shapes, the real boundaries, and AF's own office list."""

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from municipalities.geography import NEAREST_WITHIN_M, distance_km, place, read_shapes, sweref99tm

TOP = Path(__file__).resolve().parent.parent
METRES_IN_A_DEGREE_NORTH = 111_420  # at 60.1° N


def read_fixture(name):
    return pd.read_csv(TOP / "fixtures" / name, dtype=str, keep_default_na=False)


around_sweden = st.tuples(st.floats(55, 69.3), st.floats(10.5, 24.5))
in_sweden = st.builds(
    lambda point, north, east: (float(point[0]) + north, float(point[1]) + east),
    st.sampled_from(read_fixture("points.csv")[["latitude", "longitude"]].to_numpy().tolist()),
    st.floats(-0.1, 0.1),
    st.floats(-0.1, 0.1),
)
anywhere = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def points(*pairs, index=None):
    return pd.DataFrame(pairs, columns=["latitude", "longitude"], index=index)


@pytest.fixture
def two_squares(tmp_path):
    """0002 to the west and 0001 to the east of 15.2° E, between 60.0 and 60.1° N; the file has them in that order."""
    boxes = {"0002": shapely.box(15.0, 60.0, 15.2, 60.1), "0001": shapely.box(15.2, 60.0, 15.4, 60.1)}
    features = [{"id": code, "geometry": json.loads(shapely.to_geojson(box))} for code, box in boxes.items()]
    path = tmp_path / "squares.geojson"
    path.write_text(json.dumps({"features": features}), encoding="utf-8")
    return read_shapes(path)


def test_a_point_in_a_polygon_is_placed_in_it(two_squares):
    placed = place(points((60.05, 15.1), (60.05, 15.3)), two_squares)

    assert placed.to_dict("list") == {"code": ["0002", "0001"], "how": ["inside", "inside"], "distance_m": [0, 0]}


def test_a_point_on_a_common_border_is_placed_in_the_lower_code(two_squares):
    border = shapely.get_coordinates(two_squares.tree.geometries[0])
    on_the_border = border[np.isin(border, shapely.get_coordinates(two_squares.tree.geometries[1])).all(axis=1)]

    placed = place(points((60.0, 15.2), (60.1, 15.2)), two_squares)

    assert len(set(map(tuple, on_the_border))) == 2
    assert placed["code"].tolist() == ["0001", "0001"]


@pytest.mark.parametrize(
    "metres, how, code",
    [(1, "nearest", "0002"), (3_990, "nearest", "0002"), (4_010, "outside", None), (9_000, "outside", None)],
)
def test_a_point_is_placed_in_the_nearest_municipality_within_the_limit_and_no_further(two_squares, metres, how, code):
    north_of_the_square = 60.1 + metres / METRES_IN_A_DEGREE_NORTH

    placed = place(points((north_of_the_square, 15.0)), two_squares).iloc[0]

    assert (placed["how"], placed["code"]) == (how, code)
    assert placed["distance_m"] == pytest.approx(metres, rel=0.002) if code else np.isnan(placed["distance_m"])


def test_the_point_of_each_municipality_lies_in_that_municipality():
    own = read_fixture("points.csv")

    placed = place(own)

    assert len(own) == 290
    assert placed["how"].eq("inside").all()
    assert placed["code"].tolist() == own["code"].tolist()


@pytest.mark.parametrize(
    "latitude, longitude",
    [
        pytest.param(59.9139, 10.7522, id="Oslo"),
        pytest.param(60.1699, 24.9384, id="Helsinki"),
        pytest.param(55.6761, 12.5683, id="Copenhagen"),
        pytest.param(55.6295, 12.6474, id="Kastrup"),
        pytest.param(56.0361, 12.6136, id="Helsingør"),
        pytest.param(60.0973, 19.9348, id="Mariehamn"),
        pytest.param(18.0649, 59.3326, id="Stockholm with the two figures swapped"),
        pytest.param(0, 0, id="a point never filled in"),
        pytest.param(-59.33, -161.9, id="the other side of the earth"),
        pytest.param(95, 400, id="no point on earth"),
    ],
)
def test_a_point_abroad_is_not_placed(latitude, longitude):
    placed = place(points((latitude, longitude))).iloc[0]

    assert (placed["how"], placed["code"]) == ("outside", None)
    assert np.isnan(placed["distance_m"])


@pytest.mark.parametrize("absent", [None, np.nan, pd.NA, math.inf, -math.inf])
def test_a_point_without_a_coordinate_is_missing(absent):
    placed = place(points((absent, 18.0), (59.3, absent), (absent, absent)))

    assert placed["how"].tolist() == ["missing"] * 3
    assert placed["code"].tolist() == [None] * 3
    assert placed["distance_m"].isna().all()


def test_the_answer_keeps_the_index_and_the_order_even_when_labels_repeat():
    asked = points((57.7089, 11.9746), (None, None), (60.0, 0.0), (65.5848, 22.1567), index=["b", "a", "a", "c"])

    placed = place(asked)

    assert placed.index.tolist() == ["b", "a", "a", "c"]
    assert placed["code"].tolist() == ["1480", None, None, "2580"]
    assert placed["how"].tolist() == ["inside", "missing", "outside", "inside"]


def test_no_points_give_an_empty_answer_of_the_same_columns():
    full, empty = place(points((59.3, 18.0))), place(points((59.3, 18.0)).iloc[:0])

    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_a_coordinate_that_is_no_number_and_a_missing_column_are_errors():
    with pytest.raises(ValueError, match="could not convert"):
        place(points(("north", 18.0)))
    with pytest.raises(KeyError, match="longitude"):
        place(pd.DataFrame({"latitude": [59.3]}))


@given(st.lists(in_sweden | around_sweden | anywhere, max_size=12))
def test_placing_all_at_once_agrees_with_looking_at_every_polygon_in_turn(pairs):
    placed = place(points(*pairs).astype(float))

    for (latitude, longitude), row in zip(pairs, placed.itertuples(), strict=True):
        assert (row.code, row.how) == place_slowly(latitude, longitude)


def place_slowly(latitude, longitude):
    """The rule in plain words: no index, no shortcuts; points far from Sweden are outside without measuring."""
    if not (54 < latitude < 70.3 and 9 < longitude < 26):
        return None, "outside"
    shapes = read_shapes()
    north, east = sweref99tm(np.array([latitude]), np.array([longitude]))
    metres = shapely.distance(shapes.tree.geometries, shapely.Point(east[0], north[0]))
    if metres.min() > NEAREST_WITHIN_M:
        return None, "outside"
    return shapes.codes[metres.argmin()], "inside" if metres.min() == 0 else "nearest"


def test_shapely_is_not_loaded_until_a_point_is_placed():
    program = "import sys, municipalities.geography; print('shapely' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"


@pytest.mark.parametrize("text, error", [("", ValueError), ("{}", KeyError), ('{"features": [{}]}', KeyError)])
def test_a_broken_boundary_file_is_an_error(tmp_path, text, error):
    path = tmp_path / "broken.geojson"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(error):
        read_shapes(path)


@pytest.mark.parametrize(
    "latitude, longitude, north, east",
    [
        # The four corners of the country and its capital, as PROJ 9 projects them from SWEREF 99 to SWEREF 99 TM.
        (55.337, 13.359, 6133519.622, 395914.306),
        (69.06, 20.549, 7671060.153, 721065.182),
        (65.836, 24.137, 7331992.786, 916178.853),
        (58.9394, 11.1712, 6539612.743, 279716.912),
        (59.33258, 18.0649, 6581098.311, 674344.661),
        # On the central meridian: the length of the meridian from the equator, times 0.9996.
        (60.0, 15.0, 6651411.190, 500000.0),
        (0.0, 15.0, 0.0, 500000.0),
    ],
)
def test_the_projection_gives_the_published_metres(latitude, longitude, north, east):
    projected = sweref99tm(np.array([latitude]), np.array([longitude]))

    assert np.concatenate(projected) == pytest.approx([north, east], abs=0.002)


@pytest.mark.parametrize(
    "a, b, kilometres",
    [
        ((59.5, 15.0), (60.5, 15.0), 111.412),  # a degree of latitude around 60° N
        ((60.0, 14.5), (60.0, 15.5), 55.799),  # a degree of longitude there
        (
            (59.33258, 18.0649),
            (57.70887, 11.97456),
            398.120,
        ),  # Stockholm to Göteborg; this and the next as PROJ 9 has them
        ((55.337, 13.359), (69.06, 20.549), 1571.938),  # Smygehuk to Treriksröset
        ((59.3, 18.0), (59.3, 18.0), 0),
    ],
)
def test_distances_are_those_over_ground(a, b, kilometres):
    assert distance_km(a, b) == pytest.approx(kilometres, rel=1e-5, abs=1e-9)


def test_distances_make_a_table_of_every_point_to_every_other():
    here = points((59.3, 18.0), (57.7, 12.0))
    there = points((59.3, 18.0), (57.7, 12.0), (None, 12.0)).astype(float)

    table = distance_km(here.to_numpy()[:, None], there)

    assert table.shape == (2, 3)
    assert table[0, 0] == table[1, 1] == 0
    assert table[0, 1] == table[1, 0] > 300
    assert np.isnan(table[:, 2]).all()


@given(around_sweden, around_sweden, around_sweden)
def test_no_way_is_shorter_than_the_straight_one(a, b, c):
    assert distance_km(a, b) == distance_km(b, a) >= 0
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 0.01


@given(in_sweden, in_sweden)
def test_the_plane_and_the_ellipsoid_agree_on_distances_to_two_parts_in_a_thousand(a, b):
    north, east = sweref99tm(*np.transpose([a, b]))

    in_the_plane = np.hypot(*np.diff([north, east])[:, 0]) / 1000

    assert in_the_plane == pytest.approx(distance_km(a, b), rel=0.002, abs=1e-6)


@pytest.fixture(scope="module")
def real_offices(samples):
    """One row per office in AF's provider search of 2025-03-01."""
    pages = json.loads((samples / "af_sokleverantor_2025-03-01.json").read_text(encoding="utf-8"))
    rows = [
        {"provider": agreement["namn"]} | {name: float(value) for name, value in address["koordinater"].items()}
        for page in pages
        for agreement in page["leverantorer"]
        for address in agreement["adresser"]
    ]
    return pd.DataFrame(rows).rename(columns={"latitud": "latitude", "longitud": "longitude"})


@pytest.fixture(scope="module")
def placed_offices(real_offices):
    return real_offices.join(place(real_offices))


@pytest.mark.samples
def test_afs_own_metres_are_the_projected_degrees(real_offices):
    north, east = sweref99tm(real_offices["latitude"].to_numpy(), real_offices["longitude"].to_numpy())

    # AF cuts off the decimals, so each axis is at most one metre short.
    assert np.abs(north - real_offices["north"]).max() < 1
    assert np.abs(east - real_offices["east"]).max() < 1


@pytest.mark.samples
def test_every_real_office_is_placed(placed_offices):
    assert placed_offices["how"].value_counts().to_dict() == {"inside": 1633, "nearest": 110}
    assert placed_offices["code"].notna().all()
    assert placed_offices["distance_m"].max() < NEAREST_WITHIN_M * 0.6


@pytest.mark.samples
def test_62_municipalities_and_16_of_56_rural_ones_have_no_real_office(placed_offices):
    groups = read_fixture("class_memberships.csv").set_index("municipality").query("classification == 'skr-2023'")
    without = groups.drop(placed_offices["code"].unique())

    assert len(groups) == 290
    assert len(without) == 62
    assert without["class"].isin(["C8", "C9"]).sum() == 16
    assert groups["class"].isin(["C8", "C9"]).sum() == 56


@pytest.mark.samples
def test_offices_and_providers_of_each_municipality_are_those_observed_on_that_day(placed_offices):
    observed = read_fixture("observed_offices.csv").query("day == '2025-03-01'").set_index("code")
    by_code = placed_offices.groupby("code")

    offices = by_code.size().reindex(observed.index, fill_value=0)
    providers = by_code["provider"].nunique().reindex(observed.index, fill_value=0)

    assert offices.to_dict() == observed["offices"].astype(int).to_dict()
    assert providers.to_dict() == observed["providers"].astype(int).to_dict()
