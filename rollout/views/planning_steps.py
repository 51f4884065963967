"""What is done with a plan as a whole: propose, approve, publish, share, waive and the like. One table, one view."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rollout import actions
from rollout.forms import steps
from rollout.models import Plan, Waiver
from rollout.pages.workspace import Came
from rollout.permissions import (
    get_approvable_plan,
    get_editable_plan,
    get_own_scenario,
    get_plan_to_copy,
    get_visible_plan,
    require,
)
from rollout.roles import EDIT_PLANS
from rollout.views.planning_answer import REFUSED, add_faults, carried_out, done, posted, shown

Actor = AbstractBaseUser


@dataclass(frozen=True, slots=True)
class Kind:
    """A step: its form, who gets the plan for it, what it does, and what is said of it afterwards.

    act: (plan, form, user) → what to say, or None for `said`.
    """

    form: type[steps.StepForm]
    fetch: Callable[[AbstractBaseUser, int], Plan]
    act: Callable[[Plan, forms.Form, AbstractBaseUser], object]
    said: object = ""


def _publish(plan: Plan, form: forms.Form, user: Actor) -> None:
    actions.publish(plan, at=form.cleaned_data["at"], by=user, reason=form.cleaned_data["reason"])


def _schedule(plan: Plan, form: forms.Form, user: Actor) -> str:
    actions.schedule(plan, at=form.cleaned_data["at"], by=user, reason=form.cleaned_data["reason"])
    return _("It will be published on %(moment)s.") % {
        "moment": date_format(localtime(form.cleaned_data["at"]), "Y-m-d H:i")
    }


def _rebase(plan: Plan, form: forms.Form, user: Actor) -> None:
    on = get_visible_plan(user, form.cleaned_data["on"])
    actions.rebase(plan, on=on, by=user, reason=form.cleaned_data["reason"])


def _waive(plan: Plan, form: forms.Form, user: Actor) -> str:
    waivers = actions.waive_all(plan, form.warnings, reason=form.cleaned_data["reason"], by=user)
    words = ngettext("%(number)d warning is waived.", "%(number)d warnings are waived.", len(waivers))
    return words % {"number": len(waivers)}


def _settings(plan: Plan, form: forms.Form, user: Actor) -> None:
    actions.set_settings(plan, by=user, **form.cleaned_data)


KINDS = (
    Kind(
        steps.ProposeForm,
        get_editable_plan,
        lambda plan, form, user: actions.propose(plan, by=user, reason=form.cleaned_data["reason"]),
        gettext_lazy("The plan is proposed. Another person has to approve it."),
    ),
    Kind(
        steps.WithdrawForm,
        get_editable_plan,
        lambda plan, form, user: actions.withdraw(plan, by=user, reason=form.cleaned_data["reason"]),
        gettext_lazy("The plan is a draft again."),
    ),
    Kind(
        steps.ApproveForm,
        get_approvable_plan,
        lambda plan, form, user: actions.approve(plan, by=user, **form.cleaned_data),
        gettext_lazy("The plan is approved and can be published."),
    ),
    Kind(steps.PublishForm, get_approvable_plan, _publish, gettext_lazy("The plan is published.")),
    Kind(steps.ScheduleForm, get_approvable_plan, _schedule),
    Kind(
        steps.UnscheduleForm,
        get_approvable_plan,
        lambda plan, form, user: actions.unschedule(plan, by=user),
        gettext_lazy("No publication is scheduled any more."),
    ),
    Kind(
        steps.DescribeForm,
        get_editable_plan,
        lambda plan, form, user: actions.describe(plan, by=user, **form.cleaned_data),
        gettext_lazy("The description is saved."),
    ),
    Kind(steps.SettingsForm, get_editable_plan, _settings, gettext_lazy("The settings are saved.")),
    Kind(steps.RebaseForm, get_editable_plan, _rebase, gettext_lazy("The plan goes on from the version that applies.")),
    Kind(
        steps.ShareForm,
        get_own_scenario,
        lambda plan, form, user: actions.share(plan, by=user) and None,
        gettext_lazy("The scenario has a link now."),
    ),
    Kind(
        steps.UnshareForm,
        get_own_scenario,
        lambda plan, form, user: actions.unshare(plan, by=user),
        gettext_lazy("The link no longer works."),
    ),
    Kind(
        steps.LeaveOutForm,
        get_own_scenario,
        lambda plan, form, user: actions.leave_out(plan, providers=form.cleaned_data["provider"], by=user),
        gettext_lazy("The scenario is counted without the ticked providers."),
    ),
    Kind(steps.WaiveForm, get_editable_plan, _waive),
)
BY_SLUG = {kind.form.slug: kind for kind in KINDS}


@posted
def plan_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Carry out a step that leaves the reader on the page. Raises Http404 for a step that does not exist."""
    if step not in BY_SLUG:
        raise Http404
    kind = BY_SLUG[step]
    plan = kind.fetch(request.user, pk)
    form = kind.form(request.POST, plan=plan)

    def act() -> str:
        return kind.act(plan, form, request.user) or str(kind.said)

    return carried_out(request, plan, form, act, part="rules" if kind.form is steps.WaiveForm else "")


