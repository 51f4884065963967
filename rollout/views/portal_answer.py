"""How the portal answers: the nameless are sent to sign in, strangers find nothing. Knows no rows."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from rollout.views.planning_answer import add_faults

View = Callable[..., HttpResponse]


def members_page(view: View) -> View:
    """A page that is not there for the nameless: they sign in first, and come back to it, or to the portal's door."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("portal"))

    return wrapped


def posted_from(page: str) -> Callable[[View], View]:
    """An address that is only sent to, from a page below a provider's key or, without one, from the door.

    Whoever merely opens it, as after a change of language, gets the page.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method in ("GET", "HEAD"):
                return HttpResponseRedirect(reverse(page, args=[kwargs["pk"]] if "pk" in kwargs else []))
            return require_POST(view)(request, *args, **kwargs)

        return members_page(wrapped)

    return decorate


def carried_out(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Act where a form is in order. Returns whether it was done; where it was refused, the form says why."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as refused:
        add_faults(form, refused)
        return False
    return True
