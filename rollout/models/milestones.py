"""Days on a plan's time line that are no switch days: a decision, a dialogue meeting, a tender."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Certainty, InTwoLanguages, Source
from rollout.models.changes import Recorded
from rollout.models.plans import Phase, Plan

ENDS_BEFORE = _("It must begin at a time, and end later than it begins.")
SIGN_UP_LATE = _("The last day to sign up cannot come after the day itself.")
NO_SEAT = _("There must be a seat, or no limit at all.")


class Milestone(InTwoLanguages):
    """Something that happens on a day, or from a day to a day, of a plan or one of its phases.

    `uid` goes with the milestone into every copy of its plan: by it calendars and sign-ups know it again.
    """

    class Kind(models.TextChoices):
        """What sort of thing happens."""

        DECISION = "decision", _("Decision")
        NOTICE = "notice", _("Termination notice")
        DIALOGUE = "dialogue", _("Dialogue meeting")
        TENDER = "tender", _("Tender")
        PUBLICATION = "publication", _("Publication")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones", verbose_name=_("plan"))
    phase = models.ForeignKey(
        Phase, models.CASCADE, null=True, blank=True, related_name="milestones", verbose_name=_("phase")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    on = models.DateField(_("day"))
    until = models.DateField(_("last day"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    invitation = models.TextField(_("invitation"), blank=True)
    sign_up_until = models.DateField(_("last day to sign up"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    is_announced = models.BooleanField(_("announced before the plan is published"), default=False)
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty, default=Certainty.STATED)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    history = Recorded()

    class Meta:
        ordering = ["plan", "on", "id"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")),
                name="milestone_ends_after_it_starts",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at"))
                | Q(starts_at__isnull=False, until__isnull=False, until__gt=F("on")),
                name="milestone_ends_later_than_it_begins",
                violation_error_message=ENDS_BEFORE,
            ),
            models.CheckConstraint(
                condition=Q(sign_up_until__isnull=True) | Q(sign_up_until__lte=F("on")),
                name="milestone_signed_up_for_before_it",
                violation_error_message=SIGN_UP_LATE,
            ),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__gte=1),
                name="milestone_has_a_seat_or_no_limit",
                violation_error_message=NO_SEAT,
            ),
            models.UniqueConstraint(fields=["plan", "uid"], name="milestone_once_in_a_plan"),
        ]

    def __str__(self) -> str:
        return self.label
