"""WHERE: municipalities on a day, counties, classifications."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from municipalities.models import Classification, County
from rollout import selectors
from rollout.api import rows
from rollout.api.answering import Answers, Listed, Selected
from rollout.api.rendering import CsvRenderer, GeoJsonRenderer
from rollout.filters import MunicipalityFilter


class Municipalities(Selected, Listed, Answers):
    """The municipalities on a day, by the same choices, in the same order and with the same figures as the map."""

    described = {
        "list": _("The municipalities on a day: the same choices, order and figures as on the map."),
        "retrieve": _("One municipality on a day."),
    }
    filterset_class = MunicipalityFilter
    serializer_class = rows.MunicipalityRow
    renderer_classes = (JSONRenderer, CsvRenderer, GeoJsonRenderer)
    lookup_field = "code"
    lookup_value_regex = "[0-9]{4}"
    of_one = ("on", "as_of", "test", "service", "basis", "definition", "provider")

    def rows(self) -> list[dict]:
        return told(self.selection, self.selection.rows)

    def retrieve(self, request, code: str) -> Response:
        """One municipality on the day, whatever else is chosen."""
        country = self.selection.country
        if code not in country.index:
            raise Http404
        (row,) = told(self.selection, country.loc[[code]])
        return Response(self.get_serializer(row).data)


def told(selection, frame) -> list[dict]:
    """Rows of a selection as the answer has them; see `Selection.country` for the columns."""
    points = selection.snapshot.municipalities[["latitude", "longitude"]]
    frame = frame.join(points).astype(object).where(frame.join(points).notna(), None)
    return [{"code": code, "on": selection.on, **row} for code, row in frame.to_dict("index").items()]


class Counties(Listed, Answers):
    """The 21 counties, by code."""

    described = {"list": _("The 21 counties, by code."), "retrieve": _("One county.")}
    serializer_class = rows.CountyRow
    lookup_field = "code"
    lookup_value_regex = "[0-9]{2}"

    def rows(self):
        return County.objects.all()

    def retrieve(self, request, code: str) -> Response:
        return Response(self.get_serializer(selectors.get_county(code)).data)


class Classifications(Listed, Answers):
    """How the municipalities are divided, by whom, and which classes count as rural by which definition."""

    described = {"list": _("How municipalities are divided, by whom, and which classes count as rural.")}
    serializer_class = rows.ClassificationRow

    def rows(self):
        return Classification.objects.select_related("source").prefetch_related("classes", "definitions")
