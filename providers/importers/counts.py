"""What the importers of counts per municipality and month share: `read → find_problems → compare → save`.

A count is a number, masked ("<5") or missing, and never 0 but where 0 is written. Rows whose municipality the publisher
does not know are left out, counted and told. A file that has a column more may be split by it, say into women and men,
so columns that are not known stop it. Back periods are revised, so the file wins; rows that it no longer has are kept.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.importers import reading
from municipalities.importers.places import Places
from municipalities.importers.preview import Changes, differences, in_words
from municipalities.importers.reading import (
    Count,
    ImportFault,
    Line,
    Problem,
    Track,
    ValueFault,
    is_missing,
    shown,
    untracked,
)
from municipalities.importers.tables import read_any
from municipalities.importers.workbooks import Row, Table, require

PERIOD, COUNTY, MUNICIPALITY = "PERIOD", "LÄN", "KOMMUN"
COUNTRY = frozenset({"riket", "hela riket", "hela landet"})
Key = tuple[str | None, str | None, date]  # service, municipality (None: the country), first day of the month


@dataclass(frozen=True)
class SourceOf:
    """Whence the rows of such a file come, as they are told of: the key of the source, and what it is called."""

    key: str
    publisher: str
    title: str


@dataclass(frozen=True)
class Counted:
    """A kind of count: the header of its column, the model it is stored in and the field of the number there.

    of_service: the header of the column that names the service; "" where there is none.
    """

    model: type[models.Model]
    field: str
    header: str
    source: SourceOf
    of_service: str = ""
    may_be_of_the_country: bool = False

    @property
    def headers(self) -> list[str]:
        """All columns of such a file."""
        return [PERIOD, COUNTY, MUNICIPALITY, *([self.of_service] if self.of_service else []), self.header]


@dataclass(frozen=True)
class CountRow:
    """A row as it stands in the file, its places and service by name; `municipality` is "" for the country."""

    line: str
    period: date
    county: str
    municipality: str
    service: str
    count: Count

    @property
    def name(self) -> str:
        """What the row is about, for those who are told of it."""
        return " ".join(part for part in (self.municipality or self.county, self.service) if part)


@dataclass
class CountFile:
    """What one file says, and what is wrong with its rows. `left_out`: rows of an unknown municipality."""

    counted: Counted
    rows: list[CountRow] = field(default_factory=list)
    left_out: list[CountRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class CountChanges:
    """What a file changes, ready to be shown or saved. `rows`: those that are new or get other values."""

    counted: Counted
    of_rows: Changes
    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    file_name: str = ""

    def preview(self) -> list[Changes]:
        """The changes. Gone are the rows that the file no longer has for its months; they are kept."""
        return [self.of_rows]

    def notes(self) -> list[str]:
        """What else the reader should know."""
        return self.told


# --- Reading ---------------------------------------------------------------------------------------------------------


def read(path: Path, counted: Counted, track: Track = untracked) -> CountFile:
    """Read the counts of a file, xlsx or CSV. Raises ImportFault where it lacks a column or has one that is not known.

    A row that cannot be read is left out and among the `problems`.
    """
    tables = read_any(reading.read_bytes(path), path.name, key=counted.header)
    file = CountFile(counted)
    for table in tables:
        require(table, counted.headers)
        _refuse_strangers(table, counted.headers)
        for row in track(table.rows, _("Reading")):
            if found := _read_row(table, row, file, prefix=len(tables) > 1):
                file.rows.append(found)
    return file


def _refuse_strangers(table: Table, headers: Sequence[str]) -> None:
    """Raises ImportFault where a table has columns that are not known."""
    if strange := table.strangers(headers):
        known = {"sheet": shown(table.sheet), "columns": ", ".join(shown(header) for header in strange.values())}
        raise ImportFault(
            _(
                "“%(sheet)s” has columns that are not known: %(columns)s. A further column may split the counts, "
                "so the file is not read. Remove them if they do not."
            )
            % known
        )


def _read_row(table: Table, row: Row, file: CountFile, *, prefix: bool) -> CountRow | None:
    """A row; None where anything of it cannot be read, or the municipality is not known to the publisher."""
    number, cells = row
    place = _("row %(row)d") % {"row": number}
    line = Line(f"{shown(table.sheet)}, {place}" if prefix else place, file.problems)
    municipality, county = table.value(cells, MUNICIPALITY), table.value(cells, COUNTY)
    line.name = shown(municipality or "")
    is_somewhere, of_country = not is_missing(municipality), _is_country(municipality, file.counted)
    found = CountRow(
        line.place,
        line.take(PERIOD, table.value(cells, PERIOD), reading.month, required=True),
        "" if of_country or is_missing(county) else line.take(COUNTY, county, reading.name),
        "" if of_country or not is_somewhere else line.take(MUNICIPALITY, municipality, reading.name),
        _service(line, table, cells, file.counted),
        line.take(file.counted.header, table.value(cells, file.counted.header), reading.masked_count),
    )
    if is_somewhere and not of_country and not found.county:
        line.complain(_("%(field)s: is missing") % {"field": COUNTY})
    if line.is_sound and not is_somewhere:
        file.left_out.append(found)
    return found if line.is_sound and is_somewhere else None


def _is_country(municipality: Any, counted: Counted) -> bool:
    return counted.may_be_of_the_country and str(municipality).strip().casefold() in COUNTRY


def _service(line: Line, table: Table, cells: Sequence[Any], counted: Counted) -> str:
    header = counted.of_service
    return line.take(header, table.value(cells, header), reading.name, required=True) or "" if header else ""


# --- Problems of the file by itself ----------------------------------------------------------------------------------


def find_problems(file: CountFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, months to come, rows that stand twice."""
    return [*file.problems, *_untimely(file, today), *_repeated(file)]


