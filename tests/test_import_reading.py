"""Reading one value: as people write it, missing where it is missing, and refused in words where it is neither."""

from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from municipalities.importers import reading
from municipalities.importers.reading import ImportFault, ValueFault

MISSING = [None, "", "  ", "-", "–", "Betyg saknas", "BETYG SAKNAS", "<5", "< 5", "Uppgift saknas"]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("value", MISSING)
@pytest.mark.parametrize(
    "read",
    [reading.number, reading.whole, reading.share, reading.rating, reading.yes_or_no, reading.day, reading.month],
)
def test_a_value_that_is_not_there_is_missing_and_never_zero(read, value):
    assert read(value) is None


@pytest.mark.parametrize(
    "value, expected",
    [(0, 0), ("0", 0), (57.7, 57.7), ("57.7", 57.7), ("57,7", 57.7), (" 57.70 ", 57.7), ("−4", -4), ("1 234", 1234)],
)
def test_a_number_is_read_from_a_number_and_from_text(value, expected):
    assert reading.number(value) == expected


@pytest.mark.parametrize(
    "value",
    ["abc", "1_000", "٣", "0x10", "NaN", "inf", "1.2.3", "1e999", "9" * 40, True, [], {}, float("nan"), float("inf")],
)
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueFault, match="is not a number"):
        reading.number(value)


def test_a_whole_number_too_large_for_a_float_is_refused():
    with pytest.raises(ValueFault, match="is not a number"):
        reading.number(10**400)


@pytest.mark.parametrize("value, expected", [(0, 0), ("0", 0), (12.0, 12), ("12,0", 12), (10_000_000, 10_000_000)])
def test_a_count_is_a_whole_number_up_to_ten_million(value, expected):
    assert reading.whole(value) == expected


@pytest.mark.parametrize("value", [-1, "-1", 10_000_001, 2.5, "2,5", True, "många"])
def test_what_is_no_count_is_refused(value):
    with pytest.raises(ValueFault):
        reading.whole(value)


@pytest.mark.parametrize("value, expected", [(0, 0), (1, 1), ("0,165", 0.165)])
def test_a_share_lies_between_0_and_1(value, expected):
    assert reading.share(value) == expected


@pytest.mark.parametrize("value", [-0.001, 1.001, "16,5", "16 %"])
def test_what_is_no_share_is_refused(value):
    with pytest.raises(ValueFault):
        reading.share(value)


@pytest.mark.parametrize("value, expected", [(1, 1), ("4", 4), (2.0, 2)])
def test_a_rating_is_1_to_4(value, expected):
    assert reading.rating(value) == expected


@pytest.mark.parametrize("value", [0, 5, 2.5, "bra", True])
def test_what_is_no_rating_is_refused(value):
    with pytest.raises(ValueFault):
        reading.rating(value)


@pytest.mark.parametrize(
    "value, expected", [("Ja", True), (" JA ", True), (True, True), ("Nej", False), (False, False)]
)
def test_an_answer_is_yes_or_no(value, expected):
    assert reading.yes_or_no(value) is expected


@pytest.mark.parametrize("value", ["kanske", 1, 0])
def test_what_is_no_answer_is_refused(value):
    with pytest.raises(ValueFault):
        reading.yes_or_no(value)


@pytest.mark.parametrize(
    "value",
    ["2023-04-17", " 2023-04-17 ", "2023-04-17 00:00:00", date(2023, 4, 17), datetime(2023, 4, 17, 8)],
)
def test_a_day_is_read_from_text_and_from_a_date(value):
    assert reading.day(value) == date(2023, 4, 17)


@pytest.mark.parametrize("value", ["2023-02-29", "17/4 2023", 45033, "snart"])
def test_what_is_no_day_is_refused(value):
    with pytest.raises(ValueFault):
        reading.day(value)


@pytest.mark.parametrize(
    "value",
    ["2025-01", "2025-1", "Januari 2025", "JANUARI  2025", "jan 2025", "jan. 2025", "jan-2025", datetime(2025, 1, 31)],
)
def test_a_month_is_read_however_it_is_written(value):
    assert reading.month(value) == date(2025, 1, 1)


