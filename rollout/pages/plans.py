"""The list of plans: by services what applies and what is being worked on, whose turn it is, and own scenarios."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.models import Plan, PublicationRun
from rollout.pages.asked import Crumb
from rollout.permissions import visible_plans
from rollout.roles import APPROVE_PLANS, EDIT_PLANS, MAKE_SCENARIOS

STAGE_WORDS = {
    Plan.Stage.DRAFT: gettext_lazy("draft"),
    Plan.Stage.IN_REVIEW: gettext_lazy("in review"),
    Plan.Stage.PUBLISHED: gettext_lazy("published"),
    Plan.Stage.SUPERSEDED: gettext_lazy("superseded"),
}


def plan_list_page(user: AbstractBaseUser) -> dict:
    """The context of `rollout/plan_list.html`. Two queries beside those for permissions."""
    plans = list(
        visible_plans(user)
        .select_related("based_on__from_service", "based_on__to_service", "proposed_by", "approved_by")
        .annotate(placed=Count("switches", distinct=True), phase_count=Count("phases", distinct=True))
        .order_by("to_service__order", "from_service__order", "-version", "-pk")
    )
    runs = _last_runs(plans)
    told = [_told(plan, runs.get(plan.pk), user) for plan in plans]
    pairs = defaultdict(list)
    for each in told:
        if not each["plan"].is_scenario:
            pairs[each["plan"].from_service_id, each["plan"].to_service_id].append(each)
    return {
        "crumbs": [Crumb(_("Plans"))],
        "pairs": [_pair(some) for some in pairs.values()],
        "scenarios": [each for each in told if each["plan"].is_scenario],
        "edits": user.has_perm(EDIT_PLANS),
        "tries": user.has_perm(MAKE_SCENARIOS),
    }


def _pair(told: list[dict]) -> dict:
    """The versions between two services, by what is done with them."""
    plan = told[0]["plan"]
    published = [each for each in told if each["plan"].stage == Plan.Stage.PUBLISHED]
    return {
        "from_service": plan.from_service,
        "to_service": plan.to_service,
        "pair": plan.pair,
        "is_example": plan.is_example,
        "published": published[0] if published else None,
        "open": [each for each in told if each["plan"].is_open],
        "superseded": [each for each in told if each["plan"].stage == Plan.Stage.SUPERSEDED],
    }


def _told(plan: Plan, run: PublicationRun | None, user: AbstractBaseUser) -> dict:
    return {"plan": plan, "stage": STAGE_WORDS[plan.stage], "turn": turn_words(plan, user), "run": run}


def turn_words(plan: Plan, user: AbstractBaseUser) -> str:
    """Whose turn it is with a plan that is being worked on."""
    if plan.is_scenario or not plan.is_open:
        return ""
    if plan.is_approved:
        return _("Approved: can be published") if not plan.publish_at else _("Approved and scheduled")
    if plan.stage == Plan.Stage.DRAFT:
        return _("With the editors")
    if user.has_perm(APPROVE_PLANS) and plan.proposed_by_id != user.pk:
        return _("Your turn: read it and approve it")
    return _("Waits for another person to approve it")


def _last_runs(plans: Iterable[Plan]) -> dict[int, PublicationRun]:
    """The latest scheduled publication that was tried, of each plan. One query."""
    rows = PublicationRun.objects.filter(plan__in=[plan.pk for plan in plans]).order_by("tried_at")
    return {run.plan_id: run for run in rows}
