"""The municipalities without a provider on a day: since when, who was last there, what is near, who could serve them.

Pure: frames in, frames out; knows no Django, no words and no filters. Days are numbers as in `rollout/coverage.py`.
Distances are straight lines over ground from the municipality's point to the office, see `municipalities/geography.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from municipalities.geography import distance_km
from rollout.coverage import ALWAYS, Presence

# How many municipalities stand in for the neighbours of one without a land border.
NEAREST_INSTEAD = 3
# So many distances are worked out at a time: memory stays bounded however many offices there are.
AT_A_TIME = 2_000_000

POINT = ["latitude", "longitude"]


@dataclass(frozen=True, slots=True)
class WhiteSpots:
    """The white spots of a day.

    rows: indexed by `code` in the order asked for; columns `since`, `days`, `at_least` (see `spells`), `next_on` (Int64
    day number, <NA> where nobody is known to come), `office` and `km` (see `nearest_offices`).
    there: the offices that are open, each with a coordinate; `office` is a label of its index.
    last_there: see `last_there`. pairs: see `neighbour_pairs`. could_serve: see `could_serve`.
    """

    rows: pd.DataFrame
    there: pd.DataFrame
    last_there: pd.DataFrame
    pairs: pd.DataFrame
    could_serve: pd.DataFrame


def white_spots(
    presence: Presence,
    *,
    stays: pd.DataFrame,
    offices: pd.DataFrame,
    points: pd.DataFrame,
    borders: pd.DataFrame,
    codes: Sequence[str],
    on: int,
    first: int,
) -> WhiteSpots:
    """The white spots among some municipalities on a day.

    presence: what counts as a provider there. stays: code, provider, first, last: what the presence was made of.
    offices: code, provider, latitude, longitude (NaN where not known), first, last; on site. points: latitude and
    longitude of every municipality, indexed by `code`. borders: code, neighbour: a row for each direction. first: the
    first day of which anything is kept. Raises KeyError where a column, or the point of a municipality, is missing.
    """
    rows = spells(presence, codes, on=on, first=first)
    spots = points.loc[rows.index, POINT]
    there = located(offices[(offices["first"] <= on) & (offices["last"] >= on)], points)
    pairs = neighbour_pairs(rows.index, borders, points)
    rows["next_on"] = next_there(stays, rows.index, on=on)
    return WhiteSpots(
        rows=rows.join(nearest_offices(spots, there)),
        there=there,
        last_there=last_there(stays, rows.index, on=on),
        pairs=pairs,
        could_serve=could_serve(spots, there, pairs),
    )


def spells(presence: Presence, codes: Sequence[str], *, on: int, first: int) -> pd.DataFrame:
    """The municipalities without a provider on a day, and since when; none on a day of which nothing is known.

    Indexed by `code` in the order of `codes`; columns `since` (day number, not before `first`), `days` (how many, that
    day and `on` included), `at_least` (bool: it may have been so even longer, since nothing is known from before).
    """
    providers = presence.on(codes, on)
    empty = providers.index[(providers == 0).fillna(False).astype(bool)]
    past = presence.changes[presence.changes["on"] <= on]
    left = past.groupby("code", sort=False)["on"].last().reindex(empty).fillna(ALWAYS).astype(np.int64)
    # A change on the first known day after unknown ones may be older: it is only then that it is known.
    known_from = max((last + 1 for _first, last in presence.unknown if last < on), default=ALWAYS)
    since = left.clip(lower=max(known_from, first))
    return pd.DataFrame(
        {"since": since, "days": on - since + 1, "at_least": (left < first) | (left <= known_from)}, index=empty
    )


def last_there(stays: pd.DataFrame, codes: Sequence[str], *, on: int) -> pd.DataFrame:
    """Who was last in each municipality before a day: code, provider, last (day number), a row for each provider.

    Those whose stay ended last; several where they left on the same day. No row where nobody has been.
    """
    past = stays[stays["code"].isin(codes) & (stays["last"] < on) & (stays["first"] <= stays["last"])]
    latest = past[past["last"] == past.groupby("code")["last"].transform("max")]
    return latest[["code", "provider", "last"]].drop_duplicates(ignore_index=True)


def next_there(stays: pd.DataFrame, codes: Sequence[str], *, on: int) -> pd.Series:
    """The first day after a day on which somebody is known to come: Int64, indexed by `codes`, <NA> where nobody is."""
    ahead = stays[(stays["first"] > on) & (stays["first"] <= stays["last"])]
    return ahead.groupby("code")["first"].min().reindex(pd.Index(codes, name="code")).astype("Int64")


def located(offices: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The same offices; one whose coordinate is not known, or only half of it, has that of its municipality."""
    own = offices[POINT].astype(float)
    place = points[POINT].reindex(offices["code"]).set_axis(offices.index)
    return offices.assign(**own.where(own.notna().all(axis="columns"), place))


