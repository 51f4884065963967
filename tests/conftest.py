"""What every test may ask for. The rules of the run itself are in `tests/services/rules.py`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

from rollout import facts
from rollout.demo import storage
from rollout.demo.rows import World

pytest_plugins = ["tests.services.rules"]


def pytest_configure() -> None:
    """WhiteNoise warns where nothing has been collected yet, and a warning is an error here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real ones are slow on purpose


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    """Every test begins in Swedish: a request leaves its language active in the thread it ran in."""
    with translation.override("sv"):
        yield


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The facts, loaded once for the tests of a file and rolled back after them; what a test writes goes first."""
    with django_db_blocker.unblock(), transaction.atomic():
        facts.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demonstration(country, django_db_blocker) -> World:
    """The facts and the demonstration, loaded once for the tests of a file; the rows it was made of."""
    with django_db_blocker.unblock():
        return storage.load().world
