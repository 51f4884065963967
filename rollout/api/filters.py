"""The FilterSets of lists that no page filters as a whole: agreements, offices, areas, plans, phases, switches.

Municipalities, coverage and providers are chosen by the FilterSets of their pages.
"""

import django_filters as filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from providers.models import Agreement, DeliveryArea, Office, covers
from rollout.filters import DayFilter
from rollout.models import Phase, Plan, Switch
from rollout.selection import InvalidSelection

BASES = [("example", _("example data")), ("registered", _("registered data"))]


class Asked(filters.FilterSet):
    """A FilterSet whose faults are told by parameter."""

    @classmethod
    def checked(cls, request: HttpRequest, queryset) -> "Asked":
        """The filter of a request's address. Raises InvalidSelection with every fault."""
        made = cls(request.query_params, queryset)
        faults = [(name, str(text)) for name, texts in made.form.errors.items() for text in texts]
        faults += [
            (name, str(_("The address gives this more than once.")))
            for name in made.base_filters
            if len(set(request.query_params.getlist(name))) > 1
        ]
        if faults:
            raise InvalidSelection(faults)
        return made

    def keep(self, queryset, name, value):
        """Leave the rows as they are: the value says which version or basis, and the answer has asked for it."""
        return queryset


class Key(filters.NumberFilter):
    """The key of a row: a whole number that a database can hold."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, min_value=1, max_value=2**62, decimal_places=0, **kwargs)


class Code(filters.CharFilter):
    """A code, as text."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, max_length=50, **kwargs)


class Based(Asked):
    """Rows that are invented or registered, never both."""

    basis = filters.ChoiceFilter(label=_("Data; else those that the pages count."), choices=BASES, method="keep")


class AreaFilter(Asked):
    """Which delivery areas."""

    service = Code(label=_("Code of a service."), field_name="service")
    municipality = Code(label=_("Code of a municipality that lies in it."), field_name="municipalities")

    class Meta:
        model = DeliveryArea
        fields: list[str] = []


class AgreementFilter(Based):
    """Which agreements."""

    on = DayFilter(label=_("In force on a day, both ends included."), method="in_force")
    provider = Key(label=_("Key of a provider."), field_name="provider")
    service = Code(label=_("Code of a service."), field_name="service")
    area = Key(label=_("Key of a delivery area."), field_name="area")

    class Meta:
        model = Agreement
        fields: list[str] = []

    def in_force(self, queryset, name, value):
        return queryset.filter(covers(value, "starts_on", "ends_on"))


class OfficeFilter(Based):
    """Which offices."""

    on = DayFilter(label=_("Open on a day, under an agreement in force."), method="open_on")
    provider = Key(label=_("Key of a provider."), field_name="agreement__provider")
    service = Code(label=_("Code of a service."), field_name="agreement__service")
    municipality = Code(label=_("Code of a municipality."), field_name="municipality")
    county = Code(label=_("Code of a county."), field_name="municipality__county")
    on_site = filters.BooleanFilter(label=_("On site: true or false."), field_name="on_site")

    class Meta:
        model = Office
        fields: list[str] = []

    def open_on(self, queryset, name, value):
        under = covers(value, "agreement__starts_on", "agreement__ends_on")
        return queryset.filter(covers(value, "opens_on", "closes_on"), under)


class PlanFilter(Asked):
    """Which versions of which plans."""

    as_of = DayFilter(label=_("The versions that applied at the end of a day."), method="keep")
    stage = filters.ChoiceFilter(
        label=_("How far the version has come; drafts only with a key."),
        choices=[(stage, stage) for stage in Plan.Stage.values],
    )
    from_service = Code(label=_("Code of the old service."), field_name="from_service")
    to_service = Code(label=_("Code of the new service."), field_name="to_service")

    class Meta:
        model = Plan
        fields: list[str] = []


class OfPlanFilter(Asked):
    """Which version: by its key, or as of a day; the published ones where neither is given."""

    plan = Key(label=_("Key of a version; else those that apply."), method="keep")
    as_of = DayFilter(label=_("The versions that applied at the end of a day."), method="keep")


class PhaseFilter(OfPlanFilter):
    """Which phases."""

    number = Key(label=_("Number of the phase."), field_name="number")

    class Meta:
        model = Phase
        fields: list[str] = []


class SwitchFilter(OfPlanFilter):
    """Which switches."""

    phase = Key(label=_("Number of the phase."), field_name="phase__number")
    municipality = Code(label=_("Code of a municipality."), field_name="municipality")

    class Meta:
        model = Switch
        fields: list[str] = []
