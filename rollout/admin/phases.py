"""Phases, their areas and the municipalities' switches in the admin. A phase's days move its switches."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.admin import RepeatsParent, RowsBelow
from rollout import actions
from rollout.actions import Refused
from rollout.admin.acting import OF_A_PLAN, ActingAdmin, ActingForm
from rollout.models import DAY_FIELDS, DayStatement, Phase, PhaseArea, Switch

ACTUAL = [f"actual_{field}" for field in DAY_FIELDS]


class AreasBelow(RowsBelow):
    model = PhaseArea
    joins = ("area", "phase")
    fields = ["area"]


class StatementsBelow(RowsBelow):
    model = DayStatement
    joins = ("source", "phase")
    fields = ["field", "day", "wording", "certainty", "source", "holds"]


@admin.register(Phase)
class PhaseAdmin(ActingAdmin):
    list_display = ["name", "plan", "number", *DAY_FIELDS]
    list_filter = ["plan__stage", "plan__to_service", "plan__version"]
    list_select_related = OF_A_PLAN
    search_fields = ["name", "name_en", "plan__to_service__name", "plan__to_service__short_name"]
    autocomplete_fields = ["plan"]
    fields = ["plan", "number", "name", "name_en", *DAY_FIELDS, "note"]
    inlines = [AreasBelow, StatementsBelow]

    def get_readonly_fields(self, request, obj: Phase | None = None):
        """A phase stays in its plan."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "plan"] if obj else fixed

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> Phase:
        return actions.add_phase(values.pop("plan"), **values, by=by, reason=reason)

    def change_row(self, row: Phase, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        actions.edit_phase(row, expected_revision=row.revision, **wishes, by=by, reason=reason)

    def take_away(self, row: Phase, *, by: AbstractBaseUser) -> None:
        actions.remove_phase(row, by=by)


class OfAPhase(ActingForm, RepeatsParent):
    """Choosing the phase is choosing its plan; moving a row to another plan is no move."""

    parent, repeats = "phase", "plan"

    def clean(self) -> dict:
        plan = self.instance.plan_id
        cleaned = super().clean()
        if plan and self.instance.plan_id != plan:
            self.instance.plan_id = plan
            self.add_error("phase", _("The phase belongs to another plan."))
        return cleaned


@admin.register(PhaseArea)
class PhaseAreaAdmin(ActingAdmin):
    form = OfAPhase
    exclude = ["plan"]
    list_display = ["area", "phase", "plan"]
    list_filter = ["plan__stage", "plan__to_service", "phase__number"]
    list_select_related = ["area", "phase", *OF_A_PLAN]
    search_fields = ["area__search_key", "phase__name", "phase__name_en"]
    autocomplete_fields = ["phase", "area"]

    def get_readonly_fields(self, request, obj: PhaseArea | None = None):
        """Another area is another row."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "area"] if obj else fixed

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> PhaseArea:
        phase, area = values["phase"], values["area"]
        actions.move_areas(phase.plan, [area], to=phase, by=by, reason=reason)
        made = PhaseArea.objects.filter(plan=phase.plan_id, area=area).first()
        if made is None:
            raise Refused({"area": _("No municipality of this area is known, so there is nothing to move.")})
        return made

    def change_row(self, row: PhaseArea, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        actions.move_areas(row.plan, [row.area], to=wishes["phase"], by=by, reason=reason)

    def take_away(self, row: PhaseArea, *, by: AbstractBaseUser) -> None:
        actions.move_areas(row.plan, [row.area], to=None, by=by)


def that_holds(field: str) -> Coalesce:
    """The actual day where it is known, else the planned one, as `Switch.day` gives it."""
    return Coalesce(f"actual_{field}", field)


@admin.register(Switch)
class SwitchAdmin(ActingAdmin):
    """The planned days are the phase's and follow it; the actual ones, and how the phase is known, are facts."""

    form = OfAPhase
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
    exclude = ["plan"]
    fieldsets = [
        (None, {"fields": ["municipality", "phase", "certainty", "source"]}),
        (gettext_lazy("Actual"), {"fields": ACTUAL}),
        (gettext_lazy("Planned, as the phase"), {"fields": DAY_FIELDS}),
    ]
    readonly_fields = DAY_FIELDS

    def get_readonly_fields(self, request, obj: Switch | None = None):
        """Another municipality is another row."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "municipality"] if obj else fixed

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> Switch:
        phase, municipality = values.pop("phase"), values.pop("municipality")
        actions.move(phase.plan, {municipality.pk: phase}, by=by, reason=reason)
        made = Switch.objects.get(plan=phase.plan_id, municipality=municipality)
        said = {name: value for name, value in values.items() if value != getattr(made, name)}
        if said:
            self._tell_facts(made, said, by=by, reason=reason)
        return made

    def change_row(self, row: Switch, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        if "phase" in wishes:
            actions.move(row.plan, {row.municipality_id: wishes.pop("phase")}, by=by, reason=reason)
            row.refresh_from_db()
        self._tell_facts(row, wishes, by=by, reason=reason)

    def take_away(self, row: Switch, *, by: AbstractBaseUser) -> None:
        actions.move(row.plan, {row.municipality_id: None}, by=by)

    def _tell_facts(self, row: Switch, wishes: dict[str, Any], **named) -> None:
        """Record the actual days, and how the phase is known."""
        if {"certainty", "source"} & set(wishes):
            told = {name: wishes.get(name, getattr(row, name)) for name in ("certainty", "source")}
            actions.set_evidence(row, **told, **named)
        if days := {name.removeprefix("actual_"): wishes[name] for name in ACTUAL if name in wishes}:
            actions.set_actual_days(row.phase, days=days, codes=[row.municipality_id], **named)

    @admin.display(description=gettext_lazy("last referral day"), ordering=that_holds("last_referral_on"))
    def last_referral(self, switch: Switch) -> date | None:
        return switch.day("last_referral_on")

    @admin.display(description=gettext_lazy("new service starts"), ordering=that_holds("new_service_starts_on"))
    def new_service_starts(self, switch: Switch) -> date | None:
        return switch.day("new_service_starts_on")

    @admin.display(description=gettext_lazy("last contract day"), ordering=that_holds("last_contract_day_on"))
    def last_contract_day(self, switch: Switch) -> date | None:
        return switch.day("last_contract_day_on")
