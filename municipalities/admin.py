"""The admin of WHERE, and what the admin pages of all three apps have in common. Knows no rules: models keep those."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from municipalities.history_pages import KeptAdmin, KeptForm
from municipalities.models import (
    Classification,
    ClassMembership,
    County,
    Municipality,
    MunicipalityClass,
    RuralDefinition,
    Source,
    Unemployment,
)
from municipalities.swedish import search_key


class PlainAdmin(admin.ModelAdmin):
    """An admin page whose lists and look-ups cost the same number of queries however many rows they show."""

    list_per_page = 100
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Look-ups from other pages name their rows as well as the list does, so they need the same joins."""
        found = super().get_queryset(request)
        return found.select_related(*self.list_select_related) if self.list_select_related else found

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str):
        """Rows that match as typed, or with å, ä and ö folded as in the search keys."""
        as_typed, has_duplicates = super().get_search_results(request, queryset, search_term)
        words = search_key(search_term)
        if not words:
            return as_typed, has_duplicates
        folded, _same = super().get_search_results(request, queryset, words)
        return as_typed | folded, has_duplicates

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None):
        """An official code is chosen once: with another code the row would be saved as a second one."""
        fixed = super().get_readonly_fields(request, obj)
        key = self.model._meta.pk
        return [*fixed, key.name] if obj and not isinstance(key, models.AutoField) else fixed


class FactAdmin(KeptAdmin, PlainAdmin):
    """The admin page of a fact: its rows are kept, with who, when and why."""


class RowsBelow(admin.TabularInline):
    """The rows that belong to a row, to look at; each is edited on its own page."""

    template = "admin/rows_below.html"
    extra = 0
    show_change_link = True
    can_delete = False
    joins: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related(*self.joins)

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class RepeatsParent(KeptForm):
    """A form for a row that repeats a column of its parent: the parent is chosen, the column follows and is checked."""

    parent: str
    repeats: str

    def clean(self):
        cleaned = super().clean()
        if parent := self.cleaned_data.get(self.parent):
            setattr(self.instance, self.repeats, getattr(parent, self.repeats))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        chosen = self.cleaned_data.get(self.parent)
        return super()._get_validation_exclusions() - ({self.repeats} if chosen else set())


@admin.register(Source)
class SourceAdmin(FactAdmin):
    list_display = ["publisher", "title", "published_on", "key"]
    list_display_links = ["title"]
    list_filter = ["publisher", ("published_on", admin.EmptyFieldListFilter)]
    search_fields = ["publisher", "title", "key"]


@admin.register(County)
class CountyAdmin(FactAdmin):
    list_display = ["code", "name", "part_of_country"]
    list_display_links = ["code", "name"]
    list_filter = ["part_of_country"]
    search_fields = ["code", "search_key"]


class MembershipsBelow(RowsBelow):
    model = ClassMembership
    joins = ("classification", "municipality_class", "municipality")
    fields = ["classification", "municipality_class"]


@admin.register(Municipality)
class MunicipalityAdmin(FactAdmin):
    """Neighbours come from the boundaries and are not edited here."""

    list_display = ["code", "name", "county", "population", "population_year"]
    list_display_links = ["code", "name"]
    list_filter = ["county__part_of_country", "county"]
    list_select_related = ["county"]
    search_fields = ["code", "search_key"]
    autocomplete_fields = ["county"]
    readonly_fields = ["neighbours"]
    inlines = [MembershipsBelow]


class ClassesBelow(RowsBelow):
    model = MunicipalityClass
    joins = ("classification",)
    fields = ["code", "name", "name_en"]


@admin.register(Classification)
class ClassificationAdmin(FactAdmin):
    list_display = ["name", "owner", "year", "source"]
    list_filter = ["owner", "year"]
    list_select_related = ["source"]
    search_fields = ["key", "name", "name_en", "owner"]
    autocomplete_fields = ["source"]
    inlines = [ClassesBelow]


@admin.register(MunicipalityClass)
class MunicipalityClassAdmin(FactAdmin):
    list_display = ["code", "name", "classification"]
    list_display_links = ["code", "name"]
    list_filter = ["classification"]
    list_select_related = ["classification"]
    search_fields = ["code", "name", "name_en"]
    autocomplete_fields = ["classification"]


class ClassMembershipForm(RepeatsParent):
    parent, repeats = "municipality_class", "classification"


@admin.register(ClassMembership)
class ClassMembershipAdmin(FactAdmin):
    form = ClassMembershipForm
    exclude = ["classification"]
    list_display = ["municipality", "classification", "municipality_class"]
    list_filter = ["classification", "municipality__county"]
    list_select_related = ["municipality", "classification", "municipality_class"]
    search_fields = ["municipality__code", "municipality__search_key", "municipality_class__code"]
    autocomplete_fields = ["municipality", "municipality_class"]


class RuralDefinitionForm(KeptForm):
    def clean(self):
        cleaned = super().clean()
        classification = self.cleaned_data.get("classification")
        for chosen in self.cleaned_data.get("classes") or ():
            if classification and chosen.classification_id != classification.pk:
                self.add_error("classes", ValidationError(_("Every class must belong to the classification chosen.")))
                break
        return cleaned


@admin.register(RuralDefinition)
class RuralDefinitionAdmin(FactAdmin):
    form = RuralDefinitionForm
    list_display = ["name", "classification", "key", "order"]
    list_filter = ["classification"]
    list_select_related = ["classification"]
    search_fields = ["key", "name", "name_en"]
    autocomplete_fields = ["classification", "classes"]


@admin.register(Unemployment)
class UnemploymentAdmin(FactAdmin):
    list_display = ["municipality", "period", "unemployed", "is_masked", "age_range", "source", "is_example"]
    list_filter = ["period", "age_range", "is_masked", "is_example", "municipality__county"]
    list_select_related = ["municipality", "source"]
    search_fields = ["municipality__code", "municipality__search_key"]
    autocomplete_fields = ["municipality", "source"]
    readonly_fields = ["is_example"]
