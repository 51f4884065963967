"""The change logs, and the pages by which editors undo an act or take a draft, or one of its rows, back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rollout import actions, exports, selectors
from rollout.actions.recording import locked
from rollout.actions.rehearsing import rehearse
from rollout.actions.restoring import WAYS
from rollout.models import Change, Phase, Plan
from rollout.pages import changes as pages
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.change_words import Teller
from rollout.permissions import get_editable_plan, get_visible_plan
from rollout.roles import VIEW_DRAFTS
from rollout.views.with_lists import sent_file


@require_safe
def plan_changes(request: HttpRequest, pk: int, kind: str = "") -> HttpResponse:
    """Every act upon one version of a plan."""
    plan = get_visible_plan(request.user, pk)
    log = pages.asked_log(request, Plan.objects.filter(pk=plan.pk))
    crumbs = way_to(plan, request)
    about = About.made(_("Changes to %(what)s") % {"what": plan}, "plan-changes-file", pk, plan=plan)
    return _answer(request, log, crumbs, about, kind)


@require_safe
def phase_changes(request: HttpRequest, plan: str, number: int, kind: str = "") -> HttpResponse:
    """Every act upon a phase in the versions of a plan that are published or were."""
    versions = [each.pk for each in Plan.objects.public() if selectors.plan_slug(each) == plan]
    phase = Phase.objects.filter(plan__in=versions, number=number).order_by("-plan__published_at").first()
    if phase is None:
        raise Http404
    log = pages.asked_log(request, Plan.objects.filter(pk__in=versions), number=number)
    phase_url = reverse("phase-detail", args=[plan, number])
    about = About.made(_("Changes to %(what)s") % {"what": phase.label}, "phase-changes-file", plan, number)
    crumbs = [Crumb(_("Phases"), reverse("phase-list")), Crumb(phase.label, phase_url)]
    return _answer(request, log, crumbs, about, kind)


@require_safe
def municipality_changes(request: HttpRequest, code: str, kind: str = "") -> HttpResponse:
    """Every act upon a municipality in the plans that are published or were."""
    municipality = selectors.get_municipality(code)
    log = pages.asked_log(request, Plan.objects.public(), code=code)
    url = reverse("municipality-detail", args=[code])
    crumbs = [Crumb(_("Municipalities"), reverse("municipality-list")), Crumb(municipality.name, url)]
    title = _("Changes to %(what)s") % {"what": municipality.name}
    return _answer(request, log, crumbs, About.made(title, "municipality-changes-file", code), kind)


@require_http_methods(["GET", "HEAD", "POST"])
def change_undo(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What undoing an act would change; posted, it is undone."""
    plan, change = _act_of(request, pk, number)
    question = _("Undo number %(number)s: %(kind)s") % {"number": number, "kind": change.get_kind_display()}
    return _take_back(
        request, plan, question, _("Undo"), lambda reason: actions.undo(change, by=request.user, reason=reason)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What taking a draft back to how it was after an act would change; posted, it is taken back."""
    plan, change = _act_of(request, pk, number)
    question = _("Take the plan back to how it was after number %(number)s") % {"number": number}
    return _take_back(
        request,
        plan,
        question,
        _("Take back"),
        lambda reason: actions.restore(plan, to=change, by=request.user, reason=reason),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def row_restore(request: HttpRequest, pk: int, model: str, kept: int) -> HttpResponse:
    """What taking one row back to a kept state would change; posted, it is taken back."""
    plan = get_editable_plan(request.user, pk)
    found = next((each for each in WAYS if each._meta.model_name == model), None)
    if found is None:
        raise Http404
    state = get_object_or_404(found.history.model, history_id=kept, plan=plan.pk)
    question = _("Restore: %(row)s") % {"row": state.instance}
    return _take_back(
        request,
        plan,
        question,
        _("Restore"),
        lambda reason: actions.restore_row(state, by=request.user, reason=reason),
    )


def way_to(plan: Plan, request: HttpRequest) -> list[Crumb]:
    """The way to a plan: through its workspace for those who have one, else through the phases."""
    if request.user.has_perm(VIEW_DRAFTS):
        return [Crumb(_("Plans"), reverse("plan-list")), Crumb(str(plan), reverse("plan-workspace", args=[plan.pk]))]
    return [Crumb(_("Phases"), reverse("phase-list")), Crumb(str(plan))]


def _act_of(request: HttpRequest, pk: int, number: int) -> tuple[Plan, Change]:
    plan = get_editable_plan(request.user, pk)
    return plan, get_object_or_404(Change.objects.select_related("plan"), plan=plan, number=number)


def _take_back(
    request: HttpRequest, plan: Plan, question: str, verb: str, carry_out: Callable[[str], Change]
) -> HttpResponse:
    """Ask with a preview; when posted, carry it out, unless the plan is no longer the one that was previewed."""
    refused = ""
    if request.method == "POST":
        try:
            _carry_out(request, plan, carry_out)
        except actions.Refused as refusal:
            refused = " ".join(refusal.messages)
        else:
            messages.success(request, _("Done. It is itself a change, and can be undone."))
            return redirect("plan-changes", plan.pk)
    context = _preview(plan.pk, carry_out)
    crumbs = [*way_to(plan, request), Crumb(_("Changes"), reverse("plan-changes", args=[plan.pk])), Crumb(question)]
    return render(
        request,
        "rollout/change_take_back.html",
        {
            **common(request, page_selection(request), crumbs),
            **context,
            "plan": plan,
            "question": question,
            "verb": verb,
            "refused": refused or context["refused"],
            "reason": request.POST.get("reason", ""),
        },
        status=409 if refused else 200,
    )


def _carry_out(request: HttpRequest, plan: Plan, carry_out: Callable[[str], Change]) -> None:
    with transaction.atomic():
        if str(locked(plan).revision) != request.POST.get("seen_revision"):
            raise actions.Refused(_("Somebody else has changed the plan since. Below is what it would do now."))
        carry_out(request.POST.get("reason", "").strip())


def _preview(pk: int, carry_out: Callable[[str], Change]) -> dict:
    """What would change, or why it cannot be done; and the revision for which that holds."""
    revision = Plan.objects.values_list("revision", flat=True).get(pk=pk)
    try:
        deed, names = rehearse(lambda: carry_out(""))
    except actions.Refused as refusal:
        return {"lines": [], "refused": " ".join(refusal.messages), "possible": False, "seen_revision": revision}
    lines = [
        pages.told_line(line, is_open=False, editable=False) for line in Teller(names, names_people=True).lines(deed)
    ]
    return {"lines": lines, "refused": "", "possible": True, "seen_revision": revision}


@dataclass(frozen=True, slots=True)
class About:
    """What a log is about: its title, the name of its files, their addresses, and the plan where it is one's."""

    title: str
    file: str
    files: dict[str, str]
    plan: Plan | None = None

    @classmethod
    def made(cls, title: str, name: str, *args, plan: Plan | None = None) -> "About":
        file = "-".join(("andringar", *map(str, args)))
        return cls(title, file, {kind: reverse(name, args=[*args, kind]) for kind in exports.KINDS}, plan)


def _answer(request: HttpRequest, log: pages.Log, crumbs: list[Crumb], about: About, kind: str) -> HttpResponse:
    """The log as a page, or as a file. Raises Http404 for a kind of file that is not made."""
    if kind and kind not in exports.KINDS:
        raise Http404
    if kind:
        table = pages.log_table(log, name=about.file, title=about.title)
        return sent_file(request, table, kind, None, request.path.removesuffix(f".{kind}") + "/")
    context = {
        **common(request, page_selection(request), [*crumbs, Crumb(_("Changes"))], own=pages.OWN),
        **pages.log_page(request, log),
        "about": about,
        "plan": about.plan,
    }
    return render(request, "rollout/change_log.html", context)
