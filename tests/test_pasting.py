"""Rows pasted from a spreadsheet are read as people write them, and every faulty one is told by its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.pages.workspace_paste import FAULT_WORDS
from rollout.pasting import MOST_LINES, Named, parse

NAMED = Named(
    municipalities={"0114": "Upplands Väsby", "0180": "Stockholm", "1280": "Malmö", "1281": "Lund", "2584": "Kiruna"},
    areas={
        7: ("Malmö", frozenset({"1280", "1281"})),
        8: ("Norra länet", frozenset({"2584"})),
        9: ("Kiruna", frozenset({"2584"})),
    },
    phases={1: ("0", "Pilot", "Pilot"), 2: ("1", "Etapp 1", "Phase 1"), 3: ("2", "Etapp 2", "Phase 2")},
)


def faults(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.kind) for each in parse(text, NAMED).faults]


@pytest.mark.parametrize(
    "row, code, phase",
    [
        ("0180\t1", "0180", 2),
        ("180\t1", "0180", 2),
        ("Stockholm\t1", "0180", 2),
        ("stockholm;Etapp 1", "0180", 2),
        ("Stockholms kommun\tPhase 1", "0180", 2),
        ("Lunds kommun\t0", "1281", 1),
        ("Kiruna kommun\t2", "2584", 3),
        ("0114\tUpplands Väsby\t2", "0114", 3),
        ("Upplands-Väsby 2", "0114", 3),
        ("0114\tStockholms län\t2\t", "0114", 3),
        ('"Malmo"\t"02"', "1280", 3),
        ("Malmö\tpilot", "1280", 1),
        ("0180\tingen", "0180", None),
        ("0180\t–", "0180", None),
        ("0180\tno phase", "0180", None),
    ],
)
def test_a_row_names_a_municipality_and_a_phase(row, code, phase):
    pasted = parse(row, NAMED)

    assert pasted.faults == ()
    assert pasted.wishes == {code: phase}


@pytest.mark.parametrize("row", ["område Malmö\t1", "Leveransområde Malmö\t1", "area Malmö;1"])
def test_a_row_can_name_an_area_with_all_its_municipalities(row):
    assert parse(row, NAMED).wishes == {"1280": 2, "1281": 2}


def test_an_area_without_a_namesake_needs_no_word_before_it():
    assert parse("Norra länet\t1", NAMED).wishes == {"2584": 2}


def test_a_name_of_both_is_the_municipality_and_that_is_told_unless_the_two_are_the_same():
    pasted = parse("Malmö\t1\nKiruna\t1", NAMED)

    assert pasted.wishes == {"1280": 2, "2584": 2}
    assert pasted.also_areas == ("Malmö",)


@pytest.mark.parametrize("heading", ["Kommun\tEtapp", "Kod;Namn;Etapp", "code\tname\tphase"])
def test_a_line_of_headings_is_passed_over(heading):
    pasted = parse(f"\n{heading}\n0180\t1\n\n", NAMED)

    assert pasted.faults == ()
    assert (pasted.wishes, pasted.rows) == ({"0180": 2}, 1)


@pytest.mark.parametrize(
    "row, kind",
    [
        ("Atlantis\t1", "unknown-place"),
        ("9999\t1", "unknown-place"),
        ("område Atlantis\t1", "unknown-place"),
        ("0180\tEtapp 9", "unknown-phase"),
        ("0180\t99", "unknown-phase"),
        ("0180", "no-phase"),
        ("0180\t", "no-phase"),
        ("0180\tStockholm", "no-phase"),
        ("0180\tMalmö\t1", "disagree"),
        ("<script>\t1", "unknown-place"),
        ("\x00\t1", "unknown-place"),
    ],
)
def test_a_faulty_row_is_told_by_its_line(row, kind):
    assert faults(f"Kommun\tEtapp\n1281\t1\n{row}") == [(3, kind)]


def test_all_faults_are_told_at_once():
    assert faults("Atlantis\t1\n0180\t1\n1280\t77\n9999\t2") == [
        (1, "unknown-place"),
        (3, "unknown-phase"),
        (4, "unknown-place"),
    ]


def test_a_municipality_twice_in_one_phase_is_no_fault_and_in_two_it_is():
    assert faults("0180\t1\nStockholm\t1") == []
    pasted = parse("0180\t1\n1281\t1\nStockholm\t2", NAMED)

    assert [(each.line, each.kind, each.value, each.other) for each in pasted.faults] == [
        (3, "twice", "Stockholm", "1")
    ]


def test_a_municipality_whose_area_goes_elsewhere_is_in_two_phases():
    assert faults("Lund\t1\nområde Malmö\t2") == [(2, "twice")]


@pytest.mark.parametrize("number, kinds", [(MOST_LINES, set()), (MOST_LINES + 1, {"too-many"})])
def test_there_is_an_end_to_how_much_can_be_pasted(number, kinds):
    assert {kind for _line, kind in faults("0180\t1\n" * number)} == kinds


def test_phases_of_one_name_are_told_apart_by_number_only():
    named = Named(NAMED.municipalities, {}, {1: ("0", "Samma", ""), 2: ("1", "Samma", "")})

    assert [each.kind for each in parse("0180\tSamma", named).faults] == ["unknown-phase"]
    assert parse("0180\t1", named).wishes == {"0180": 2}


cells = st.sampled_from(
    ["0180", "180", "Malmö", "område Malmö", "Etapp 1", "9", "ingen", "", "x", "\t", ";", "\n", '"', "�"]
)


@given(st.lists(cells, max_size=30).map("".join) | st.text(max_size=80))
def test_whatever_is_pasted_is_read_or_told_and_never_guessed(text):
    pasted = parse(text, NAMED)

    assert set(pasted.wishes) <= set(NAMED.municipalities)
    assert set(pasted.wishes.values()) <= {*NAMED.phases, None}
    assert all(each.kind in FAULT_WORDS and each.line >= 1 for each in pasted.faults)
