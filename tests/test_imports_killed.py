"""A job that is killed while it writes leaves nothing, and is not in the way of the next: on real processes."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.import_files import listed, listed_office, write_search
from tests.services.databases import EMPTY

pytestmark = pytest.mark.django_db


def test_a_job_that_is_killed_while_it_writes_leaves_nothing_and_can_be_begun_anew(django_db_setup, tmp_path):
    offices = [listed_office(f"{500000 + number}") for number in range(50)]
    listing = write_search(tmp_path / "sok.json", listed(90000001, *offices))

    with django_db_setup.another(EMPTY) as url:
        job = [sys.executable, "-m", "tests.services.import_killed", str(listing)]
        known = {"cwd": settings.BASE_DIR, "env": {**os.environ, "DATABASE_URL": url}}
        found = subprocess.run(job, **known, capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout) == {
        "checked": "ready",
        "ended_by": -9,
        "after_the_kill": "running",
        "nothing_is_left": True,
        "given_up": "stopped",
        "saved": "saved",
        "offices": 50,
    }
