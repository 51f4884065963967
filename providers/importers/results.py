"""Reads AF's result follow-up (xlsx or CSV): `read → find_problems → compare → save`.

In a workbook the table stands on a sheet "Resultat YYYY-MM". Every row tells its own period and has to agree with its
sheet; a file may have several such sheets. Columns that follow from others, such as BETYG 1 ELLER SAKNAR BETYG, are not
stored, but remarked upon where they contradict them. Knows the file, not what is stored.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from municipalities.importers import reading
from municipalities.importers.reading import ImportFault, Line, Problem, Severity, Track, shown, untracked
from municipalities.importers.tables import read_any
from municipalities.importers.workbooks import Row, Table, require
from providers import actions
from providers.importers import measures
from providers.importers.agreements import AgreementLine, choose_service
from providers.importers.measures import MeasureChanges, last_day
from providers.models import Result, Service

SHEET = re.compile(r"resultat(?: ([0-9]{4}-[0-9]{2}))?", re.IGNORECASE)
KEY = "KA-NUMMER"
PROVIDERS = ("LEVERANTÖRNAMN", "LEVERANTÖRSNAMN")  # both spellings occur
REQUIRED = ("PERIOD", "LEVERANSOMRÅDE", KEY, "ANTAL DELTAGARE")
STARTS_ON = "STARTDATUM AVTAL"
LOW_OR_UNRATED, LOW_WEIGHTED = "BETYG 1 ELLER SAKNAR BETYG", "VIKTAT RESULTATMÅTT LÄGRE ÄN 0,2"
LOW_RESULT = Decimal("0.2")


def _weighted(value: Any) -> Decimal | None:
    """A share as it is stored, with four decimals."""
    found = reading.share(value)
    return None if found is None else Decimal(str(found)).quantize(Decimal("0.0001"))


# What is stored, by the header of its column.
COLUMNS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "BETYG": ("rating", reading.rating),
    "AVTAL HAR VARIT AKTIVT I 22 MÅNADER": ("active_22_months", reading.yes_or_no),
    "VIKTAT RESULTATMÅTT": ("weighted_result", _weighted),
    "RISKERAR HÄVNING": ("risks_termination", reading.yes_or_no),
    "ANTAL DELTAGARE": ("participants", reading.whole),
    **{f"ANTAL DELTAGARE NIVÅ {level}": (f"participants_{level.lower()}", reading.whole) for level in "ABC"},
    **{f"ANTAL RR{n} NIVÅ {level}": (f"rr{n}_{level.lower()}", reading.whole) for level in "ABC" for n in (1, 2)},
}


@dataclass(frozen=True)
class ResultRow:
    """A row: the agreement it is about, the month, and the values of the columns that the file has."""

    agreement: AgreementLine
    period: date
    values: dict[str, Any]


@dataclass
class ResultFile:
    """What one file says, and what is wrong with its rows. `columns`: the stored columns that all its tables have."""

    columns: list[str]
    rows: list[ResultRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(path: Path, track: Track = untracked) -> ResultFile:
    """Read a result follow-up. Raises ImportFault where it is none, or lacks a column that it cannot do without.

    A row that cannot be read is left out and among the `problems`.
    """
    content = reading.read_bytes(path)
    tables = read_any(content, path.name, key=KEY, is_wanted=SHEET.fullmatch, expected="Resultat ÅÅÅÅ-MM")
    for table in tables:
        require(table, [*REQUIRED, _provider_column(table)])
    present = [header for header in COLUMNS if all(table.has(header) for table in tables)]
    file = ResultFile([COLUMNS[header][0] for header in present])
    for table in tables:
        _remark_columns(table, file.problems)
        for row in track(table.rows, _("Reading")):
            if found := _read_row(table, row, present, file.problems, prefix=len(tables) > 1):
                file.rows.append(found)
    return file


def find_problems(file: ResultFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, months to come, and rows that stand twice."""
    return [*file.problems, *_untimely(file, today), *_repeated(file)]


def choose(file: ResultFile, code: str | None) -> Service:
    """The service that the file is about: the one named, or the newest begun by its latest month.

    Raises ImportFault.
    """
    if not file.rows:
        raise ImportFault(_("The file has no row that can be read."))
    return choose_service(code, on=last_day(max(row.period for row in file.rows)))


def compare(file: ResultFile, *, service: Service) -> MeasureChanges:
    """What the file changes, with the problems that only the stored rows show. Writes nothing."""
    rows = {(row.agreement.number, row.period): row.values for row in file.rows}
    latest = {row.agreement.number: row.agreement for row in sorted(file.rows, key=lambda row: row.period)}
    changes = measures.compare(Result, rows, file.columns, list(latest.values()), service=service)
    changes.problems += _before_the_service(file, service)
    return changes


