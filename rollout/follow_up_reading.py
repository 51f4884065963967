"""Reads what files have told month by month, for the follow-up page: results with ratings, unemployed, participants.

Invented rows and real ones are never read together. Kept with the snapshot, so that each is read once per data version.
Knows the models; what is worked out from the frames is in `follow_up.py`.
"""

from collections.abc import Callable

import pandas as pd
from django.db.models import QuerySet

from municipalities.models import Unemployment
from providers.models import Agreement, Participants, Rating, Result
from rollout.coverage import FOREVER, day_numbers
from rollout.snapshot import Snapshot

RESULT_COLUMNS = {
    "agreement_id": "agreement",
    "period": "period",
    "rating": "rating",
    "weighted_result": "result",
    "participants": "participants",
    "participants_a": "level_a",
    "participants_b": "level_b",
    "participants_c": "level_c",
    "risks_termination": "risk",
}
NUMBERS = [name for name in RESULT_COLUMNS.values() if name not in ("agreement", "period")]


def results(snapshot: Snapshot, *, example: bool) -> pd.DataFrame:
    """Results and ratings of all agreements, a row for an agreement and a month of which either is told. Three queries.

    Columns agreement, number (text), provider, area (<NA> not known), service, period (day number), rating, result,
    participants, level_a, level_b, level_c, risk (float, NaN missing; risk 1.0 is yes). Where a result has no rating,
    that of the ratings over time is taken.
    """
    return _kept(snapshot, ("results", example), lambda: _results(example))


def unemployed(snapshot: Snapshot, *, example: bool) -> pd.DataFrame:
    """The unemployed of municipalities: code, period, number (float), masked (bool), ages, source (key). One query."""
    rows = Unemployment.objects.filter(is_example=example)
    return _kept(snapshot, ("unemployed", example), lambda: _counts(rows, "unemployed", ages="age_range"))


def participants(snapshot: Snapshot, *, example: bool) -> pd.DataFrame:
    """Participants in municipalities: code, service, period, number (float), masked (bool), source (key). One query."""
    rows = Participants.objects.filter(is_example=example, municipality__isnull=False)
    return _kept(snapshot, ("participants", example), lambda: _counts(rows, "participants", service="service_id"))


def of_the_country() -> list[Participants]:
    """The participants of the whole country, as told by a source, by service and in order of time. One query."""
    rows = Participants.objects.filter(municipality__isnull=True, is_example=False)
    return list(rows.select_related("source", "service").order_by("service__order", "period"))


def _kept(snapshot: Snapshot, key: tuple, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A frame that is read when it is first asked for, and then kept as long as the data stay as they are."""
    kept, key = snapshot.grounds, ("follow-up", *key)
    if key not in kept:
        kept[key] = make()
    return kept[key]


def _results(example: bool) -> pd.DataFrame:
    chosen = Result.objects.filter(agreement__provider__is_example=example).order_by()
    told = _typed(pd.DataFrame(list(chosen.values_list(*RESULT_COLUMNS)), columns=[*RESULT_COLUMNS.values()]), NUMBERS)
    ratings = Rating.objects.filter(agreement__provider__is_example=example).order_by()
    rated = pd.DataFrame(
        list(ratings.values_list("agreement_id", "period", "value")), columns=["agreement", "period", "rated"]
    )
    told = told.merge(_typed(rated, ["rated"]), on=["agreement", "period"], how="outer")
    told["rating"] = told["rating"].fillna(told["rated"])
    return told.drop(columns="rated").merge(_agreements(example), on="agreement", how="inner")


def _agreements(example: bool) -> pd.DataFrame:
    columns = ["agreement", "number", "provider", "area", "service"]
    rows = Agreement.objects.filter(provider__is_example=example).order_by()
    found = pd.DataFrame(
        list(rows.values_list("id", "number", "provider_id", "area_id", "service_id")), columns=columns
    )
    return found.astype({"area": "Int64"})


def _counts(rows: QuerySet, number: str, **more: str) -> pd.DataFrame:
    names = {
        "code": "municipality_id",
        "period": "period",
        "number": number,
        "masked": "is_masked",
        "source": "source__key",
    }
    names |= more
    found = pd.DataFrame(list(rows.order_by().values_list(*names.values())), columns=[*names])
    return _typed(found, ["number"]).astype({"masked": bool})


def _typed(frame: pd.DataFrame, numbers: list[str]) -> pd.DataFrame:
    """Periods as day numbers and numbers as floats, also where there are no rows."""
    frame["period"] = day_numbers(frame["period"], missing=FOREVER)
    return frame.astype(dict.fromkeys(numbers, float))
