"""Drawings as sheets that stand alone: words within their room, looks written in, lines as wide as on the page."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from rollout import svg_file, svgmap
from rollout.palette import CLASSES
from rollout.picture_files import MOST_PIXELS, as_png
from rollout.svg_file import Panel, Sheet, draw_sheet, shown_classes
from rollout.svg_legend import Key
from rollout.svg_text import width_of, wrapped
from rollout.trendchart import Point, Trend, draw_trend

SVG = "{http://www.w3.org/2000/svg}"
FIRST = date(2020, 1, 1)
CODES = list(svgmap.shapes().outlines)


def country(**others: str) -> str:
    """A map of new services, but for those named as `m0180="gap"`."""
    classes = dict.fromkeys(CODES, "new") | {code.removeprefix("m"): key for code, key in others.items()}
    return svgmap.draw_map(classes, title="Karta & län", description="ord", dimmed=CODES[:10])


def trend() -> str:
    points = tuple(Point(FIRST + timedelta(days=50 * place), share, "") for place, share in enumerate((0, 1)))
    chart = Trend(points, FIRST, FIRST + timedelta(days=99), FIRST, ticks=((0, "0 %"), (1, "100 %")))
    return draw_trend(chart, title="Andel", words="ord")


def drawn(*panels: Panel, **more) -> ElementTree.Element:
    return ElementTree.fromstring(draw_sheet(Sheet("Rubrik", panels, **more)))


# --- Words ------------------------------------------------------------------------------------------------------------


@given(st.text(), st.integers(60, 900))
def test_lines_have_room_and_hold_every_letter_in_order(words, room):
    lines = wrapped(words, 12, room)

    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(width_of(line, 12) <= room for line in lines)


def test_an_address_is_cut_after_a_sign():
    first, *_rest = wrapped("http://example.org/tackning/?county=25&measure=distance", 12, 300)

    assert first[-1] in "/?&="


@given(st.text(st.characters(max_codepoint=0xFFFF)))
def test_whatever_is_written_in_a_sheet_it_is_a_well_formed_picture(words):
    picture = drawn(Panel(trend(), words, legend=[Key(f"x{words}")]), about=[("Namn", words)], example=words)

    assert picture.find(f"{SVG}title").text == "Rubrik"


# --- Looks ------------------------------------------------------------------------------------------------------------


def test_the_colours_of_a_sheet_are_those_of_the_theme():
    theme = (settings.BASE_DIR / "static" / "css" / "theme.css").read_text()
    names = {"neutral-text-default": "INK", "neutral-text-subtle": "SOFT", "neutral-border-subtle": "LINE"}
    names |= {"neutral-border-default": "BORDER", "accent-base-default": "ACCENT"}

    for token, constant in names.items():
        assert re.search(rf"--ds-color-{token}: light-dark\((#\w+)", theme)[1] == getattr(svg_file, constant)


@pytest.mark.parametrize("key", CLASSES)
def test_a_class_of_a_map_has_its_colours_in_the_file_and_in_the_legend(key):
    picture = drawn(Panel(country(m0180=key), legend=[Key("ord", key, number=1)]))

    each, style = CLASSES[key], picture.find(f"{SVG}style").text
    assert f".c-{key}{{fill:{each.light.fill}}}" in style
    swatch = next(rect.get("fill") for rect in picture.iter(f"{SVG}rect") if rect.get("rx") == "2")
    textured = each.mark in ("stripe", "hatch")
    assert swatch == (f"url(#key-{key})" if textured else each.light.fill)
    defined = {pattern.get("id") for pattern in picture.iter(f"{SVG}pattern")}
    assert set(re.findall(r"url\(#([\w-]+)\)", style)) <= defined
    assert (f"key-{key}" in defined) is textured


def test_the_classes_shown_are_counted_without_what_is_faint():
    assert shown_classes(country(m0180="gap")) == {"gap": 1, "new": 279}


def test_lines_on_a_map_are_as_wide_in_its_own_units_as_pixels_are_on_the_sheet():
    style = drawn(Panel(country())).find(f"{SVG}style").text

    assert f".m{{stroke-width:{0.5 * svgmap.HEIGHT / svg_file.MAP_HEIGHT:.2f}}}" in style
    assert "vector-effect" not in style


def test_a_line_through_time_is_drawn_in_pixels_and_not_stretched():
    picture = drawn(Panel(trend()))

    (line,) = [each for each in picture.iter(f"{SVG}path") if each.get("class") == "trend-line"]
    half = svg_file.INSIDE / 2
    assert line.get("d") == f"M0.00 214.00H{half:.2f}V0.00H{2 * half:.2f}V0.00"
    assert not [each for each in picture.iter() if each.get("preserveAspectRatio") == "none"]


def test_maps_beside_each_other_lie_on_one_line_whatever_stands_above_them():
    panels = [Panel(country(), heading=heading) for heading in ("1 maj", "1 juni 2021 · Etapp 2 startar här och nu")]

    maps = [each for each in drawn(*panels, columns=2).iter(f"{SVG}svg") if each.get("class") == "sweden"]
    assert len({each.get("y") for each in maps}) == 1
    assert len({each.get("x") for each in maps}) == 2


@pytest.mark.parametrize("svg", ["", "<p>", "  <svg>"])
def test_what_is_no_drawing_is_refused(svg):
    with pytest.raises(ValueError, match="no SVG"):
        draw_sheet(Sheet("Rubrik", [Panel(svg)]))


# --- As PNG -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines, doubled", [(1, True), (400, False)])
def test_a_png_is_twice_the_size_until_it_would_be_too_large(lines, doubled):
    svg = draw_sheet(Sheet("Rubrik", [Panel(trend())], about=[("Rad", "ord")] * lines))

    png = as_png(svg)

    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    assert png.startswith(b"\x89PNG")
    assert (width == 2 * svg_file.WIDTH) is doubled
    assert width * height <= MOST_PIXELS + width + height
