"""WHEN: plans with their phases and switches. Drafts are for those whose key lets them see drafts."""

from datetime import date
from typing import ClassVar

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from providers.models import DeliveryArea
from rollout import actions
from rollout.api import filters, rows
from rollout.api.answering import Answers, Listed
from rollout.api.suppliers import ByKey, key
from rollout.api.writing import HasKey, PhaseEdit, carry_out, sent
from rollout.clock import end_of
from rollout.models import Phase, Plan, Switch
from rollout.permissions import get_editable_plan, visible_plans
from rollout.selectors import plans_in_force


def versions(user, *, plan: int | None, as_of: date | None) -> QuerySet[Plan]:
    """A version by its key, those that applied at the end of a day, or those that apply."""
    if plan:
        return visible_plans(user).filter(pk=plan)
    return plans_in_force(at=end_of(as_of) if as_of else None)


class Plans(ByKey, Listed, Answers):
    """The versions of the plans, the latest first."""

    described = {
        "list": _("The versions of the plans that are or were published, the latest first."),
        "retrieve": _("One version of a plan."),
    }
    serializer_class = rows.PlanRow
    filterset_class = filters.PlanFilter

    def every(self):
        return visible_plans(self.request.user).order_by("from_service__order", "-version", "pk")

    def rows(self):
        asked = self.filterset_class.checked(self.request, self.every())
        as_of = asked.form.cleaned_data.get("as_of")
        return asked.qs.filter(pk__in=Plan.objects.applying(at=end_of(as_of)).values("pk")) if as_of else asked.qs


class OfPlans(Listed):
    """Rows of the versions that are asked for."""

    def rows(self):
        asked = self.filterset_class.checked(self.request, self.every())
        chosen = {name: asked.form.cleaned_data.get(name) for name in ("plan", "as_of")}
        chosen["plan"] = int(chosen["plan"]) if chosen["plan"] else None
        return asked.qs.filter(plan__in=versions(self.request.user, **chosen))

    def retrieve(self, request, pk: str) -> Response:
        found = self.every().filter(plan__in=visible_plans(request.user))
        return Response(self.get_serializer(get_object_or_404(found, pk=key(pk))).data)


class Phases(OfPlans, Answers):
    """The phases with their days, areas and municipalities."""

    described = {
        "list": _("The phases with their days, areas and municipalities."),
        "retrieve": _("One phase."),
        "partial_update": _("Change a phase of a draft: for editors, with a key. 409 where somebody was faster."),
    }
    sends: ClassVar = {"partial_update": PhaseEdit}
    serializer_class = rows.PhaseRow
    filterset_class = filters.PhaseFilter

    def every(self):
        switches = Prefetch("switches", Switch.objects.only("phase_id", "municipality_id"))
        areas = Prefetch("areas", DeliveryArea.objects.only("pk"))
        return Phase.objects.prefetch_related(switches, areas).order_by("plan__to_service__order", "plan", "number")

    def get_permissions(self) -> list:
        return [HasKey()] if self.action == "partial_update" else super().get_permissions()

    def partial_update(self, request, pk: str) -> Response:
        """Change some fields of a phase, as in the workspace: nobody overwrites anybody."""
        phase = get_object_or_404(self.every().filter(plan__in=visible_plans(request.user)), pk=key(pk))
        get_editable_plan(request.user, phase.plan_id)
        values = sent(PhaseEdit, request)
        carry_out(lambda: actions.edit_phase(phase, by=request.user, **values))
        return Response(self.get_serializer(self.every().get(pk=phase.pk)).data)


class Switches(OfPlans, Answers):
    """The switches of the municipalities."""

    described = {
        "list": _("The switches of the municipalities: planned days, and actual days where they are known."),
        "retrieve": _("One switch."),
    }
    serializer_class = rows.SwitchRow
    filterset_class = filters.SwitchFilter

    def every(self):
        return Switch.objects.select_related("phase").order_by("plan__to_service__order", "plan", "municipality")
