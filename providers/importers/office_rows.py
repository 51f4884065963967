"""Reads offices of any provider (xlsx or CSV), a row each: `read → find_problems → compare → save`.

A row with the key of an office is about that one. One without is about the office that its agreement has at the address
from that day, and where there is none, a new one. A point says where an office is; a municipality that was set by hand
stays while the point does. What a file lacks stays as it is, or gets a last day where the reader says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from municipalities.actions import add_rows, analyse, change_rows, import_reason
from municipalities.geography import place as place_points
from municipalities.importers import codes, columns
from municipalities.importers.columns import Row, RowFile, Shape
from municipalities.importers.keyed import FileChanges, RowChanges, hold_against
from municipalities.importers.places import Places
from municipalities.importers.preview import Changes
from municipalities.importers.reading import Problem, Severity, Track, ValueFault, untracked
from providers.importers.office_columns import COLUMNS, LATITUDE, LONGITUDE
from providers.importers.office_ground import Key, Known, OfficeGround, Point, place_of
from providers.models import Office

SHAPE = Shape(
    columns=COLUMNS,
    identity=("office", "number", "street", "post_town", "municipality", "on_site", "first_on"),
    key=("number",),
    name=("street", "post_town", "municipality"),
)
TEXTS = {"street": "street", "postal_code": "postal_code", "post_town": "post_town"}
COLUMN_OF = {**TEXTS, "on_site": "on_site", "first_on": "opens_on", "last_on": "closes_on"}  # by the field of a file
SHOWN = ("number", *COLUMN_OF.values(), "latitude", "longitude", "municipality")


@dataclass
class OfficeRowChanges(FileChanges):
    """What a file changes. Offices by key, new ones by their place in the file below 0; `number` is the agreement's."""

    offices: RowChanges[Key] = field(default_factory=lambda: RowChanges(Changes("")))
    ground: OfficeGround | None = None

    def parts(self) -> list[RowChanges]:
        return [self.offices]


def read(path: Path, track: Track = untracked) -> RowFile:
    """Read the offices of a file. Raises ImportFault as `columns.read` does."""
    return columns.read(path, SHAPE, track)


