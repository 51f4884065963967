"""Pages of places: municipalities and counties."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import selectors
from rollout.pages.asked import KEPT, Crumb, common, page_selection
from rollout.pages.county import county_page
from rollout.pages.lists.places import OF_COUNTRY, OF_COUNTY, OF_MUNICIPALITY
from rollout.pages.municipality import municipality_list as municipality_list_page
from rollout.pages.municipality import municipality_page
from rollout.views.with_lists import with_lists


@with_lists("rollout/municipality_list.html", *OF_COUNTRY)
def municipality_list(request: HttpRequest) -> dict:
    """All municipalities by county; `?q=` finds some by name or code."""
    selection = page_selection(request, kept=(*KEPT, "q"))
    crumbs = [Crumb(_("Municipalities"))]
    return {**common(request, selection, crumbs, own=("q",)), **municipality_list_page(selection)}


@with_lists("rollout/municipality_detail.html", *OF_MUNICIPALITY)
def municipality_detail(request: HttpRequest, code: str) -> dict:
    """One municipality on a day, and through time."""
    municipality = selectors.get_municipality(code)
    selection = page_selection(request)
    crumbs = [
        Crumb(_("Municipalities"), reverse("municipality-list")),
        Crumb(municipality.county.name, reverse("county-detail", args=[municipality.county_id])),
        Crumb(municipality.name),
    ]
    return {**common(request, selection, crumbs), **municipality_page(municipality, selection)}


@with_lists("rollout/county_detail.html", *OF_COUNTY)
def county_detail(request: HttpRequest, code: str) -> dict:
    """One county on a day."""
    county = selectors.get_county(code)
    selection = page_selection(request, county=code)
    crumbs = [Crumb(_("Municipalities"), reverse("municipality-list")), Crumb(county.name)]
    return {**common(request, selection, crumbs), **county_page(county, selection)}
