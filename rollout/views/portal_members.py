"""Members of a provider and the invitations by which they come: shown to all of them, changed by its editors."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from providers.membership import change_role, invite, remove_member, revoke
from providers.models import Invitation, Membership
from rollout.forms.portal import InviteForm, RemoveForm, RoleForm
from rollout.pages.lists.people import OF_MEMBERS
from rollout.pages.portal_members import members_page as page_of_members
from rollout.portal_access import Entrance, enter, enter_to_change
from rollout.portal_mail import send_invitation
from rollout.views.planning_answer import REFUSED
from rollout.views.portal_answer import carried_out, members_page, posted_from
from rollout.views.with_lists import only_files


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def portal_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acts for the provider. Sent to, it invites somebody: the link is on the page that answers, and only there."""
    if request.method != "POST":
        return _shown(request, enter(request, pk))
    entrance, form = enter_to_change(request, pk), InviteForm(request.POST)
    invited = invited_by_form(request, form, provider=entrance.provider)
    return _shown(request, entrance, invited=invited) if invited else _shown(request, entrance, form=form)


@posted_from("portal-members")
def member_role(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Give a member another role."""
    entrance = enter_to_change(request, pk)
    found, form = _member(entrance, member), RoleForm(request.POST)
    return _changed(
        request,
        entrance,
        form,
        lambda: change_role(found, role=form.cleaned_data["role"], by=request.user),
        _("The role is changed."),
    )


@posted_from("portal-members")
def member_remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """End a membership: an editor's to end for all, everybody's to end for themselves."""
    entrance = enter(request, pk)
    found, form = _member(entrance, member), RemoveForm(request.POST)
    leaving = found.user_id == request.user.pk
    if not (entrance.may_change or leaving):
        raise Http404
    said = _("You are no longer a member of %(provider)s.") if leaving else _("The member is removed.")
    return _changed(
        request,
        entrance,
        form,
        lambda: remove_member(found, by=request.user, reason=form.cleaned_data["reason"]),
        said % {"provider": entrance.provider.name},
        to="portal" if leaving else "portal-members",
    )


@posted_from("portal-members")
def invitation_revoke(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Revoke an invitation; its link then says so."""
    entrance = enter_to_change(request, pk)
    found = Invitation.objects.select_related("provider").filter(pk=invitation, provider=entrance.provider).first()
    if found is None:
        raise Http404
    act = partial(revoke, found, by=request.user)
    return _changed(request, entrance, forms.Form({}), act, _("The invitation is revoked."))


def invited_by_form(request: HttpRequest, form: InviteForm, **chosen) -> dict | None:
    """Invite by a form and send the letter. Returns the invitation, its link and whether it was sent; else None."""
    made = []
    if not carried_out(form, lambda: made.extend(invite(**{**form.cleaned_data, **chosen}, by=request.user))):
        return None
    invitation, secret = made
    link = request.build_absolute_uri(reverse("portal-invitation", args=[secret]))
    return {"row": invitation, "link": link, "is_sent": send_invitation(invitation, link=link)}


def _member(entrance: Entrance, pk: int) -> Membership:
    """A member of the provider that was entered. Raises Http404 for another's."""
    found = Membership.objects.select_related("provider", "user").filter(pk=pk, provider=entrance.provider).first()
    if found is None:
        raise Http404
    return found


def _changed(
    request: HttpRequest,
    entrance: Entrance,
    form: forms.Form,
    act: Callable[[], None],
    said: str,
    *,
    to="portal-members",
) -> HttpResponse:
    """Act, say so and go on; what is refused is told over the page."""
    if not carried_out(form, act):
        fault = " ".join(message for told in form.errors.values() for message in told)
        return _shown(request, entrance, fault=fault)
    messages.success(request, said)
    return HttpResponseRedirect(reverse(to, args=[] if to == "portal" else [entrance.provider.pk]))


def _shown(request: HttpRequest, entrance: Entrance, **came) -> HttpResponse:
    refused = came.get("form") is not None or came.get("fault")
    context = page_of_members(request, entrance, **came)
    return render(request, "rollout/portal/members.html", context, status=REFUSED if refused else 200)


@members_page
@only_files(*OF_MEMBERS)
def portal_members_files(request: HttpRequest, pk: int) -> dict:
    """The lists of the page."""
    return page_of_members(request, enter(request, pk))
