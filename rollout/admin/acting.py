"""What the admin pages of a plan's rows have in common: saving and removing are acts, told at the form when refused.

Knows how the admin saves and what an action raises; which action a page calls, the page knows.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from municipalities.admin import FactAdmin, PlainAdmin
from municipalities.history_pages import KeptForm, labels_of, value_words
from rollout.actions import Conflict, Difference, Refused
from rollout.actions.recording import locked
from rollout.models import Plan
from rollout.permissions import visible_plans
from rollout.roles import EDIT_PLANS

OF_A_PLAN = ["plan__from_service", "plan__to_service"]


class ActingForm(KeptForm):
    """A form whose row is saved by an action. seen: the kept state that the editor read, hidden in the form."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    refusal: Exception | None = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = latest_state(self.instance)

    def clean(self) -> dict:
        """Tell what an action refused, at the fields that it named."""
        cleaned = super().clean()
        if isinstance(self.refusal, Conflict):
            self.tell_conflict(self.refusal)
        elif self.refusal is not None:
            for name, messages_ in by_field(self.refusal).items():
                self.add_error(name if name in self.fields else None, messages_)
        return cleaned

    def wishes(self, now: models.Model) -> dict[str, Any]:
        """What the editor changed, by field; what only others changed since stays theirs.

        Raises Conflict where somebody else has meanwhile changed the same field to something else.
        """
        base = now.history.model.objects.filter(history_id=self.cleaned_data.get("seen"), id=now.pk).first() or now
        fields = [field for field in self._meta.model._meta.concrete_fields if field.name in self.cleaned_data]
        all_ = {
            field.name: Difference(field.name, *(getattr(row, field.attname) for row in (base, now, self.instance)))
            for field in fields
        }
        if any(each.is_clash for each in all_.values()):
            latest = now.history.select_related("history_user").order_by("-history_id").first()
            raise Conflict(
                now,
                {name: each for name, each in all_.items() if each.base != each.theirs},
                current_revision=latest.history_id,
                by_name=str(latest.history_user or ""),
                at=latest.history_date,
            )
        return {name: self.cleaned_data[name] for name, each in all_.items() if each.yours != each.base}

    def tell_conflict(self, conflict: Conflict) -> None:
        """Say what somebody else changed; whoever saves again has seen it, and changes no more than they wished."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = conflict.current_revision
        self.add_error(None, _("Nothing was saved: %(who)s") % {"who": who_was_first(conflict)})
        for name, difference in conflict.differences.items():
            if difference.is_clash:
                self.add_error(name, clash_words(conflict.subject, difference))
            elif difference.yours == difference.base:
                self.data[self.add_prefix(name)] = difference.theirs


def latest_state(row: models.Model) -> int | None:
    """The key of the latest kept state of a row; None where none was kept."""
    return row.history.order_by("-history_id").values_list("history_id", flat=True).first()


def by_field(refusal: Refused) -> Mapping[str, list[str]]:
    """The messages of a refusal, by field; those of none under `__all__`."""
    return refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}


def clash_words(row: models.Model, difference: Difference) -> str:
    """What somebody else made of a field, and how to go on."""
    field = row._meta.get_field(difference.field)
    values = {difference.base, difference.theirs} - {None}
    labels = {field.related_model: labels_of(field.related_model, values)} if field.many_to_one else {}
    before, now = (value_words(field, value, labels) for value in (difference.base, difference.theirs))
    return _("Meanwhile changed from %(before)s to %(now)s. Save again to have yours.") % {"before": before, "now": now}


def who_was_first(conflict: Conflict) -> str:
    """Who changed the same thing, and when, as far as that is known."""
    name = conflict.by_name or _("somebody else")
    at = date_format(timezone.localtime(conflict.at), "Y-m-d H:i")
    return _("%(name)s changed the same thing at %(at)s, after you opened the page.") % {"name": name, "at": at}


class OfVisiblePlans(PlainAdmin):
    """Rows of plans that the user may see: other people's scenarios are theirs in the admin too.

    to_plan: how a look-up goes from the row to its plan; empty for the plan itself.
    """

    to_plan = "plan"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        owner = f"{self.to_plan}__owner" if self.to_plan else "owner"
        return super().get_queryset(request).filter(Q(**{owner: None}) | Q(**{owner: request.user.pk}))


class ActingAdmin(OfVisiblePlans, FactAdmin):
    """Saves and removes through actions. Adding, changing and removing ask for the right to edit plans."""

    form = ActingForm

    def add_row(self, values: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> models.Model:
        """Make the row that a form describes. Raises Refused."""
        raise NotImplementedError

    def change_row(self, row: models.Model, wishes: dict[str, Any], *, by: AbstractBaseUser, reason: str) -> None:
        """Change some fields of a row as it is now. Raises Refused."""
        raise NotImplementedError

    def take_away(self, row: models.Model, *, by: AbstractBaseUser) -> None:
        """Remove a row. Raises Refused."""
        raise NotImplementedError

    def plan_of(self, row: models.Model) -> Plan:
        """The plan that a row belongs to."""
        return row.plan

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(EDIT_PLANS)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm(EDIT_PLANS)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm(EDIT_PLANS)

    def get_actions(self, request: HttpRequest) -> dict:
        """Without removing many rows at once: each removal is an act that may be refused."""
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        """What was seen comes along where something can be changed."""
        fieldsets = super().get_fieldsets(request, obj)
        shown = [
            (name, {**options, "fields": [field for field in options["fields"] if field != "seen"]})
            for name, options in fieldsets
        ]
        if obj is None or not self.has_change_permission(request, obj):
            return shown
        *others, (name, options) = shown
        return [*others, (name, {**options, "fields": [*options["fields"], "seen"]})]

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs):
        """The form, told what the action refused when it was tried."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """As Django's own; when the action refuses, all is rolled back and the same form is shown with the reasons."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (Refused, Conflict) as refusal:
            request.refusal = refusal
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: models.Model, form: ActingForm, change: bool) -> None:
        named = {"by": request.user, "reason": form.cleaned_data.get("change_reason", "")}
        if not change:
            values = {name: value for name, value in form.cleaned_data.items() if name not in ("change_reason", "seen")}
            obj.pk = self.add_row(values, **named).pk
            return
        locked(self.plan_of(self.model.objects.get(pk=obj.pk)))
        now = self.model.objects.get(pk=obj.pk)
        if wishes := form.wishes(now):
            self.change_row(now, wishes, **named)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """The action has written all there is to write; of the rows below, which are only shown, nothing is new."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.take_away(obj, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        """As Django's own; what is refused is told on the row's page."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        return HttpResponseRedirect(self.page_of(object_id))

    def page_of(self, object_id: str) -> str:
        """The address of a row's page."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple[list, dict, set, list]:
        """The row alone: what goes with it goes by the same act, so no further right is asked for."""
        rows = [str(row) for row in objs]
        return rows, {self.opts.verbose_name_plural: len(rows)}, set(), []

    def kept_states(self, request: HttpRequest, key: str) -> QuerySet:
        """The kept states of a row of a plan that the user may see, with their acts."""
        kept = super().kept_states(request, key).select_related("change")
        return kept.filter(**{f"{self.to_plan or 'id'}__in": visible_plans(request.user).values("pk")})
