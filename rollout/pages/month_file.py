"""The municipalities of the map's list month by month: what the map says of each on the first day of every month."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from rollout.exports import Cell, Table
from rollout.filters import group_choices
from rollout.pages.map_files import about
from rollout.pages.map_state import short_status_words
from rollout.selection import Selection
from rollout.through_months import NOT_KNOWN, first_days, providers, statuses
from rollout.words import BASIS_WORDS


class MonthRows:
    """The rows, made as they are asked for: month by month, in each the municipalities of the list in its order."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.days = first_days(selection.filterset.first, selection.last)
        self.codes = list(selection.rows.index)
        snapshot = selection.snapshot
        self.status = statuses(snapshot.periods_of, self.codes, self.days)
        self.providers = [providers(each, self.codes, self.days) for each in self._presences()]
        told = short_status_words(snapshot)
        self.words = {key: str(word) for key, word in told.items()}

    def __len__(self) -> int:
        return len(self.days) * len(self.codes)

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        data = str(BASIS_WORDS[self.selection.basis])
        for place, on in enumerate(self.days):
            numbers = np.stack([each[place] for each in self.providers], axis=1).tolist()
            for (*facts,), status, counts in zip(self.facts, self.status[place], numbers, strict=True):
                yield [on, *facts, self.words[status], *(None if n == NOT_KNOWN else n for n in counts), data]

    def _presences(self) -> list:
        """Of all services as the map counts them, and of each service alone."""
        selection = self.selection
        asked = {"basis": selection.basis, "test": selection.test, "provider": selection.provider}
        alone = [selection.snapshot.presence(service=code, **asked) for code in selection.snapshot.services]
        return [selection.presence, *alone]

    @cached_property
    def facts(self) -> list[list[Cell]]:
        """What holds of a municipality in every month."""
        rows, groups = self.selection.rows, dict(group_choices(self.selection.snapshot))
        phases = {phase.number: phase.label for phase in self.selection.snapshot.phases}
        yes, no = _("yes"), _("no")
        return [
            [
                *(row.Index, row.name, row.county_name, groups.get(row.group, row.group), int(row.population)),
                yes if row.rural else no,
                None if pd.isna(row.phase) else phases.get(row.phase),
            ]
            for row in rows.itertuples()
        ]


def month_table(selection: Selection, link: str) -> Table:
    """Every municipality of the list on the first day of every month that the map knows."""
    rows = MonthRows(selection)
    services = [_("Providers of %(service)s") % {"service": each.name} for each in selection.snapshot.services.values()]
    return Table(
        name=_("municipalities-by-month"),
        title=_("Municipalities by month"),
        columns=[
            *(_("Month"), _("Code"), _("Municipality"), _("County"), _("Municipality group"), _("Inhabitants")),
            *(_("Rural"), _("Phase"), _("Service status"), _("Number of providers"), *services, _("Data")),
        ],
        rows=rows,
        about=[(_("Month"), _("The first day of each month.")), *about(selection, link)],
    )
