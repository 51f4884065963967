"""What every page needs beside its own rows: the menu, the other language, the theme."""

from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from rollout.roles import VIEW_DRAFTS

THEMES = ("auto", "light", "dark")
OTHER = {"sv": ("en", "English"), "en": ("sv", "Svenska")}


def page(request: HttpRequest) -> dict:
    """The menu with the reader's place in it, the same page in the other language, and the chosen theme."""
    theme = request.COOKIES.get("theme", "auto")
    code, name = OTHER[get_language() or "sv"]
    return {
        "navigation": _navigation(request),
        "other_language": {"code": code, "name": name, "url": translate_url(request.get_full_path(), code)},
        "theme": theme if theme in THEMES else "auto",
    }


def _navigation(request: HttpRequest) -> list[dict]:
    path, user = request.path, getattr(request, "user", None)
    entries = [
        (_("Map"), reverse("map")),
        (_("Phases"), reverse("phase-list")),
        (_("Time line"), reverse("timeline")),
        (_("Municipalities"), reverse("municipality-list")),
        (_("Delivery areas"), reverse("area-list")),
        (_("Providers"), reverse("provider-list")),
        (_("Compare"), reverse("compare")),
        *(
            [(pgettext("menu", "Plan"), reverse("plan-list"))]
            if user is not None and user.has_perm(VIEW_DRAFTS)
            else []
        ),
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
