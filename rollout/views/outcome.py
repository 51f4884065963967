"""What comes of a plan, beside what it is based on; also behind the link by which a scenario is shared."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rollout.filters import DayField, check_day, last_day
from rollout.models import Plan
from rollout.outcome import outcome
from rollout.pages.asked import Crumb, common, page_selection
from rollout.pages.compare_words import version_words
from rollout.pages.lists.planning import OF_OUTCOME
from rollout.pages.outcome import held_against, told_outcome
from rollout.permissions import get_shared_scenario, get_visible_plan, may_edit, may_see
from rollout.roles import VIEW_DRAFTS
from rollout.selection import InvalidSelection
from rollout.snapshot import last_planned_day
from rollout.views.with_lists import with_lists

MOST_DAYS = 6


@login_required
@with_lists("rollout/plan_outcome.html", *OF_OUTCOME)
def plan_outcome(request: HttpRequest, pk: int) -> dict:
    """The outcome of a plan, for those who may see drafts."""
    if not request.user.has_perm(VIEW_DRAFTS):
        raise Http404
    return _page(request, get_visible_plan(request.user, pk))


@login_required
@never_cache
@with_lists("rollout/plan_outcome.html", *OF_OUTCOME)
def plan_shared(request: HttpRequest, token: str) -> dict:
    """The outcome of somebody's scenario, for those who may see drafts and were given its link; read only."""
    return _page(request, get_shared_scenario(request.user, token))


def _page(request: HttpRequest, plan: Plan) -> dict:
    selection = page_selection(request, kept=())
    first = date.fromisoformat(settings.FIRST_DAY)
    last = last_day(last_planned_day(plan=plan), selection.today)
    days = _asked_days(request.GET.getlist("day"), first=first, last=last)
    against, own = held_against(plan, request.user), may_see(request.user, plan)
    return {
        **common(request, selection, _crumbs(plan, own=own), own=("day",)),
        **told_outcome(outcome(plan, against, days=days)),
        "plan": plan,
        "version": version_words(plan),
        "against": against,
        "against_version": version_words(against) if against else "",
        "left_out": list(plan.left_out.all()),
        "asked_days": [{"day": day, "without": _address(days, day)} for day in days],
        "may_ask_more": len(days) < MOST_DAYS,
        "first_day": first,
        "last_day": last,
        "own": own,
        "may_edit": own and may_edit(request.user, plan) and plan.is_open,
        "shows_examples": plan.is_example or selection.snapshot.default_basis == "example",
        "unknown_parameters": sorted(set(request.GET) - {"day"}),
        "named_by": [plan.pk],  # the link by which a scenario is shared is no name of a file
    }


def _crumbs(plan: Plan, *, own: bool) -> list[Crumb]:
    """The way to the page; a scenario that is only shared has no page of its own to lead back to."""
    here = Crumb(str(plan), reverse("plan-workspace", args=[plan.pk])) if own else Crumb(str(plan))
    return [Crumb(_("Plans"), reverse("plan-list")), here, *([Crumb(_("Outcome"))] if own else [])]


def _asked_days(given: list[str], *, first: date, last: date) -> list[date]:
    """The chosen days in order, each once. Raises InvalidSelection."""
    label, found = _("Day"), set()
    for text in filter(None, given):
        try:
            found.add(check_day(DayField().clean(text), first, last))
        except ValidationError as fault:
            raise InvalidSelection([(label, message) for message in fault.messages]) from None
    if len(found) > MOST_DAYS:
        raise InvalidSelection([(label, _("No more than %(number)s days at a time.") % {"number": MOST_DAYS})])
    return sorted(found)


def _address(days: list[date], left_out: date) -> str:
    """The address of the page without one of its chosen days."""
    kept = [f"day={day.isoformat()}" for day in days if day != left_out]
    return "?" + "&".join(kept)
