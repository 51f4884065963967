"""What is told month by month: ratings and results of agreements, participants of a service."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.checks import masked_without_number, named_by_first_day, real_ones_have_a_source, within
from municipalities.models import Certainty, Municipality, Source, kept
from providers.models.suppliers import Agreement, Service


class Measured(models.Model):
    """Something told of an agreement for a month, named by its first day. Null is *missing*, never 0."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="%(class)ss", verbose_name=_("agreement"))
    period = models.DateField(_("period"))

    class Meta:
        abstract = True
        ordering = ["agreement", "period"]

    def __str__(self) -> str:
        return f"{self.agreement} {self.period:%Y-%m}"


class Rating(Measured):
    """A rating from 1 to 4. An agreement needs 18 participants and 12 months to be rated: unrated is not bad."""

    value = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)

    history = kept()

    class Meta(Measured.Meta):
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "period"], name="one_rating_a_period"),
            named_by_first_day("rating_period_is_a_month"),
            within("rating_from_1_to_4", "value", 1, 4, _("A rating is 1, 2, 3 or 4.")),
        ]


class Result(Measured):
    """A row of AF's result follow-up. A to C are the levels of support; RR1 and RR2 the two result payments."""

    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    active_22_months = models.BooleanField(_("active for 22 months"), null=True, blank=True)
    weighted_result = models.DecimalField(_("weighted result"), max_digits=6, decimal_places=4, null=True, blank=True)
    risks_termination = models.BooleanField(_("at risk of termination"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    participants_a = models.PositiveIntegerField(_("participants, level A"), null=True, blank=True)
    participants_b = models.PositiveIntegerField(_("participants, level B"), null=True, blank=True)
    participants_c = models.PositiveIntegerField(_("participants, level C"), null=True, blank=True)
    rr1_a = models.PositiveIntegerField(_("RR1, level A"), null=True, blank=True)
    rr2_a = models.PositiveIntegerField(_("RR2, level A"), null=True, blank=True)
    rr1_b = models.PositiveIntegerField(_("RR1, level B"), null=True, blank=True)
    rr2_b = models.PositiveIntegerField(_("RR2, level B"), null=True, blank=True)
    rr1_c = models.PositiveIntegerField(_("RR1, level C"), null=True, blank=True)
    rr2_c = models.PositiveIntegerField(_("RR2, level C"), null=True, blank=True)

    history = kept()

    class Meta(Measured.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "period"], name="one_result_a_period"),
            named_by_first_day("result_period_is_a_month"),
            within("result_rating_from_1_to_4", "rating", 1, 4, _("A rating is 1, 2, 3 or 4.")),
            within("weighted_result_is_a_share", "weighted_result", 0, 1, _("A weighted result lies between 0 and 1.")),
        ]


class Participants(models.Model):
    """How many take part in a service in a month: in a municipality, or, where there is none, in the country.

    No number is *masked* ("<5") or else *missing*, never 0. Invented rows stand beside real ones of the same month and
    are never counted with them.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="participants", verbose_name=_("service"))
    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("municipality"),
        help_text=_("Leave empty for the whole country."),
    )
    period = models.DateField(_("period"))
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    is_masked = models.BooleanField(_("masked"), default=False)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty, default=Certainty.STATED)
    is_example = models.BooleanField(_("example data"), default=False)

    history = kept()

    class Meta:
        ordering = ["service", "municipality", "period"]
        verbose_name = _("participant figure")
        verbose_name_plural = _("participant figures")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "municipality", "period", "is_example"], name="participants_once_a_period"
            ),
            models.UniqueConstraint(
                fields=["service", "period", "is_example"],
                condition=Q(municipality__isnull=True),
                name="participants_of_the_country_once_a_period",
                violation_error_message=_("There is already a national figure for this month."),
            ),
            named_by_first_day("participants_period_is_a_month"),
            masked_without_number("masked_participants_without_number", "participants"),
            real_ones_have_a_source("participants_have_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.service.short_name} {self.municipality or _('the country')} {self.period:%Y-%m}"
