"""What AF's provider search listed in each municipality on a day, as counts: real, but without the providers' names."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Certainty, Municipality, Source
from providers.models.suppliers import Service


class ObservedPresence(models.Model):
    """The offices and providers that were listed in a municipality on a day; 0 is observed to be none.

    A municipality without a row on a day was not observed then. The municipality of an office is derived from its
    coordinate, and the service from the day.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="observed", verbose_name=_("municipality")
    )
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("service"))
    on = models.DateField(_("day"))
    offices = models.PositiveIntegerField(_("offices"))
    providers = models.PositiveIntegerField(_("providers"))
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    certainty = models.CharField(_("certainty"), max_length=8, choices=Certainty, default=Certainty.DERIVED)

    class Meta:
        ordering = ["on", "municipality"]
        verbose_name = _("observed municipality")
        verbose_name_plural = _("observed municipalities")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "on"],
                name="municipality_observed_once_a_day",
                violation_error_message=_("The municipality was observed on this day already."),
            ),
            models.CheckConstraint(
                condition=Q(offices=0, providers=0) | Q(providers__gte=1, offices__gte=F("providers")),
                name="observed_provider_has_an_office",
                violation_error_message=_("Every provider that is listed has an office, and every office a provider."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.on.isoformat()}"