def _untimely(file: CountFile, today: date) -> Iterator[Problem]:
    for row in (*file.rows, *file.left_out):
        if row.period > today:
            message = _("PERIOD: %(period)s is still to come") % {"period": f"{row.period:%Y-%m}"}
            yield Problem(row.line, "", row.name, message)


def _repeated(file: CountFile) -> Iterator[Problem]:
    """An error for each row whose municipality, month and service stand above it already."""
    seen: dict[tuple, str] = {}
    for row in file.rows:
        key = (row.period, *(text.casefold() for text in (row.county, row.municipality, row.service)))
        first = seen.setdefault(key, row.line)
        if first != row.line:
            known = {"field": PERIOD, "value": f"{row.period:%Y-%m}", "first": first}
            message = _("%(field)s: %(value)s appears twice, first at %(first)s") % known
            yield Problem(row.line, "", row.name, message)


# --- Comparing -------------------------------------------------------------------------------------------------------


def compare(
    file: CountFile,
    values_of: Callable[[CountRow], dict[str, Any]],
    service_of: Callable[[CountRow], str | None] = lambda row: None,
) -> CountChanges:
    """What the file changes. Writes nothing. Two queries, and those of `service_of`.

    values_of: the values of a row beside its count. service_of: the code of its service; raises ValueFault.
    """
    counted = file.counted
    changes = CountChanges(counted, Changes(str(counted.model._meta.verbose_name_plural).capitalize()))
    wanted: dict[Key, dict[str, Any]] = {}
    labels: dict[Key, str] = {}
    for row, key in _keys(file, service_of, changes.problems):
        count = {counted.field: row.count.number, "is_masked": row.count.is_masked}
        wanted[key] = {**count, **values_of(row), "source": counted.source.key}
        labels[key] = f"{row.name} {row.period:%Y-%m}"
    _tell_differences(changes, wanted, labels)
    changes.told += _notes(file)
    return changes


def _keys(
    file: CountFile, service_of: Callable[[CountRow], str | None], problems: list[Problem]
) -> Iterator[tuple[CountRow, Key]]:
    """The rows with what they are about in the database; a row about nothing that is there becomes a problem."""
    places = Places.stored()
    for row in file.rows:
        try:
            place = places.find(row.county, row.municipality) if row.municipality else None
            service = service_of(row)
        except ValueFault as fault:
            problems.append(Problem(row.line, "", row.name, str(fault)))
            continue
        if place and row.count.number is not None and row.count.number > place.population:
            known = {"column": file.counted.header, "number": row.count.number, "population": place.population}
            message = _("%(column)s: %(number)d is more than the %(population)d inhabitants") % known
            problems.append(Problem(row.line, place.code, row.name, message))
            continue
        yield row, (service, place.code if place else None, row.period)


def _tell_differences(
    changes: CountChanges, wanted: Mapping[Key, Mapping[str, Any]], labels: Mapping[Key, str]
) -> None:
    """Sort the rows into new, changed and unchanged, and say which of the file's months are gone from it."""
    stored, told = _stored(changes.counted, wanted), changes.of_rows
    label = _label(changes.counted, changes.counted.field)
    for key, values in wanted.items():
        before = stored.pop(key, None)
        if before == values:
            told.unchanged += 1
            continue
        changes.rows[key] = dict(values)
        if before is None:
            told.new.append(f"{labels[key]}: {in_words(_by_label(changes.counted, values)[label])}")
        else:
            both = (_by_label(changes.counted, one) for one in (before, values))
            told.changed.append(f"{labels[key]}: {differences(*both)}")
    told.gone += [" ".join([*(part for part in key[:2] if part), f"{key[2]:%Y-%m}"]) for key in sorted(stored, key=str)]


def _stored(counted: Counted, wanted: Mapping[Key, Any]) -> dict[Key, dict[str, Any]]:
    """The registered rows of the months and services that the file is about, examples left out. One query."""
    columns = next(iter(wanted.values()), {})
    service = "service_id" if counted.of_service else None
    rows = counted.model.objects.filter(is_example=False, period__in={key[2] for key in wanted})
    if service:
        rows = rows.filter(service__in={key[0] for key in wanted})
    names = ["source__key" if name == "source" else name for name in columns]
    found = rows.order_by().values_list("municipality_id", "period", *names, *([service] if service else []))
    return {(row[-1] if service else None, row[0], row[1]): dict(zip(columns, row[2:], strict=False)) for row in found}


def _by_label(counted: Counted, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by label; the count is "masked" where it is that."""
    count = _("masked") if values["is_masked"] else values[counted.field]
    others = {name: value for name, value in values.items() if name != "is_masked"}
    return {_label(counted, name): value for name, value in {**others, counted.field: count}.items()}


def _label(counted: Counted, name: str) -> str:
    return str(counted.model._meta.get_field(name).verbose_name)


def _notes(file: CountFile) -> list[str]:
    """How many rows are masked, missing, or of an unknown municipality."""
    told, kinds = [], Counter("masked" if row.count.is_masked else row.count.number is None for row in file.rows)
    if masked := kinds["masked"]:
        told.append(ngettext("%(n)d count is masked.", "%(n)d counts are masked.", masked) % {"n": masked})
    if missing := kinds[True]:
        told.append(ngettext("%(n)d count is missing.", "%(n)d counts are missing.", missing) % {"n": missing})
    if rows := len(file.left_out):
        known = {"n": rows, "sum": sum(row.count.number or 0 for row in file.left_out)}
        told.append(
            ngettext(
                "%(n)d row without a municipality was left out; it counts %(sum)d.",
                "%(n)d rows without a municipality were left out; together they count %(sum)d.",
                rows,
            )
            % known
        )
    return told
