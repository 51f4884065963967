"""The follow-up page and its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.exports import KINDS
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.follow_up import FollowUpPage
from rollout.pages.follow_up_form import OWN
from rollout.pages.lists.measured import OF_FOLLOW_UP
from rollout.pages.lists.pictures import MONTH_CHARTS
from rollout.views.with_lists import sent_file, with_lists


@with_lists("rollout/follow_up.html", *OF_FOLLOW_UP, *MONTH_CHARTS)
def follow_up(request: HttpRequest) -> dict:
    """Reach, dose, results and access: what others have published and what the imported files tell."""
    selection = page_selection(request)
    frame = common(request, selection, [Crumb(_("Follow-up"))], own=OWN)
    page = FollowUpPage(selection, request.GET)
    return {**frame, **page.context(frame["keep"]), "about_lines": page.about()}


@require_safe
def follow_up_table_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The results of the month by area, provider or agreement, as a file."""
    page = _page(request, kind)
    return sent_file(request, page.table_file(), kind, page.selection, reverse("follow-up"))


@require_safe
def follow_up_months_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Unemployed and participants month by month, as a file."""
    page = _page(request, kind)
    return sent_file(request, page.months_file(), kind, page.selection, reverse("follow-up"))


def _page(request: HttpRequest, kind: str) -> FollowUpPage:
    if kind not in KINDS:
        raise Http404
    return FollowUpPage(page_selection(request), request.GET)
