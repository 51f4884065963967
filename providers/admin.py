"""The admin of WHO: services, areas, providers, agreements, offices, ratings, results. Knows nothing of plans."""

from django.contrib import admin
from django.http import HttpRequest

from municipalities.admin import FactAdmin, PlainAdmin, RepeatsParent, RowsBelow
from providers.models import (
    Agreement,
    AreaMembership,
    DeliveryArea,
    ListedAgreement,
    Listing,
    ObservedPresence,
    Office,
    Participants,
    Provider,
    Rating,
    Result,
    Service,
)

OF_AN_AGREEMENT = ["agreement__number", "agreement__provider__search_key"]


@admin.register(Service)
class ServiceAdmin(FactAdmin):
    list_display = ["name", "short_name", "starts_on", "predecessor", "is_example"]
    list_filter = ["is_example"]
    list_select_related = ["predecessor"]
    search_fields = ["code", "name", "short_name"]
    autocomplete_fields = ["predecessor", "source"]
    readonly_fields = ["is_example"]


class MunicipalitiesBelow(RowsBelow):
    model = AreaMembership
    joins = ("municipality", "area")
    fields = ["municipality", "certainty"]


@admin.register(DeliveryArea)
class DeliveryAreaAdmin(FactAdmin):
    list_display = ["name", "service", "certainty", "source", "is_example"]
    list_filter = ["service", "certainty", "is_example"]
    list_select_related = ["service", "source"]
    search_fields = ["search_key"]
    autocomplete_fields = ["service", "source"]
    readonly_fields = ["is_example"]
    inlines = [MunicipalitiesBelow]


class AreaMembershipForm(RepeatsParent):
    parent, repeats = "area", "service"


@admin.register(AreaMembership)
class AreaMembershipAdmin(FactAdmin):
    form = AreaMembershipForm
    exclude = ["service"]
    list_display = ["municipality", "area", "service", "certainty"]
    list_filter = ["service", "certainty", "municipality__county"]
    list_select_related = ["municipality", "area", "service"]
    search_fields = ["municipality__code", "municipality__search_key", "area__search_key"]
    autocomplete_fields = ["area", "municipality"]


class AgreementsBelow(RowsBelow):
    model = Agreement
    joins = ("provider", "service", "area")
    fields = ["number", "service", "area", "starts_on", "ends_on"]


@admin.register(Provider)
class ProviderAdmin(FactAdmin):
    list_display = ["name", "organisation_number", "is_example"]
    list_filter = ["is_example", "agreements__service"]
    search_fields = ["search_key", "organisation_number"]
    readonly_fields = ["is_example"]
    inlines = [AgreementsBelow]


class OfficesBelow(RowsBelow):
    model = Office
    joins = ("municipality", "agreement__provider")
    fields = ["street", "post_town", "municipality", "on_site", "opens_on", "closes_on"]


@admin.register(Agreement)
class AgreementAdmin(FactAdmin):
    list_display = ["number", "provider", "service", "area", "starts_on", "ends_on", "last_referral_on"]
    list_filter = ["service", "starts_on", "ends_on", ("area", admin.EmptyFieldListFilter), "provider__is_example"]
    list_select_related = ["provider", "service", "area"]
    search_fields = ["number", "provider__search_key", "area__search_key"]
    autocomplete_fields = ["provider", "service", "area"]
    inlines = [OfficesBelow]


class ImportedAdmin(PlainAdmin):
    """What a file said is not rewritten by hand: it is imported, looked at, and at most removed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Listing)
class ListingAdmin(ImportedAdmin):
    list_display = ["on", "service", "file_name", "imported_at"]
    list_filter = ["service", "on"]
    list_select_related = ["service"]
    search_fields = ["file_name", "service__name", "service__short_name"]


@admin.register(ListedAgreement)
class ListedAgreementAdmin(ImportedAdmin):
    list_display = ["agreement", "listing", "rating", "can_be_chosen"]
    list_filter = ["listing__service", "listing__on", "rating", "can_be_chosen"]
    list_select_related = ["agreement__provider", "listing__service"]
    search_fields = OF_AN_AGREEMENT


@admin.register(ObservedPresence)
class ObservedPresenceAdmin(ImportedAdmin):
    """Comes with the facts: a day is there for all municipalities or for none, so no row of it is removed alone."""

    list_display = ["municipality", "on", "service", "offices", "providers", "certainty"]
    list_filter = ["on", "service", "certainty", "municipality__county"]
    list_select_related = ["municipality", "service"]
    search_fields = ["municipality__code", "municipality__search_key"]

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Office)
class OfficeAdmin(FactAdmin):
    """The municipality of an office may be corrected; it is then marked as set by hand, and imports leave it alone."""

    list_display = [
        "agreement",
        "street",
        "post_town",
        "municipality",
        "placed",
        "on_site",
        "opens_on",
        "closes_on",
        "last_confirmed_on",
    ]
    list_filter = [
        "agreement__service",
        "on_site",
        "placed",
        "origin",
        ("municipality", admin.EmptyFieldListFilter),
        "opens_on",
        "closes_on",
        "municipality__county",
    ]
    list_select_related = ["agreement__provider", "municipality"]
    search_fields = [
        *OF_AN_AGREEMENT,
        "street",
        "post_town",
        "postal_code",
        "municipality__code",
        "municipality__search_key",
    ]
    autocomplete_fields = ["agreement", "municipality"]
    readonly_fields = ["placed", "origin"]

    def save_model(self, request: HttpRequest, obj: Office, form, change: bool) -> None:
        if "municipality" in form.changed_data:
            obj.placed = Office.Placed.BY_HAND
        super().save_model(request, obj, form, change)


class MeasuredAdmin(FactAdmin):
    list_select_related = ["agreement__provider"]
    search_fields = OF_AN_AGREEMENT
    autocomplete_fields = ["agreement"]


@admin.register(Rating)
class RatingAdmin(MeasuredAdmin):
    list_display = ["agreement", "period", "value"]
    list_filter = ["period", "value", "agreement__service"]


@admin.register(Result)
class ResultAdmin(MeasuredAdmin):
    list_display = ["agreement", "period", "rating", "weighted_result", "participants", "risks_termination"]
    list_filter = ["period", "rating", "risks_termination", "active_22_months", "agreement__service"]


@admin.register(Participants)
class ParticipantsAdmin(FactAdmin):
    list_display = [
        "service",
        "municipality",
        "period",
        "participants",
        "is_masked",
        "certainty",
        "source",
        "is_example",
    ]
    list_display_links = ["period"]
    list_filter = ["service", "period", "certainty", "is_masked", "is_example", "municipality__county"]
    list_select_related = ["service", "municipality", "source"]
    search_fields = ["municipality__code", "municipality__search_key", "service__name", "service__short_name"]
    autocomplete_fields = ["service", "municipality", "source"]
    readonly_fields = ["is_example"]
