"""Pages of delivery areas and providers."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import selectors
from rollout.pages.areas import area_list as area_list_page
from rollout.pages.areas import area_page
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.lists.suppliers import AREAS, OF_AREA, OF_PROVIDER, PROVIDERS
from rollout.pages.provider_filter import ProviderFilter
from rollout.pages.providers import provider_list as provider_list_page
from rollout.pages.providers import provider_page
from rollout.views.with_lists import with_lists


@with_lists("rollout/area_list.html", AREAS)
def area_list(request: HttpRequest) -> dict:
    """All delivery areas, by service."""
    selection = page_selection(request)
    return {**common(request, selection, [Crumb(_("Delivery areas"))]), **area_list_page(selection)}


@with_lists("rollout/area_detail.html", *OF_AREA)
def area_detail(request: HttpRequest, pk: int) -> dict:
    """One delivery area on a day."""
    area = selectors.get_area(pk)
    selection = page_selection(request)
    crumbs = [Crumb(_("Delivery areas"), reverse("area-list")), Crumb(area.name)]
    return {**common(request, selection, crumbs), **area_page(area, selection)}


@with_lists("rollout/provider_list.html", PROVIDERS)
def provider_list(request: HttpRequest) -> dict:
    """The providers, narrowed by name, service and county, fifty at a time."""
    selection = page_selection(request)
    filterset = ProviderFilter.checked(request.GET, selection=selection)
    crumbs = [Crumb(_("Providers"))]
    return {
        **common(request, selection, crumbs, own=("q", "service", "county", "page")),
        **provider_list_page(selection, filterset, request.GET.get("page", "1")),
    }


@with_lists("rollout/provider_detail.html", *OF_PROVIDER)
def provider_detail(request: HttpRequest, pk: int) -> dict:
    """One provider on a day, and through time."""
    provider = selectors.get_provider(pk)
    selection = page_selection(request)
    crumbs = [Crumb(_("Providers"), reverse("provider-list")), Crumb(provider.name)]
    return {**common(request, selection, crumbs), **provider_page(provider, selection)}
