"""Reads participants per municipality (xlsx or CSV): PERIOD, LÄN, KOMMUN, TJÄNST, DELTAGARE.

Our own shape, in keeping with AF's unemployment per municipality. A service goes by its name, its short name or its
code; "Riket" for a municipality is the whole country. Knows the file, not what is stored.
"""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from municipalities.importers.reading import Problem, Track, ValueFault, untracked
from municipalities.models import Certainty
from providers import actions
from providers.importers import counts
from providers.importers.counts import CountChanges, Counted, CountFile, CountRow, SourceOf
from providers.importers.measures import last_day
from providers.importers.services import Services
from providers.models import Participants

PARTICIPANTS = Counted(
    model=Participants,
    field="participants",
    header="DELTAGARE",
    source=SourceOf("af-deltagare-kommun", "Arbetsförmedlingen", "Deltagare per kommun, tjänst och månad"),
    of_service="TJÄNST",
    may_be_of_the_country=True,
)


def read(path: Path, track: Track = untracked) -> CountFile:
    """Read the participants of municipalities. Raises ImportFault as `counts.read` does."""
    return counts.read(path, PARTICIPANTS, track)


def find_problems(file: CountFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself."""
    return counts.find_problems(file, today=today)


def compare(file: CountFile) -> CountChanges:
    """What the file changes, with the problems that only the stored rows show. Writes nothing. Three queries."""
    return counts.compare(file, _certainty, _Services.stored().code)


def save(changes: CountChanges, track: Track = untracked) -> None:
    """Save what was compared, in the transaction of the caller."""
    actions.save_counts(changes=changes, track=track)


def _certainty(row: CountRow) -> dict[str, Any]:
    return {"certainty": Certainty.STATED.value}


class _Services(Services):
    """The services by what files call them."""

    def code(self, row: CountRow) -> str:
        """The code of a row's service. Raises ValueFault where there is none, or it had not begun in the month."""
        service = self.named(row.service)
        if service.starts_on and last_day(row.period) < service.starts_on:
            known = {"column": counts.PERIOD, "day": f"{row.period:%Y-%m}"}
            known |= {"service": service.name, "starts_on": service.starts_on}
            raise ValueFault(_("%(column)s: %(day)s comes before %(service)s began, %(starts_on)s") % known)
        return service.code
