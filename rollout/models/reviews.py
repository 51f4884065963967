"""What people say of a plan's findings: a warning waived, somebody who sees to it, what a publication came to."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from providers.models import DeliveryArea
from rollout.models.changes import Recorded
from rollout.models.plans import Plan


class Waiver(models.Model):
    """A warning that is accepted, by name and with a reason. It lapses when what the warning rests on has changed.

    rule and subject name the finding (`rollout/rules.py`); the fingerprint stands for the facts it rested on.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="waivers", verbose_name=_("plan"))
    rule = models.CharField(_("rule"), max_length=40)
    subject = models.CharField(_("subject"), max_length=100, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("name at that time"), max_length=150)
    at = models.DateTimeField(_("moment"), default=timezone.now)

    history = Recorded()

    class Meta:
        ordering = ["plan", "rule", "subject"]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "rule", "subject"],
                name="one_waiver_of_a_finding",
                violation_error_message=_("The warning is waived already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="waiver_has_a_reason",
                violation_error_message=_("Give a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.rule} {self.subject}".strip()


class FollowUp(models.Model):
    """Who sees to a rule in an area, and by when."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="follow_ups", verbose_name=_("plan"))
    rule = models.CharField(_("rule"), max_length=40)
    area = models.ForeignKey(DeliveryArea, models.CASCADE, related_name="+", verbose_name=_("delivery area"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    history = Recorded()

    class Meta:
        ordering = ["plan", "due_on", "id"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["plan", "rule", "area"], name="one_follow_up_of_a_rule_in_an_area"),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.rule}"


class PublicationRun(models.Model):
    """What a scheduled publication came to when its moment was there."""

    class Outcome(models.TextChoices):
        """How it ended."""

        PUBLISHED = "published", _("published")
        STOPPED = "stopped", _("stopped")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="publication_runs", verbose_name=_("plan"))
    due_at = models.DateTimeField(_("due"))
    tried_at = models.DateTimeField(_("tried"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["plan", "-tried_at"]
        verbose_name = _("scheduled publication")
        verbose_name_plural = _("scheduled publications")

    def __str__(self) -> str:
        return f"{self.plan} {self.due_at:%Y-%m-%d %H:%M} {self.outcome}"
