"""The admin of WHEN: plans, phases, switches and the evidence for their days. Knows no rules: the models keep those.

A plan's stage and the moment of its publication are shown and not edited: publishing is an act of its own.
"""

from datetime import date

from django.contrib import admin
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from municipalities.admin import FactAdmin, RepeatsParent, RowsBelow
from rollout.models import DAY_FIELDS, DayStatement, Phase, PhaseArea, Plan, Switch

admin.site.site_header = admin.site.site_title = _("Administration of the rollout")

OF_A_PLAN = ["plan__from_service", "plan__to_service"]


class PhasesBelow(RowsBelow):
    model = Phase
    fields = ["number", "name", *DAY_FIELDS]


@admin.register(Plan)
class PlanAdmin(FactAdmin):
    list_display = ["__str__", "from_service", "to_service", "version", "stage", "published_at", "is_example"]
    list_filter = ["stage", "from_service", "to_service", "is_example"]
    list_select_related = ["from_service", "to_service"]
    search_fields = ["from_service__name", "from_service__short_name", "to_service__name", "to_service__short_name"]
    autocomplete_fields = ["from_service", "to_service"]
    readonly_fields = ["stage", "published_at", "is_example"]
    inlines = [PhasesBelow]


class AreasBelow(RowsBelow):
    model = PhaseArea
    joins = ("area", "phase")
    fields = ["area"]


class StatementsBelow(RowsBelow):
    model = DayStatement
    joins = ("source", "phase")
    fields = ["field", "day", "wording", "certainty", "source", "holds"]


@admin.register(Phase)
class PhaseAdmin(FactAdmin):
    list_display = ["name", "plan", "number", *DAY_FIELDS]
    list_filter = ["plan__stage", "plan__to_service"]
    list_select_related = OF_A_PLAN
    search_fields = ["name", "name_en", "plan__to_service__name", "plan__to_service__short_name"]
    autocomplete_fields = ["plan"]
    inlines = [AreasBelow, StatementsBelow]


class OfAPhase(RepeatsParent):
    """Choosing the phase is choosing its plan."""

    parent, repeats = "phase", "plan"


@admin.register(PhaseArea)
class PhaseAreaAdmin(FactAdmin):
    form = OfAPhase
    exclude = ["plan"]
    list_display = ["area", "phase", "plan"]
    list_filter = ["plan__stage", "plan__to_service", "phase__number"]
    list_select_related = ["area", "phase", *OF_A_PLAN]
    search_fields = ["area__search_key", "phase__name", "phase__name_en"]
    autocomplete_fields = ["phase", "area"]


def that_holds(field: str) -> Coalesce:
    """The actual day where it is known, else the planned one, as `Switch.day` gives it."""
    return Coalesce(f"actual_{field}", field)


@admin.register(Switch)
class SwitchAdmin(FactAdmin):
    form = OfAPhase
    exclude = ["plan"]
    list_display = [
        "municipality",
        "phase",
        "plan",
        "last_referral",
        "new_service_starts",
        "last_contract_day",
        "certainty",
    ]
    list_filter = ["plan__stage", "plan__to_service", "phase__number", "certainty", "municipality__county"]
    list_select_related = ["municipality", "phase", *OF_A_PLAN]
    search_fields = ["municipality__code", "municipality__search_key", "phase__name", "phase__name_en"]
    autocomplete_fields = ["phase", "municipality", "source"]
    fieldsets = [
        (None, {"fields": ["municipality", "phase", "certainty", "source"]}),
        (_("Planned"), {"fields": DAY_FIELDS}),
        (_("Actual"), {"fields": [f"actual_{field}" for field in DAY_FIELDS]}),
    ]

    @admin.display(description=_("last referral day"), ordering=that_holds("last_referral_on"))
    def last_referral(self, switch: Switch) -> date | None:
        return switch.day("last_referral_on")

    @admin.display(description=_("new service starts"), ordering=that_holds("new_service_starts_on"))
    def new_service_starts(self, switch: Switch) -> date | None:
        return switch.day("new_service_starts_on")

    @admin.display(description=_("last contract day"), ordering=that_holds("last_contract_day_on"))
    def last_contract_day(self, switch: Switch) -> date | None:
        return switch.day("last_contract_day_on")


@admin.register(DayStatement)
class DayStatementAdmin(FactAdmin):
    list_display = ["phase", "field", "day", "wording", "certainty", "source", "holds"]
    list_filter = ["holds", "certainty", "field", "phase__plan__to_service", "phase__number"]
    list_select_related = ["phase", "source"]
    search_fields = ["phase__name", "phase__name_en", "wording", "source__title", "source__publisher"]
    autocomplete_fields = ["phase", "source"]