@pytest.mark.parametrize("number, name", list(enumerate(reading.MONTHS, start=1)))
def test_every_month_is_known_by_its_swedish_name(number, name):
    assert reading.month(f"{name} 2025") == date(2025, number, 1)


@pytest.mark.parametrize("value", ["2025-13", "2025-00", "Trettonde 2025", "2025", "januari", "1899-01", 202501])
def test_what_is_no_month_is_refused(value):
    with pytest.raises(ValueFault):
        reading.month(value)


@pytest.mark.parametrize("value", [10072088, "10072088", 10072088.0, " 10072088 "])
def test_an_agreement_number_is_text_of_digits_however_it_is_given(value):
    assert reading.agreement_number(value) == "10072088"


@pytest.mark.parametrize("value", [1234, "1234567890123", "EX-00001", True, -10072088, 1007.5])
def test_what_is_no_agreement_number_is_refused(value):
    with pytest.raises(ValueFault):
        reading.agreement_number(value)


def test_text_is_put_on_one_line_with_single_spaces_and_composed_letters():
    assert reading.text(" Go\u0308teborg\t\n Mitt ") == "Göteborg Mitt"


def test_markup_in_text_is_kept_as_text():
    assert reading.text("<b>Exempel</b> & Co") == "<b>Exempel</b> & Co"


@pytest.mark.parametrize("length, is_kept", [(200, True), (201, False), (5_000, False)])
def test_text_is_kept_up_to_its_longest(length, is_kept):
    if is_kept:
        assert reading.text("x" * length) == "x" * length
    else:
        with pytest.raises(ValueFault, match=f"{length} characters"):
            reading.text("x" * length)


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "a\ud800b"])
def test_text_with_control_characters_is_refused(value):
    with pytest.raises(ValueFault, match="control character"):
        reading.text(value)


@pytest.mark.parametrize("value", ["...", "- -", "&"])
def test_a_name_has_a_letter_or_a_digit(value):
    with pytest.raises(ValueFault, match="not a name"):
        reading.name(value)


EVERY_READER = [
    reading.text, reading.name, reading.number, reading.whole, reading.share, reading.rating,
    reading.yes_or_no, reading.day, reading.month, reading.agreement_number,
]  # fmt: skip


def read_or_told(read, value) -> object:
    """The value, or the words in which it is refused."""
    try:
        return read(value)
    except ValueFault as fault:
        return str(fault) or pytest.fail("refused without a word")


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=2))
def test_any_value_is_read_or_refused_in_words(value):
    for read in EVERY_READER:
        assert isinstance(read_or_told(read, value), str | int | float | date | None)


def test_what_is_shown_of_a_value_is_short_and_cannot_steer_a_terminal():
    assert reading.shown("\x1b[31m" + "x" * 100) == "�[31m" + "x" * 55 + "…"


@pytest.mark.parametrize("name", ["missing.json", ".", "no\x00name"])
def test_a_file_that_is_not_there_is_one_clear_fault(tmp_path, name):
    with pytest.raises(ImportFault, match="cannot be read"):
        reading.read_bytes(tmp_path / name)


@pytest.mark.parametrize("content", [b"", b" \n\t "])
def test_an_empty_file_is_one_clear_fault(tmp_path, content):
    (tmp_path / "empty.json").write_bytes(content)

    with pytest.raises(ImportFault, match="is empty"):
        reading.read_bytes(tmp_path / "empty.json")


@pytest.mark.parametrize(
    "content, reason",
    [
        (b'[{"total_count": 1', "line 1, column 19"),
        (b"<html>", "line 1, column 1"),
        ("å".encode("latin-1"), "UTF-8"),
        (b"9" * 5_000, "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
    ids=["cut off", "html", "latin-1", "endless number", "endless lists"],
)
def test_a_file_that_is_not_json_is_one_clear_fault(content, reason):
    with pytest.raises(ImportFault, match=reason):
        reading.json_in(content, "exempel.json")


def test_json_with_a_byte_order_mark_is_read():
    assert reading.json_in(b"\xef\xbb\xbf[1]", "exempel.json") == [1]
