"""The map page: one selection, shown as sentence, key figures, map and table at once."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rollout.export_streams import streamed_response
from rollout.exports import KINDS
from rollout.pages.asked import told_standing
from rollout.pages.map_files import FILES
from rollout.pages.map_files import map_file as made_file
from rollout.pages.map_page import map_page
from rollout.pages.map_state import counted_state
from rollout.pages.map_state import map_facts as told_facts
from rollout.pages.month_file import month_table
from rollout.selection import Selection


@require_safe
def rollout_map(request: HttpRequest) -> HttpResponse:
    """The start page. Any day, any choice; the whole state is in the address."""
    selection = Selection.from_request(request)
    return render(request, "rollout/map.html", {**map_page(selection), "standing": told_standing(request, selection)})


@require_safe
def map_state(request: HttpRequest) -> HttpResponse:
    """What the script of the map page asks for when another way of counting is chosen."""
    return HttpResponse(counted_state(Selection.from_request(request)), content_type="application/json")


@require_safe
def map_facts(request: HttpRequest) -> HttpResponse:
    """What the script of the map page works with, fetched when the page has been seen."""
    return HttpResponse(told_facts(Selection.from_request(request)), content_type="application/json")


@require_safe
def map_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows or the map that the page shows, as a file."""
    if kind not in FILES:
        raise Http404
    selection = Selection.from_request(request)
    return made_file(selection, kind, _link(request, selection))


@require_safe
def map_months_file(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """The municipalities of the list month by month, sent while it is made."""
    if kind not in KINDS:
        raise Http404
    selection = Selection.from_request(request)
    return streamed_response(month_table(selection, _link(request, selection)), kind)


def _link(request: HttpRequest, selection: Selection) -> str:
    return request.build_absolute_uri(reverse("map") + selection.address())
