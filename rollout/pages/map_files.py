"""What the map page shows, as files: the rows of its list as CSV, XLSX and GeoJSON, its map as SVG. One selection."""

import json

import pandas as pd
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from rollout.exports import KINDS, Cell, Table, file_response
from rollout.filters import group_choices
from rollout.geo_json import GEO_JSON, features
from rollout.pages.coverage_files import filters_in_words
from rollout.pages.file_about import basis_lines, made_lines, standing_lines
from rollout.pages.map_page import MISSING, chosen_definition
from rollout.pages.map_state import class_words, short_status_words
from rollout.palette import layer_classes
from rollout.selection import Selection
from rollout.svgmap import draw_map_file, shapes
from rollout.words import BASIS_WORDS, LAYER_WORDS, TEST_WORDS, day_in_words

FILES = (*KINDS, "geojson", "svg")
PICTURE_HEIGHT = 1200


def map_file(selection: Selection, kind: str, link: str) -> HttpResponse:
    """The file. link: the address of the page that it shows. Raises KeyError for a kind that is not in FILES."""
    if kind in KINDS:
        return file_response(list_table(selection, link), kind)
    made = {"geojson": as_geojson, "svg": as_svg}[kind](selection, link)
    disposition = content_disposition_header(as_attachment=True, filename=f"{_('municipalities')}.{kind}")
    media = {"geojson": GEO_JSON, "svg": "image/svg+xml"}[kind]
    return HttpResponse(made, content_type=media, headers={"Content-Disposition": disposition})


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


def as_svg(selection: Selection, link: str) -> bytes:
    """The map as a picture of its own, with its legend in the description; municipalities not chosen have no colour."""
    words = class_words(selection.snapshot)
    classes, chosen = selection.classes(), set(selection.rows.index)
    counts = {each.key: sum(classes[code] == each.key for code in chosen) for each in layer_classes(selection.layer)}
    legend = "; ".join(f"{words[key]}: {number}" for key, number in counts.items() if number)
    title = f"{LAYER_WORDS[selection.layer]}, {day_in_words(selection.on)}"
    described = ". ".join([legend, *(f"{label}: {text}" for label, text in about(selection, link))])
    drawn = {code: classes.get(code, MISSING[selection.layer]) for code in shapes().outlines}
    return draw_map_file(drawn, title=title, description=described, height=PICTURE_HEIGHT).encode()
