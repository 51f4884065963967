"""The sign of life of a job: that it is there, what it does and how far it has come, told every second.

The job itself is inside a transaction, of which nobody sees anything before its end. So on PostgreSQL a connection of
its own writes into the row of the import; SQLite has one writer at a time, and there a small file takes its place.
"""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from municipalities.importers.reading import Item
from rollout.models import Import

EVERY_SECONDS = 1.0
SILENT_FOR = timedelta(seconds=30)  # a job that was silent for so long is no longer there
FOLDER = settings.BUILD_DIR / "imports"


@dataclass(frozen=True, slots=True)
class Progress:
    """What a job does and how far it has come. total is 0 where that cannot be told."""

    what: str = ""
    done: int = 0
    total: int = 0
    beat_at: datetime | None = None

    @property
    def is_silent(self) -> bool:
        """Whether nothing was heard of the job for so long that it is no longer there."""
        return self.beat_at is None or timezone.now() - self.beat_at > SILENT_FOR


class Pulse(threading.Thread):
    """Beats while a job runs. `track` is what the importers take to tell how far they have come."""

    def __init__(self, row: Import) -> None:
        super().__init__(daemon=True, name=f"pulse of import {row.pk}")
        self.pk, self.token = row.pk, row.run
        self.what, self.done, self.total = "", 0, 0
        self._over = threading.Event()
        self._own = None

    def __enter__(self) -> "Pulse":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Be silent from now on. May be called again."""
        self._over.set()
        self.join()

    def track(self, items: Iterable[Item], description: str) -> Iterator[Item]:
        """Hands on what it is given, and counts."""
        self.what, self.done = description, 0
        self.total = len(items) if hasattr(items, "__len__") else 0
        for item in items:
            yield item
            self.done += 1

    def run(self) -> None:
        """Beat until it is over. A beat that fails is left out: the job is not to suffer from it."""
        while not self._over.wait(EVERY_SECONDS):
            with suppress(OSError, DatabaseError):
                self.beat()
        if self._own:
            self._own.close()
        forget(self.token)

    def beat(self) -> None:
        """Tell that the job is there."""
        found = {"what": self.what, "done": self.done, "total": self.total}
        if connection.vendor == "sqlite":
            _write(_file_of(self.token), {**found, "at": timezone.now().isoformat()})
            return
        self._own = self._own or connection.copy()
        with self._own.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Import._meta.db_table} SET beat_at = %s, progress = %s WHERE id = %s AND run = %s",
                [timezone.now(), json.dumps(found), self.pk, self.token],
            )


def progress_of(row: Import) -> Progress:
    """What the job of an import does, from what it last told."""
    found, beat_at = row.progress, row.beat_at
    with suppress(OSError, ValueError):
        found = json.loads(_file_of(row.run).read_text(encoding="utf-8"))
        beat_at = datetime.fromisoformat(found["at"])
    return Progress(found.get("what", ""), found.get("done", 0), found.get("total", 0), beat_at)


def forget(token: str) -> None:
    """Let go of what a job that was killed last told."""
    _file_of(token).unlink(missing_ok=True)


def _file_of(token: str) -> Path:
    return FOLDER / f"{token}.json"


def _write(path: Path, content: dict) -> None:
    """Write a small file so that a reader finds either what was there or what is there now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content), encoding="utf-8")
    part.replace(path)
