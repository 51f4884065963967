"""The faults of a file as a file: the rows that are wrong, as they came, with a column that says what is.

Whoever corrects them need not look for them. Where the file is no table, the faults themselves are the rows.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from municipalities.importers.tables import read_any
from municipalities.importers.workbooks import Table as ReadTable
from rollout.exports import Table
from rollout.imports.files import file_of
from rollout.imports.kinds import KINDS
from rollout.imports.lines import Line, Sort, every
from rollout.models import Import

ROW = re.compile(r"([0-9]+)\Z")


def faults_table(row: Import) -> Table:
    """The faulty rows of an import. Raises ImportFault where its file is no longer kept."""
    faults = list(every(row, Sort.ERROR))
    kind = KINDS.get(row.kind)
    if kind is None or not kind.header or not row.parts.exists():
        return _table(row, [_("Line"), _("Key"), _("Name"), _("What is wrong")], _told(faults))
    with file_of(row) as path:
        tables = read_any(path.read_bytes(), path.name, key=kind.header)
    headers = [str(header) for header in tables[0].headers.values()]
    return _table(row, [*headers, _("FAULTS"), _("LINE IN THE FILE")], _wrong_rows(tables, faults))


def _told(faults: list[Line]) -> Iterator[list]:
    for each in faults:
        yield [each.place, each.key, each.name, each.message]


def _wrong_rows(tables: list[ReadTable], faults: list[Line]) -> Iterator[list]:
    """Each faulty row once, with all its faults; a fault that is no row's stands alone."""
    told = defaultdict(list)
    for each in faults:
        told[each.place].append(each.message)
    by_number = [(table, dict(table.rows)) for table in tables]
    for place, messages in told.items():
        cells = _cells(by_number, place) or [None] * len(tables[0].headers)
        yield [*cells, "; ".join(messages), place]


def _cells(tables: list[tuple[ReadTable, dict]], place: str) -> list | None:
    """The cells of the row of a place, in the order of the headers of the first table."""
    number, headers = ROW.search(place), tables[0][0].headers.values()
    of_sheet = [each for each in tables if place.startswith(f"{each[0].sheet}, ")]
    for table, rows in (of_sheet or tables) if number else ():
        if (cells := rows.get(int(number[1]))) is not None:
            return [table.value(cells, header) for header in headers]
    return None


def _table(row: Import, columns: list[str], rows: Iterator[list]) -> Table:
    about = [(_("What it is"), _("The rows of %(file)s that have faults") % {"file": row.file_name})]
    return Table(name=_("faults"), title=_("Faults"), columns=columns, rows=list(rows), about=about)
