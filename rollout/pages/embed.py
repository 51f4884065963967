"""What other sites show in a frame: a map, a measure or a municipality, in the least room, with its day and source.

The same selections as on the pages. Needs no sign-in, no cookie and no script.
"""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from rollout import words
from rollout.measures import MEASURES
from rollout.pages.coverage_map import drawn, legend
from rollout.pages.coverage_rows import MeasureRows
from rollout.pages.coverage_words import class_words, figure_words, out_of, test_words, value_words
from rollout.pages.freshness import freshness
from rollout.pages.map_page import legend as map_legend
from rollout.pages.map_page import sentence_counts, service_names, static_map
from rollout.pages.municipality import small_map, standing
from rollout.selection import Selection
from rollout.words import day_in_words

THEMES = ("auto", "light", "dark")
KINDS = ("map", "measure", "municipality")
WIDTHS, HEIGHTS = (280, 1600), (320, 2000)


def framed(selection: Selection, page: str, theme: str) -> dict:
    """What every frame says: the day, whose rows, how fresh, and the way to the page."""
    return {
        "on": selection.on,
        "shows_examples": selection.shows_examples,
        "freshness": freshness(selection),
        "page": page,
        "frame_theme": theme,
    }


def map_frame(selection: Selection) -> dict:
    """The context of `rollout/embed/map.html`: the map of the start page with its sentence and legend."""
    return {
        "title": words.sentence(
            selection.layer,
            selection.test,
            sentence_counts(selection),
            on=selection.on,
            observed=selection.counts_only,
            **service_names(selection),
        ),
        "map": static_map(selection),
        "legend": [key for key in map_legend(selection) if key.is_on],
    }


def measure_frame(selection: Selection) -> dict:
    """The context of `rollout/embed/measure.html`. Give it a selection made with `CoverageFilter`."""
    rows = MeasureRows(selection)
    told = class_words(rows)
    title = f"{rows.measure.title}, {day_in_words(selection.on)}"
    known = rows.figure.value is not None
    return {
        "title": rows.measure.title,
        "value": value_words(rows.measure, rows.figure.value),
        "is_known": known,
        "words": out_of(rows.figure.part, rows.figure.whole) if known else figure_words(rows.measure, rows.figure),
        "test": test_words(rows),
        "numerator": rows.measure.numerator,
        "denominator": rows.measure.denominator,
        "map": drawn(rows, told, title=title),
        "legend": legend(rows, told),
    }


def municipality_frame(municipality: Municipality, selection: Selection) -> dict:
    """The context of `rollout/embed/municipality.html`."""
    return {
        "title": municipality.name,
        "municipality": municipality,
        **standing(selection, municipality.code),
        "map": small_map(selection, municipality),
    }


def guide_page(query: QueryDict, base: str, places: list[tuple[str, str]]) -> dict:
    """The context of `rollout/embed_guide.html`: the choices, and the code to copy.

    base: the address of this server. places: code and name of the municipalities. What cannot be is put right: the
    reader sees at once what was made of it.
    """
    kind = query.get("kind") if query.get("kind") in KINDS else "map"
    theme = query.get("theme") if query.get("theme") in THEMES else "auto"
    measure = query.get("measure") if query.get("measure") in MEASURES else next(iter(MEASURES))
    code = query.get("code") if query.get("code") in dict(places) else (places[0][0] if places else "")
    width = within(query.get("width", ""), *WIDTHS, usual=480)
    height = within(query.get("height", ""), *HEIGHTS, usual=720)
    path = {
        "map": reverse("embed-map"),
        "measure": reverse("embed-measure", args=[measure]),
        "municipality": reverse("embed-municipality", args=[code or "0000"]),
    }[kind]
    address = path + (f"?{urlencode({'theme': theme})}" if theme != "auto" else "")
    return {
        "kind": kind,
        "frame_theme": theme,
        "measure_key": measure,
        "code_key": code,
        "width": width,
        "height": height,
        "address": address,
        "places": places,
        "kinds": [("map", _("the map")), ("measure", _("a measure")), ("municipality", _("a municipality"))],
        "measures": [(key, each.title) for key, each in MEASURES.items()],
        "themes": [("auto", _("as the reader has it")), ("light", _("light")), ("dark", _("dark"))],
        "snippet": f'<iframe src="{base}{address}" width="{width}" height="{height}" loading="lazy" '
        f'title="{_("The rollout of Rusta och matcha")}"></iframe>',
    }


def within(text: str, low: int, high: int, *, usual: int) -> int:
    """A whole number of a reader, brought into its bounds; what is usual where it is none."""
    return min(max(int(text), low), high) if text.isascii() and text.isdigit() and len(text) < 9 else usual
