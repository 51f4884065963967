"""Offices are read in pieces, so that many of them take little memory: however they are cut, the rows are the same."""

import pandas as pd
import pytest

from municipalities.models import Municipality
from providers.models import Office
from rollout import snapshot_reading
from tests.factories import make_agreement, make_office, make_provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture
def four_offices() -> None:
    agreement = make_agreement(provider=make_provider(is_example=True), area=None)
    for code in ("0180", "1480", "0180"):
        make_office(agreement=agreement, municipality=Municipality.objects.get(code=code), post_town="Umeå")
    make_office(agreement=agreement, municipality=None, placed=Office.Placed.OUTSIDE)


@pytest.mark.parametrize("piece", [1, 3, 4, 5])
def test_however_the_rows_are_cut_they_are_the_same(four_offices, monkeypatch, piece):
    whole, unplaced = snapshot_reading.offices()
    monkeypatch.setattr(snapshot_reading, "PIECE", piece)

    in_pieces, unplaced_in_pieces = snapshot_reading.offices()

    assert sorted(whole["code"]) == ["0180", "0180", "1480"]
    pd.testing.assert_frame_equal(*(each.sort_values("code", ignore_index=True) for each in (in_pieces, whole)))
    assert unplaced_in_pieces == unplaced == {True: 1, False: 0}


def test_without_an_office_the_frame_has_its_columns_and_kinds(four_offices):
    filled, _unplaced = snapshot_reading.offices()
    Office.objects.all().delete()

    empty, unplaced = snapshot_reading.offices()

    assert (len(empty), unplaced) == (0, {True: 0, False: 0})
    assert list(empty.columns) == list(filled.columns)
    assert (empty["on_site"].dtype, empty["first"].dtype) == (filled["on_site"].dtype, filled["first"].dtype)


def test_a_word_that_many_rows_have_is_kept_once(four_offices):
    frame, _unplaced = snapshot_reading.offices()

    towns = frame["town"].to_numpy(dtype=object)

    assert towns[0] is towns[1] is towns[2]
