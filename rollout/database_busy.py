"""Answers somebody whose write waited in vain for another's: with what was sent, ready to be sent again; never a 500.

SQLite has one writer at a time, and gives a write up that has waited for as long as the settings say; a large import
can take longer. What was given up has changed nothing. Knows no page; the API tells the same as a problem.
"""

import sqlite3

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables

AGAIN_SECONDS = 10
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
PRIMARY_CODE = 0xFF  # SQLite says more in the bits above


def is_busy(error: BaseException) -> bool:
    """Whether an error says that the database was being written to for too long."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return isinstance(error, OperationalError) and code is not None and code & PRIMARY_CODE in BUSY


class DatabaseBusy:
    """Tells with status 503 that somebody else is saving. Stands after the sign-in."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_busy(exception):
            return None
        told = {"again": sent_values(request), "has_files": bool(request.FILES), "address": request.get_full_path()}
        response = render(request, "503.html", told, status=503)
        response["Retry-After"], response["Cache-Control"] = str(AGAIN_SECONDS), "no-store"
        return response


@sensitive_variables()
def sent_values(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form held, to be sent again; nothing where that cannot be all of it, or must not stand in a page."""
    if request.FILES or any("password" in name for name in request.POST):
        return []
    own = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    return [(name, value) for name, values in own for value in values]
