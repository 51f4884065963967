"""The stages of `dev.py test`, one after the other, with a summary that says what passed.

They share a folder, in which what one of them prepares is found by the next.

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
from pathlib import Path

from dev import ROOT, outcome
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


def clean_environment() -> dict[str, str]:
    """The environment of every stage: SQLite in memory, and nothing of the reader's own settings."""
    kept = {name: value for name, value in os.environ.items() if name not in PRODUCT_VARIABLES}
    return kept | {"DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "rollout.settings"}


def passes(*command: str | Path, **variables: str) -> bool:
    """Run a command in sight of the reader; whether it went well."""
    return outcome(command, clean_environment() | variables) == 0


def lint(shared: str) -> bool:
    """The rules of `pyproject.toml`."""
    return passes(sys.executable, "-m", "ruff", "check")


def layout(shared: str) -> bool:
    """The code looks as the formatter would have it."""
    return passes(sys.executable, "-m", "ruff", "format", "--check", "--quiet", "--diff")


def migrations(shared: str) -> bool:
    """The models have no change that a migration lacks."""
    return passes(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def suite_on_sqlite(shared: str) -> bool:
    """Everything but the browser tests."""
    return passes(*PYTEST, *ON_ALL_CORES, **{FOLDER: shared})


def suite_on_postgresql(shared: str) -> bool:
    """The same on the database that an agency runs."""
    with postgresql() as url:
        return url is not None and passes(*PYTEST, *ON_ALL_CORES, **{FOLDER: shared, "DATABASE_URL": url})


def browser_tests(shared: str) -> bool:
    """The pages as a person meets them."""
    asked = [sys.executable, "-m", "tests.services.chromium"]
    found = subprocess.run(asked, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    known = {FOLDER: shared, "CHROMIUM": found.stdout.strip()}
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


STAGES: dict[str, Callable[[str], bool]] = {
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
    with tempfile.TemporaryDirectory(prefix="rollout-tests-") as shared:
        for name, stage in STAGES.items():
            print(f"\n== {name}", flush=True)
            started = time.monotonic()
            results.append((name, stage(shared), time.monotonic() - started))
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
