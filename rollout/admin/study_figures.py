"""What others have published, in the admin: a fact as any other, with its source. Belongs to no plan."""

from django.contrib import admin

from municipalities.admin import FactAdmin
from rollout.models import StudyFigure


@admin.register(StudyFigure)
class StudyFigureAdmin(FactAdmin):
    list_display = ["value", "what", "theme", "unit", "on", "certainty", "source", "status"]
    list_display_links = ["value", "what"]
    list_filter = ["theme", "form", "unit", "certainty", "status", "source__publisher"]
    list_select_related = ["source"]
    search_fields = ["key", "value", "value_en", "what", "what_en", "source__publisher", "source__title"]
    autocomplete_fields = ["source"]
