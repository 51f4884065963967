"""Looking for a municipality, a county, an area, a provider or a phase by name or code."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.pages.asked import Crumb, page_selection
from rollout.pages.lists.others import FOUND
from rollout.pages.search import LONGEST, search_page, suggestions
from rollout.selection import Selection
from rollout.views.with_lists import with_lists


@with_lists("rollout/search.html", FOUND)
def search(request: HttpRequest) -> dict | HttpResponse:
    """What was found, by kind. Where there is one thing of just that name or code, `go` leads straight to it."""
    selection, query = _asked(request)
    page = search_page(selection, query)
    if "go" in request.GET and page["found"] == 1:
        return redirect(page["groups"][0]["entries"][0]["url"])
    return {**page, "selection": selection, "crumbs": [Crumb(_("Search"))]}


@require_safe
def search_suggestions(request: HttpRequest) -> JsonResponse:
    """The best few, while somebody types."""
    selection, query = _asked(request)
    return JsonResponse({"found": suggestions(selection, query)})


def _asked(request: HttpRequest) -> tuple[Selection, str]:
    """The selection of no other choice, and the words; more than a name is long is not read."""
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    return page_selection(request), query
