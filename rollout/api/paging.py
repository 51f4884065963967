"""Pages of an answer: by number, of a size that the asker chooses. Files are whole unless a page is asked for."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

LARGEST = 1_000


class Pages(PageNumberPagination):
    """`page` and `page_size`; the answer tells how many rows there are, and where the pages before and after lie."""

    page_size = 300  # all municipalities at once
    page_size_query_param = "page_size"
    max_page_size = LARGEST
    page_query_description = gettext_lazy("The number of the page, from 1.")
    page_size_query_description = gettext_lazy("How many rows a page has: 1 to 1000, else 300.")

    def paginate_queryset(self, queryset, request, view=None):
        if getattr(request.accepted_renderer, "whole", False) and self.page_query_param not in request.query_params:
            return None
        self._check(request)
        return super().paginate_queryset(queryset, request, view=view)

    def _check(self, request) -> None:
        """Raises ValidationError for a size that is none: a page of another size would be a silent choice."""
        given = request.query_params.get(self.page_size_query_param)
        if given is not None and not (given.isascii() and given.isdecimal() and 1 <= int(given) <= LARGEST):
            raise ValidationError({self.page_size_query_param: [_("Give a number from 1 to 1000.")]})

    def get_paginated_response(self, data) -> Response:
        told = {
            "count": self.page.paginator.count,
            "next": self.get_next_link(),
            "previous": self.get_previous_link(),
            "about": getattr(self, "about", {}),
            "results": data,
        }
        return Response(told)

    def get_paginated_response_schema(self, schema: dict) -> dict:
        link = {"type": ["string", "null"], "format": "uri"}
        told = {
            "count": {"type": "integer", "description": "How many rows there are in all."},
            "next": {**link, "description": "The page after this one."},
            "previous": {**link, "description": "The page before this one."},
            "about": {"type": "object", "description": "What all rows have in common: day, plan, data, definition."},
            "results": schema,
        }
        return {"type": "object", "required": list(told), "properties": told}
