"""Errors as `application/problem+json` (RFC 9457): what is wrong, at which parameter, in the reader's language."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from rollout.database_busy import AGAIN_SECONDS, is_busy
from rollout.selection import InvalidSelection

NO_TYPE = "about:blank"


class NotModified(exceptions.APIException):
    """The asker has the answer already; `tag` is its mark."""

    status_code = status.HTTP_304_NOT_MODIFIED

    def __init__(self, tag: str) -> None:
        self.tag = tag
        super().__init__()


class ProblemRenderer(JSONRenderer):
    """A problem is told as JSON, whatever was asked for."""

    media_type = "application/problem+json"


def answer(error: Exception, context: dict) -> Response | None:
    """The answer to an error; None for what is a fault of ours, which the server then logs and tells of as ever."""
    if isinstance(error, NotModified):
        return Response(status=error.status_code, headers={"ETag": error.tag})
    if isinstance(error, InvalidSelection):
        return problem(
            status.HTTP_400_BAD_REQUEST, _("The question cannot be answered."), faults=_told(error, context.get("view"))
        )
    if is_busy(error):
        busy = _("Somebody else is saving just now. Nothing of yours was saved: try again in a moment.")
        return problem(status.HTTP_503_SERVICE_UNAVAILABLE, busy, **{"Retry-After": str(AGAIN_SECONDS)})
    if isinstance(error, (Http404, ObjectDoesNotExist)):
        error = exceptions.NotFound()
    if not isinstance(error, exceptions.APIException):
        return None
    return _of_framework(error)


def problem(code: int, title: str, *, detail: str = "", faults: list[dict] | None = None, **headers: str) -> Response:
    """A problem. faults: each with the parameter it is about, and what is wrong with it."""
    told = {"type": NO_TYPE, "title": title, "status": code}
    if detail:
        told["detail"] = detail
    if faults:
        told["errors"] = faults
    response = Response(told, status=code, headers=headers)
    response.is_problem = True
    return response


def _of_framework(error: exceptions.APIException) -> Response:
    headers = {}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if isinstance(error, exceptions.ValidationError):
        return problem(error.status_code, _("What was sent cannot be taken."), faults=_by_field(error.detail))
    return problem(error.status_code, str(error.detail), **headers)


def _told(error: InvalidSelection, view) -> list[dict]:
    """The faults by parameter; the pages' own FilterSets tell them by the label of a field."""
    filters = getattr(getattr(view, "filterset_class", None), "base_filters", {})
    names = {str(each.label): name for name, each in filters.items()}
    return [{"parameter": names.get(str(label), label), "detail": message} for label, message in error.errors]


def _by_field(detail) -> list[dict]:
    if isinstance(detail, dict):
        return [{"parameter": name, "detail": str(text)} for name, texts in detail.items() for text in _texts(texts)]
    return [{"parameter": "", "detail": str(text)} for text in _texts(detail)]


def _texts(detail) -> list:
    return detail if isinstance(detail, list) else [detail]
