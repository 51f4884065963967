"""What every page needs beside its own rows: the menu, the other language, the theme."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from rollout.pages.menu import menu

THEMES = ("auto", "light", "dark")
OTHER = {"sv": ("en", "English"), "en": ("sv", "Svenska")}


def page(request: HttpRequest) -> dict:
    """The menu with the reader's place in it, the same page in the other language, the theme, how one signs in."""
    theme = request.COOKIES.get("theme", "auto")
    code, name = OTHER[get_language() or "sv"]
    return {
        "menu": menu(request),
        "other_language": {"code": code, "name": name, "url": translate_url(request.get_full_path(), code)},
        "theme": theme if theme in THEMES else "auto",
        "own_sign_in": reverse("mfa_index") if settings.SSO else "",
    }
