"""The map sheets: the country on several days beside each other."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.lists.others import SHEETS
from rollout.pages.lists.pictures import SHEET_MAPS
from rollout.pages.narrowing import understood
from rollout.pages.sheet_form import OWN
from rollout.pages.sheets import KEPT, SheetsPage
from rollout.views.with_lists import with_lists


@with_lists("rollout/sheets.html", SHEETS, SHEET_MAPS)
def map_sheets(request: HttpRequest) -> dict:
    """The phases, or up to twelve days, as maps on one scale."""
    selection = page_selection(request, kept=KEPT)
    page = SheetsPage(selection, understood(request.GET, (*KEPT, *OWN)))
    return {
        **common(request, selection, [Crumb(_("Map sheets"))], own=(*KEPT, *OWN)),
        **page.context(),
        "unknown_parameters": sorted(set(request.GET) - {*KEPT, *OWN}),
    }
