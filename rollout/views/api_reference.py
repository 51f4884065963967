"""The reference of the API for people: what there is to ask, with examples to copy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout.pages.api_reference import reference_page
from rollout.pages.asked import Crumb


@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    """Every list with its parameters and fields."""
    base = request.build_absolute_uri("/").rstrip("/")
    context = {**reference_page(base), "crumbs": [Crumb(_("API"))]}
    return render(request, "rollout/api_reference.html", context)
