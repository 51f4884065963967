"""The invented rows before they are saved, checked without a database and by plain loops."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from itertools import groupby, pairwise

import pandas as pd
import pytest

from municipalities.geography import place as place_points
from rollout.demo.dice import Dice
from rollout.demo.world import build
from tests import demo_country

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
CALIBRATED_FROM = date(2024, 2, 14)


@pytest.fixture(scope="module")
def country():
    return demo_country.country()


@pytest.fixture(scope="module")
def world(country):
    return build(country)


def lasts(row, first, last, day):
    """Whether a row's days include a day, both ends included."""
    return getattr(row, first) <= day and (getattr(row, last) is None or getattr(row, last) >= day)


def providers_on_site(world, day):
    """The providers with an office on site in each municipality, one loop over everything."""
    agreements = {row.number: row for row in world.agreements}
    found = {}
    for office in world.offices:
        agreement = agreements[office.agreement]
        if (
            office.on_site
            and lasts(office, "opens_on", "closes_on", day)
            and lasts(agreement, "starts_on", "ends_on", day)
        ):
            found.setdefault(office.municipality, set()).add(agreement.provider)
    return found


def without_office(world, places, day):
    served = providers_on_site(world, day)
    return {place.code for place in places if place.code not in served}


def change_days(world):
    """Every day on which an office opens or has just closed."""
    opened = {row.opens_on for row in world.offices}
    return sorted(opened | {row.closes_on + timedelta(days=1) for row in world.offices if row.closes_on})


def months(first, last):
    return [day.date() for day in pd.date_range(first, last, freq="MS")]


# --- Calibration ------------------------------------------------------------------------------------------------------


def test_from_valentines_day_2024_and_for_good_the_same_24_rural_municipalities_have_no_office(country, world):
    rural = [place for place in country.places if place.group in {"C8", "C9"}]
    days = [CALIBRATED_FROM, *(day for day in change_days(world) if day > CALIBRATED_FROM), date(2027, 1, 1), date.max]

    found = {frozenset(without_office(world, rural, day)) for day in days}

    assert len(rural) == 56
    assert len(days) > 50
    assert [len(codes) for codes in found] == [24]


def test_the_24_are_those_of_the_smallest_population_halved_in_the_north_and_again_in_c9(country, world):
    def weight(place):
        return place.population * (1 if place.part == "SE3" else 2) * (1 if place.group == "C9" else 2)

    rural = sorted((place for place in country.places if place.group in {"C8", "C9"}), key=weight)

    assert without_office(world, rural, CALIBRATED_FROM) == {place.code for place in rural[:24]}


def test_the_day_before_the_calibration_one_of_the_24_still_has_an_office(country, world):
    rural = [place for place in country.places if place.group in {"C8", "C9"}]

    before = without_office(world, rural, CALIBRATED_FROM - timedelta(days=1))

    assert len(before) == 23
    assert before < without_office(world, rural, CALIBRATED_FROM)


def test_a_digital_offer_is_only_where_there_is_no_office(world):
    digital = {office.municipality: office.opens_on for office in world.offices if not office.on_site}

    served = [set(providers_on_site(world, day)) for day in change_days(world) if day >= min(digital.values())]

    assert len(digital) >= 5
    assert [sorted(codes & set(digital)) for codes in served if codes & set(digital)] == []


# --- A country that lives ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "fewest", "most"),
    [
        (date(2019, 8, 15), 140, 160),
        (date(2020, 4, 15), 120, 140),
        (date(2021, 10, 15), 100, 120),
        (date(2022, 3, 8), 65, 95),
        (date(2023, 4, 16), 65, 95),
    ],
)
def test_white_spots_become_fewer_as_rusta_och_matcha_comes(country, world, day, fewest, most):
    assert fewest <= len(without_office(world, country.places, day)) <= most


def test_between_50_and_60_municipalities_have_no_office_in_every_month_from_the_calibration_on(country, world):
    counts = [len(without_office(world, country.places, day)) for day in months(CALIBRATED_FROM, LAST)]

    assert 50 <= min(counts) <= max(counts) <= 60


@pytest.mark.parametrize("day", [date(2019, 8, 15), date(2022, 4, 1), date(2024, 6, 1), date(2026, 11, 21)])
def test_the_north_and_the_countryside_have_fewer_offices_than_the_rest(country, world, day):
    empty = without_office(world, country.places, day)

    def share(chosen):
        places = [place for place in country.places if chosen(place)]
        return sum(place.code in empty for place in places) / len(places)

    assert share(lambda place: place.part == "SE3") > 1.5 * share(lambda place: place.part != "SE3")
    assert share(lambda place: place.rural) > 1.5 * share(lambda place: not place.rural)


