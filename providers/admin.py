"""The admin of WHO: services, areas, providers, agreements, offices, members, results. Knows nothing of plans."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from municipalities.admin import FactAdmin, PlainAdmin, RepeatsParent, RowsBelow
from providers.membership import revoke
from providers.models import (
    Agreement,
    AreaMembership,
    Correction,
    DeliveryArea,
    Invitation,
    ListedAgreement,
    Listing,
    Look,
    Membership,
    ObservedPresence,
    Office,
    OfficeUpload,
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


# --- The portal: who acts for a provider -----------------------------------------------------------------------------


@admin.register(Membership)
class MembershipAdmin(FactAdmin):
    """Here an administrator may do what the members cannot, such as take away a provider's only editor."""

    list_display = ["user", "provider", "role", "since"]
    list_filter = ["role", "since", "provider__is_example"]
    list_select_related = ["user", "provider"]
    search_fields = ["user__username", "user__email", "provider__search_key"]
    autocomplete_fields = ["user", "provider"]
    readonly_fields = ["since"]

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None):
        """A membership stays with its user and its provider; the role is what changes."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "user", "provider"] if obj else fixed


class PortalRecordAdmin(ImportedAdmin):
    """Written on the pages of the portal, and never removed by hand."""

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(PortalRecordAdmin):
    list_display = ["email", "provider", "role", "invited_at", "expires_at", "accepted_at", "revoked_at"]
    list_filter = [
        "role",
        "invited_at",
        ("accepted_at", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["provider"]
    search_fields = ["email", "provider__search_key", "invited_by__username"]
    actions = ["revoke_chosen"]

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("providers.change_invitation")

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke_chosen(self, request: HttpRequest, chosen: QuerySet) -> None:
        """Revoke each; one that is not open any more stops no other."""
        for invitation in chosen:
            try:
                revoke(invitation, by=request.user)
            except ValidationError as refusal:
                self.message_user(request, f"{invitation}: {' '.join(refusal.messages)}", messages.ERROR)
            else:
                self.message_user(request, _("Revoked: %(invitation)s") % {"invitation": invitation})


@admin.register(Look)
class LookAdmin(PortalRecordAdmin):
    list_display = ["began_at", "provider", "by_name", "ended_at", "reason"]
    list_filter = ["began_at", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["provider"]
    search_fields = ["reason", "by_name", "provider__search_key"]
    date_hierarchy = "began_at"


@admin.register(OfficeUpload)
class OfficeUploadAdmin(PortalRecordAdmin):
    list_display = ["file_name", "provider", "by_name", "at"]
    list_filter = ["at", "provider__is_example"]
    list_select_related = ["provider"]
    search_fields = ["file_name", "by_name", "provider__search_key"]
    date_hierarchy = "at"


@admin.register(Correction)
class CorrectionAdmin(PortalRecordAdmin, FactAdmin):
    """To look at, with its history; it is decided on in the queue, where its rules are asked."""

    list_display = ["pk", "kind", "agreement", "state", "by_name", "asked_at", "reviewer_name", "decided_at"]
    list_filter = ["state", "kind", "asked_at", ("upload", admin.EmptyFieldListFilter), "agreement__service"]
    list_select_related = ["agreement__provider"]
    search_fields = [
        "agreement__number",
        "agreement__provider__search_key",
        "street",
        "post_town",
        "by_name",
        "reviewer_name",
    ]
    date_hierarchy = "asked_at"
