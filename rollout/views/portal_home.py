"""The pages of a provider's portal that only show: its home and its delivery areas."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import selectors
from rollout.pages.asked import Crumb, kept_query
from rollout.pages.lists.portal import OF_AREAS, OF_HOME, OF_OWN_AREA
from rollout.pages.portal_area import OneArea
from rollout.pages.portal_areas import Areas
from rollout.pages.portal_frame import portal_page, portal_selection
from rollout.pages.portal_home import home_page
from rollout.portal_access import enter
from rollout.portal_reading import Portfolio
from rollout.views.portal_answer import members_page
from rollout.views.with_lists import with_lists


@members_page
@with_lists("rollout/portal/home.html", *OF_HOME)
def portal_home(request: HttpRequest, pk: int) -> dict:
    """What changes for a provider, when, and where nobody is."""
    entrance = enter(request, pk)
    selection = portal_selection(request, entrance)
    return {
        **portal_page(request, entrance, selection, here="portal-home"),
        **home_page(Portfolio(entrance.provider, selection), kept_query(selection)),
    }


@members_page
@with_lists("rollout/portal/areas.html", *OF_AREAS)
def portal_areas(request: HttpRequest, pk: int) -> dict:
    """The delivery areas of a provider; `?q=` finds the areas and rules of a municipality or an address."""
    entrance = enter(request, pk)
    selection = portal_selection(request, entrance)
    crumbs = [Crumb(_("Delivery areas"))]
    areas = Areas(Portfolio(entrance.provider, selection), kept_query(selection))
    return {
        **portal_page(request, entrance, selection, here="portal-areas", crumbs=crumbs, own=("q",)),
        **areas.context(request.GET.get("q", "").strip()),
    }


@members_page
@with_lists("rollout/portal/area.html", *OF_OWN_AREA)
def portal_area(request: HttpRequest, pk: int, area: int) -> dict:
    """One delivery area as a provider sees it, whether it has an agreement there or not."""
    entrance = enter(request, pk)
    row = selectors.get_area(area)
    selection = portal_selection(request, entrance)
    crumbs = [Crumb(_("Delivery areas"), reverse("portal-areas", args=[pk])), Crumb(row.name)]
    return {
        **portal_page(request, entrance, selection, here="portal-areas", crumbs=crumbs),
        **OneArea(row, Portfolio(entrance.provider, selection), kept_query(selection)).context(),
    }
