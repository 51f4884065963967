"""Tables that people fill in: which columns there are, what they mean, and how a row is read by them.

The importer of such a file and the template to fill in are made from the same `Shape`, so they cannot disagree.
Knows no table of the database.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.importers import reading
from municipalities.importers.reading import ImportFault, Line, Problem, Severity, Track, shown, untracked
from municipalities.importers.tables import read_any
from municipalities.importers.workbooks import Row as Cells
from municipalities.importers.workbooks import Table, require

Words = str | Promise


@dataclass(frozen=True)
class Column:
    """A column of a file: under which header it stands, how a value is read, and what whoever fills it in must know.

    required: every row has a value, so a file without the column is no such file. remark: what is told, beside reading
    it, of a value as it stands there and as it was read; "" for nothing.
    """

    field: str
    header: str
    read: Callable[[Any], Any]
    meaning: Words
    examples: tuple[Any, ...]
    allowed: Words = ""
    required: bool = False
    remark: Callable[[Any, Any], str] = lambda written, found: ""


@dataclass(frozen=True)
class Shape:
    """The columns of a kind of file. identity: the fields that tell its rows apart. key, name: the fields that are
    shown of a row where something is wrong with it; the first of them that it has.
    """

    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    key: tuple[str, ...]
    name: tuple[str, ...]

    def header(self, name: str) -> str:
        """The header of a field."""
        return self._by_field[name].header

    @property
    def _by_field(self) -> dict[str, Column]:
        return {column.field: column for column in self.columns}

    @property
    def required(self) -> list[str]:
        """The headers that a file cannot do without."""
        return [column.header for column in self.columns if column.required]


class Row(NamedTuple):
    """A row that could be read. values: by field, of the columns that the file has."""

    line: str
    key: str
    name: str
    values: dict[str, Any]

    def get(self, name: str) -> Any:
        """The value of a field; None where the file has no such column."""
        return self.values.get(name)

    def problem(self, message: str, severity: Severity = Severity.ERROR) -> Problem:
        """Something wrong with this row."""
        return Problem(self.line, self.key, self.name, message, severity)


@dataclass
class RowFile:
    """What one file says, and what is wrong with its rows. present: the fields of which it has the columns."""

    file_name: str
    shape: Shape
    present: frozenset[str] = frozenset()
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    examples: int = 0
    repeated: int = 0

    def header(self, name: str) -> str:
        """The header of a field."""
        return self.shape.header(name)

    def given(self, row: Row, names: Sequence[str]) -> dict[str, Any]:
        """The values of some fields, of those that the file has: a column that it lacks says nothing."""
        return {name: row.values[name] for name in names if name in self.present}

    def notes(self) -> list[str]:
        """What was left out, for the reader."""
        told = []
        if n := self.examples:
            words = ngettext("%(n)d row of examples was left out.", "%(n)d rows of examples were left out.", n)
            told.append(words % {"n": n})
        if n := self.repeated:
            words = ngettext("%(n)d row says what another says.", "%(n)d rows say what others say.", n)
            told.append(words % {"n": n})
        return told


def read(path: Path, shape: Shape, track: Track = untracked) -> RowFile:
    """Read a file of a shape, xlsx or CSV. A row that cannot be read is left out and among the `problems`.

    Raises ImportFault where there is no such table, or it lacks a column that it cannot do without.
    """
    file = RowFile(path.name, shape)
    tables = _fitting(read_any(reading.read_bytes(path), path.name, key=shape.required[0]), shape)
    present = [column for column in shape.columns if all(table.has(column.header) for table in tables)]
    file.present = frozenset(column.field for column in present)
    for table in tables:
        _remark_strangers(table, file)
        file.examples += table.examples
        prefix = f"{shown(table.sheet)}, " if len(tables) > 1 else ""
        for at, cells in enumerate(track(table.rows, _("Reading"))):
            table.rows[at] = (0, ())  # what has been read is let go: there may be hundreds of thousands
            if row := _read_row(table, cells, present, file, prefix):
                file.rows.append(row)
    file.rows = list(_without_repeats(file))
    return file


def _fitting(tables: list[Table], shape: Shape) -> list[Table]:
    """The tables with all columns that are required. Raises ImportFault where none has."""
    found = [table for table in tables if all(table.has(header) for header in shape.required)]
    if not found:
        require(tables[0], shape.required)
    return found


def _remark_strangers(table: Table, file: RowFile) -> None:
    strange = table.strangers(column.header for column in file.shape.columns)
    if strange:
        place = _("row %(row)d") % {"row": table.header_row}
        known = {"columns": ", ".join(shown(header) for header in strange.values())}
        message = _("columns that are not known: %(columns)s") % known
        file.problems.append(Problem(place, "", shown(table.sheet), message, Severity.REMARK))


def _read_row(table: Table, cells: Cells, columns: Sequence[Column], file: RowFile, prefix: str = "") -> Row | None:
    """A row by its columns; None where anything of it cannot be read, which is then among the file's problems."""
    number, values = cells
    line = Line(prefix + _("row %(row)d") % {"row": number}, file.problems)
    written = {column.field: table.value(values, column.header) for column in columns}
    line.key, line.name = _first(written, file.shape.key), _first(written, file.shape.name)
    found = take_all(line, written, columns)
    return Row(line.place, line.key, line.name, found) if line.is_sound else None


def take_all(line: Line, written: Mapping[str, Any], columns: Sequence[Column]) -> dict[str, Any]:
    """The values of a line by field, read; what is wrong with them is put among the problems of the line."""
    found = {}
    for column in columns:
        value = written[column.field]
        found[column.field] = line.take(column.header, value, column.read, required=column.required)
        if line.is_sound and (told := column.remark(value, found[column.field])):
            line.remark(f"{column.header}: {told}")
    return found


def _first(written: Mapping[str, Any], names: Sequence[str]) -> str:
    """The first of some values that is there, as it can be shown."""
    return next((shown(written[name]).strip() for name in names if written.get(name) not in (None, "")), "")


def _without_repeats(file: RowFile) -> Iterator[Row]:
    """The rows, each once: one that says the same as another is counted, one that says otherwise is an error."""
    seen: dict[tuple, Row] = {}
    for row in file.rows:
        first = seen.setdefault(tuple(_spelled(row.get(name)) for name in file.shape.identity), row)
        if first is row:
            yield row
        elif first.values == row.values:
            file.repeated += 1
        else:
            known = {"field": ", ".join(map(file.header, file.shape.identity)), "first": first.line}
            file.problems.append(row.problem(_("%(field)s: stands otherwise at %(first)s") % known))


def _spelled(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def refuse_empty(file: RowFile) -> None:
    """Raises ImportFault where a file has no row that can be read."""
    if not file.rows:
        raise ImportFault(_("The file has no row that can be read."))


def contradictions(file: RowFile, name: str, *, of: Sequence[str]) -> Iterator[Problem]:
    """An error for each row that says another value of a field than a row above it that has the same in others.

    What is said of several rows together may stand on one of them or on all.
    """
    first: dict[tuple, Row] = {}
    for row in file.rows:
        if row.get(name) in (None, ""):
            continue
        said = first.setdefault(tuple(_spelled(row.get(each)) for each in of), row)
        if said.get(name) != row.get(name):
            known = {"field": file.header(name), "value": said.get(name), "first": said.line}
            yield row.problem(_("%(field)s: at %(first)s it is “%(value)s”") % known)
