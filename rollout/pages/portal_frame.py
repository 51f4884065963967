"""The frame of the pages below a provider's portal: whose it is, its tabs, the way to the page. Asks no question."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rollout.pages.asked import Crumb, common, page_selection
from rollout.portal_access import Entrance
from rollout.selection import Selection

KEPT = ("on", "as_of")  # whose rows are counted is the provider's to say, invented or real


def portal_frame(request: HttpRequest, entrance: Entrance, *, here: str, crumbs: Iterable[Crumb] = ()) -> dict:
    """What `rollout/portal/portal_base.html` needs, beside `common` where the page has a day.

    here: the name of the address of the tab that the page belongs to. crumbs: the steps after the provider's name, the
    page itself last; none on the provider's home.
    """
    provider, crumbs = entrance.provider, list(crumbs)
    home = reverse("portal-home", args=[provider.pk]) if crumbs else ""
    return {
        "entrance": entrance,
        "provider": provider,
        "may_change": entrance.may_change,
        "look": entrance.look,
        "tabs": tabs(request.path, provider.pk, here=here),
        "crumbs": [Crumb(_("Portal"), reverse("portal")), Crumb(provider.name, home), *crumbs],
    }


def portal_selection(request: HttpRequest, entrance: Entrance) -> Selection:
    """The day and the plan that a member asks for, over rows of the provider's own kind where there are any.

    Raises InvalidSelection as `page_selection` does.
    """
    selection = page_selection(request, kept=KEPT)
    basis = "example" if entrance.provider.is_example else "registered"
    if basis == selection.basis or basis not in selection.snapshot.bases:
        return selection
    return page_selection(request, kept=KEPT, basis=basis)


def portal_page(
    request: HttpRequest,
    entrance: Entrance,
    selection: Selection,
    *,
    here: str,
    crumbs: Iterable[Crumb] = (),
    own: tuple[str, ...] = (),
) -> dict:
    """The frame of a page with a day. here, crumbs: as in `portal_frame`; own: as in `common`."""
    frame = portal_frame(request, entrance, here=here, crumbs=crumbs)
    return {**common(request, selection, [], own=own), **frame, "bases": []}


def tabs(path: str, provider: int, *, here: str) -> list[dict]:
    """The pages of a provider's portal; `exact` where the reader is at the tab's own address."""
    words = {
        "portal-home": pgettext("portal", "Home"),
        "portal-areas": _("Delivery areas"),
        "portal-offices": _("Offices"),
        "portal-corrections": _("Corrections"),
        "portal-members": _("Members"),
    }
    urls = {name: reverse(name, args=[provider]) for name in words}
    return [
        {"label": label, "url": urls[name], "here": name == here, "exact": urls[name] == path}
        for name, label in words.items()
    ]
