"""Makes the ground of the measures out of what a reader asked for. Knows the snapshot and the selection.

The ground is kept with the snapshot, so that a measure of one more day, group or trend reads nothing anew.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial

import numpy as np
import pandas as pd
from django.conf import settings

from rollout import measure_reading
from rollout.coverage import ALWAYS, FOREVER, Presence, day_number
from rollout.measures import MEASURES
from rollout.measures.ground import Ground, Spans
from rollout.selection import Selection
from rollout.snapshot import Snapshot

OFFICE_BASES = ("example", "registered")  # the bases that consist of offices and agreements


def ground_of(selection: Selection) -> Ground:
    """What the measures are worked out from, under the selection's way of counting; kept once it is made.

    No query until a measure asks for what is told month by month: then one for each kind, once per data version.
    """
    key = (selection.basis, selection.test, selection.service, selection.provider, selection.definition)
    kept = selection.snapshot.grounds
    if key not in kept:
        kept[key] = _ground(selection.snapshot, *key)
    return kept[key]


def _ground(snapshot: Snapshot, basis: str, test: str, service: str, provider: int | None, definition: str) -> Ground:
    places = snapshot.municipalities[["county", "part", "population", "latitude", "longitude"]].copy()
    places["rural"] = places.index.isin(snapshot.rural.get(definition, frozenset()))
    agreements = _of(snapshot.agreements, basis, service)
    offices = snapshot.stays(basis=basis, test="office", service=service, provider=provider)
    return Ground(
        municipalities=places,
        test=test,
        presence_by=partial(_presence, snapshot, basis=basis, service=service, provider=provider),
        offices=offices,
        areas=_areas(snapshot, basis, service),
        agreements=agreements,
        unstated={code: _unstated(agreements[agreements["service"] == code], basis) for code in snapshot.services},
        monthly=_monthly(example=basis == "example", service=service, provider=provider),
        knows_offices=basis in OFFICE_BASES,
        provider=provider,
    )


def _presence(snapshot: Snapshot, test: str, **counted) -> Presence:
    return snapshot.presence(test=test, **counted)


def _of(rows: pd.DataFrame, basis: str, service: str) -> pd.DataFrame:
    """The rows of a basis and of a service, or of all services."""
    rows = rows[(rows["example"] == (basis == "example")) & (basis in OFFICE_BASES)]
    return rows[rows["service"] == service] if service else rows


def _areas(snapshot: Snapshot, basis: str, service: str) -> pd.DataFrame:
    """The delivery areas that may be counted: invented ones only among invented agreements."""
    areas = [
        (key, area.name, area.service_id)
        for key, area in snapshot.areas.items()
        if service in ("", area.service_id) and (basis == "example" or not area.is_example)
    ]
    return pd.DataFrame(areas, columns=["area", "name", "service"]).set_index("area")


def _unstated(agreements: pd.DataFrame, basis: str) -> Spans:
    """The days of which a service's agreements are not known by area.

    Those before the first that somebody stated, unless they are invented; and those of agreements without an area.
    """
    nowhere = agreements[agreements["area"].isna()]
    spans = list(zip(nowhere["first"].tolist(), nowhere["last"].tolist(), strict=True))
    if basis != "example":
        stated = agreements["first"][agreements["first"] > ALWAYS]
        spans.append((ALWAYS, int(stated.min()) - 1 if len(stated) else FOREVER))
    return spans


def _monthly(*, example: bool, service: str, provider: int | None) -> Callable[[str], pd.DataFrame]:
    """What is told month by month, read when it is first asked for."""
    readers = {
        "unemployment": partial(measure_reading.unemployment, example=example),
        "participants": partial(measure_reading.participants, example=example, service=service),
        "results": partial(measure_reading.results, example=example, service=service, provider=provider),
    }
    return cache(lambda kind: readers[kind]())


# --- Days on which something changes ----------------------------------------------------------------------------------


def change_days(selection: Selection) -> np.ndarray:
    """The days on which any measure may change, ascending, from the first day that the product knows to today.

    Both of these are among them. Day numbers; between two of them every measure stays what it is.
    """
    ground = ground_of(selection)
    first, last = day_number(date.fromisoformat(settings.FIRST_DAY)), day_number(selection.today)
    own = [measure.turns(ground) for measure in MEASURES.values() if measure.turns]
    days = np.concatenate([[first, last], *_turns(ground), *own]).astype(np.int64)
    return np.unique(days[(days >= first) & (days <= last)])


def _turns(ground: Ground) -> Iterator[np.ndarray]:
    """Every day on which something begins to be there or to be known, and the day after it ends."""
    for test in ("office", "agreement"):
        presence = ground.presence_by(test)
        yield presence.changes["on"].to_numpy()
        yield _borders(presence.unknown)
    for spans in ground.unstated.values():
        yield _borders(spans)
    for rows in (ground.offices, ground.agreements):
        yield rows["first"].to_numpy()
        yield rows["last"].to_numpy() + 1


def _borders(spans: Spans) -> np.ndarray:
    return np.array([border for first, last in spans for border in (first, last + 1)], dtype=np.int64)
