"""Measures of the rollout: what can be asked of it, and the figures that answer. No models, no requests.

A measure is a file in `definitions/`. Its cells are rows (municipalities or areas) × days; a table is one day of them,
a figure, figures by group and a trend are the same cells added up. Each figure can so be opened: its list is its rows.
"""

import numpy as np
import pandas as pd

from rollout.measures import definitions, discovery
from rollout.measures.folding import Folded, divided, known, unknown
from rollout.measures.ground import Ground
from rollout.measures.measure import Measure, Value

__all__ = ["MEASURES", "Ground", "Measure", "Value", "by", "figure", "month", "months_on", "table", "trend"]

MEASURES = discovery.found_in(definitions)


def table(measure: Measure, ground: Ground, on: int) -> pd.DataFrame:
    """Every row of a measure on a day (a day number).

    Index: municipality code or area id, in the order of the ground. Columns: value, part, whole (float, NaN where not
    known), counted (boolean: is the row in the numerator; <NA> where not known), number (float: what the row is judged
    by, see `Measure.number`) and, for a gap, side (bool). A row outside what is asked has part 0, whole 0, no value
    and is not counted.
    """
    cells = measure.cells(ground, np.array([on]))
    part, whole = cells.part[:, 0], cells.whole[:, 0]
    counts, missing = known(part, whole), unknown(part, whole)
    columns = {
        "value": divided(np.where(counts, part, np.nan), whole),
        "part": np.where(missing, np.nan, part),
        "whole": np.where(missing, np.nan, whole),
        "counted": pd.arrays.BooleanArray(counts & measure.fold.counted(part), missing),
        "number": cells.number[:, 0],
    }
    frame = pd.DataFrame(columns, index=cells.rows)
    if cells.side is not None:
        frame["side"] = cells.side
    return frame


def figure(measure: Measure, table: pd.DataFrame, rows: pd.Index | pd.Series | np.ndarray | None = None) -> Value:
    """The figure of a table's rows, or of some of them.

    rows: truth values in the order of the table, or the index of the rows to count over; None is all of them.
    """
    members = _chosen(table.index, rows)[None, :]
    return _value(_folded(measure, table, members))


def by(measure: Measure, table: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """The figure of each group of rows.

    groups: the group of each row, by the table's index; rows without one are left out. Index: the groups in the order
    in which they come; columns value, part, whole (float, NaN where not known), missing (rows not known).
    """
    codes, keys = pd.factorize(groups.reindex(table.index))
    members = codes[None, :] == np.arange(len(keys))[:, None]
    return _frame(_folded(measure, table, members), pd.Index(keys, name=groups.name), axis=0)


def trend(
    measure: Measure, ground: Ground, days: np.ndarray, rows: pd.Index | pd.Series | np.ndarray | None = None
) -> pd.DataFrame:
    """The figure of all rows, or of some, on many days.

    days: day numbers; answered in ascending order, each once. rows: as for `figure`. Index `on`; columns value, part,
    whole (float, NaN where not known), missing (rows not known).
    """
    days = np.unique(np.asarray(days, dtype=np.int64))
    cells = measure.cells(ground, days)
    members = _chosen(cells.rows, rows)[None, :]
    folded = measure.fold.fold(cells.part, cells.whole, members, cells.side)
    return _frame(folded, pd.Index(days, name="on"), axis=1)


def month(measure: Measure, ground: Ground, on: int) -> int | None:
    """The month, by its first day, that the figures of a day are of; None where they are of the day itself."""
    (found,) = months_on(measure, ground, np.array([on]))
    return None if np.isnan(found) else int(found)


def months_on(measure: Measure, ground: Ground, days: np.ndarray) -> np.ndarray:
    """The month, by its first day, that the figures of each day are of; NaN where they are of the day itself.

    days: day numbers in ascending order. Day numbers (float) in their order.
    """
    found = measure.cells(ground, days).months
    return np.full(len(days), np.nan) if found is None else found


def _folded(measure: Measure, table: pd.DataFrame, members: np.ndarray) -> Folded:
    """A table's rows added up by groups; one column of days."""
    part, whole = (table[name].to_numpy(dtype=float)[:, None] for name in ("part", "whole"))
    side = table["side"].to_numpy(dtype=bool) if "side" in table else None
    return measure.fold.fold(part, whole, members, side)


def _chosen(index: pd.Index, rows: pd.Index | pd.Series | np.ndarray | None) -> np.ndarray:
    """Which rows are chosen, as truth values in the order of the index."""
    if rows is None:
        return np.ones(len(index), dtype=bool)
    if isinstance(rows, pd.Index) or not pd.api.types.is_bool_dtype(rows):
        return index.isin(rows)
    if isinstance(rows, pd.Series):
        rows = rows.reindex(index, fill_value=False).fillna(False)
    return np.asarray(rows, dtype=bool)


def _frame(folded: Folded, index: pd.Index, *, axis: int) -> pd.DataFrame:
    """Figures along the groups of the one day (axis 0), or along the days of the one group (axis 1)."""
    names = ("value", "part", "whole", "missing")
    return pd.DataFrame({name: getattr(folded, name).take(0, axis=1 - axis) for name in names}, index=index)


def _value(folded: Folded) -> Value:
    """The figure of the one group on the one day."""
    value, part, whole = (
        None if np.isnan(number) else float(number)
        for number in (folded.value[0, 0], folded.part[0, 0], folded.whole[0, 0])
    )
    against = _value(folded.against) if folded.against else None
    return Value(value, part, whole, int(folded.missing[0, 0]), against)
