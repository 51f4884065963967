"""Charts of bars: Plotly's figure, the drawing without script, and the words, all from the same rows."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest

from rollout.figures import AXIS, BAR, MILLISECONDS, PITCH, SIGNS, Chart, between, gantt, hover_text, in_words
from rollout.models import Milestone
from rollout.palette import CLASSES
from rollout.svggantt import SHAPES, draw_gantt
from rollout.timeline import Bar, Mark

SVG = "{http://www.w3.org/2000/svg}"
OLD = Bar("STOM", "old", "open", last=date(2021, 9, 28))
WINDING = Bar("STOM", "winding", "winding down", date(2021, 9, 29), date(2021, 12, 29))
NEW = Bar("RoM", "new", "open", date(2021, 9, 29))


SENT = Mark("Notice", "notice", "sent", date(2021, 9, 28))
TENDER = Mark("Tender", "tender", "open", date(2021, 3, 1), date(2021, 3, 5), note="all areas")


def chart(*bars: Bar, first=date(2021, 1, 1), last=date(2022, 12, 31), on=date(2021, 10, 1), **more) -> Chart:
    return Chart(bars, first=first, last=last, on=on, **more)


def drawn(made: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(draw_gantt(made, title="Etapp 2"))


def rectangles(made: Chart) -> list[ElementTree.Element]:
    return [each for each in drawn(made) if each.tag == f"{SVG}rect"]


def traces(made: Chart) -> dict[str, dict]:
    return {trace["meta"]: trace for trace in gantt(made)["data"]}


def test_a_bar_begins_on_its_first_day_and_lasts_its_last_day_out():
    trace = traces(chart(WINDING))["winding"]

    assert trace["base"] == ["2021-09-29"]
    assert trace["x"] == [92 * MILLISECONDS]


def test_an_open_bar_reaches_the_edges_of_the_picture():
    made = traces(chart(OLD, NEW))

    assert made["old"]["base"] == ["2021-01-01"]
    assert made["new"]["x"] == [(date(2023, 1, 1) - date(2021, 9, 29)).days * MILLISECONDS]


@pytest.mark.parametrize(
    "bar, seen",
    [
        (Bar("x", "new", "w", last=date(2020, 12, 31)), False),
        (Bar("x", "new", "w", last=date(2021, 1, 1)), True),
        (Bar("x", "new", "w", first=date(2022, 12, 31)), True),
        (Bar("x", "new", "w", first=date(2023, 1, 1)), False),
    ],
)
def test_only_bars_with_a_day_in_the_picture_are_drawn(bar, seen):
    made = chart(bar)

    assert len(made.drawn) == len(rectangles(made)) == len(traces(made)["new"]["base"]) == seen


def test_the_figure_can_be_written_as_json_and_carries_no_template():
    figure = gantt(chart(OLD, WINDING, NEW))

    assert json.loads(json.dumps(figure)) == figure
    assert "template" not in figure["layout"]


def test_every_class_in_use_has_its_colours_for_both_themes():
    themes = gantt(chart(OLD, WINDING))["themes"]

    assert set(themes["light"]) == set(themes["dark"]) == {"old", "winding"}
    assert themes["dark"]["winding"] == {"fill": CLASSES["winding"].dark.fill, "second": CLASSES["winding"].dark.second}


def test_a_wind_down_has_a_pattern_beside_its_colour():
    made = traces(chart(OLD, WINDING))

    assert made["winding"]["marker"]["pattern"]["shape"] == "/"
    assert made["old"]["marker"]["pattern"]["shape"] == ""


def test_the_rows_keep_the_order_in_which_they_came_and_are_named():
    made = chart(OLD, WINDING, NEW)

    assert made.rows == ["STOM", "RoM"]
    assert [name["text"] for name in gantt(made)["layout"]["annotations"]] == ["STOM", "RoM"]
    assert [each.text for each in drawn(made) if each.get("class") == "gantt-name"] == ["STOM", "RoM"]


def test_the_drawing_and_the_figure_are_equally_high():
    made = chart(OLD, NEW)

    assert gantt(made)["layout"]["height"] == int(drawn(made).get("height")) == 2 * PITCH + AXIS


def test_a_bar_lies_in_the_same_place_in_the_drawing_as_in_the_figure():
    made = chart(OLD, WINDING, NEW)

    figure = {trace["meta"]: trace["y"][0] * PITCH - trace["width"] * PITCH / 2 for trace in gantt(made)["data"]}
    drawing = [int(each.get("y")) for each in rectangles(made)]
    assert drawing == [round(figure[key]) for key in ("old", "winding", "new")]
    assert {int(each.get("height")) for each in rectangles(made)} == {BAR}


@pytest.mark.parametrize("on, seen", [("2020-12-31", 0), ("2021-01-01", 1), ("2022-12-31", 1), ("2023-01-01", 0)])
def test_the_day_is_marked_where_it_lies_in_the_picture(on, seen):
    made = chart(OLD, on=date.fromisoformat(on))

    assert len(gantt(made)["layout"].get("shapes", [])) == seen
    assert sum(each.get("class") == "gantt-day" for each in drawn(made)) == seen


def test_the_words_say_what_the_bars_say():
    words = in_words(chart(OLD, WINDING, NEW))

    assert words == "STOM: open – 2021-09-28; winding down 2021-09-29 – 2021-12-29. RoM: open 2021-09-29 –."
    assert words in [each.text for each in drawn(chart(OLD, WINDING, NEW))]


@pytest.mark.parametrize(
    "first, last, words",
    [
        (date(2020, 3, 10), date(2020, 3, 29), "2020-03-10 – 2020-03-29"),
        (None, date(2020, 3, 29), "– 2020-03-29"),
        (date(2020, 3, 10), None, "2020-03-10 –"),
    ],
)
def test_an_open_end_is_left_open_in_words(first, last, words):
    assert between(first, last) == words


def test_the_pointer_is_told_row_word_days_and_note():
    bar = Bar("RoM", "new", "open", date(2021, 9, 29), note="EX-1")

    assert hover_text(bar) == "RoM<br>open<br>2021-09-29 –<br>EX-1"


def test_what_comes_from_a_row_cannot_become_markup():
    bar = Bar("<script>", "new", "<b>", date(2021, 9, 29), note="<img src=x>")

    assert "<script>" not in draw_gantt(chart(bar), title="<script>")
    assert hover_text(bar).count("<") == hover_text(bar).count("<br>") == 3


@pytest.mark.parametrize(
    "last, words", [(date(2021, 12, 31), ["2021-04", "2021-07", "2021-10"]), (date(2026, 1, 1), ["2022"])]
)
def test_a_short_time_has_quarters_on_its_axis_and_a_long_one_years(last, words):
    made = chart(OLD, last=last)

    ticks = [each.text for each in drawn(made) if (each.get("class") or "").startswith("gantt-tick")]
    assert ticks[: len(words)] == words


def test_a_chart_without_bars_is_empty_but_whole():
    made = chart()

    assert gantt(made)["data"] == []
    assert drawn(made).get("height") == str(AXIS)


# --- Marks ------------------------------------------------------------------------------------------------------------


def signs(made: Chart) -> list[ElementTree.Element]:
    return [each for each in drawn(made) if each.tag == f"{SVG}svg"]


def test_every_kind_of_milestone_has_a_sign_of_its_own_which_is_drawn():
    assert set(SIGNS) == set(Milestone.Kind.values)
    assert set(SIGNS.values()) == set(SHAPES)
    assert len(set(SHAPES.values())) == len(SIGNS)


def test_marks_stand_above_the_bars_on_lines_of_their_own():
    made = chart(OLD, marks=(SENT, TENDER))

    assert made.rows == ["Notice", "Tender", "STOM"]
    assert [each.text for each in drawn(made) if each.get("class") == "gantt-name"] == made.rows


def test_a_mark_lies_at_noon_of_its_day_and_in_the_middle_of_its_days():
    made = traces(chart(OLD, marks=(SENT, TENDER)))

    assert made["mark-notice"]["x"] == ["2021-09-28T12:00:00"]
    assert made["mark-tender"]["x"] == ["2021-03-03T12:00:00"]


def test_a_mark_lies_in_the_same_place_in_the_drawing_as_in_the_figure():
    made = chart(OLD, marks=(SENT, TENDER))

    figure = [traces(made)[key]["y"][0] * PITCH for key in ("mark-notice", "mark-tender")]
    assert [int(each.get("y")) for each in signs(made)] == [round(height) for height in figure]
    assert signs(made)[1].get("x") == f"{100 * 61.5 / 730:.3f}%"


def test_several_days_are_a_line_in_both():
    made = chart(OLD, marks=(SENT, TENDER))

    (line,) = [each for each in gantt(made)["layout"]["shapes"] if each["yref"] == "y"]
    assert (line["x0"], line["x1"]) == ("2021-03-01T12:00:00", "2021-03-05T12:00:00")
    assert sum(each.get("class") == "gantt-within" for each in drawn(made)) == 1


@pytest.mark.parametrize(
    "on, until, seen",
    [
        (date(2020, 12, 31), None, 0),
        (date(2021, 1, 1), None, 1),
        (date(2022, 12, 31), None, 1),
        (date(2022, 12, 31), date(2023, 1, 1), 0),
    ],
)
def test_only_marks_inside_the_picture_are_drawn(on, until, seen):
    made = chart(OLD, marks=(Mark("x", "decision", "w", on, until),))

    assert len(signs(made)) == ("mark-decision" in traces(made)) == seen


def test_marks_are_told_in_words_to_those_who_cannot_see_them_and_to_the_pointer():
    made = chart(OLD, marks=(SENT, TENDER))

    words = in_words(made)
    assert words.startswith("Notice: sent 2021-09-28. Tender: open 2021-03-01 – 2021-03-05. STOM:")
    assert traces(made)["mark-tender"]["hovertext"] == ["Tender<br>open<br>2021-03-01 – 2021-03-05<br>all areas"]
    assert signs(made)[1].find(f".//{SVG}title").text.splitlines()[-1] == "all areas"


def test_what_comes_from_a_mark_cannot_become_markup():
    made = chart(OLD, marks=(Mark("<b>", "notice", "<script>&", date(2021, 9, 28)),))

    assert signs(made)[0].find(f".//{SVG}title").text.splitlines()[1] == "<script>&"
    assert "<script>" not in traces(made)["mark-notice"]["hovertext"][0]


@pytest.mark.parametrize(
    "today, names",
    [
        (None, ["gantt-day"]),
        (date(2021, 10, 1), ["gantt-day"]),
        (date(2021, 10, 2), ["gantt-day", "gantt-today"]),
        (date(2023, 1, 1), ["gantt-day"]),
    ],
)
def test_today_is_marked_beside_the_readers_day_where_it_is_another(today, names):
    made = chart(OLD, today=today)

    assert [each.get("class") for each in drawn(made) if each.get("class") in ("gantt-day", "gantt-today")] == names
    assert len(gantt(made)["layout"]["shapes"]) == len(names)
