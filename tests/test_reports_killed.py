"""A batch of reports that is killed leaves no half report under its name, and the next run makes it whole: on real
processes."""

import csv
import os
import signal
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from pypdf import PdfReader

from rollout.reports.batch import UNFINISHED
from tests.services.databases import COUNTRY

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("country")]
DAY = "2021-09-22"


@pytest.fixture
def killed(django_db_setup, tmp_path) -> Path:
    """The folder of a batch whose process was killed while it wrote its second report."""
    with django_db_setup.another(COUNTRY) as url:
        job = [sys.executable, "-m", "tests.services.reports_killed", str(tmp_path), DAY]
        known = {"cwd": settings.BASE_DIR, "env": {**os.environ, "DATABASE_URL": url}}
        found = subprocess.run(job, **known, capture_output=True, text=True, check=False)
    assert found.returncode == -signal.SIGKILL, found.stderr
    return tmp_path


def reports(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in folder.rglob("*.pdf")}


def test_a_killed_batch_has_only_whole_reports_and_the_next_completes_it(killed):
    (half,) = killed.rglob(f"*{UNFINISHED}")
    written = reports(killed)
    assert 0 < half.stat().st_size <= 10_000
    assert list(written) == ["stom-rom-0.pdf"]
    assert len(PdfReader(written["stom-rom-0.pdf"]).pages) > 1
    assert not (killed / "index.csv").exists()

    call_command("write_reports", killed, kind=["phase"], on=date.fromisoformat(DAY))

    assert list(killed.rglob(f"*{UNFINISHED}")) == []
    rows = list(csv.DictReader((killed / "index.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    digests = {Path(row["Fil"]).name: row["SHA-256"] for row in rows}
    assert digests == {name: sha256(path.read_bytes()).hexdigest() for name, path in reports(killed).items()}
    assert set(digests) == {f"stom-rom-{number}.pdf" for number in range(4)}
