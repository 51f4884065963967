"""Reads AF's ratings over time (xlsx or CSV): `read → find_problems → compare → save`.

The table is wide: Leverantörsnamn, Leveransområde, Af Region, Ka-Nummer, then a column a month ("Januari 2025").
A rating is 1 to 4. "Betyg saknas" is a rating that was looked for and is missing, and becomes a row without a value;
an empty cell says nothing of that month, and becomes no row. Knows the file, not what is stored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from municipalities.importers import reading
from municipalities.importers.reading import ImportFault, Line, Problem, Severity, Track, ValueFault, shown, untracked
from municipalities.importers.tables import read_any
from municipalities.importers.workbooks import Row, Table, require
from providers import actions
from providers.importers import measures
from providers.importers.agreements import AgreementLine, choose_service
from providers.importers.measures import MeasureChanges, last_day
from providers.models import Rating, Service

KEY, PROVIDER, AREA, REGION = "Ka-Nummer", "Leverantörsnamn", "Leveransområde", "Af Region"
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


class RatingRow(NamedTuple):
    """An agreement with its ratings: by month, the months of which the file says something."""

    agreement: AgreementLine
    values: dict[date, int | None]


@dataclass
class RatingFile:
    """What one file says, and what is wrong with its rows."""

    months: list[date]
    rows: list[RatingRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(path: Path, track: Track = untracked) -> RatingFile:
    """Read ratings over time. Raises ImportFault where the file has none, or a column of a year that is no month.

    A row that cannot be read is left out and among the `problems`.
    """
    tables = read_any(reading.read_bytes(path), path.name, key=KEY, expected=_("with ratings"))
    file = RatingFile([])
    for table in tables:
        require(table, [KEY, PROVIDER, AREA])
        months = _months(table, file.problems)
        file.months += months.values()
        for row in track(table.rows, _("Reading")):
            if found := _read_row(table, row, months, file.problems, prefix=len(tables) > 1):
                file.rows.append(found)
    return file


def find_problems(file: RatingFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, and agreements that stand twice.

    Raises ImportFault where a month is still to come.
    """
    if (latest := max(file.months)) > today:
        raise ImportFault(_("The month %(month)s is still to come.") % {"month": f"{latest:%Y-%m}"})
    return [*file.problems, *_repeated(file)]


def choose(file: RatingFile, code: str | None) -> Service:
    """The service that the file is about: the one named, or the newest begun by its latest month.

    Raises ImportFault.
    """
    return choose_service(code, on=last_day(max(file.months)))


def compare(file: RatingFile, *, service: Service) -> MeasureChanges:
    """What the file changes, with the problems that only the stored rows show. Writes nothing."""
    first = service.starts_on or date.min
    rows = {
        (row.agreement.number, month): {"value": value}
        for row in file.rows
        for month, value in row.values.items()
        if last_day(month) >= first
    }
    agreements = {row.agreement.number: row.agreement for row in file.rows}
    changes = measures.compare(Rating, rows, ["value"], list(agreements.values()), service=service)
    changes.problems += _before_the_service(file, service, first)
    return changes


def save(changes: MeasureChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    actions.save_measures(changes=changes, track=track)


def _months(table: Table, problems: list[Problem]) -> dict[int, date]:
    """The month of each column that has one, by position; other columns are remarked upon and left out.

    Raises ImportFault where there is no month, one stands twice, or a header with a year is no month.
    """
    found: dict[int, date] = {}
    sheet = shown(table.sheet)
    for position, header in table.strangers([KEY, PROVIDER, AREA, REGION]).items():
        month = _month(header)
        if month is None:
            place, known = _("row %(row)d") % {"row": table.header_row}, {"columns": shown(header)}
            message = _("columns that are not known: %(columns)s") % known
            problems.append(Problem(place, "", sheet, message, Severity.REMARK))
        elif month in found.values():
            known = {"sheet": sheet, "columns": shown(header)}
            raise ImportFault(_("The sheet “%(sheet)s” has columns that appear twice: %(columns)s.") % known)
        else:
            found[position] = month
    if not found:
        raise ImportFault(
            _("The sheet “%(sheet)s” has no column of a month, such as “Januari 2025”.") % {"sheet": sheet}
        )
    return found


def _month(header: Any) -> date | None:
    """The month of a header, None where it has nothing of one. Raises ImportFault where it has a year, but no month."""
    try:
        return reading.month(header)
    except ValueFault:
        if YEAR.search(str(header)):
            raise ImportFault(_("The column “%(column)s” is not a month.") % {"column": shown(header)}) from None
        return None


def _read_row(
    table: Table, row: Row, months: dict[int, date], problems: list[Problem], *, prefix: bool
) -> RatingRow | None:
    """An agreement with its ratings; None where anything of it cannot be read."""
    number, cells = row
    place = _("row %(row)d") % {"row": number}
    line = Line(f"{shown(table.sheet)}, {place}" if prefix else place, problems)
    line.key, line.name = shown(table.value(cells, KEY) or ""), shown(table.value(cells, PROVIDER) or "")
    agreement = AgreementLine(
        line.place,
        line.take(KEY, table.value(cells, KEY), reading.agreement_number, required=True),
        line.take(PROVIDER, table.value(cells, PROVIDER), reading.name, required=True),
        line.take(AREA, table.value(cells, AREA), reading.name, required=True),
    )
    told = {month: table.cell(cells, position) for position, month in months.items()}
    values = {
        month: line.take(f"{month:%Y-%m}", value, reading.rating)
        for month, value in told.items()
        if value is not None and str(value).strip()
    }
    return RatingRow(agreement, values) if line.is_sound else None


def _before_the_service(file: RatingFile, service: Service, first: date) -> Iterator[Problem]:
    """An error for each rating in a month before the service began; "Betyg saknas" there says nothing."""
    for row in file.rows:
        line = row.agreement
        for month, value in row.values.items():
            if value is not None and last_day(month) < first:
                known = {"column": f"{month:%Y-%m}", "day": value, "service": service.name, "starts_on": first}
                message = _("%(column)s: %(day)s comes before %(service)s began, %(starts_on)s") % known
                yield Problem(line.line, line.number, line.provider, message)


def _repeated(file: RatingFile) -> Iterator[Problem]:
    """An error for each agreement number that stands a second time."""
    seen: dict[str, str] = {}
    for row in file.rows:
        line = row.agreement
        first = seen.setdefault(line.number, line.line)
        if first != line.line:
            known = {"field": KEY, "value": line.number, "first": first}
            message = _("%(field)s: %(value)s appears twice, first at %(first)s") % known
            yield Problem(line.line, line.number, line.provider, message)
