"""The page that an invitation's link leads to: the invited sign in or make a user, and accept."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from providers.membership import accept, accept_as_new, has_user, invitation_of
from providers.models import Invitation, Membership
from rollout.forms.portal import AcceptForm, NewUserForm, is_addressed_to
from rollout.views.planning_answer import REFUSED
from rollout.views.portal_answer import carried_out

CLOSED = 410
BACKEND = "rollout.signin.LoopbackDemoBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def portal_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """An invitation, to accept. Opening it changes nothing: letters are opened by programs too."""
    invitation = invitation_of(secret)
    if invitation is None:
        raise Http404
    if state := closed_by(invitation):
        return render(request, "rollout/portal/invitation.html", _told(request, invitation, state=state), status=CLOSED)
    answer = _accepted if request.user.is_authenticated else _accepted_as_new
    return answer(request, invitation)


def closed_by(invitation: Invitation) -> str:
    """Why an invitation can no longer be accepted, in a word for the template; empty where it can."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.revoked_at:
        return "revoked"
    return "expired" if invitation.expires_at <= timezone.now() else ""


def _accepted(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """With the user who is signed in."""
    data = request.POST if request.method == "POST" else None
    form = AcceptForm(data, invitation=invitation, user=request.user)
    if data is not None and carried_out(form, lambda: accept(invitation, user=request.user)):
        return _gone_in(request, invitation)
    return _asked(request, invitation, form, is_yours=is_addressed_to(invitation, request.user))


def _accepted_as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """With a user made here, who is then signed in; an address that has a user signs in instead."""
    if has_user(invitation):
        return _asked(request, invitation, None)
    form, made = NewUserForm(request.POST if request.method == "POST" else None), []

    def make() -> None:
        wanted = {name: form.cleaned_data[name] for name in ("password", "first_name", "last_name")}
        made.append(accept_as_new(invitation, **wanted))

    if not (form.is_bound and carried_out(form, make)):
        return _asked(request, invitation, form)
    login(request, made[0].user, backend=BACKEND)
    return _gone_in(request, invitation)


def _gone_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    messages.success(request, _("Welcome to the portal of %(provider)s.") % {"provider": invitation.provider.name})
    return HttpResponseRedirect(reverse("portal-home", args=[invitation.provider_id]))


def _asked(request: HttpRequest, invitation: Invitation, form, **more) -> HttpResponse:
    status = REFUSED if form is not None and form.is_bound else 200
    return render(
        request, "rollout/portal/invitation.html", {**_told(request, invitation), "form": form, **more}, status=status
    )


def _told(request: HttpRequest, invitation: Invitation, *, state: str = "") -> dict:
    """What the page says of the invitation; a closed one names no address: its link may be anybody's by now."""
    user, member = request.user, False
    if user.is_authenticated:
        member = Membership.objects.filter(user=user.pk, provider=invitation.provider_id).exists()
    return {
        "invitation": invitation,
        "invited_to": invitation.provider,
        "state": state,
        "is_member": member,
    }
