"""Imports in the browser: send in a file, look at what it would change, save it, undo it. The work is done by jobs."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollout.actions.recording import name_of
from rollout.forms.imports import ImportForm, UndoForm
from rollout.imports import files, jobs
from rollout.imports.access import get_import, get_import_to_change, get_imports, get_kind
from rollout.models import Import
from rollout.pages import imports as pages
from rollout.pages.lists.imports import OF_IMPORT
from rollout.views.planning_answer import REFUSED, sign_in_first
from rollout.views.with_lists import only_files

View = Callable[..., HttpResponse]
State, Step = Import.State, Import.Step


def importers_page(view: View) -> View:
    """A page that is not there but for those who may import, and never an old one; the nameless sign in first."""
    return never_cache(sign_in_first(view))


def sent_from_its_page(view: View) -> View:
    """An address that is only sent to; whoever merely opens it gets the page of the import."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int) -> HttpResponse:
        row = get_import_to_change(request.user, pk)
        if request.method in ("GET", "HEAD"):
            return _page_of(row)
        try:
            return require_POST(view)(request, row) or _page_of(row)
        except jobs.Busy as busy:
            messages.error(request, str(busy))
            return _page_of(row)

    return importers_page(wrapped)


def _page_of(row: Import) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("import-detail", args=[row.pk]))


@require_safe
@importers_page
def import_home(request: HttpRequest) -> HttpResponse:
    """The kinds of files, and what was imported last."""
    get_imports(request.user)
    return render(request, "rollout/imports/home.html", pages.home_page(request))


@require_http_methods(["GET", "HEAD", "POST"])
@importers_page
def import_new(request: HttpRequest, key: str) -> HttpResponse:
    """Send in a file of a kind; it is then looked at, and nothing is saved."""
    kind = get_kind(request.user, key)
    is_sent = request.method == "POST"
    form = ImportForm(request.POST, files=request.FILES, kind=kind) if is_sent else ImportForm(kind=kind)
    if is_sent and form.is_valid():
        files.forget_old()
        sent = form.cleaned_data["file"]
        row = files.take_in(
            kind=kind.key,
            file_name=sent.name,
            chunks=sent.chunks(files.PART_BYTES),
            answers=form.answers(),
            by=request.user,
        )
        jobs.begin(row, Step.CHECK)
        return _page_of(row)
    status = REFUSED if is_sent else 200
    return render(request, "rollout/imports/new.html", pages.new_page(request, kind, form), status=status)


@require_safe
@importers_page
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import would change or has changed, or how far it has come."""
    row = get_import(request.user, pk)
    jobs.give_up_if_silent(row)
    return render(request, "rollout/imports/detail.html", pages.detail_page(request, row))


@importers_page
@only_files(*OF_IMPORT)
def import_detail_files(request: HttpRequest, pk: int) -> dict:
    """The lists of the page of an import."""
    return pages.detail_page(request, get_import(request.user, pk))


@require_safe
@importers_page
def import_progress(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the job of an import has come; the script of its page asks."""
    row = get_import(request.user, pk)
    jobs.give_up_if_silent(row)
    return JsonResponse(pages.told_progress(row))


@sent_from_its_page
def import_save(request: HttpRequest, row: Import) -> None:
    """Save what was looked at, and nothing else."""
    if row.state != State.READY:
        messages.error(request, _("The import is no longer waiting to be saved."))
    elif request.POST.get("seen") != row.fingerprint:
        messages.error(request, _("The file has been checked again since. Look at what it would change now."))
    else:
        jobs.begin(row, Step.SAVE)


@sent_from_its_page
def import_again(request: HttpRequest, row: Import) -> None:
    """Look at the file again, after its job was stopped or failed."""
    if row.state in (State.READY, State.FAULTY, State.FAILED, State.STOPPED):
        jobs.begin(row, Step.CHECK)
    else:
        messages.error(request, _("The file is no longer kept. Send it in again."))


@sent_from_its_page
def import_discard(request: HttpRequest, row: Import) -> HttpResponse | None:
    """Let go of a file that is not to be saved."""
    waiting = Import.objects.filter(pk=row.pk, state__in=Import.PENDING).exclude(state=State.RUNNING)
    if not waiting.update(state=State.DISCARDED):
        messages.error(request, _("The import is no longer waiting to be saved."))
        return None
    files.forget(row)
    messages.success(request, _("%(file)s is discarded. Nothing of it was saved.") % {"file": row.file_name})
    return HttpResponseRedirect(reverse("import-home"))


@sent_from_its_page
def import_undo(request: HttpRequest, row: Import) -> None:
    """Put back everything that an import wrote."""
    form = UndoForm(request.POST)
    if row.state != State.SAVED:
        messages.error(request, _("The import is not saved, so there is nothing to undo."))
    elif not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
    else:
        who = {"undone_by": request.user, "undone_by_name": name_of(request.user)}
        jobs.begin(row, Step.UNDO, **who, undo_reason=form.cleaned_data["reason"])


@require_safe
@importers_page
def import_log(request: HttpRequest) -> HttpResponse:
    """Who imported what, when, and what became of it. Raises Http404 for others."""
    get_imports(request.user)
    return render(request, "rollout/imports/log.html", pages.log_page(request))
