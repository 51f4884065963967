"""Keys to the API in the admin: whose there are and since when. Made by their users; removed, they open nothing."""

from django.contrib import admin
from django.http import HttpRequest

from municipalities.admin import PlainAdmin
from rollout.models import ApiKey


@admin.register(ApiKey)
class ApiKeyAdmin(PlainAdmin):
    list_display = ["name", "user", "token_key", "created", "expiry"]
    list_filter = ["created", "expiry"]
    list_select_related = ["user"]
    search_fields = ["name", "user__username", "token_key"]
    fields = ["name", "user", "token_key", "created", "expiry"]

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> list[str]:
        """All that is shown, and not the digest, though it is what keys are told apart by."""
        return self.fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False
