"""The white spots of a day: page and file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.exports import KINDS
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.lists.pictures import WHITE_SPOT_MAP
from rollout.pages.narrowing import carried, understood
from rollout.pages.white_spots import KEPT, OWN, WhiteSpotsPage
from rollout.views.with_lists import sent_file, with_lists


@with_lists("rollout/white_spots.html", WHITE_SPOT_MAP)
def white_spots(request: HttpRequest) -> dict:
    """The municipalities without a provider, under the reader's way of counting."""
    page = _asked(request)
    return {
        **common(request, page.selection, [Crumb(_("White spots"))], own=OWN),
        **page.context(),
        "about_lines": page.about(),
        "kept_fields": carried(page.query),
    }


@require_safe
def white_spots_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same rows in the same order, as a file."""
    if kind not in KINDS:
        raise Http404
    page = _asked(request)
    return sent_file(request, page.table(), kind, page.selection, reverse("white-spots"))


def _asked(request: HttpRequest) -> WhiteSpotsPage:
    selection = page_selection(request, kept=KEPT)
    return WhiteSpotsPage(selection, understood(request.GET, (*KEPT, "sort")))
