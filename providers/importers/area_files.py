"""Reads delivery areas (xlsx or CSV), a row for each area and municipality: `read → find_problems → compare → save`.

An area is told by its service and its name. A row without a municipality is an area of which the municipalities are not
known. Areas and municipalities that the file does not name stay as they are, unless they are to go.
"""

from collections.abc import Iterator
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
from municipalities.models import Certainty, Source
from municipalities.swedish import search_key
from providers.importers.services import Services
from providers.models import AreaMembership, DeliveryArea

SHAPE = Shape(
    columns=(
        Column(
            "service",
            "TJÄNST",
            reading.name,
            gettext_lazy("The service that the area belongs to."),
            ("RoM 2", "RoM 2"),
            gettext_lazy("Name, short name or code of a service that is there."),
            required=True,
        ),
        Column(
            "area",
            "LEVERANSOMRÅDE",
            reading.name,
            gettext_lazy("The name of the area. One that the service does not have is made."),
            ("Norra Bergslagen", "Norra Bergslagen"),
            required=True,
        ),
        Column(
            "code",
            "KOMMUNKOD",
            codes.municipality_code,
            gettext_lazy("A municipality of the area. Empty where the municipalities are not known."),
            ("1962", "1984"),
            gettext_lazy("Four digits."),
            remark=codes.lost_zero,
        ),
        Column(
            "place",
            "KOMMUN",
            reading.name,
            gettext_lazy("The name of the municipality, held against its code, or instead of it."),
            ("Norberg", "Arboga"),
        ),
        Column(
            "certainty",
            "SÄKERHET",
            codes.certainty,
            gettext_lazy("How it is known that the municipality lies in the area. Where nothing is said: angiven."),
            ("angiven", "härledd"),
            gettext_lazy("angiven, härledd or rapporterad."),
        ),
        Column(
            "source",
            "KÄLLA",
            reading.text_up_to(350),
            gettext_lazy("The source of the area. One row of the area is enough."),
            ("Arbetsförmedlingen: Leveransområden 2026", ""),
            gettext_lazy("The key or title of a source that is there, or “Publisher: title” of a new one."),
        ),
    ),
    identity=("service", "area", "code", "place"),
    key=("code",),
    name=("place", "area"),
)
AreaKey = tuple[str, str]  # code of the service, search key of the area's name
MemberKey = tuple[str, str]  # codes of the service and the municipality


@dataclass
class AreaChanges(FileChanges):
    """What a file changes in areas and in who lies in them. names: of the areas, as they are told and stored."""

    names: dict[AreaKey, str] = field(default_factory=dict)
    sources: dict[str, NamedSource] = field(default_factory=dict)
    areas: RowChanges[AreaKey] = field(default_factory=lambda: RowChanges(Changes("")))
    memberships: RowChanges[MemberKey] = field(default_factory=lambda: RowChanges(Changes("")))

    def parts(self) -> list[RowChanges]:
        return [self.areas, self.memberships]


def read(path: Path, track: Track = untracked) -> RowFile:
    """Read the areas of a file. Raises ImportFault as `columns.read` does."""
    return columns.read(path, SHAPE, track)


