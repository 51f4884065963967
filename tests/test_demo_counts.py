"""The invented unemployed and participants: a plausible country, with what real files have of masked and missing."""

from collections import Counter
from datetime import date

import pytest

from municipalities.models import Unemployment
from providers.models import Participants
from rollout.demo import storage
from rollout.demo.clearing import clear
from rollout.demo.counts import LACKING_COUNTY, LACKING_MONTHS, NOT_PUBLISHED, counts
from rollout.demo.follow_up import MONTHS
from tests import demo_country


@pytest.fixture(scope="module")
def land():
    return demo_country.country()


@pytest.fixture(scope="module")
def made(land):
    return counts(land)


def test_there_is_a_year_of_every_municipality_the_same_as_of_the_results(land, made):
    codes = [place.code for place in land.places]
    every = Counter((code, month) for code in codes for month in MONTHS)

    assert (len(MONTHS), MONTHS[0], MONTHS[-1]) == (12, date(2025, 7, 1), date(2026, 6, 1))
    assert Counter((row.municipality, row.period) for row in made.unemployed) == every
    assert Counter((row.municipality, row.period) for row in made.participants) == every


def test_one_in_seven_of_the_unemployed_takes_part_and_fewer_where_providers_are_few(land, made):
    rural = {place.code for place in land.places if place.rural}

    def share(chosen) -> float:
        rows = [
            [row.number or 0 for row in kind if row.period == MONTHS[-1] and row.municipality in chosen]
            for kind in (made.participants, made.unemployed)
        ]
        return sum(rows[0]) / sum(rows[1])

    assert 0.13 <= share({place.code for place in land.places}) <= 0.155
    assert share(rural) < 0.11


def test_between_250_000_and_450_000_are_unemployed_each_month(made):
    for month in MONTHS:
        assert 250_000 <= sum(row.number or 0 for row in made.unemployed if row.period == month) <= 450_000


def test_small_counts_are_masked_and_no_count_below_the_border_is_told(made):
    told = [row.number for row in (*made.unemployed, *made.participants) if row.number]

    assert min(told) >= 5
    assert any(row.is_masked for row in made.participants)
    assert all(row.number is None for row in made.participants if row.is_masked)


def test_a_month_was_not_published_and_a_county_lacks_some_months(made):
    missing = {row.period for row in made.participants if row.number is None and not row.is_masked}
    lacking = {(row.municipality[:2], row.period) for row in made.unemployed if row.number is None}

    assert missing == {NOT_PUBLISHED}
    assert lacking == {(LACKING_COUNTY, month) for month in LACKING_MONTHS}


@pytest.mark.django_db
def test_the_saved_counts_are_the_built_ones_and_all_are_examples(demonstration, made):
    unemployed = Unemployment.objects.values_list("municipality", "period", "unemployed", "is_masked")
    participants = Participants.objects.filter(municipality__isnull=False)
    taking_part = participants.values_list("municipality", "period", "participants", "is_masked")

    assert set(unemployed) == {(row.municipality, row.period, row.number, row.is_masked) for row in made.unemployed}
    assert set(taking_part) == {(row.municipality, row.period, row.number, row.is_masked) for row in made.participants}
    assert set(Unemployment.objects.values_list("is_example", flat=True)) == {True}
    assert set(participants.values_list("is_example", "service")) == {(True, "rom2")}


@pytest.mark.django_db
def test_the_participants_of_the_country_are_facts_and_reported(demonstration):
    rows = Participants.objects.filter(municipality=None).order_by("period")

    assert [(f"{row.period:%Y-%m}", row.participants) for row in rows] == [
        ("2021-04", 8_530),
        ("2021-09", 14_018),
        ("2021-12", 35_668),
        ("2022-12", 70_789),
        ("2023-08", 44_388),
        ("2024-03", 64_400),
    ]
    assert {(row.certainty, row.is_example, row.source_id is None) for row in rows} == {("reported", False, False)}


@pytest.mark.django_db
def test_a_demonstration_from_before_the_counts_is_given_them(demonstration):
    for rows in (Unemployment.objects.all(), Participants.objects.filter(is_example=True)):
        rows._raw_delete(rows.db)

    assert storage.load(once=True) is None

    assert Unemployment.objects.count() == Participants.objects.filter(is_example=True).count() == 290 * 12


@pytest.mark.django_db
def test_clearing_takes_the_invented_counts_and_leaves_the_facts(demonstration):
    clear()

    assert Unemployment.objects.count() == 0
    assert Participants.objects.count() == 6