def nearest_offices(spots: pd.DataFrame, offices: pd.DataFrame, *, at_a_time: int = AT_A_TIME) -> pd.DataFrame:
    """The office nearest to each point: `office` (Int64, its label in `offices`) and `km` (float), indexed as `spots`.

    The first in the order of `offices` where several are equally near; <NA> and NaN where there are none.
    """
    places = offices.drop_duplicates(POINT)
    if places.empty or spots.empty:
        return pd.DataFrame({"office": pd.array([pd.NA] * len(spots), "Int64"), "km": np.nan}, index=spots.index)
    step = max(1, at_a_time // len(places))
    targets = places[POINT].to_numpy(float)
    parts = [spots[POINT].to_numpy(float)[start : start + step] for start in range(0, len(spots), step)]
    tables = [distance_km(part[:, None], targets) for part in parts]
    found = np.concatenate([table.argmin(axis=1) for table in tables])
    labels = pd.array(places.index.to_numpy()[found], dtype="Int64")
    return pd.DataFrame({"office": labels, "km": np.concatenate([table.min(axis=1) for table in tables])}, spots.index)


def neighbour_pairs(codes: Sequence[str], borders: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The neighbours of some municipalities: code, neighbour, by_distance (bool).

    Where a municipality borders on no other, the nearest ones (`NEAREST_INSTEAD`) stand in, marked `by_distance`.
    """
    by_land = borders[borders["code"].isin(codes)][["code", "neighbour"]].assign(by_distance=False)
    islands = [code for code in codes if code not in set(by_land["code"])]
    near = [(code, each, True) for code in islands for each in nearest_places(code, points)]
    return pd.concat([by_land, pd.DataFrame(near, columns=by_land.columns)], ignore_index=True).astype(
        {"by_distance": bool}
    )


def nearest_places(code: str, points: pd.DataFrame) -> list[str]:
    """The municipalities whose points lie nearest to that of one, itself left out; nearest first."""
    others = points.drop(index=code)
    distances = distance_km(points.loc[code, POINT].to_numpy(float), others[POINT].to_numpy(float))
    return others.index[np.argsort(distances, kind="stable")[:NEAREST_INSTEAD]].to_list()


def could_serve(spots: pd.DataFrame, offices: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The providers with an office in a neighbouring municipality, nearest first.

    spots: latitude, longitude by code. offices: code, provider, latitude, longitude; open on the day. pairs: code,
    neighbour. Returns code, provider, neighbour (where its nearest office lies), km (to that office), offices (how many
    it has in the neighbouring municipalities), in the order of `spots`, then of km, most offices, provider.
    """
    there = offices[["code", "provider", *POINT]].rename(columns={"code": "neighbour"})
    rows = pairs[["code", "neighbour"]].merge(there, on="neighbour")
    rows["km"] = distance_km(spots[POINT].reindex(rows["code"]).to_numpy(float), rows[POINT].to_numpy(float))
    rows["offices"] = rows.groupby(["code", "provider"])["km"].transform("size").astype(np.int64)
    rows["place"] = spots.index.get_indexer(rows["code"])
    rows = rows.sort_values(
        ["place", "km", "offices", "provider", "neighbour"], ascending=[True, True, False, True, True]
    )
    rows = rows.drop_duplicates(["code", "provider"])
    return rows[["code", "provider", "neighbour", "km", "offices"]].reset_index(drop=True)
