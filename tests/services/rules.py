"""Rules of every run, as a plug-in of pytest: nothing is skipped, and what cannot run here is left out in the open."""

import contextlib
import gc
import os
from pathlib import Path

import hypothesis
import pytest

from tests.services import databases
from tests.services.stages import WHOLE

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
DATABASE_FIXTURES = {"db", "transactional_db", "country", "demonstration"}
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")

# The rules have been tried on many examples when PostgreSQL's turn comes: there it is the database that is tried.
EXAMPLES = 15 if ON_POSTGRESQL else 25
hypothesis.settings.register_profile("project", deadline=None, max_examples=200 if os.environ.get(WHOLE) else EXAMPLES)
hypothesis.settings.load_profile("project")


ONCE = ON_POSTGRESQL and not os.environ.get(WHOLE)  # what ran on SQLite does not run again


def left_out() -> dict[str, str]:
    """The markers whose tests have no place in this run, each with the reason."""
    reasons = {
        "samples": None if SAMPLES.is_dir() else "../shared/samples/ is not there",
        "postgresql": None if ON_POSTGRESQL else "this run is on SQLite",
        "once": "they ran on SQLite, and others show what the database does" if ONCE else None,
    }
    return {marker: reason for marker, reason in reasons.items() if reason}


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the workers, or the one before it, keeps what they share."""
    if databases.FOLDER not in os.environ:
        shared = contextlib.ExitStack()
        shared.enter_context(databases.shared_folder())
        config.add_cleanup(shared.close)


def pytest_report_header() -> list[str]:
    """Say which tests are missing from the count, and why."""
    told = [f"left out: tests marked {marker}, since {reason}" for marker, reason in left_out().items()]
    return told + ["left out: tests without a database, since they ran on SQLite"] * ONCE


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what has no place in this run."""
    out = {item for item in items if any(item.get_closest_marker(marker) for marker in left_out())}
    if ONCE:
        out |= {item for item in items if not needs_database(item)}
    if out:
        items[:] = [item for item in items if item not in out]
        config.hook.pytest_deselected(items=list(out))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what is there before the first test out of the search for garbage: it stays, and looking costs its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 100)


def needs_database(item: pytest.Item) -> bool:
    """Whether a test may touch the database, and so could fare differently on another one."""
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & asked)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that was skipped, or expected to fail, proves nothing: the run fails for it."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    unproven = [kind for kind in ("skipped", "xfailed", "xpassed") if reporter and reporter.stats.get(kind)]
    if unproven and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\nFailed: no test may be {' or '.join(unproven)}.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real input files, beside the project and never inside it."""
    return SAMPLES
