"""Who changed what, when and why. One act is one `Change`; the rows it touched are kept before and after.

The rows are kept by django-simple-history, in a table beside each model; `Recorded` ties them to their change. Changes
made elsewhere, as in the admin, have rows without a change, with user and reason where they are known.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Change(models.Model):
    """One act upon a plan. Never edited and never removed while the plan is there: undoing is an act of its own."""

    class Kind(models.TextChoices):
        """What was done."""

        CREATED = "created", _("Created")
        RENAMED = "renamed", _("Described anew")
        SETTINGS = "settings", _("Settings changed")
        PHASE_ADDED = "phase_added", _("Phase added")
        PHASE_EDITED = "phase_edited", _("Phase edited")
        PHASE_SHIFTED = "phase_shifted", _("Phase moved in time")
        PHASE_REMOVED = "phase_removed", _("Phase removed")
        MOVED = "moved", _("Moved between phases")
        LEFT_OUT = "left_out", _("Providers left out")
        MILESTONE = "milestone", _("Milestone changed")
        FOLLOW_UP = "follow_up", _("Follow-up changed")
        WAIVED = "waived", _("Warning waived")
        UNWAIVED = "unwaived", _("Waiver taken back")
        ACTUAL = "actual", _("Actual days recorded")
        EVIDENCE = "evidence", _("Sources changed")
        PROPOSED = "proposed", _("Proposed")
        WITHDRAWN = "withdrawn", _("Taken back from review")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Publication scheduled")
        UNSCHEDULED = "unscheduled", _("Publication no longer scheduled")
        NOT_PUBLISHED = "not_published", _("Scheduled publication stopped")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")
        SHARED = "shared", _("Sharing changed")
        UNDONE = "undone", _("Undone")
        RESTORED = "restored", _("Restored")

    plan = models.ForeignKey("Plan", models.CASCADE, related_name="changes", verbose_name=_("plan"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("name at that time"), max_length=150, blank=True)
    at = models.DateTimeField(_("moment"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)
    revision = models.PositiveIntegerField(_("revision of the plan after it"))
    undoes = models.OneToOneField(
        "self", models.RESTRICT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )

    class Meta:
        ordering = ["plan", "-number"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="change_number_once_in_a_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} #{self.number} {self.get_kind_display()}"


class InChange(models.Model):
    """A kept row and the act that it belongs to; none for what was changed in the admin or by a command."""

    change = models.ForeignKey(
        Change, models.CASCADE, null=True, blank=True, related_name="%(class)s_rows", verbose_name=_("change")
    )

    class Meta:
        abstract = True


class Recorded(HistoricalRecords):
    """Keeps every state of a model's rows, each with its user, moment, reason and change."""

    def __init__(self, **options) -> None:
        options.setdefault("history_change_reason_field", models.TextField(null=True))
        super().__init__(bases=[InChange], **options)
