"""The plan's time line, as a page and as a file, and the page on which its milestones are edited."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rollout import actions
from rollout.actions import Refused
from rollout.exports import KINDS
from rollout.forms.milestones import MilestoneForm
from rollout.models import Milestone, Plan
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.lists.pictures import TIME_LINE
from rollout.pages.lists.planning import MILESTONES
from rollout.pages.milestones import milestones_page
from rollout.pages.timeline import timeline_page, timeline_table
from rollout.permissions import get_editable_plan, get_visible_plan
from rollout.selection import Selection
from rollout.views.planning_answer import REFUSED, add_faults, sign_in_first
from rollout.views.with_lists import only_files, sent_file, with_lists

KEPT_OF_A_VERSION = ("on", "basis")


@with_lists("rollout/timeline.html", TIME_LINE)
def timeline(request: HttpRequest) -> dict:
    """Phases × services in time, with milestones: the plans in force, or the version that is asked for."""
    plan, selection = _asked(request)
    frame = common(request, selection, [Crumb(_("Time line"))], own=("plan",))
    if plan:  # a version is what it is, on whichever day it applied; and its days may lie beyond those of other pages
        frame["unknown_parameters"] += ["as_of"] if "as_of" in request.GET else []
        frame["keep"] = ""
    return {**frame, **timeline_page(selection, request.user, plan=plan)}


@require_safe
def timeline_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same lines as a CSV or XLSX file."""
    if kind not in KINDS:
        raise Http404
    plan, selection = _asked(request)
    table, shown = timeline_table(selection, plan=plan), None if plan else selection
    return sent_file(request, table, kind, shown, reverse("timeline"), counted=False)


def _asked(request: HttpRequest) -> tuple[Plan | None, Selection]:
    """The version asked for, where one is, and the selection. Raises Http404 for a version that is not to be seen."""
    key = request.GET.get("plan", "")
    if not key:
        return None, page_selection(request)
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        raise Http404
    plan = get_visible_plan(request.user, int(key))
    return plan, page_selection(request, kept=KEPT_OF_A_VERSION, plan=plan)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def plan_milestones(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """The milestones of a plan, with a form for a new one, or for the one whose key is given."""
    plan = get_editable_plan(request.user, pk)
    milestone = get_object_or_404(Milestone, pk=number, plan=plan) if number else None
    form = MilestoneForm(request.POST if request.method == "POST" else None, plan=plan, milestone=milestone)
    if request.method == "POST" and form.is_valid() and _saved(request, plan, form):
        return HttpResponseRedirect(reverse("plan-milestones", args=[plan.pk]))
    context = milestones_page(plan, form)
    return render(request, "rollout/plan_milestones.html", context, status=REFUSED if form.is_bound else 200)


@sign_in_first
@only_files(MILESTONES)
def plan_milestones_files(request: HttpRequest, pk: int) -> dict:
    """The milestones of a plan as a file."""
    plan = get_editable_plan(request.user, pk)
    return milestones_page(plan, MilestoneForm(plan=plan))


@require_http_methods(["POST"])
@sign_in_first
def milestone_remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a milestone away."""
    plan = get_editable_plan(request.user, pk)
    milestone = get_object_or_404(Milestone, pk=number, plan=plan)
    try:
        actions.remove_milestone(milestone, by=request.user)
        messages.success(request, _("Removed: %(milestone)s.") % {"milestone": milestone.label})
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    return HttpResponseRedirect(reverse("plan-milestones", args=[plan.pk]))


def _saved(request: HttpRequest, plan: Plan, form: MilestoneForm) -> bool:
    """Whether what was sent could be saved; what is wrong with it is told in the form."""
    try:
        row = actions.save_milestone(plan, by=request.user, milestone=form.milestone, **form.wanted)
    except Refused as refused:
        add_faults(form, refused)
        return False
    messages.success(request, _("Saved: %(milestone)s.") % {"milestone": row.label})
    return True
