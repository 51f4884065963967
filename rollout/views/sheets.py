"""The map sheets: the country on several days beside each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.narrowing import understood
from rollout.pages.sheet_form import OWN
from rollout.pages.sheets import KEPT, SheetsPage


@require_safe
def map_sheets(request: HttpRequest) -> HttpResponse:
    """The phases, or up to twelve days, as maps on one scale."""
    selection = page_selection(request, kept=KEPT)
    page = SheetsPage(selection, understood(request.GET, (*KEPT, *OWN)))
    context = {
        **common(request, selection, [Crumb(_("Map sheets"))], own=(*KEPT, *OWN)),
        **page.context(),
        "unknown_parameters": sorted(set(request.GET) - {*KEPT, *OWN}),
    }
    return render(request, "rollout/sheets.html", context)
