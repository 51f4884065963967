"""A text and the municipalities that it may mean."""

import pytest

from rollout.place_search import LONGEST, find_places

NAMES = {
    "0114": "Upplands Väsby",
    "0139": "Upplands-Bro",
    "0180": "Stockholm",
    "0305": "Håbo",
    "0643": "Habo",
    "0880": "Kalmar",
    "1280": "Malmö",
    "1281": "Lund",
    "1440": "Ale",
    "2580": "Luleå",
}
TOWNS = [("Råneå", "2580"), ("Farsta", "0180"), ("Bålsta", "0305"), ("Kungsängen", "0139"), ("", "0880")]


def found(text: str) -> list[str]:
    return [each.code for each in find_places(text, NAMES, TOWNS)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Luleå", ["2580"]),
        ("lulea", ["2580"]),
        ("Storgatan 3, Luleå", ["2580"]),
        ("Storgatan 3, 972 38 LULEÅ", ["2580"]),
        ("Malmövägen 3, Lund", ["1281"]),
        ("Lund Malmö", ["1280", "1281"]),
        ("Upplands Väsby", ["0114"]),
        ("Upplands-Bro", ["0139"]),
        ("habo", ["0305", "0643"]),
        ("2580", ["2580"]),
        ("180", ["0180"]),
        ("9999", []),
        ("Byvägen 1, Råneå", ["2580"]),
        ("Farsta centrum", ["0180"]),
        ("Råneåvägen 1", []),
        ("Lul", ["2580"]),
        ("upplands", ["0114", "0139"]),
        ("Alevägen 4", []),
        ("", []),
        ("  ,. ", []),
        ("'; DROP TABLE", []),
    ],
)
def test_a_text_means_a_name_then_a_post_town_then_the_beginning_of_a_name(text, codes):
    assert sorted(found(text)) == sorted(codes)


def test_what_stands_last_in_the_text_comes_first():
    assert found("Malmö, Lund")[0] == "1281"
    assert found("Lund, Malmö")[0] == "1280"


def test_it_is_told_by_what_a_municipality_was_found():
    by = {
        text: [(each.by, each.place) for each in find_places(text, NAMES, TOWNS)]
        for text in ("2580", "Lund", "Råneå", "Lu")
    }

    assert by == {
        "2580": [("code", "")],
        "Lund": [("name", "")],
        "Råneå": [("place", "Råneå")],
        "Lu": [("beginning", ""), ("beginning", "")],
    }


def test_a_post_town_in_two_municipalities_means_both():
    towns = [("Skogås", "0180"), ("Skogås", "1280")]

    assert [each.code for each in find_places("Skogås", NAMES, towns)] == ["0180", "1280"]


def test_only_so_much_of_a_text_is_read():
    assert found("x" * LONGEST + " Luleå") == []
