"""Days from listings: in whatever order they are put in, and however often, the days come out the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.importers.periods import Run, pair, runs, seen_in

FIRST = date(2025, 1, 1)
days = st.integers(0, 30).map(lambda number: FIRST + timedelta(days=number))
places = st.sampled_from(["here", "there", None])  # None: not listed
listings = st.lists(st.tuples(days, places), max_size=12)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def put_in(found: list[Run], before: list[date], on: date, place: str | None) -> list[Run]:
    """As an import does it: read back what is stored, replace what was said of one day, work out the runs anew."""
    seen = seen_in(found, before)
    seen.pop(on, None)
    return runs({**seen, on: place} if place else seen, sorted({*before, on}))


def said_on(one: date, latest: dict[date, str | None]) -> str | None:
    """The slow oracle: what the newest listing up to a day says, found by walking back day by day."""
    while one >= FIRST:
        if one in latest:
            return latest[one]
        one -= timedelta(days=1)
    return None


@given(listings)
def test_on_every_day_an_office_is_where_the_newest_listing_up_to_then_says(imports):
    found, before = [], []
    for on, place in imports:
        found, before = put_in(found, before, on, place), sorted({*before, on})

    latest = dict(imports)
    for one in (day(number) for number in range(40)):
        there = [run.what for run in found if run.opens_on <= one <= (run.closes_on or date.max)]
        assert there == [place for place in [said_on(one, latest)] if place]


@given(listings, st.randoms())
def test_the_order_of_the_imports_makes_no_difference(imports, chance):
    one_a_day = list(dict(imports).items())
    shuffled = chance.sample(one_a_day, len(one_a_day))

    outcomes = []
    for order in (imports, shuffled):
        found, before = [], []
        for on, place in order:
            found, before = put_in(found, before, on, place), sorted({*before, on})
        outcomes.append(found)

    assert outcomes[0] == outcomes[1]


@given(st.dictionaries(days, places))
def test_what_was_seen_can_be_read_back_from_the_runs(latest):
    listed = sorted(latest)
    seen = {on: place for on, place in latest.items() if place}

    assert seen_in(runs(seen, listed), listed) == seen


@given(st.dictionaries(days, places))
def test_a_run_was_last_seen_on_a_listing_within_its_days(latest):
    seen = {on: place for on, place in latest.items() if place}

    for run in runs(seen, sorted(latest)):
        assert run.opens_on <= run.last_seen_on <= (run.closes_on or date.max)
        assert run.last_seen_on == max(on for on in seen if run.opens_on <= on <= (run.closes_on or date.max))


@given(st.dictionaries(days, places), days, places)
def test_every_run_has_one_row_and_no_row_jumps_to_other_days(latest, on, place):
    stored = runs({at: what for at, what in latest.items() if what}, sorted(latest))
    wanted = put_in(stored, sorted(latest), on, place)

    pairs = pair(stored, wanted)

    assert sorted(old for old, _ in pairs if old is not None) == list(range(len(stored)))
    assert sorted(new for _, new in pairs if new is not None) == list(range(len(wanted)))
    assert all(stored[old].overlaps(wanted[new]) for old, new in pairs if old is not None and new is not None)
    assert all((old, wanted.index(run)) in pairs for old, run in enumerate(stored) if run in wanted)


def test_an_office_closes_the_day_before_the_listing_that_lacks_it():
    found = runs({day(0): "here", day(5): "here"}, [day(0), day(5), day(9)])

    assert found == [Run("here", day(0), day(8), day(5))]


def test_an_office_on_the_newest_listing_is_not_over():
    found = runs({day(5): "here"}, [day(0), day(5)])

    assert found == [Run("here", day(5), None, day(5))]


def test_an_office_that_moves_has_a_run_for_each_place():
    found = runs({day(0): "here", day(5): "there"}, [day(0), day(5)])

    assert found == [Run("here", day(0), day(4), day(0)), Run("there", day(5), None, day(5))]


def test_what_was_seen_on_a_day_without_a_listing_is_refused():
    with pytest.raises(KeyError, match="2025-01-02"):
        runs({day(1): "here"}, [day(0)])


@pytest.mark.parametrize(
    "first, last, is_within",
    [(1, 8, True), (1, 9, True), (0, 8, True), (0, 10, False), (1, None, False)],
)
def test_a_run_lies_within_another_where_it_has_none_but_its_days(first, last, is_within):
    whole = Run("here", day(0), day(9), day(0))
    part = Run("here", day(first), None if last is None else day(last), day(first))

    assert part.lies_within(whole) is is_within
