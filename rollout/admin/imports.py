"""Imports, to look at in the admin: they are made, saved and undone on their own pages, and stay as a log."""

from django.contrib import admin
from django.http import HttpRequest

from rollout.admin.subscriptions import LookedAtAdmin
from rollout.models import Import, ImportPage, ImportPart


class LogAdmin(LookedAtAdmin):
    """Written on the pages of imports, and never removed by hand."""

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Import)
class ImportAdmin(LogAdmin):
    list_display = ["file_name", "kind", "state", "origin", "by_name", "at", "finished_at", "undone_at"]
    list_filter = ["kind", "state", "origin", "at"]
    search_fields = ["file_name", "sha256", "by_name"]


@admin.register(ImportPage)
class ImportPageAdmin(LogAdmin):
    list_display = ["of", "sort", "number", "size"]
    list_filter = ["sort", "of__kind"]
    list_select_related = ["of"]
    search_fields = ["of__file_name"]


@admin.register(ImportPart)
class ImportPartAdmin(LogAdmin):
    list_display = ["of", "number"]
    list_filter = ["of__kind"]
    list_select_related = ["of"]
    search_fields = ["of__file_name"]
