"""The rows of a measure as the coverage page chooses them: which are counted over, which are listed, in which order.

One frame for figure, map, bars, list and files, so that they cannot disagree. Knows no words and no addresses.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from rollout import measures
from rollout.coverage import day_number, to_day
from rollout.filters import GROUPS
from rollout.measure_ground import ground_of
from rollout.measures import MEASURES, Measure, Value
from rollout.pages.coverage_filter import CoverageFilter
from rollout.selection import PLACES, Selection

FIRST_MEASURE = "rural-without"
# From where each further step of a scale begins, by the form of the measure. The same on every day, so that two days
# can be compared.
STEPS_FROM = {"km": (10, 25, 50), "share": (0.1, 0.25, 0.5), "count": (1, 3, 10), "points": (0.1, 0.25, 0.5)}


@dataclass(frozen=True)
class MeasureRows:
    """A measure on the day of a selection: every row, those in the reader's choice, and those listed."""

    selection: Selection

    @cached_property
    def measure(self) -> Measure:
        """The measure that is asked for, else the question behind the survey's figure, else the first there is."""
        asked = self.selection.filterset.form.cleaned_data.get("measure")
        return MEASURES[asked] if asked else MEASURES.get(FIRST_MEASURE, next(iter(MEASURES.values())))

    @property
    def ground(self):
        """What the measure is worked out from."""
        return ground_of(self.selection)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every row of the country on the day; see `rollout.measures.table`."""
        return measures.table(self.measure, self.ground, day_number(self.selection.on))

    @cached_property
    def month(self) -> date | None:
        """The month whose numbers hold on the day, where the measure is of months; None where it is of days."""
        month = measures.month(self.measure, self.ground, day_number(self.selection.on))
        return None if month is None else to_day(month)

    @cached_property
    def places(self) -> pd.Series:
        """The municipality that each row lies in: itself, or for a delivery area the one with most inhabitants.

        By index of the table, "" where an area's municipalities are not known. So a filter of places means the same for
        areas as for municipalities, and the rows of all counties are the rows of the country.
        """
        if self.measure.of == "municipality":
            return pd.Series(self.table.index, index=self.table.index, dtype=object)
        members = self.selection.snapshot.members.copy()
        members["population"] = members["code"].map(self.selection.snapshot.municipalities["population"])
        largest = members.sort_values(["population", "code"], ascending=[False, True]).drop_duplicates("area")
        return largest.set_index("area")["code"].reindex(self.table.index).fillna("").astype(object)

    def scope_of(self, selection: Selection) -> np.ndarray:
        """Which rows of the table a choice of places counts over, as truth values in the order of the table."""
        cleaned = selection.filterset.form.cleaned_data
        if not any(cleaned.get(name) for name in PLACES):
            return np.ones(len(self.table), dtype=bool)
        inside = self.places.isin(selection.scope.index)
        if self.measure.of == "area" and cleaned.get("area"):
            inside &= self.table.index.astype(str).isin(cleaned["area"])
        return inside.to_numpy(dtype=bool)

    @cached_property
    def scope(self) -> np.ndarray:
        """The rows that the figure is counted over."""
        return self.scope_of(self.selection)

    @cached_property
    def figure(self) -> Value:
        """The figure of the rows in the scope."""
        return measures.figure(self.measure, self.table, self.scope)

    @cached_property
    def is_scaled(self) -> bool:
        """Whether rows differ by how much and not only by yes or no: a distance, or a share within a row."""
        value = self.table["value"]
        return self.measure.form == "km" or bool(((value > 0) & (value < 1) | (value > 1)).any())

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Every row of the table with what is told of it.

        Index as the table's; its columns, and place (municipality code),
        name, sort_key, county, group, population, rural; state (yes, no, unknown, outside) and step (1 to 4, "" where
        there is no value, or the measure is no scale).
        """
        rows = self.table.copy()
        rows["place"] = self.places
        facts = self.selection.snapshot.municipalities
        for name in ("name", "sort_key", "county", "population"):
            rows[name] = rows["place"].map(facts[name])
        rows["group"] = rows["place"].map(facts[GROUPS]) if GROUPS in facts else ""
        rows["rural"] = rows["place"].isin(self.selection.snapshot.rural.get(self.selection.definition, frozenset()))
        if self.measure.of == "area":
            areas = self.selection.snapshot.areas
            rows["name"] = [str(areas[key]) for key in rows.index]
            rows["sort_key"] = [areas[key].sort_key for key in rows.index]
        rows["state"] = self._states(rows)
        rows["step"] = self._steps(rows["value"]) if self.is_scaled else ""
        return rows

    @staticmethod
    def _states(rows: pd.DataFrame) -> np.ndarray:
        unknown, outside = rows["counted"].isna(), rows["whole"].eq(0)
        counted = rows["counted"].fillna(False).astype(bool)
        return np.select([unknown, outside, counted], ["unknown", "outside", "yes"], "no")

    def _steps(self, values: pd.Series) -> np.ndarray:
        borders = STEPS_FROM[self.measure.form]
        steps = np.searchsorted(borders, values.fillna(0), side="right") + 1
        return np.where(values.isna(), "", steps.astype(str))

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The rows of the list, in the order asked for: those counted over, or of these those that the reader picks."""
        rows, cleaned = self.rows[self.scope], self.selection.filterset.form.cleaned_data
        if cleaned.get("counted"):
            rows = rows[rows["state"].isin(cleaned["counted"])]
        else:
            rows = rows[rows["state"] != "outside"]
        if cleaned.get("step") and self.is_scaled:
            rows = rows[rows["step"].isin(cleaned["step"])]
        if cleaned.get("side") and "side" in rows:
            rows = rows[rows["side"] == (cleaned["side"] == "first")]
        return self._sorted(rows)

    @property
    def sort(self) -> str:
        """The order of the list; the worst first where none is asked for."""
        worst = "-value" if self.measure.good == "down" else "value"
        return self.selection.filterset.form.cleaned_data.get("sort") or worst

    def _sorted(self, rows: pd.DataFrame) -> pd.DataFrame:
        column, down = self.sort.lstrip("-"), self.sort.startswith("-")
        if column == "name":
            return rows.sort_values("sort_key", ascending=not down, kind="stable")
        if column == "code":
            return rows.sort_values("place", ascending=not down, kind="stable")
        rows = rows.sort_values("sort_key", kind="stable")
        columns = ["value", "part"] if column == "value" else [column]
        return rows.sort_values(columns, ascending=not down, kind="stable", na_position="last")


def asked_otherwise(selection: Selection, **changes: str | None) -> Selection:
    """The same selection with some values of its address changed; None takes one away. No query of its own."""
    query = selection.query.copy()
    for name, value in changes.items():
        query.setlist(name, [value] if value else [])
    first = selection.filterset.first
    filterset = CoverageFilter(query, snapshot=selection.snapshot, first=first, today=selection.today)
    filterset.is_valid()  # a selection's filters are checked; these are those of one that was, and fewer
    return Selection(selection.snapshot, filterset, selection.today, query)
