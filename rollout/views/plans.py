"""Pages of the plan and of how everything is counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import selectors
from rollout.models import Phase
from rollout.pages.about import about_page
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.lists.others import OF_ABOUT
from rollout.pages.lists.plans import OF_PHASE, OF_PHASES
from rollout.pages.phases import phase_list as phase_list_page
from rollout.pages.phases import phase_page
from rollout.selection import Selection
from rollout.views.with_lists import with_lists


@with_lists("rollout/phase_list.html", *OF_PHASES)
def phase_list(request: HttpRequest) -> dict:
    """All phases of the published plans."""
    selection = page_selection(request)
    return {**common(request, selection, [Crumb(_("Phases"))]), **phase_list_page(selection)}


@with_lists("rollout/phase_detail.html", *OF_PHASE)
def phase_detail(request: HttpRequest, plan: str, number: int) -> dict | HttpResponse:
    """One phase: its days with every statement, its areas and municipalities."""
    selection = page_selection(request)
    phase = selectors.find_phase(plan, number, at=selection.plans_at)
    if phase is None:
        return _phase_not_then(request, selection, selectors.get_phase(plan, number))
    crumbs = [Crumb(_("Phases"), reverse("phase-list")), Crumb(phase.label)]
    return {**common(request, selection, crumbs), **phase_page(phase, selection)}


def _phase_not_then(request: HttpRequest, selection: Selection, phase: Phase) -> HttpResponse:
    """A phase of today that the plan did not have on the day it is asked for: said, with the way back to it."""
    crumbs = [Crumb(_("Phases"), reverse("phase-list")), Crumb(phase.label)]
    context = {**common(request, selection, crumbs), "phase": phase}
    return render(request, "rollout/phase_not_then.html", context, status=404)


@with_lists("rollout/about.html", *OF_ABOUT)
def about(request: HttpRequest) -> dict:
    """How every figure is counted, and where the facts come from."""
    selection = page_selection(request)
    return {**common(request, selection, [Crumb(_("How it is counted"))]), **about_page(selection)}
