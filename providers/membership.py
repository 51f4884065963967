"""Who acts for a provider comes and goes: people are invited, accept, get another role, are removed.

Each act is one transaction, and what a membership was is kept, with who and why. Whoever acts upon the members of a
provider waits for the row of the provider, so that two editors cannot take the role from each other at once. Whether
somebody may, the caller has asked. Knows no page and no e-mail.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Invitation, MemberRole, Membership, Provider

DAYS_OPEN = 14
MOST_A_DAY = 50  # invitations of a provider: the letters go wherever an editor says
SECRET_BYTES = 32  # 256 bits: nobody guesses one, however often they try


@transaction.atomic
def invite(provider: Provider, *, email: str, role: str, by: AbstractBaseUser) -> tuple[Invitation, str]:
    """Invite an address to act for a provider; an earlier open invitation of the same address stops working.

    Returns the invitation, and the secret of its link, which is told here and never again. Raises ValidationError, by
    field, for a bad address or role, where a member has the address already, and for more in a day than anybody needs.
    """
    _lock(provider)
    email, now = email.strip().lower(), timezone.now()
    if Invitation.objects.filter(provider=provider, invited_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise ValidationError(_("The provider has invited as many as it can in a day. Try again tomorrow."))
    if Membership.objects.filter(provider=provider, user__email__iexact=email).exists():
        raise ValidationError({"email": _("Somebody with this address is a member already.")})
    Invitation.objects.open(at=now).filter(provider=provider, email=email).update(revoked_at=now, revoked_by=by)
    secret = token_urlsafe(SECRET_BYTES)
    invitation = Invitation(
        provider=provider,
        email=email,
        role=role,
        digest=digest_of(secret),
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=DAYS_OPEN),
    )
    invitation.full_clean()
    invitation.save()
    return invitation, secret


def invitation_of(secret: str) -> Invitation | None:
    """The invitation that a link leads to, open or not, with its provider; None where there is none. One query."""
    return Invitation.objects.select_related("provider").filter(digest=digest_of(secret)).first()


def digest_of(secret: str) -> str:
    """What is kept of the secret in a link: nobody who reads the database can make the link of it."""
    return sha256(secret.encode()).hexdigest()


def has_user(invitation: Invitation) -> bool:
    """Whether somebody signs in by the invited address already, so that no user is to be made for it. One query."""
    by_address = Q(username__iexact=invitation.email) | Q(email__iexact=invitation.email)
    return get_user_model().objects.filter(by_address).exists()


@transaction.atomic
def accept(invitation: Invitation, *, user: AbstractBaseUser) -> Membership:
    """Make a user a member as invited. A member already keeps a higher role: an invitation takes nothing from anybody.

    Raises ValidationError where the invitation is no longer open.
    """
    _lock(invitation.provider)
    now, invitation = timezone.now(), Invitation.objects.select_related("provider").get(pk=invitation.pk)
    _refuse_closed(invitation, now)
    member = Membership.objects.filter(user=user, provider=invitation.provider).first()
    if member is None or invitation.role == MemberRole.EDITOR != member.role:
        member = member or Membership(user=user, provider=invitation.provider)
        member.role = invitation.role
        _keep(member, by=user, reason=_("Invitation to %(address)s accepted") % {"address": invitation.email})
    invitation.accepted_by, invitation.accepted_at = user, now
    invitation.save()
    return member


@transaction.atomic
def accept_as_new(invitation: Invitation, *, password: str, first_name: str = "", last_name: str = "") -> Membership:
    """Make a user who signs in by the invited address, and a member of them.

    Raises ValidationError, by field, for a password that the validators refuse, and where the address has a user.
    """
    if has_user(invitation):
        raise ValidationError(_("There is a user with this address already. Sign in to accept the invitation."))
    names = {"first_name": first_name.strip(), "last_name": last_name.strip()}
    user = get_user_model()(username=invitation.email, email=invitation.email, **names)
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise ValidationError({"password": fault.messages}) from None
    user.set_password(password)
    user.full_clean()
    user.save()
    return accept(invitation, user=user)


@transaction.atomic
def revoke(invitation: Invitation, *, by: AbstractBaseUser) -> None:
    """The link of an invitation stops working. Raises ValidationError where it no longer did."""
    _lock(invitation.provider)
    now, invitation = timezone.now(), Invitation.objects.select_related("provider").get(pk=invitation.pk)
    _refuse_closed(invitation, now)
    invitation.revoked_at, invitation.revoked_by = now, by
    invitation.save()


@transaction.atomic
def change_role(member: Membership, *, role: str, by: AbstractBaseUser, reason: str = "") -> None:
    """Give a member another role. What a reader had invited to while an editor lapses.

    Raises ValidationError for an unknown role, for a member who is gone, and for the provider's only editor.
    """
    member = _locked(member)
    if member.role == role:
        return
    member.role = role
    member.full_clean()
    if role != MemberRole.EDITOR:
        _refuse_without_editor(member)
        _let_lapse(member, by=by)
    _keep(member, by=by, reason=reason)


@transaction.atomic
def remove_member(member: Membership, *, by: AbstractBaseUser, reason: str = "") -> None:
    """End a membership; the user stays. What the member had invited to lapses.

    Raises ValidationError for a member who is gone, and for the provider's only editor.
    """
    member = _locked(member)
    _refuse_without_editor(member)
    _let_lapse(member, by=by)
    member._history_user, member._change_reason = by, reason or None
    member.delete()


def _lock(provider: Provider) -> None:
    """Acts upon the members of a provider wait for each other."""
    list(Provider.objects.select_for_update().filter(pk=provider.pk).values_list("pk"))


def _locked(member: Membership) -> Membership:
    _lock(member.provider)
    found = Membership.objects.select_related("provider", "user").filter(pk=member.pk).first()
    if found is None:
        raise ValidationError(_("The member has been removed already."))
    return found


def _refuse_closed(invitation: Invitation, now) -> None:
    if invitation.accepted_at:
        raise ValidationError(_("The invitation has been accepted already."))
    if invitation.revoked_at:
        raise ValidationError(_("The invitation has been revoked."))
    if invitation.expires_at <= now:
        raise ValidationError(_("The invitation has expired."))


def _refuse_without_editor(member: Membership) -> None:
    """A provider that has an editor keeps one: else nobody there could invite or correct any more."""
    editors = Membership.objects.filter(provider=member.provider, role=MemberRole.EDITOR).values_list("pk", flat=True)
    if set(editors) == {member.pk}:
        raise ValidationError(_("This is the provider’s only editor. Make somebody else an editor first."))


def _let_lapse(member: Membership, *, by: AbstractBaseUser) -> None:
    """Revoke what a member has invited to: who is let out by the door does not come back by a window left open."""
    sent = Invitation.objects.open().filter(provider=member.provider, invited_by=member.user)
    sent.update(revoked_at=timezone.now(), revoked_by=by)


def _keep(member: Membership, *, by: AbstractBaseUser, reason: str) -> None:
    member._history_user, member._change_reason = by, reason or None
    member.save()
