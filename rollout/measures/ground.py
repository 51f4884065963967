"""What measures are worked out from: municipalities, who is there when, offices, areas. Pure: frames and days.

Knows nothing of snapshots, models or requests; `rollout/measure_ground.py` makes a ground of what a reader asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from rollout.coverage import Presence, presence
from rollout.measures.cells import known_days, open_stays, providers

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Ground:
    """What is known of the country, under one way of counting. Frames are shared: never change them in place.

    municipalities: index `code` in the order of the rows; columns county, part (of the country), population, latitude,
    longitude, rural (bool, by the definition chosen).
    test: the reader's test, "office" or "agreement". presence_by: providers through time by a test.
    offices: those on site; columns code, first, last, confirmed (day numbers; ALWAYS where nobody confirmed), latitude,
    longitude (NaN where not known). knows_offices: whether these rows are what is known, so that none means none.
    areas: index area id; columns name, service. agreements: columns area (<NA> where not known), provider, service,
    first, last. unstated: by service the days of which its agreements are not known. provider: the only one to count.
    monthly: the rows of "unemployment" (code, period, unemployed), "participants" (code, period, participants) or
    "results" (area, period, weighted_result, participants); period is the month's first day, NaN what is not known.
    """

    municipalities: pd.DataFrame
    test: str
    presence_by: Callable[[str], Presence]
    offices: pd.DataFrame
    areas: pd.DataFrame
    agreements: pd.DataFrame
    unstated: Mapping[str, Spans]
    monthly: Callable[[str], pd.DataFrame]
    knows_offices: bool = True
    provider: int | None = None

    @property
    def codes(self) -> pd.Index:
        """The municipalities in the order of the rows."""
        return self.municipalities.index

    @cached_property
    def rural(self) -> np.ndarray:
        """Which municipalities are rural; in the order of the rows."""
        return self.municipalities["rural"].to_numpy(dtype=bool)

    def providers(self, days: np.ndarray, *, test: str = "") -> np.ndarray:
        """Providers in each municipality on each day, by a test, or the reader's: codes × days, NaN where not known."""
        return providers(self.presence_by(test or self.test), self.codes, days)

    @cached_property
    def office_rows(self) -> np.ndarray:
        """The row of the municipality that each office lies in; −1 for one that is not there."""
        return self.codes.get_indexer(self.offices["code"])

    @cached_property
    def office_points(self) -> np.ndarray:
        """Latitude and longitude of each office; those of its municipality's point where its own are not known."""
        own = self.offices[["latitude", "longitude"]].to_numpy(dtype=float)
        places = self.municipalities[["latitude", "longitude"]].to_numpy(dtype=float)
        points = np.vstack([places, [[np.nan, np.nan]]])[self.office_rows]
        return np.where(np.isfinite(own).all(axis=1, keepdims=True), own, points)

    def offices_are_known(self, days: np.ndarray) -> np.ndarray:
        """On which days the rows of offices say what there was."""
        return known_days(self.presence_by("office").unknown, days) & self.knows_offices

    # --- Delivery areas ----------------------------------------------------------------------------------------------

    @cached_property
    def _area_keys(self) -> pd.Index:
        return self.areas.index.astype(str)

    @cached_property
    def _area_presence(self) -> Presence:
        rows = self.agreements[self.agreements["area"].notna()]
        rows = rows if self.provider is None else rows[rows["provider"] == self.provider]
        return presence(rows.assign(code=rows["area"].astype("Int64").astype(str)))

    def providers_in_areas(self, days: np.ndarray) -> np.ndarray:
        """Providers with an agreement in force in each area on each day: areas × days, NaN where not known."""
        table = providers(self._area_presence, self._area_keys, days)
        for service, rows in self.areas.groupby("service").indices.items():
            unknown = ~known_days(self.unstated.get(service, ()), days)
            table[np.ix_(rows, unknown)] = np.nan
        return table

    def areas_in_use(self, days: np.ndarray) -> np.ndarray:
        """Whether anybody has an agreement for the service of each area on each day: areas × days, truth values."""
        table = np.zeros((len(self.areas), len(days)), dtype=bool)
        for service, rows in self.areas.groupby("service").indices.items():
            own = self.agreements[self.agreements["service"] == service]
            first, last = (own[name].to_numpy(dtype=np.int64) for name in ("first", "last"))
            table[rows] = open_stays(np.zeros(len(own), dtype=int), first, last, number=1, days=days)[0] > 0
        return table
