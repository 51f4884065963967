"""Reads a table from a file of either kind, an xlsx workbook or text with separators (CSV). Knows no columns.

Text comes from many hands: in UTF-8, in UTF-16 where a mark at its beginning says so, or as Excel writes it in Sweden,
with semicolons, commas or tabs.
"""

import codecs
import csv
import io
from collections.abc import Callable

from django.utils.translation import gettext as _

from municipalities.importers.reading import ImportFault, shown
from municipalities.importers.workbooks import MAX_COLUMNS, MAX_ROWS, Row, Table, read_tables, table_below

SEPARATORS = ";\t,"
WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")  # an archive, which an xlsx is; an older xls, of which it is told what to do


def read_any(
    content: bytes,
    file_name: str,
    *,
    key: str,
    is_wanted: Callable[[str], object] = bool,
    expected: str = "",
    unpacked: int | None = None,
) -> list[Table]:
    """The tables of a workbook or text whose header row is the first with the header `key`; each has rows.

    is_wanted: whether a sheet is looked at, by its title; expected: what kind that is, in words. Both for workbooks
    only, as `unpacked`: how many bytes one may unpack to, where that is less than is sound.
    Raises ImportFault where there is none, and where the content is damaged.
    """
    if content.startswith(WORKBOOKS):
        expected = expected or _("with the column %(column)s") % {"column": key}
        return read_tables(content, file_name, key=key, is_wanted=is_wanted, expected=expected, unpacked=unpacked)
    for separator in SEPARATORS:
        if table := table_below(file_name, _rows(content, file_name, separator), key):
            return [table]
    raise ImportFault(
        _("%(file)s has no table with the column %(expected)s.") % {"file": shown(file_name), "expected": key}
    )


def _rows(content: bytes, file_name: str, separator: str) -> list[Row]:
    """The lines that hold anything, numbered as they stand in the file; an empty cell is None."""
    lines = csv.reader(io.StringIO(_text(content, file_name), newline=""), delimiter=separator)
    found: list[Row] = []
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                found.append((lines.line_num, tuple(cell or None for cell in cells[:MAX_COLUMNS])))
            if len(found) > MAX_ROWS:
                known = {"file": shown(file_name), "limit": MAX_ROWS}
                raise ImportFault(_("%(file)s has more than %(limit)d rows.") % known)
    except csv.Error as error:
        known = {"file": shown(file_name), "line": lines.line_num, "reason": shown(error)}
        raise ImportFault(_("%(file)s cannot be read from line %(line)d: %(reason)s.") % known) from None
    return found


def _text(content: bytes, file_name: str) -> str:
    """By the mark at the beginning, else UTF-8 where it is that, else as Excel and others write Swedish text.

    Raises ImportFault where it is no text at all.
    """
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportFault(_("%(file)s is neither an Excel workbook (.xlsx) nor text (CSV).") % {"file": shown(file_name)})


def _encodings(content: bytes) -> tuple[str, ...]:
    """What text may be written in. Five bytes mean nothing in CP1252, and all mean something in Latin-1."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return () if b"\0" in content else ("utf-8-sig", "cp1252", "latin-1")
