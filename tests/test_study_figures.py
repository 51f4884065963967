"""What others have published, as the facts hold it: what the domain tells of each, its source, and nothing else."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from rollout import selectors
from rollout.fixture_files import read_csv
from rollout.models import StudyFigure
from tests import factories as make

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.mark.parametrize(
    ("key", "theme", "value", "number", "publisher"),
    [
        ("agreement-99", "coverage", "over 99%", "0.99", "Riksrevisionen"),
        ("office-157", "coverage", "157 of 290", "0.5414", "Arbetet"),
        ("rural-43", "coverage", "43%", "0.43", "Ramboll på uppdrag av SKR"),
        ("any-measure", "reach", "less than half", None, "Ramboll på uppdrag av SKR"),
        ("no-measure-56", "reach", "56%", "0.56", "Ramboll på uppdrag av SKR"),
        ("rom-1-in-7", "reach", "1 in 7", "0.1429", "Ramboll på uppdrag av SKR"),
        ("hours-a-week", "dose", "1–2 hours", None, "Ramboll på uppdrag av SKR"),
        ("work-or-study-33", "results", "33%", "0.33", "Ramboll på uppdrag av SKR"),
        ("effect", "results", "about the same effect", None, "IFAU"),
        ("providers-2020-12", "access", "37", "37", "Arbetsförmedlingen"),
        ("providers-2021-06", "access", "47", "47", "Arbetsförmedlingen"),
        ("providers-2026-01", "access", "221", "221", "Arbetsförmedlingen"),
        ("providers-2026-05", "access", "201", "201", "Arbetsförmedlingen"),
        ("closed-offices-23", "access", "23", "23", "Arbetsförmedlingen"),
    ],
)
def test_a_published_figure_is_held_with_its_value_and_source(key, theme, value, number, publisher):
    row = StudyFigure.objects.get(key=key)

    with override("en"):
        assert row.told_value == value
    assert (row.theme, row.source.publisher) == (theme, publisher)
    assert row.number == (None if number is None else Decimal(number))
    assert row.certainty == "reported"


@pytest.mark.parametrize(("key", "part", "whole"), [("office-157", 157, 290), ("no-measure-56", 188_000, 332_000)])
def test_a_figure_that_is_published_as_a_count_out_of_a_number_holds_both(key, part, whole):
    row = StudyFigure.objects.get(key=key)

    assert (row.part, row.whole) == (part, whole)


def test_of_the_43_per_cent_neither_test_nor_definition_nor_day_nor_counts_are_published():
    row = StudyFigure.objects.get(key="rural-43")

    assert (row.test, row.definition, row.on, row.part, row.whole) == ("", "", None, None, None)


@pytest.mark.parametrize(
    ("key", "language", "expected"),
    [
        ("office-157", "sv", "augusti 2019"),
        ("office-157", "en", "August 2019"),
        ("closed-offices-23", "sv", "2022"),
        ("no-measure-56", "en", "September 2023"),
        ("rural-43", "en", ""),
    ],
)
def test_a_day_is_told_as_exactly_as_it_is_published(key, language, expected):
    with override(language):
        assert StudyFigure.objects.get(key=key).told_day == expected


def test_an_exact_day_is_told_as_such():
    row = make.make_study_figure(on="2019-08-01", precision="day")
    row.refresh_from_db()

    with override("en"):
        assert row.told_day == "1 August 2019"


def test_the_six_demands_have_a_source_and_no_answer_that_nobody_gave():
    demands = selectors.study_figures(theme="demand")

    with override("en"):
        told = [(row.told_value, row.get_status_display()) for row in demands]
    assert [value for value, _status in told] == [
        "knowledge-based measures",
        "measures without interruption",
        "digital information from Arbetsförmedlingen",
        "a right to preschool",
        "municipal assessments",
        "full funding",
    ]
    assert {status for _value, status in told} == {"raised; no answer found"}
    assert {row.source.key for row in demands} == {"skr-kommunernas-krav"}


def test_only_demands_have_a_status():
    assert not selectors.study_figures().exclude(theme="demand").exclude(status="").exists()


@pytest.mark.parametrize("theme", StudyFigure.Theme.values)
def test_every_theme_has_its_figures_in_their_order_and_costs_one_query(theme, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = list(selectors.study_figures(theme=theme))
        sources = [str(row.source) for row in rows]

    assert rows
    assert all(sources)
    assert {row.theme for row in rows} == {theme}
    assert [row.order for row in rows] == sorted(row.order for row in rows)


def test_every_text_is_there_in_both_languages():
    for row in read_csv("study_figures.csv"):
        for name in ("value", "what", "definition", "note"):
            assert bool(row[name]) == bool(row[f"{name}_en"]), (row["key"], name)


def test_a_text_without_english_is_told_in_swedish():
    row = make.make_study_figure(value="många", value_en="")

    with override("en"):
        assert row.told_value == "många"


def test_the_rows_of_the_file_are_all_loaded():
    assert StudyFigure.objects.count() == len(read_csv("study_figures.csv"))
