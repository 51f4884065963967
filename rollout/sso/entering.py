"""Signing in by password where a second factor may be asked for before somebody is in. One way in, for all pages."""

from allauth.account.decorators import secure_admin_login
from allauth.account.utils import perform_login
from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse


def enter(request: HttpRequest, user: AbstractBaseUser, *, url: str) -> HttpResponse:
    """Let somebody in whose password was right, at once or after the second factor; then to an address, if any."""
    return perform_login(request, user, redirect_url=url or None)


def guard_administration() -> None:
    """Let the administration's own way in give way to ours: it would ask for no second factor. Before its addresses."""
    admin.site.login = secure_admin_login(admin.site.login)
