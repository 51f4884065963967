"""Finding a place, an area, a provider or a phase by what somebody types. Pure: entries in, the best ones out.

Knows how well words match, nothing of rows, addresses or pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from municipalities.swedish import search_key, sort_key

KINDS = ("municipality", "county", "phase", "area", "provider")
# How well an entry matches, the best first.
CODE, WHOLE, BEGINS, WORD_BEGINS, INSIDE = range(5)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. code: official code or agreement number, "" where it has none; hint: what it is."""

    kind: str
    key: str
    name: str
    code: str = ""
    hint: str = ""

    @property
    def words(self) -> str:
        """The name as it is looked for."""
        return search_key(self.name)


def find(query: str, entries: Iterable[Entry], *, most: int) -> list[Entry]:
    """The entries that match, the best first: by code, whole name, beginning, beginning of a word, inside a word.

    Of those that match as well, municipalities come first, and names in Swedish order. Empty for a query without a
    letter or a digit. most: how many at most.
    """
    asked = search_key(query)
    if not asked:
        return []
    found = [(rank, entry) for entry in entries if (rank := _rank(asked, entry)) is not None]
    found.sort(key=lambda each: (each[0], KINDS.index(each[1].kind), sort_key(each[1].name), each[1].key))
    return [entry for _rank_, entry in found[:most]]


def grouped(found: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Entries by kind, in the order of `KINDS`; kinds of which there is none are left out."""
    groups = {kind: [entry for entry in found if entry.kind == kind] for kind in KINDS}
    return {kind: entries for kind, entries in groups.items() if entries}


def _rank(asked: str, entry: Entry) -> int | None:
    if entry.code and asked.zfill(len(entry.code)) == search_key(entry.code):
        return CODE
    words = entry.words
    if words == asked:
        return WHOLE
    if words.startswith(asked):
        return BEGINS
    if f" {asked}" in f" {words}":
        return WORD_BEGINS
    return INSIDE if asked in words else None
