"""Files of the datasets as they were kept, to look at in the admin: `manage.py publish_data` alone makes them."""

from django.contrib import admin

from rollout.admin.imports import LogAdmin
from rollout.models import Edition, EditionContent


@admin.register(Edition)
class EditionAdmin(LogAdmin):
    list_display = ["on", "file", "plan", "is_example", "content_id", "made_at"]
    list_filter = ["file", "is_example", "on"]
    search_fields = ["file", "content__digest"]


@admin.register(EditionContent)
class EditionContentAdmin(LogAdmin):
    list_display = ["digest", "size"]
    list_filter = ["editions__file"]
    search_fields = ["digest"]