def find_problems(file: RowFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, and an area with two sources."""
    return [*file.problems, *columns.contradictions(file, "source", of=("service", "area"))]


# --- Comparing -------------------------------------------------------------------------------------------------------


def compare(file: RowFile, *, remove_gone: bool = False) -> AreaChanges:
    """What the file changes, with the problems that only the stored rows show. Five queries. Raises ImportFault.

    remove_gone: municipalities of the file's areas that it no longer has are taken out of them; else they stay.
    """
    columns.refuse_empty(file)
    changes = AreaChanges(file, removes_gone=remove_gone)
    found = list(_placed(changes, Services.stored(), Places.stored()))
    _compare_areas(changes, found)
    _compare_memberships(changes, found)
    return changes


def _placed(changes: AreaChanges, services: Services, places: Places) -> Iterator[tuple[Row, AreaKey, str]]:
    """Each row with its area and the code of its municipality, "" for none; where there is no such thing, a problem."""
    for row in changes.file.rows:
        try:
            service = services.named(row.get("service"))
            code, name = row.get("code") or "", row.get("place") or ""
            place = places.named(code, name).code if code or name else ""
        except ValueFault as fault:
            changes.problems.append(row.problem(str(fault)))
            continue
        key = (service.code, search_key(row.get("area")))
        changes.names[key] = min(row.get("area"), changes.names.get(key, row.get("area")))  # whichever stands first
        yield row, key, place


def _compare_areas(changes: AreaChanges, found: list[tuple[Row, AreaKey, str]]) -> None:
    sources, wanted = Sources.stored(), {}
    for row, key, _code in found:
        values = wanted.setdefault(key, {})
        if text := row.get("source"):
            try:
                values["source"] = sources.key(text)
            except ValueFault as fault:
                changes.problems.append(row.problem(f"{changes.file.header('source')}: {fault}"))
    changes.sources = sources.new
    stored, examples = _stored_areas({service for service, _name in wanted}, changes.names)
    changes.problems += [row.problem(_example(changes, key)) for row, key, _code in found if key in examples]
    changes.areas = hold_against(
        str(DeliveryArea._meta.verbose_name_plural).capitalize(),
        wanted,
        stored,
        labels={"source": _("source")},
        name=lambda key: f"{key[0]} {changes.names[key]}",
    )


def _stored_areas(services: set[str], names: dict[AreaKey, str]) -> tuple[dict[AreaKey, dict[str, Any]], set[AreaKey]]:
    """The registered areas of some services with their values, and which are examples; their names are put in."""
    rows = DeliveryArea.objects.filter(service__in=services).order_by()
    stored, examples = {}, set()
    for service, name, source, is_example in rows.values_list("service_id", "name", "source__key", "is_example"):
        key = (service, search_key(name))
        if is_example:
            examples.add(key)
        else:
            stored[key] = {"source": source}
            names[key] = name
    return stored, examples


def _example(changes: AreaChanges, key: AreaKey) -> str:
    return _("“%(name)s” is example data, which has to be removed first") % {"name": changes.names[key]}


def _compare_memberships(changes: AreaChanges, found: list[tuple[Row, AreaKey, str]]) -> None:
    wanted: dict[MemberKey, dict[str, Any]] = {}
    lines: dict[MemberKey, Row] = {}
    for row, key, code in found:
        if not code:
            continue
        values = {"area": changes.names[key]}
        if "certainty" in changes.file.present:
            values["certainty"] = row.get("certainty") or Certainty.STATED.value
        first = lines.setdefault((key[0], code), row)
        if wanted.setdefault((key[0], code), values) != values:
            known = {"area": first.get("area"), "first": first.line}
            changes.problems.append(
                row.problem(_("the municipality stands otherwise at %(first)s, in %(area)s") % known)
            )
    stored = _stored_memberships({service for service, _code in wanted})
    _refuse_examples(changes, lines, stored)
    named = {(key[0], changes.names[key]) for _row, key, _code in found}
    changes.memberships = hold_against(
        str(AreaMembership._meta.verbose_name_plural).capitalize(),
        wanted,
        {key: each for key, each in stored.items() if key in wanted or (key[0], each["area"]) in named},
        labels={"area": _("delivery area"), "certainty": _("certainty")},
        name=" ".join,
    )


def _stored_memberships(services: set[str]) -> dict[MemberKey, dict[str, Any]]:
    rows = AreaMembership.objects.filter(service__in=services).order_by()
    columns = ("service_id", "municipality_id", "area__name", "certainty", "area__is_example")
    return {
        (service, code): {"area": area, "certainty": certainty, "is_example": is_example}
        for service, code, area, certainty, is_example in rows.values_list(*columns)
    }


def _refuse_examples(
    changes: AreaChanges, lines: dict[MemberKey, Row], stored: dict[MemberKey, dict[str, Any]]
) -> None:
    """An error for each municipality that lies in an invented area of the service: it can lie in one only."""
    for key, row in lines.items():
        if key in stored and stored[key]["is_example"]:
            known = {"area": stored[key]["area"]}
            message = _("the municipality lies in “%(area)s”, which is example data and has to be removed first")
            changes.problems.append(row.problem(message % known))


# --- Saving ----------------------------------------------------------------------------------------------------------


def save(changes: AreaChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    told = {"reason": import_reason(changes.file_name)}
    add_rows(rows=[Source(**source._asdict()) for source in changes.sources.values()], **told)
    sources = dict(Source.objects.values_list("key", "pk"))
    made = [
        DeliveryArea(service_id=key[0], name=changes.names[key], source_id=sources.get(values.get("source")))
        for key, values in changes.areas.made.items()
    ]
    add_rows(rows=made, **told)
    areas = _area_keys()
    changed = {areas[key]: {"source_id": sources[values["source"]]} for key, values in changes.areas.changed.items()}
    change_rows(model=DeliveryArea, values=changed, **told)
    _save_memberships(changes, areas, track, told)


def _area_keys() -> dict[AreaKey, int]:
    rows = DeliveryArea.objects.order_by().values_list("service_id", "search_key", "pk")
    return {(service, name): pk for service, name, pk in rows}


def _save_memberships(changes: AreaChanges, areas: dict[AreaKey, int], track: Track, told: dict[str, Any]) -> None:
    def stored(key: MemberKey, values: dict[str, Any]) -> dict[str, Any]:
        columns = {name: value for name, value in values.items() if name != "area"}
        return {**columns, "area_id": areas[key[0], search_key(values["area"])]} if "area" in values else columns

    made = [
        AreaMembership(service_id=key[0], municipality_id=key[1], **stored(key, values))
        for key, values in changes.memberships.made.items()
    ]
    add_rows(rows=track(made, _("Saving")), **told)
    rows = AreaMembership.objects.order_by().values_list("service_id", "municipality_id", "pk")
    keys = {(service, code): pk for service, code, pk in rows}
    changed = {keys[key]: stored(key, values) for key, values in changes.memberships.changed.items()}
    change_rows(model=AreaMembership, values=changed, **told)
    if changes.removes_gone:
        remove_rows(model=AreaMembership, keys=[keys[key] for key in changes.memberships.gone], **told)
