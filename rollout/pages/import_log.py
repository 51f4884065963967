"""The log of imports as a file: a row for each, with the fingerprint of its file and what became of it."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rollout.exports import Cell, Table
from rollout.models import Import
from rollout.pages.import_words import state_in_words, title_of
from rollout.pages.imports import totals


def log_table(rows: Iterable[Import], kind: str) -> Table:
    """The log as a table. kind: the one that it is narrowed to, or ""."""
    about = [(_("What it is"), _("The files that were imported or tried, the latest first"))]
    if kind:
        about.append((_("Kind of file"), title_of(kind)))
    columns = [
        _("Moment"),
        _("Who"),
        _("Channel"),
        _("Kind of file"),
        _("File"),
        "SHA-256",
        _("Bytes"),
        _("State"),
        _("New"),
        pgettext("rows", "Changed"),
        _("Unchanged"),
        _("Gone"),
        _("Faults"),
        _("Undone"),
        _("Undone by"),
        _("Message"),
    ]
    return Table(name=_("imports"), title=_("Imports"), columns=columns, rows=_rows(rows), about=about)


def _rows(rows: Iterable[Import]) -> Iterator[list[Cell]]:
    for row in rows:
        counted = totals(row)
        yield [
            timezone.localtime(row.at).replace(microsecond=0),
            row.by_name,
            row.get_origin_display(),
            title_of(row.kind),
            row.file_name,
            row.sha256,
            row.size,
            state_in_words(row),
            *(counted.get(name) for name in ("new", "changed", "unchanged", "gone")),
            row.counts.get("errors"),
            timezone.localtime(row.undone_at).replace(microsecond=0) if row.undone_at else None,
            row.undone_by_name if row.undone_at else None,
            row.message,
        ]
