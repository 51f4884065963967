"""What every test may ask for. The rules of the run itself are in `tests/services/rules.py`."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation

from rollout.demo.rows import World
from tests import desks, plans
from tests.services import databases, quick

pytest_plugins = ["tests.services.rules"]


def pytest_configure() -> None:
    """Begin each test anew without what is slow on purpose."""
    quick.be_quick()


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    """Every test begins in Swedish: a request leaves its language active in the thread it ran in."""
    with translation.override("sv"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[databases.Prepared]:
    """The databases of this run, in the place of the one that pytest-django would make for each worker."""
    with django_db_blocker.unblock():
        prepared = databases.kept_in()
        with prepared.standing_on(databases.EMPTY):
            yield prepared
        prepared.leave()


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The facts, for the tests of a file; what the file's own fixtures write goes with it, what a test writes first."""
    with django_db_blocker.unblock(), django_db_setup.standing_on(databases.COUNTRY), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The facts and the demonstration, for the tests of a file; the rows it was made of."""
    with (
        django_db_blocker.unblock(),
        django_db_setup.standing_on(databases.DEMONSTRATION) as world,
        transaction.atomic(),
    ):
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def kept_rows(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Empty tables, in which a file's own fixtures make rows once for all its tests; with the file they go."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def small_plan(kept_rows) -> plans.World:
    """The small plan, for the tests of a file; each takes a copy."""
    return plans.make_world()


@pytest.fixture(scope="module")
def staffed_plan(kept_rows) -> plans.World:
    """The small plan with the roles of its people, for the tests of a file; each takes a copy."""
    return desks.make_staffed_world()
