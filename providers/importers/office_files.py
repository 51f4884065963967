"""Reads a provider's file of its own offices and works out what it asks for: `read → compare`, and nothing is saved.

A row with the key of an office is about that one: another address moves it (from its first day, where that is later
than the one there is), another last day closes it. A row without a key is a new office. Offices that the file does not
name stay as they are. What may be asked for, `providers/corrections.py` judges.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from municipalities.importers.reading import ImportFault, Line, Problem, ValueFault, shown
from municipalities.importers.tables import read_any
from municipalities.importers.workbooks import require
from municipalities.models import Municipality
from providers.correcting import ADD, CLOSE, MOVE, Address
from providers.correction_ground import Wanted, address_of
from providers.correction_words import told
from providers.corrections import Judged, judge
from providers.importers.office_columns import (
    COLUMNS,
    FIRST,
    HEADERS,
    LAST,
    LATITUDE,
    MUNICIPALITY,
    NUMBER,
    OFFICE,
    ON_SITE,
    STREET,
    TOWN,
    OfficeRow,
    read_office,
)
from providers.models import Agreement, Office, Provider

MAX_FILE_BYTES = 2_000_000
MAX_OFFICES = 500
UNPACKED_BYTES = 20_000_000

LINE = "RAD"  # the line in the file as it came, where the rows come back from their preview
COLUMN_OF = {
    "street": STREET,
    "post_town": TOWN,
    "point": LATITUDE,
    "municipality": MUNICIPALITY,
    "first_on": FIRST,
    "last_on": LAST,
}
ValueOf = Callable[[str], Any]


@dataclass
class OfficeFile:
    """What one file says, and what is wrong with its rows."""

    name: str
    rows: list[OfficeRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class OfficeFileChanges:
    """What a file asks for, in the order of its rows, each with its row; and what is wrong."""

    file: OfficeFile
    asked: list[tuple[OfficeRow, Judged]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    def of(self, kind: str) -> list[tuple[OfficeRow, Judged]]:
        """The rows that ask for a kind of correction."""
        return [(row, judged) for row, judged in self.asked if judged.wanted.kind == kind]

    @property
    def fingerprint(self) -> str:
        """A text that is another where the file, or what it comes to, is another."""
        told_of = [(judged.wanted.kind, row) for row, judged in self.asked]
        return sha256(repr((told_of, self.unchanged)).encode()).hexdigest()[:16]


# --- Reading ---------------------------------------------------------------------------------------------------------


def read(content: bytes, file_name: str) -> OfficeFile:
    """Read the offices of a file, xlsx or CSV. A row that cannot be read is left out and among the `problems`.

    Raises ImportFault where the content is no such table, lacks a column, or is too much.
    """
    if len(content) > MAX_FILE_BYTES:
        raise ImportFault(_("The file is larger than %(limit)d MB.") % {"limit": MAX_FILE_BYTES // 1_000_000})
    if not content or content.isspace():
        raise ImportFault(_("%(file)s is empty.") % {"file": shown(file_name)})
    file, found = OfficeFile(file_name), read_any(content, file_name, key=NUMBER, unpacked=UNPACKED_BYTES)
    tables = [table for table in found if table.has(OFFICE)] or found  # a sheet about the columns names them as well
    refuse_too_many(sum(len(table.rows) for table in tables))
    for table in tables:
        require(table, HEADERS)
        prefix = f"{shown(table.sheet)}, " if len(tables) > 1 else ""
        for number, cells in table.rows:
            place = prefix + _("row %(row)d") % {"row": number}
            _read_row(file, place, lambda header, table=table, cells=cells: table.value(cells, header))
    return file


def refuse_too_many(rows: int) -> None:
    """Raises ImportFault for more offices than one file may hold."""
    if rows > MAX_OFFICES:
        known = {"rows": rows, "limit": MAX_OFFICES}
        raise ImportFault(_("The file has %(rows)d rows. At most %(limit)d are taken at a time.") % known)


def read_back(text: str, file_name: str) -> OfficeFile:
    """The rows as `as_text` wrote them; they come from a browser, and are read as any file is. Raises ImportFault."""
    file = OfficeFile(file_name)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") if row]
    refuse_too_many(len(rows))
    for row in rows:
        values = dict(zip((LINE, *HEADERS), row, strict=False))
        _read_row(file, shown(values.get(LINE, "")), values.get)
    return file


def as_text(file: OfficeFile) -> str:
    """The rows of a file as text, to be sent back once they have been looked at."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    for row in file.rows:
        street, code, town, latitude, longitude = row.address
        kind = "ja" if row.on_site else "nej"
        days = [day.isoformat() if day else "" for day in (row.first_on, row.last_on)]
        key = row.office if row.office is not None else ""
        point = ["" if value is None else repr(value) for value in (latitude, longitude)]
        writer.writerow([row.line, key, row.number, street, code, town, *point, row.municipality, kind, *days])
    return written.getvalue()


def _read_row(file: OfficeFile, place: str, value_of: ValueOf) -> None:
    """Put a row among those of the file; where anything of it cannot be read, only its problems."""
    line = Line(place, file.problems)
    line.key, line.name = shown(value_of(NUMBER) or ""), shown(value_of(STREET) or value_of(MUNICIPALITY) or "")
    row = read_office(line, {column.field: value_of(column.header) for column in COLUMNS})
    if line.is_sound:
        file.rows.append(row)


