"""Who may enter which provider's portal, and what for: members, and administrators who take a look as a member.

Access by asking, as in `rollout/permissions.py`: a stranger gets Http404, never 403, provider or none.
An administrator enters through a `Look`, which says why and is kept; it shows what a member sees, and changes nothing.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from providers.looks import end_looks
from providers.models import Look, MemberRole, Membership, Provider
from rollout.roles import LOOK_AS_PROVIDER

User = AbstractBaseUser | AnonymousUser

LOOK = "portal_look"  # the key in the session of the look that is being taken
LONGEST_LOOK = timedelta(hours=12)  # a look that nobody ended is over by the next morning


@dataclass(frozen=True, slots=True)
class Entrance:
    """A provider's portal as somebody entered it: as a member by a role, or by a look."""

    provider: Provider
    role: MemberRole
    look: Look | None = None

    @property
    def may_change(self) -> bool:
        """Whether what is the provider's may be confirmed, corrected and handed on: editors, never by a look."""
        return self.role == MemberRole.EDITOR and self.look is None


def providers_of(user: User) -> QuerySet[Provider]:
    """The providers that somebody is a member of, in Swedish order. No query yet."""
    return Provider.objects.filter(memberships__user=user.pk) if user.is_authenticated else Provider.objects.none()


def has_portal(user: User) -> bool:
    """Whether somebody is a member anywhere, or may look; asked of the database once for a user object."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_has_portal"):
        user._has_portal = user.has_perm(LOOK_AS_PROVIDER) or providers_of(user).exists()
    return user._has_portal


def enter(request: HttpRequest, pk: int) -> Entrance:
    """The portal of a provider for the user of a request. One or two queries. Raises Http404."""
    if not request.user.is_authenticated:
        raise Http404
    member = Membership.objects.select_related("provider").filter(user=request.user.pk, provider__pk=pk).first()
    if member is not None:
        return Entrance(member.provider, MemberRole(member.role))
    look = look_of(request)
    if look is None or look.provider_id != pk:
        raise Http404
    return Entrance(look.provider, MemberRole.EDITOR, look)


def enter_to_change(request: HttpRequest, pk: int) -> Entrance:
    """The portal of a provider for somebody who may change what is the provider's. Raises Http404."""
    entrance = enter(request, pk)
    if not entrance.may_change:
        raise Http404
    return entrance


def look_of(request: HttpRequest) -> Look | None:
    """The look that is being taken in this session; none once it is ended or too old, or the permission is gone."""
    key = request.session.get(LOOK)
    if key is None or not request.user.has_perm(LOOK_AS_PROVIDER):
        return None
    looks = Look.objects.select_related("provider").filter(pk=key, by=request.user.pk, ended_at=None)
    return looks.filter(began_at__gt=timezone.now() - LONGEST_LOOK).first()


def end_looks_of(*, user: User | None, **signal) -> None:
    """End the looks of somebody who signs out. Receives `user_logged_out`."""
    if user is not None:
        end_looks(by=user)
