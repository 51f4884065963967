"""Refuses what is too large to be meant, before any of it is parsed or stored, with a page that says so.

What is refused is thrown away as it arrives: a browser that is cut off while it sends shows no answer at all.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST_BYTES = 5_000_000  # twice the largest file that is taken, with the form around it
THROWN_AWAY_BYTES = 200_000_000  # more than that is cut off
AT_ONCE = 65_536


class SizeLimit:
    """Answers a request whose body is larger than MOST_BYTES with status 413. Stands after the sign-in."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = stated_size(request)
        if size <= MOST_BYTES:
            return self.get_response(request)
        if size <= THROWN_AWAY_BYTES:
            throw_away(request)
        return render(request, "413.html", {"limit": MOST_BYTES // 1_000_000}, status=413)


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
