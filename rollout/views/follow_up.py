"""The follow-up page and its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.exports import KINDS, file_response
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.follow_up import FollowUpPage
from rollout.pages.follow_up_form import OWN


@require_safe
def follow_up(request: HttpRequest) -> HttpResponse:
    """Reach, dose, results and access: what others have published and what the imported files tell."""
    selection = page_selection(request)
    frame = common(request, selection, [Crumb(_("Follow-up"))], own=OWN)
    page = FollowUpPage(selection, request.GET)
    return render(request, "rollout/follow_up.html", {**frame, **page.context(frame["keep"])})


@require_safe
def follow_up_table_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The results of the month by area, provider or agreement, as a file."""
    return file_response(_page(request, kind).table_file(), kind)


@require_safe
def follow_up_months_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Unemployed and participants month by month, as a file."""
    return file_response(_page(request, kind).months_file(), kind)


def _page(request: HttpRequest, kind: str) -> FollowUpPage:
    if kind not in KINDS:
        raise Http404
    return FollowUpPage(page_selection(request), request.GET)
