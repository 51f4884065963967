"""Swedish order, search and codes, checked on names and on everything Hypothesis can think of."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.swedish import code_from, search_key, sort_key

ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
FIXTURES = Path(__file__).parent.parent / "fixtures"
NAMES = [row["name"] for row in csv.DictReader((FIXTURES / "municipalities.csv").read_text("utf-8").splitlines())]
swedish_words = st.text(ALPHABET, max_size=8)
# Upper and lower case belong together one to one in Latin-1, but for ß; elsewhere in Unicode they need not.
latin_texts = st.text(
    st.characters(max_codepoint=0xFF, categories=["L", "N", "Zs", "P"], exclude_characters="ßµªº"), max_size=20
)


def bytewise(words):
    """The order of SQLite's BINARY and PostgreSQL's "C": by the bytes of the stored key."""
    return sorted(words, key=lambda word: sort_key(word).encode())


@given(st.permutations(ALPHABET))
def test_the_alphabet_keeps_its_swedish_order(letters):
    assert "".join(bytewise(letters)) == ALPHABET


@given(swedish_words, swedish_words)
def test_two_words_sort_as_their_places_in_the_alphabet_say(first, second):
    places = [[ALPHABET.index(letter) for letter in word] for word in (first, second)]

    assert (sort_key(first).encode() < sort_key(second).encode()) == (places[0] < places[1])


@pytest.mark.parametrize(
    "before, after",
    [
        ("Vänersborg", "Wien"),
        ("Overtornea z", "Övertorneå"),
        ("Zinkgruvan", "Åmål"),
        ("Åstorp", "Älmhult"),
        ("Ängelholm", "Öckerö"),
        ("Upplands-Bro", "Upplands Väsby"),
        ("Mora", "Mörbylånga"),
        ("Årjäng", "Ärlan"),
        ("2", "a"),
        ("Lund", "Lunda"),
        ("Muller A", "Müller"),
    ],
)
def test_names_come_in_the_order_of_a_swedish_list(before, after):
    assert bytewise([after, before]) == [before, after]


@pytest.mark.parametrize(
    "one, other",
    [
        ("LINDÉN", "linden"),
        ("Æ", "ä"),
        ("Ø", "ö"),
        ("Ü", "y"),
        ("Upplands-Bro", "upplands  bro"),
        ("Straße", "strasse"),
        ("O'Hara AB", "o hara ab"),
    ],
)
def test_what_readers_take_for_the_same_letter_sorts_alike(one, other):
    assert sort_key(one) == sort_key(other)


@given(st.text())
def test_a_text_sorts_the_same_however_its_letters_are_put_together(text):
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


@given(latin_texts)
def test_case_makes_no_difference(text):
    assert sort_key(text.upper()) == sort_key(text.lower())
    assert search_key(text.upper()) == search_key(text.lower())


@given(st.text())
def test_keys_have_single_spaces_inside_and_none_around(text):
    for key in (sort_key(text), search_key(text)):
        assert key == " ".join(key.split())


def test_the_290_names_sort_as_the_alphabet_says():
    def places(name):
        return [ALPHABET.find(letter) for letter in name.lower().replace("-", " ")]

    assert len(NAMES) == 290
    assert bytewise(NAMES) == sorted(NAMES, key=places)
    assert bytewise(NAMES)[-1] == "Övertorneå"


@pytest.mark.parametrize(
    "query, name",
    [
        ("orebro", "Örebro"),
        ("ÖREBRO", "Örebro"),
        ("Ørebro", "Örebro"),
        ("o\u0308rebro", "Örebro"),
        ("ængelholm", "Ängelholm"),
        ("vasby", "Upplands Väsby"),
        ("upplands bro", "Upplands-Bro"),
        ("  dals   ed ", "Dals-Ed"),
        ("dals–ed", "Dals-Ed"),
        ("arjang", "Årjäng"),
    ],
)
def test_a_name_is_found_by_what_people_type(query, name):
    assert search_key(query) in search_key(name)


@pytest.mark.parametrize("query, name", [("orebro", "Orust"), ("aa", "Åmål"), ("wasby", "Upplands Väsby")])
def test_a_name_is_not_found_by_other_letters(query, name):
    assert search_key(query) not in search_key(name)


@given(st.text())
def test_a_search_key_is_its_own_search_key(text):
    assert search_key(search_key(text)) == search_key(text)


@given(st.sampled_from(NAMES), st.data())
def test_every_name_is_found_by_any_piece_of_it_without_diacritics(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    typed = name[start:end].translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))

    assert search_key(typed) in search_key(name)


@given(st.text())
def test_no_search_key_holds_a_wildcard_of_the_database(text):
    assert not set("%_\\*?") & set(search_key(text))


@pytest.mark.parametrize("query", ["180", "0180", " 0180 ", "0180\n"])
def test_stockholm_is_found_with_and_without_its_leading_zero(query):
    assert code_from(query) == "0180"


@pytest.mark.parametrize(
    "query, code",
    [("2584", "2584"), ("99", None), ("18000", None), ("", None), ("Stockholm", None), ("01 80", None), ("-180", None)],
)
def test_three_and_four_digits_are_a_code_and_nothing_else_is(query, code):
    assert code_from(query) == code


@pytest.mark.parametrize("query", ["٠١٨٠", "０１８０", "²³⁴"])  # Arabic-Indic, full-width and raised digits
def test_digits_of_other_scripts_are_no_code(query):
    assert code_from(query) is None


@given(st.integers(100, 9999))
def test_a_code_read_as_a_number_gets_its_zero_back(number):
    assert code_from(str(number)) == f"{number:04d}"
