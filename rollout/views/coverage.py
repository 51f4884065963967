"""The coverage page and its files: one selection, one measure, shown in every way at once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.exports import KINDS, file_response
from rollout.pages.asked import Crumb, common
from rollout.pages.coverage import OWN, CoveragePage
from rollout.pages.coverage_files import list_file, trend_file
from rollout.pages.coverage_filter import CoverageFilter
from rollout.selection import Selection


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """A measure on a day, over a choice of places; the whole state is in the address."""
    selection = Selection.from_request(request, asks=CoverageFilter)
    context = {**common(request, selection, [Crumb(_("Coverage"))], own=OWN), **CoveragePage(selection).context()}
    return render(request, "rollout/coverage.html", context)


@require_safe
def coverage_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of the list, as a file."""
    _check(kind)
    return file_response(list_file(Selection.from_request(request, asks=CoverageFilter)), kind)


@require_safe
def coverage_trend_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The figure through time, as a file."""
    _check(kind)
    return file_response(trend_file(Selection.from_request(request, asks=CoverageFilter)), kind)


def _check(kind: str) -> None:
    if kind not in KINDS:
        raise Http404
