"""The files that pages give, read as a spreadsheet would: rows, the heads first. Knows nothing of their pages."""

import csv
import io

from django.test import Client
from openpyxl import load_workbook

from tests.sheets import address


def saved(client: Client, name: str, kind: str, /, *, language: str = "en", **query) -> list[list]:
    """The rows of a file, all cells as text in CSV and as values in XLSX."""
    answer = client.get(address(name, kind, language=language), query)
    assert answer.status_code == 200, answer.status_code
    if kind == "csv":
        text = io.StringIO(answer.content.decode("utf-8-sig"))
        return list(csv.reader(text, delimiter="," if language == "en" else ";"))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def as_text(cell) -> str:
    """A cell of either kind of file, so that the two can be compared: a whole number is written without decimals."""
    if cell is None:
        return ""
    return cell.date().isoformat() if hasattr(cell, "date") else str(cell).removesuffix(".0")
