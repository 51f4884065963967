"""WHERE: the country as facts with a source. Nothing here knows of services, providers or plans."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Left
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from municipalities.checks import masked_without_number, named_by_first_day, real_ones_have_a_source
from municipalities.constraints import SameParent
from municipalities.fields import BytewiseCharField
from municipalities.swedish import code_from, search_key, sort_key
from municipalities.versions import DataChange

__all__ = [
    "Certainty",
    "ClassMembership",
    "Classification",
    "County",
    "DataChange",
    "Municipality",
    "MunicipalityClass",
    "RuralDefinition",
    "Source",
    "Unemployment",
    "kept",
]


def kept() -> HistoricalRecords:
    """Every state of a row, with who, when and why."""
    return HistoricalRecords(history_change_reason_field=models.TextField(null=True))


def digits(number: int) -> RegexValidator:
    """The check in forms that an official code is text of so many digits, leading zeros kept."""
    return RegexValidator(rf"^[0-9]{{{number}}}\Z", _("Give the official code, with all its digits."))


class Certainty(models.TextChoices):
    """How a fact is known; shown beside it."""

    STATED = "stated", _("stated")
    DERIVED = "derived", _("derived")
    REPORTED = "reported", _("reported")


class PartOfCountry(models.TextChoices):
    """The three parts of Sweden (NUTS 1)."""

    EAST = "SE1", _("Eastern Sweden")
    SOUTH = "SE2", _("Southern Sweden")
    NORTH = "SE3", _("Northern Sweden")


class Source(models.Model):
    """Where a fact comes from."""

    key = models.SlugField(_("key"), unique=True)
    publisher = models.CharField(_("publisher"), max_length=100)
    title = models.CharField(_("title"), max_length=250)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    url = models.URLField(_("address"), blank=True)
    note = models.TextField(_("note"), blank=True)

    history = kept()

    class Meta:
        ordering = ["publisher", "published_on", "title"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        day = f", {self.published_on.isoformat()}" if self.published_on else ""
        return f"{self.publisher}: {self.title}{day}"


class NamedInSwedish(models.Model):
    """A row with a name, and the keys by which Swedish readers sort and find it. `bulk_create` must set them itself."""

    name = models.CharField(_("name"), max_length=200)
    sort_key = BytewiseCharField(max_length=400, editable=False, db_index=True)
    search_key = models.CharField(max_length=400, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_key", "search_key"}
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        self.sort_key, self.search_key = sort_key(self.name), search_key(self.name)

    def validate_constraints(self, exclude=None) -> None:
        """No form shows the keys, so forms leave them out of what they check; but they are checked with the name."""
        self.set_keys()
        if exclude and "name" not in exclude:
            exclude = set(exclude) - {"sort_key", "search_key"}
        super().validate_constraints(exclude=exclude)


class FoundByWords(models.QuerySet):
    """Search that folds å, ä and ö."""

    def matching(self, query: str):
        """Rows whose name holds the words, whatever the diacritics; none where the query holds no letter or digit."""
        words = search_key(query)
        return self.filter(search_key__contains=words) if words else self.none()


class County(NamedInSwedish):
    """One of the 21 counties, named by its official two-digit code."""

    code = models.CharField(_("code"), max_length=2, primary_key=True, validators=[digits(2)])
    part_of_country = models.CharField(_("part of country"), max_length=3, choices=PartOfCountry)

    objects = FoundByWords.as_manager()
    history = kept()

    class Meta:
        ordering = ["code"]
        verbose_name = _("county")
        verbose_name_plural = _("counties")


class MunicipalityQuerySet(FoundByWords):
    def matching(self, query: str):
        """By name, whatever the diacritics, or by code with or without its leading zero."""
        code = code_from(query)
        return self.filter(code=code) if code else super().matching(query)


class Municipality(NamedInSwedish):
    """One of the 290 municipalities, named by its official four-digit code."""

    code = models.CharField(_("code"), max_length=4, primary_key=True, validators=[digits(4)])
    county = models.ForeignKey(County, models.PROTECT, related_name="municipalities", verbose_name=_("county"))
    population = models.PositiveIntegerField(_("inhabitants"))
    population_year = models.PositiveSmallIntegerField(_("year of the population figure"))
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    neighbours = models.ManyToManyField("self", verbose_name=_("neighbours"), blank=True)

    objects = MunicipalityQuerySet.as_manager()
    history = kept()

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(county=Left(F("code"), 2)),
                name="municipality_code_begins_with_its_county",
                violation_error_message=_("The code of a municipality begins with the code of its county."),
            ),
        ]


class InTwoLanguages(models.Model):
    """A name in Swedish and English, for facts whose names are no message of the program's."""

    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class Classification(InTwoLanguages):
    """A way to divide the municipalities, by somebody, in a year."""

    key = models.SlugField(_("key"), unique=True)
    owner = models.CharField(_("owner"), max_length=100)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))

    history = kept()

    class Meta:
        ordering = ["key"]
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")


