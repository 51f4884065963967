"""The map as SVG: every municipality once, where Plotly would put it, in few bytes, in the colours of the palette."""

import json
import re
from xml.etree import ElementTree

import brotli
import pandas as pd
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from rollout import svgmap
from rollout.palette import CLASSES, LAYERS, layer_classes

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "Öppen tjänst", "description": "Rusta och matcha är öppen i 186 kommuner."}
CODES = list(svgmap.shapes().outlines)


def everywhere(key: str, **others: str) -> dict[str, str]:
    """All municipalities in one class, but for those named as `m0180="gap"`."""
    return dict.fromkeys(CODES, key) | {code.removeprefix("m"): other for code, other in others.items()}


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def corners(path: str) -> list[tuple[int, int]]:
    """The points of a path made of absolute moves and relative lines."""
    points = []
    for part in re.findall(r"M([^Mz]*)", path):
        numbers = [int(each) for each in re.findall(r"-?\d+", part)]
        x, y = numbers[:2]
        points.append((x, y))
        for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + step_x, y + step_y
            points.append((x, y))
    return points


def feature(code: str) -> dict:
    features = json.loads((settings.BASE_DIR / "static" / "geo" / "municipalities.geojson").read_text())["features"]
    return next(each for each in features if each["id"] == code)


def test_every_municipality_is_drawn_once_with_its_class_and_its_code():
    root = parse(svgmap.draw_map(everywhere("new", m0180="winding"), **WORDS))

    paths = [each for each in root.iter(f"{SVG}path") if "data-code" in each.attrib]

    assert [each.get("data-code") for each in paths] == CODES
    assert len(CODES) == 290
    assert {each.get("data-code"): each.get("class") for each in paths if each.get("class") != "m c-new"} == {
        "0180": "m c-winding"
    }


def test_the_picture_has_a_name_and_a_description_and_words_cannot_break_out_of_it():
    root = parse(svgmap.draw_map(everywhere("new"), title="<b>&", description='"]]>', name="small"))

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id") == "small-title"
    assert root.get("aria-describedby") == root.find(f"{SVG}desc").get("id") == "small-words"
    assert root.findtext(f"{SVG}title") == "<b>&"
    assert root.findtext(f"{SVG}desc") == '"]]>'


def test_the_map_for_a_page_has_no_style_script_or_colour_of_its_own():
    svg = svgmap.draw_map(everywhere("unknown", m0180="gap", m0114="notice"), **WORDS)

    assert not re.search(r"style=|<style|<script|\son\w+=|#[0-9a-f]{6}", svg)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_map_stays_under_22_kB_whatever_it_shows(layer):
    keys = [each.key for each in layer_classes(layer)]
    mixed = {code: keys[(index * index) % len(keys)] for index, code in enumerate(CODES)}

    svg = svgmap.draw_map(mixed, **WORDS)

    assert len(brotli.compress(svg.encode(), quality=11)) < 22_000


def test_a_series_is_as_good_as_a_dictionary():
    classes = everywhere("new", m2584="old")

    assert svgmap.draw_map(pd.Series(classes), **WORDS) == svgmap.draw_map(classes, **WORDS)


def test_a_municipality_without_a_class_is_an_error_and_not_a_hole():
    classes = everywhere("new")
    del classes["0180"]

    with pytest.raises(KeyError, match="0180"):
        svgmap.draw_map(classes, **WORDS)


@pytest.mark.parametrize("wrong", [{"9999": "new"}, {"0180": "pink"}, {"180": "new"}])
def test_a_code_or_a_class_that_does_not_exist_is_an_error(wrong):
    with pytest.raises(ValueError, match="no such"):
        svgmap.draw_map(everywhere("new") | wrong, **WORDS)


def test_what_is_not_in_the_selection_is_faint_and_has_no_mark():
    root = parse(svgmap.draw_map(everywhere("new", m0180="gap", m0114="gap"), dimmed=["0180"], **WORDS))

    faint = [each.get("data-code") for each in root.iter(f"{SVG}path") if each.get("class", "").endswith(" dim")]
    marks = root.find(f"{SVG}g[@class='signs']/{SVG}path").get("d")

    assert faint == ["0180"]
    assert marks.count("M") == 1