# --- Comparing -------------------------------------------------------------------------------------------------------


def compare(file: OfficeFile, *, provider: Provider) -> OfficeFileChanges:
    """What a file asks for of a provider's offices. Writes nothing. Eight queries, however many rows."""
    changes, there = OfficeFileChanges(file, problems=list(file.problems)), _There.of(provider)
    wanted = list(_all_wanted(file.rows, there, changes))
    judged = judge([found for _row, found in wanted]) if wanted else []
    for (row, _found), one in zip(wanted, judged, strict=True):
        changes.asked.append((row, one))
        changes.problems += [_problem(row, _in_column(COLUMN_OF.get(fault.field), told(fault))) for fault in one.faults]
    return changes


@dataclass
class _There:
    """What the provider has: agreements by number, offices by key, the municipalities by name; and what was seen."""

    agreements: Mapping[str, Agreement]
    offices: Mapping[int, Office]
    codes: Mapping[str, str]
    seen: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, provider: Provider) -> "_There":
        """Three queries."""
        agreements = Agreement.objects.filter(provider=provider).select_related("provider", "service", "area")
        offices = Office.objects.filter(agreement__provider=provider).select_related("agreement")
        names = Municipality.objects.order_by().values_list("name", "code")
        return cls(
            {each.number: each for each in agreements},
            {each.pk: each for each in offices},
            {name.casefold(): code for name, code in names},
        )


def _all_wanted(
    rows: Iterable[OfficeRow], there: _There, changes: OfficeFileChanges
) -> Iterator[tuple[OfficeRow, Wanted]]:
    """What the rows ask for; those that ask for nothing are counted, those that ask for what cannot be are problems."""
    for row in rows:
        try:
            found = _wanted(row, there)
        except ValueFault as fault:
            changes.problems.append(_problem(row, str(fault)))
            continue
        if found is None:
            changes.unchanged += 1
        else:
            yield row, found


def _wanted(row: OfficeRow, there: _There) -> Wanted | None:
    """What a row asks for; None where it says what is so. Raises ValueFault."""
    agreement, code = there.agreements.get(row.number), there.codes.get(row.municipality.casefold(), "")
    if agreement is None:
        raise ValueFault(_in_column(NUMBER, _("you have no such agreement")))
    if row.municipality and not code:
        raise ValueFault(_in_column(MUNICIPALITY, _("there is no such municipality")))
    told_of = {"address": row.address, "municipality": code, "last_on": row.last_on}
    if row.office is None:
        return Wanted(ADD, agreement, on_site=row.on_site, first_on=row.first_on, **told_of)
    office = _fit(row, there)
    if not _is_same_place(row, code, office):
        first_on = row.first_on if row.first_on != office.opens_on else None
        return Wanted(MOVE, agreement, office, on_site=office.on_site, first_on=first_on, **told_of)
    if row.last_on == office.closes_on:
        return None
    return Wanted(CLOSE, agreement, office, on_site=office.on_site, last_on=row.last_on)


def _fit(row: OfficeRow, there: _There) -> Office:
    """The office that a row is about. Raises ValueFault where it is not the provider's, or the row not of it."""
    office = there.offices.get(row.office)
    if office is None:
        raise ValueFault(_in_column(OFFICE, _("you have no such office")))
    first = there.seen.setdefault(office.pk, row.line)
    if first != row.line:
        raise ValueFault(_in_column(OFFICE, _("the office is in the file already, at %(first)s") % {"first": first}))
    if office.agreement.number != row.number:
        known = {"number": office.agreement.number}
        raise ValueFault(_in_column(NUMBER, _("the office belongs to the agreement %(number)s") % known))
    if office.on_site != row.on_site:
        raise ValueFault(_in_column(ON_SITE, _("an office cannot change its kind: close it, and request a new one")))
    if row.first_on != office.opens_on and row.address == _address(office):
        raise ValueFault(_in_column(FIRST, _("the first day of an office is changed only when it moves")))
    return office


def _is_same_place(row: OfficeRow, code: str, office: Office) -> bool:
    """Whether a row has the address of its office, and the municipality of one without a point."""
    is_elsewhere = office.latitude is None and code != (office.municipality_id or "")
    return row.address == _address(office) and not is_elsewhere


def _address(office: Office) -> Address:
    """The address of an office as a row would have it."""
    found = address_of(office)
    return found._replace(postal_code=found.postal_code.replace(" ", ""))


def _problem(row: OfficeRow, message: str) -> Problem:
    return Problem(row.line, row.number, row.name, message)


def _in_column(header: str | None, message: str) -> str:
    return f"{header}: {message}" if header else message


def template_rows(offices: Iterable[Office]) -> list[Sequence[Any]]:
    """Offices as rows below HEADERS, to be corrected and sent in."""
    return [
        (
            each.pk,
            each.agreement.number,
            *address_of(each),
            each.municipality.name if each.municipality else "",
            each.on_site,
            each.opens_on,
            each.closes_on,
        )
        for each in offices
    ]
