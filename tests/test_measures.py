"""Measures as definitions: found in files, complete, refused when wrong; their tables, figures, groups and trends."""

import importlib
import pkgutil
from datetime import date, timedelta
from textwrap import dedent

import numpy as np
import pandas as pd
import pytest
from django.utils import translation

from municipalities.models import PartOfCountry
from rollout import measures
from rollout.coverage import day_number
from rollout.measures import MEASURES, Measure, Value, definitions, discovery
from rollout.measures.definitions.north_gap import NORTH
from tests.measure_worlds import Place, Stay, Told, World, ground

DAY = date(2021, 9, 29)
ON = day_number(DAY)
ONE_DAY = timedelta(days=1)
TEXTS = ("title", "unit", "test", "numerator", "denominator", "number", "why", "source")

# Two rural municipalities, one of them without an office; two others, one of them with two providers.
COUNTRY = World(
    places=[
        Place("0114", county="01", population=100, is_rural=True),
        Place("0180", county="01", population=900),
        Place("2583", county="25", population=50, is_rural=True, part="SE3", latitude=66.0, longitude=23.0),
        Place("2584", county="25", population=950, part="SE3", latitude=66.0, longitude=22.0),
    ],
    offices=[
        Stay(1, None, None, code="0114", confirmed=DAY),
        Stay(1, None, None, code="0180", confirmed=DAY),
        Stay(2, None, None, code="0180"),
        Stay(1, None, DAY, code="2584", confirmed=DAY),
    ],
)


def table(key: str, world: World = COUNTRY, on: date = DAY) -> pd.DataFrame:
    return measures.table(MEASURES[key], ground(world), day_number(on))


def figure(key: str, world: World = COUNTRY, on: date = DAY, rows=None) -> Value:
    return measures.figure(MEASURES[key], table(key, world, on), rows)


# --- Definitions ------------------------------------------------------------------------------------------------------


def test_every_file_of_the_definitions_is_a_measure_and_they_come_in_their_order():
    files = [each.name for each in pkgutil.iter_modules(definitions.__path__)]

    assert sorted(MEASURES) == sorted(name.replace("_", "-") for name in files)
    assert [each.order for each in MEASURES.values()] == sorted(each.order for each in MEASURES.values())


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("key", MEASURES)
def test_a_measure_tells_all_that_a_figure_must_print(key, language):
    with translation.override(language):
        told = [str(getattr(MEASURES[key], name)) for name in TEXTS]

    assert all(told)
    assert not any("{" in text for text in told)


@pytest.mark.parametrize("name, value", [("of", "county"), ("form", "per cent"), ("good", "more"), ("tested", "phone")])
def test_a_definition_that_no_page_could_show_is_refused(name, value):
    texts = dict.fromkeys(TEXTS, "x")

    with pytest.raises(ValueError, match=f"mine: {name} is '{value}'"):
        Measure(key="mine", order=1, cells=MEASURES["distance"].cells, **texts, **{name: value})


def test_the_north_is_the_part_of_the_country_that_counties_have():
    assert NORTH == PartOfCountry.NORTH


# --- A new measure ----------------------------------------------------------------------------------------------------

OWN = """
    from rollout.measures.cells import Cells, truth
    from rollout.measures.measure import Measure

    def cells(ground, days):
        providers = ground.providers(days, test="office")
        return Cells.of(ground.codes, truth(providers, providers >= 2), 1, number=providers)

    MEASURE = Measure(
        key="{key}", order=5, title="Choice", unit="municipality", test="office", numerator="with two", cells=cells,
        denominator="all", number="providers", why="To choose.", source="Own rows", good="up", tested="office",
    )
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Writes files into a package that is not there otherwise, and imports it."""

    def write(name: str, **files: str):
        folder = tmp_path / name
        folder.mkdir()
        for file, text in {"__init__": "", **files}.items():
            (folder / f"{file}.py").write_text(dedent(text), encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        return importlib.import_module(name)

    return write


def test_a_new_file_is_a_new_measure_and_nothing_else_is_needed(package):
    found = discovery.found_in(package("own_measures", choice=OWN.format(key="choice")))

    own = measures.table(found["choice"], ground(COUNTRY), ON)
    assert own.index[own["counted"]].tolist() == ["0180"]
    assert measures.figure(found["choice"], own) == Value(0.25, 1, 4)
    assert measures.trend(found["choice"], ground(COUNTRY), [ON, ON + 1])["part"].tolist() == [1, 1]


def test_two_files_with_the_same_key_are_refused(package):
    twice = package("measures_twice", one=OWN.format(key="same"), other=OWN.format(key="same"))

    with pytest.raises(ValueError, match="same key: same"):
        discovery.found_in(twice)


def test_a_file_without_a_measure_is_refused(package):
    with pytest.raises(AttributeError, match="MEASURE"):
        discovery.found_in(package("measures_none", empty="A = 1"))


# --- What is counted --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key, expected",
    [
        ("without-office", (0.25, 1, 4)),
        ("one-provider", (0.5, 2, 4)),
        ("rural-without", (0.5, 1, 2)),
        ("inhabitants-without", (0.025, 50, 2000)),
        ("rural-gap", (0.5, 1, 2)),
        ("north-gap", (0.5, 1, 2)),
        ("unconfirmed", (0.25, 1, 4)),
    ],
)
def test_a_figure_is_what_one_counts_by_hand(key, expected):
    found = figure(key)

    assert (found.value, found.part, found.whole) == expected


