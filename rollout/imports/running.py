"""What a job does: check a file, save what was checked, undo what was saved. Whole or not at all, and told in the end.

A job that was given up meanwhile (`jobs.give_up_if_silent`) finds that the row is no longer its own, in the very
transaction in which it writes, and so leaves nothing.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from municipalities.importers.comparing import compared_ahead
from municipalities.importers.reading import ImportFault, shown
from municipalities.kept import recording
from rollout.imports.files import file_of, forget
from rollout.imports.kinds import KINDS, Kind
from rollout.imports.lines import Sort, write
from rollout.imports.looking import Looked, look
from rollout.imports.pulse import Pulse
from rollout.imports.undoing import InTheWay, acts_done, take_back
from rollout.models import Import

State, Step = Import.State, Import.Step
log = logging.getLogger(__name__)


class Overtaken(Exception):
    """The import is no longer this job's: it was given up, and whatever the job wrote is taken back."""


class _Changed(Exception):
    """The rows are no longer what they were when the file was checked."""

    def __init__(self, looked: Looked) -> None:
        super().__init__()
        self.looked = looked


def run(pk: int, token: str) -> None:
    """Do the step that an import waits for, and tell in its row how it ended. Never raises for what it was to do."""
    row = Import.objects.filter(pk=pk, run=token, state=State.RUNNING).select_related("by", "undone_by").first()
    if row is None:
        return
    with translation.override(row.language):
        try:
            {Step.CHECK: check, Step.SAVE: save, Step.UNDO: undo}[Step(row.step)](row)
        except Overtaken:
            log.warning("Import %s was given up; its job has saved nothing.", pk)
        except ImportFault as fault:
            _end_badly(row, str(fault), State.FAULTY)
        except ValidationError as refused:
            _end_badly(row, " ".join([*refused.messages, _("Nothing was saved.")]))
        except DatabaseError as error:
            known = {"reason": shown(error, 300)}
            _end_badly(row, _("The database refused it: %(reason)s.") % known + " " + _("Nothing was saved."))
        except Exception:
            log.exception("Import %s failed", pk)
            _end_badly(row, _("An unexpected error occurred.") + " " + _("Nothing was saved."))


def check(row: Import) -> None:
    """Find what is wrong with a file, and what it would change."""
    with Pulse(row) as pulse:
        kind, rows = _read(row, pulse)
        with _steady():
            looked = look(kind, rows, row.asked, row.file_name)
        pulse.what, pulse.total = _("Keeping what was found"), 0
        _show(row, looked)


def save(row: Import) -> None:
    """Save what was checked; where that is no longer what would be saved, show what would be, and save nothing."""
    try:
        with Pulse(row) as pulse:
            kind, rows = _read(row, pulse)
            look_now = compared_ahead(lambda: look(kind, rows, row.asked, row.file_name))
            with transaction.atomic(), recording(by=row.by) as kept, acts_done() as acts:
                looked = look_now()
                if looked.errors or looked.fingerprint() != row.fingerprint:
                    raise _Changed(looked)
                kind.save(kind.importer, looked.changes, pulse.track, row.by)
                forget(row)
                pulse.stop()
                _end(row, State.SAVED, wrote=kept.ranges, acts=acts, finished_at=timezone.now())
    except _Changed as changed:
        words = _("What is stored has changed since you looked at the file. Nothing was saved: look at it again.")
        _show(row, changed.looked, message=words)


def undo(row: Import) -> None:
    """Put everything back that an import made, changed or ended; where later changes are in the way, tell of those."""
    try:
        with Pulse(row) as pulse, transaction.atomic():
            take_back(row, pulse.track)
            pulse.stop()
            _end(row, State.UNDONE, undone_at=timezone.now())
    except InTheWay as found:
        with transaction.atomic():
            _end(row, State.SAVED, message=str(found))
            row.pages.filter(sort=Sort.IN_THE_WAY).delete()
            write(row, found.lines)


def _read(row: Import, pulse: Pulse) -> tuple[Kind, Any]:
    """The kind of a file and its rows, read. Raises ImportFault."""
    kind = KINDS[row.kind]
    pulse.what = _("Reading")
    with file_of(row) as path:
        return kind, kind.importer.read(path, pulse.track)


@contextmanager
def _steady() -> Iterator[None]:
    """A transaction where rows can be locked in one; on SQLite it would keep all writers waiting for nothing."""
    if not connection.features.has_select_for_update:
        yield
        return
    with transaction.atomic():
        yield


def _show(row: Import, looked: Looked, message: str = "") -> None:
    """Keep what was found in a file, in the place of what was found before."""
    state = State.FAULTY if looked.errors else State.READY
    with transaction.atomic():
        row.pages.all().delete()
        write(row, looked.lines())
        _end(row, state, counts=looked.counts(), fingerprint=looked.fingerprint(), message=message)


def _end_badly(row: Import, message: str, state: State = State.FAILED) -> None:
    """Tell why nothing was saved; an import that could not be undone is saved as before."""
    try:
        _end(row, State.SAVED if row.step == Step.UNDO else state, message=message)
    except Overtaken:
        log.warning("Import %s was given up before it failed.", row.pk)


def _end(row: Import, state: State, **values: Any) -> None:
    """Write how a step ended, if the import is still this job's. Raises Overtaken."""
    mine = Import.objects.filter(pk=row.pk, run=row.run, state=State.RUNNING)
    if not mine.update(state=state, run="", **values):
        raise Overtaken
