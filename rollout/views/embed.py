"""Frames for other sites, and the page that makes the code for them.

Which sites may show them, `EMBED_HOSTS` says; no other page of ours may stand in a frame.
"""

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from rollout import selectors
from rollout.measures import MEASURES
from rollout.pages.asked import Crumb
from rollout.pages.coverage_filter import CoverageFilter
from rollout.pages.embed import THEMES, framed, guide_page, map_frame, measure_frame, municipality_frame
from rollout.selection import InvalidSelection, Selection
from rollout.snapshot import current


def frame(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that the allowed sites may show in a frame."""
    ancestors = {"frame-ancestors": settings.EMBED_HOSTS or ["'self'"]}
    return xframe_options_exempt(csp_replace(ancestors)(require_safe(wraps(view)(view))))


@frame
def embed_map(request: HttpRequest) -> HttpResponse:
    """The map of the start page, as it is asked for there."""
    selection, theme = _asked(request)
    page = reverse("map") + selection.address()
    return render(request, "rollout/embed/map.html", {**framed(selection, page, theme), **map_frame(selection)})


@frame
def embed_measure(request: HttpRequest, key: str) -> HttpResponse:
    """One measure as figure and map, as it is asked for on the coverage page."""
    if key not in MEASURES:
        raise Http404
    selection, theme = _asked(request, asks=CoverageFilter, measure=key)
    page = reverse("coverage") + selection.address()
    return render(request, "rollout/embed/measure.html", {**framed(selection, page, theme), **measure_frame(selection)})


@frame
def embed_municipality(request: HttpRequest, code: str) -> HttpResponse:
    """How it stands in one municipality."""
    municipality = selectors.get_municipality(code)
    selection, theme = _asked(request)
    page = reverse("municipality-detail", args=[code]) + selection.address()
    context = {**framed(selection, page, theme), **municipality_frame(municipality, selection)}
    return render(request, "rollout/embed/municipality.html", context)


@require_safe
def embed_guide(request: HttpRequest) -> HttpResponse:
    """What can be shown elsewhere, and the code for it."""
    base = request.build_absolute_uri("/").rstrip("/")
    names = current().municipalities["name"]
    context = guide_page(request.GET, base, list(names.items()))
    return render(request, "rollout/embed_guide.html", {**context, "crumbs": [Crumb(_("Show it elsewhere"))]})


def _asked(request: HttpRequest, *, asks: type | None = None, **fixed: str) -> tuple[Selection, str]:
    """The selection and the theme of a frame. Raises InvalidSelection."""
    theme = request.GET.get("theme", "auto")
    if theme not in THEMES:
        told = {"there": ", ".join(THEMES)}
        raise InvalidSelection([(_("Theme"), _("The themes are: %(there)s.") % told)])
    request.GET = request.GET.copy()
    request.GET.pop("theme", None)
    request.GET.update(fixed)
    return Selection.from_request(request, **({"asks": asks} if asks else {})), theme
