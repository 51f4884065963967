"""The rules about who is in a phase: municipalities, areas, and providers that are ready."""

import pytest

from rollout.readiness import Readiness
from tests.plan_facts import COUNTRY, found, phase, plan, severities, switches


def test_the_municipality_without_a_phase_is_named():
    facts = plan(switches=switches({"0114": 0, "0115": 0, "0180": 0}))

    finding = found("one-phase", facts)[0]

    assert (finding.severity.value, finding.codes, finding.subject) == ("error", ("2584",), "plan:missing")
    assert finding.facts == {"number": 3, "whole": 4}


def test_a_municipality_in_two_phases_is_named():
    facts = plan(switches=(*plan().switches, *switches({"0180": 1})))

    finding = found("one-phase", facts)[0]

    assert (finding.severity.value, finding.codes, finding.subject) == ("error", ("0180",), "plan:twice")


def test_a_plan_without_phases_lacks_the_whole_country():
    assert found("one-phase", plan(phases=(), switches=()))[0].codes == COUNTRY


def test_a_whole_country_in_phases_breaks_no_rule():
    assert found("one-phase", plan()) == []


def test_a_phase_without_municipalities_is_an_error_also_where_it_has_areas():
    facts = plan(phases=(phase(0, areas=(1,)), phase(1, areas=(2,))))

    assert [(each.phase, each.severity.value) for each in found("phase-filled", facts)] == [(1, "error")]


@pytest.mark.parametrize(
    "phases, strays",
    [
        ({"0114": 0, "0115": 0, "0180": 1, "2584": 1}, []),
        ({"0114": 0, "0115": 1, "0180": 1, "2584": 1}, [(1, ("0115",))]),
        ({"0114": 1, "0115": 1, "0180": 1, "2584": 1}, [(1, ("0114", "0115"))]),
        ({"0114": 0, "0180": 1, "2584": 0}, [(2, ("2584",))]),  # 0115 has no phase at all: another rule's matter
    ],
)
def test_an_area_with_municipalities_in_another_phase_is_not_whole(phases, strays):
    facts = plan(
        phases=(phase(0, areas=(1,)), phase(1, areas=(2,))),
        switches=switches(phases),
        members={1: frozenset({"0114", "0115"}), 2: frozenset({"0180", "2584"})},
    )

    findings = found("areas-whole", facts)

    assert [(each.area, each.codes) for each in findings] == strays
    assert all(each.severity.value == "warning" for each in findings)


@pytest.mark.parametrize(
    "phases, home, strays",
    [
        ({"0114": 0, "0115": 0, "0180": 1, "2584": 0}, 0, ("0180",)),
        ({"0114": 0, "0115": 1, "0180": 1, "2584": 1}, 1, ("0114",)),
        ({"0114": 0, "0115": 0, "0180": 1, "2584": 1}, 0, ("0180", "2584")),
    ],
)
def test_an_area_in_no_phase_belongs_where_most_of_it_switches(phases, home, strays):
    finding = found("areas-whole", plan(phases=(phase(0), phase(1)), switches=switches(phases)))[0]

    assert (finding.phase, finding.codes) == (home, strays)


@pytest.mark.parametrize(
    "ready, needed, expected",
    [(0, 1, ["warning"]), (1, 1, []), (1, 2, ["warning"]), (2, 2, []), (0, 0, []), (None, 1, ["unknown"])],
)
def test_an_area_needs_as_many_ready_providers_as_the_plan_asks_for(ready, needed, expected):
    facts = plan(readiness={1: Readiness(ready)}, ready_providers=needed)

    assert severities("enough-ready", facts) == expected


def test_an_area_of_which_nothing_is_said_is_unknown():
    assert severities("enough-ready", plan(readiness={})) == ["unknown"]


def test_a_phase_whose_areas_are_unknown_is_unknown_as_a_whole():
    finding = found("enough-ready", plan(phases=(phase(),)))[0]

    assert (finding.severity.value, finding.area, finding.phase) == ("unknown", None, 0)


@pytest.mark.parametrize(
    "found_there, expected",
    [
        (Readiness(0, digital_only=2), ["warning"]),
        (Readiness(0, without_office=1, digital_only=1), ["warning"]),
        (Readiness(1, digital_only=2), []),
        (Readiness(0, without_office=2), []),
        (Readiness(None), []),
    ],
)
def test_an_area_with_only_digital_offers_is_told_by_a_rule_of_its_own(found_there, expected):
    assert severities("digital-only", plan(readiness={1: found_there})) == expected


def test_digital_offers_do_not_count_as_ready():
    facts = plan(readiness={1: Readiness(0, digital_only=5)})

    assert severities("enough-ready", facts) == ["warning"]


def test_what_is_missing_is_told_in_numbers():
    facts = plan(readiness={1: Readiness(1, without_office=3, digital_only=2)}, ready_providers=4, ready_days_ahead=10)

    told = found("enough-ready", facts)[0].facts

    assert {key: told[key] for key in ("ready", "needed", "ahead", "without_office", "digital_only")} == {
        "ready": 1,
        "needed": 4,
        "ahead": 10,
        "without_office": 3,
        "digital_only": 2,
    }
