"""Who acts for a provider: members, the invitations by which they come, and the looks that administrators take.

Nothing here is shown on a public page, and so none of it gives the published facts a new version.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models import kept
from providers.models.suppliers import Provider


class MemberRole(models.TextChoices):
    """What a member may do: a reader sees everything of the provider, an editor also confirms, corrects, invites."""

    READER = "reader", _("reader")
    EDITOR = "editor", _("editor")


class Membership(models.Model):
    """A user who acts for a provider. A user may act for several."""

    private = True

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="memberships", verbose_name=_("provider"))
    role = models.CharField(_("role"), max_length=6, choices=MemberRole, default=MemberRole.READER)
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    history = kept()

    class Meta:
        ordering = ["provider", "user"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "provider"],
                name="member_of_a_provider_once",
                violation_error_message=_("The user is a member already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.provider}"


class InvitationQuerySet(models.QuerySet):
    def open(self, *, at=None):
        """Invitations that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at or timezone.now())


class Invitation(models.Model):
    """An invitation to act for a provider, sent to an address. Of the secret in its link only a digest is kept."""

    private = True

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="invitations", verbose_name=_("provider"))
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=6, choices=MemberRole, default=MemberRole.READER)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["provider", "-invited_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
                violation_error_message=_("An invitation that was accepted cannot be revoked."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")),
                name="invitation_expires_after_it_is_sent",
                violation_error_message=_("An invitation must be open for some time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.provider}"


class Look(models.Model):
    """An administrator's look at the portal as a provider's members see it: who, when, why. Never removed by hand."""

    private = True

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("name at that time"), max_length=150)
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="looks", verbose_name=_("provider"))
    reason = models.TextField(_("reason"))
    began_at = models.DateTimeField(_("began"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["-began_at"]
        verbose_name = _("look at the portal")
        verbose_name_plural = _("looks at the portal")
        permissions = [("look_as_provider", _("Can see the portal as a provider"))]

    def __str__(self) -> str:
        return f"{self.by_name} · {self.provider}"
