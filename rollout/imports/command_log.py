"""Keeps what the import commands did in the log of imports, beside what was done in the browser.

Hears of it by signal, since the commands lie to the left. An import by a command can be looked at and undone as any.
"""

import getpass
import hashlib
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db import DatabaseError, transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import get_language

from municipalities.importers import signals
from municipalities.importers.reading import Problem
from municipalities.kept import Recording
from rollout.imports.kinds import Kind, kind_of_importer
from rollout.imports.lines import write
from rollout.imports.looking import Looked
from rollout.models import Import

State = Import.State


@receiver(signals.saved, dispatch_uid="log of saved imports")
def log_saved(
    sender: type,
    *,
    importer: ModuleType,
    path: Path,
    answers: dict[str, Any],
    changes: Any,
    problems: list[Problem],
    kept: Recording,
    **signal: Any,
) -> None:
    """Log an import that a command saved, in the transaction that saves it."""
    if kind := kind_of_importer(getattr(importer, "__name__", "")):
        looked = Looked(problems, changes)
        told = {"counts": looked.counts(), "fingerprint": looked.fingerprint(), "wrote": kept.ranges}
        row = _row(kind, path, answers, state=State.SAVED, finished_at=timezone.now(), **told)
        row.save()
        write(row, looked.lines())


@receiver(signals.refused, dispatch_uid="log of refused imports")
def log_refused(
    sender: type, *, importer: ModuleType, path: Path, answers: dict[str, Any], message: str, **signal: Any
) -> None:
    """Log an import of which a command saved nothing. Where the log cannot be written either, the command says why."""
    if kind := kind_of_importer(getattr(importer, "__name__", "")):
        with suppress(DatabaseError, OSError, ValueError), transaction.atomic():
            _row(kind, path, answers, state=State.FAULTY, message=message).save()


def _row(kind: Kind, path: Path, answers: dict[str, Any], **values: Any) -> Import:
    """A row of the log. Raises OSError where the file cannot be read."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Import(
        kind=kind.key,
        asked={each.name: str(answers.get(each.name) or "") for each in kind.questions},
        file_name=path.name[:250],
        sha256=sha256,
        size=path.stat().st_size,
        language=get_language(),
        origin=Import.Origin.COMMAND,
        by_name=_account(),
        **values,
    )


def _account() -> str:
    """The account on the machine that ran the command."""
    try:
        return getpass.getuser()[:150]
    except (OSError, KeyError):  # a process whose user has no name
        return ""
