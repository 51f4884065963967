"""The jobs of imports: begun by a request, done by a process of their own, given up when nothing is heard of them.

A large file is worked on by `manage.py run_import` in a session of its own, so that neither a closed tab nor the end of
the request ends it; a small one at once, since that is sooner done. Knows nothing of what is done.
"""

import subprocess
import sys
import threading
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rollout.imports import pulse
from rollout.models import Import

State, Step = Import.State, Import.Step


class Busy(Exception):
    """Another import writes at the moment; the text says which."""


def begin(row: Import, step: Step, **values: Any) -> None:
    """Have a step of an import done: in a process of its own, or, for a small file, before this returns.

    values: what else is to be known of it from now on. Raises Busy where another import is being saved or undone, or
    this one is under way already.
    """
    give_up_silent()
    run = token_hex(8)
    claimed = {"state": State.RUNNING, "step": step, "run": run, "beat_at": timezone.now(), "progress": {}}
    try:
        with transaction.atomic():
            free = Import.objects.filter(pk=row.pk).exclude(state=State.RUNNING)
            if not free.update(**claimed, **values, message=""):
                raise Busy(_("The import is under way already."))
    except IntegrityError:
        raise Busy(_busy()) from None
    row.refresh_from_db()
    if row.size <= settings.IMPORTS_IN_PLACE_BYTES:
        from rollout.imports.running import run as run_now

        run_now(row.pk, row.run)
    else:
        transaction.on_commit(lambda: _spawn(row.pk, run))


def give_up_silent() -> None:
    """Mark the imports as stopped whose job is no longer there. What it had written, the database has taken back."""
    for row in Import.objects.filter(state=State.RUNNING):
        give_up_if_silent(row)


def give_up_if_silent(row: Import) -> bool:
    """The same for one; whether it was given up. The job, should it still be there, can then save nothing."""
    if row.state != State.RUNNING or not pulse.progress_of(row).is_silent:
        return False
    left = {"state": State.STOPPED, "message": ""}
    if row.step == Step.UNDO:
        left = {"state": State.SAVED, "message": _("The undoing was stopped. Nothing was undone.")}
    found = Import.objects.filter(pk=row.pk, run=row.run, state=State.RUNNING).update(**left, run="")
    pulse.forget(row.run)
    row.refresh_from_db()
    return bool(found)


def _busy() -> str:
    other = Import.objects.filter(state=State.RUNNING, step__in=Import.WRITING).first()
    if other is None:
        return _("Another import was being saved. Try again.")
    known = {"file": other.file_name, "name": other.by_name or _("somebody")}
    return (
        _("“%(file)s” is being saved just now, by %(name)s. Imports are saved one at a time: try again soon.") % known
    )


def _spawn(pk: int, run: str) -> None:
    """Start the process. A thread waits for its end, for otherwise it would stay in the table of processes."""
    job = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import", str(pk), run],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=job.wait, daemon=True, name=f"end of import {pk}").start()
