"""WHO: services, delivery areas, providers, agreements, offices, ratings, results. Nothing here knows of plans.

Days are stored, both ends included, and an open end is null; whether something is in force is asked with a day.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from municipalities.constraints import DayOfMonth, NoOverlap, SameParent
from municipalities.models import Certainty, FoundByWords, Municipality, NamedInSwedish, Source, kept


def ends_after_it_starts(name: str, starts: str, ends: str) -> models.CheckConstraint:
    """The check that a last day does not come before its first; either may be missing."""
    return models.CheckConstraint(
        condition=Q(**{f"{starts}__isnull": True}) | Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": F(starts)}),
        name=name,
        violation_error_message=_("The last day cannot come before the first."),
    )


def within(name: str, field: str, low: int, high: int, message) -> models.CheckConstraint:
    """The check that a value, where there is one, lies in a range; both ends count."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": low, f"{field}__lte": high}),
        name=name,
        violation_error_message=message,
    )


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


class Listing(models.Model):
    """AF's own provider search as saved on a day: what it says holds until the next listing says otherwise."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="listings", verbose_name=_("service"))
    on = models.DateField(_("day"))
    file_name = models.CharField(_("file"), max_length=250)
    file_sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

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


class Measured(models.Model):
    """Something told of an agreement for a month, named by its first day. Null is *missing*, never 0."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="%(class)ss", verbose_name=_("agreement"))
    period = models.DateField(_("period"))

    class Meta:
        abstract = True
        ordering = ["agreement", "period"]

    def __str__(self) -> str:
        return f"{self.agreement} {self.period:%Y-%m}"


def named_by_first_day(name: str) -> models.CheckConstraint:
    """The check that a month has one name, so that it cannot come twice."""
    return models.CheckConstraint(
        condition=Exact(DayOfMonth("period"), 1),
        name=name,
        violation_error_message=_("A month is given by its first day."),
    )


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