def test_a_window_shows_a_part_and_draws_no_less():
    whole, part = (
        parse(svgmap.draw_map(everywhere("new"), window=each, **WORDS)) for each in (None, (10, 20, 300, 400))
    )

    assert part.get("viewBox") == "10 20 300 400"
    assert whole.get("viewBox") == svgmap.VIEW_BOX
    assert len(list(part.iter(f"{SVG}path"))) == len(list(whole.iter(f"{SVG}path")))


def test_words_for_a_pointer_stand_in_their_shape_and_run_nothing():
    root = parse(svgmap.draw_map(everywhere("new"), labels={"0180": "<b>Stockholm</b> & co"}, **WORDS))

    told = {each.get("data-code"): each.find(f"{SVG}title") for each in root.iter(f"{SVG}path")}
    assert told["0180"].text == "<b>Stockholm</b> & co"
    assert [code for code, title in told.items() if title is not None] == ["0180"]


@pytest.mark.parametrize("key, marks", [("gap", ["s s-gap dot"]), ("notice", ["s s-notice ring", "s s-notice core"])])
def test_a_class_with_a_point_mark_has_it_at_the_label_point(key, marks):
    root = parse(svgmap.draw_map(everywhere("new", m0180=key), **WORDS))

    drawn = root.findall(f"{SVG}g[@class='signs']/{SVG}path")

    x, y = svgmap.shapes().points["0180"]
    assert [each.get("class") for each in drawn] == marks
    assert {each.get("d") for each in drawn} == {f"M{x} {y}h0"}


def test_the_label_points_of_all_municipalities_are_there_in_the_order_of_the_paths():
    root = parse(svgmap.draw_map(everywhere("new"), **WORDS))

    points = root.find(f"{SVG}g[@class='signs']").get("data-points").split(" ")

    assert points == [f"{x},{y}" for x, y in (svgmap.shapes().points[code] for code in CODES)]


def test_every_texture_that_a_style_sheet_points_at_is_defined():
    page = svgmap.draw_map(everywhere("new"), **WORDS)
    textured = {key for key, each in CLASSES.items() if each.mark in {"stripe", "hatch"}}

    assert set(re.findall(r'<pattern id="map-(\w+)"', page)) == textured


def test_the_middle_of_the_map_lies_in_the_middle_of_the_view_box():
    assert svgmap.place(*svgmap.CENTRE) == (round(svgmap.WIDTH / 2), svgmap.HEIGHT / 2)


@pytest.mark.parametrize("latitude", svgmap.PARALLELS)
def test_a_degree_on_a_standard_parallel_is_as_long_as_on_the_globe(latitude):
    (west, _), (east, _) = svgmap.conic(16.1, latitude), svgmap.conic(17.1, latitude)

    on_the_globe = svgmap.math.radians(1) * svgmap.math.cos(svgmap.math.radians(latitude))

    assert east - west == pytest.approx(on_the_globe, rel=1e-5)


@given(st.floats(*svgmap.LONGITUDES), st.floats(*svgmap.LATITUDES))
def test_the_projection_keeps_angles(longitude, latitude):
    step = 1e-5
    x, y = svgmap.conic(longitude, latitude)
    east_x, east_y = svgmap.conic(longitude + step, latitude)
    north_x, north_y = svgmap.conic(longitude, latitude + step)
    shorter = svgmap.math.cos(svgmap.math.radians(latitude))

    assert east_x - x == pytest.approx(-(north_y - y) * shorter, abs=step * 1e-4)
    assert east_y - y == pytest.approx((north_x - x) * shorter, abs=step * 1e-4)


def test_all_of_sweden_lies_inside_the_view_box():
    points = [point for outline in svgmap.shapes().outlines.values() for point in corners(outline)]

    assert all(0 <= x <= svgmap.WIDTH and 0 <= y <= svgmap.HEIGHT for x, y in points)


@pytest.mark.parametrize("code", ["0180", "2584", "0980", "1480", "0188"])
def test_an_outline_has_the_corners_of_the_boundary_in_whole_units(code):
    geometry = feature(code)["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    expected = {svgmap.place(*point) for polygon in polygons for ring in polygon for point in ring}

    drawn = corners(svgmap.shapes().outlines[code])

    assert set(drawn) == expected


def test_borders_between_counties_are_open_lines_on_the_outlines_of_municipalities():
    borders = svgmap.shapes().county_borders
    on_outlines = {point for outline in svgmap.shapes().outlines.values() for point in corners(outline)}

    assert "z" not in borders
    assert set(corners(borders)) <= on_outlines
