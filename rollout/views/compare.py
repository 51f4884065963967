"""The comparison of two versions of the plan or two days: page and file."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.exports import KINDS, Table
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.compare import ComparePage
from rollout.pages.compare_form import OWN, checked_form
from rollout.pages.lists.measured import PHASES_BESIDE
from rollout.pages.lists.pictures import DIFFERENCE_MAP
from rollout.selection import Selection
from rollout.views.with_lists import sent_file, with_lists

KEPT = ("basis",)


@with_lists("rollout/compare.html", PHASES_BESIDE, DIFFERENCE_MAP)
def compare(request: HttpRequest) -> dict:
    """What differs between two versions or two days."""
    selection, page = _asked(request)
    return {
        **common(request, selection, [Crumb(_("Compare"))], own=OWN),
        **page.context(),
        "about_lines": page.file_about(),
        "named_by": [side.on.isoformat() for side in page.form.sides],
        "unknown_parameters": sorted(set(request.GET) - {*OWN, *KEPT}),
    }


@require_safe
def compare_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The municipalities listed, as a file."""
    if kind not in KINDS:
        raise Http404
    selection, page = _asked(request)
    table = Table(
        name=_("comparison"),
        title=_("Compare"),
        columns=page.file_columns(),
        rows=page.file_rows(),
        about=page.file_about(),
    )
    return sent_file(request, table, kind, selection, reverse("compare"), dated=False)


def _asked(request: HttpRequest) -> tuple[Selection, ComparePage]:
    selection = page_selection(request, kept=KEPT)
    first = date.fromisoformat(settings.FIRST_DAY)
    form = checked_form(request.GET, request.user, first=first, today=selection.today)
    return selection, ComparePage(form, selection, request.GET)
