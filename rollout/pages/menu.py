"""The menu: six things to ask about, and below the one that the reader is at, its pages. Knows addresses, no rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rollout.portal_access import has_portal
from rollout.roles import REVIEW_CORRECTIONS, RUN_IMPORTS, VIEW_DRAFTS


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu; also: beginnings of other addresses that belong to it."""

    label: str
    url: str
    also: tuple[str, ...] = ()

    def reach(self, path: str) -> int:
        """How much of an address the entry accounts for; 0 for an address of another."""
        return reach((self.url, *self.also), path)


@dataclass(frozen=True, slots=True)
class Section:
    """A thing to ask about: its own page first, then those beside it; also: addresses of it that no entry leads to."""

    label: str
    entries: list[Entry] = field(default_factory=list)
    also: tuple[str, ...] = ()

    def reach(self, path: str) -> int:
        return max(reach(self.also, path), *(entry.reach(path) for entry in self.entries))


def reach(begins: Iterable[str], path: str) -> int:
    """How much of an address some beginnings account for; the front page begins no other."""
    return max((len(each) for each in begins if path == each or _is_below(each, path)), default=0)


def _is_below(begin: str, path: str) -> bool:
    return path.startswith(begin) and begin != reverse("map")


def menu(request: HttpRequest) -> dict:
    """`sections` of the menu and `within`, the pages of the one that the reader is at; each told as the template wants.

    A section of one page has nothing within.
    """
    path, every = request.path, sections(request)
    here = max(every, key=lambda section: section.reach(path))
    at = here if here.reach(path) else None
    return {
        "sections": [
            {**_told(section.label, section.entries[0].url, path), "here": section is at} for section in every
        ],
        "within": _within(at.entries, path) if at and len(at.entries) > 1 else [],
        "within_label": at.label if at else "",
    }


def sections(request: HttpRequest) -> list[Section]:
    """The whole menu for a reader: the portal stands there for its members, plans for those who may see drafts."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    followed = [_entry(_("Subscriptions"), "subscription-list")] if signed_in else []
    at_home = signed_in and has_portal(user)  # whoever has a portal finds there what they follow
    portal = [Section(_("Portal"), [_entry(_("Portal"), "portal"), *followed])] if at_home else []
    plans = [_entry(_("Plans"), "plan-list")] if user is not None and user.has_perm(VIEW_DRAFTS) else []
    reviews = user is not None and user.has_perm(REVIEW_CORRECTIONS)
    corrections = [_entry(_("Corrections"), "correction-queue")] if reviews else []
    imports = [_entry(_("Imports"), "import-home")] if user is not None and user.has_perm(RUN_IMPORTS) else []
    municipalities, counties = reverse("municipality-list"), reverse("county-detail", args=["0"]).removesuffix("0/")
    return [
        *portal,
        Section(
            _("Map"),
            [_entry(_("Map"), "map"), _entry(_("Map sheets"), "map-sheets"), _entry(_("Compare"), "compare")],
        ),
        Section(
            _("Coverage"),
            [
                _entry(_("Measures"), "coverage"),
                _entry(_("White spots"), "white-spots"),
                _entry(_("Alerts"), "alerts"),
                _entry(_("Sources"), "evidence"),
            ],
        ),
        Section(
            pgettext("menu", "Plan"),
            [
                _entry(_("Phases"), "phase-list"),
                _entry(_("Time line"), "timeline"),
                _entry(_("Dialogue meetings"), "meeting-list"),
                *plans,
                _entry(_("How we decide"), "how-we-decide"),
            ],
            also=(reverse("plan-list"),),  # a published version is for all to read
        ),
        Section(_("Municipalities"), [Entry(_("Municipalities"), municipalities, also=(counties,))]),
        Section(
            _("Providers"),
            [_entry(_("Providers"), "provider-list"), _entry(_("Delivery areas"), "area-list"), *corrections],
        ),
        Section(_("Follow-up"), [_entry(_("Follow-up"), "follow-up"), *imports, *([] if at_home else followed)]),
    ]


def _entry(label: str, name: str) -> Entry:
    return Entry(label, reverse(name))


def _within(entries: Iterable[Entry], path: str) -> list[dict]:
    entries = list(entries)
    here = max(entries, key=lambda entry: entry.reach(path))
    return [
        {**_told(entry.label, entry.url, path), "here": entry is here and entry.reach(path) > 0} for entry in entries
    ]


def _told(label: str, url: str, path: str) -> dict:
    return {"label": label, "url": url, "exact": path == url}
