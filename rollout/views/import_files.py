"""Files about imports: the faults of one, to be corrected; the log; a file of a kind to begin with."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from municipalities.importers.reading import ImportFault
from rollout.exports import KINDS as FILE_KINDS
from rollout.exports import file_response
from rollout.imports.access import get_import, get_kind
from rollout.imports.faults import faults_table
from rollout.pages.import_log import log_table
from rollout.pages.imports import asked_log
from rollout.views.imports import importers_page
from rollout.views.with_lists import sent_file


@require_safe
@importers_page
def import_faults_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The rows of a file that have faults, with what is wrong. Raises Http404 for another kind of file."""
    row = get_import(request.user, pk)
    if kind not in FILE_KINDS:
        raise Http404
    try:
        return file_response(faults_table(row), kind)
    except ImportFault as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(reverse("import-detail", args=[pk]))


@require_safe
@importers_page
def import_log_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The log, as it is narrowed. Raises Http404 for another kind of file."""
    rows, of_kind = asked_log(request)
    if kind not in FILE_KINDS:
        raise Http404
    return sent_file(request, log_table(rows, of_kind), kind, None, reverse("import-log"), counted=False)


@require_safe
@importers_page
def import_template(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """A file of a kind to begin with. Raises Http404 where there is none."""
    of_kind = get_kind(request.user, key)
    if kind not in FILE_KINDS or not of_kind.template:
        raise Http404
    name = _("template-%(kind)s") % {"kind": key}
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    content = of_kind.template_file(kind)
    return HttpResponse(content, content_type=FILE_KINDS[kind], headers={"Content-Disposition": disposition})
