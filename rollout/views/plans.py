"""Pages of the plan and of how everything is counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollout import selectors
from rollout.pages.about import about_page
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.phases import phase_list as phase_list_page
from rollout.pages.phases import phase_page


@require_safe
def phase_list(request: HttpRequest) -> HttpResponse:
    """All phases of the published plans."""
    selection = page_selection(request)
    context = {**common(request, selection, [Crumb(_("Phases"))]), **phase_list_page(selection)}
    return render(request, "rollout/phase_list.html", context)


@require_safe
def phase_detail(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """One phase: its days with every statement, its areas and municipalities."""
    phase = selectors.get_phase(plan, number)
    selection = page_selection(request)
    crumbs = [Crumb(_("Phases"), reverse("phase-list")), Crumb(phase.label)]
    return render(
        request, "rollout/phase_detail.html", {**common(request, selection, crumbs), **phase_page(phase, selection)}
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How every figure is counted, and where the facts come from."""
    selection = page_selection(request)
    context = {**common(request, selection, [Crumb(_("How it is counted"))]), **about_page(selection)}
    return render(request, "rollout/about.html", context)
