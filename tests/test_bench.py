"""What the bench makes of its figures, and what it takes for the truth; not the times themselves."""

from itertools import islice, pairwise

import pytest

from tests.bench import oracle
from tests.bench.arithmetic import in_turn, median, ratio, share
from tests.bench.loads import LoadError, read
from tests.bench.peers.bare_pages import read_page
from tests.bench.rounds import Figures, days_never_asked
from tests.bench.table import Goal, Row, lines, missed, number
from tests.bench.targets import BARE_PLOTLY, BARE_SVG, PRODUCT

STATE = {
    "codes": ["0114", "0115"],
    "on": 300,
    "first": 100,
    "last": 300,
    "counts": {"unknown": [[0, 99]], "changes": [[110, 1, 200, 5, 290, 0], []]},
    "status": {"patterns": [[[None, "old"], [150, "new"]], [[None, "old"]]], "of": [1, 0]},
    "palette": {
        "classes": [{"key": "many", "light": {"fill": "#0aff10"}}, {"key": "none", "light": {"fill": "#000000"}}]
    },
}


def test_every_other_round_goes_backwards():
    assert [in_turn("abc", round_number) for round_number in range(3)] == [list("abc"), list("cba"), list("abc")]


@pytest.mark.parametrize(
    "values, expected", [([], None), ([None], None), ([3, None, 1, 2], 2), ([1, 2], 1.5), ([0.0, 0.0, 9.0], 0.0)]
)
def test_a_median_is_of_the_rounds_that_gave_something(values, expected):
    assert median(values) == expected


@pytest.mark.parametrize(
    "ours, theirs, expected",
    [
        ([10, 40, 90], [10, 20, 30], 2),
        ([10, 300, 12], [10, 100, 4], 3),  # a slow round slows both: the ratio of the medians would be 1.2
        ([10, None, 30], [10, 20, 15], 1.5),
        ([10, 20], [0, 10], 2),
        ([10], [], None),
        ([], [10], None),
    ],
)
def test_a_ratio_is_the_median_of_the_ratios_of_the_rounds(ours, theirs, expected):
    assert ratio(ours, theirs) == expected


@pytest.mark.parametrize("busy, own, elapsed, expected", [(4, 1, 2, 0.75), (1, 1, 2, 0), (1, 1.01, 2, 0), (3, 1, 0, 0)])
def test_the_share_of_others_is_of_all_cores_and_never_less_than_nothing(busy, own, elapsed, expected):
    assert share(busy, own, elapsed, cores=2) == expected


def test_what_a_load_has_told_is_read_in_seconds_and_milliseconds():
    load = read("Running 2s test\n  many words\n6000 2000000 0 1500 9900\n")

    assert (load.answers, load.per_second, load.p50, load.p99) == (6000, 3000, 1.5, 9.9)


@pytest.mark.parametrize("told", ["6000 2000000 1 1500 9900", "0 2000000 0 0 0"])
def test_a_load_with_wrong_answers_or_none_is_no_load(told):
    with pytest.raises(LoadError):
        read(told)


@pytest.mark.parametrize(
    "goal, ours, theirs, reached",
    [
        (Goal(17), [16, 17, 90], [], True),
        (Goal(17), [16, 17.1, 17.2], [], False),
        (Goal(4000, at_least=True), [4000], [], True),
        (Goal(4000, at_least=True), [3999], [], False),
        (Goal(1.3, "other"), [130, 260], [100, 200], True),
        (Goal(1.3, "other"), [131, 262], [100, 200], False),
        (Goal(1.3, "other"), [131], [], None),
        (Goal(17), [], [], None),
    ],
)
def test_a_goal_is_reached_up_to_its_limit(goal, ours, theirs, reached):
    assert goal.reached({"product": ours, "other": theirs}) is reached


def test_a_table_tells_medians_ratios_and_whether_each_goal_is_reached():
    row = Row("a", "map visible", "ms", (Goal(1.3, "bare"), Goal(100), Goal(0.1, "absent")))
    rounds = {"a": {"bare": [100, 110], "product": [150, 110]}}

    told = "\n".join(lines("Pages", [row], rounds, ["bare", "product"]))

    assert [word in told for word in ("105", "130", "1.25 × bare, ≤ 1.30 ok", "≤ 100 SLOW", "not measured")] == [
        True
    ] * 5


def test_bytes_that_miss_their_goal_are_told_apart_from_times():
    rows = [Row("kB", "bytes", "kB", (Goal(3, steady=True),)), Row("ms", "time", "ms", (Goal(3),))]

    assert missed(rows, {"kB": {"product": [4]}, "ms": {"product": [5]}}) == (
        ["bytes, 4: ≤ 3 SLOW"],
        ["time, 5: ≤ 3 SLOW"],
    )
    assert missed(rows, {"kB": {"product": [3]}}) == ([], [])


@pytest.mark.parametrize(
    "value, told", [(None, "–"), (0, "0"), (3.14159, "3.14"), (31.4159, "31.4"), (4877.3, "4 877")]
)
def test_a_number_is_as_short_as_it_can_be_read(value, told):
    assert number(value) == told


@pytest.mark.parametrize(
    "day, expected", [(99, ["nodata"] * 2), (109, ["none"] * 2), (110, ["one", "none"]), (200, ["many", "none"])]
)
def test_the_bench_knows_what_the_map_of_a_day_has_to_show(day, expected):
    assert oracle.coverage(STATE, day) == expected


@pytest.mark.parametrize("day, expected", [(149, ["old", "old"]), (150, ["old", "new"])])
def test_the_bench_knows_the_statuses_of_a_day(day, expected):
    assert oracle.status(STATE, day) == expected


def test_the_days_that_are_moved_to_look_different_each_from_the_last():
    days = oracle.telling_days(STATE, 9)

    maps = [oracle.coverage(STATE, day) for day in (STATE["on"], *days)]
    assert len(days) == 2
    assert all(one != next_one for one, next_one in pairwise(maps))


def test_a_map_is_read_by_class_where_classes_colour_it_and_by_colour_in_plotly():
    shown = [target.shown(["many", "none"], [True, False], STATE) for target in (PRODUCT, BARE_SVG, BARE_PLOTLY)]

    assert shown == ["many,none dim", "many,left-out", "rgb(10, 255, 16),rgb(221, 221, 221)"]


def test_the_load_on_any_day_never_asks_for_an_address_twice():
    addresses = list(islice(days_never_asked(STATE), 1000))

    assert len(set(addresses)) == 1000
    assert all(address.startswith("/karta.json?on=") for address in addresses)


def test_a_round_that_found_nothing_keeps_its_place():
    figures = Figures()

    for round_number in (0, 2):
        figures.note("dash", {"a": round_number}, round_number)

    assert figures.rounds["a"]["dash"] == [0, None, 2]


def test_a_page_without_a_map_makes_no_peers():
    with pytest.raises(ValueError, match="no map"):
        read_page("<p>Nothing here.</p>")