def save(changes: MeasureChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    actions.save_measures(changes=changes, track=track)


def _provider_column(table: Table) -> str:
    return next((header for header in PROVIDERS if table.has(header)), PROVIDERS[0])


def _remark_columns(table: Table, problems: list[Problem]) -> None:
    """Remark upon columns that are absent and those that are not known: one may be the other, renamed."""
    absent = [header for header in (*COLUMNS, STARTS_ON) if not table.has(header)]
    strange = table.strangers([*COLUMNS, *REQUIRED, *PROVIDERS, STARTS_ON, LOW_OR_UNRATED, LOW_WEIGHTED])
    for message, headers in (
        (_("columns that are absent: %(columns)s"), absent),
        (_("columns that are not known: %(columns)s"), strange.values()),
    ):
        if headers:
            place, told = _("row %(row)d") % {"row": table.header_row}, ", ".join(shown(header) for header in headers)
            problems.append(Problem(place, "", shown(table.sheet), message % {"columns": told}, Severity.REMARK))


def _read_row(table: Table, row: Row, present: list[str], problems: list[Problem], *, prefix: bool) -> ResultRow | None:
    """A row; None where anything of it cannot be read."""
    number, cells = row
    place = _("row %(row)d") % {"row": number}
    line = Line(f"{shown(table.sheet)}, {place}" if prefix else place, problems)
    provider = table.value(cells, _provider_column(table))
    line.key, line.name = shown(table.value(cells, KEY) or ""), shown(provider or "")
    agreement = AgreementLine(
        line.place,
        line.take(KEY, table.value(cells, KEY), reading.agreement_number, required=True),
        line.take(PROVIDERS[0], provider, reading.name, required=True),
        line.take("LEVERANSOMRÅDE", table.value(cells, "LEVERANSOMRÅDE"), reading.name, required=True),
        line.take(STARTS_ON, table.value(cells, STARTS_ON), reading.day),
    )
    period = line.take("PERIOD", table.value(cells, "PERIOD"), reading.month, required=True)
    values = {}
    for header in present:
        column, read_value = COLUMNS[header]
        values[column] = line.take(header, table.value(cells, header), read_value)
    _check_period(line, table, period)
    if line.is_sound:
        _remark_contradictions(line, table, cells, values)
    return ResultRow(agreement, period, values) if line.is_sound else None


def _check_period(line: Line, table: Table, period: date | None) -> None:
    sheet = SHEET.fullmatch(table.sheet)  # none where the file is text
    stated = sheet and sheet[1]
    if period and stated and f"{period:%Y-%m}" != stated:
        known = {"period": f"{period:%Y-%m}", "sheet": shown(table.sheet)}
        line.complain(_("PERIOD: %(period)s is not the month of the sheet “%(sheet)s”") % known)


def _remark_contradictions(line: Line, table: Table, cells: tuple[Any, ...], values: dict[str, Any]) -> None:
    """Remark upon columns that follow from others but do not agree with them."""
    rating, result = values.get("rating"), values.get("weighted_result")
    follows = {LOW_OR_UNRATED: rating in (None, 1)} if "rating" in values else {}
    if result is not None:
        follows[LOW_WEIGHTED] = result < LOW_RESULT
    for header, expected in follows.items():
        said = line.take(header, table.value(cells, header), reading.yes_or_no)
        if said is not None and said != expected:
            line.remark(_("%(column)s contradicts the values beside it") % {"column": header})
    levels = [values.get(f"participants_{level}") for level in "abc"]
    if None not in (total := values.get("participants"), *levels) and sum(levels) != total:
        known = {"total": total, "sum": sum(levels)}
        line.remark(_("ANTAL DELTAGARE is %(total)d, but the levels add up to %(sum)d") % known)


def _untimely(file: ResultFile, today: date) -> Iterator[Problem]:
    """An error for each month that is still to come, a remark for an agreement that began after the month."""
    for row in file.rows:
        line, known = row.agreement, {"period": f"{row.period:%Y-%m}", "starts_on": row.agreement.starts_on}
        if row.period > today:
            message = _("PERIOD: %(period)s is still to come") % known
            yield Problem(line.line, line.number, line.provider, message)
        elif line.starts_on and line.starts_on > last_day(row.period):
            message = _("STARTDATUM AVTAL: %(starts_on)s comes after the period %(period)s") % known
            yield Problem(line.line, line.number, line.provider, message, Severity.REMARK)


def _before_the_service(file: ResultFile, service: Service) -> Iterator[Problem]:
    """An error for each month and each first day of an agreement before the service began."""
    first = service.starts_on or date.min
    for row in file.rows:
        line = row.agreement
        for column, last, told in (
            ("PERIOD", last_day(row.period), f"{row.period:%Y-%m}"),
            (STARTS_ON, line.starts_on or first, line.starts_on),
        ):
            if last < first:
                known = {"column": column, "day": told, "service": service.name, "starts_on": first}
                message = _("%(column)s: %(day)s comes before %(service)s began, %(starts_on)s") % known
                yield Problem(line.line, line.number, line.provider, message)


def _repeated(file: ResultFile) -> Iterator[Problem]:
    """An error for each agreement number that stands a second time in a month."""
    seen: dict[tuple[str, date], str] = {}
    for row in file.rows:
        line = row.agreement
        first = seen.setdefault((line.number, row.period), line.line)
        if first != line.line:
            known = {"field": KEY, "value": line.number, "first": first}
            message = _("%(field)s: %(value)s appears twice, first at %(first)s") % known
            yield Problem(line.line, line.number, line.provider, message)
