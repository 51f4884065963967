"""Reads the municipalities (xlsx or CSV), a row each: `read → find_problems → compare → save`.

Codes name the rows, so a file of population figures is one of these too. A municipality of which a file says nothing
stays as it is: plans, offices and figures stand on it. Neighbours are in no such file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from municipalities.actions import add_rows, change_rows, import_reason
from municipalities.importers import codes, columns, reading
from municipalities.importers.columns import Column, Row, RowFile, Shape
from municipalities.importers.keyed import FileChanges, RowChanges, hold_against
from municipalities.importers.reading import Problem, Track, untracked
from municipalities.models import County, Municipality

SHAPE = Shape(
    columns=(
        Column(
            "code",
            "KOMMUNKOD",
            codes.municipality_code,
            gettext_lazy("The official code of the municipality. It says which county the municipality lies in."),
            ("0180", "1480"),
            gettext_lazy("Four digits."),
            required=True,
            remark=codes.lost_zero,
        ),
        Column("name", "KOMMUN", reading.name, gettext_lazy("The name."), ("Stockholm", "Göteborg"), required=True),
        Column(
            "county",
            "LÄN",
            reading.name,
            gettext_lazy("The county, by name or code. Only held against the code of the municipality."),
            ("Stockholms län", "14"),
        ),
        Column(
            "population",
            "FOLKMÄNGD",
            reading.whole,
            gettext_lazy("The number of inhabitants."),
            (995_574, 608_462),
            gettext_lazy("A whole number."),
            required=True,
        ),
        Column(
            "population_year",
            "ÅR",
            codes.year,
            gettext_lazy("The year at whose end the inhabitants were counted."),
            (2024, 2024),
            gettext_lazy("A year that has been."),
            required=True,
        ),
        Column(
            "latitude",
            "LATITUD",
            codes.latitude,
            gettext_lazy("A point in the municipality, degrees north (WGS 84). A new municipality needs one."),
            (59.3293, 57.7089),
            gettext_lazy("54 to 70."),
        ),
        Column(
            "longitude",
            "LONGITUD",
            codes.longitude,
            gettext_lazy("The same point, degrees east."),
            (18.0686, 11.9746),
            gettext_lazy("10 to 25."),
        ),
    ),
    identity=("code",),
    key=("code",),
    name=("name",),
)
STORED = ("name", "population", "population_year", "latitude", "longitude")
POINT = ("latitude", "longitude")


@dataclass
class MunicipalityChanges(FileChanges):
    """What a file changes in the municipalities."""

    municipalities: RowChanges[str] | None = None

    def parts(self) -> list[RowChanges]:
        return [self.municipalities]


def read(path: Path, track: Track = untracked) -> RowFile:
    """Read the municipalities of a file. Raises ImportFault as `columns.read` does."""
    return columns.read(path, SHAPE, track)


def find_problems(file: RowFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, years to come, half a point."""
    return [*file.problems, *_unsound(file, today)]


def _unsound(file: RowFile, today: date) -> Iterator[Problem]:
    for row in file.rows:
        if row.get("population_year") > today.year:
            known = {"field": file.header("population_year"), "year": row.get("population_year")}
            yield row.problem(_("%(field)s: %(year)d is still to come") % known)
        if len({row.get(name) is None for name in POINT}) > 1:
            known = {"one": file.header("latitude"), "other": file.header("longitude")}
            yield row.problem(_("%(one)s, %(other)s: give both or neither") % known)


def compare(file: RowFile) -> MunicipalityChanges:
    """What the file changes, with the problems that only the stored rows show. Two queries. Raises ImportFault."""
    columns.refuse_empty(file)
    counties = dict(County.objects.values_list("code", "name"))
    found = Municipality.objects.order_by().values_list("code", *STORED)
    stored = {code: dict(zip(STORED, values, strict=True)) for code, *values in found}
    changes = MunicipalityChanges(file)
    wanted = {}
    for row in file.rows:
        changes.problems += _misplaced(file, row, counties)
        wanted[row.get("code")] = _values(file, row, row.get("code") in stored, changes.problems)
    names = {**{code: values["name"] for code, values in wanted.items()}, **_names(stored)}
    labels = {name: Municipality._meta.get_field(name).verbose_name for name in STORED}
    changes.municipalities = hold_against(
        str(Municipality._meta.verbose_name_plural).capitalize(),
        wanted,
        stored,
        labels=labels,
        name=lambda code: f"{code} {names[code]}",
    )
    if made := len(changes.municipalities.made):
        changes.told.append(
            ngettext(
                "%(n)d new municipality has no neighbours until they are entered in the admin.",
                "%(n)d new municipalities have no neighbours until they are entered in the admin.",
                made,
            )
            % {"n": made}
        )
    return changes


def _names(stored: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {code: values["name"] for code, values in stored.items()}


def _misplaced(file: RowFile, row: Row, counties: dict[str, str]) -> Iterator[Problem]:
    """An error where the county of a row's code is not known, or another one is named."""
    code = row.get("code")[:2]
    said = (row.get("county") or "").casefold()
    if code not in counties:
        yield row.problem(
            _("%(field)s: no county has the code %(code)s") % {"field": file.header("code"), "code": code}
        )
    elif said and said not in (code, code.lstrip("0"), counties[code].casefold()):
        known = {"field": file.header("county"), "county": counties[code]}
        yield row.problem(_("%(field)s: by its code the municipality lies in %(county)s") % known)


def _values(file: RowFile, row: Row, is_known: bool, problems: list[Problem]) -> dict[str, Any]:
    """The values to be stored. A known municipality keeps its point where none is given."""
    values = file.given(row, STORED)
    if row.get("latitude") is None:
        values = {name: value for name, value in values.items() if name not in POINT}
        if not is_known:
            known = {"one": file.header("latitude"), "other": file.header("longitude")}
            problems.append(row.problem(_("%(one)s, %(other)s: a new municipality needs a point") % known))
    return values


def save(changes: MunicipalityChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    told = {"reason": import_reason(changes.file_name)}
    rows = changes.municipalities
    made = [Municipality(code=code, county_id=code[:2], **values) for code, values in rows.made.items()]
    add_rows(rows=track(made, _("Saving")), **told)
    change_rows(model=Municipality, values=rows.changed, **told)
