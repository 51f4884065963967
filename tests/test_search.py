"""Searching: what is found of what somebody types, in which order, as suggestions and as a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollout.search import KINDS, Entry, find, grouped
from tests.sheets import address, links, sheet

PLACES = [
    Entry("municipality", "2580", "Luleå", "2580"),
    Entry("municipality", "0125", "Ekerö", "0125"),
    Entry("municipality", "2380", "Östersund", "2380"),
    Entry("municipality", "0139", "Upplands-Bro", "0139"),
    Entry("county", "25", "Norrbottens län", "25"),
    Entry("area", "7", "Luleå"),
    Entry("area", "8", "Norra Luleå"),
    Entry("provider", "3", "Brobyggarna AB", "556000-1111"),
]


def names(query: str, most: int = 10) -> list[tuple[str, str]]:
    return [(entry.kind, entry.name) for entry in find(query, PLACES, most=most)]


@pytest.mark.parametrize("query", ["luleå", "LULEÅ", " lulea ", "Luleå"])
def test_a_name_is_found_whatever_the_case_and_the_diacritics(query):
    assert names(query) == [("municipality", "Luleå"), ("area", "Luleå"), ("area", "Norra Luleå")]


@pytest.mark.parametrize("query, kind", [("2580", "municipality"), ("125", "municipality"), ("25", "county")])
def test_a_code_finds_just_what_has_it_with_or_without_its_leading_zero(query, kind):
    assert names(query)[0][0] == kind


def test_the_beginning_of_a_name_comes_before_that_of_a_word_and_that_before_the_inside():
    assert [name for _kind, name in names("bro")] == ["Brobyggarna AB", "Upplands-Bro"]
    assert [name for _kind, name in names("lands")] == ["Upplands-Bro"]


@pytest.mark.parametrize("query", ["", "   ", "–", "%", "'", "\u0000"])
def test_nothing_is_found_for_what_holds_no_letter_or_digit(query):
    assert names(query) == []


def test_no_more_are_found_than_asked_for():
    assert len(names("l", most=2)) == 2


@given(st.text(max_size=20))
def test_whatever_is_typed_what_is_found_is_among_the_entries_and_grouped_without_loss(query):
    found = find(query, PLACES, most=5)

    assert set(found) <= set(PLACES)
    assert sorted(each.name for some in grouped(found).values() for each in some) == sorted(each.name for each in found)
    assert list(grouped(found)) == [kind for kind in KINDS if kind in {entry.kind for entry in found}]


# --- The page --------------------------------------------------------------------------------------------------------

on_rows = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


class TestPage:
    pytestmark = [pytest.mark.once, *on_rows]

    def test_the_page_leads_to_the_places_and_areas_of_a_name(self, client):
        tree = sheet(client, "search", q="luleå")

        found = links(tree.one("main"))
        assert address("municipality-detail", "2580") in found
        assert any("leveransomraden" in each for each in found)
        assert tree.one("input", id="find-q")["value"] == "luleå"

    def test_nothing_found_is_said_with_what_to_try(self, client):
        assert "qqq" in sheet(client, "search", q="qqq").one("p", role="status").text

    @pytest.mark.parametrize("query", ["<b>x</b>", "x" * 500, "\u0000", "å" * 90])
    def test_whatever_is_asked_is_answered(self, client, query):
        assert client.get(address("search"), {"q": query}).status_code == 200
        assert client.get(address("search-suggestions"), {"q": query}).status_code == 200

    def test_the_suggestions_are_the_best_of_the_page(self, client):
        told = client.get(address("search-suggestions"), {"q": "mal"}).json()["found"]

        assert 1 <= len(told) <= 8
        assert {each["url"] for each in told} <= set(links(sheet(client, "search", q="mal").one("main")))

    def test_every_phase_can_be_found_and_opened(self, client):
        found = client.get(address("search-suggestions"), {"q": "phase 2"}).json()["found"][0]

        assert client.get(found["url"]).status_code == 200
