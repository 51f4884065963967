"""`dev.py bench`: how long things take on this machine, beside what they may take. A measure, never a test.

`python -m tests.services.bench` runs every measure of the functions on SQLite and on a throwaway PostgreSQL, in
databases of their own, and then the product beside its peers (`tests/bench`); with `--quick` only the latter.
"""

import sys
import tempfile
from pathlib import Path

from tests import bench
from tests.services.stages import passes, postgresql

MEASURES = "tests.services.measures"


def main(options: list[str]) -> int:
    """Measure everything; 1 where something took longer than its goal."""
    slow = False if options else functions()
    beside = passes(sys.executable, "-m", bench.__name__, *options)
    return int(slow or not beside)


def functions() -> bool:
    """Measure the functions on both databases; whether anything was too slow."""
    with tempfile.TemporaryDirectory() as folder:
        slow = measured("SQLite", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    with postgresql() as url:
        return measured("PostgreSQL", url) or slow


def measured(name: str, url: str) -> bool:
    """Run the measures on a database in a process of its own; whether anything was too slow."""
    print(f"\n  {name}", flush=True)
    return not passes(sys.executable, "-m", MEASURES, DATABASE_URL=url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
