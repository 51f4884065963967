"""A batch of reports whose process is killed while it writes the second of them, half of which is then on the disk.

Run as `python -m tests.services.reports_killed FOLDER DAY`, on the database that DATABASE_URL names. A file may grow no
further from the moment at which the second report is opened for writing; what the system then sends is made a SIGKILL.
"""

import os
import resource
import signal
import sys
from datetime import date
from pathlib import Path

import django

SECOND, HALF = "stom-rom-1.pdf", 10_000  # bytes


def die_in_the_second(event: str, arguments: tuple) -> None:
    """Hears of every file that is opened."""
    if event == "open" and SECOND in str(arguments[0]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (HALF, resource.RLIM_INFINITY))


def main(folder: str, day: str) -> None:
    """Write the reports of the phases, as far as it goes."""
    from django.core.management import call_command

    signal.signal(signal.SIGXFSZ, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    sys.addaudithook(die_in_the_second)
    call_command("write_reports", Path(folder), kind=["phase"], on=date.fromisoformat(day))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")
    django.setup()
    main(*sys.argv[1:])
