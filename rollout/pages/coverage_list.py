"""The list of the rows behind a figure: as the page shows it and as the files hold it, in one order."""

from collections.abc import Sequence

import pandas as pd
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from rollout.exports import Cell
from rollout.filters import group_choices
from rollout.pages.coverage_rows import MeasureRows
from rollout.pages.coverage_words import class_of, out_of, sentence_case, value_words
from rollout.pages.words import told_class
from rollout.templatetags.rollout import figure_number
from rollout.words import BASIS_WORDS

COUNTED = pgettext_lazy("whether a row is in the numerator", "Counted")


def told_columns(rows: MeasureRows) -> list[dict]:
    """The heads of the list: label, address that sorts by it, and how it is sorted now; some cannot be sorted by."""
    return [_head(rows, key, label) for key, label in heads(rows)]


def heads(rows: MeasureRows) -> list[tuple[str, str]]:
    """The columns of the list, key and label; the key is empty where it cannot be sorted by. The answer comes early."""
    value = (
        [("value", _("Value"))]
        if rows.is_scaled
        else [("value", str(COUNTED)), ("number", sentence_case(str(rows.measure.number)))]
    )
    if rows.measure.of == "area":
        return [("name", _("Delivery area")), *value, ("", _("Service")), ("county", _("County"))]
    facts = [("county", _("County")), ("", _("Municipality group")), ("population", _("Inhabitants"))]
    return [("name", _("Municipality")), *value, *facts]


def _head(rows: MeasureRows, key: str, label: str) -> dict:
    here, down = bool(key) and rows.sort.lstrip("-") == key, rows.sort.startswith("-")
    # The worst comes first when a value is sorted by, as it does without a choice.
    first = f"-{key}" if key == "population" or (key == "value" and rows.measure.good == "down") else key
    other = key if first.startswith("-") else f"-{key}"
    return {
        "key": key,
        "label": label,
        "order": ("descending" if down else "ascending") if here else "none",
        "url": rows.selection.address(sort=other if here and rows.sort == first else first) + "#list" if key else "",
        "is_number": key in ("population", "number"),
    }


def told_rows(rows: MeasureRows) -> list[dict]:
    """The rows as the list shows them."""
    counties = {code: county.name for code, county in rows.selection.snapshot.counties.items()}
    groups = dict(group_choices(rows.selection.snapshot))
    return [
        {
            "key": str(row.Index),
            "code": row.place if rows.measure.of == "municipality" else "",
            "name": row.name,
            "url": address_of(rows, row.Index),
            "service": service_of(rows, row.Index),
            "county": counties.get(row.county, "–"),
            "group": groups.get(row.group, row.group),
            "population": None if pd.isna(row.population) else int(row.population),
            "class": told_class(class_of(rows, row.state, row.step), state_words(row.state)),
            "number": "" if rows.is_scaled else figure_number(None if pd.isna(row.number) else row.number),
            "value": cell_words(rows, row) if rows.is_scaled else state_words(row.state),
        }
        for row in rows.listed.itertuples()
    ]


def address_of(rows: MeasureRows, key) -> str:
    """The page of a municipality or an area."""
    return reverse("area-detail" if rows.measure.of == "area" else "municipality-detail", args=[key])


def service_of(rows: MeasureRows, key) -> str:
    """The short name of the service that an area belongs to; empty for a municipality."""
    if rows.measure.of == "municipality":
        return ""
    snapshot = rows.selection.snapshot
    return snapshot.services[snapshot.areas[key].service_id].short_name


def state_words(state: str) -> str:
    """Whether a row is in the numerator."""
    return {"yes": _("yes"), "no": _("no"), "outside": "–"}.get(state) or pgettext("coverage", "No data")


def cell_words(rows: MeasureRows, row) -> str:
    """A row's own value, with the counts behind a share."""
    told = value_words(rows.measure, row.value)
    counts = out_of(row.part, row.whole) if rows.measure.form == "share" else ""
    return f"{told} ({counts})" if counts else told


# --- The file ----------------------------------------------------------------------------------------------------


def file_columns(rows: MeasureRows) -> list[str]:
    """The heads of the file: which row, what it counts, and under which question, so that a line stands for itself."""
    own = (
        [_("Code"), _("Municipality"), _("County"), _("Municipality group"), _("Inhabitants")]
        if rows.measure.of == "municipality"
        else [_("Delivery area"), _("Service"), _("County")]
    )
    counts = [str(COUNTED), _("Value"), _("Numerator"), _("Denominator")]
    return [*own, *counts, _("Measure"), _("Day"), _("Data")]


def file_rows(rows: MeasureRows) -> list[Sequence[Cell]]:
    """The rows of the list in its order, in the columns of `file_columns`. A number that is not known is empty."""
    same = [str(rows.measure.title), rows.selection.on, str(BASIS_WORDS[rows.selection.basis])]
    return [[*own_cells(rows, told), *value_cells(row), *same] for told, row in _both(rows)]


def _both(rows: MeasureRows):
    return zip(told_rows(rows), rows.listed.itertuples(), strict=True)


def own_cells(rows: MeasureRows, told: dict) -> list[Cell]:
    """Which row it is."""
    if rows.measure.of == "area":
        return [told["name"], told["service"], told["county"]]
    return [told["code"], told["name"], told["county"], told["group"], told["population"]]


def value_cells(row) -> list[Cell]:
    """What a row counts: in the numerator or not, its value, both numbers."""
    numbers = [None if pd.isna(number) else float(number) for number in (row.value, row.part, row.whole)]
    return [state_words(row.state), *numbers]
