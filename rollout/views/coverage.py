"""The coverage page and its files: one selection, one measure, shown in every way at once."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.exports import KINDS, Table
from rollout.pages.asked import Crumb, common
from rollout.pages.coverage import OWN, CoveragePage
from rollout.pages.coverage_files import list_file, trend_file
from rollout.pages.coverage_filter import CoverageFilter
from rollout.pages.lists.measured import COMPARED
from rollout.pages.lists.pictures import MEASURE_MAP, MEASURE_TREND
from rollout.selection import Selection
from rollout.views.with_lists import sent_file, with_lists


@with_lists("rollout/coverage.html", COMPARED, MEASURE_MAP, MEASURE_TREND)
def coverage(request: HttpRequest) -> dict:
    """A measure on a day, over a choice of places; the whole state is in the address."""
    selection = Selection.from_request(request, asks=CoverageFilter)
    return {**common(request, selection, [Crumb(_("Coverage"))], own=OWN), **CoveragePage(selection).context()}


@require_safe
def coverage_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of the list, as a file."""
    return _file(request, kind, list_file)


@require_safe
def coverage_trend_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The figure through time, as a file."""
    return _file(request, kind, trend_file)


def _file(request: HttpRequest, kind: str, table: Callable[[Selection], Table]) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    selection = Selection.from_request(request, asks=CoverageFilter)
    return sent_file(request, table(selection), kind, selection, reverse("coverage"))
