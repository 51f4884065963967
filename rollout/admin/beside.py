"""What stands beside a plan's days in the admin: statements of sources, milestones, waivers, follow-ups."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rollout import actions
from rollout.admin.acting import OF_A_PLAN, ActingAdmin, ActingForm
from rollout.models import DayStatement, FollowUp, LeftOut, Milestone, Plan, Waiver
from rollout.rules import BY_KEY


@admin.register(DayStatement)
class DayStatementAdmin(ActingAdmin):
    to_plan = "phase__plan"
    list_display = ["phase", "field", "day", "wording", "certainty", "source", "holds"]
    list_filter = ["holds", "certainty", "field", "phase__plan__to_service", "phase__number"]
    list_select_related = ["phase", "source"]
    search_fields = ["phase__name", "phase__name_en", "wording", "source__title", "source__publisher"]
    autocomplete_fields = ["phase", "source"]

    def plan_of(self, row: DayStatement) -> Plan:
        return row.phase.plan

    def get_readonly_fields(self, request: HttpRequest, obj: DayStatement | None = None):
        """A statement stays with its phase."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "phase"] if obj else fixed

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> DayStatement:
        return actions.save_statement(values.pop("phase"), **values, by=by, reason=reason)

    def change_row(self, row: DayStatement, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        actions.save_statement(row.phase, statement=row, **wishes, by=by, reason=reason)

    def take_away(self, row: DayStatement, *, by: AbstractBaseUser) -> None:
        actions.remove_statement(row, by=by)


class OfAPlan(ActingAdmin):
    """A row that stays in its plan."""

    def get_readonly_fields(self, request: HttpRequest, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "plan"] if obj else fixed


@admin.register(Milestone)
class MilestoneAdmin(OfAPlan):
    list_display = ["name", "kind", "on", "until", "plan", "phase", "certainty"]
    list_filter = ["kind", "certainty", "plan__stage", "plan__to_service", "on"]
    list_select_related = ["phase", *OF_A_PLAN]
    search_fields = ["name", "name_en", "note"]
    autocomplete_fields = ["plan", "phase", "source"]

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> Milestone:
        return actions.save_milestone(values.pop("plan"), **values, by=by, reason=reason)

    def change_row(self, row: Milestone, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        actions.save_milestone(row.plan, milestone=row, **wishes, by=by, reason=reason)

    def take_away(self, row: Milestone, *, by: AbstractBaseUser) -> None:
        actions.remove_milestone(row, by=by)


class AboutARule(ActingForm):
    """A form for something said of a rule: one of those there are."""

    rule = forms.ChoiceField(label=Waiver._meta.get_field("rule").verbose_name, choices=[])

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["rule"]
        else:
            self.fields["rule"].choices = [(rule.key, rule.label) for rule in BY_KEY.values()]


class AboutARuleAdmin(OfAPlan):
    """A row about a rule; which rule, and what in the plan, is said once."""

    form = AboutARule
    asks_why = False
    said_once: tuple[str, ...] = ()
    said_later: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj=None) -> list[str]:
        rule = "rule_label" if obj else "rule"
        return ["plan", rule, *self.said_once, *self.said_later]

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "rule_label", *(self.said_once if obj else ())]

    @admin.display(description=Waiver._meta.get_field("rule").verbose_name, ordering="rule")
    def rule_label(self, row: Waiver | FollowUp) -> str:
        return str(BY_KEY[row.rule].label) if row.rule in BY_KEY else row.rule


@admin.register(Waiver)
class WaiverAdmin(AboutARuleAdmin):
    """No other reason is asked for than the waiver's own, which everybody reads."""

    list_display = ["plan", "rule_label", "subject", "by_name", "at", "reason"]
    list_filter = ["rule", "plan__stage", "plan__to_service"]
    list_select_related = OF_A_PLAN
    search_fields = ["rule", "subject", "reason", "by_name"]
    autocomplete_fields = ["plan"]
    readonly_fields = ["by", "at"]
    said_once = ("subject",)
    said_later = ("reason", "by", "at")

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> Waiver:
        return actions.waive(values.pop("plan"), **values, by=by)

    def change_row(self, row: Waiver, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        actions.waive(row.plan, rule=row.rule, subject=row.subject, reason=wishes["reason"], by=by)

    def take_away(self, row: Waiver, *, by: AbstractBaseUser) -> None:
        actions.unwaive(row, by=by)


@admin.register(FollowUp)
class FollowUpAdmin(AboutARuleAdmin):
    list_display = ["area", "rule_label", "plan", "owner", "due_on"]
    list_filter = ["rule", "plan__stage", "plan__to_service", "due_on", ("owner", admin.EmptyFieldListFilter)]
    list_select_related = ["area", "owner", *OF_A_PLAN]
    search_fields = ["area__search_key", "rule", "note", "owner__username"]
    autocomplete_fields = ["plan", "area", "owner"]
    said_once = ("area",)
    said_later = ("owner", "due_on", "note")

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> FollowUp:
        made = actions.set_follow_up(values.pop("plan"), **values, by=by)
        if made is None:
            raise actions.Refused(_("Say who sees to it, by when, or what is to be done."))
        return made

    def change_row(self, row: FollowUp, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        told = {name: wishes.get(name, getattr(row, name)) for name in ("owner", "due_on", "note")}
        actions.set_follow_up(row.plan, rule=row.rule, area=row.area, **told, by=by)

    def take_away(self, row: FollowUp, *, by: AbstractBaseUser) -> None:
        actions.set_follow_up(row.plan, rule=row.rule, area=row.area, owner=None, due_on=None, by=by)


@admin.register(LeftOut)
class LeftOutAdmin(OfAPlan):
    """Leaving out another provider and counting one again; a row itself never changes."""

    list_display = ["plan", "provider"]
    list_filter = ["plan__to_service"]
    list_select_related = ["provider", *OF_A_PLAN]
    search_fields = ["provider__search_key", "plan__name"]
    autocomplete_fields = ["plan", "provider"]

    def get_readonly_fields(self, request: HttpRequest, obj: LeftOut | None = None):
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "provider"] if obj else fixed

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> LeftOut:
        plan, provider = values["plan"], values["provider"]
        actions.leave_out(plan, providers=[*plan.left_out.all(), provider], by=by, reason=reason)
        return LeftOut.objects.get(plan=plan, provider=provider)

    def change_row(self, row: LeftOut, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        """Nothing of it can be wished for."""

    def take_away(self, row: LeftOut, *, by: AbstractBaseUser) -> None:
        actions.leave_out(row.plan, providers=row.plan.left_out.exclude(pk=row.provider_id), by=by)
