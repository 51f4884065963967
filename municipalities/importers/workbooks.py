"""Reads the tables of an xlsx file, row by row. Knows columns by their headers, nothing of what they mean.

A published workbook is not to be trusted in its details: the size it states of itself is wrong, prose stands on other
sheets and above the table, the table ends before its sheet does, columns come and go and change places.
"""

import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from municipalities.importers.reading import ImportFault, shown
from municipalities.swedish import search_key

MAX_UNPACKED_BYTES = 500_000_000
MAX_ROWS = 1_048_576  # what Excel itself can hold
MAX_COLUMNS = 300
HEADER_WITHIN_ROWS = 50
# What a file of faulty rows has beside its own columns, in either language: it may be corrected and sent in as it is.
OF_FAULTS = frozenset({"fel", "faults", "rad i filen", "line in the file"})

REMARK = "ANMÄRKNING"  # a column that any file may have, for whoever fills it in; no importer reads it
EXAMPLE = "Exempeldata"  # what stands there in the rows of a template that only show how it is filled in
GUIDE_SHEETS = frozenset({"sa fyller du i", "how to fill it in"})  # they name the columns, so they look like tables

Row = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Table:
    """A table on a sheet: its headers with their positions, and the rows below, numbered as Excel numbers them.

    Columns are asked for by header, in whatever case and spacing.
    """

    sheet: str
    header_row: int
    headers: dict[int, Any]  # as they stand there: text, or a day where Excel has made one of "Januari 2025"
    positions: dict[str, int]  # by normalised header
    rows: list[Row]
    examples: int = 0  # rows below that only show how the table is filled in; they are not among its rows

    def has(self, header: str) -> bool:
        """Whether there is a column."""
        return normalised(header) in self.positions

    def value(self, cells: Sequence[Any], header: str) -> Any:
        """The cell of a row in a column; None where there is no column, or the row ends before it."""
        return self.cell(cells, self.positions.get(normalised(header)))

    @staticmethod
    def cell(cells: Sequence[Any], position: int | None) -> Any:
        """The cell at a position; None where the row ends before it."""
        return cells[position] if position is not None and position < len(cells) else None

    def strangers(self, known: Iterable[str]) -> dict[int, Any]:
        """The headers other than those known, by position."""
        expected = {self.positions.get(normalised(header)) for header in (*known, REMARK)}
        return {position: header for position, header in self.headers.items() if position not in expected}


@lru_cache(maxsize=1_000)
def normalised(header: Any) -> str:
    """A header without case, diacritics, punctuation and superfluous spaces: small changes make no difference."""
    return search_key(str(header)) if header is not None else ""


def read_tables(
    content: bytes,
    file_name: str,
    *,
    key: str,
    is_wanted: Callable[[str], bool],
    expected: str,
    unpacked: int | None = None,
) -> list[Table]:
    """The tables of the wanted sheets, by title, whose header row is the first with the header `key`.

    expected: the kind of sheet that was looked for, in words for the reader. At least one table, each with rows.
    unpacked: how many bytes the content may unpack to, where that is less than is sound.
    Raises ImportFault where the content is no workbook or damaged, where no sheet is wanted or has the header, where a
    header stands twice, or a table has no rows.
    """
    _check_archive(content, file_name, unpacked or MAX_UNPACKED_BYTES)
    with _damage_told(file_name):
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = {sheet.title: sheet for sheet in workbook.worksheets if normalised(sheet.title) not in GUIDE_SHEETS}
        found = [table_below(title, _rows(sheet), key) for title, sheet in sheets.items() if is_wanted(title)]
    if tables := [table for table in found if table]:
        return tables
    known = {"file": file_name, "expected": expected, "sheets": ", ".join(shown(title) for title in sheets)}
    if found:
        raise ImportFault(_("%(file)s has no table with the column %(expected)s.") % {**known, "expected": key})
    raise ImportFault(_("%(file)s has no sheet %(expected)s. Its sheets are: %(sheets)s.") % known)


