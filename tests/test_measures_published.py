"""The published figures that can be computed, and the measures on the country as it is read from the database."""

from datetime import date

import numpy as np
import pytest
from django.http import QueryDict

from municipalities.models import Unemployment
from providers.models import Participants, Result
from rollout import measures
from rollout.coverage import day_number
from rollout.filters import GROUPS
from rollout.measure_ground import change_days, ground_of
from rollout.measures import MEASURES
from rollout.selection import Selection

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

TODAY = date(2026, 6, 1)
RURAL = "providers=none&rural=yes"


def select(query: str) -> Selection:
    return Selection.from_query(QueryDict(query), today=TODAY)


def table(key: str, selection: Selection):
    return measures.table(MEASURES[key], ground_of(selection), day_number(selection.on))


def counted(key: str, query: str) -> tuple[float | None, float | None]:
    found = measures.figure(MEASURES[key], table(key, select(query)))
    return found.part, found.whole


# --- As published -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key, query, expected, share",
    [
        ("without-office", "on=2023-11-15", (54, 290), "18.6%"),
        ("rural-without", "on=2023-11-15&definition=skr-c8-c9", (14, 56), "25.0%"),
        ("rural-without", "on=2023-11-15&definition=degurba-3", (44, 139), "31.7%"),
        ("without-office", "on=2025-03-01", (62, 290), "21.4%"),
        ("rural-without", "on=2025-03-01&definition=skr-c8-c9", (16, 56), "28.6%"),
    ],
)
def test_what_the_provider_search_listed_gives_the_figures_that_were_observed(key, query, expected, share):
    found = measures.figure(MEASURES[key], table(key, select(f"basis=observed&{query}")))

    assert (found.part, found.whole) == expected
    assert f"{found.value:.1%}" == share


def test_of_the_small_municipalities_of_group_c9_ten_of_twenty_one_were_observed_without_an_office():
    selection = select("basis=observed&on=2023-11-15")
    groups = selection.snapshot.municipalities[GROUPS]

    found = measures.by(MEASURES["without-office"], table("without-office", selection), groups).loc["C9"]

    assert (found["part"], found["whole"]) == (10, 21)
    assert f"{found['value']:.1%}" == "47.6%"


@pytest.mark.parametrize("on", ["2024-02-14", "2025-03-01", "2026-06-01"])
def test_the_43_per_cent_is_24_of_56_in_the_demonstration(on):
    found = measures.figure(MEASURES["rural-without"], table("rural-without", select(f"on={on}&basis=example")))

    assert (found.part, found.whole) == (24, 56)
    assert f"{found.value:.1%}" == "42.9%"


# --- The same as on the map -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", ["example", "observed"])
@pytest.mark.parametrize("test", ["office", "agreement"])
@pytest.mark.parametrize("more", ["on=2019-09-01", "on=2022-04-01&service=rom", "on=2024-08-30&definition=skr-c8"])
def test_a_measure_counts_what_the_key_figures_of_the_map_count(basis, test, more):
    selection = select(f"basis={basis}&test={test}&{more}")

    rural = measures.figure(MEASURES["rural-without"], table("rural-without", selection))
    own = measures.figure(MEASURES[f"without-{test}"], table(f"without-{test}", selection))

    assert (rural.part, rural.whole) == (selection.rural_without().part, selection.rural_without().whole)
    assert (own.part, own.whole) == (selection.without().part, selection.without().whole)


@pytest.mark.parametrize(
    "key, chosen", [("one-provider", "providers=one"), ("without-office", "providers=none"), ("rural-without", RURAL)]
)
def test_the_rows_that_are_counted_are_those_that_the_map_lists(key, chosen):
    selection = select(f"on=2020-10-10&{chosen}")

    found = table(key, selection)

    assert set(found.index[found["counted"]]) == set(selection.rows.index) != set()


def test_a_figure_of_chosen_municipalities_is_over_their_rows_only():
    selection = select("on=2024-08-30&county=25")

    found = measures.figure(MEASURES["without-office"], table("without-office", selection), selection.scope.index)

    assert (found.part, found.whole) == (selection.without().part, 14)


@pytest.mark.parametrize("key", ["distance", "unconfirmed", "without-agreement", "thin-areas"])
def test_counts_without_offices_and_agreements_behind_them_say_nothing_of_these(key):
    assert counted(key, "basis=observed&on=2025-03-01") == (None, None)


def test_delivery_areas_are_counted_where_their_municipalities_are_not_known():
    found = table("thin-areas", select("on=2024-08-30&service=rom2"))

    assert found["part"].notna().all()
    assert (found["whole"] == 1).all()
    assert found["number"].min() >= 1


def test_the_share_that_takes_part_is_counted_where_both_numbers_of_the_month_are_known():
    month = {"period": date(2026, 6, 1), "is_example": True}
    unemployed = dict(Unemployment.objects.filter(**month).values_list("municipality", "unemployed"))
    taking_part = dict(Participants.objects.filter(**month).values_list("municipality", "participants"))
    known = [code for code, number in unemployed.items() if number and taking_part.get(code) is not None]

    found = measures.figure(MEASURES["participants-share"], table("participants-share", select("on=2026-06-01")))

    assert found.part == sum(taking_part[code] for code in known) > 0
    assert found.whole == sum(unemployed[code] for code in known)
    assert found.missing == 290 - len(known)


def test_the_weighted_result_weighs_by_participants():
    rows = Result.objects.filter(period=date(2026, 6, 1), weighted_result__isnull=False, participants__isnull=False)
    weights = [(float(row.weighted_result), row.participants) for row in rows]

    found = measures.figure(MEASURES["results"], table("results", select("on=2026-06-01")))

    assert found.whole == sum(weight for _result, weight in weights) > 0
    assert found.value == pytest.approx(sum(result * weight for result, weight in weights) / found.whole)


# --- The ground -------------------------------------------------------------------------------------------------------


def test_the_ground_is_made_once_for_a_way_of_counting(django_assert_num_queries):
    selection = select("on=2024-08-30")
    ground_of(selection)

    with django_assert_num_queries(0):
        assert ground_of(selection) is ground_of(selection)
        for key in set(MEASURES) - {"participants-share", "results"}:
            table(key, selection)
    assert ground_of(select("test=agreement")) is not ground_of(selection)


@pytest.mark.parametrize("key, queries", [("participants-share", 2), ("results", 1)])
def test_what_is_told_month_by_month_is_read_when_it_is_asked_for_and_once(key, queries, django_assert_num_queries):
    selection = select("definition=skr-c8")
    selection.snapshot.grounds.clear()

    with django_assert_num_queries(queries):
        first = table(key, selection)
        again = table(key, selection)

    assert first.equals(again)


@pytest.mark.parametrize("key", MEASURES)
def test_between_two_days_of_change_every_measure_stays_what_it_is(key):
    selection = select("on=2024-08-30")
    days = np.arange(day_number(date(2019, 1, 1)), day_number(TODAY) + 1)
    turning = change_days(selection)

    trend = measures.trend(MEASURES[key], ground_of(selection), days)

    held = trend.loc[turning[np.searchsorted(turning, days, side="right") - 1]]
    assert turning[0] == days[0]
    assert turning[-1] == days[-1]
    np.testing.assert_array_equal(held.to_numpy(), trend.to_numpy())
