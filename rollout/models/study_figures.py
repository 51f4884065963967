"""What others have published about the services, as they said it: told with its source, never computed from rows here.

Knows the sources, nothing of plans, providers or how the product counts.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from municipalities.models import Certainty, Source, kept


def _in_two_languages(name: str, doc: str) -> property:
    """What a field says in the reader's language; in Swedish where there is no English."""

    def told(row: models.Model) -> str:
        return (get_language() == "en" and getattr(row, f"{name}_en")) or getattr(row, name)

    return property(told, doc=doc)


class StudyFigure(models.Model):
    """A figure, a finding or a demand that somebody has published, and what is known of how it was counted.

    An empty test, definition or day is *not published*, and told so. number: a share between 0 and 1, rounded where the
    source gives a fraction, or a count; null where the source gives words only.
    """

    class Theme(models.TextChoices):
        """What it is about."""

        COVERAGE = "coverage", pgettext_lazy("theme", "Coverage")
        REACH = "reach", pgettext_lazy("theme", "Reach")
        DOSE = "dose", pgettext_lazy("theme", "Dose")
        RESULTS = "results", pgettext_lazy("theme", "Results")
        ACCESS = "access", pgettext_lazy("theme", "Access")
        CONCLUSION = "conclusion", pgettext_lazy("theme", "Conclusions")
        DEMAND = "demand", pgettext_lazy("theme", "Demands")

    class Form(models.TextChoices):
        """What sort of value it is."""

        SHARE = "share", _("share")
        COUNT = "count", _("count")
        WORDS = "words", _("words")

    class Unit(models.TextChoices):
        """What is counted."""

        MUNICIPALITY = "municipality", _("municipality")
        PERSON = "person", _("person")
        PARTICIPANT = "participant", _("participant")
        PROVIDER = "provider", _("provider")
        FAULT = "fault", _("serious fault")

    class Test(models.TextChoices):
        """When a provider counts as being there. The keys are those of `rollout/words.py`."""

        OFFICE = "office", _("an office on site")
        AGREEMENT = "agreement", _("an agreement in the delivery area")

    class Precision(models.TextChoices):
        """How much of its day is published."""

        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    class Status(models.TextChoices):
        """What has come of a demand, as far as a source says."""

        RAISED = "raised", _("raised; no answer found")
        ANSWERED = "answered", _("answered")

    key = models.SlugField(_("key"), unique=True)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    value = models.CharField(_("value as published"), max_length=100)
    value_en = models.CharField(_("value in English"), max_length=100, blank=True)
    what = models.CharField(_("what it says"), max_length=300, blank=True)
    what_en = models.CharField(_("what it says, in English"), max_length=300, blank=True)
    form = models.CharField(_("sort of value"), max_length=5, choices=Form, default=Form.WORDS)
    number = models.DecimalField(
        pgettext_lazy("quantity", "number"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    part = models.PositiveIntegerField(_("part"), null=True, blank=True)
    whole = models.PositiveIntegerField(_("out of"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit, blank=True)
    test = models.CharField(_("test"), max_length=9, choices=Test, blank=True)
    definition = models.CharField(_("definition"), max_length=300, blank=True)
    definition_en = models.CharField(_("definition in English"), max_length=300, blank=True)
    on = models.DateField(_("day"), null=True, blank=True, help_text=_("The first day of the month or year."))
    precision = models.CharField(_("how exact the day is"), max_length=5, choices=Precision, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="study_figures", verbose_name=_("source"))
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty, default=Certainty.REPORTED)
    status = models.CharField(_("status"), max_length=8, choices=Status, blank=True)
    note = models.TextField(_("note"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)

    history = kept()

    told_value = _in_two_languages("value", "The value as published.")
    told_what = _in_two_languages("what", "What the value is of.")
    told_definition = _in_two_languages("definition", "What it covers; empty where that is not published.")
    told_note = _in_two_languages("note", "What else is to be known of it.")

    class Meta:
        ordering = ["theme", "order", "on", "key"]
        verbose_name = _("study figure")
        verbose_name_plural = _("study figures")
        constraints = [
            models.CheckConstraint(
                condition=~Q(form="share") | Q(number__isnull=True) | Q(number__gte=0, number__lte=1),
                name="study_share_from_0_to_1",
                violation_error_message=_("A share lies between 0 and 1: 43 per cent is 0.43."),
            ),
            models.CheckConstraint(
                condition=~Q(form="words") | Q(number__isnull=True),
                name="study_words_have_no_number",
                violation_error_message=_("What is published in words has no number."),
            ),
            models.CheckConstraint(
                condition=Q(part__isnull=True, whole__isnull=True)
                | Q(part__isnull=False, whole__isnull=False, part__lte=F("whole")),
                name="study_part_of_a_whole",
                violation_error_message=_("A part comes with what it is out of, and is no more than that."),
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=True, precision="") | (Q(on__isnull=False) & ~Q(precision="")),
                name="study_day_and_how_exact",
                violation_error_message=_("Give the day together with how exact it is, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.told_value, self.told_what) if part)

    @property
    def told_day(self) -> str:
        """Its day as far as it is published: 2022, August 2019 or 1 August 2019; empty where it is not."""
        formats = {"day": "j F Y", "month": "F Y", "year": "Y"}
        return date_format(self.on, formats[self.precision]) if self.on else ""
