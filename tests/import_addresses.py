"""The addresses of imports, with a row for each state in which the page of an import looks another."""

from django.utils import timezone

from rollout.models import Import, ImportPage
from tests.factories import make_import, make_import_page

PREFIX = "import-"
ONLY_POSTED = {f"import-{act}" for act in "save again discard undo".split()}
WITH_TEMPLATE = "offices"
COUNTS = {
    "rows": [{"about": "Kontor", "new": 1200, "changed": 3, "unchanged": 7, "gone": 1}],
    "errors": 0,
    "remarks": 1,
    "notes": ["Utdrag för Rusta och matcha 2 den 2025-03-01"],
}


def import_arguments(name: str) -> list[list]:
    """What shows an address of imports; the rows that it needs are made."""
    if name == "import-new":
        return [["offices-listed"], ["unemployment"]]
    if name == "import-template":
        return [[WITH_TEMPLATE, "csv"]]
    if name in ("import-home", "import-log"):
        make_imports()
        return [[]]
    rows = make_imports()
    if name == "import-log-file":
        return [["csv"]]
    return [[row.pk, *(["csv"] if name.endswith("-file") else [])] for row in rows]


def make_imports() -> list[Import]:
    """Imports in every state, with lines of every sort."""
    now = timezone.now()
    told = {"counts": COUNTS, "sha256": "0" * 64, "by_name": "Karin Exempel"}
    faults = {**COUNTS, "rows": [], "errors": 1}
    rows = [
        make_import(state="ready", asked={"on": "2025-03-01", "service": "rom2"}, **told),
        make_import(state="faulty", **{**told, "counts": faults}),
        make_import(state="running", step="save", beat_at=now, progress={"what": "Sparar", "done": 1, "total": 2}),
        make_import(state="stopped", step="save"),
        make_import(state="failed", message="Databasen sade nej."),
        make_import(state="saved", finished_at=now, wrote={"providers.Office": [[1, 2]]}, origin="command", **told),
        make_import(state="undone", finished_at=now, undone_at=now, undone_by_name="Eva Exempel", **told),
        make_import(state="discarded"),
    ]
    for row in rows[:2]:
        for sort in ImportPage.Sort:
            make_import_page(of=row, sort=sort)
    return rows
