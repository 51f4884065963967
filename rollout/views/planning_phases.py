"""What is done with the phases of a plan: added, edited with the days suggested, moved in time, removed."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout import actions
from rollout.actions import Refused
from rollout.forms.phases import NewPhaseForm, PhaseForm, ShiftForm
from rollout.models import Phase, Plan
from rollout.pages.workspace import Came
from rollout.permissions import get_editable_plan
from rollout.views.planning_answer import OVERTAKEN, REFUSED, carried_out, done, posted, shown

PART = "phases"


@posted
def phase_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a phase."""
    plan = get_editable_plan(request.user, pk)
    form = NewPhaseForm(request.POST, plan=plan)

    def act() -> str:
        phase = actions.add_phase(plan, by=request.user, **form.cleaned_data)
        return _("%(phase)s is added.") % {"phase": phase.label}

    return carried_out(request, plan, form, act, part=PART)


@posted
def phase_edit(request: HttpRequest, pk: int, phase: int) -> HttpResponse:
    """Save a line of the grid; or, asked for what the rules suggest, show it in the line, not yet saved."""
    plan = get_editable_plan(request.user, pk)
    found = _phase_of(plan, phase)
    if found is None:
        return _gone(request, plan)
    form = PhaseForm(request.POST, phase=found)
    if "use" in request.POST:
        return shown(request, plan, Came(sent=(form.with_suggestions(request.POST["use"]),)))

    def act() -> str:
        if form.is_as_saved:
            return _("Nothing to save: it is as it was.")
        actions.edit_phase(
            found,
            expected_revision=form.cleaned_data["expected_revision"],
            by=request.user,
            reason=form.cleaned_data["reason"],
            **form.wanted,
        )
        return _("%(phase)s is saved.") % {"phase": form.wanted.get("name", found.label)}

    return carried_out(request, plan, form, act, part=f"phase-{found.pk}")


@posted
def phase_shift(request: HttpRequest, pk: int, phase: int) -> HttpResponse:
    """Move all days of a phase by whole weeks."""
    plan = get_editable_plan(request.user, pk)
    found = _phase_of(plan, phase)
    if found is None:
        return _gone(request, plan)
    form = ShiftForm(request.POST, phase=found)

    def act() -> str:
        weeks = form.cleaned_data["weeks"]
        actions.shift_phase(found, weeks=weeks, by=request.user, reason=form.cleaned_data["reason"])
        words = (
            ngettext("%(phase)s is moved %(weeks)d week later.", "%(phase)s is moved %(weeks)d weeks later.", weeks)
            if weeks > 0
            else ngettext(
                "%(phase)s is moved %(weeks)d week earlier.", "%(phase)s is moved %(weeks)d weeks earlier.", -weeks
            )
        )
        return words % {"phase": found.label, "weeks": abs(weeks)}

    return carried_out(request, plan, form, act, part=f"phase-{found.pk}")


@posted
def phase_remove(request: HttpRequest, pk: int, phase: int) -> HttpResponse:
    """Remove a phase without municipalities."""
    plan = get_editable_plan(request.user, pk)
    found = _phase_of(plan, phase)
    if found is None:
        return _gone(request, plan)
    try:
        actions.remove_phase(found, by=request.user)
    except Refused as refused:
        return shown(request, plan, Came(fault=" ".join(refused.messages)), status=REFUSED)
    return done(request, plan, _("%(phase)s is removed.") % {"phase": found.label}, part=PART)


def _phase_of(plan: Plan, key: int) -> Phase | None:
    """A phase of the plan; None where somebody has removed it, or where the plan never had it."""
    phase = Phase.objects.filter(plan=plan, pk=key).first()
    if phase is not None:
        phase.plan = plan
    return phase


def _gone(request: HttpRequest, plan: Plan) -> HttpResponse:
    fault = _("The phase is no longer there: somebody else has removed it. Nothing was saved.")
    return shown(request, plan, Came(fault=fault), status=OVERTAKEN)
