"""The readiness board of a plan, as a page and as a file, and the page of the rules it is held against."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from providers.models import DeliveryArea
from rollout.actions import Refused, set_follow_up
from rollout.clock import today
from rollout.exports import KINDS
from rollout.models import Plan
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.board import Board, board_page, board_table, initial_of
from rollout.pages.board_form import FILTERS, FollowUpForm
from rollout.pages.how_we_decide import how_we_decide_page
from rollout.pages.lists.others import NOTICE_RULES, RULES
from rollout.permissions import get_visible_plan, may_edit
from rollout.roles import VIEW_DRAFTS
from rollout.rules import BY_KEY
from rollout.views.with_lists import sent_file, with_lists


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_readiness(request: HttpRequest, pk: int) -> HttpResponse:
    """How far each rule is kept in each area, and who sees to it; editors say who, one rule in one area at a time."""
    plan = _plan(request, pk)
    page = Board(plan, request.GET, today())
    editor = may_edit(request.user, plan) and plan.stage != Plan.Stage.SUPERSEDED
    if request.method == "POST" and not editor:
        raise Http404
    editing = _editing(request.GET.get("edit", "")) if editor else None
    posted = request.POST if request.method == "POST" else None
    form = FollowUpForm(posted, initial=initial_of(page, editing), people=page.people) if editing else None
    if posted is not None and _save(request, plan, editing, form):
        kept = f"?{page.filters}" if page.filters else ""
        return HttpResponseRedirect(f"{request.path}{kept}#area-{editing[0]}")
    context = board_page(page, may_edit=editor, editing=editing, form=form)
    refused = posted is not None
    return render(
        request, "rollout/plan_readiness.html", {**_frame(request, plan), **context}, status=400 if refused else 200
    )


@login_required
@require_safe
def plan_readiness_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same rows as a CSV or XLSX file."""
    if kind not in KINDS:
        raise Http404
    page = Board(_plan(request, pk), request.GET, today())
    return sent_file(request, board_table(page), kind, None, reverse("plan-readiness", args=[pk]))


@with_lists("rollout/how_we_decide.html", RULES, NOTICE_RULES)
def how_we_decide(request: HttpRequest) -> dict:
    """By which rules a plan is decided, and how the published ones keep them. Public."""
    selection = page_selection(request)
    return {**common(request, selection, [Crumb(_("How we decide"))]), **how_we_decide_page(selection)}


def _plan(request: HttpRequest, pk: int) -> Plan:
    """The plan, for those who may see drafts: the board of a published plan names people too. Raises Http404."""
    if not request.user.has_perm(VIEW_DRAFTS):
        raise Http404
    return get_visible_plan(request.user, pk)


def _editing(text: str) -> tuple[int, str] | None:
    """The area and rule whose form is asked for, such as 17:enough-ready; None for anything else."""
    area, _colon, rule = text.partition(":")
    return (int(area), rule) if area.isascii() and area.isdigit() and len(area) < 19 and rule in BY_KEY else None


def _save(request: HttpRequest, plan: Plan, editing: tuple[int, str] | None, form: FollowUpForm | None) -> bool:
    """Whether what was sent could be saved; what is wrong with it is told in the form."""
    if form is None:
        raise Http404
    if not form.is_valid():
        return False
    area = get_object_or_404(DeliveryArea, pk=editing[0], phase_areas__plan=plan)
    try:
        set_follow_up(plan, rule=editing[1], area=area, by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.messages)
        return False
    return True


def _frame(request: HttpRequest, plan: Plan) -> dict:
    """What the page has beside the board: the way to it, and what its address may hold."""
    here = Crumb(str(plan), reverse("plan-workspace", args=[plan.pk]))
    crumbs = [Crumb(_("Plans"), reverse("plan-list")), here, Crumb(_("Readiness"))]
    return {
        "crumbs": crumbs,
        "keep": "",
        "unknown_parameters": sorted(set(request.GET) - {*FILTERS, "edit"}),
        "shows_examples": False,
    }
