"""What is only read in the admin: the acts upon plans, and what scheduled publications came to."""

from django.contrib import admin
from django.http import HttpRequest

from rollout.admin.acting import OF_A_PLAN, OfVisiblePlans
from rollout.models import Change, PublicationRun


class RecordAdmin(OfVisiblePlans):
    """Written by the actions and by nobody else."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Change)
class ChangeAdmin(RecordAdmin):
    list_display = ["at", "plan", "number", "kind", "by_name", "reason"]
    list_display_links = ["at", "number"]
    list_filter = ["kind", "at", "plan__stage", "plan__to_service"]
    list_select_related = OF_A_PLAN
    search_fields = ["reason", "by_name", "by__username"]
    date_hierarchy = "at"


@admin.register(PublicationRun)
class PublicationRunAdmin(RecordAdmin):
    list_display = ["plan", "due_at", "tried_at", "outcome", "reason"]
    list_filter = ["outcome", "due_at"]
    list_select_related = OF_A_PLAN
    search_fields = ["reason", "plan__name"]