def find_problems(file: RowFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, half a point, days in the wrong order."""
    return [*file.problems, *(problem for row in file.rows for problem in _unsound(file, row))]


def _unsound(file: RowFile, row: Row) -> Iterator[Problem]:
    latitude, longitude = row.get("latitude"), row.get("longitude")
    if (latitude is None) != (longitude is None):
        yield row.problem(_("%(one)s, %(other)s: give both or neither") % {"one": LATITUDE, "other": LONGITUDE})
    elif latitude is not None and not codes.is_in_sweden(latitude, longitude):
        known = {"one": LATITUDE, "other": LONGITUDE, "latitude": latitude, "longitude": longitude}
        yield row.problem(_("%(one)s, %(other)s: %(latitude)s, %(longitude)s is no place in Sweden") % known)
    first, last = row.get("first_on"), row.get("last_on")
    for name in ("first_on", "last_on"):
        try:
            codes.day(row.get(name))
        except ValueFault as fault:
            yield row.problem(f"{file.header(name)}: {fault}")
    if first and last and last < first:
        known = {"field": file.header("last_on"), "day": last, "before": file.header("first_on"), "first": first}
        yield row.problem(_("%(field)s: %(day)s comes before %(before)s, %(first)s") % known)


# --- Comparing -------------------------------------------------------------------------------------------------------


def compare(file: RowFile, *, end_gone_on: date | None = None) -> OfficeRowChanges:
    """What the file changes, with the problems that only the stored rows show. Five queries. Raises ImportFault.

    end_gone_on: the last day that offices of the file's agreements get which it no longer has and which would stay open
    after that day; without one they stay as they are.
    """
    columns.refuse_empty(file)
    ground = OfficeGround.stored({row.get("number") for row in file.rows})
    changes = OfficeRowChanges(file, ends_gone_on=end_gone_on, ground=ground)
    places = Places.stored()
    rows = dict(_keyed(changes, places))
    wanted = dict(_wanted(changes, rows, places))
    stored = {key: known.values for key, known in changes.ground.offices.items()}
    labels = {name: Office._meta.get_field(name).verbose_name for name in SHOWN if name != "number"}
    changes.offices = hold_against(
        str(Office._meta.verbose_name_plural).capitalize(),
        wanted,
        stored,
        labels={**labels, "number": _("agreement number"), "placed": _("placed")},
        name=lambda key: _name(wanted.get(key) or stored[key], stored.get(key)),
    )
    if end_gone_on:
        _end_gone(changes, end_gone_on)
    changes.problems += _overlaps(changes, rows)
    return changes


def _keyed(changes: OfficeRowChanges, places: Places) -> Iterator[tuple[Key, Row]]:
    """Each row with the key of its office, or with a number below 0; a row that is about none is a problem."""
    seen: dict[Key | tuple, str] = {}
    for at, row in enumerate(changes.file.rows, start=1):
        try:
            place = place_of(row.values, row.get("first_on"), _code(row, places))
            key = changes.ground.office_of(row, place)
        except ValueFault as fault:
            changes.problems.append(row.problem(str(fault)))
            continue
        if first := seen.get(place if key is None else key):
            message = _("the office is in the file already, at %(first)s") % {"first": first}
            changes.problems.append(row.problem(message))
            continue
        seen[place if key is None else key] = row.line
        yield (-at if key is None else key), row


def _code(row: Row, places: Places) -> str:
    """The code of the municipality that a row names, "" for none. Raises ValueFault."""
    named = row.get("municipality")
    return places.named("", named).code if named else ""


def _wanted(changes: OfficeRowChanges, rows: Mapping[Key, Row], places: Places) -> Iterator[tuple[Key, dict[str, Any]]]:
    """The values that each row wants stored."""
    offices = changes.ground.offices
    placed = _placed({_point(row, offices.get(key)) for key, row in rows.items()})
    for key, row in rows.items():
        known = offices.get(key)
        values = {COLUMN_OF[name]: value for name, value in changes.file.given(row, list(COLUMN_OF)).items()}
        values |= {name: values[name] or "" for name in TEXTS if name in values}
        if "on_site" in values:
            values["on_site"] = values["on_site"] is not False
        try:
            values |= _place(changes, row, known, _code(row, places), placed)
        except ValueFault as fault:
            changes.problems.append(row.problem(str(fault)))
        yield key, {"number": row.get("number"), **values}


def _point(row: Row, known: Known | None) -> Point:
    """The point of a row; where the file has none of the two columns, that of the office."""
    if "latitude" in row.values:
        return row.get("latitude"), row.get("longitude")
    return known.point if known else (None, None)


def _placed(points: Iterable[Point]) -> dict[Point, tuple[str | None, str]]:
    """Municipality and how it is known, of each point."""
    found = [point for point in points if None not in point]
    if not found:
        return {}
    frame = place_points(pd.DataFrame(found, columns=["latitude", "longitude"], dtype=float))
    return dict(zip(found, zip(frame["code"], frame["how"].astype(str), strict=True), strict=True))


def _place(
    changes: OfficeRowChanges,
    row: Row,
    known: Known | None,
    named: str,
    placed: Mapping[Point, tuple[str | None, str]],
) -> dict[str, Any]:
    """Point and municipality of an office. Raises ValueFault where another is named than the point lies in."""
    point = _point(row, known)
    at = {"latitude": point[0], "longitude": point[1]}
    if known and point == known.point and named in ("", known.values["municipality"]):
        return {**at, "municipality": known.values["municipality"], "placed": known.values["placed"]}
    code, how = placed.get(point, (None, Office.Placed.MISSING.value))
    code = None if pd.isna(code) else code
    if code and named and code != named:
        told = {"code": code, "name": row.get("municipality")}
        raise ValueFault(_("by its coordinate the office lies in %(code)s, not in %(name)s") % told)
    if named and not code:
        code, how = named, Office.Placed.BY_HAND.value
    _remark_place(changes, row, code)
    return {**at, "municipality": code, "placed": how}


def _remark_place(changes: OfficeRowChanges, row: Row, code: str | None) -> None:
    agreement = changes.ground.agreements[row.get("number")]
    if code is None:
        changes.problems.append(row.problem(_("is kept without a municipality"), Severity.REMARK))
    elif agreement.municipalities and code not in agreement.municipalities:
        known = {"code": code, "area": agreement.area}
        message = _("%(code)s does not belong to the agreement's delivery area, %(area)s") % known
        changes.problems.append(row.problem(message, Severity.REMARK))


def _name(values: Mapping[str, Any], known: Mapping[str, Any] | None) -> str:
    both = {**(known or {}), **values}
    parts = (both["number"], both.get("street"), both.get("post_town") or both.get("municipality"))
    return " ".join(part for part in parts if part)


def _end_gone(changes: OfficeRowChanges, on: date) -> None:
    """Give the offices that the file lacks a last day, where they would stay open after it."""
    for key in changes.offices.gone:
        values = changes.ground.offices[key].values
        if (values["opens_on"] or date.min) <= on < (values["closes_on"] or date.max):
            changes.offices.changed[key] = {"closes_on": on}
            known = {"name": _name(values, None), "day": on}
            changes.offices.of_rows.changed.append(_("%(name)s: is not in the file, and ends on %(day)s") % known)


def _overlaps(changes: OfficeRowChanges, rows: Mapping[Key, Row]) -> Iterator[Problem]:
    """An error for each changed row whose days are none, or are days of another row of the same listed office."""
    offices, changed = changes.ground.offices, changes.offices.changed
    after = {key: known.values | changed.get(key, {}) for key, known in offices.items()}
    there: dict[tuple, list[Key]] = {}
    for key, known in offices.items():
        if known.address_id:
            there.setdefault((known.values["number"], known.address_id), []).append(key)
    for key in [key for key in changed if key in rows]:
        mine, of = after[key], (after[key]["number"], offices[key].address_id)
        if (mine["closes_on"] or date.max) < (mine["opens_on"] or date.min):
            yield rows[key].problem(_("the office would close before it opens"))
        elif any(_share_days(mine, after[other]) for other in there.get(of, ()) if other != key):
            yield rows[key].problem(_("the agreement already has this office on some of these days"))


def _share_days(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return (one["opens_on"] or date.min) <= (other["closes_on"] or date.max) and (other["opens_on"] or date.min) <= (
        one["closes_on"] or date.max
    )


# --- Saving ----------------------------------------------------------------------------------------------------------


def save(changes: OfficeRowChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    told, ground = {"reason": import_reason(changes.file_name)}, changes.ground
    moved, others = {}, {}
    for key, values in changes.offices.changed.items():
        if {"opens_on", "closes_on"} & values.keys():
            moved[key] = {"address_id": ground.offices[key].address_id, **_stored(values)}
        else:
            others[key] = _stored(values)
    change_rows(model=Office, values=moved, freed=["address_id"], **told)
    change_rows(model=Office, values=others, **told)
    made = (_new(values, ground) for values in track(list(changes.offices.made.values()), _("Adding offices")))
    add_rows(rows=made, **told)
    analyse(Office)


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"municipality_id" if name == "municipality" else name: value for name, value in values.items()}


def _new(values: Mapping[str, Any], ground: OfficeGround) -> Office:
    agreement = ground.agreements[values["number"]]
    origin = Office.Origin.EXAMPLE if agreement.is_example else Office.Origin.ENTERED
    columns = {name: value for name, value in _stored(values).items() if name != "number"}
    return Office(agreement_id=agreement.pk, origin=origin, **columns)