class MunicipalityClass(InTwoLanguages):
    """A class of a classification, such as C8."""

    classification = models.ForeignKey(
        Classification, models.CASCADE, related_name="classes", verbose_name=_("classification")
    )
    code = models.CharField(_("code"), max_length=10)

    history = kept()

    class Meta:
        ordering = ["classification", "code"]
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        constraints = [
            models.UniqueConstraint(fields=["classification", "code"], name="class_code_once_in_a_classification"),
            models.UniqueConstraint(fields=["id", "classification"], name="class_and_its_classification"),
        ]


class ClassMembership(models.Model):
    """A municipality's class in a classification."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="memberships", verbose_name=_("municipality")
    )
    classification = models.ForeignKey(
        Classification, models.CASCADE, related_name="memberships", verbose_name=_("classification")
    )
    municipality_class = models.ForeignKey(
        MunicipalityClass, models.CASCADE, related_name="memberships", verbose_name=_("class")
    )

    history = kept()

    class Meta:
        ordering = ["municipality", "classification"]
        verbose_name = _("class membership")
        verbose_name_plural = _("class memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["classification", "municipality"],
                name="one_class_of_a_classification",
                violation_error_message=_("The municipality already has a class in this classification."),
            ),
            SameParent(
                parent="municipality_class",
                repeats="classification",
                same="classification",
                name="class_belongs_to_the_classification",
                violation_error_message=_("The class belongs to another classification."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.municipality_class.code}"


class RuralDefinition(InTwoLanguages):
    """A definition of rural: the classes of one classification that count. Another definition is a row, not code."""

    key = models.SlugField(_("key"), unique=True)
    classification = models.ForeignKey(
        Classification, models.PROTECT, related_name="definitions", verbose_name=_("classification")
    )
    classes = models.ManyToManyField(MunicipalityClass, related_name="definitions", verbose_name=_("classes"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = kept()

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("rural definition")
        verbose_name_plural = _("rural definitions")


class Unemployment(models.Model):
    """The unemployed of a municipality in a month, among those of an age range: another range breaks the series.

    No number is *masked* ("<5") or else *missing*, never 0. Invented rows stand beside real ones of the same month and
    are never counted with them.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="unemployment", verbose_name=_("municipality")
    )
    period = models.DateField(_("period"))
    unemployed = models.PositiveIntegerField(_("unemployed"), null=True, blank=True)
    is_masked = models.BooleanField(_("masked"), default=False)
    age_range = models.CharField(_("ages"), max_length=10, help_text=_("Such as 16–64."))
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    is_example = models.BooleanField(_("example data"), default=False)

    history = kept()

    class Meta:
        ordering = ["municipality", "period"]
        verbose_name = _("unemployment figure")
        verbose_name_plural = _("unemployment figures")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "period", "is_example"], name="unemployment_once_a_period"),
            named_by_first_day("unemployment_period_is_a_month"),
            masked_without_number("masked_unemployment_without_number", "unemployed"),
            real_ones_have_a_source("unemployment_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.period:%Y-%m}"
