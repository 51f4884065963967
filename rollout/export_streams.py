"""Large tables as files that are sent while they are made: a few rows are in memory at a time, however many there are.

Text and cells are those of `exports.py`. Of a workbook openpyxl makes all but most of the rows, which it writes many
times slower than they can be sent; these are put into its sheet as they come.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from html import escape
from io import BytesIO
from itertools import islice

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from rollout.exports import KINDS, Cell, Table, as_csv, as_xlsx, cell_value, csv_lines

AT_A_TIME = 500
BY_OPENPYXL = 300  # rows by which the widths of the columns are found
SHEET, END_OF_ROWS = "xl/worksheets/sheet1.xml", b"</sheetData>"
STYLED_NUMBER = re.compile(rb'<c r="([A-Z]+)[0-9]+" s="([0-9]+)" t="n">')
FAST = 1  # zlib's level: the rows are alike, and a tenth of their size at any


def streamed_response(table: Table, kind: str) -> StreamingHttpResponse:
    """The table as a file to be saved. Its rows have a length. Raises KeyError for a kind that is not in KINDS."""
    parts = {"csv": csv_parts, "xlsx": xlsx_parts}[kind](table)
    disposition = content_disposition_header(as_attachment=True, filename=f"{table.name}.{kind}")
    return StreamingHttpResponse(parts, content_type=KINDS[kind], headers={"Content-Disposition": disposition})


def csv_parts(table: Table) -> Iterator[bytes]:
    """What `as_csv` gives, in parts, in the language of the moment at which it is asked for."""
    head, swedish = as_csv(replace(table, rows=())), get_language() != "en"
    return _after(head, (csv_lines(some, swedish).encode() for some in _some_at_a_time(table.rows)))


def _after(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _some_at_a_time(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    left = iter(rows)
    while some := list(islice(left, AT_A_TIME)):
        yield some


def xlsx_parts(table: Table) -> Iterator[bytes]:
    """A workbook as `as_xlsx` makes it, in parts."""
    rows = iter(table.rows)
    begun = as_xlsx(replace(table, rows=list(islice(rows, BY_OPENPYXL))), number=len(table.rows))
    return _put_in(zipfile.ZipFile(BytesIO(begun)), rows, len(table.columns))


def _put_in(begun: zipfile.ZipFile, rows: Iterable[Sequence[Cell]], columns: int) -> Iterator[bytes]:
    """The workbook with more rows at the end of its first sheet, whose size is not known beforehand."""
    sink = _Sink()
    head, tail = begun.read(SHEET).split(END_OF_ROWS)
    more = SheetRows(head, columns)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as made:
        for name in begun.namelist():
            if name != SHEET:
                made.writestr(name, begun.read(name))
        with made.open(SHEET, "w") as sheet:
            sheet.write(head)
            for some in _some_at_a_time(rows):
                sheet.write(more.xml(some))
                yield sink.taken()
            sheet.write(END_OF_ROWS + tail)
    yield sink.taken()


class _Sink:
    """Takes what a zip file writes and gives it away: it can neither go back nor say where it is."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.written.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits here to be written."""

    def taken(self) -> bytes:
        """What has come since the last time."""
        part, self.written = b"".join(self.written), []
        return part


class SheetRows:
    """Rows of a sheet as its XML (ECMA-376, part 1, 18.3.1.73), after those that are there: a day looks as those above.

    head: the sheet up to where the rows go in.
    """

    def __init__(self, head: bytes, columns: int) -> None:
        self.letters = [get_column_letter(number) for number in range(1, columns + 1)]
        self.row = head.count(b"<row ")
        self.styles = {letter.decode(): style.decode() for letter, style in STYLED_NUMBER.findall(head)}

    def xml(self, rows: Iterable[Sequence[Cell]]) -> bytes:
        """The next rows."""
        return "".join(self._row(row) for row in rows).encode()

    def _row(self, row: Sequence[Cell]) -> str:
        self.row += 1
        cells = [self._cell(letter, cell) for letter, cell in zip(self.letters, row, strict=True) if cell is not None]
        return f'<row r="{self.row}">{"".join(cells)}</row>'

    def _cell(self, letter: str, cell: Cell) -> str:
        value = cell_value(cell)
        if isinstance(value, date) and letter in self.styles:
            return f'<c r="{letter}{self.row}" s="{self.styles[letter]}"><v>{to_excel(value)}</v></c>'
        if isinstance(value, (str, date)):
            return f'<c r="{letter}{self.row}" t="inlineStr">{_text(str(value))}</c>'
        return f'<c r="{letter}{self.row}"><v>{value}</v></c>'


@lru_cache(maxsize=4096)
def _text(words: str) -> str:
    return f'<is><t xml:space="preserve">{escape(words, quote=False)}</t></is>'
