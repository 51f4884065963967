"""Tables as files: CSV and XLSX, made so that a spreadsheet reads every cell as what it is and runs none of them.

Knows rows and columns; nothing of where they come from. Every export of the product goes through `file_response`.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | date | datetime | bool | None

# A spreadsheet takes a text that begins so for a formula, also after blanks.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BYTE_ORDER_MARK = "\ufeff"
WIDEST, NARROWEST = 60, 8
LONGEST_SHEET_NAME = 31
HEAD, WRAPPED = Font(bold=True), Alignment(vertical="top", wrap_text=True)
FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds. name: the file's, without its ending. about: what it is, as pairs of a label and its words."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    about: Sequence[tuple[str, str]] = ()


def file_response(table: Table, kind: str) -> HttpResponse:
    """The table as a file to be saved. Raises KeyError for a kind that is not in KINDS."""
    made = {"csv": as_csv, "xlsx": as_xlsx}[kind](table)
    disposition = content_disposition_header(as_attachment=True, filename=f"{table.name}.{kind}")
    return HttpResponse(made, content_type=KINDS[kind], headers={"Content-Disposition": disposition})


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before one that looks so; no control characters."""
    text = CONTROL.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark. In Swedish with semicolons and decimal commas, as Excel there reads them."""
    swedish = get_language() != "en"
    return (BYTE_ORDER_MARK + csv_lines([table.columns], swedish) + csv_lines(table.rows, swedish)).encode()


def csv_lines(rows: Iterable[Sequence[Cell]], swedish: bool) -> str:
    """Some lines of a CSV file. swedish: with semicolons and decimal commas."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if swedish else ",", lineterminator="\r\n")
    writer.writerows([_as_text(cell, swedish) for cell in row] for row in rows)
    return file.getvalue()


def _as_text(cell: Cell, swedish: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, float):
        return str(cell).replace(".", ",") if swedish else str(cell)
    if isinstance(cell, int):
        return str(cell)
    return cell.isoformat() if isinstance(cell, date) else safe_text(str(cell))


def as_xlsx(table: Table, *, number: int = 0) -> bytes:
    """A workbook with the table, its head frozen and filterable, and a sheet that says what it is.

    number: of rows in all, where the table has the first of them and others are put in after them.
    """
    workbook = Workbook(write_only=True)
    workbook.properties.creator = workbook.properties.title = table.title
    rows = [[cell_value(cell) for cell in row] for row in table.rows]
    _write_table(workbook.create_sheet(_sheet_name(table.title)), table.columns, rows, number or len(rows))
    if table.about:
        _write_about(workbook.create_sheet(_("About this file")), table.about)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write_table(sheet, columns: Sequence[str], rows: list[list[Cell]], number: int) -> None:
    for place, column in enumerate(columns):
        longest = max([len(column), *(len(str(row[place] or "")) for row in rows)])
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(longest + 2, NARROWEST), WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{number + 1}"
    sheet.append([_styled(sheet, safe_text(column), font=HEAD) for column in columns])
    for row in rows:
        wraps = any(isinstance(cell, str) and len(cell) > WIDEST for cell in row)
        # Styles cost more than all else in a workbook, so only a row that is several lines high has one.
        sheet.append([_styled(sheet, cell, alignment=WRAPPED) for cell in row] if wraps else row)


def _write_about(sheet, about: Sequence[tuple[str, str]]) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, WIDEST
    for label, words in about:
        head = _styled(sheet, safe_text(str(label)), font=HEAD, alignment=WRAPPED)
        sheet.append([head, _styled(sheet, safe_text(str(words)), alignment=WRAPPED)])


def cell_value(cell: Cell) -> Cell:
    """A cell as a workbook holds it."""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    # A workbook knows no time zones; the moment keeps the day and hour that the reader is shown.
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    return cell if cell is None or isinstance(cell, (int, float, date)) else safe_text(str(cell))


def _styled(sheet, value: Cell, **styles: Font | Alignment) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    for name, style in styles.items():
        setattr(cell, name, style)
    return cell


def _sheet_name(title: str) -> str:
    return FORBIDDEN_IN_SHEET_NAME.sub(" ", title)[:LONGEST_SHEET_NAME].strip() or _("Table")
