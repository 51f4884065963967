"""Pages for requests that cannot be understood. For what does not exist see `rollout/middleware.py`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django refuses, such as one with more parameters than it reads; what it was is in the log."""
    return render(request, "400.html", status=400)