def require(table: Table, headers: Iterable[str]) -> None:
    """Raises ImportFault where a table lacks columns, naming them and those that are there."""
    lacking = [header for header in headers if not table.has(header)]
    if not lacking:
        return
    known = {
        "sheet": shown(table.sheet),
        "lacking": ", ".join(lacking),
        "present": ", ".join(shown(header) for header in table.headers.values()),
    }
    raise ImportFault(_("The sheet “%(sheet)s” lacks the columns %(lacking)s. It has: %(present)s.") % known)


def _check_archive(content: bytes, file_name: str, most: int) -> None:
    """Raises ImportFault where the content is not the zip archive of a workbook, or unpacks to more than is sound."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFault(
            _("%(file)s is protected by a password, or an older .xls file. Save it as .xlsx without a password.")
            % {"file": file_name}
        )
    if not content.startswith(b"PK"):
        raise ImportFault(_("%(file)s is not an Excel workbook (.xlsx), whatever its name says.") % {"file": file_name})
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            is_workbook = "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ImportFault(_("%(file)s is damaged or cut off.") % {"file": file_name}) from None
    if not is_workbook:
        raise ImportFault(_("%(file)s is not an Excel workbook (.xlsx), whatever its name says.") % {"file": file_name})
    if unpacked > most:
        known = {"file": file_name, "limit": most // 1_000_000}
        raise ImportFault(_("%(file)s unpacks to more than %(limit)d MB.") % known)


@contextmanager
def _damage_told(file_name: str) -> Iterator[None]:
    """Tells as one fault whatever goes wrong inside the library, which has no error of its own for a damaged file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that are not read
            yield
    except ImportFault:
        raise
    except Exception as error:
        known = {"file": file_name, "reason": shown(error) or type(error).__name__}
        raise ImportFault(_("%(file)s is damaged or not an Excel workbook: %(reason)s.") % known) from error


def _rows(sheet: Any) -> list[Row]:
    """The rows of a sheet that hold anything, with their numbers."""
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    rows = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS, values_only=True), start=1)
    return [(number, _trimmed(cells)) for number, cells in rows if any(_holds(cell) for cell in cells)]


def _holds(cell: Any) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace())


def _trimmed(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """The cells up to the last that holds anything; the rest is only there because MAX_COLUMNS was asked for."""
    last = max(position for position, cell in enumerate(cells) if _holds(cell))
    return cells[: last + 1]


def table_below(sheet: str, rows: list[Row], key: str) -> Table | None:
    """The table below the header row; None where no row near the top has the header.

    Raises ImportFault where a header stands twice or no row is below.
    """
    near_the_top = [cells for number, cells in rows if number <= HEADER_WITHIN_ROWS]
    titled = ([normalised(cell) for cell in cells] for cells in near_the_top)
    found = next((at for at, titles in enumerate(titled) if normalised(key) in titles), None)
    if found is None:
        return None
    number, cells = rows[found]
    titles = [normalised(cell) for cell in cells]
    if twice := [cells[titles.index(title)] for title, times in Counter(titles).items() if title and times > 1]:
        known = {"sheet": shown(sheet), "columns": ", ".join(shown(header) for header in twice)}
        raise ImportFault(_("The sheet “%(sheet)s” has columns that appear twice: %(columns)s.") % known)
    headers = {at: cells[at] for at, title in enumerate(titles) if title and title not in OF_FAULTS}
    positions = {titles[at]: at for at in headers}
    below = [row for row in rows[found + 1 :] if not _is_example(row, positions.get(normalised(REMARK)))]
    if not below:
        raise ImportFault(_("The sheet “%(sheet)s” has no rows below its headers.") % {"sheet": shown(sheet)})
    return Table(sheet, number, headers, positions, below, len(rows) - found - 1 - len(below))


def _is_example(row: Row, remark: int | None) -> bool:
    """Whether a row of a template only shows how the table is filled in."""
    return remark is not None and normalised(Table.cell(row[1], remark)) == normalised(EXAMPLE)
