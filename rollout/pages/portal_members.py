"""Who acts for a provider: members, open invitations, and the looks that administrators have taken."""

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Invitation, Look, MemberRole, Membership
from rollout.forms.portal import InviteForm, RemoveForm
from rollout.pages.asked import Crumb
from rollout.pages.lists.frame import files_of
from rollout.pages.lists.people import OF_MEMBERS
from rollout.pages.portal_frame import portal_frame
from rollout.portal_access import Entrance

LATEST_LOOKS = 20


def members_page(
    request: HttpRequest,
    entrance: Entrance,
    *,
    form: forms.Form | None = None,
    invited: dict | None = None,
    fault: str = "",
) -> dict:
    """The context of `rollout/portal/members.html`. Three queries.

    form: an invitation that was refused. invited: the invitation just made, with its link. fault: other refusals.
    """
    provider = entrance.provider
    members = Membership.objects.filter(provider=provider).select_related("user").order_by("since", "pk")
    invitations = Invitation.objects.open(at=timezone.now()).filter(provider=provider).select_related("invited_by")
    return {
        **portal_frame(request, entrance, here="portal-members", crumbs=[Crumb(_("Members"))]),
        "members": [told_member(member, request.user, may_change=entrance.may_change) for member in members],
        "invitations": [{"row": row, "who": named(row.invited_by)} for row in invitations],
        "looks": list(Look.objects.filter(provider=provider)[:LATEST_LOOKS]),
        "invite_form": form or InviteForm(),
        "invited": invited,
        "fault": fault,
        "lists": files_of(OF_MEMBERS, reverse("portal-members", args=[provider.pk]), ""),
    }


def told_member(member: Membership, reader, *, may_change: bool) -> dict:
    """A member as the page shows one, with the forms that the reader may use."""
    you = member.user_id == reader.pk
    other = MemberRole.READER if member.role == MemberRole.EDITOR else MemberRole.EDITOR
    return {
        "row": member,
        "name": named(member.user),
        "is_you": you,
        "other_role": other if may_change else "",
        "remove_form": RemoveForm(auto_id=f"remove-{member.pk}-%s") if may_change or you else None,
    }


def named(user: AbstractBaseUser | None) -> str:
    """How somebody is named to the members; a dash for a user who is gone."""
    return (user.get_full_name() or user.get_username()) if user else "–"
