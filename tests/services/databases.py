"""Prepared databases: one with its tables, one with the facts, one with the demonstration. Made once a run, and copied.

A worker stands on one of them at a time; going from one to another takes milliseconds, where making it takes seconds.
So a file of tests costs the same whether its tests run together or are dealt out one by one. What tests commit goes
when the worker leaves, on SQLite; on PostgreSQL a worker keeps its copies, and tests keep to transactions.
"""

import fcntl
import os
import pickle
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from itertools import count
from pathlib import Path
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

FOLDER = "PREPARED_DATABASES"  # the variable by which the workers of a run know its folder
NUMBERS = count(1)
EMPTY, COUNTRY, DEMONSTRATION = "empty", "country", "demonstration"


def _migrate() -> None:
    call_command("migrate", verbosity=0, run_syncdb=True)


def _load_facts() -> None:
    from rollout import facts

    facts.load()


def _load_demonstration() -> object:
    from rollout.demo import storage

    return storage.load().world


# Each is made upon the one before: its name, what that is, and what is done to it. What it returns is kept beside it.
STEPS: dict[str, tuple[str | None, Callable[[], object]]] = {
    EMPTY: (None, _migrate),
    COUNTRY: (EMPTY, _load_facts),
    DEMONSTRATION: (COUNTRY, _load_demonstration),
}


@contextmanager
def shared_folder() -> Iterator[None]:
    """A folder for prepared databases, which all processes started meanwhile find; with what is in it, it goes."""
    with tempfile.TemporaryDirectory(prefix="rollout-tests-") as folder:
        os.environ[FOLDER] = folder
        yield
        kept_in().put_away()
        del os.environ[FOLDER]


def kept_in() -> "Prepared":
    """The prepared databases of this run, on the database that the settings name."""
    kind = OnPostgresql if connection.vendor == "postgresql" else OnSqlite
    folder = Path(os.environ[FOLDER]) / connection.vendor
    folder.mkdir(exist_ok=True)
    return kind(folder)


class Prepared:
    """The prepared databases of a run, as one worker sees them."""

    meanwhile: Callable[[], AbstractContextManager] = nullcontext  # keeps others off while the connections are led over

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def standing_on(self, name: str, back_to: str = EMPTY) -> Iterator[object]:
        """Have the connections lead to a copy of a prepared database; yields what was kept beside it."""
        if connection.in_atomic_block:
            raise RuntimeError(
                "A file of tests stands on one database: it takes `country` or `demonstration`, not both."
            )
        with self.meanwhile():
            self._make_once(name)
            self._stand_on(name)
        yield pickle.loads((self.folder / f"{name}.pickle").read_bytes())
        with self.meanwhile():
            self._stand_on(back_to)

    def another(self, name: str) -> AbstractContextManager[str]:
        """The address of a copy that is nobody's, for processes of their own, which commit what they write."""
        raise NotImplementedError

    def make_all(self) -> None:
        """Make those that are not there yet."""
        for name in STEPS:
            self._make_once(name)

    def _make_once(self, name: str) -> None:
        """The first worker that needs it makes it; the others wait for that."""
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (self.folder / f"{name}.pickle").exists():
                return
            before, fill = STEPS[name]
            if before:
                self._make_once(before)
            self._begin(name, before)
            kept = fill()
            self._keep(name)
            (self.folder / f"{name}.pickle").write_bytes(pickle.dumps(kept))

    def _begin(self, name: str, before: str | None) -> None:
        raise NotImplementedError

    def _keep(self, name: str) -> None:
        raise NotImplementedError

    def _stand_on(self, name: str) -> None:
        raise NotImplementedError

    def leave(self) -> None:
        """What this worker has made goes with it."""

    def put_away(self) -> None:
        """What the run has made goes with it."""


class OnSqlite(Prepared):
    """Files, copied into the worker's database in memory by SQLite's own backup."""

    @contextmanager
    def another(self, name: str) -> Iterator[str]:
        self._make_once(name)
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(self.folder / name, folder)
            yield f"sqlite:///{folder}/{name}"

    def _begin(self, name: str, before: str | None) -> None:
        self._stand_on(before)

    def _keep(self, name: str) -> None:
        with closing(sqlite3.connect(self.folder / name)) as file:
            connection.connection.backup(file)

    def _stand_on(self, name: str | None) -> None:
        BaseDatabaseWrapper.close(connection)  # Django's own leaves a database in memory open
        connection.settings_dict["NAME"] = f"file:worker_{os.getpid()}_{next(NUMBERS)}?mode=memory&cache=shared"
        connection.ensure_connection()
        if name:
            with closing(sqlite3.connect(self.folder / name)) as file:
                file.backup(connection.connection)


class OnPostgresql(Prepared):
    """Databases on the server, copied there; a worker has a copy of each that it has stood on."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._mine: set[str] = set()

    def _begin(self, name: str, before: str | None) -> None:
        self._copy(before, self._named(name))
        self._lead_to(self._named(name))

    def _keep(self, name: str) -> None:
        connections.close_all()  # a database in use cannot be copied

    def _stand_on(self, name: str) -> None:
        mine = f"{self._named(name)}_{os.getpid()}"
        if name not in self._mine:
            self._copy(self._named(name), mine)
            self._mine.add(name)
        self._lead_to(mine)

    @contextmanager
    def another(self, name: str) -> Iterator[str]:
        self._make_once(name)
        target = f"{self._named(name)}_{os.getpid()}_{next(NUMBERS)}"
        self._copy(self._named(name), target)
        yield f"postgres://{_account_and_place(connection.settings_dict)}/{target}"
        self._drop(target)

    def leave(self) -> None:
        connections.close_all()
        for name in self._mine:
            self._drop(f"{self._named(name)}_{os.getpid()}")

    def put_away(self) -> None:
        connections.close_all()
        for name in STEPS:
            if (self.folder / f"{name}.pickle").exists():
                self._drop(self._named(name))

    def _lead_to(self, name: str) -> None:
        """Have this connection, and those that other threads open from now on, lead to a database."""
        connections.close_all()
        connection.settings_dict["NAME"] = name

    def _named(self, name: str) -> str:
        return f"{self.folder.parent.name.replace('-', '_').lower()}_{name}"

    def _copy(self, source: str | None, target: str) -> None:
        told = f' TEMPLATE "{self._named(source) if source in STEPS else source}"' if source else ""
        self._tell(f'CREATE DATABASE "{target}"{told}')

    def _drop(self, name: str) -> None:
        self._tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _tell(self, order: str) -> None:
        """Have the server carry out an order that belongs to no database."""
        with connection._nodb_cursor() as cursor:  # as Django's own making of test databases does it
            cursor.execute(order)


def _account_and_place(known: dict) -> str:
    """User, password, host and port of a server, as they stand in an address."""
    account = ":".join(quote(part, safe="") for part in (known["USER"], known["PASSWORD"]) if part)
    return f"{account}@" + ":".join(str(part) for part in (quote(known["HOST"], safe=""), known["PORT"]) if part)
