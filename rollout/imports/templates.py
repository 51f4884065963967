"""Files to begin with, one for each kind of import: the headers, rows that show how it is filled in, and a guide.

Made from the columns by which the importers read. The rows that show how are marked as examples, and no importer reads
rows marked so. Knows no request.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from municipalities.importers import class_files, municipality_files
from municipalities.importers.columns import Column
from municipalities.importers.workbooks import EXAMPLE, REMARK
from providers.importers import agreement_files, area_files, guides, office_rows
from rollout.exports import Table, as_csv, safe_text
from rollout.importers import plan_files

HEAD, QUIET, WRAPPED = Font(bold=True), Font(italic=True, color="595959"), Alignment(vertical="top", wrap_text=True)
GUIDE_WIDTHS = (28, 60, 24, 48, 10)
NARROWEST, WIDEST = 12, 36
TEXT, DAY, GENERAL = "@", "yyyy-mm-dd", "General"  # formats of Excel's: as text a code keeps its leading zero


@dataclass(frozen=True)
class Template:
    """A file to begin with. sheet: what the sheet of the rows is called."""

    columns: Callable[[], tuple[Column, ...]]
    sheet: str

    def headers(self) -> list[str]:
        """The headers, and that of the column which marks the examples."""
        return [*(column.header for column in self.columns()), REMARK]

    def examples(self) -> list[list[Any]]:
        """The rows that show how it is filled in."""
        rows = zip(*(column.examples for column in self.columns()), strict=True)
        return [[*row, EXAMPLE] for row in rows]


def template_file(template: Template, ending: str) -> bytes:
    """The file, as "csv" or "xlsx". Raises KeyError for another ending."""
    return {"csv": _as_csv, "xlsx": _as_xlsx}[ending](template)


def _as_csv(template: Template) -> bytes:
    return as_csv(Table(name="", title="", columns=template.headers(), rows=template.examples()))


def _as_xlsx(template: Template) -> bytes:
    book, file = Workbook(), io.BytesIO()
    _write_rows(book.active, template)
    _write_guide(book.create_sheet(_("How to fill it in")), template.columns())
    book.save(file)
    return file.getvalue()


def _write_rows(sheet: Worksheet, template: Template) -> None:
    """The headers and the examples, the cells below formatted so that a spreadsheet keeps what is written there."""
    sheet.title, sheet.freeze_panes = template.sheet, "A2"
    sheet.append(template.headers())
    for row in template.examples():
        sheet.append([_cell(value) for value in row])
    columns = zip(template.headers(), zip(*template.examples(), strict=True), strict=True)
    for number, (header, examples) in enumerate(columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = min(max(len(header) + 3, NARROWEST), WIDEST)
        dimension.number_format = _format(examples)
    for cell in sheet[1]:
        cell.font = HEAD
    for line in sheet.iter_rows(min_row=2):
        for cell, column in zip(line, zip(*template.examples(), strict=True), strict=True):
            cell.font, cell.number_format = QUIET, _format(column)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return safe_text(value) if isinstance(value, str) else value


def _format(examples: tuple[Any, ...]) -> str:
    """The format of a column, by what its examples are."""
    kinds = {type(value) for value in examples if value not in (None, "")}
    return TEXT if str in kinds else DAY if date in kinds else GENERAL


def _write_guide(sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    sheet.append([_("Column"), _("Meaning"), _("Example"), _("Allowed values"), _("Required")])
    for column in columns:
        example = next((value for value in column.examples if value not in (None, "")), "")
        required = _("yes") if column.required else _("no")
        words = [str(column.meaning), _cell(example), str(column.allowed), required]
        sheet.append([column.header, *words])
    left_out = _("For your own notes; it is not read. Rows that say “%(word)s” here are left out.") % {"word": EXAMPLE}
    sheet.append([REMARK, left_out, EXAMPLE, "", _("no")])
    for number, width in enumerate(GUIDE_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment, cell.font = WRAPPED, HEAD if cell.row == 1 or cell.column == 1 else Font()
    sheet.freeze_panes = "A2"


def _of(shape: Any) -> Callable[[], tuple[Column, ...]]:
    return lambda: shape.columns


TEMPLATES = {
    "municipalities": Template(_of(municipality_files.SHAPE), "Kommuner"),
    "classes": Template(_of(class_files.SHAPE), "Indelningar"),
    "areas": Template(_of(area_files.SHAPE), "Leveransområden"),
    "agreements": Template(_of(agreement_files.SHAPE), "Avtal"),
    "offices": Template(_of(office_rows.SHAPE), "Kontor"),
    "plan": Template(_of(plan_files.SHAPE), "Plan"),
    "results": Template(guides.of_results, "Resultat"),
    "ratings": Template(guides.of_ratings, "Betyg"),
    "unemployment": Template(guides.of_unemployment, "Arbetslösa"),
    "participants": Template(guides.of_participants, "Deltagare"),
}

# By name, as the registry of kinds asks for them.
municipalities, classes, areas, agreements, offices, plan, results, ratings, unemployment, participants = (
    partial(template_file, template) for template in TEMPLATES.values()
)
