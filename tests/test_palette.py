"""The colours of the map: told apart by everybody, on both themes, and the same in the style sheet as in the table."""

import json
import re
from itertools import combinations, pairwise

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from rollout.palette import CLASSES, GROUNDS, LAYERS, THEMES, as_table, layer_classes, stylesheet
from tests.colour_vision import SIGHTS, contrast, difference, seen

STYLESHEET = settings.BASE_DIR / "static" / "css" / "palette.css"
ENOUGH = 8
ENOUGH_IN_GREY = 6.5

PAIRS = [
    (layer, one, other)
    for layer in LAYERS
    for one, other in combinations(layer_classes(layer), 2)
    if one.mark == other.mark
]


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.0, 2.0), (50, 0, 0), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_of_difference_gives_the_published_values(one, other, expected):
    assert difference(one, other) == pytest.approx(expected, abs=1e-4)


def test_black_on_white_has_the_contrast_that_the_definition_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("key", CLASSES)
def test_a_class_stands_out_from_the_ground_and_text_stands_out_from_it(key, theme):
    tone = CLASSES[key].tone(theme)

    assert contrast(tone.fill, GROUNDS[theme].page) >= 3
    assert contrast(tone.fill, GROUNDS[theme].border) >= 3
    assert contrast(tone.text, tone.fill) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("layer, one, other", PAIRS, ids=lambda each: getattr(each, "key", each))
def test_classes_with_the_same_mark_can_be_told_apart(layer, one, other, sight, theme):
    apart = difference(seen(one.tone(theme).fill, sight), seen(other.tone(theme).fill, sight))

    assert apart >= (ENOUGH_IN_GREY if sight == "grey" else ENOUGH)


@pytest.mark.parametrize("theme", THEMES)
def test_more_providers_lie_farther_from_the_ground_in_lightness(theme):
    ramp = [each for each in layer_classes("coverage") if each.key != "nodata"]

    lightness = [seen(each.tone(theme).fill, "grey")[0] for each in ramp]

    steps = [later - earlier for earlier, later in pairwise(lightness)]
    assert all(step <= -8 for step in steps) if theme == "light" else all(step >= 8 for step in steps)


@pytest.mark.parametrize("theme", THEMES)
def test_the_two_tones_of_a_texture_can_be_told_apart_in_grey(theme):
    textured = [each.tone(theme) for each in CLASSES.values() if each.mark in {"stripe", "hatch"}]

    apart = [difference(seen(tone.fill, "grey"), seen(tone.second, "grey")) for tone in textured]

    assert min(apart) >= ENOUGH_IN_GREY


def test_what_has_no_answer_is_hatched_and_nothing_else_is():
    hatched = [each.key for each in CLASSES.values() if each.mark == "hatch"]

    assert hatched == ["unknown", "nodata", "nophase"]


def test_the_classes_that_must_not_be_missed_carry_a_mark():
    assert {key: CLASSES[key].mark for key in ("notice", "gap", "winding", "none")} == {
        "notice": "ring",
        "gap": "dot",
        "winding": "stripe",
        "none": "dot",
    }


@pytest.mark.parametrize("layer", LAYERS)
def test_every_class_of_a_layer_has_a_sign_of_its_own(layer):
    signs = [each.sign for each in layer_classes(layer)]

    assert len(set(signs)) == len(signs)


def test_a_layer_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no such layer"):
        layer_classes("weather")


def test_the_table_for_the_browser_is_plain_json_in_the_order_of_the_classes():
    table = json.loads(json.dumps(as_table()))

    assert [each["key"] for each in table["classes"]] == list(CLASSES)
    assert table["classes"][0]["dark"]["fill"] == CLASSES["old"].dark.fill
    assert table["grounds"].keys() == set(THEMES)


def test_the_style_sheet_in_the_tree_is_the_one_that_the_table_gives():
    assert STYLESHEET.read_text(encoding="utf-8") == stylesheet()


def test_the_style_sheet_has_a_colour_for_shape_key_and_text_of_every_class():
    rules = stylesheet()

    for key, each in CLASSES.items():
        assert f"--c-{key}: {each.light.fill};" in rules
        assert f"--c-{key}: {each.dark.fill};" in rules
        assert f".c-{key} {{ fill: var(--c-{key}); }}" in rules
        assert f".k-{key} {{ background-color: var(--c-{key}); color: var(--c-{key}-text); }}" in rules


def test_every_property_that_the_style_sheet_uses_is_given_in_it():
    rules = stylesheet()

    used, given = set(re.findall(r"var\((--[\w-]+)\)", rules)), set(re.findall(r"(--[\w-]+):", rules))

    assert used <= given


@pytest.fixture
def tree(settings, tmp_path):
    """A tree of its own for the command to write in."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "static" / "css").mkdir(parents=True)
    return tmp_path / "static" / "css" / "palette.css"


def test_the_command_writes_the_style_sheet_and_then_finds_it_up_to_date(tree, capsys):
    call_command("build_palette")
    call_command("build_palette", "--check")

    assert tree.read_text(encoding="utf-8") == stylesheet()


@pytest.mark.parametrize("content", [None, "", "/* changed by hand */"])
def test_the_check_fails_where_the_style_sheet_is_missing_or_changed(tree, content):
    if content is not None:
        tree.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError, match="out of date"):
        call_command("build_palette", "--check")

    assert (tree.read_text(encoding="utf-8") if tree.exists() else None) == content
