"""What the reader of a page asked for, checked as on the map page, and what every page says of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from rollout.clock import today
from rollout.models import Plan
from rollout.pages.freshness import freshness
from rollout.selection import LONGEST_QUERY, InvalidSelection, Selection
from rollout.words import BASIS_WORDS

KEPT = ("on", "as_of", "basis")


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way to the page; the last one, the page itself, has no address."""

    label: str
    url: str = ""


def page_selection(
    request: HttpRequest, *, kept: tuple[str, ...] = KEPT, plan: Plan | None = None, **fixed: str
) -> Selection:
    """The selection that a page stands on: what it keeps of what was asked for, and the places that it is about.

    plan: the version that it shows; without one, the version that applies.

    Raises InvalidSelection for a bad day, an unknown basis, or an address that is too long.
    """
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        raise InvalidSelection([(_("Address"), _("The address is too long to be a selection made here."))])
    query = QueryDict(mutable=True)
    for name in kept:
        if name in request.GET:
            query.setlist(name, request.GET.getlist(name))
    query.update(fixed)
    return Selection.from_query(query, today=today(), plan=plan)


def common(request: HttpRequest, selection: Selection, crumbs: Iterable[Crumb], *, own: tuple[str, ...] = ()) -> dict:
    """What every page needs: the day and the form that changes it, the way to the page, and whose rows are shown.

    own: the names in the address that mean something on this page beside those kept by all.
    """
    return {
        "asked_fields": [(name, request.GET[name]) for name in KEPT if name in request.GET],
        "unknown_parameters": sorted(set(request.GET) - {*KEPT, *own}),
        "kept_fields": [(name, request.GET[name]) for name in own if request.GET.get(name) and name != "page"],
        "selection": selection,
        "on": selection.on,
        "today": selection.today,
        "first_day": selection.filterset.first,
        "last_day": selection.last,
        "standing": told_standing(request, selection),
        "keep": kept_query(selection),
        "crumbs": list(crumbs),
        "bases": [
            {"key": key, "label": BASIS_WORDS[key], "here": key == selection.basis} for key in selection.snapshot.bases
        ],
        "shows_examples": selection.shows_examples,
        "counts_only": selection.counts_only,
        "freshness": freshness(selection),
    }


def told_standing(request: HttpRequest, selection: Selection) -> dict | None:
    """Which version of the plan is shown, where it is not the one that applies now, and the way back to that one."""
    if selection.as_of is None:
        return None
    query = request.GET.copy()
    del query["as_of"]
    plan = selection.snapshot.plan
    return {
        "day": selection.as_of,
        "plan": plan,
        "published_on": timezone.localdate(plan.published_at) if plan else None,
        "now_url": f"{request.path}?{query.urlencode()}" if query else request.path,
    }


def kept_query(selection: Selection) -> str:
    """What a link to another page carries on: day, day of the plan and basis that the reader chose, or nothing."""
    query = QueryDict(mutable=True)
    for name in KEPT:
        if value := selection.query.get(name):
            query[name] = value
    return f"?{query.urlencode()}" if query else ""
