"""Reads classifications (xlsx or CSV), a row for each municipality: `read → find_problems → compare → save`.

What is said of a classification or a class as a whole (its name, owner, year, source) may stand on one of its rows or
on all, and must not differ. A file may hold several classifications, and none that it does not name is touched.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.actions import add_rows, change_rows, import_reason, remove_rows
from municipalities.importers import codes, columns, reading
from municipalities.importers.columns import Column, Row, RowFile, Shape
from municipalities.importers.keyed import FileChanges, RowChanges, hold_against
from municipalities.importers.places import Places
from municipalities.importers.preview import Changes
from municipalities.importers.reading import Problem, Track, ValueFault, untracked
from municipalities.importers.sources import NamedSource, Sources
from municipalities.models import Classification, ClassMembership, Municipality, MunicipalityClass, Source

SHAPE = Shape(
    columns=(
        Column(
            "classification",
            "INDELNING",
            codes.key,
            gettext_lazy("The key of the classification. A key that is not known becomes a new one."),
            ("skr-2023", "skr-2023"),
            gettext_lazy("Small letters, digits and hyphens."),
            required=True,
        ),
        Column(
            "code",
            "KOMMUNKOD",
            codes.municipality_code,
            gettext_lazy("The official code of the municipality."),
            ("0180", "2425"),
            gettext_lazy("Four digits."),
            required=True,
            remark=codes.lost_zero,
        ),
        Column(
            "place",
            "KOMMUN",
            reading.name,
            gettext_lazy("The name of the municipality. Only held against its code."),
            ("Stockholm", "Dorotea"),
        ),
        Column(
            "class_code",
            "KLASS",
            reading.text_up_to(10),
            gettext_lazy("The code of the class of the municipality."),
            ("A1", "C8"),
            gettext_lazy("At most ten characters."),
            required=True,
        ),
        Column(
            "class_name",
            "KLASSNAMN",
            reading.name,
            gettext_lazy("What the class is called. One row of the class is enough."),
            ("Storstäder", "Landsbygdskommun"),
        ),
        Column(
            "name",
            "INDELNINGENS NAMN",
            reading.name,
            gettext_lazy("What the classification is called; needed for a new one. One row is enough."),
            ("Kommungruppsindelning 2023", ""),
        ),
        Column(
            "owner",
            "ÄGARE",
            reading.text_up_to(100),
            gettext_lazy("Whose classification it is; needed for a new one. One row is enough."),
            ("Sveriges Kommuner och Regioner (SKR)", ""),
        ),
        Column(
            "year",
            "ÅR",
            codes.year,
            gettext_lazy("The year of the classification. One row is enough."),
            (2023, None),
        ),
        Column(
            "source",
            "KÄLLA",
            reading.text_up_to(350),
            gettext_lazy("The source; needed for a new classification. One row is enough."),
            ("SKR: Kommungruppsindelning 2023", ""),
            gettext_lazy("The key or title of a source that is there, or “Publisher: title” of a new one."),
        ),
    ),
    identity=("classification", "code"),
    key=("code",),
    name=("place", "classification"),
)
OF_ALL = ("name", "owner", "year", "source")
NEEDED = ("name", "owner", "source")
ClassKey = tuple[str, str]  # key of the classification, code of the class
MemberKey = tuple[str, str]  # key of the classification, code of the municipality


@dataclass
class ClassChanges(FileChanges):
    """What a file changes in classifications, their classes and who is in them. sources: those that it adds."""

    sources: dict[str, NamedSource] = field(default_factory=dict)
    classifications: RowChanges[str] = field(default_factory=lambda: RowChanges(Changes("")))
    classes: RowChanges[ClassKey] = field(default_factory=lambda: RowChanges(Changes("")))
    memberships: RowChanges[MemberKey] = field(default_factory=lambda: RowChanges(Changes("")))

    def parts(self) -> list[RowChanges]:
        return [self.classifications, self.classes, self.memberships]


def read(path: Path, track: Track = untracked) -> RowFile:
    """Read the classifications of a file. Raises ImportFault as `columns.read` does."""
    return columns.read(path, SHAPE, track)


def find_problems(file: RowFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, and what is said in two ways."""
    found = list(file.problems)
    for name in OF_ALL:
        found += columns.contradictions(file, name, of=("classification",))
    return [*found, *columns.contradictions(file, "class_name", of=("classification", "class_code"))]


def compare(file: RowFile, *, remove_gone: bool = False) -> ClassChanges:
    """What the file changes, with the problems that only the stored rows show. Five queries. Raises ImportFault.

    remove_gone: municipalities that the file no longer has in a classification are taken out of it; else they stay.
    """
    columns.refuse_empty(file)
    changes = ClassChanges(file, removes_gone=remove_gone)
    _check_places(changes, Places.stored())
    _compare_classifications(changes)
    _compare_classes(changes)
    _compare_memberships(changes)
    return changes


def _check_places(changes: ClassChanges, places: Places) -> None:
    for row in changes.file.rows:
        try:
            places.named(row.get("code"), row.get("place") or "")
        except ValueFault as fault:
            changes.problems.append(row.problem(f"{changes.file.header('code')}: {fault}"))


def _said(rows: Iterable[Row], name: str) -> Any:
    """What the rows say of all of them together; None where none says anything."""
    return next((row.get(name) for row in rows if row.get(name) not in (None, "")), None)


