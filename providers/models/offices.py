"""Listings of AF's provider search, and the offices that they or people tell of."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.checks import ends_after_it_starts, within
from municipalities.constraints import NoOverlap
from municipalities.models import Municipality, kept
from providers.models.suppliers import Agreement, Service, covers


class Listing(models.Model):
    """AF's own provider search as saved on a day: what it says holds until the next listing says otherwise."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="listings", verbose_name=_("service"))
    on = models.DateField(_("day"))
    file_name = models.CharField(_("file"), max_length=250)
    file_sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now, editable=False)

    history = kept()

    class Meta:
        ordering = ["service", "on"]
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [models.UniqueConstraint(fields=["service", "on"], name="one_listing_of_a_service_a_day")]

    def __str__(self) -> str:
        return f"{self.service.short_name} {self.on.isoformat()}"


class ListedAgreement(models.Model):
    """What a listing says of an agreement: its rating that day, and whether it could be chosen."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="agreements", verbose_name=_("listing"))
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="listed", verbose_name=_("agreement"))
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    can_be_chosen = models.BooleanField(_("can be chosen"), null=True, blank=True)

    history = kept()

    class Meta:
        ordering = ["listing", "agreement"]
        verbose_name = _("listed agreement")
        verbose_name_plural = _("listed agreements")
        constraints = [
            models.UniqueConstraint(fields=["listing", "agreement"], name="agreement_once_in_a_listing"),
            within("listed_rating_from_1_to_4", "rating", 1, 4, _("A rating is 1, 2, 3 or 4.")),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.listing}"


class OfficeQuerySet(models.QuerySet):
    def open(self, *, on: date):
        """Offices open on a day; both the first and the last day count, a missing end is open."""
        return self.filter(covers(on, "opens_on", "closes_on"))

    def on_site(self):
        """Offices where people can come; a digital offer is not an office."""
        return self.filter(on_site=True)


class Office(models.Model):
    """A place where an agreement is delivered, from a day to a day. A listed office is no proof of presence."""

    class Placed(models.TextChoices):
        """How the municipality of an office is known."""

        INSIDE = "inside", _("derived: the coordinate lies in the municipality")
        NEAREST = "nearest", _("derived: the municipality nearest to the coordinate")
        BY_HAND = "by_hand", _("set by hand")
        OUTSIDE = "outside", _("unknown: the coordinate lies outside Sweden")
        MISSING = "missing", _("unknown: no coordinate")

    class Origin(models.TextChoices):
        """How the days of an office are known."""

        LISTING = "listing", _("listed in AF's provider search")
        ENTERED = "entered", _("entered here")
        EXAMPLE = "example", _("example data")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="offices", verbose_name=_("agreement"))
    # Null, not empty, where there is none: two offices without an address id are not the same office.
    address_id = models.CharField(_("address id"), max_length=20, null=True, blank=True)  # noqa: DJ001
    street = models.CharField(_("street address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    post_town = models.CharField(_("post town"), max_length=100, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("municipality")
    )
    placed = models.CharField(_("placed"), max_length=7, choices=Placed, default=Placed.BY_HAND)
    on_site = models.BooleanField(_("on site"), default=True, help_text=_("A digital offer is not an office on site."))
    opens_on = models.DateField(_("first day"), null=True, blank=True)
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    last_confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    origin = models.CharField(_("origin"), max_length=7, choices=Origin, default=Origin.ENTERED)

    objects = OfficeQuerySet.as_manager()
    history = kept()

    class Meta:
        ordering = ["agreement", "municipality", "street", "opens_on"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            ends_after_it_starts("office_closes_after_it_opens", "opens_on", "closes_on"),
            NoOverlap(
                equal=("agreement", "address_id"),
                starts="opens_on",
                ends="closes_on",
                name="one_office_of_an_agreement_at_an_address",
                violation_error_message=_("The agreement already has this office on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street, self.post_town) if part) or str(self.agreement)
