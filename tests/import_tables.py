"""Files of the kinds that people fill in themselves, made up for the tests: rows by header, however written."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db import transaction
from openpyxl import Workbook

from municipalities.importers.columns import Shape
from municipalities.importers.keyed import FileChanges
from municipalities.importers.reading import Severity
from tests import factories as make

TODAY = date(2026, 11, 22)


def headers_of(shape: Shape) -> list[str]:
    return [column.header for column in shape.columns]


def in_file(importer: ModuleType, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row by headers from one by fields."""
    return {importer.SHAPE.header(name): value for name, value in row.items()}


def write_table(
    path: Path,
    headers: Sequence[str],
    *rows: Mapping[str, Any],
    separator: str = ";",
    encoding: str = "utf-8",
) -> Path:
    """Rows below their headers, as a workbook or, by the name of the file, as text."""
    lines = [list(headers), *([row.get(header) for header in headers] for row in rows)]
    if path.suffix == ".csv":
        path.write_bytes(as_text(lines, separator).encode(encoding))
        return path
    book = Workbook()
    for line in lines:
        book.active.append([_in_words(cell) if isinstance(cell, bool) else cell for cell in line])
    book.save(path)
    return path


def as_text(lines: Sequence[Sequence[Any]], separator: str) -> str:
    """As Excel in Sweden writes it: decimal commas where these separate nothing, days as year-month-day."""
    file = StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
    writer.writerows([_written(cell, separator) for cell in line] for line in lines)
    return file.getvalue()


def _written(cell: Any, separator: str) -> str:
    if isinstance(cell, bool):
        return _in_words(cell)
    if isinstance(cell, float):
        return repr(cell) if separator == "," else repr(cell).replace(".", ",")
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _in_words(answer: bool) -> str:
    return "ja" if answer else "nej"


# --- Importing -------------------------------------------------------------------------------------------------------


class WithErrors(AssertionError):
    """The file has errors; the text has a line for each."""


def make_little_country() -> None:
    """Two services, three municipalities, an area of the second service and an agreement in no area of it."""
    make.make_service("rom")
    service = make.make_service("rom2")
    for code in ("0180", "0380", "1281"):
        make.make_municipality(code)
    make.make_area(name="Södra", service=service)
    make.make_agreement(number="80000001", area=None, service=service)


def put_rows_in(
    folder: Path,
    importer: ModuleType,
    *rows: Mapping[str, Any],
    name: str = "fil.csv",
    headers: Sequence[str] | None = None,
    saving: Mapping[str, Any] | None = None,
    **asked: Any,
) -> FileChanges:
    """Import rows, given by field, as one file. Returns the changes, with all problems. Raises WithErrors."""
    lines = [in_file(importer, row) for row in rows]
    path = write_table(folder / name, headers or headers_of(importer.SHAPE), *lines)
    file = importer.read(path)
    with transaction.atomic():
        changes = importer.compare(file, **asked)
        changes.file_name = name
        changes.problems = [*importer.find_problems(file, today=TODAY), *changes.problems]
        if errors := [f"{one.line}: {one.message}" for one in changes.problems if one.severity is Severity.ERROR]:
            raise WithErrors("\n".join(errors))
        importer.save(changes, **(saving or {}))
    return changes


def told(changes: FileChanges, sort: str) -> list[str]:
    """The lines of one sort (new, changed, gone) of a preview."""
    return [line for part in changes.preview() for line in getattr(part, sort)]
