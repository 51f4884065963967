"""Finds the municipalities that a text means: a name, a code, or an address with a place in it.

Pure: words in, codes out. No map of streets is asked: of an address only the place is understood, by whole words, so
that "Malmövägen 3, Lund" is in Lund. The place comes last in an address: what stands later in the text is found first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from municipalities.swedish import code_from, search_key

LONGEST = 200  # letters; more is no address


@dataclass(frozen=True, slots=True)
class Found:
    """A municipality that a text may mean, and by what: its "code", its "name", a "place" in it, or a "beginning"."""

    code: str
    by: str
    place: str = ""


def find_places(text: str, names: Mapping[str, str], towns: Iterable[tuple[str, str]]) -> list[Found]:
    """The municipalities that a text may mean, the likeliest first; empty where it means none.

    names: every municipality by code. towns: post towns with the code of the municipality that an office there lies in;
    one may lie in several.
    """
    code = code_from(text)
    if code is not None:
        return [Found(code, "code")] if code in names else []
    words = f" {search_key(text[:LONGEST])} "
    if not words.strip():
        return []
    return _named(words, names) or _in_towns(words, towns) or _beginning(words.strip(), names)


def _named(words: str, names: Mapping[str, str]) -> list[Found]:
    """The municipalities whose whole name stands in the text; of names in names ("Upplands-Bro") the longest."""
    keys = {code: search_key(name) for code, name in names.items()}
    at = {code: words.rfind(f" {key} ") for code, key in keys.items()}
    there = {code: (place, place + len(keys[code])) for code, place in at.items() if place >= 0}
    kept = [code for code, span in there.items() if not any(_within(span, other) for other in there.values())]
    return [Found(code, "name") for code in sorted(kept, key=lambda code: -there[code][0])]


def _within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _in_towns(words: str, towns: Iterable[tuple[str, str]]) -> list[Found]:
    """The municipalities in which a post town lies whose whole name stands in the text."""
    found: dict[str, tuple[int, str]] = {}
    for town, code in towns:
        key = search_key(town)
        place = words.rfind(f" {key} ") if key else -1
        if place > found.get(code, (-1, ""))[0]:
            found[code] = (place, town)
    ordered = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return [Found(code, "place", town) for code, (_place, town) in ordered]


def _beginning(words: str, names: Mapping[str, str]) -> list[Found]:
    """The municipalities whose names begin so."""
    return [Found(code, "beginning") for code, name in names.items() if search_key(name).startswith(words)]
