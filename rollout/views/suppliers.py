"""Pages of delivery areas and providers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout import selectors
from rollout.pages.areas import area_list as area_list_page
from rollout.pages.areas import area_page
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.provider_filter import ProviderFilter
from rollout.pages.providers import provider_list as provider_list_page
from rollout.pages.providers import provider_page


@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    """All delivery areas, by service."""
    selection = page_selection(request)
    context = {**common(request, selection, [Crumb(_("Delivery areas"))]), **area_list_page(selection)}
    return render(request, "rollout/area_list.html", context)


@require_safe
def area_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery area on a day."""
    area = selectors.get_area(pk)
    selection = page_selection(request)
    crumbs = [Crumb(_("Delivery areas"), reverse("area-list")), Crumb(area.name)]
    return render(
        request, "rollout/area_detail.html", {**common(request, selection, crumbs), **area_page(area, selection)}
    )


@require_safe
def provider_list(request: HttpRequest) -> HttpResponse:
    """The providers, narrowed by name, service and county, fifty at a time."""
    selection = page_selection(request)
    filterset = ProviderFilter.checked(request.GET, selection=selection)
    crumbs = [Crumb(_("Providers"))]
    context = {
        **common(request, selection, crumbs, own=("q", "service", "county", "page")),
        **provider_list_page(selection, filterset, request.GET.get("page", "1")),
    }
    return render(request, "rollout/provider_list.html", context)


@require_safe
def provider_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One provider on a day, and through time."""
    provider = selectors.get_provider(pk)
    selection = page_selection(request)
    crumbs = [Crumb(_("Providers"), reverse("provider-list")), Crumb(provider.name)]
    context = {**common(request, selection, crumbs), **provider_page(provider, selection)}
    return render(request, "rollout/provider_detail.html", context)
