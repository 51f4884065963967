"""The chart of a figure through time: steps, gaps where nothing is known, round axes; SVG and Plotly in one frame."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.linechart import nice_ticks
from rollout.trendchart import HEIGHT, DayMark, Point, Trend, draw_trend, figure

FIRST, LAST = date(2020, 1, 1), date(2020, 4, 9)  # 100 days
SVG = "{http://www.w3.org/2000/svg}"


def trend(*values: tuple[int, float | None], on: int = 0, marks: tuple[DayMark, ...] = ()) -> Trend:
    """A chart of 100 days; values by the number of their day."""
    points = tuple(Point(FIRST + timedelta(days=day), value, f"<{value}>") for day, value in values)
    ticks = ((0, "0 %"), (0.5, "50 %"), (1, "100 %"))
    return Trend(points, FIRST, LAST, FIRST + timedelta(days=on), ticks, marks)


def paths(chart: Trend) -> dict[str, str]:
    """The paths of the drawing by their class."""
    root = ElementTree.fromstring(draw_trend(chart, title="Andel", words="I ord"))
    return {each.attrib["class"]: each.attrib["d"] for each in root.iter(f"{SVG}path")}


def test_a_value_holds_until_the_next_day_that_changes_it_and_the_last_to_the_end():
    assert paths(trend((0, 0.5), (40, 1)))["trend-line"] == "M0 500H40V0H100V0"


def test_where_nothing_is_known_the_line_has_a_gap():
    line = paths(trend((0, None), (10, 0.5), (20, None), (30, 0.25)))["trend-line"]

    assert line == "M10 500H20V500M30 750H100V750"


def test_what_is_not_known_is_no_0_for_plotly_either():
    chart = figure(trend((0, None), (10, 0.5)))

    assert chart["data"][0]["y"] == [0.5, 0.5]
    assert chart["data"][0]["x"] == ["2020-01-11", "2020-04-09"]
    assert chart["data"][0]["connectgaps"] is False


def test_a_figure_holds_up_to_the_last_day_before_a_gap_for_plotly_as_in_the_drawing():
    chart = figure(trend((0, 0.25), (10, 0.5), (20, None), (30, 0.75)))

    assert chart["data"][0]["x"] == [
        "2020-01-01", "2020-01-11", "2020-01-20", "2020-01-31", "2020-01-31", "2020-04-09"
    ]  # fmt: skip
    assert chart["data"][0]["y"] == [0.25, 0.5, 0.5, None, 0.75, 0.75]


def test_the_line_does_not_go_on_across_a_day_from_which_it_is_counted_otherwise():
    values, breaks = ((0, 0.5), (40, 1)), (DayMark(FIRST + timedelta(days=40), "Other ages", "16–66"),)

    chart = replace(trend(*values), breaks=breaks)

    drawn, plotted = draw_trend(chart, title="", words=""), figure(chart)
    assert paths(chart)["trend-line"] == "M0 500H40V500M40 0H100V0"
    assert drawn.count('class="trend-break"') == 1
    assert "16–66" in drawn
    assert plotted["data"][0]["y"] == [0.5, 0.5, None, 1, 1]
    assert [each["name"] for each in plotted["layout"]["shapes"]] == ["break", "day"]


def test_a_chart_of_nothing_known_and_one_of_no_points_draw_their_frame_only():
    assert paths(trend((0, None))) == paths(trend()) == {"trend-line": "", "trend-ground": ""}
    assert figure(trend())["data"][0]["x"] == []


@pytest.mark.parametrize("on, value", [(0, 0.5), (39, 0.5), (40, 1.0), (99, 1.0)])
def test_the_readers_day_is_marked_with_the_figure_that_holds_on_it(on, value):
    chart = trend((0, 0.5), (40, 1.0), on=on)

    dot = figure(chart)["data"][1]
    assert (dot["x"], dot["y"]) == ([(FIRST + timedelta(days=on)).isoformat()], [value])
    assert f'cx="{on:.2f}%" cy="{chart.height(value):.1f}"' in draw_trend(chart, title="", words="")


def test_a_day_on_which_nothing_is_known_has_a_line_and_no_dot():
    chart = trend((0, None), on=50)

    assert 'class="trend-day" x1="50.00%"' in draw_trend(chart, title="", words="")
    assert "circle" not in draw_trend(chart, title="", words="")
    assert len(figure(chart)["data"]) == 1


def test_words_are_written_as_text_and_never_as_markup():
    drawn = draw_trend(trend((0, 0.5), marks=(DayMark(FIRST, "<b>", "<i>"),)), title="<u>", words="<s>")

    texts = [each.text for each in ElementTree.fromstring(drawn).iter() if each.text]
    assert {"<u>", "<s>", "<i>"} <= set(texts)
    assert figure(trend((0, 0.5)))["data"][0]["hovertext"][0] == "2020-01-01<br>&lt;0.5&gt;"


@pytest.mark.parametrize("apart, is_crowded", [(7, True), (8, False)])
def test_a_mark_near_the_one_before_it_may_lose_its_word(apart, is_crowded):
    marks = tuple(DayMark(FIRST + timedelta(days=day), "Etapp", "E") for day in (20, 20 + apart))

    drawn = draw_trend(trend((0, 0.5), marks=marks), title="", words="")

    assert ("trend-crowded" in drawn) is is_crowded
    assert drawn.count('class="trend-mark"') == 2


def test_drawing_and_plotly_have_the_same_frame():
    layout = figure(trend((0, 0.5)))["layout"]
    drawn = draw_trend(trend((0, 0.5)), title="", words="")

    inner = re.search(r'<svg x="0" y="(\d+)" width="100%" height="(\d+)"', drawn)
    top, plot = int(inner[1]), int(inner[2])
    assert layout["height"] == HEIGHT == top + plot + layout["margin"]["b"]
    assert layout["margin"]["t"] == top
    assert layout["xaxis"]["range"] == ["2020-01-01", "2020-04-10"]
    assert layout["yaxis"]["range"] == [0, 1]


@pytest.mark.parametrize(
    "values, options, expected",
    [
        ([0, 43], {}, [0, 10, 20, 30, 40, 50]),
        ([0, 100], {"most": 100}, [0, 20, 40, 60, 80, 100]),
        ([99], {"most": 100}, [0, 20, 40, 60, 80, 100]),
        ([-12, 30], {}, [-20, -10, 0, 10, 20, 30]),
        ([0.4], {"whole": True}, [0, 1]),
        ([0.4], {}, [0, 0.1, 0.2, 0.3, 0.4]),
        ([0], {}, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ([], {"whole": True}, [0, 1]),
        ([None, None], {"whole": True}, [0, 1]),
        ([5e-324], {}, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ([None, 3], {"whole": True}, [0, 1, 2, 3]),
    ],
)
def test_an_axis_has_round_values_with_0_among_them(values, options, expected):
    assert nice_ticks(values, **options) == expected


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=20))
def test_an_axis_holds_all_its_values_in_a_few_even_steps(values):
    ticks = nice_ticks(values)

    known = [value for value in values if value is not None and abs(value) > 1e-5]
    steps = {round(later - earlier, 6) for earlier, later in pairwise(ticks)}
    assert 0 in ticks
    assert 2 <= len(ticks) <= 8
    assert len(steps) == 1
    assert all(ticks[0] - 1e-6 <= value <= ticks[-1] + 1e-6 for value in known)
