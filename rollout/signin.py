"""Signing in. The demonstration users work only where the server says so, and only from the machine itself.

They are checked twice: by the backend when they sign in, by the middleware at every request, since a session may have
begun where it was allowed and be used where it is not. What seems to come through a proxy is not from the machine.
A proxy that leaves no trace cannot be told from the machine itself: that is why `DEMO_SIGN_INS` stays off on a real
server, and why the passwords are each installation's own (`rollout/demo/people.py`).
"""

from collections.abc import Mapping
from ipaddress import ip_address

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject

DEMO_GROUP = "Demonstration"
PROXY_HEADERS = frozenset({"FORWARDED", "VIA", "X_REAL_IP", "X_CLIENT_IP", "X_CLUSTER_CLIENT_IP", "TRUE_CLIENT_IP"})
PROXY_PREFIXES = ("HTTP_X_FORWARDED", "HTTP_X_ORIGINAL", "HTTP_CF_")


def from_loopback(request: HttpRequest | None) -> bool:
    """Whether a request came from the machine itself, to the machine by its local name, without a proxy in between."""
    if request is None or through_proxy(request.META):
        return False
    host, _port = split_domain_port(request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", ""))
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or is_loopback(host.strip("[]")))


def through_proxy(headers: Mapping) -> bool:
    """Whether a request's META holds a header that proxies add."""
    names = [name for name in headers if isinstance(name, str)]
    return any(name.startswith(PROXY_PREFIXES) or name.removeprefix("HTTP_") in PROXY_HEADERS for name in names)


def is_loopback(address: str) -> bool:
    """Whether an address is the machine's own; an IPv4 address in IPv6 clothes counts as what it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def is_demo(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether a user is one of the demonstration's; asked of the database once for a user object."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_is_demo"):
        user._is_demo = user.groups.filter(name=DEMO_GROUP).exists()
    return user._is_demo


def admits(request: HttpRequest | None, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether a request may be made in a user's name. One query at most, none where demonstration users may be."""
    return (settings.DEMO_SIGN_INS and from_loopback(request)) or not is_demo(user)


class LoopbackDemoBackend(ModelBackend):
    """Django's own, with the demonstration users shut out unless `DEMO_SIGN_INS` is on and the request is local."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        user = super().authenticate(request, username=username, password=password, **kwargs)
        return user if user and admits(request, user) else None

    async def aauthenticate(self, request, username=None, password=None, **kwargs):
        """As `authenticate`; Django's own would go past it."""
        return await sync_to_async(self.authenticate)(request, username=username, password=password, **kwargs)

    def get_user(self, user_id):
        user = super().get_user(user_id)
        return user if user and (settings.DEMO_SIGN_INS or not is_demo(user)) else None

    async def aget_user(self, user_id):
        """As `get_user`; Django's own would go past it."""
        return await sync_to_async(self.get_user)(user_id)


class DemoGate:
    """Makes a request anonymous where it may not be made in its user's name. Comes right after Django's middleware."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found, afound = request.user, request.auser

        async def auser():
            user = await afound()
            return user if await sync_to_async(admits)(request, user) else AnonymousUser()

        request.user = SimpleLazyObject(lambda: found if admits(request, found) else AnonymousUser())
        request.auser = auser
        return self.get_response(request)
