"""The plans that are worked on: the list of them, a new one, and the workspace of one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rollout import actions
from rollout.actions import Refused
from rollout.forms.steps import NewPlanForm
from rollout.pages.asked import Crumb
from rollout.pages.lists.planning import OF_WORKSPACE
from rollout.pages.lists.plans import PLANS
from rollout.pages.plans import plan_list_page
from rollout.pages.workspace import Came, reader_of, told_change, workspace_lists
from rollout.permissions import get_visible_plan, require
from rollout.roles import EDIT_PLANS, VIEW_DRAFTS
from rollout.views.planning_answer import REFUSED, add_faults, shown, sign_in_first
from rollout.views.with_lists import only_files, with_lists


@sign_in_first
@with_lists("rollout/plan_list.html", PLANS)
def plan_list(request: HttpRequest) -> dict:
    """All plans by services: what applies, what is being worked on, and one's own scenarios."""
    require(request.user, VIEW_DRAFTS)
    return plan_list_page(request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def plan_new(request: HttpRequest) -> HttpResponse:
    """An empty plan from one service to another."""
    require(request.user, EDIT_PLANS)
    form = NewPlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("from_service", "to_service", "name", "reason")}
        try:
            plan = actions.new_plan(**wanted, by=request.user)
            return HttpResponseRedirect(reverse("plan-workspace", args=[plan.pk]))
        except Refused as refused:
            add_faults(form, refused)
    crumbs = [Crumb(_("Plans"), reverse("plan-list")), Crumb(_("New plan"))]
    status = REFUSED if form.is_bound else 200
    return render(request, "rollout/plan_new.html", {"form": form, "crumbs": crumbs}, status=status)


@require_safe
@sign_in_first
def plan_workspace(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan: its phases, who is where, how it stands, and what can be done with it. Read only where it is closed."""
    return shown(request, get_visible_plan(request.user, pk), Came())


@sign_in_first
@only_files(*OF_WORKSPACE)
def plan_workspace_files(request: HttpRequest, pk: int) -> dict:
    """The lists of the workspace."""
    plan = get_visible_plan(request.user, pk)
    return workspace_lists(plan, reader_of(request, plan))


@require_safe
@sign_in_first
def plan_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the workspace that tells what the plan changes in coverage, for its script."""
    plan = get_visible_plan(request.user, pk)
    context = {"plan": plan, "outcome": told_change(plan, reader_of(request, plan))}
    return render(request, "rollout/plan/outcome.html", context)
