"""Reads what is told month by month for the measures: unemployed, participants, results. Knows the models.

Invented rows and real ones are never read together. A number that is masked or missing is NaN, never 0.
"""

from collections.abc import Iterable

import pandas as pd
from django.db.models import QuerySet

from municipalities.models import Unemployment
from providers.models import Participants, Result
from rollout.coverage import FOREVER, day_numbers


def unemployment(*, example: bool) -> pd.DataFrame:
    """The unemployed: code, period (day number), unemployed (float). One query."""
    rows = Unemployment.objects.filter(is_example=example)
    return _frame(rows.values_list("municipality_id", "period", "unemployed"), ["code", "period", "unemployed"])


def participants(*, example: bool, service: str) -> pd.DataFrame:
    """Participants by municipality, of a service or of all: code, period, participants. One query."""
    rows = Participants.objects.filter(is_example=example, municipality__isnull=False)
    rows = _of_service(rows, "service", service)
    return _frame(rows.values_list("municipality_id", "period", "participants"), ["code", "period", "participants"])


def results(*, example: bool, service: str, provider: int | None) -> pd.DataFrame:
    """Results of agreements whose area is known: area, period, weighted_result, participants. One query."""
    rows = Result.objects.filter(agreement__provider__is_example=example, agreement__area__isnull=False)
    rows = _of_service(rows, "agreement__service", service)
    if provider is not None:
        rows = rows.filter(agreement__provider=provider)
    columns = ["area", "period", "weighted_result", "participants"]
    return _frame(rows.values_list("agreement__area_id", *columns[1:]), columns)


def _of_service(rows: QuerySet, field: str, service: str) -> QuerySet:
    return rows.filter(**{field: service}) if service else rows


def _frame(rows: Iterable[tuple], columns: list[str]) -> pd.DataFrame:
    """Rows of a key, a month and numbers, as a frame; also without rows its columns are of their kind."""
    frame = pd.DataFrame(list(rows), columns=columns)
    frame["period"] = day_numbers(frame["period"], missing=FOREVER)
    return frame.astype(dict.fromkeys(columns[2:], float))
