"""`dev.py bench`: how long things take on this machine, beside what they may take. A measure, never a test.

`python -m tests.services.bench` runs every measure on SQLite and on a throwaway PostgreSQL, in databases of their own.
"""

import sys
import tempfile
from pathlib import Path

from tests.services.stages import passes, postgresql

MEASURES = "tests.services.measures"


def main() -> int:
    """Measure on both databases; 1 where something took longer than its goal."""
    with tempfile.TemporaryDirectory() as folder:
        slow = measured("SQLite", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    with postgresql() as url:
        slow = measured("PostgreSQL", url) or slow
    return int(slow)


def measured(name: str, url: str) -> bool:
    """Run the measures on a database in a process of its own; whether anything was too slow."""
    print(f"\n  {name}", flush=True)
    return not passes(sys.executable, "-m", MEASURES, DATABASE_URL=url)


if __name__ == "__main__":
    sys.exit(main())
