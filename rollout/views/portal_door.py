"""The door of the portal, where everybody arrives, and the looks that administrators begin and end there."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from providers.looks import begin_look, end_looks
from rollout.forms.portal import InviteToForm, LookForm
from rollout.pages.portal_door import door_page
from rollout.permissions import require
from rollout.portal_access import LOOK, providers_of
from rollout.roles import INVITE_TO_ANY_PROVIDER, LOOK_AS_PROVIDER
from rollout.views.planning_answer import REFUSED
from rollout.views.portal_answer import carried_out, posted_from
from rollout.views.portal_members import invited_by_form


@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    """To the provider of those who act for one; a choice, or what the portal is, for everybody else."""
    if not request.user.has_perm(LOOK_AS_PROVIDER):
        mine = list(providers_of(request.user)[:2])
        if len(mine) == 1:
            return HttpResponseRedirect(reverse("portal-home", args=[mine[0].pk]))
    return render(request, "rollout/portal/door.html", door_page(request))


@posted_from("portal")
def look_begin(request: HttpRequest) -> HttpResponse:
    """Look at a provider's portal as its members see it. The look is logged, and told to the members."""
    require(request.user, LOOK_AS_PROVIDER)
    form = LookForm(request.POST)

    def begin() -> None:
        request.session[LOOK] = begin_look(**form.cleaned_data, by=request.user).pk

    if not carried_out(form, begin):
        return render(request, "rollout/portal/door.html", door_page(request, form), status=REFUSED)
    return HttpResponseRedirect(reverse("portal-home", args=[form.cleaned_data["provider"].pk]))


@posted_from("portal")
def look_end(request: HttpRequest) -> HttpResponse:
    """End the look that is being taken, if any, and go back to the door."""
    require(request.user, LOOK_AS_PROVIDER)
    end_looks(by=request.user)
    request.session.pop(LOOK, None)
    return HttpResponseRedirect(reverse("portal"))


@posted_from("portal")
def invite_to(request: HttpRequest) -> HttpResponse:
    """An administrator invites somebody to any provider; the link is shown here once."""
    require(request.user, INVITE_TO_ANY_PROVIDER)
    form = InviteToForm(request.POST)
    invited = invited_by_form(request, form)
    sent, status = ((), 200) if invited else ((form,), REFUSED)
    return render(request, "rollout/portal/door.html", door_page(request, *sent, invited=invited), status=status)
