"""The pages of a provider's portal that only show: its home and its delivery areas."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout import selectors
from rollout.exports import KINDS
from rollout.pages.asked import Crumb, kept_query
from rollout.pages.portal_area import OneArea
from rollout.pages.portal_areas import Areas
from rollout.pages.portal_file import AreasFile
from rollout.pages.portal_frame import portal_page, portal_selection
from rollout.pages.portal_home import home_page
from rollout.portal_access import enter
from rollout.portal_reading import Portfolio
from rollout.views.portal_answer import members_page
from rollout.views.with_lists import sent_file


@require_safe
@members_page
def portal_home(request: HttpRequest, pk: int) -> HttpResponse:
    """What changes for a provider, when, and where nobody is."""
    entrance = enter(request, pk)
    selection = portal_selection(request, entrance)
    context = {
        **portal_page(request, entrance, selection, here="portal-home"),
        **home_page(Portfolio(entrance.provider, selection), kept_query(selection)),
    }
    return render(request, "rollout/portal/home.html", context)


@require_safe
@members_page
def portal_areas(request: HttpRequest, pk: int) -> HttpResponse:
    """The delivery areas of a provider; `?q=` finds the areas and rules of a municipality or an address."""
    entrance = enter(request, pk)
    selection = portal_selection(request, entrance)
    crumbs = [Crumb(_("Delivery areas"))]
    areas = Areas(Portfolio(entrance.provider, selection), kept_query(selection))
    context = {
        **portal_page(request, entrance, selection, here="portal-areas", crumbs=crumbs, own=("q",)),
        **areas.context(request.GET.get("q", "").strip()),
    }
    return render(request, "rollout/portal/areas.html", context)


@require_safe
@members_page
def portal_areas_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same areas as a file, with a row for each municipality."""
    entrance = enter(request, pk)
    if kind not in KINDS:
        raise Http404
    selection = portal_selection(request, entrance)
    areas = Areas(Portfolio(entrance.provider, selection), kept_query(selection))
    return sent_file(request, AreasFile(areas).table(), kind, selection, reverse("portal-areas", args=[pk]))


@require_safe
@members_page
def portal_area(request: HttpRequest, pk: int, area: int) -> HttpResponse:
    """One delivery area as a provider sees it, whether it has an agreement there or not."""
    entrance = enter(request, pk)
    row = selectors.get_area(area)
    selection = portal_selection(request, entrance)
    crumbs = [Crumb(_("Delivery areas"), reverse("portal-areas", args=[pk])), Crumb(row.name)]
    context = {
        **portal_page(request, entrance, selection, here="portal-areas", crumbs=crumbs),
        **OneArea(row, Portfolio(entrance.provider, selection), kept_query(selection)).context(),
    }
    return render(request, "rollout/portal/area.html", context)
