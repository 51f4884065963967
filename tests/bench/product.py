"""The product as `dev.py run` serves it, on databases of the bench's own: as it is, with no offices, with many."""

import json
import random
import shutil
import sqlite3
import sys
from contextlib import AbstractContextManager, closing
from datetime import date, timedelta
from pathlib import Path

import dev
from tests.bench.peers.bare_pages import read_page
from tests.bench.servers import Server, fetch, serving
from tests.services.stages import clean_environment

TIMES = 100
FARTHEST = 365  # days by which a copied office is moved
COLUMNS = "agreement_id street postal_code post_town latitude longitude placed on_site last_confirmed_on origin".split()
ROW = [*COLUMNS, "municipality_id", "opens_on", "closes_on"]


def database() -> Path:
    """The demonstration in a file that is kept from one bench to the next, and made anew when the code changes."""
    file = dev.BUILD / "bench.sqlite3"
    with dev.alone():
        dev.keep_secret_key()
        env = environment(file)
        dev.collect_static(env)
        dev.prepare_database(env)
    return file


def environment(file: Path) -> dict[str, str]:
    """As `dev.py run` would have it, on a database of ours."""
    return clean_environment() | {"DATABASE_URL": f"sqlite:///{file}", "DEBUG": "0", "DEMO_SIGN_INS": "1"}


def served(file: Path, folder: Path) -> AbstractContextManager[Server]:
    """The product by gunicorn with two workers, on a database file."""
    how = ["--bind", f"{dev.HOST}:{{port}}", "--log-level=warning", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", "rollout.wsgi:application", *how, *dev.GUNICORN]
    return serving(command, folder / f"{file.stem}.log", environment(file))


def shown(port: int) -> tuple[str, dict]:
    """The map that the product shows, and all that its script is given: in the page, and when it asks."""
    svg, asked = read_page(fetch(port, "/")[1].decode())
    return svg, json.loads(fetch(port, asked["urls"]["facts"])[1]) | asked


def without_offices(file: Path, folder: Path) -> Path:
    """The same country without a single office."""
    with closing(sqlite3.connect(_copied(file, folder / "none.sqlite3"))) as connection:
        connection.execute("DELETE FROM providers_office")
        connection.commit()
    return folder / "none.sqlite3"


def with_many_offices(file: Path, folder: Path) -> Path:
    """The same with a hundred times the offices, the added ones on other days and in other municipalities."""
    with closing(sqlite3.connect(_copied(file, folder / "many.sqlite3"))) as connection:
        found = connection.execute(f"SELECT {', '.join(ROW)} FROM providers_office ORDER BY id").fetchall()
        marks = ", ".join("?" * len(ROW))
        connection.executemany(
            f"INSERT INTO providers_office ({', '.join(ROW)}) VALUES ({marks})", _many(found, random.Random(4))
        )
        connection.commit()
    return folder / "many.sqlite3"


def _copied(file: Path, copy: Path) -> Path:
    """A copy of a database that nobody is writing to, with what is in its log."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(shutil.copyfile(file, copy))


def _many(rows: list[tuple], dice: random.Random):
    """The rows again and again, moved in time and dealt out to each other's municipalities."""
    places = [row[-3] for row in rows]
    for _time in range(TIMES - 1):
        dice.shuffle(places)
        for row, place in zip(rows, places, strict=True):
            by = timedelta(days=dice.randint(-FARTHEST, FARTHEST))
            yield (*row[:-3], place, *(day and str(date.fromisoformat(day) + by) for day in row[-2:]))
