"""What all answers of the API have in common: language, parameters that are checked, marks of freshness, fields.

A question that a page would refuse is refused here, with the same words. Nothing is ignored: a parameter that means
nothing is a fault, since a typing error would else give an answer to another question.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from municipalities.versions import current_version
from rollout.api.negotiation import FIELDS, FORMAT
from rollout.api.problems import NotModified, ProblemRenderer
from rollout.clock import today
from rollout.selection import LONGEST_QUERY, InvalidSelection, Selection

PAGING = ("page", "page_size")
SHARED = (FORMAT, FIELDS)


class Told:
    """How every answer ends: problems in their own format, the marks that caches and programs go by."""

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if getattr(response, "is_problem", False):
            response.accepted_renderer, response.accepted_media_type = ProblemRenderer(), ProblemRenderer.media_type
        elif tag := getattr(self, "tag", ""):
            response.headers.setdefault("ETag", tag)
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers["Content-Language"] = translation.get_language()
        response.headers["Access-Control-Allow-Origin"] = "*"  # open facts: any page may read them, without cookies
        patch_vary_headers(response, ("Accept", "Accept-Language", "Authorization"))
        return response


class Answers(Told, viewsets.GenericViewSet):
    """Reading: by `list` and `retrieve` of the subclasses, with one way to filter, to choose fields and to be fresh."""

    described: Mapping = {}  # what each action gives, in words
    asks: Iterable[str] = ()  # the parameters that mean something here, beside those of the filters and the pages
    of_one: Iterable[str] | None = ()  # the filters that mean something for one row; None: all
    lookup_value_regex = "[0-9]+"
    filter_backends: list = []

    # --- Before ------------------------------------------------------------------------------------------------------

    def initial(self, request: Request, *args, **kwargs) -> None:
        translation.activate(translation.get_language_from_request(request))
        super().initial(request, *args, **kwargs)
        self._check_parameters(request)
        if request.method in ("GET", "HEAD"):
            self._check_freshness(request)

    def _check_parameters(self, request: Request) -> None:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            raise InvalidSelection([("", _("The address is too long to be a selection made here."))])
        known = set(self.parameters())
        faults = [(name, _("There is no such parameter here.")) for name in request.query_params if name not in known]
        once = (*PAGING, *SHARED)
        faults += [
            (name, _("The address gives this more than once."))
            for name in once
            if len(set(request.query_params.getlist(name))) > 1
        ]
        if faults:
            raise InvalidSelection(faults)

    def parameters(self) -> list[str]:
        """The names that mean something in an address of this answer."""
        filters = getattr(self, "filterset_class", None)
        names = list(filters.base_filters) if filters else []
        if self.action != "list" and self.of_one is not None:
            names = [name for name in names if name in self.of_one]
        paged = PAGING if self.action == "list" and self.paginator else ()
        return [*names, *self.asks, *paged, *SHARED]

    def _check_freshness(self, request: Request) -> None:
        self.tag = self.freshness(request)
        asked = request.headers.get("If-None-Match", "")
        if asked == "*" or self.tag in (each.strip() for each in asked.split(",")):
            raise NotModified(self.tag)

    def freshness(self, request: Request) -> str:
        """The mark of an answer: another one after any write, on another day, in another language or format."""
        parts = (
            current_version(),
            today().isoformat(),
            request.build_absolute_uri(),
            request.accepted_renderer.format,
            translation.get_language(),
            str(request.user.pk or ""),
        )
        return f'W/"{sha256("|".join(parts).encode()).hexdigest()[:32]}"'

    # --- The fields --------------------------------------------------------------------------------------------------

    def get_serializer_context(self) -> dict:
        return {**super().get_serializer_context(), "wanted": self.wanted()}

    def wanted(self) -> list[str] | None:
        """The fields that are asked for; None for all. Raises InvalidSelection for one that there is none of."""
        given = self.request.query_params.get(FIELDS, "") if self.request else ""
        if not given:
            return None
        there, names = list(self.get_serializer_class()().fields), [name.strip() for name in given.split(",")]
        if unknown := [name for name in names if name not in there]:
            told = {"unknown": ", ".join(unknown)[:80], "there": ", ".join(there)}
            raise InvalidSelection([(FIELDS, _("There is no field %(unknown)s; there are %(there)s.") % told)])
        return names


class Selected:
    """Answers from the one selection that pages and files are made of."""

    @property
    def selection(self) -> Selection:
        """What the address asks for. Raises InvalidSelection."""
        if not hasattr(self, "_selection"):
            self._selection = Selection.from_query(self.request.query_params, today=today(), asks=self.filterset_class)
        return self._selection

    def about(self) -> dict:
        """What all rows of an answer have in common, so that it can be told what they are."""
        selection = self.selection
        plan = selection.snapshot.plan
        return {
            "on": selection.on.isoformat(),
            "as_of": selection.as_of.isoformat() if selection.as_of else None,
            "plan": f"{plan.from_service_id}-{plan.to_service_id}" if plan else None,
            "plan_version": plan.version if plan else None,
            "basis": selection.basis,
            "is_example": selection.shows_examples,
            "test": selection.test,
            "service": selection.service or None,
            "definition": selection.definition or None,
        }


class Listed:
    """A list of rows, in pages."""

    def list(self, request: Request, *args, **kwargs):
        rows = self.rows()
        page = self.paginate_queryset(rows)
        about = self.about() if hasattr(self, "about") else {}
        if page is None:
            told = self.get_serializer(rows, many=True).data
            return self.whole(told, about)
        self.paginator.about = about
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def whole(self, rows: list, about: dict):
        """The whole list as one answer, for a file."""
        return Response({"about": about, "results": rows})
