"""The measure by county, municipality group or part of the country: bars in order, the worst first, each a list."""

import pandas as pd

from municipalities.models import PartOfCountry
from rollout import measures
from rollout.filters import GROUPS, group_choices
from rollout.linechart import nice_ticks
from rollout.measures import Measure, Value
from rollout.pages.coverage_filter import BY_WORDS
from rollout.pages.coverage_rows import MeasureRows, asked_otherwise
from rollout.pages.coverage_words import figure_words
from rollout.selection import Selection
from rollout.snapshot import Snapshot

COLUMN_OF = {"county": "county", "group": GROUPS, "part": "part"}


def told_bars(rows: MeasureRows) -> dict:
    """The context of `rollout/coverage_bars.html`."""
    selection = rows.selection
    by = selection.filterset.form.cleaned_data.get("by") or "county"
    frame = figures_by(rows, by)
    chosen = selection.filterset.form.cleaned_data.get(by) or []
    span = spanned(frame["value"])
    return {
        "by": by,
        "ways": [{"label": word, "on": key == by, "url": selection.address(by=key)} for key, word in BY_WORDS.items()],
        "bars": [_bar(rows, by, key, row, chosen=key in chosen, span=span) for key, row in frame.iterrows()],
    }


def figures_by(rows: MeasureRows, by: str) -> pd.DataFrame:
    """The figure of each group, the worst first, those without a figure last; groups without rows are left out.

    Index: keys of the groups; columns value, part, whole, missing, name. A filter on the very groups that are compared
    does not narrow what is compared: it only says which of them the reader has opened.
    """
    names = group_names(rows.selection.snapshot, by)
    facts = rows.selection.snapshot.municipalities
    column = COLUMN_OF[by]
    groups = rows.places.map(facts[column]) if column in facts else pd.Series(None, index=rows.places.index, dtype=str)
    scope = rows.scope_of(asked_otherwise(rows.selection, **{by: None}))
    asked = groups[scope & (rows.table["whole"].ne(0)).to_numpy()]
    frame = measures.by(rows.measure, rows.table, asked[asked.isin(names)].rename(by))
    frame["name"] = [names[key] for key in frame.index]
    frame = frame.iloc[[list(frame.index).index(key) for key in names if key in frame.index]]
    return frame.sort_values("value", ascending=rows.measure.good == "up", kind="stable", na_position="last")


def group_names(snapshot: Snapshot, by: str) -> dict[str, str]:
    """The groups of a way to compare, by key, in their usual order."""
    if by == "county":
        counties = sorted(snapshot.counties.values(), key=lambda county: county.sort_key)
        return {county.code: county.name for county in counties}
    if by == "part":
        return {str(value): str(label) for value, label in PartOfCountry.choices}
    return dict(group_choices(snapshot))


def spanned(values: pd.Series) -> tuple[float, float]:
    """The two ends of the bars, round values; 0 is always between them."""
    ticks = nice_ticks(values.dropna().tolist())
    return ticks[0], ticks[-1]


def _bar(rows: MeasureRows, by: str, key: str, row: pd.Series, *, chosen: bool, span: tuple[float, float]) -> dict:
    measure, value = rows.measure, _value(row)
    low, high = span
    length = 0.0 if value.value is None else 100 * abs(value.value) / (high - low)
    start = 100 * (min(value.value or 0.0, 0.0) - low) / (high - low)
    return {
        "name": row["name"],
        "figure": value,
        "words": figure_words(measure, value),
        "start": f"{start:.2f}",
        "length": f"{length:.2f}",
        "is_known": value.value is not None,
        "chosen": chosen,
        "url": opened(rows.selection, measure, by, key, chosen=chosen),
    }


def opened(selection: Selection, measure: Measure, by: str, key: str, *, chosen: bool) -> str:
    """The list behind a bar: the same page over one group; once more, and it is closed again."""
    return selection.address(**{by: None if chosen else key, "counted": None, "step": None, "side": None})


def _value(row: pd.Series) -> Value:
    value, part, whole = (None if pd.isna(row[name]) else float(row[name]) for name in ("value", "part", "whole"))
    return Value(value, part, whole, int(row["missing"]))
