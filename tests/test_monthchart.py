"""Charts month by month: what is joined by a line, what is left open, and the same in both drawings."""

from datetime import date

import pytest

from rollout.monthchart import HEIGHT, Break, MonthChart, Spot, draw_months, figure
from tests.pages import read

TICKS = ((0, "0"), (50, "50"), (100, "100"))


def chart(*values: float | None, first: date = date(2025, 11, 1), **more) -> MonthChart:
    """A chart of months in turn from November 2025."""
    months = [
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(len(values))
    ]
    spots = tuple(Spot(month, value, f"{value} <st>") for month, value in zip(months, values, strict=True))
    return MonthChart(spots, TICKS, **more)


def lines(drawn: MonthChart) -> list[tuple[str, str, bool]]:
    return [(f"{one.month:%Y-%m}", f"{other.month:%Y-%m}", follows) for one, other, follows in drawn.lines]


def test_months_in_turn_are_joined_by_a_whole_line_and_others_by_a_dotted_one():
    assert lines(chart(10, 20, None, 30)) == [("2025-11", "2025-12", True), ("2025-12", "2026-02", False)]


@pytest.mark.parametrize(
    "month, joined",
    [
        (date(2025, 11, 1), [("2025-11", "2025-12", True), ("2025-12", "2026-01", True)]),
        (date(2025, 12, 1), [("2025-12", "2026-01", True)]),
        (date(2026, 1, 1), [("2025-11", "2025-12", True)]),
        (date(2026, 2, 1), [("2025-11", "2025-12", True), ("2025-12", "2026-01", True)]),
    ],
)
def test_no_line_goes_over_a_break(month, joined):
    assert lines(chart(10, 20, 30, breaks=(Break(month, "16–66", "Andra åldrar"),))) == joined


def test_a_dotted_line_does_not_go_over_a_break_either():
    assert lines(chart(10, None, 30, breaks=(Break(date(2025, 12, 1), "16–66", "Andra åldrar"),))) == []


def test_months_without_a_figure_have_no_dot_and_zero_has_one():
    drawn = chart(0, None, 100)

    dots = list(read(draw_months(drawn, title="Deltagare", words="ord", name="x")).all("circle"))
    (*_lines, markers) = figure(drawn)["data"]

    assert [float(dot["cy"]) for dot in dots] == [drawn.height(0), drawn.height(100)]
    assert list(markers["y"]) == [0, 100]
    assert list(markers["x"]) == ["2025-11-01", "2026-01-01"]


def test_the_drawing_has_a_name_and_words_and_escapes_what_it_is_told():
    picture = read(draw_months(chart(10, 20), title="A & B", words="<10>", name="x")).one("svg", class_="trend-still")

    assert picture.one("title", id="x-title").text == "A & B"
    assert picture.one("desc", id="x-words").text == "<10>"
    assert "20 <st>" in list(picture.all("circle"))[1].text
    assert (picture["aria-labelledby"], picture["aria-describedby"]) == ("x-title", "x-words")


def test_breaks_and_the_month_of_the_reader_are_marked_in_both_drawings():
    drawn = chart(10, 20, breaks=(Break(date(2025, 12, 1), "16–66", "Andra åldrar"),), chosen=date(2025, 12, 1))

    picture, layout = read(draw_months(drawn, title="t", words="w", name="x")), figure(drawn)["layout"]

    assert (
        len(list(picture.all("line", class_="trend-break"))) == len(list(picture.all("line", class_="trend-day"))) == 1
    )
    assert "16–66" in picture.one("svg", class_="trend-still").text
    assert [shape["name"] for shape in layout["shapes"]] == ["break", "day"]
    assert "16–66" in [each["text"] for each in layout["annotations"]]


def test_without_breaks_plotly_still_gets_a_list_of_shapes():
    assert figure(chart(10, 20))["layout"]["shapes"] == []


def test_both_drawings_have_the_same_frame():
    drawn = chart(10, 20, 30)
    layout = figure(drawn)["layout"]

    assert layout["height"] == HEIGHT
    assert layout["xaxis"]["range"] == [drawn.first.isoformat(), drawn.last.isoformat()]
    assert (drawn.share(drawn.first), drawn.share(drawn.last)) == (0, 100)
    assert layout["yaxis"]["range"] == [0, 100]


@pytest.mark.parametrize("months, words", [(12, "2026-01"), (40, "2027")])
def test_the_axis_tells_quarters_of_a_short_time_and_years_of_a_long_one(months, words):
    found = [word for _day, word in chart(*[1] * months).day_ticks]

    assert words in found
    assert all(len(word) == len(words) for word in found)
