"""The map of a measure and its legend: each municipality in the class of its row, or of its delivery areas' rows."""

from collections.abc import Mapping

import pandas as pd

from rollout.pages.coverage_rows import MeasureRows
from rollout.pages.coverage_words import class_of, value_words
from rollout.pages.words import told_class
from rollout.svgmap import draw_map, shapes

# Where a municipality lies in several areas of which one is counted, it is that one that is seen.
WEIGHT = ("outside", "unknown", "no", "yes")


def drawn(rows: MeasureRows, words: Mapping[str, str], *, title: str) -> str:
    """The map as SVG, the rows that are not listed faint; empty where there are no municipalities."""
    frame = by_municipality(rows)
    names = rows.selection.snapshot.municipalities["name"]
    classes, labels = {}, {}
    for row in frame.itertuples():
        classes[row.Index] = class_of(rows, row.state, row.step)
        if row.state != "outside":
            labels[row.Index] = f"{names[row.Index]}: {row_words(rows, words, row)}"
    shown = frame.index[frame["is_listed"]]
    told = "; ".join(f"{each['word']}: {each['count']}" for each in legend(rows, words))
    outlines = shapes().outlines
    if not set(outlines) <= set(classes):
        return ""
    here = {code: classes[code] for code in outlines}
    return draw_map(here, title=title, description=told, dimmed=set(outlines) - set(shown), labels=labels)


def by_municipality(rows: MeasureRows) -> pd.DataFrame:
    """What the map shows of every municipality: index code; columns state, step, value, is_listed.

    Of a measure of areas: the weightiest of the rows of the areas that it lies in; in none of them, it is not asked.
    """
    frame = rows.rows[["state", "step", "value"]].copy()
    frame["is_listed"] = frame.index.isin(rows.listed.index)
    if rows.measure.of == "municipality":
        return frame
    members = rows.selection.snapshot.members
    placed = frame.loc[frame.index.intersection(members["area"])].rename_axis("area").reset_index()
    placed = members[["area", "code"]].merge(placed, on="area")
    placed["weight"] = placed["state"].map(WEIGHT.index) + 10 * placed["is_listed"]
    placed = placed.sort_values("weight", ascending=False, kind="stable").drop_duplicates("code").set_index("code")
    every = placed[["state", "step", "value", "is_listed"]].reindex(rows.selection.snapshot.codes)
    return every.fillna({"state": "outside", "step": "", "is_listed": False}).astype({"is_listed": bool})


def row_words(rows: MeasureRows, words: Mapping[str, str], row) -> str:
    """A municipality's value, or the words of its class."""
    if rows.is_scaled and row.step:
        return value_words(rows.measure, row.value)
    return words[row.step if rows.is_scaled else row.state]


def legend(rows: MeasureRows, words: Mapping[str, str]) -> list[dict]:
    """The classes with their words, how many rows of the scope are in each, and the address that lists these."""
    scope = rows.rows[rows.scope]
    scope = scope[scope["state"] != "outside"]
    column, parameter = ("step", "step") if rows.is_scaled else ("state", "counted")
    counts = scope[column].value_counts()
    chosen = rows.selection.filterset.form.cleaned_data.get(parameter) or []
    made = []
    for key, word in words.items():
        # What has no value is no step of the scale: its rows are asked for by their state.
        name, value = (parameter, key) if key else ("counted", "unknown")
        picked = [value] == list(rows.selection.filterset.form.cleaned_data.get(name) or [])
        plain = {"counted": None, "step": None, "side": None}
        made.append(
            {
                **told_class(class_of(rows, key if not rows.is_scaled else "", key if rows.is_scaled else ""), word),
                "count": int(counts.get(key, 0)),
                "here": picked,
                "is_faint": bool(chosen) and key not in chosen,
                "url": rows.selection.address(**plain | ({} if picked else {name: value})),
            }
        )
    return made
