"""What the pages of imports show: the kinds, one import in whatever state it is, and the log."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from rollout.forms.imports import ImportForm, UndoForm
from rollout.imports import lines
from rollout.imports.access import get_imports, kinds_for
from rollout.imports.files import same_as
from rollout.imports.kinds import KINDS, Kind
from rollout.imports.pulse import progress_of
from rollout.models import Import, ImportPage
from rollout.pages.asked import Crumb
from rollout.pages.import_words import LISTS, RUNNING_WORDS, answers_in_words, state_in_words, title_of
from rollout.pages.lists.frame import files_of
from rollout.pages.lists.imports import OF_IMPORT
from rollout.selection import InvalidSelection
from rollout.size_limit import MOST_IMPORTED_BYTES

State, Sort = Import.State, ImportPage.Sort
IMPORTS_A_PAGE, LATEST = 50, 5
# What a reader should see first, where there is any of it.
FIRST_SHOWN = (Sort.IN_THE_WAY, Sort.ERROR, Sort.CHANGED, Sort.GONE, Sort.NEW, Sort.REMARK)


def home_page(request: HttpRequest) -> dict:
    """The context of `rollout/imports/home.html`. One query."""
    return {
        "crumbs": [Crumb(_("Imports"))],
        "kinds": kinds_for(request.user),
        "latest": [told_import(row) for row in get_imports(request.user)[:LATEST]],
    }


def new_page(request: HttpRequest, kind: Kind, form: ImportForm) -> dict:
    """The context of `rollout/imports/new.html`. The queries of the kind's questions."""
    return {
        "crumbs": [Crumb(_("Imports"), reverse("import-home")), Crumb(str(kind.title))],
        "kind": kind,
        "form": form,
        "most": MOST_IMPORTED_BYTES // 1_000_000,
    }


def detail_page(request: HttpRequest, row: Import) -> dict:
    """The context of `rollout/imports/detail.html`. Five queries. Raises InvalidSelection for no such list or page."""
    counts = lines.numbers(row)
    here = _asked_list(request, counts)
    page = _page_of(range(counts.get(here, 0)), request, lines.A_PAGE)
    may_change = row.kind in {kind.key for kind in kinds_for(request.user)}
    return {
        "crumbs": [Crumb(_("Imports"), reverse("import-home")), Crumb(row.file_name)],
        **told_import(row),
        "progress": told_progress(row) if row.state == State.RUNNING else None,
        "answers": answers_in_words(row),
        "same": same_as(row) if row.state in (State.READY, State.FAULTY) else None,
        "rows": row.counts.get("rows", []),
        "notes": row.counts.get("notes", []),
        "changes_nothing": not any(each[sort] for each in row.counts.get("rows", []) for sort in OF_ROWS),
        "lists": _lists(counts, here),
        "here": here,
        "page": page,
        "lines": lines.page(row, here, page.number),
        "page_address": f"?{_query(request, 'page')}page=",
        "page_anchor": "#lines",
        "row_files": files_of(OF_IMPORT, reverse("import-detail", args=[row.pk]), _query(request, "page").rstrip("&")),
        "waits": may_change and row.state in (State.READY, State.FAULTY, State.FAILED, State.STOPPED),
        "undo_form": UndoForm() if may_change and row.state == State.SAVED and (row.wrote or row.acts) else None,
    }


OF_ROWS = ("new", "changed", "gone")


def log_page(request: HttpRequest) -> dict:
    """The context of `rollout/imports/log.html`. Two queries. Raises InvalidSelection for no such kind or page."""
    rows, kind = asked_log(request)
    page = _page_of(rows, request, IMPORTS_A_PAGE)
    return {
        "crumbs": [Crumb(_("Imports"), reverse("import-home")), Crumb(_("Log"))],
        "kinds": KINDS.values(),
        "kind": kind,
        "page": page,
        "page_address": f"?{_query(request, 'page')}page=",
        "imports": [told_import(row) for row in page],
        "file_query": f"?kind={kind}" if kind else "",
    }


def asked_log(request: HttpRequest) -> tuple[QuerySet[Import], str]:
    """The imports of the log, the latest first, of the kind that was asked for. Raises InvalidSelection, or Http404."""
    kind = request.GET.get("kind", "")
    if kind and kind not in KINDS:
        raise InvalidSelection([(_("Kind of file"), _("There is no such kind of file."))])
    rows = get_imports(request.user)
    return (rows.filter(kind=kind) if kind else rows), kind


def told_import(row: Import) -> dict[str, Any]:
    """An import as lists and its page tell of it. No query."""
    return {
        "row": row,
        "title": title_of(row.kind),
        "state": state_in_words(row),
        "totals": totals(row),
        "address": reverse("import-detail", args=[row.pk]),
    }


def totals(row: Import) -> dict[str, int]:
    """How many rows of all kinds are new, changed, unchanged, gone; empty where that was not worked out."""
    rows = row.counts.get("rows", [])
    return {name: sum(each[name] for each in rows) for name in (*OF_ROWS, "unchanged")} if rows else {}


def told_progress(row: Import) -> dict[str, Any]:
    """How far the job of an import has come, in numbers and in words; `running` is false once it is over."""
    progress = progress_of(row)
    words = progress.what
    if progress.total:
        known = {"what": progress.what, "done": number_format(progress.done), "total": number_format(progress.total)}
        words = _("%(what)s: %(done)s of %(total)s") % known
    return {
        "running": row.state == State.RUNNING,
        "title": str(RUNNING_WORDS[row.step]),
        "words": words or _("Starting"),
        "done": progress.done,
        "total": progress.total,
    }


def _asked_list(request: HttpRequest, counts: dict[str, int]) -> str:
    """Which lines are shown: those asked for, else the first of which there are any. Raises InvalidSelection."""
    asked = request.GET.get("show", "")
    if asked and asked not in Sort:
        raise InvalidSelection([(_("Show"), _("There is no such list."))])
    return asked or next((sort for sort in FIRST_SHOWN if counts.get(sort)), "")


def _lists(counts: dict[str, int], here: str) -> Iterable[dict]:
    return [
        {"key": sort.value, "label": label, "number": counts[sort], "here": sort == here}
        for sort, label in LISTS.items()
        if counts.get(sort)
    ]


def _page_of(rows: QuerySet | range, request: HttpRequest, size: int) -> Page:
    try:
        return Paginator(rows, size).page(request.GET.get("page", "1"))
    except InvalidPage:
        raise InvalidSelection([(_("Page"), _("There is no such page of the list."))]) from None


def _query(request: HttpRequest, left_out: str) -> str:
    query: QueryDict = request.GET.copy()
    query.pop(left_out, None)
    return f"{query.urlencode()}&" if query else ""
