"""Municipalities and areas between phases: moved as chosen on the map or in the table, or as pasted; and taken back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout import actions
from rollout.actions import Conflict, Refused
from rollout.forms.moves import MoveForm, PasteForm
from rollout.models import Change, Plan
from rollout.pages.workspace import Came
from rollout.pages.workspace_paste import read_pasted
from rollout.permissions import get_editable_plan
from rollout.plan_ground import lay_out
from rollout.views.planning_answer import OVERTAKEN, REFUSED, add_faults, carried_out, done, posted, shown

PART = "places"


@posted
def plan_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move what is chosen; or what was wished, after a conflict, with a choice for each difference."""
    plan = get_editable_plan(request.user, pk)
    form = _move_form(request, plan)
    return carried_out(request, plan, form, lambda: _move(request, plan, form), part=PART)


@posted
def plan_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what pasted rows would move, or what is wrong with which line; save them when that is asked for."""
    plan = get_editable_plan(request.user, pk)
    form, ground = PasteForm(request.POST), lay_out(plan)
    if not form.is_valid():
        return shown(request, plan, Came(sent=(form,)), status=REFUSED)
    pasted = read_pasted(form, ground)
    if pasted.faults or "save" not in request.POST:
        status = REFUSED if pasted.faults else 200
        return shown(request, plan, Came(sent=(form,), pasted=pasted), status=status)
    phases = {phase.pk: phase for phase in ground.phases}
    wishes = {code: phases.get(key) for code, key in pasted.wishes.items()}
    form.cleaned_data["wishes"] = wishes
    form.cleaned_data["seen"] = {code: at for code, at in form.cleaned_data["seen"].items() if code in wishes}
    try:
        said = _move(request, plan, form)
    except Conflict as conflict:
        return shown(request, plan, Came(sent=(form,), conflict=conflict), status=OVERTAKEN)
    except Refused as refused:
        add_faults(form, refused)
        return shown(request, plan, Came(sent=(form,), pasted=pasted), status=REFUSED)
    return done(request, plan, said, part=PART)


@posted
def plan_undo(request: HttpRequest, pk: int, change: int) -> HttpResponse:
    """Take an act back, or do again what was taken back."""
    plan = get_editable_plan(request.user, pk)
    found = Change.objects.filter(plan=plan, pk=change).select_related("plan").first()
    if found is None:
        return shown(request, plan, Came(fault=_("There is no such change in this plan.")), status=REFUSED)
    try:
        actions.undo(found, by=request.user)
    except Refused as refused:
        return shown(request, plan, Came(fault=" ".join(refused.messages)), status=OVERTAKEN)
    again = found.undoes_id is not None
    return done(request, plan, _("Done again.") if again else _("Undone."), part="acts")


def _move_form(request: HttpRequest, plan: Plan) -> MoveForm:
    ground = lay_out(plan)
    return MoveForm(request.POST, phases=ground.phases, members=ground.members)


def _move(request: HttpRequest, plan: Plan, form: MoveForm | PasteForm) -> str:
    wanted = form.cleaned_data
    there = lay_out(plan).phase_of
    if all(there.get(code) == (phase.pk if phase else None) for code, phase in wanted["wishes"].items()):
        return _("Nothing to move: they are there already.")
    number = actions.move(
        plan, wanted["wishes"], by=request.user, reason=wanted["reason"], expected=wanted["seen"] or None
    )
    words = ngettext("%(number)d municipality is moved.", "%(number)d municipalities are moved.", number)
    return words % {"number": number}
