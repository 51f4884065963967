"""The description of the API (OpenAPI 3.1), made of the answers themselves: their parameters, rows and formats."""

from django.forms import MultipleChoiceField
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_basic_type
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from rollout.api import log
from rollout.api.filters import Key
from rollout.api.paging import LARGEST, Pages
from rollout.filters import DayFilter
from rollout.geo_json import GEO_JSON

SHARED = {
    "format": _("json, csv or geojson; else what the header Accept asks for."),
    "fields": _("Only these fields, with commas between them."),
}


class FaultRow(serializers.Serializer):
    """What is wrong with one parameter."""

    parameter = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class Problem(serializers.Serializer):
    """A problem (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = FaultRow(many=True, required=False)


class KeyScheme(OpenApiAuthenticationExtension):
    """How a key is sent; found by drf-spectacular through the class that it names."""

    target_class = "rollout.api.keys.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema) -> dict[str, str]:
        words = _("A key that you made on the page of keys, after the word Token: “Token 1234…”. Reading needs none.")
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": str(words)}


class Described(AutoSchema):
    """Describes an answer by what it says of itself: `parameters`, the FilterSet, the row."""

    def get_operation_id(self) -> str:
        return f"{self.view.basename.removeprefix('api-')}_{self.view.action}"

    def get_description(self) -> str:
        return str(self.view.described[self.view.action])

    def get_tags(self) -> list[str]:
        return [self.view.basename.removeprefix("api-")]

    def _is_list_view(self, serializer=None) -> bool:
        return self.view.action in ("list", "trend") or getattr(self.view, "lists_rows", False)

    def get_override_parameters(self) -> list[OpenApiParameter]:
        return [self._parameter(name) for name in self.view.parameters()]

    def _get_filter_parameters(self) -> list:
        return []

    def _get_pagination_parameters(self) -> list:
        return []

    def _parameter(self, name: str) -> OpenApiParameter:
        if name in ("page", "page_size"):
            words = getattr(Pages, f"{name}_query_description" if name == "page" else "page_size_query_description")
            whole = {"type": "integer", "minimum": 1, **({"maximum": LARGEST} if name == "page_size" else {})}
            return OpenApiParameter(name, whole, description=str(words))
        if name == "format":
            formats = [renderer.format for renderer in self.view.renderer_classes]
            return OpenApiParameter(name, {"type": "string", "enum": formats}, description=str(SHARED[name]))
        if name == "fields":
            return OpenApiParameter(name, self._field_names(), description=str(SHARED[name]), explode=False)
        return self._asked(name)

    def _field_names(self) -> dict:
        names = list(self.view.get_serializer_class()().fields)
        return {"type": "array", "items": {"type": "string", "enum": names}}

    def _asked(self, name: str) -> OpenApiParameter:
        filters = getattr(self.view, "filterset_class", None)
        if filters is None or name not in filters.base_filters:
            needed = name == "since"
            return OpenApiParameter(
                name, OWN.get(name, OpenApiTypes.STR), required=needed, description=str(ASKED.get(name, ""))
            )
        asked = filters.base_filters[name]
        many = issubclass(asked.field_class, MultipleChoiceField)
        kind = {"type": "array", "items": type_of(asked)} if many else type_of(asked)
        return OpenApiParameter(name, kind, description=str(asked.label or ""), explode=many)

    def _writes(self) -> dict:
        return getattr(self.view, "sends", {})

    def get_request_serializer(self):
        return self._writes().get(self.view.action)

    def get_response_serializers(self) -> dict:
        problem = OpenApiResponse(Problem, description="What is wrong, and where.")
        row = super().get_response_serializers()
        media = {("200", "application/json"): row, ("200", "text/csv"): OpenApiTypes.STR}
        if any(renderer.media_type == GEO_JSON for renderer in self.view.renderer_classes):
            media[("200", GEO_JSON)] = OpenApiTypes.OBJECT
        written = ("409", "415", "503") if self.view.action in self._writes() else ()
        codes = ("400", "401", "404", "406", "429", *written)
        return media | {(code, "application/problem+json"): problem for code in codes}


OWN = {
    "since": {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]},
    "resource": {"type": "string", "enum": list(log.RESOURCES)},
}
ASKED = {"since": log.SINCE, "resource": _("Only changes of this list.")}


def type_of(asked) -> dict:
    """The type of a filter's values, with its choices where they are no facts of the day."""
    if isinstance(asked, DayFilter):
        return build_basic_type(OpenApiTypes.DATE)
    if isinstance(asked, BooleanFilter):
        return {"type": "string", "enum": ["true", "false"]}
    if isinstance(asked, Key):
        return {"type": "integer", "minimum": 1}
    choices = asked.extra.get("choices")
    if isinstance(choices, (list, tuple)) and choices:
        return {"type": "string", "enum": [str(value) for value, _words in choices]}
    return {"type": "string", **({"maxLength": asked.extra["max_length"]} if "max_length" in asked.extra else {})}


WHOLE_FILES = {
    "text/csv": {"type": "string"},
    GEO_JSON: {"type": "object", "required": ["type", "features"]},
}


def as_answered(result: dict, generator, request, public) -> dict:
    """The description put right where it cannot know: the asker chooses the fields, so no row must have any of them;
    and files are no pages of rows. A hook of drf-spectacular.
    """
    for name, component in result["components"]["schemas"].items():
        if name.endswith("Row"):
            component.pop("required", None)
    for actions in result["paths"].values():
        for action in actions.values():
            content = action["responses"]["200"].get("content", {})
            content.update({media: {"schema": told} for media, told in WHOLE_FILES.items() if media in content})
    return result
