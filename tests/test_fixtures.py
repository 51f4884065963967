"""The facts in `fixtures/` as files: whole, consistent with each other, and adding up to the published figures."""

import csv
from collections import Counter
from pathlib import Path

import pytest

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def rows(name):
    return list(csv.DictReader((FIXTURES / name).read_text(encoding="utf-8").splitlines()))


def members(classification):
    return {
        row["municipality"]: row["class"]
        for row in rows("class_memberships.csv")
        if row["classification"] == classification
    }


MUNICIPALITIES = {row["code"]: row for row in rows("municipalities.csv")}


def test_there_are_21_counties_and_290_municipalities_each_in_the_county_its_code_begins_with():
    counties = {row["code"] for row in rows("counties.csv")}

    assert len(counties) == 21
    assert len(MUNICIPALITIES) == len(rows("municipalities.csv")) == 290
    assert all(row["county"] == code[:2] for code, row in MUNICIPALITIES.items())
    assert {row["county"] for row in MUNICIPALITIES.values()} == counties


@pytest.mark.parametrize("part, counties, municipalities", [("SE1", 6, 78), ("SE2", 8, 127), ("SE3", 7, 85)])
def test_the_parts_of_the_country_have_their_counties_and_municipalities(part, counties, municipalities):
    inside = {row["code"] for row in rows("counties.csv") if row["part_of_country"] == part}

    assert len(inside) == counties
    assert sum(row["county"] in inside for row in MUNICIPALITIES.values()) == municipalities


@pytest.mark.parametrize(
    "name, key",
    [("points.csv", "code"), ("rollout_municipalities.csv", "code"), ("municipalities.csv", "code")],
)
def test_a_file_has_every_municipality_once(name, key):
    assert sorted(row[key] for row in rows(name)) == sorted(MUNICIPALITIES)


@pytest.mark.parametrize("classification", [row["key"] for row in rows("classifications.csv")])
def test_every_municipality_has_one_known_class_of_each_classification(classification):
    known = {row["code"] for row in rows("classes.csv") if row["classification"] == classification}
    listed = [row["municipality"] for row in rows("class_memberships.csv") if row["classification"] == classification]

    assert sorted(listed) == sorted(MUNICIPALITIES)
    assert set(members(classification).values()) == known


def test_every_classification_has_its_source():
    sources = {row["key"] for row in rows("classification_sources.csv")}

    assert {row["source"] for row in rows("classifications.csv")} == sources


@pytest.mark.parametrize("key, count", [("skr-c8-c9", 56), ("skr-c8", 35), ("degurba-3", 139)])
def test_a_rural_definition_counts_its_municipalities(key, count):
    definition = next(row for row in rows("rural_definitions.csv") if row["key"] == key)

    rural = [
        code for code, group in members(definition["classification"]).items() if group in definition["classes"].split()
    ]

    assert len(rural) == count


def test_the_default_rural_definition_is_c8_and_c9():
    first = min(rows("rural_definitions.csv"), key=lambda row: int(row["order"]))

    assert (first["key"], first["classes"]) == ("skr-c8-c9", "C8 C9")


def test_the_phases_have_the_municipalities_and_areas_that_af_published():
    rollout = rows("rollout_municipalities.csv")
    areas = Counter(phase for phase, _ in {(row["phase"], row["delivery_area"]) for row in rollout})

    assert Counter(row["phase"] for row in rollout) == {"0": 32, "1": 53, "2": 101, "3": 104}
    assert areas == {"0": 6, "1": 14, "2": 9, "3": 40}  # 43 in the third; 40 regions stand in for them, derived
    assert Counter(row["certainty"] for row in rollout) == {"stated": 56, "derived": 234}


@pytest.mark.parametrize("day, without, rural", [("2023-11-15", 54, 14), ("2025-03-01", 62, 16)])
def test_the_observed_days_have_their_municipalities_without_an_office(day, without, rural):
    groups = members("skr-2023")
    observed = {row["code"]: int(row["offices"]) for row in rows("observed_offices.csv") if row["day"] == day}
    empty = [code for code, offices in observed.items() if not offices]

    assert sorted(observed) == sorted(MUNICIPALITIES)
    assert len(empty) == without
    assert sum(groups[code] in ("C8", "C9") for code in empty) == rural
