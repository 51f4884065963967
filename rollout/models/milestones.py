"""Days on a plan's time line that are no switch days: a decision, a dialogue meeting, a tender."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from municipalities.models import Certainty, InTwoLanguages, Source
from rollout.models.changes import Recorded
from rollout.models.plans import Phase, Plan


class Milestone(InTwoLanguages):
    """Something that happens on a day, or from a day to a day, of a plan or one of its phases."""

    class Kind(models.TextChoices):
        """What sort of thing happens."""

        DECISION = "decision", _("Decision")
        NOTICE = "notice", _("Termination notice")
        DIALOGUE = "dialogue", _("Dialogue meeting")
        TENDER = "tender", _("Tender")
        PUBLICATION = "publication", _("Publication")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones", verbose_name=_("plan"))
    phase = models.ForeignKey(
        Phase, models.CASCADE, null=True, blank=True, related_name="milestones", verbose_name=_("phase")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    on = models.DateField(_("day"))
    until = models.DateField(_("last day"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
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
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("on")),
                name="milestone_ends_after_it_starts",
                violation_error_message=_("The last day cannot come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
