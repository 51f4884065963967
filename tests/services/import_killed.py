"""An import whose job is killed while it writes, in a database of its own: what is left of it, told as JSON.

Run as `python -m tests.services.import_killed FILE`, on the database that DATABASE_URL names. The file is checked by a
real job; the one that saves kills itself by SIGKILL when it has written the first offices; then a third one saves it.
"""

import json
import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

ON = "2025-03-01"
SECONDS = 60


def wait_for(row, state: str) -> None:
    """Wait until a job has brought an import to a state."""
    until = time.monotonic() + SECONDS
    while row.state != state and time.monotonic() < until:
        time.sleep(0.05)
        row.refresh_from_db()


def die_while_writing(row) -> int:
    """Save an import in a process that kills itself in the middle of it. Returns the signal that ended it."""
    from django.db import connection, connections

    from rollout.imports import running

    connections.close_all()
    getattr(connection, "close_pool", lambda: None)()  # two processes must not talk over one connection
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def wrapper(execute, sql, params, many, context):
        done = execute(sql, params, many, context)
        if 'INSERT INTO "providers_historicaloffice"' in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    with connection.execute_wrapper(wrapper):
        running.run(row.pk, row.run)
    os._exit(0)


def main(path: Path) -> None:
    """Check, kill, give up, begin anew; tell the states and how many rows there were at each point."""
    from django.conf import settings
    from django.utils import timezone

    from rollout.imports import files, jobs
    from rollout.models import Import
    from tests.factories import make_admin
    from tests.import_files import every_row, make_ground

    make_ground()
    answers = {"on": ON, "service": "rom2"}
    row = files.take_in(
        kind="offices-listed", file_name=path.name, chunks=[path.read_bytes()], answers=answers, by=make_admin()
    )
    settings.IMPORTS_IN_PLACE_BYTES = 0
    jobs.begin(row, Import.Step.CHECK)
    wait_for(row, "ready")
    told, before = {"checked": row.state}, every_row()

    Import.objects.filter(pk=row.pk).update(state="running", step="save", run="abc", beat_at=timezone.now())
    row.refresh_from_db()
    told["ended_by"] = die_while_writing(row)
    row.refresh_from_db()
    told |= {"after_the_kill": row.state, "nothing_is_left": every_row() == before}

    Import.objects.filter(pk=row.pk).update(beat_at=timezone.now() - timedelta(minutes=1))
    row.refresh_from_db()
    jobs.give_up_if_silent(row)
    told["given_up"] = row.state

    settings.IMPORTS_IN_PLACE_BYTES = 10**9
    jobs.begin(row, Import.Step.CHECK)
    row.refresh_from_db()
    jobs.begin(row, Import.Step.SAVE)
    row.refresh_from_db()
    print(json.dumps({**told, "saved": row.state, "offices": every_row().count("\nOffice {")}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")
    django.setup()
    main(Path(sys.argv[1]))
