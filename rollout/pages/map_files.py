"""What the map page shows, as files: the rows of its list as CSV, XLSX and GeoJSON, its map as SVG. One selection."""

import json
from html import unescape

import pandas as pd
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from rollout.exports import KINDS, Cell, Table, file_response
from rollout.filters import group_choices
from rollout.geo_json import GEO_JSON, features
from rollout.pages.coverage_files import filters_in_words
from rollout.pages.file_about import basis_lines, made_lines, standing_lines
from rollout.pages.lists.drawn import map_panel
from rollout.pages.map_page import chosen_definition, static_map
from rollout.pages.map_state import short_status_words
from rollout.picture_files import PICTURE_KINDS, picture_response
from rollout.selection import Selection
from rollout.svg_file import Sheet
from rollout.words import BASIS_WORDS, TEST_WORDS

FILES = (*KINDS, "geojson", *PICTURE_KINDS)


def map_file(selection: Selection, kind: str, link: str) -> HttpResponse:
    """The file. link: the address of the page that it shows. Raises KeyError for a kind that is not in FILES."""
    if kind in KINDS:
        return file_response(list_table(selection, link), kind)
    if kind in PICTURE_KINDS:
        return picture_response(as_sheet(selection, link), _("municipalities"), kind)
    if kind != "geojson":
        raise KeyError(kind)
    disposition = content_disposition_header(as_attachment=True, filename=f"{_('municipalities')}.{kind}")
    made = as_geojson(selection, link)
    return HttpResponse(made, content_type=GEO_JSON, headers={"Content-Disposition": disposition})


def list_table(selection: Selection, link: str) -> Table:
    """The rows of the list in its order, each saying its day and whose rows were counted."""
    heads = [
        *(_("Code"), _("Municipality"), _("County"), _("Municipality group"), _("Inhabitants"), _("Rural")),
        *(_("Phase"), _("Service status"), _("Number of providers"), _("Day"), _("Data")),
    ]
    return Table(
        name=_("municipalities"),
        title=_("Municipalities"),
        columns=heads,
        rows=list(_lines(selection)),
        about=about(selection, link),
    )


def _lines(selection: Selection):
    told, groups = short_status_words(selection.snapshot), dict(group_choices(selection.snapshot))
    phases = {phase.number: phase.label for phase in selection.snapshot.phases}
    same: list[Cell] = [selection.on, str(BASIS_WORDS[selection.basis])]
    for row in selection.rows.itertuples():
        place = [row.Index, row.name, row.county_name, groups.get(row.group, row.group), int(row.population)]
        phase = None if pd.isna(row.phase) else phases.get(row.phase)
        number = None if pd.isna(row.providers) else int(row.providers)
        yield [*place, bool(row.rural), phase, told[row.status], number, *same]


def about(selection: Selection, link: str) -> list[tuple[str, str]]:
    """What the file is: day, plan, filters, definitions, sources, when it was made, and the way back to the page."""
    return [
        *standing_lines(selection),
        (_("Counted as present"), str(TEST_WORDS[selection.test])),
        (_("Definition of rural"), chosen_definition(selection)),
        *basis_lines(selection, selection.basis),
        *filters_in_words(selection),
        (_("Municipalities"), str(len(selection.rows))),
        (_("Source"), _("Boundaries: SCB. Municipality groups: SKR 2023. Phases and days: Arbetsförmedlingen.")),
        *made_lines(link, shows_examples=selection.shows_examples),
    ]


def as_geojson(selection: Selection, link: str) -> bytes:
    """The rows as features with their polygons; `about` says what they are."""
    table = list_table(selection, link)
    names = ("code", "name", "county", "group", "population", "rural", "phase", "status", "providers", "on", "data")
    rows = [dict(zip(names, line, strict=True)) | {"on": selection.on.isoformat()} for line in table.rows]
    made = {"type": "FeatureCollection", "about": dict(table.about), "features": features(rows)}
    return json.dumps(made, ensure_ascii=False).encode()


def as_sheet(selection: Selection, link: str) -> Sheet:
    """The map as the page has it, on a sheet of its own with legend and sources."""
    panel = map_panel(static_map(selection), selection)
    return Sheet(
        title=unescape(panel.title),
        panels=[panel],
        about=about(selection, link),
        example=_("Example data") if selection.shows_examples else "",
    )
