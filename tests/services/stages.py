"""The stages of `dev.py test`, one after the other, with a summary that says what passed.

They share a folder of prepared databases and a server. The databases are made while the first stages, each of them on
one core, go on.

`python -m tests.services.stages` runs them all, with `--whole` without leaving anything out on PostgreSQL; other
arguments go to pytest, on SQLite, and nothing else runs.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dev import ROOT, outcome, running
from tests.services.databases import FOLDER

WHOLE = "WHOLE_SUITE"  # the variable with which nothing is left out on PostgreSQL
PYTEST = [sys.executable, "-m", "pytest"]
ON_ALL_CORES = ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]
BROWSER_TESTS = "tests/browser"  # said, so that nobody reads the thousands of others to find them
# What the settings read: a test must not see what the person at the keyboard happens to have set.
PRODUCT_VARIABLES = {
    "ALLOWED_HOSTS",
    "API_RATE",
    "CACHE_URL",
    "DATA_CONTACT",
    "DATA_LICENCE",
    "DATA_PUBLISHER",
    "DATA_PUBLISHER_TYPE",
    "DATABASE_URL",
    "DEBUG",
    "DEMO_SIGN_INS",
    "EMAIL_URL",
    "EMBED_HOSTS",
    "HTTPS",
    "MAIL_FROM",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_NAME",
    "OIDC_URL",
    "PROXIES",
    "SECRET_KEY",
    "SITE_URL",
    "SSO",
    "TRUSTED_ORIGINS",
}


SQLITE = "sqlite://:memory:"


@dataclass(frozen=True, slots=True)
class Ground:
    """What the stages share: the folder of prepared databases, and the address of a server; None where none is had."""

    folder: str
    server: str | None


def clean_environment() -> dict[str, str]:
    """The environment of every stage: SQLite in memory, and nothing of the reader's own settings."""
    kept = {name: value for name, value in os.environ.items() if name not in PRODUCT_VARIABLES}
    return kept | {"DATABASE_URL": SQLITE, "DJANGO_SETTINGS_MODULE": "rollout.settings"}


def passes(*command: str | Path, **variables: str) -> bool:
    """Run a command in sight of the reader; whether it went well."""
    return outcome(command, clean_environment() | variables) == 0


def lint(ground: Ground) -> bool:
    """The rules of `pyproject.toml`."""
    return passes(sys.executable, "-m", "ruff", "check")


def layout(ground: Ground) -> bool:
    """The code looks as the formatter would have it."""
    return passes(sys.executable, "-m", "ruff", "format", "--check", "--quiet", "--diff")


def migrations(ground: Ground) -> bool:
    """The models have no change that a migration lacks."""
    return passes(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def suite_on_sqlite(ground: Ground) -> bool:
    """Everything but the browser tests."""
    return passes(*PYTEST, *ON_ALL_CORES, **{FOLDER: ground.folder})


def suite_on_postgresql(ground: Ground) -> bool:
    """The same on the database that an agency runs."""
    known = {FOLDER: ground.folder, "DATABASE_URL": ground.server or ""}
    return ground.server is not None and passes(*PYTEST, *ON_ALL_CORES, **known)


def browser_tests(ground: Ground) -> bool:
    """The pages as a person meets them."""
    asked = [sys.executable, "-m", "tests.services.chromium"]
    found = subprocess.run(asked, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    known = {FOLDER: ground.folder, "CHROMIUM": found.stdout.strip()}
    return found.returncode == 0 and passes(*PYTEST, *ON_ALL_CORES, "-m", "browser", BROWSER_TESTS, **known)


@contextlib.contextmanager
def postgresql() -> Iterator[str | None]:
    """The address of a server of our own; None where none is to be had, which its keeper says on standard error."""
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    # In a session of its own: Ctrl-C must not end the keeper before it has put the server away.
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.services.postgres"], cwd=ROOT, start_new_session=True, **streams
    )
    try:
        yield keeper.stdout.readline().strip() or None
    finally:
        keeper.stdin.close()
        keeper.wait()


@contextlib.contextmanager
def preparing(ground: Ground) -> Iterator[None]:
    """Meanwhile the databases are made that the tests of the later stages stand on."""
    with contextlib.ExitStack() as processes:
        for url in filter(None, (SQLITE, ground.server)):
            known = clean_environment() | {FOLDER: ground.folder, "DATABASE_URL": url}
            processes.enter_context(running([sys.executable, "-m", "tests.services.prepare"], known))
        yield


STAGES: dict[str, Callable[[Ground], bool]] = {
    "ruff check": lint,
    "ruff format": layout,
    "migrations": migrations,
    "suite on SQLite": suite_on_sqlite,
    "suite on PostgreSQL": suite_on_postgresql,
    "browser tests": browser_tests,
}


def run_all() -> bool:
    """Run every stage, also after one that failed, and sum up; whether all went well."""
    results = []
    with tempfile.TemporaryDirectory(prefix="rollout-tests-") as folder, postgresql() as server:
        ground = Ground(folder, server)
        with preparing(ground):
            for name, stage in STAGES.items():
                print(f"\n== {name}", flush=True)
                started = time.monotonic()
                results.append((name, stage(ground), time.monotonic() - started))
    print()
    for name, went_well, seconds in results:
        print(f"  {'passed' if went_well else 'FAILED'}  {name:<20} {seconds:6.1f} s")
    return all(went_well for _, went_well, _ in results)


def main(options: list[str]) -> int:
    """The exit code of it all, or of pytest alone when it was given options."""
    try:
        if options == ["--whole"]:
            os.environ[WHOLE], options = "1", []
        return 0 if (passes(*PYTEST, *options) if options else run_all()) else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