@posted
def plan_unwaive(request: HttpRequest, pk: int, waiver: int) -> HttpResponse:
    """Take a waiver back."""
    plan = get_editable_plan(request.user, pk)
    found = Waiver.objects.filter(plan=plan, pk=waiver).select_related("plan").first()
    if found is None:
        return shown(request, plan, Came(fault=_("The waiver has been taken back already.")), status=REFUSED)
    try:
        actions.unwaive(found, by=request.user)
    except actions.Refused as refused:
        return shown(request, plan, Came(fault=" ".join(refused.messages)), status=REFUSED)
    return done(request, plan, _("The waiver is taken back."), part="rules")


@posted
def plan_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of any version, or of one's own scenario, and go to it."""
    plan = get_visible_plan(request.user, pk)
    require(request.user, EDIT_PLANS)
    make = actions.scenario_to_draft if plan.is_scenario else actions.draft_from
    form = steps.DraftForm(request.POST, plan=plan)
    return _gone_to(request, plan, form, lambda: make(plan, by=request.user, reason=form.cleaned_data["reason"]))


@posted
def plan_scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a private copy and go to it."""
    plan = get_plan_to_copy(request.user, pk)
    form = steps.ScenarioForm(request.POST, plan=plan)
    name = form.data.get("name", "")
    return _gone_to(request, plan, form, lambda: actions.scenario_from(plan, owner=request.user, name=name))


@posted
def plan_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a draft or a scenario for good, and go back to the list."""
    plan = get_editable_plan(request.user, pk)
    form, name = steps.DiscardForm(request.POST, plan=plan), str(plan)
    if not form.is_valid():
        return shown(request, plan, Came(sent=(form,)), status=REFUSED)
    try:
        actions.discard(plan, by=request.user)
    except actions.Refused as refused:
        add_faults(form, refused)
        return shown(request, plan, Came(sent=(form,)), status=REFUSED)
    messages.success(request, _("%(plan)s is removed.") % {"plan": name})
    return HttpResponseRedirect(reverse("plan-list"))


def _gone_to(request: HttpRequest, plan: Plan, form: forms.Form, make: Callable[[], Plan]) -> HttpResponse:
    """Make another plan of a plan, and go there."""
    if not form.is_valid():
        return shown(request, plan, Came(sent=(form,)), status=REFUSED)
    try:
        made = make()
    except actions.Refused as refused:
        add_faults(form, refused)
        return shown(request, plan, Came(sent=(form,)), status=REFUSED)
    messages.success(request, _("Here is %(plan)s.") % {"plan": made})
    return HttpResponseRedirect(reverse("plan-workspace", args=[made.pk]))
