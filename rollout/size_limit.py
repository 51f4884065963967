"""Refuses what is too large to be meant, before any of it is parsed or stored, with a page that says so.

What is refused is thrown away as it arrives: a browser that is cut off while it sends shows no answer at all.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from rollout.roles import RUN_IMPORTS

MOST_BYTES = 5_000_000  # twice the largest file that is taken, with the form around it
MOST_IMPORTED_BYTES = 100_000_000  # by those who may import, to the address that takes their files
THROWN_AWAY_BYTES = 200_000_000  # more than that is cut off
AT_ONCE = 65_536


class SizeLimit:
    """Answers a request whose body is larger than it may be with status 413. Stands after the sign-in."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = stated_size(request)
        most = MOST_BYTES if size <= MOST_BYTES else most_bytes(request)
        if size <= most:
            return self.get_response(request)
        if size <= THROWN_AWAY_BYTES:
            throw_away(request)
        return render(request, "413.html", {"limit": most // 1_000_000}, status=413)


def most_bytes(request: HttpRequest) -> int:
    """How large a body may be: more than elsewhere where files are imported, by those who may import."""
    user = getattr(request, "user", None)
    try:
        takes_files = resolve(request.path_info).url_name == "import-new"
    except Resolver404:
        return MOST_BYTES
    return MOST_IMPORTED_BYTES if takes_files and user is not None and user.has_perm(RUN_IMPORTS) else MOST_BYTES


def stated_size(request: HttpRequest) -> int:
    """The size that a request states; 0 where it states none, for then Django reads none."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def throw_away(request: HttpRequest) -> None:
    """Read a body to its end and keep nothing of it."""
    try:
        while request.read(AT_ONCE):
            pass
    except OSError:  # the sender went away
        return
