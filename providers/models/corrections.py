"""What providers ask to have put right: one office or one agreement at a time, and files of many offices.

A correction keeps what was so when it was asked and what is wanted instead. Nothing here is shown on a public page, and
nothing public changes until a correction is applied, by `providers/corrections.py`.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.checks import ends_after_it_starts
from municipalities.models import Municipality, kept
from providers.models.offices import Office
from providers.models.suppliers import Agreement, Provider


class OfficeUpload(models.Model):
    """A file of offices that a provider sent in. Each of its rows that changes something became a correction."""

    private = True

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="uploads", verbose_name=_("provider"))
    file_name = models.CharField(_("file"), max_length=250)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("name at that time"), max_length=150)
    at = models.DateTimeField(_("moment"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("file of offices")
        verbose_name_plural = _("files of offices")

    def __str__(self) -> str:
        return f"{self.file_name} {timezone.localtime(self.at):%Y-%m-%d}"


class CorrectionQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody has decided on or withdrawn."""
        return self.filter(state__in=Correction.OPEN)

    def of(self, provider: Provider | int):
        """Those of a provider's agreements and offices."""
        return self.filter(agreement__provider=provider)

    def told(self):
        """With all that is said of a correction. No further query a row."""
        return self.select_related(
            "agreement__provider", "agreement__service", "agreement__area", "office", "municipality", "was_municipality"
        )


class Correction(models.Model):
    """A change that a provider asks for: what was so then (`was_…`), what is wanted, and what became of it.

    The days are an office's or an agreement's. A move without a first day puts an address right that was wrong all
    along. `office` is empty for a new one, and once an import has removed the row.
    """

    private = True

    class Kind(models.TextChoices):
        """What is to be put right."""

        ADD = "add", _("new office")
        MOVE = "move", _("new address of an office")
        CLOSE = "close", _("last day of an office")
        DAYS = "days", _("days of an agreement")

    class State(models.TextChoices):
        """How far it has come."""

        REQUESTED = "requested", _("requested")
        IN_REVIEW = "in_review", _("being reviewed")
        APPLIED = "applied", _("applied")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = (State.REQUESTED, State.IN_REVIEW)

    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.REQUESTED)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="corrections", verbose_name=_("agreement"))
    office = models.ForeignKey(
        Office, models.SET_NULL, null=True, blank=True, related_name="corrections", verbose_name=_("office")
    )
    street = models.CharField(_("street address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    post_town = models.CharField(_("post town"), max_length=100, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    placed = models.CharField(_("placed"), max_length=7, choices=Office.Placed, blank=True)
    on_site = models.BooleanField(_("on site"), default=True)
    first_on = models.DateField(_("first day"), null=True, blank=True)
    last_on = models.DateField(_("last day"), null=True, blank=True)
    was_street = models.CharField(_("street address then"), max_length=200, blank=True)
    was_postal_code = models.CharField(_("postal code then"), max_length=10, blank=True)
    was_post_town = models.CharField(_("post town then"), max_length=100, blank=True)
    was_latitude = models.FloatField(_("latitude then"), null=True, blank=True)
    was_longitude = models.FloatField(_("longitude then"), null=True, blank=True)
    was_municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality then")
    )
    was_first_on = models.DateField(_("first day then"), null=True, blank=True)
    was_last_on = models.DateField(_("last day then"), null=True, blank=True)
    note = models.TextField(_("why"), blank=True)
    upload = models.ForeignKey(
        OfficeUpload, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("file")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    by_name = models.CharField(_("name at that time"), max_length=150)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    reviewer_name = models.CharField(_("name of the reviewer at that time"), max_length=150, blank=True)
    taken_at = models.DateTimeField(_("taken into review"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    answer = models.TextField(_("reason of the decision"), blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = CorrectionQuerySet.as_manager()
    history = kept()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        permissions = [("review_corrections", _("Can review corrections"))]
        constraints = [
            ends_after_it_starts("correction_ends_after_it_starts", "first_on", "last_on"),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(answer=""),
                name="correction_rejected_with_a_reason",
                violation_error_message=_("A correction is rejected with a reason."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("requested", "in_review"), decided_at__isnull=True)
                | (~Q(state__in=("requested", "in_review")) & Q(decided_at__isnull=False)),
                name="correction_closed_when_decided",
                violation_error_message=_("A correction is closed from the moment of its decision."),
            ),
            models.CheckConstraint(
                condition=~Q(state="in_review") | Q(taken_at__isnull=False),
                name="correction_in_review_is_taken",
                violation_error_message=_("A correction in review has been taken by somebody."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="correction_point_is_whole",
                violation_error_message=_("A coordinate has a latitude and a longitude."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("move", "close"))
                | Q(office__isnull=True)
                | Q(kind="add", state="applied"),  # then it is the office that was made
                name="correction_without_an_office_of_its_own",
                violation_error_message=_("A correction of this kind is not about an existing office."),
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(state__in=("requested", "in_review")),
                name="correction_of_an_office_once_at_a_time",
                violation_error_message=_("A correction of this office is under way already."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(kind="days", state__in=("requested", "in_review")),
                name="correction_of_days_once_at_a_time",
                violation_error_message=_("A correction of the days of this agreement is under way already."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "municipality", "street"],
                condition=Q(kind="add", state__in=("requested", "in_review")),
                name="correction_with_a_new_office_once_at_a_time",
                violation_error_message=_("This office has already been requested."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.place or self.agreement.number}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state in self.OPEN

    @property
    def place(self) -> str:
        """The address that it is about: the wanted one, else the one there was; "" for an agreement."""
        wanted, was = (self.street, self.post_town), (self.was_street, self.was_post_town)
        return ", ".join(part for part in (wanted if any(wanted) else was) if part)
