"""Rows pasted from a spreadsheet: which municipality or area goes to which phase, or what is wrong with which line.

Pure: text and names in, wishes and faults out; knows no models, no requests and no words for a fault
(`rollout/pages/workspace_paste.py`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from municipalities.swedish import code_from, search_key

MOST_LINES = 2_000
HEADS = frozenset("kommun kommunkod kod namn municipality code name omrade leveransomrade area etapp phase lan".split())
NO_PHASE = frozenset({"ingen", "ingen etapp", "utan etapp", "none", "no phase", "without phase"})
DASHES = frozenset("-–—")
AREA_FIRST = ("leveransomrade ", "omrade ", "delivery area ", "area ")
TRAILING_NUMBER = re.compile(r"(.*\S)\s+(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line. kind: a key of the words; value: what was written; other: what it stands against."""

    line: int
    kind: str
    value: str
    other: str = ""


@dataclass(frozen=True)
class Named:
    """What rows can name. municipalities: name by code. areas: name and codes by key. phases: names by key."""

    municipalities: Mapping[str, str]
    areas: Mapping[int, tuple[str, frozenset[str]]]
    phases: Mapping[int, tuple[str, ...]]

    @cached_property
    def codes_by_name(self) -> dict[str, str]:
        return {search_key(name): code for code, name in self.municipalities.items()}

    @cached_property
    def areas_by_name(self) -> dict[str, frozenset[str]]:
        return {search_key(name): codes for name, codes in self.areas.values()}

    @cached_property
    def phases_by_name(self) -> dict[str, int]:
        found: dict[str, set[int]] = defaultdict(set)
        for key, names in self.phases.items():
            for name in filter(None, map(search_key, names)):
                found[name].add(key)
        return {name: keys.pop() for name, keys in found.items() if len(keys) == 1}


@dataclass(frozen=True)
class Pasted:
    """What rows came to.

    wishes: code → key of the phase, None for none. faults: by line; with any of them nothing may be saved.
    also_areas: names that were read as a municipality's and are a larger area's too.
    """

    wishes: Mapping[str, int | None] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    also_areas: tuple[str, ...] = ()
    rows: int = 0


def parse(text: str, named: Named) -> Pasted:
    """Read rows of a place and a phase, with a tab or a semicolon between; a row may hold code, name and phase.

    A place is a municipality's code or name, else an area's name; "område Malmö" is always the area. Leading zeros that
    a spreadsheet dropped are put back. A phase is its number, its name, or "ingen" for no phase. Empty lines and a line
    of headings are passed over.
    """
    reading = _Reading(named)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        return Pasted(faults=(Fault(MOST_LINES + 1, "too-many", str(len(lines)), str(MOST_LINES)),))
    if lines and _is_heading(_cells(lines[0][1]), named):
        del lines[0]
    for number, line in lines:
        reading.read(number, line)
    return Pasted(reading.wishes, tuple(reading.faults), tuple(dict.fromkeys(reading.also_areas)), len(lines))


class _Reading:
    """The rows read so far, and where each municipality was first seen."""

    def __init__(self, named: Named) -> None:
        self.named = named
        self.wishes: dict[str, int | None] = {}
        self.faults: list[Fault] = []
        self.also_areas: list[str] = []
        self.first_seen: dict[str, int] = {}

    def read(self, number: int, line: str) -> None:
        cells = _cells(line)
        if len(cells) < 2:
            return self._fault(number, "no-phase", line.strip())
        *places, last = cells
        known, phase = _phase(last, self.named)
        if not known:
            missing = _codes(last, self.named) is not None
            return self._fault(number, "no-phase" if missing else "unknown-phase", line.strip() if missing else last)
        codes = _codes(places[0], self.named)
        if codes is None:
            return self._fault(number, "unknown-place", places[0])
        if other := next(_contradictions(codes, places[1:], self.named), None):
            return self._fault(number, "disagree", places[0], other)
        if _is_also_area(places[0], codes, self.named):
            self.also_areas.append(places[0])
        return self._wish(number, codes, phase)

    def _wish(self, number: int, codes: frozenset[str], phase: int | None) -> None:
        for code in sorted(codes):
            if code in self.wishes and self.wishes[code] != phase:
                self._fault(number, "twice", self.named.municipalities[code], str(self.first_seen[code]))
                return
        for code in codes:
            self.wishes[code] = phase
            self.first_seen.setdefault(code, number)

    def _fault(self, number: int, kind: str, value: str, other: str = "") -> None:
        self.faults.append(Fault(number, kind, value[:120], other[:120]))


def _cells(line: str) -> list[str]:
    separator = "\t" if "\t" in line else ";" if ";" in line else None
    if separator is None:
        found = TRAILING_NUMBER.fullmatch(line.strip())
        parts: Sequence[str] = found.groups() if found else [line]
    else:
        parts = line.split(separator)
    return [cell for part in parts if (cell := part.strip().strip('"').strip())]


def _is_heading(cells: Sequence[str], named: Named) -> bool:
    keys = {search_key(cell) for cell in cells}
    return bool(keys & HEADS) and all(_codes(cell, named) is None for cell in cells)


def _phase(cell: str, named: Named) -> tuple[bool, int | None]:
    """Whether the cell names a phase, and which; "ingen" names none."""
    key = search_key(cell)
    if cell in DASHES or key in NO_PHASE:
        return True, None
    key = str(int(key)) if key.isascii() and key.isdigit() else key
    return key in named.phases_by_name, named.phases_by_name.get(key)


def _codes(cell: str, named: Named) -> frozenset[str] | None:
    """The municipalities that a cell names; None where it names none that is known."""
    key = search_key(cell)
    if code := code_from(cell):
        return frozenset({code}) if code in named.municipalities else None
    for prefix in AREA_FIRST:
        if key.startswith(prefix) and (found := named.areas_by_name.get(key.removeprefix(prefix))):
            return found
    for name in _without_kommun(key):
        if name in named.codes_by_name:
            return frozenset({named.codes_by_name[name]})
    return named.areas_by_name.get(key) or None


def _without_kommun(key: str) -> Iterator[str]:
    """The name as it stands, and what is before "kommun", with and without the s of the genitive."""
    yield key
    if key.endswith(" kommun"):
        bare = key.removesuffix(" kommun")
        yield bare
        yield bare.removesuffix("s")


def _contradictions(codes: frozenset[str], cells: Sequence[str], named: Named) -> Iterator[str]:
    """The further cells of a row that name a municipality outside those of its first cell."""
    for cell in cells:
        found = _codes(cell, named)
        if found and not found & codes:
            yield cell


def _is_also_area(cell: str, codes: frozenset[str], named: Named) -> bool:
    area = named.areas_by_name.get(search_key(cell))
    return len(codes) == 1 and area is not None and area != codes
