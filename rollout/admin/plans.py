"""Plans in the admin, with what can be done to several at once. Stage and moments are shown: publishing is an act."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.admin import RowsBelow
from rollout import actions
from rollout.actions.drafts import SETTINGS
from rollout.admin.acting import ActingAdmin
from rollout.models import DAY_FIELDS, Milestone, Phase, Plan
from rollout.roles import APPROVE_PLANS, EDIT_PLANS

DESCRIBED = ("name", "note")


class PhasesBelow(RowsBelow):
    model = Phase
    fields = ["number", "name", *DAY_FIELDS]


class MilestonesBelow(RowsBelow):
    model = Milestone
    joins = ("phase", "source")
    fields = ["on", "kind", "name", "phase", "certainty"]


@admin.register(Plan)
class PlanAdmin(ActingAdmin):
    to_plan = ""
    list_display = ["__str__", "stage", "name", "published_at", "publish_at", "is_example"]
    list_filter = ["stage", "from_service", "to_service", "is_example", ("owner", admin.EmptyFieldListFilter)]
    list_select_related = ["from_service", "to_service", "proposed_by"]
    search_fields = [
        "name",
        "note",
        *(f"{end}_service__{field}" for end in ("from", "to") for field in ("name", "short_name")),
    ]
    autocomplete_fields = ["from_service", "to_service"]
    readonly_fields = [
        *(
            "stage",
            "version",
            "revision",
            "is_example",
            "based_on",
            "owner",
            "proposed_by",
            "proposed_at",
            "approved_by",
        ),
        *("approved_at", "approved_revision", "publish_at", "published_at", "published_by", "superseded_at", "log"),
    ]
    fieldsets = [
        (None, {"fields": ["from_service", "to_service", "name", "note", *SETTINGS]}),
        (
            gettext_lazy("How far it has come"),
            {
                "fields": [
                    *("stage", "version", "revision", "based_on", "owner", "is_example", "proposed_by", "proposed_at"),
                    *(
                        "approved_by",
                        "approved_at",
                        "publish_at",
                        "published_at",
                        "published_by",
                        "superseded_at",
                        "log",
                    ),
                ]
            },
        ),
    ]
    inlines = [PhasesBelow, MilestonesBelow]
    actions = ["make_drafts", "propose", "approve"]

    def get_readonly_fields(self, request: HttpRequest, obj: Plan | None = None):
        """Which services it is between is said once."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "from_service", "to_service"] if obj else fixed

    def get_fieldsets(self, request: HttpRequest, obj: Plan | None = None) -> list:
        """A new plan has come nowhere yet."""
        found = super().get_fieldsets(request, obj)
        return found if obj else [fieldset for fieldset in found if "stage" not in fieldset[1]["fields"]]

    @admin.display(description=gettext_lazy("Changes"))
    def log(self, plan: Plan) -> str:
        """The way to everything that was done to it and to its rows."""
        return format_html('<a href="{}">{}</a>', reverse("plan-changes", args=[plan.pk]), _("All changes of the plan"))

    # --- What the form does ------------------------------------------------------------------------------------------

    def plan_of(self, row: Plan) -> Plan:
        return row

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> Plan:
        plan = actions.new_plan(
            **{name: values[name] for name in ("from_service", "to_service", *DESCRIBED)}, by=by, reason=reason
        )
        if any(values[name] != getattr(plan, name) for name in SETTINGS):
            actions.set_settings(plan, **{name: values[name] for name in SETTINGS}, by=by, reason=reason)
        return plan

    def change_row(self, row: Plan, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        if set(wishes) & set(DESCRIBED):
            described = {name: wishes.get(name, getattr(row, name)) for name in DESCRIBED}
            actions.describe(row, **described, by=by, reason=reason)
        if settings := {name: wishes[name] for name in SETTINGS if name in wishes}:
            actions.set_settings(row, **settings, by=by, reason=reason)

    def take_away(self, row: Plan, *, by: AbstractBaseUser) -> None:
        actions.discard(row, by=by)

    # --- What can be done to several ---------------------------------------------------------------------------------

    def has_edit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(EDIT_PLANS)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(APPROVE_PLANS)

    @admin.action(description=gettext_lazy("Make a draft of each"), permissions=["edit"])
    def make_drafts(self, request: HttpRequest, chosen: QuerySet) -> None:
        self._each(request, chosen, lambda plan: actions.draft_from(plan, by=request.user), _("Draft made: %(plan)s"))

    @admin.action(description=gettext_lazy("Propose for review"), permissions=["edit"])
    def propose(self, request: HttpRequest, chosen: QuerySet) -> None:
        self._each(request, chosen, lambda plan: actions.propose(plan, by=request.user), _("Proposed: %(plan)s"))

    @admin.action(description=gettext_lazy("Approve…"), permissions=["approve"])
    def approve(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        """Asks first, and carries the revisions along, so that what is approved is what was read."""
        if "confirmed" not in request.POST:
            return self._ask_to_approve(request, chosen)
        seen = {plan.pk: int(request.POST.get(f"seen-{plan.pk}") or -1) for plan in chosen}
        self._each(
            request,
            chosen,
            lambda plan: actions.approve(plan, seen_revision=seen[plan.pk], by=request.user),
            _("Approved: %(plan)s"),
        )
        return None

    def _ask_to_approve(self, request: HttpRequest, chosen: QuerySet) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Approve"),
            "plans": chosen,
            "opts": self.opts,
            "media": self.media,
            "selected_name": admin.helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/approve_plans.html", context)

    def _each(self, request: HttpRequest, chosen: Iterable[Plan], do: Callable[[Plan], Any], done: str) -> None:
        """Do something to each plan, and tell what came of it; one that is refused stops no other."""
        for plan in chosen:
            try:
                made = do(plan)
            except actions.Refused as refusal:
                self.message_user(request, f"{plan}: {' '.join(refusal.messages)}", messages.ERROR)
            else:
                self.message_user(request, done % {"plan": made or plan}, messages.SUCCESS)
