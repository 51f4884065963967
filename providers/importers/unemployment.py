"""Reads AF's unemployment per municipality (xlsx or CSV): PERIOD, LÄN, KOMMUN, ARBETSLÖSA below some lines of prose.

The ages that are counted follow from the month, and break the series where they change. Knows the file, not what is
stored.
"""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from municipalities.ages import age_range
from municipalities.importers.reading import Problem, Track, untracked
from municipalities.models import Unemployment
from providers import actions
from providers.importers import counts
from providers.importers.counts import CountChanges, Counted, CountFile, CountRow, SourceOf

UNEMPLOYED = Counted(
    model=Unemployment,
    field="unemployed",
    header="ARBETSLÖSA",
    source=SourceOf("af-arbetslosa-kommun", "Arbetsförmedlingen", "Arbetslösa per kommun och månad"),
)


def read(path: Path, track: Track = untracked) -> CountFile:
    """Read the unemployed of municipalities. Raises ImportFault as `counts.read` does."""
    return counts.read(path, UNEMPLOYED, track)


def find_problems(file: CountFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself."""
    return counts.find_problems(file, today=today)


def compare(file: CountFile) -> CountChanges:
    """What the file changes, with the problems that only the stored rows show, and where it breaks. Writes nothing."""
    changes = counts.compare(file, _ages)
    changes.told += _breaks(file.rows)
    return changes


def save(changes: CountChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    actions.save_counts(changes=changes, track=track)


def _ages(row: CountRow) -> dict[str, Any]:
    return {"age_range": age_range(row.period)}


def _breaks(rows: list[CountRow]) -> list[str]:
    """A line for each month of the file from which other ages are counted than in the month before it."""
    months = sorted({row.period for row in rows})
    return [
        _("From %(month)s the ages are %(ages)s instead of %(before)s: a break in the series.")
        % {"month": f"{month:%Y-%m}", "ages": age_range(month), "before": age_range(before)}
        for before, month in pairwise(months)
        if age_range(before) != age_range(month)
    ]
