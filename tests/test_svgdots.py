"""The picture of shares: every dot on its line, at its place, with its words."""

import pytest

from rollout.svgdots import SHAPE_OF, SHAPES, Dot, DotPlot, Line, draw_dots, draw_sign
from tests.pages import read

ROWS = ("the whole country", "rural (C8 and C9)")


def plot(*dots: Dot, lines: tuple[Line, ...] = (), rows: tuple[str, ...] = ROWS) -> DotPlot:
    return DotPlot(rows, dots, lines, lambda share: f"{100 * share:.0f}%")


def drawn(*dots: Dot, lines: tuple[Line, ...] = ()):
    return read(draw_dots(plot(*dots, lines=lines), title="Shares"))


@pytest.mark.parametrize(
    ("greatest", "end"), [(0.0, 0.1), (0.09, 0.1), (0.1, 0.2), (0.541, 0.6), (0.6, 0.7), (1.0, 1.0)]
)
def test_the_axis_ends_at_the_step_beyond_the_greatest_share(greatest, end):
    assert plot(Dot(ROWS[0], greatest, "latest", "")).end == pytest.approx(end)


def test_a_plot_without_dots_has_an_axis_all_the_same():
    page = drawn()

    assert [each.text for each in page.all("text", class_="dot-tick")] == ["0%", "10%"]


def test_a_dot_lies_at_its_share_on_the_line_of_its_row():
    page = drawn(Dot(ROWS[1], 0.25, "latest", "16 of 64"), Dot(ROWS[0], 0.5, "earlier", ""))

    first, second = page.all("svg", overflow="visible")
    lines = [each["y1"] for each in page.all("line", class_="dot-row")]
    assert (first["x"], first["y"]) == ("41.67%", lines[1])
    assert (second["x"], second["y"]) == ("83.33%", lines[0])


def test_each_dot_says_its_words_and_so_does_the_whole_drawing():
    page = drawn(
        Dot(ROWS[0], 0.2, "latest", "59 of 290 <derived>"), lines=(Line(ROWS[1:], 0.43, "43%", "Not published."),)
    )

    assert page.one("path").one("title").text == "59 of 290 <derived>"
    assert page.one("desc").text == "Not published.; 59 of 290 <derived>"
    assert next(page.all("title")).text == "Shares"


def test_a_line_crosses_its_rows_and_no_other():
    page = drawn(lines=(Line(ROWS[1:], 0.43, "43%", ""),))

    line, rows = (
        page.one("line", class_="dot-reported"),
        [int(each["y1"]) for each in page.all("line", class_="dot-row")],
    )
    assert rows[0] < int(line["y1"]) < rows[1] < int(line["y2"])
    assert page.one("text", class_="dot-label").text == "43%"


def test_what_a_name_says_in_brackets_can_be_left_out_where_there_is_no_room():
    names = list(drawn().all("text", class_="dot-name"))

    assert [each.text for each in names] == list(ROWS)
    assert names[1].one("tspan", class_="dot-more").text == "(C8 and C9)"


def test_kinds_that_stand_beside_each_other_differ_in_shape_or_are_days_of_the_same_thing():
    shapes = {kind: shape for kind, shape in SHAPE_OF.items() if kind != "earlier"}

    assert len(set(shapes.values())) == len(shapes)
    assert set(SHAPE_OF.values()) == set(SHAPES)


@pytest.mark.parametrize("kind", SHAPE_OF)
def test_the_sign_in_the_legend_is_the_dot_of_the_drawing(kind):
    sign, page = read(draw_sign(kind)).one("path"), drawn(Dot(ROWS[0], 0.2, kind, ""))

    assert sign.attributes == page.one("path").attributes
