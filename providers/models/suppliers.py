"""Services, their delivery areas, and who delivers them under which agreement."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.checks import ends_after_it_starts
from municipalities.constraints import NoOverlap, SameParent
from municipalities.models import Certainty, FoundByWords, Municipality, NamedInSwedish, Source, kept


def covers(day: date, starts: str, ends: str) -> Q:
    """Rows whose days include a day; both ends count, a missing end is open."""
    started = Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": day})
    return started & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": day}))


class Service(models.Model):
    """A service bought from providers, such as Rusta och matcha; each follows on another."""

    code = models.SlugField(_("code"), primary_key=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    short_name = models.CharField(_("short name"), max_length=20, unique=True)
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", verbose_name=_("predecessor")
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_example = models.BooleanField(_("example data"), default=False)

    history = kept()

    class Meta:
        ordering = ["order"]
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def __str__(self) -> str:
        return self.name


class DeliveryArea(NamedInSwedish):
    """A geographically bounded contract area of one service. Its municipalities may be unknown."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="areas", verbose_name=_("service"))
    municipalities = models.ManyToManyField(
        Municipality, through="AreaMembership", related_name="areas", verbose_name=_("municipalities"), blank=True
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty, default=Certainty.STATED)
    note = models.TextField(_("note"), blank=True)
    is_example = models.BooleanField(_("example data"), default=False)

    objects = FoundByWords.as_manager()
    history = kept()

    class Meta:
        ordering = ["service", "sort_key"]
        verbose_name = _("delivery area")
        verbose_name_plural = _("delivery areas")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "name"],
                name="area_name_once_in_a_service",
                violation_error_message=_("The service already has an area of this name."),
            ),
            models.UniqueConstraint(fields=["id", "service"], name="area_and_its_service"),
        ]


class AreaMembership(models.Model):
    """A municipality in a delivery area; one area of each service at most."""

    area = models.ForeignKey(DeliveryArea, models.CASCADE, related_name="memberships", verbose_name=_("delivery area"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="memberships", verbose_name=_("service"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="area_memberships", verbose_name=_("municipality")
    )
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty, default=Certainty.STATED)

    history = kept()

    class Meta:
        ordering = ["area", "municipality"]
        verbose_name = _("municipality of an area")
        verbose_name_plural = _("municipalities of areas")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "municipality"],
                name="one_area_of_a_service",
                violation_error_message=_("The municipality already lies in an area of this service."),
            ),
            SameParent(
                parent="area",
                repeats="service",
                same="service",
                name="area_belongs_to_the_service",
                violation_error_message=_("The area belongs to another service."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.area}"


class Provider(NamedInSwedish):
    """A company or an association that delivers the services. Never a person."""

    organisation_number = models.CharField(_("organisation number"), max_length=11, null=True, blank=True, unique=True)
    is_example = models.BooleanField(_("example data"), default=False)

    objects = FoundByWords.as_manager()
    history = kept()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        constraints = [
            models.UniqueConstraint(
                fields=["search_key"],
                name="provider_name_once",
                violation_error_message=_("There is a provider of this name already."),
            ),
        ]


class AgreementQuerySet(models.QuerySet):
    def in_force(self, *, on: date):
        """Agreements in force on a day; both the first and the last day count, a missing end is open."""
        return self.filter(covers(on, "starts_on", "ends_on"))


class Agreement(models.Model):
    """A provider's agreement to deliver a service, in one area. The area of a listed agreement may be unknown."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="agreements", verbose_name=_("provider"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="agreements", verbose_name=_("service"))
    area = models.ForeignKey(
        DeliveryArea, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("delivery area")
    )
    number = models.CharField(_("agreement number"), max_length=20, unique=True, help_text=_("KA-nummer"))
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    notice_sent_on = models.DateField(_("notice sent on"), null=True, blank=True)
    notice_counts_from = models.DateField(_("notice counts from"), null=True, blank=True)
    last_referral_on = models.DateField(_("last referral day"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()
    history = kept()

    class Meta:
        ordering = ["service", "area", "provider"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            ends_after_it_starts("agreement_ends_after_it_starts", "starts_on", "ends_on"),
            NoOverlap(
                equal=("provider", "area"),
                starts="starts_on",
                ends="ends_on",
                name="one_agreement_of_a_provider_in_an_area",
                violation_error_message=_("The provider already has an agreement in this area on some of these days."),
            ),
            SameParent(
                parent="area",
                repeats="service",
                same="service",
                name="agreement_area_belongs_to_the_service",
                violation_error_message=_("The area belongs to another service."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.provider}"
