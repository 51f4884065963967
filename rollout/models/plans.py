"""Plans, their phases and switches, and the evidence for their days. No status is stored: see `status.py`."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils.translation import gettext_lazy as _

from municipalities.constraints import SameParent
from municipalities.models import Certainty, InTwoLanguages, Municipality, Source
from providers.models import DeliveryArea, Service

DAY_FIELDS = (
    "notice_sent_on",
    "notice_counts_from",
    "last_referral_on",
    "last_contract_day_on",
    "new_service_starts_on",
)


class SwitchDays(models.Model):
    """The five days of a switch between two services, as planned."""

    notice_sent_on = models.DateField(_("notice sent on"), null=True, blank=True)
    notice_counts_from = models.DateField(_("notice counts from"), null=True, blank=True)
    last_referral_on = models.DateField(_("last referral day"), null=True, blank=True)
    last_contract_day_on = models.DateField(_("last contract day"), null=True, blank=True)
    new_service_starts_on = models.DateField(_("new service starts"), null=True, blank=True)

    class Meta:
        abstract = True


class Plan(models.Model):
    """A version of the plan by which one service replaces another."""

    class Stage(models.TextChoices):
        """How far a version has come."""

        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")

    from_service = models.ForeignKey(Service, models.PROTECT, related_name="plans_from", verbose_name=_("old service"))
    to_service = models.ForeignKey(Service, models.PROTECT, related_name="plans_to", verbose_name=_("new service"))
    version = models.PositiveIntegerField(_("version"), default=1)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_example = models.BooleanField(_("example data"), default=False)

    class Meta:
        ordering = ["from_service", "to_service", "-version"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(fields=["from_service", "to_service", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["from_service", "to_service"],
                condition=Q(stage="published"),
                name="one_published_version_of_a_plan",
                violation_error_message=_("Another version of this plan is published."),
            ),
            models.CheckConstraint(
                condition=~Q(from_service=F("to_service")),
                name="plan_between_two_services",
                violation_error_message=_("A plan goes from one service to another."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_service.short_name} → {self.to_service.short_name} v{self.version}"


class Phase(InTwoLanguages, SwitchDays):
    """A step of a plan: the areas that switch together, and the days decided for them."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="phases", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("number"))
    areas = models.ManyToManyField(
        DeliveryArea, through="PhaseArea", related_name="phases", verbose_name=_("delivery areas"), blank=True
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="phase_number_once_in_a_plan"),
            models.UniqueConstraint(fields=["id", "plan"], name="phase_and_its_plan"),
            models.CheckConstraint(
                condition=LessThan(F("last_referral_on"), F("new_service_starts_on")),
                name="phase_never_has_both_services_open",
                violation_error_message=_("The last referral day must come before the new service starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PhaseArea(models.Model):
    """A delivery area in a phase; in one phase of a plan at most."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="phase_areas", verbose_name=_("phase"))
    area = models.ForeignKey(DeliveryArea, models.PROTECT, related_name="phase_areas", verbose_name=_("delivery area"))

    class Meta:
        ordering = ["phase", "area"]
        verbose_name = _("area of a phase")
        verbose_name_plural = _("areas of phases")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "area"],
                name="one_phase_for_an_area",
                violation_error_message=_("The area is already in a phase of this plan."),
            ),
            SameParent(
                parent="phase",
                repeats="plan",
                same="plan",
                name="phase_area_belongs_to_the_plan",
                violation_error_message=_("The phase belongs to another plan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase}: {self.area}"


class Switch(SwitchDays):
    """One municipality's switch: the days planned, and beside them those that became actual, where they are known."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="switches", verbose_name=_("plan"))
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="switches", verbose_name=_("phase"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="switches", verbose_name=_("municipality")
    )
    actual_notice_sent_on = models.DateField(_("notice actually sent on"), null=True, blank=True)
    actual_notice_counts_from = models.DateField(_("notice actually counted from"), null=True, blank=True)
    actual_last_referral_on = models.DateField(_("actual last referral day"), null=True, blank=True)
    actual_last_contract_day_on = models.DateField(_("actual last contract day"), null=True, blank=True)
    actual_new_service_starts_on = models.DateField(_("new service actually started"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    certainty = models.CharField(_("certainty of the phase"), max_length=8, choices=Certainty, default=Certainty.STATED)

    class Meta:
        ordering = ["plan", "municipality"]
        verbose_name = _("switch")
        verbose_name_plural = _("switches")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "municipality"],
                name="one_switch_of_a_municipality_in_a_plan",
                violation_error_message=_("The municipality already has a switch in this plan."),
            ),
            SameParent(
                parent="phase",
                repeats="plan",
                same="plan",
                name="switch_phase_belongs_to_the_plan",
                violation_error_message=_("The phase belongs to another plan."),
            ),
            models.CheckConstraint(
                condition=LessThan(
                    Coalesce("actual_last_referral_on", "last_referral_on"),
                    Coalesce("actual_new_service_starts_on", "new_service_starts_on"),
                ),
                name="never_both_services_open_for_referral",
                violation_error_message=_("Both services would be open for referral on the same day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.phase}"

    def day(self, field: str):
        """The actual day where it is known, else the planned one."""
        return getattr(self, f"actual_{field}") or getattr(self, field)


class DayStatement(models.Model):
    """What a source says of a day of a phase. Sources may disagree: `holds` marks the one the plan follows."""

    class Field(models.TextChoices):
        """Which day the statement is about."""

        NOTICE_SENT = "notice_sent_on", _("Notice sent")
        NOTICE_COUNTS = "notice_counts_from", _("Notice counts from")
        LAST_REFERRAL = "last_referral_on", _("Last referral day")
        LAST_CONTRACT_DAY = "last_contract_day_on", _("Last contract day")
        NEW_SERVICE = "new_service_starts_on", _("New service starts")

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="statements", verbose_name=_("phase"))
    field = models.CharField(_("which day"), max_length=30, choices=Field)
    day = models.DateField(_("day"), null=True, blank=True)
    wording = models.CharField(_("wording"), max_length=200, blank=True, help_text=_("Where the source gives no day."))
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty)
    method = models.CharField(_("how it was derived"), max_length=250, blank=True)
    method_en = models.CharField(_("how it was derived, in English"), max_length=250, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    holds = models.BooleanField(_("the plan follows it"), default=True)

    class Meta:
        ordering = ["phase", "field", "-holds", "source__published_on"]
        verbose_name = _("statement of a day")
        verbose_name_plural = _("statements of days")
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "field"], condition=Q(holds=True), name="one_statement_holds_for_a_day"
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=False) | ~Q(wording=""),
                name="statement_gives_a_day_or_a_wording",
                violation_error_message=_("Give a day or the wording of the source."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.get_field_display()}: {self.day or self.wording}"