def test_cities_have_many_providers_and_towns_fewer(country, world):
    served = providers_on_site(world, date(2025, 6, 1))

    def mean(low, high):
        counts = [len(served.get(place.code, ())) for place in country.places if low <= place.population < high]
        return sum(counts) / len(counts)

    steps = [mean(0, 10_000), mean(10_000, 30_000), mean(30_000, 100_000), mean(100_000, 10**7)]
    assert steps == sorted(steps)
    assert steps[-1] >= 5
    assert all(len(served[place.code]) >= 5 for place in country.places if place.population > 200_000)


def test_offices_open_and_close_all_through_the_years(world):
    changes = Counter((day.year, (day.month - 1) // 3) for day in change_days(world))

    assert all(changes[year, quarter] >= 3 for year in range(2019, 2027) for quarter in range(4))
    assert max(day for day in change_days(world)) <= LAST + timedelta(days=1)


def test_offices_were_confirmed_on_many_days_some_long_ago_and_some_never(world):
    open_now = [office for office in world.offices if office.closes_on is None]
    confirmed = [office.last_confirmed_on for office in open_now if office.last_confirmed_on]

    assert len(set(confirmed)) > 100
    assert 0 < len(open_now) - len(confirmed) < len(open_now) / 5
    assert sum(day < date(2025, 11, 1) for day in confirmed) >= 20
    assert sum(day >= date(2026, 1, 1) for day in confirmed) > len(confirmed) / 2


# --- Agreements -------------------------------------------------------------------------------------------------------


def test_every_area_of_rom_has_two_providers_or_more_on_the_day_its_phase_starts(country, world):
    starts = {place.area: country.phases[place.phase].new_service_starts_on for place in country.places}
    found = Counter(row.area for row in world.agreements if row.service == "rom" and row.starts_on == starts[row.area])

    assert set(found) == set(starts)
    assert min(found.values()) >= 2
    assert [row for row in world.agreements if row.service == "rom" and row.starts_on < starts[row.area]] == []


def test_agreements_of_stom_end_with_their_phase_and_carry_its_notice(country, world):
    phase_of = {place.code: country.phases[place.phase] for place in country.places}
    phases = {
        area.name: {phase_of[code] for code in area.municipalities} for area in world.areas if area.service == "stom"
    }
    stom = [row for row in world.agreements if row.service == "stom"]
    noticed = [row for row in stom if row.notice_sent_on]

    assert all(len(found) == 1 for found in phases.values())
    for row in noticed:
        (phase,) = phases[row.area]
        told = (row.notice_sent_on, row.notice_counts_from, row.last_referral_on, row.ends_on)
        assert told == (
            phase.notice_sent_on,
            phase.notice_counts_from,
            phase.last_referral_on,
            phase.last_contract_day_on,
        )
    assert len(noticed) > 0.8 * len(stom)
    assert all(row.ends_on < next(iter(phases[row.area])).last_contract_day_on for row in stom if row not in noticed)


def test_no_municipality_ever_has_two_services_open_for_referral(country, world):
    stom_area = {code: area.name for area in world.areas if area.service == "stom" for code in area.municipalities}
    last_stom = {row.area: row.last_referral_on for row in world.agreements if row.notice_sent_on}
    first_rom = {place.code: country.phases[place.phase].new_service_starts_on for place in country.places}
    rom2_starts = min(row.starts_on for row in world.agreements if row.service == "rom2")

    assert [code for code in first_rom if last_stom[stom_area[code]] >= first_rom[code]] == []
    assert rom2_starts == date(2023, 4, 17)
    assert all(row.last_referral_on < rom2_starts for row in world.agreements if row.service == "rom")
    assert all(row.ends_on < date(2024, 1, 1) for row in world.agreements if row.service == "rom")


def test_a_provider_has_one_agreement_at_most_in_an_area(world):
    assert set(Counter((row.provider, row.service, row.area) for row in world.agreements).values()) == {1}


def test_every_municipality_lies_in_one_invented_area_of_stom_and_in_none_of_rom_2(country, world):
    members = {
        service: sorted(code for area in world.areas if area.service == service for code in area.municipalities)
        for service in ("stom", "rom2")
    }

    assert members == {"stom": sorted(place.code for place in country.places), "rom2": []}


# --- Offices, names, follow-up ----------------------------------------------------------------------------------------


def test_every_office_opens_and_closes_within_its_agreement(world):
    agreements = {row.number: row for row in world.agreements}

    for office in world.offices:
        agreement = agreements[office.agreement]
        assert agreement.starts_on <= office.opens_on
        assert (office.closes_on or date.max) <= (agreement.ends_on or date.max)
        assert office.closes_on is None or office.opens_on < office.closes_on
        assert office.last_confirmed_on is None or office.opens_on <= office.last_confirmed_on
        assert (office.last_confirmed_on or FIRST) <= (office.closes_on or LAST)


def test_an_agreement_never_has_the_same_address_twice_at_one_time(world):
    def address(office):
        return (office.agreement, office.municipality, office.street)

    ordered = sorted(world.offices, key=lambda office: (address(office), office.opens_on))

    for _, offices in groupby(ordered, key=address):
        assert all(one.closes_on < other.opens_on for one, other in pairwise(offices))


def test_every_office_on_site_lies_inside_its_own_municipality(world):
    on_site = [office for office in world.offices if office.on_site]
    points = pd.DataFrame(
        [(office.latitude, office.longitude) for office in on_site], columns=["latitude", "longitude"]
    )

    found = place_points(points)

    assert set(found["how"]) == {"inside"}
    assert list(found["code"]) == [office.municipality for office in on_site]


def test_every_invented_name_and_street_holds_the_word_exempel(world):
    streets = {office.street for office in world.offices if office.on_site}
    named = {row.name for row in (*world.providers, *world.areas)} | streets

    assert [name for name in named if "exempel" not in name.casefold()] == []
    assert {office.street for office in world.offices if not office.on_site} == {""}
    assert all(row.number.startswith("EX-") for row in world.agreements)


def test_the_demonstration_has_a_sensible_size(world):
    assert 40 <= len(world.providers) <= 45
    assert 400 <= len(world.agreements) <= 600
    assert 900 <= len(world.offices) <= 1500
    assert {row.provider for row in world.agreements} == {row.name for row in world.providers}


def test_results_tell_of_a_year_with_months_and_ratings_missing(world):
    periods = {row.period for row in world.results}
    by_agreement = Counter(row.agreement for row in world.results)

    assert len(periods) == 12
    assert all(period.day == 1 for period in periods)
    assert min(by_agreement.values()) < 12
    assert {row.rating for row in world.results} == {None, 1, 2, 3, 4}
    assert {row.risks_termination for row in world.results} == {None, True, False}


def test_few_participants_mean_no_rating_and_the_levels_add_up(world):
    for row in world.results:
        assert (row.rating is None) == (row.weighted_result is None) == (row.participants < 18)
        assert row.participants == row.participants_a + row.participants_b + row.participants_c
        assert row.weighted_result is None or 0 <= row.weighted_result <= 1
    assert [(row.agreement, row.period, row.value) for row in world.ratings] == [
        (row.agreement, row.period, row.rating) for row in world.results
    ]


# --- The same on every machine ----------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize("seed", ["0", "1"])
def test_another_process_with_another_hash_seed_makes_the_very_same_rows(world, seed):
    environment = {**os.environ, "PYTHONHASHSEED": seed}

    told = subprocess.run(
        [sys.executable, "-m", "tests.demo_country"],
        cwd=demo_country.FIXTURES.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == demo_country.fingerprint(world)


def test_the_order_of_the_municipalities_in_the_file_makes_no_difference_to_who_is_white(country):
    again = type(country)(tuple(reversed(country.places)), country.phases)

    assert again.rural_white_spots == country.rural_white_spots


def test_dice_about_one_thing_fall_the_same_whatever_else_was_thrown():
    first = [Dice("office", 7).share() for _ in range(2)]
    Dice("something else").share()

    assert [Dice("office", 7).share()] * 2 == first
    assert Dice("office", 8).share() != first[0]


def test_dice_give_every_whole_number_of_a_range_and_no_other():
    dice = Dice("ends")

    assert {dice.whole(2, 4) for _ in range(200)} == {2, 3, 4}


@pytest.mark.parametrize("first", [date(2023, 4, day) for day in range(17, 24)])
def test_a_monday_is_a_monday_or_the_first_day_itself(first):
    dice = Dice("mondays", first)
    days = {dice.monday(first, first + timedelta(days=20)) for _ in range(200)}

    assert len(days) > 2
    assert all(first <= day <= first + timedelta(days=20) for day in days)
    assert all(day.weekday() == 0 or day == first for day in days)
