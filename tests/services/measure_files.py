"""How long the file of every municipality in every month takes, and what a large file costs in memory.

The file is that of the map page without a filter: some 27 500 rows, of the demonstration.
"""

import resource
import subprocess
import sys
import time
from functools import cache
from itertools import islice

ROWS = 24_000


@cache
def selection():
    """The whole country today, counted once, as it is for every reader but the first."""
    from django.http import QueryDict

    from rollout.selection import Selection
    from tests.services.measure_speed import TODAY, ground

    ground()  # loads the demonstration
    found = Selection.from_query(QueryDict("basis=example"), today=TODAY)
    len(found.rows)
    return found


def _took(kind: str, parts: int | None = None) -> float:
    """How many milliseconds the file takes, or its first parts."""
    from rollout.export_streams import streamed_response
    from rollout.pages.month_file import month_table

    asked = selection()
    started = time.perf_counter()
    size = sum(len(part) for part in islice(streamed_response(month_table(asked, "/"), kind), parts))
    assert size > 0
    return (time.perf_counter() - started) * 1000


def months_csv() -> float:
    """The whole file as CSV."""
    return _took("csv")


def months_xlsx() -> float:
    """The whole file as a workbook."""
    return _took("xlsx")


def months_first_bytes() -> float:
    """Until something of the workbook can be sent."""
    return _took("xlsx", 1)


def growth() -> float:
    """How many MB more a workbook of ten times the rows takes than one of ROWS, each made in a process of its own."""
    return max(0.0, _peak(10 * ROWS) - _peak(ROWS)) / 1024


def _peak(rows: int) -> int:
    made = subprocess.run(
        [sys.executable, "-m", "tests.services.measure_files", str(rows)], capture_output=True, text=True, check=True
    )
    return int(made.stdout)


def main(rows: int) -> None:
    """Make a workbook of some rows and throw it away; say the most memory that was held, in kB."""
    import django

    django.setup()
    from rollout.export_streams import xlsx_parts
    from rollout.exports import Table

    class Rows:
        def __len__(self) -> int:
            return rows

        def __iter__(self):
            return ([f"{number:04}", "Exempelkommun", number, number / 3, True] for number in range(rows))

    for _part in xlsx_parts(Table("stor", "Stor", ["Kod", "Kommun", "Antal", "Andel", "Klar"], Rows())):
        pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main(int(sys.argv[1]))