def test_a_gap_tells_both_of_its_sides():
    assert figure("rural-gap").against == Value(0.0, 0, 2)
    assert figure("rural-gap", rows=["0114", "2583"]) == Value(None, 1, 2, against=Value(None, 0, 0))


@pytest.mark.parametrize("on, expected", [(DAY, 1), (DAY + ONE_DAY, 2)])
def test_an_office_counts_up_to_and_including_its_last_day(on, expected):
    assert figure("without-office", on=on).part == expected


@pytest.mark.parametrize("on, expected", [(date(2022, 9, 29), 0), (date(2022, 9, 30), 1)])
def test_an_office_is_confirmed_for_twelve_months_the_same_day_of_the_year_after_included(on, expected):
    offices = [Stay(1, None, None, code="0180", confirmed=DAY)]

    assert figure("unconfirmed", World([Place("0180")], offices), on) == Value(expected, expected, 1)


@pytest.mark.parametrize("providers, expected", [(0, (0, 0)), (1, (1, 1)), (2, (0, 1)), (3, (0, 1))])
def test_an_area_is_thin_with_fewer_than_two_providers_once_its_service_is_in_use(providers, expected):
    agreements = [Stay(number, None, None, area=1) for number in range(providers)]
    world = World([Place("0180")], agreements=agreements, areas={1: "rom"})

    found = figure("thin-areas", world)

    assert (found.part, found.whole) == expected


def test_an_area_without_any_agreement_is_thin_when_others_of_its_service_have_some():
    agreements = [Stay(number, None, None, area=1) for number in range(2)]
    world = World([Place("0180")], agreements=agreements, areas={1: "rom", 2: "rom", 3: "stom"})

    assert table("thin-areas", world)["counted"].tolist() == [False, True, False]
    assert table("thin-areas", world)["whole"].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    "participants, unemployed, expected",
    [(10, 70, Value(1 / 7, 10, 70)), (None, 70, Value(None, None, None, 1)), (10, None, Value(None, None, None, 1))],
)
def test_a_number_that_is_masked_is_not_known_and_never_0(participants, unemployed, expected):
    month = date(2021, 9, 1)
    world = World(
        [Place("0180")],
        participants=[Told("0180", month, participants)],
        unemployed=[Told("0180", month, unemployed)],
    )

    assert figure("participants-share", world) == expected


def test_rows_that_are_not_known_are_left_out_and_told():
    month = date(2021, 9, 1)
    world = World(
        [Place("0180"), Place("2584")],
        participants=[Told("0180", month, 10), Told("2584", month, None)],
        unemployed=[Told("0180", month, 70), Told("2584", month, 1000)],
    )

    assert figure("participants-share", world) == Value(1 / 7, 10, 70, missing=1)


def test_numbers_of_two_kinds_are_of_the_latest_month_of_which_both_are_told():
    august, september = date(2021, 8, 1), date(2021, 9, 1)
    world = World(
        [Place("0180")],
        participants=[Told("0180", august, 10), Told("0180", september, 30)],
        unemployed=[Told("0180", august, 70)],
    )

    assert figure("participants-share", world) == Value(1 / 7, 10, 70)
    assert measures.month(MEASURES["participants-share"], ground(world), ON) == day_number(august)


