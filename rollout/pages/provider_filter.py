"""The FilterSet of the list of providers: by name, by service and by county on the reader's day."""

from datetime import date

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from providers.models import Provider
from rollout import selectors
from rollout.selection import InvalidSelection, Selection


class ProviderFilter(filters.FilterSet):
    """Which providers. The choices are those of the snapshot; service and county are asked on the day."""

    q = filters.CharFilter(method="search", label=_("Name"), max_length=100)
    service = filters.ChoiceFilter(method="by_service", label=_("Service"), empty_label=_("All services"))
    county = filters.ChoiceFilter(method="by_county", label=_("County"), empty_label=_("All counties"))

    class Meta:
        model = Provider
        fields: list[str] = []

    def __init__(self, query, *, selection: Selection) -> None:
        super().__init__(query, Provider.objects.filter(is_example=selection.is_example))
        self.on: date = selection.on
        snapshot = selection.snapshot
        counties = sorted(snapshot.counties.values(), key=lambda county: county.sort_key)
        self.filters["service"].extra["choices"] = [(code, row.name) for code, row in snapshot.services.items()]
        self.filters["county"].extra["choices"] = [(row.code, row.name) for row in counties]
        for field in self.form.fields.values():
            field.error_messages["invalid_choice"] = _("There is no “%(value)s” to choose here.")

    @classmethod
    def checked(cls, query, *, selection: Selection) -> "ProviderFilter":
        """The filter of a query. Raises InvalidSelection with every fault."""
        made = cls(query, selection=selection)
        if not made.is_valid():
            fields = made.form.fields
            faults = [(str(fields[name].label), text) for name, texts in made.form.errors.items() for text in texts]
            raise InvalidSelection(faults)
        return made

    def search(self, queryset, name, value):
        return queryset.matching(value)

    def by_service(self, queryset, name, value):
        return queryset.filter(selectors.with_agreement_in(value, on=self.on))

    def by_county(self, queryset, name, value):
        return queryset.filter(selectors.with_office_in(value, on=self.on))
