"""Plans, their phases and switches, and the evidence for their days. No status is stored: see `status.py`."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils.translation import gettext_lazy as _

from municipalities.constraints import SameParent
from municipalities.models import Certainty, InTwoLanguages, Municipality, Source
from providers.models import DeliveryArea, Provider, Service
from rollout.models.changes import Recorded

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


def _person(label, *, related_name: str = "+", on_delete=models.SET_NULL) -> models.ForeignKey:
    """A user in a part of the plan's life; null where nobody had it, or where the user is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete, null=True, blank=True, related_name=related_name, verbose_name=label
    )


class PlanQuerySet(models.QuerySet):
    def applying(self, *, at: datetime):
        """The versions that applied at a moment: one for each pair of services at most."""
        begun = self.filter(stage__in=[Plan.Stage.PUBLISHED, Plan.Stage.SUPERSEDED], published_at__lte=at)
        return begun.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=at))

    def versions(self):
        """All but scenarios."""
        return self.filter(owner__isnull=True)

    def public(self):
        """What everybody may read: what is or was published."""
        return self.filter(stage__in=[Plan.Stage.PUBLISHED, Plan.Stage.SUPERSEDED])


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
    version = models.PositiveIntegerField(
        _("version"), null=True, blank=True, default=1, help_text=_("A scenario has none.")
    )
    name = models.CharField(_("name"), max_length=100, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    note = models.TextField(_("note"), blank=True)
    is_example = models.BooleanField(_("example data"), default=False)
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="drafts", verbose_name=_("based on")
    )
    based_on_revision = models.PositiveIntegerField(_("revision it is based on"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, help_text=_("One more with every edit."))

    # What "ready" asks of an area before the new service starts there.
    ready_providers = models.PositiveSmallIntegerField(_("providers needed in an area"), default=1)
    ready_days_ahead = models.PositiveSmallIntegerField(_("days before the start they must be ready"), default=0)

    # Two pairs of eyes. An approval is of one revision, so whatever is edited after it has none.
    proposed_by = _person(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    approved_by = _person(_("approved by"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_revision = models.PositiveIntegerField(_("approved revision"), null=True, blank=True)

    # A version applies from the moment it is published until it is superseded, the latter not included. A version
    # that is entered afterwards is recorded later than it was published.
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = _person(_("published by"))
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    reason = models.TextField(_("reason for the version"), blank=True)

    # A scenario is a private draft: its owner's, and that of those who were given its link.
    owner = _person(_("owner of the scenario"), related_name="scenarios", on_delete=models.CASCADE)
    share_token = models.CharField(_("key of the shared link"), max_length=43, null=True, blank=True, unique=True)
    left_out = models.ManyToManyField(
        Provider, through="LeftOut", related_name="left_out_of", verbose_name=_("providers left out"), blank=True
    )

    objects = PlanQuerySet.as_manager()
    history = Recorded(excluded_fields=["share_token"])

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
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "in_review"]) | Q(published_at__isnull=False),
                name="published_plan_has_its_moment",
                violation_error_message=_("A published version needs the moment of its publication."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "in_review", "published"]) | Q(superseded_at__isnull=False),
                name="superseded_plan_has_its_moment",
                violation_error_message=_("A superseded version needs the moment at which it was superseded."),
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gt=F("published_at")),
                name="plan_superseded_after_it_was_published",
                violation_error_message=_("A version is superseded after it was published."),
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(stage="draft", version__isnull=True),
                name="scenario_is_a_draft_without_a_version",
                violation_error_message=_("A scenario is a private draft and has no version."),
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(version__isnull=False),
                name="plan_has_a_version",
                violation_error_message=_("A plan that is not a scenario has a version."),
            ),
        ]
        permissions = [
            ("view_drafts", _("Can see drafts and what is in review")),
            ("make_scenarios", _("Can make scenarios")),
            ("edit_plans", _("Can edit and propose plans")),
            ("approve_plans", _("Can approve and publish plans")),
        ]

    def __str__(self) -> str:
        return f"{self.pair} {self.name or _('scenario')}" if self.is_scenario else f"{self.pair} v{self.version}"

    @property
    def pair(self) -> str:
        """The two services, such as STOM → RoM."""
        return f"{self.from_service.short_name} → {self.to_service.short_name}"

    @property
    def is_scenario(self) -> bool:
        return self.owner_id is not None

    @property
    def is_open(self) -> bool:
        """Whether it can still be edited: published versions stay as they are."""
        return self.stage in (self.Stage.DRAFT, self.Stage.IN_REVIEW)

    @property
    def is_approved(self) -> bool:
        """Whether another person approved just this revision."""
        return self.stage == self.Stage.IN_REVIEW and self.approved_revision == self.revision


class LeftOut(models.Model):
    """A provider that a scenario is counted without."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="left_out_rows", verbose_name=_("scenario"))
    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="left_out_rows", verbose_name=_("provider left out")
    )

    history = Recorded()

    class Meta:
        ordering = ["plan", "provider__sort_key"]
        verbose_name = _("provider left out")
        verbose_name_plural = _("providers left out")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "provider"],
                name="provider_left_out_once",
                violation_error_message=_("The provider is left out of the scenario already."),
            ),
        ]

    def __str__(self) -> str:
        return self.provider.name


class Phase(InTwoLanguages, SwitchDays):
    """A step of a plan: the areas that switch together, and the days decided for them."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="phases", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("number"))
    areas = models.ManyToManyField(
        DeliveryArea, through="PhaseArea", related_name="phases", verbose_name=_("delivery areas"), blank=True
    )
    note = models.TextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, help_text=_("One more with every edit."))

    history = Recorded()

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

    history = Recorded()

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

    history = Recorded()

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

    history = Recorded()

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
