"""Compares what a file says of agreements month by month (ratings, results) with what is stored. Writes nothing.

Back periods are revised, so the file wins; but a column that a file lacks says nothing, and neither does a line that it
no longer has: what is stored stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from municipalities.importers.preview import Changes, differences, in_words
from municipalities.importers.reading import Problem
from providers.importers.agreements import AgreementChanges, AgreementLine, compare_agreements
from providers.models import Measured, Service

ONE_DAY = timedelta(days=1)
Key = tuple[str, date]  # agreement number, first day of the month


@dataclass
class MeasureChanges:
    """What a file changes in the ratings or results, ready to be shown or saved."""

    model: type[Measured]
    columns: Sequence[str]
    agreements: AgreementChanges
    of_rows: Changes
    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)  # those that are new or get other values
    problems: list[Problem] = field(default_factory=list)
    file_name: str = ""

    def preview(self) -> list[Changes]:
        """The changes, kind by kind. Gone are the rows that the file no longer has; they are kept."""
        return [*self.agreements.preview(), self.of_rows]

    def notes(self) -> list[str]:
        """What else the reader should know."""
        return [str(self.agreements.service)]


def compare(
    model: type[Measured],
    rows: Mapping[Key, Mapping[str, Any]],
    columns: Sequence[str],
    agreements: list[AgreementLine],
    *,
    service: Service,
) -> MeasureChanges:
    """What the rows of a file, each with all of the columns, change. Four queries."""
    of_agreements = compare_agreements(agreements, service)
    told = Changes(str(model._meta.verbose_name_plural).capitalize())
    changes = MeasureChanges(model, columns, of_agreements, told, problems=of_agreements.problems)
    stored = _stored(model, {period for _number, period in rows}, columns, of_agreements.real_numbers())
    names = {line.number: line.provider for line in agreements}
    labels = {column: str(model._meta.get_field(column).verbose_name) for column in columns}
    for (number, period), values in rows.items():
        before, label = stored.pop((number, period), None), f"{number} {names.get(number, '')} {period:%Y-%m}"
        if before == values:
            told.unchanged += 1
            continue
        changes.rows[number, period] = dict(values)
        if before is None:
            told.new.append(f"{label}: " + ", ".join(f"{labels[name]} {in_words(values[name])}" for name in columns))
        else:
            by_label = ({labels[name]: kind[name] for name in columns} for kind in (before, values))
            told.changed.append(f"{label}: {differences(*by_label)}")
    told.gone += [f"{number} {period:%Y-%m}" for number, period in sorted(stored)]
    return changes


def _stored(
    model: type[Measured], periods: set[date], columns: Sequence[str], numbers: Mapping[int, str]
) -> dict[Key, dict[str, Any]]:
    """The rows of agreements, given by primary key with their numbers, in these periods. One query."""
    found = model.objects.filter(period__in=periods).order_by().values_list("agreement_id", "period", *columns)
    return {
        (numbers[agreement], period): dict(zip(columns, values, strict=True))
        for agreement, period, *values in found
        if agreement in numbers
    }


def last_day(month: date) -> date:
    """The last day of a month that is given by its first."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1) - ONE_DAY
