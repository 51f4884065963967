"""Pages of places: municipalities and counties."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout import selectors
from rollout.pages.asked import KEPT, Crumb, common, page_selection
from rollout.pages.county import county_page
from rollout.pages.municipality import municipality_list as municipality_list_page
from rollout.pages.municipality import municipality_page


@require_safe
def municipality_list(request: HttpRequest) -> HttpResponse:
    """All municipalities by county; `?q=` finds some by name or code."""
    selection = page_selection(request, kept=(*KEPT, "q"))
    crumbs = [Crumb(_("Municipalities"))]
    context = {**common(request, selection, crumbs, own=("q",)), **municipality_list_page(selection)}
    return render(request, "rollout/municipality_list.html", context)


@require_safe
def municipality_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One municipality on a day, and through time."""
    municipality = selectors.get_municipality(code)
    selection = page_selection(request)
    crumbs = [
        Crumb(_("Municipalities"), reverse("municipality-list")),
        Crumb(municipality.county.name, reverse("county-detail", args=[municipality.county_id])),
        Crumb(municipality.name),
    ]
    context = {**common(request, selection, crumbs), **municipality_page(municipality, selection)}
    return render(request, "rollout/municipality_detail.html", context)


@require_safe
def county_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One county on a day."""
    county = selectors.get_county(code)
    selection = page_selection(request, county=code)
    crumbs = [Crumb(_("Municipalities"), reverse("municipality-list")), Crumb(county.name)]
    return render(
        request, "rollout/county_detail.html", {**common(request, selection, crumbs), **county_page(county, selection)}
    )
