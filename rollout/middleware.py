"""Turns a selection that cannot be answered into a page that says why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rollout.selection import InvalidSelection


class SelectionErrors:
    """Answers an InvalidSelection with status 400 and every fault in words."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, InvalidSelection):
            return None
        return render(request, "400.html", {"errors": exception.errors}, status=400)
