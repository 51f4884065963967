"""Looking at a file: what is wrong with it and what it would change, as lines to be told and a fingerprint of it all.

Nothing is saved here. What is saved later must have the fingerprint that was looked at.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import Any

from municipalities.importers.preview import Changes
from municipalities.importers.reading import Problem, Severity
from rollout.clock import today
from rollout.imports.kinds import Kind
from rollout.imports.lines import Line, Sort

PLACE_IN_FILE = re.compile(r"([0-9]+)")
OF_CHANGES = {Sort.NEW.value: "new", Sort.CHANGED.value: "changed", Sort.GONE.value: "gone"}


@dataclass
class Looked:
    """What was found in a file. changes: what the importer would save; None where the file could not be compared."""

    problems: list[Problem] = field(default_factory=list)
    changes: Any = None

    @property
    def errors(self) -> list[Problem]:
        """What keeps the file from being saved."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    @property
    def preview(self) -> list[Changes]:
        """What becomes of the rows, kind by kind; nothing where there are faults, and kinds without rows left out."""
        if self.changes is None or self.errors:
            return []
        return [each for each in self.changes.preview() if not each.is_empty]

    def lines(self) -> Iterator[Line]:
        """What is to be told, in the order of the file."""
        return chain(_problem_lines(self.problems), _change_lines(self.preview))

    def counts(self) -> dict[str, Any]:
        """The numbers that are told of it, and its notes."""
        rows = [
            {
                "about": each.kind,
                "new": len(each.new),
                "changed": len(each.changed),
                "unchanged": each.unchanged,
                "gone": len(each.gone),
            }
            for each in self.preview
        ]
        errors = len(self.errors)
        notes = self.changes.notes() if self.preview else []
        return {"rows": rows, "errors": errors, "remarks": len(self.problems) - errors, "notes": list(notes)}

    def fingerprint(self) -> str:
        """A text that is another where anything that is told is another."""
        digest = sha256()
        for part in (*map(repr, self.problems), *map(repr, self.preview)):
            digest.update(part.encode())
        return digest.hexdigest()


def look(kind: Kind, rows: Any, answers: dict[str, str], file_name: str) -> Looked:
    """Compare what was read of a file with what is stored: all its faults at once. Writes nothing.

    Raises ImportFault.
    """
    importer, values = kind.importer, kind.values(answers)
    found = Looked(list(kind.find_problems(importer, rows, values, today())))
    if found.errors and not rows.rows:
        return found
    found.changes = kind.compare(importer, rows, values)
    found.changes.file_name = file_name
    known = set(found.problems)
    found.problems += [problem for problem in found.changes.problems if problem not in known]
    return found


def _problem_lines(problems: Iterable[Problem]) -> Iterator[Line]:
    """Problems as they stand in the file: row 9 before row 10."""
    for each in sorted(problems, key=lambda each: _place(each.line)):
        yield Line(each.severity.value, each.message, place=each.line, key=each.key, name=each.name)


def _change_lines(preview: Iterable[Changes]) -> Iterator[Line]:
    for each in preview:
        for sort, name in OF_CHANGES.items():
            for line in getattr(each, name):
                yield Line(sort, line, about=each.kind)


def _place(line: str) -> list[tuple[int, str]]:
    parts = PLACE_IN_FILE.split(line)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]
