"""What is done with answers on their way out: faults told, pages marked that may be kept, policy, compression."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from rollout.finished import WILL_KEEP
from rollout.selection import InvalidSelection

# The views whose answer to a stranger follows from their address, the day and the watched tables alone. A test opens
# each of them and reads which tables it asks.
FINISHED = {
    "about",
    "alerts",
    "api-reference",
    "area-detail",
    "area-list",
    "compare",
    "county-detail",
    "coverage",
    "embed-guide",
    "embed-map",
    "embed-measure",
    "embed-municipality",
    "evidence",
    "follow-up",
    "how-we-decide",
    "map",
    "map-facts",
    "map-sheets",
    "map-state",
    "municipality-detail",
    "municipality-list",
    "phase-detail",
    "phase-list",
    "provider-detail",
    "provider-list",
    "search",
    "search-suggestions",
    "timeline",
    "white-spots",
}


class FinishedMark:
    """Marks the answers that `rollout/finished.py` may keep. Stands inside the sign-in."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        public = match is not None and match.url_name in FINISHED and not request.user.is_authenticated
        response.finished = public and response.status_code == 200 and WILL_KEEP in request.META
        return response


class Compression(GZipMiddleware):
    """Django's own, which leaves alone what is compressed once and for all when it is kept."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(response, "finished", False):
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response)


class SecurityPolicy(CSPMiddleware):
    """django-csp's. What holds for every answer that asks for nothing of its own is written once, not for each anew."""

    @cached_property
    def usual(self) -> str:
        return build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        asks = any(name.startswith("_csp_") for name in vars(response)) or hasattr(request, "_csp_nonce")
        if asks or response.status_code >= 400:
            return super().process_response(request, response)
        response.setdefault(HEADER, self.usual)
        return response


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
