"""How the workspace answers: a whole page, or to its script the parts that a save may have changed; after a save a
redirect, after a refusal the page with the faults where they arose. Knows no rules and no rows.
"""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rollout.actions import Conflict, Refused
from rollout.models import Plan
from rollout.pages.workspace import Came, reader_of, told_change, workspace_page
from rollout.permissions import get_visible_plan

WANTS_PARTS = "X-Plan-Parts"
SAVED, REFUSED, OVERTAKEN = 200, 422, 409


def sign_in_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that does not exist for the nameless sends them to sign in; whether it exists at all, it does not say."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("plan-list"))

    return wrapped


def posted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An address that is only sent to: whoever merely opens it, as after a change of language, gets the workspace."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(reverse("plan-workspace", args=[pk]))
        return require_POST(view)(request, pk, **kwargs)

    return sign_in_first(wrapped)


def shown(request: HttpRequest, plan: Plan, came: Came, *, status: int = 200) -> HttpResponse:
    """The workspace as it now is, whole or in parts."""
    plan = get_visible_plan(request.user, plan.pk)  # what was refused has left traces in the one at hand
    reader = reader_of(request, plan)
    in_parts = request.headers.get(WANTS_PARTS) == "1"
    context = workspace_page(plan, reader, came, in_parts=in_parts)
    if in_parts:
        return render(request, "rollout/plan/parts.html", context, status=status)
    context["outcome"] = told_change(plan, reader, context["checked"])
    return render(request, "rollout/plan_workspace.html", context, status=status)


def done(request: HttpRequest, plan: Plan, said: str, *, part: str = "") -> HttpResponse:
    """After a save: back to the page, at the part that was worked on; to the script its parts, with what was done."""
    if request.headers.get(WANTS_PARTS) == "1":
        return shown(request, plan, Came(said=said), status=SAVED)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("plan-workspace", args=[plan.pk]) + (f"#{part}" if part else ""))


def carried_out(
    request: HttpRequest,
    plan: Plan,
    form: forms.BaseForm,
    act: Callable[[], str],
    *,
    part: str = "",
) -> HttpResponse:
    """Check a form, act, and answer. act: does it and says what was done; it raises Refused or Conflict."""
    if not form.is_valid():
        return shown(request, plan, Came(sent=(form,)), status=REFUSED)
    try:
        said = act()
    except Conflict as conflict:
        return shown(request, plan, Came(sent=(form,), conflict=conflict), status=OVERTAKEN)
    except Refused as refused:
        add_faults(form, refused)
        return shown(request, plan, Came(sent=(form,)), status=REFUSED)
    return done(request, plan, said, part=part)


def add_faults(form: forms.BaseForm, refused: Refused) -> None:
    """Put the reasons of a refusal at the fields of a form; what belongs to no field of it goes over them all."""
    told = refused.update_error_dict({}) if hasattr(refused, "error_dict") else {None: refused.error_list}
    for name, faults in told.items():
        form.add_error(name if name in form.fields else None, faults)
