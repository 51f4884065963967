"""Who is coming to a dialogue meeting. Private: no public page shows it, and no provider sees another's.

A meeting is a milestone, and a milestone is copied with its plan; so a sign-up points to the meeting by the key that
all its copies share, and stays when another version of the plan takes over.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from providers.models import Provider


class MeetingSignUp(models.Model):
    """A provider that is coming to a meeting, with a number of people; withdrawn is kept, not removed."""

    private = True

    meeting = models.UUIDField(_("meeting"), db_index=True)
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="meeting_sign_ups", verbose_name=_("provider"))
    people = models.PositiveSmallIntegerField(_("number of people"), default=1)
    note = models.CharField(_("message to the organiser"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("name at that time"), max_length=150, blank=True)
    signed_up_at = models.DateTimeField(_("signed up"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["meeting", "signed_up_at"]
        verbose_name = _("sign-up for a meeting")
        verbose_name_plural = _("sign-ups for meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "provider"],
                condition=Q(withdrawn_at=None),
                name="provider_signed_up_once",
                violation_error_message=_("The provider is signed up already."),
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1),
                name="somebody_is_coming",
                violation_error_message=_("At least one person has to come."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.people}"