def _together(rows: Iterable[Row], *names: str) -> dict[Any, list[Row]]:
    """Rows by some of their fields: the value of one field, or the tuple of several."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        values = tuple(row.get(name) for name in names)
        found.setdefault(values if len(names) > 1 else values[0], []).append(row)
    return found


def _compare_classifications(changes: ClassChanges) -> None:
    file, sources = changes.file, Sources.stored()
    rows = Classification.objects.order_by().values_list("key", "name", "owner", "year", "source__key")
    stored = {key: dict(zip(OF_ALL, values, strict=True)) for key, *values in rows}
    wanted: dict[str, dict[str, Any]] = {}
    for key, rows in _together(file.rows, "classification").items():
        values = {name: value for name in OF_ALL if (value := _said(rows, name)) is not None}
        if "source" in values:
            values["source"] = _source_key(changes, sources, rows, values["source"])
        lacking = [file.header(name) for name in NEEDED if name not in values]
        if key not in stored and lacking:
            known = {"key": key, "columns": ", ".join(lacking)}
            changes.problems.append(rows[0].problem(_("“%(key)s” is new and lacks %(columns)s") % known))
        wanted[key] = values
    changes.sources = sources.new
    changes.classifications = _held(Classification, wanted, stored, OF_ALL, str)
    changes.classifications.gone.clear()  # the file is not about those that it does not name
    changes.classifications.of_rows.gone.clear()


def _source_key(changes: ClassChanges, sources: Sources, rows: list[Row], text: str) -> str:
    try:
        return sources.key(text)
    except ValueFault as fault:
        row = next(row for row in rows if row.get("source") == text)
        changes.problems.append(row.problem(f"{changes.file.header('source')}: {fault}"))
        return ""


def _compare_classes(changes: ClassChanges) -> None:
    wanted = {}
    for key, rows in _together(changes.file.rows, "classification", "class_code").items():
        said = _said(rows, "class_name")
        wanted[key] = {} if said is None else {"name": said}
    found = MunicipalityClass.objects.order_by().values_list("classification__key", "code", "name")
    named = {key for key, _code in wanted}
    stored = {(key, code): {"name": name} for key, code, name in found if key in named}
    changes.classes = _held(MunicipalityClass, wanted, stored, ("name",), " ".join)


def _compare_memberships(changes: ClassChanges) -> None:
    wanted = {
        (row.get("classification"), row.get("code")): {"class": row.get("class_code")} for row in changes.file.rows
    }
    named = {key for key, _code in wanted}
    found = ClassMembership.objects.filter(classification__key__in=named).order_by()
    names = dict(Municipality.objects.order_by().values_list("code", "name"))
    stored = {
        (key, code): {"class": class_code}
        for key, code, class_code in found.values_list(
            "classification__key", "municipality_id", "municipality_class__code"
        )
    }
    changes.memberships = hold_against(
        str(ClassMembership._meta.verbose_name_plural).capitalize(),
        wanted,
        stored,
        labels={"class": _("class")},
        name=lambda key: f"{key[0]} {key[1]} {names.get(key[1], '')}".strip(),
    )


def _held(
    model: type, wanted: dict, stored: dict, fields: tuple[str, ...], name: Callable[[Any], str]
) -> RowChanges[Any]:
    labels = {field: model._meta.get_field(field).verbose_name for field in fields}
    return hold_against(str(model._meta.verbose_name_plural).capitalize(), wanted, stored, labels=labels, name=name)


def save(changes: ClassChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    told = {"reason": import_reason(changes.file_name)}
    add_rows(rows=[Source(**source._asdict()) for source in changes.sources.values()], **told)
    _save_classifications(changes, told)
    _save_classes(changes, told)
    _save_memberships(changes, track, told)


def _save_classifications(changes: ClassChanges, told: dict[str, Any]) -> None:
    sources = dict(Source.objects.values_list("key", "pk"))
    keys = dict(Classification.objects.values_list("key", "pk"))

    def stored(values: dict[str, Any]) -> dict[str, Any]:
        return {
            **_without(values, "source"),
            **({"source_id": sources[values["source"]]} if "source" in values else {}),
        }

    made = changes.classifications.made.items()
    add_rows(rows=[Classification(key=key, **stored(values)) for key, values in made], **told)
    changed = {keys[key]: stored(values) for key, values in changes.classifications.changed.items()}
    change_rows(model=Classification, values=changed, **told)


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}


def _class_keys() -> dict[ClassKey, int]:
    rows = MunicipalityClass.objects.order_by().values_list("classification__key", "code", "pk")
    return {(key, code): pk for key, code, pk in rows}


def _save_classes(changes: ClassChanges, told: dict[str, Any]) -> None:
    of = dict(Classification.objects.values_list("key", "pk"))
    made = [
        MunicipalityClass(classification_id=of[key], code=code, name=values.get("name") or code)
        for (key, code), values in changes.classes.made.items()
    ]
    add_rows(rows=made, **told)
    keys = _class_keys()
    changed = {keys[key]: values for key, values in changes.classes.changed.items()}
    change_rows(model=MunicipalityClass, values=changed, **told)


def _save_memberships(changes: ClassChanges, track: Track, told: dict[str, Any]) -> None:
    of, classes = dict(Classification.objects.values_list("key", "pk")), _class_keys()
    rows = ClassMembership.objects.order_by().values_list("classification__key", "municipality_id", "pk")
    keys = {(key, code): pk for key, code, pk in rows}
    made = [
        ClassMembership(
            municipality_id=code, classification_id=of[key], municipality_class_id=classes[key, values["class"]]
        )
        for (key, code), values in changes.memberships.made.items()
    ]
    add_rows(rows=track(made, _("Saving")), **told)
    changed = {
        keys[key]: {"municipality_class_id": classes[key[0], values["class"]]}
        for key, values in changes.memberships.changed.items()
    }
    change_rows(model=ClassMembership, values=changed, **told)
    if changes.removes_gone:
        remove_rows(model=ClassMembership, keys=[keys[key] for key in changes.memberships.gone], **told)
