"""The one FilterSet: which municipalities, on which day, counted how. Page, map, table and files all choose by it.

It checks what the reader asked for and narrows by what the database knows; what depends on the day (status, number of
providers) is chosen afterwards from the worked-out rows, see `rollout/selection.py`.
"""

import copy
from datetime import date, timedelta
from functools import cached_property

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality, PartOfCountry
from rollout.address_form import AddressForm, KnownValues
from rollout.snapshot import Snapshot
from rollout.words import BASIS_WORDS, COVERAGE_WORDS, LAYER_WORDS, STATUS_WORDS, TEST_WORDS

GROUPS = "skr-2023"
# How far beyond the last decided day a reader may go: nothing more happens there, but it is seen to be so.
AHEAD = timedelta(days=183)
SORTS = ("name", "code", "county", "status", "providers", "phase", "population")


class DayField(forms.DateField):
    """A day written as 2021-09-29, inside the days that the product knows."""

    default_error_messages = {"invalid": _("“%(value)s” is not a day. Write it as 2021-09-29.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, input_formats=["%Y-%m-%d"], **kwargs)

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": str(value)[:40]}
            ) from None


class DayFilter(filters.DateFilter):
    field_class = DayField


class OneField(KnownValues, filters.fields.ChoiceField):
    """One value of those there are."""


class SeveralField(KnownValues, filters.fields.MultipleChoiceField):
    """Several values; an empty one, which a form without script sends for "all", is none."""

    def to_python(self, value):
        return [each for each in super().to_python(value) if each]


class Choices(filters.MultipleChoiceFilter):
    """Several values of one kind; the choices are set for each request."""

    field_class = SeveralField

    def filter(self, qs, value):
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class OneChoice(filters.ChoiceFilter):
    """One value of one kind."""

    field_class = OneField


class Kept(OneChoice):
    """A choice that says how to count, not which rows."""

    def filter(self, qs, value):
        return qs


class LaterChoices(Choices):
    """Choices that depend on the day, and so are applied to the worked-out rows."""

    def filter(self, qs, value):
        return qs


def unknown_choice(label: str):
    """The words for a value that is none of the choices."""
    return {"invalid_choice": _("There is no “%(value)s” to choose here."), "invalid_list": label}


SORT_CHOICES = [(f"{way}{name}", f"{way}{name}") for name in SORTS for way in ("", "-")]
YES_OR_NO = [("yes", _("yes")), ("no", _("no"))]


class MunicipalityFilter(filters.FilterSet):
    """The reader's choice among municipalities. Give it the snapshot and today; ask `is_valid()` before `qs`.

    All choices are functions, asked when they are needed: a filter set copies each of its filters with all that is in
    them. So copying the filters waits until rows are narrowed by them, and the form's class is made once for a snapshot
    and a language.
    """

    on = DayFilter(label=_("Day"), method="keep")
    as_of = DayFilter(label=_("The plan as it stood on"), method="keep")
    layer = Kept(label=_("Layer"), choices=lambda: list(LAYER_WORDS.items()), empty_label=None)
    test = Kept(label=_("Counted as present"), choices=lambda: list(TEST_WORDS.items()), empty_label=None)
    service = Kept(label=_("Providers of"), empty_label=_("all services"))
    basis = Kept(label=_("Data"), empty_label=None)
    definition = Kept(label=_("Definition of rural"), empty_label=None)
    sort = Kept(label=_("Sort by"), choices=lambda: SORT_CHOICES)
    q = filters.CharFilter(label=_("Search"), method="search", max_length=100)
    county = Choices(label=_("County"), field_name="county")
    part = Choices(
        label=_("Part of the country"), field_name="county__part_of_country", choices=lambda: PartOfCountry.choices
    )
    group = Choices(label=_("Municipality group"), method="in_group")
    rural = OneChoice(label=_("Rural municipality"), method="by_rural", choices=lambda: YES_OR_NO)
    phase = Choices(label=_("Phase"), method="in_phase")
    area = Choices(label=_("Delivery area"), field_name="areas")
    status = LaterChoices(label=_("Status"), choices=lambda: list(STATUS_WORDS.items()))
    providers = LaterChoices(
        label=pgettext_lazy("how many", "Number of providers"), choices=lambda: list(COVERAGE_WORDS.items())
    )
    provider = Kept(label=_("Provider"), empty_label=_("all providers"))

    class Meta:
        model = Municipality
        fields: list[str] = []
        form = AddressForm

    def __init__(self, data=None, *, snapshot: Snapshot, first: date, today: date, prefix=None, request=None) -> None:
        # What the library's own does, but for the filters.
        self.is_bound, self.data = data is not None, data or QueryDict()
        self.form_prefix, self.request = prefix, request
        self.queryset = Municipality.objects.all()
        self.snapshot, self.first, self.today = snapshot, first, today
        self.last = last_day(snapshot.last_planned_day, today)

    @cached_property
    def filters(self) -> dict[str, filters.Filter]:
        """The filters, as this reader may use them."""
        copied = copy.deepcopy(self.base_filters)
        for each in copied.values():
            each.parent, each.model = self, Municipality
        offered = self.snapshot.remember(("choices", get_language()), lambda: self._offered(self.snapshot))
        for name, choices in offered.items():
            copied[name].extra["choices"] = lambda choices=choices: choices
        return copied

    def get_form_class(self) -> type[AddressForm]:
        """The class of the form, kept as long as the snapshot that its choices follow from."""
        return self.snapshot.remember(("form", type(self), get_language()), self._make_form_class)

    def _make_form_class(self) -> type[AddressForm]:
        made = super().get_form_class()
        for field in made.base_fields.values():
            field.error_messages["invalid_choice"] = _("There is no “%(value)s” to choose here.")
        return made.ready()

    @staticmethod
    def _offered(snapshot: Snapshot) -> dict[str, list]:
        """The choices that follow from the rows, by field."""
        with_members = set(snapshot.members["area"])
        return {
            "service": [(code, service.name) for code, service in snapshot.services.items()],
            "basis": [(basis, BASIS_WORDS[basis]) for basis in snapshot.bases],
            "definition": [(each.key, each.label) for each in snapshot.definitions],
            "county": [(code, county.name) for code, county in snapshot.counties.items()],
            "group": group_choices(snapshot),
            "phase": phase_choices(snapshot),
            "area": [(str(key), str(area)) for key, area in snapshot.areas.items() if key in with_members],
            "provider": [(str(key), provider.name) for key, provider in sorted_providers(snapshot)],
        }

    @cached_property
    def form(self):
        form = super().form
        form.clean_on = lambda: check_day(form.cleaned_data["on"], self.first, self.last)
        form.clean_as_of = lambda: check_day(form.cleaned_data["as_of"], self.first, self.today)
        return form

    def keep(self, queryset, name, value):
        """Leave the rows as they are: the value says when or how, not which."""
        return queryset

    def search(self, queryset, name, value):
        return queryset.matching(value)

    def in_group(self, queryset, name, value):
        if not value:
            return queryset
        return queryset.filter(memberships__classification__key=GROUPS, memberships__municipality_class__code__in=value)

    def by_rural(self, queryset, name, value):
        codes = self.snapshot.rural.get(self.rural_definition, frozenset())
        return queryset.filter(code__in=codes) if value == "yes" else queryset.exclude(code__in=codes)

    def in_phase(self, queryset, name, value):
        if not value:
            return queryset
        phases = self.snapshot.phase_of
        lacking = [code for code in self.snapshot.codes if "none" in value and code not in phases]
        return queryset.filter(code__in=[*lacking, *(code for code in phases if str(phases[code].number) in value)])

    @cached_property
    def rural_definition(self) -> str:
        """The key of the chosen definition of rural, else of the first; empty where there is none."""
        offered = [each.key for each in self.snapshot.definitions]
        return self.form.cleaned_data.get("definition") or next(iter(offered), "")


def check_day(day: date | None, first: date, last: date) -> date | None:
    """The day, if it lies inside the known days. Raises ValidationError with both ends in words."""
    if day is not None and not first <= day <= last:
        raise ValidationError(
            _("The days go from %(first)s to %(last)s."),
            params={"first": first.isoformat(), "last": last.isoformat()},
            code="outside",
        )
    return day


def last_day(planned: date | None, today: date) -> date:
    """The last day that can be looked at: today, or half a year after the last day that the plan at hand decides."""
    return max(today, planned + AHEAD) if planned else today


def asked_as_of(given: list[str], first: date, today: date) -> date | None:
    """The day as of which the plan is asked for; None where it is not, or not in a way that can be answered.

    The form of the filters then says what is wrong with it.
    """
    try:
        (text,) = set(given)
        return check_day(DayField(required=False).clean(text), first, today)
    except (ValueError, ValidationError):
        return None


def phase_choices(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The phases by number; "none" where a municipality is in no phase."""
    choices = [(str(phase.number), phase.label) for phase in snapshot.phases]
    return choices + ([("none", pgettext_lazy("phase", "No phase"))] if snapshot.some_lack_a_phase else [])


def group_choices(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The municipality groups in force, code and name."""
    groups = next((each for each in snapshot.classifications if each.key == GROUPS), None)
    return [(each.code, f"{each.code} {each.label}") for each in groups.classes.all()] if groups else []


def sorted_providers(snapshot: Snapshot):
    """The providers in Swedish order of their names."""
    return sorted(snapshot.providers.items(), key=lambda item: item[1].sort_key)
