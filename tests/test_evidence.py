"""Two figures are compared only where unit, test, definition and day are known and the same."""

from dataclasses import replace
from datetime import date

import pytest

from rollout.evidence import Claim, counts_behind, verdict

DAY = date(2025, 3, 1)
OBSERVED = Claim(16 / 56, "municipality", "office", "C8 and C9", DAY, DAY)


@pytest.mark.parametrize(
    ("changed", "aspect"),
    [
        ({"unit": "person"}, "unit"),
        ({"test": "agreement"}, "test"),
        ({"definition": "C8"}, "definition"),
        ({"first": date(2025, 3, 2), "last": date(2025, 3, 2)}, "day"),
    ],
)
def test_figures_that_differ_in_one_thing_answer_different_questions(changed, aspect):
    found = verdict(OBSERVED, replace(OBSERVED, share=0.9, **changed))

    assert (found.kind, found.differing, found.unknown) == ("other", (aspect,), ())


@pytest.mark.parametrize(
    ("changed", "aspect"),
    [
        ({"unit": ""}, "unit"),
        ({"test": ""}, "test"),
        ({"definition": ""}, "definition"),
        ({"first": None, "last": None}, "day"),
    ],
)
def test_figures_of_which_one_thing_is_not_known_cannot_be_compared(changed, aspect):
    found = verdict(OBSERVED, replace(OBSERVED, share=0.9, **changed))

    assert (found.kind, found.differing, found.unknown) == ("unknown", (), (aspect,))


def test_what_differs_is_told_before_what_is_not_known():
    found = verdict(OBSERVED, Claim(0.01, "person", "agreement", "", None, None))

    assert (found.kind, found.differing, found.unknown) == ("other", ("unit", "test"), ("definition", "day"))


def test_a_figure_without_a_share_can_be_compared_with_none():
    assert verdict(OBSERVED, replace(OBSERVED, share=None)).kind == "unknown"


@pytest.mark.parametrize(("other", "expected"), [(16, "agree"), (15, "conflict"), (17, "conflict")])
def test_counts_of_the_same_thing_agree_only_where_they_are_the_same(other, expected):
    assert verdict(OBSERVED, replace(OBSERVED, share=other / 56)).kind == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(0.2806, "conflict"), (0.2808, "agree"), (0.2907, "agree"), (0.2908, "conflict")]
)
def test_a_rounded_share_agrees_as_far_as_its_rounding_goes(share, expected):
    assert verdict(OBSERVED, replace(OBSERVED, share=share, slack=0.005)).kind == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2025, 2, 1), date(2025, 2, 28), "other"),
        (date(2025, 2, 1), date(2025, 3, 1), "agree"),
        (date(2025, 3, 1), date(2025, 3, 31), "agree"),
        (date(2025, 3, 2), date(2025, 3, 31), "other"),
    ],
)
def test_a_month_is_the_same_day_as_any_day_in_it(first, last, expected):
    assert verdict(OBSERVED, replace(OBSERVED, first=first, last=last)).kind == expected


def test_the_verdict_is_the_same_from_both_sides():
    other = replace(OBSERVED, share=0.43, slack=0.005)

    assert verdict(OBSERVED, other) == verdict(other, OBSERVED)


@pytest.mark.parametrize(("whole", "expected"), [(56, [24]), (35, [15]), (139, [60]), (21, [9]), (5, []), (0, [])])
def test_43_per_cent_stands_for_these_counts(whole, expected):
    """24 of 56 is 42.9 %, 60 of 139 is 43.2 %; 59 of 139 is 42.4 % and 2 of 5 is 40 %."""
    assert counts_behind(0.43, whole) == expected


def test_every_count_that_is_rounded_to_the_share_is_found_and_halves_are_rounded_up():
    """Of 200: 84 is 42.0 %, 85 is 42.5 %, 86 is 43.0 % and 87 is 43.5 %."""
    assert counts_behind(0.43, 200) == [85, 86]
