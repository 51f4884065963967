"""What every page needs beside its own rows: the menu, the other language, the theme."""

from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

THEMES = ("auto", "light", "dark")
OTHER = {"sv": ("en", "English"), "en": ("sv", "Svenska")}


def page(request: HttpRequest) -> dict:
    """The menu with the reader's place in it, the same page in the other language, and the chosen theme."""
    theme = request.COOKIES.get("theme", "auto")
    code, name = OTHER[get_language() or "sv"]
    return {
        "navigation": _navigation(request.path),
        "other_language": {"code": code, "name": name, "url": translate_url(request.get_full_path(), code)},
        "theme": theme if theme in THEMES else "auto",
    }


def _navigation(path: str) -> list[dict]:
    entries = [
        (_("Map"), reverse("map")),
        (_("Phases"), reverse("phase-list")),
        (_("Municipalities"), reverse("municipality-list")),
        (_("Delivery areas"), reverse("area-list")),
        (_("Providers"), reverse("provider-list")),
    ]
    front = entries[0][1]
    return [
        {
            "label": label,
            "url": url,
            "here": path == url or (url != front and path.startswith(url)),
            "exact": path == url,
        }
        for label, url in entries
    ]
