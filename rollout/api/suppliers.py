"""WHO: services, delivery areas, providers, agreements, offices. Invented and registered rows are never mixed."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from providers.actions import confirm_offices
from providers.models import Agreement, DeliveryArea, MemberRole, Membership, Office, Provider, Service
from rollout import snapshot
from rollout.api import filters, rows
from rollout.api.answering import Answers, Listed, Selected
from rollout.api.rendering import CsvRenderer, GeoJsonRenderer
from rollout.api.writing import Confirmation, HasKey, carry_out, sent
from rollout.clock import today
from rollout.filters import MunicipalityFilter
from rollout.pages.provider_filter import ProviderFilter


class ByKey:
    """One row, by its key, whether invented or registered: it says itself which it is."""

    def retrieve(self, request, pk: str) -> Response:
        return Response(self.get_serializer(get_object_or_404(self.every(), pk=key(pk))).data)


def key(text: str) -> int:
    """A key in an address; 0, which no row has, for a number that no database can hold."""
    return int(text) if len(text) < 19 else 0


class OfBasis(Listed):
    """A list of rows of one basis: the one that is asked for, else the one that the pages count."""

    example_field = "is_example"

    def rows(self):
        return self.filterset_class.checked(
            self.request, self.every().filter(**{self.example_field: self.is_example})
        ).qs

    @property
    def basis(self) -> str:
        asked = self.filterset_class(self.request.query_params).form
        return (asked.is_valid() and asked.cleaned_data.get("basis")) or snapshot.current().default_basis

    @property
    def is_example(self) -> bool:
        return self.basis == "example"

    def about(self) -> dict:
        return {"basis": self.basis, "is_example": self.is_example}


class Services(Listed, Answers):
    """The services, each following on another."""

    described = {"list": _("The services, each following on another."), "retrieve": _("One service.")}
    serializer_class = rows.ServiceRow
    lookup_value_regex = "[-a-z0-9_]+"

    def every(self):
        return Service.objects.all()

    rows = every

    def retrieve(self, request, pk: str) -> Response:
        return Response(self.get_serializer(get_object_or_404(self.every(), pk=pk)).data)


class Areas(ByKey, Listed, Answers):
    """The delivery areas of the services; real and invented ones stand side by side, and say which they are."""

    described = {
        "list": _("The delivery areas of the services, each saying whether it is invented."),
        "retrieve": _("One delivery area."),
    }
    serializer_class = rows.AreaRow
    filterset_class = filters.AreaFilter

    def every(self):
        found = DeliveryArea.objects.select_related("source").prefetch_related("memberships")
        return found.order_by("service__order", "sort_key", "id")

    def rows(self):
        return self.filterset_class.checked(self.request, self.every()).qs


class Providers(Selected, ByKey, Listed, Answers):
    """The providers, by name, and by service and county on a day, as on their page."""

    described = {
        "list": _("The providers, by name, and by service and county on a day."),
        "retrieve": _("One provider."),
    }
    serializer_class = rows.ProviderRow
    filterset_class = MunicipalityFilter
    asks = ("q", "service", "county", "on", "basis")

    def parameters(self) -> list[str]:
        return [*self.asks, "page", "page_size", "fields", "format"]

    def every(self):
        return Provider.objects.all()

    def rows(self):
        return ProviderFilter.checked(self.request.query_params, selection=self.selection).qs


class Agreements(OfBasis, ByKey, Answers):
    """The agreements with their days."""

    described = {"list": _("The agreements with their days."), "retrieve": _("One agreement.")}
    serializer_class = rows.AgreementRow
    filterset_class = filters.AgreementFilter
    example_field = "provider__is_example"

    def every(self):
        return Agreement.objects.select_related("provider").order_by("number")


class Offices(OfBasis, ByKey, Answers):
    """The offices, those without a municipality included."""

    described = {
        "list": _("The offices, also those of which the municipality is not known."),
        "retrieve": _("One office."),
        "confirm": _("Say that an office is open on a day: for editors of its provider, with a key."),
    }
    sends: ClassVar = {"confirm": Confirmation}
    serializer_class = rows.OfficeRow
    renderer_classes = (JSONRenderer, CsvRenderer, GeoJsonRenderer)
    filterset_class = filters.OfficeFilter
    example_field = "agreement__provider__is_example"

    def every(self):
        return Office.objects.select_related("agreement__provider").order_by("id")

    @action(detail=True, methods=["post"], permission_classes=[HasKey])
    def confirm(self, request, pk: str) -> Response:
        """Say that an office of one's own is open on a day, as in the portal."""
        mine = Membership.objects.filter(user=request.user, role=MemberRole.EDITOR).values("provider")
        office = get_object_or_404(self.every().filter(agreement__provider__in=mine), pk=key(pk))
        on = sent(Confirmation, request).get("on", today())
        reason = gettext("Confirmed through the API")
        carry_out(lambda: confirm_offices(offices=[office], on=on, by=request.user, reason=reason))
        return Response(self.get_serializer(self.every().get(pk=office.pk)).data)