def test_results_weigh_by_participants():
    month = date(2021, 9, 1)
    told = [Told(1, month, 30, 0.2), Told(1, month, 10, 0.4), Told(1, month, None, 0.9), Told(2, month, 60, 0.5)]
    world = World([Place("0180")], areas={1: "rom", 2: "rom"}, results=told)

    assert table("results", world)["value"].tolist() == pytest.approx([0.25, 0.5])
    assert figure("results", world).value == pytest.approx(0.4)


@pytest.mark.parametrize(
    "on, expected",
    [("2021-08-31", None), ("2021-09-01", "2021-09-01"), ("2022-08-31", "2021-09-01"), ("2022-09-01", None)],
)
def test_a_month_holds_from_its_first_day_and_for_a_year(on, expected):
    world = World([Place("0180")], areas={1: "rom"}, results=[Told(1, date(2021, 9, 1), 30, 0.2)])

    found = measures.month(MEASURES["results"], ground(world), day_number(date.fromisoformat(on)))

    assert found == (expected and day_number(date.fromisoformat(expected)))
    assert (figure("results", world, date.fromisoformat(on)).value is None) == (expected is None)


def test_what_is_of_the_day_itself_is_of_no_month():
    assert measures.month(MEASURES["without-office"], ground(COUNTRY), ON) is None


# --- Tables, groups, trends -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["without-office", "one-provider", "rural-without"])
def test_the_rows_that_are_counted_are_as_many_as_the_figure_says(key):
    found = table(key)

    assert found["counted"].sum() == figure(key).part
    assert (found["whole"] > 0).sum() == figure(key).whole


def test_a_row_outside_what_is_asked_is_neither_counted_nor_valued():
    row = table("rural-without").loc["0180"]

    assert (row["part"], row["whole"], row["counted"], row["number"]) == (0, 0, False, 2)
    assert np.isnan(row["value"])


@pytest.mark.parametrize(
    "rows",
    [
        pd.Index(["2583", "2584"]),
        ["2584", "2583"],
        np.array([False, False, True, True]),
        pd.Series({"2584": True, "2583": True, "0114": False}),
    ],
)
def test_the_rows_to_count_over_may_be_named_or_marked(rows):
    assert figure("without-office", rows=rows) == Value(0.5, 1, 2)
    trend = measures.trend(MEASURES["without-office"], ground(COUNTRY), [ON, ON + 1], rows)
    assert trend["part"].tolist() == [1, 2]


def test_no_rows_have_no_figure():
    assert figure("without-office", rows=[]) == Value(None, 0, 0)
    assert figure("distance", rows=[]) == Value(None, None, 0)


def test_groups_come_in_the_order_of_the_rows_and_rows_without_one_are_left_out():
    groups = pd.Series({"0114": "01", "2583": "25", "2584": "25"}, name="county")

    found = measures.by(MEASURES["without-office"], table("without-office"), groups)

    assert found.index.tolist() == ["01", "25"]
    assert found["part"].tolist() == [0, 1]
    assert found["whole"].tolist() == [1, 2]


def test_a_trend_of_no_days_is_empty():
    trend = measures.trend(MEASURES["without-office"], ground(COUNTRY), [])

    assert trend.empty
    assert list(trend.columns) == ["value", "part", "whole", "missing"]


def test_a_gap_without_sides_is_refused():
    gap, single = MEASURES["rural-gap"], table("without-office")

    with pytest.raises(ValueError, match="first side"):
        measures.figure(gap, single)


@pytest.mark.parametrize("key", MEASURES)
def test_a_country_without_any_rows_has_no_figure(key):
    nothing = measures.table(MEASURES[key], ground(World([])), ON)

    assert nothing.empty
    assert measures.figure(MEASURES[key], nothing).value is None
    assert measures.trend(MEASURES[key], ground(World([])), [ON, ON + 1])["value"].isna().all()
    assert measures.by(MEASURES[key], nothing, pd.Series(dtype=object)).empty


@pytest.mark.parametrize("key", MEASURES)
def test_the_ground_is_left_as_it_was(key):
    given = ground(COUNTRY)
    before = given.offices.copy(deep=True), given.municipalities.copy(deep=True), given.agreements.copy(deep=True)

    measures.trend(MEASURES[key], given, [ON, ON + 1])

    for frame, copy in zip((given.offices, given.municipalities, given.agreements), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
