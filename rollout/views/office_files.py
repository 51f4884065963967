"""A provider's file of offices: the file to begin with, the look at what one would ask for, and the asking."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.importers.reading import ImportFault
from providers.corrections import ask_all
from providers.importers import office_files
from providers.importers.office_files import OfficeFileChanges
from rollout.clock import today
from rollout.correction_reading import offices_not_shut
from rollout.exports import KINDS, file_response
from rollout.forms.corrections import UploadForm, UploadSendForm
from rollout.pages.office_files import template_table, upload_page
from rollout.portal_access import Entrance, enter, enter_to_change
from rollout.views.planning_answer import REFUSED
from rollout.views.portal_answer import members_page, posted_from


@never_cache
@require_safe
@members_page
def office_template(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The provider's offices as a file that can be sent in again. Raises Http404 for another kind of file."""
    provider = enter(request, pk).provider
    if kind not in KINDS:
        raise Http404
    return file_response(template_table(provider, list(offices_not_shut(provider, on=today()))), kind)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def office_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file; once it is sent, what it would ask for. Nothing is saved."""
    entrance = enter_to_change(request, pk)
    if request.method != "POST":
        return _shown(request, entrance)
    form = UploadForm(request.POST, files=request.FILES)
    if not form.is_valid():
        return _shown(request, entrance, form=form, status=REFUSED)
    sent = form.cleaned_data["file"]
    try:
        file = office_files.read(sent.read(), sent.name[:250])
    except ImportFault as fault:
        form.add_error("file", str(fault))
        return _shown(request, entrance, form=form, status=REFUSED)
    changes = office_files.compare(file, provider=entrance.provider)
    return _shown(request, entrance, changes=changes, status=REFUSED if changes.problems else 200)


@posted_from("portal-office-upload")
def office_upload_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for what was looked at: a correction for each row. Where it has become something else, look again."""
    entrance, form = enter_to_change(request, pk), UploadSendForm(request.POST)
    if not form.is_valid():
        return _shown(
            request, entrance, fault=_("The rows did not arrive complete. Send the file again."), status=REFUSED
        )
    values = form.cleaned_data
    try:
        file = office_files.read_back(values["rows"], values["file_name"])
    except ImportFault as fault:
        return _shown(request, entrance, fault=str(fault), status=REFUSED)
    changes = office_files.compare(file, provider=entrance.provider)
    if changes.problems or not changes.asked or changes.fingerprint != values["seen"]:
        return _looked_at_again(request, entrance, changes)
    try:
        upload = ask_all(
            provider=entrance.provider,
            wanted=[judged.wanted for _row, judged in changes.asked],
            file_name=file.name,
            by=request.user,
        )
    except ValidationError:
        return _looked_at_again(request, entrance, office_files.compare(file, provider=entrance.provider))
    number = upload.corrections.count()
    words = ngettext("%(number)d correction is requested.", "%(number)d corrections are requested.", number)
    messages.success(request, words % {"number": number})
    return HttpResponseRedirect(reverse("portal-corrections", args=[pk]))


def _looked_at_again(request: HttpRequest, entrance: Entrance, changes: OfficeFileChanges) -> HttpResponse:
    fault = _("Something has changed since you looked at the file. Nothing is requested yet: look at it again.")
    return _shown(request, entrance, changes=changes, fault=fault, status=REFUSED)


def _shown(request: HttpRequest, entrance: Entrance, *, status: int = 200, **came) -> HttpResponse:
    return render(request, "rollout/portal/office_upload.html", upload_page(request, entrance, **came), status=status)
