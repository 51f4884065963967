"""Who may see and change which plan. Access by asking: each fetcher returns the plan, or raises Http404 (never 403).

Everybody reads what is or was published. Drafts are for those who may see drafts, a scenario for its owner alone and
those who were given its link. Whether a plan is still open is not asked here: the actions refuse a closed one in
words, so that somebody who was overtaken by a publication is told what happened. Knows roles only as permissions.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404

from rollout.models import Plan
from rollout.roles import APPROVE_PLANS, EDIT_PLANS, MAKE_SCENARIOS, VIEW_DRAFTS

User = AbstractBaseUser | AnonymousUser


def visible_plans(user: User) -> QuerySet[Plan]:
    """The plans that somebody may read, with their services: published ones, drafts, own scenarios. No query yet."""
    rows = Plan.objects.select_related("from_service", "to_service")
    if not user.has_perm(VIEW_DRAFTS):
        return rows.public()
    return rows.filter(Q(owner__isnull=True) | Q(owner=user.pk))


def may_see(user: User, plan: Plan) -> bool:
    """Whether somebody may read a plan."""
    if plan.is_scenario:
        return plan.owner_id == user.pk and user.has_perm(VIEW_DRAFTS)
    return not plan.is_open or user.has_perm(VIEW_DRAFTS)


def may_edit(user: User, plan: Plan) -> bool:
    """Whether somebody may change a plan, or what comes beside it once it is closed; the actions know what is open."""
    if not may_see(user, plan):
        return False
    return user.has_perm(MAKE_SCENARIOS if plan.is_scenario else EDIT_PLANS)


def may_approve(user: User, plan: Plan) -> bool:
    """Whether somebody may approve and publish a plan. That it is not one's own proposal, the action asks."""
    return not plan.is_scenario and may_see(user, plan) and user.has_perm(APPROVE_PLANS)


def may_copy(user: User, plan: Plan) -> bool:
    """Whether somebody may make a scenario of a plan."""
    return may_see(user, plan) and user.has_perm(MAKE_SCENARIOS)


def get_visible_plan(user: User, pk: int) -> Plan:
    """A plan that the user may read, with its services. Raises Http404."""
    return _found(visible_plans(user), pk=pk)


def get_editable_plan(user: User, pk: int) -> Plan:
    """A plan that the user may change; closed ones too, for what comes beside their days. Raises Http404."""
    plan = get_visible_plan(user, pk)
    if not may_edit(user, plan):
        raise Http404
    return plan


def get_approvable_plan(user: User, pk: int) -> Plan:
    """A plan that the user may approve and publish. Raises Http404."""
    plan = get_visible_plan(user, pk)
    if not may_approve(user, plan):
        raise Http404
    return plan


def get_plan_to_copy(user: User, pk: int) -> Plan:
    """A plan that the user may make a scenario of. Raises Http404."""
    plan = get_visible_plan(user, pk)
    if not may_copy(user, plan):
        raise Http404
    return plan


def get_own_scenario(user: User, pk: int) -> Plan:
    """A scenario of the user's own, which the user may change. Raises Http404."""
    plan = get_editable_plan(user, pk)
    if not plan.is_scenario:
        raise Http404
    return plan


def get_shared_scenario(user: User, token: str) -> Plan:
    """The scenario that a shared link leads to, for those who may see drafts, while the link works. Raises Http404."""
    if not token or not user.has_perm(VIEW_DRAFTS):
        raise Http404
    rows = Plan.objects.select_related("from_service", "to_service", "owner")
    return _found(rows, owner__isnull=False, share_token=token)


def require(user: User, permission: str) -> None:
    """Raises Http404 where somebody lacks a permission."""
    if not user.has_perm(permission):
        raise Http404


def _found(rows: QuerySet[Plan], **wanted) -> Plan:
    plan = rows.filter(**wanted).first()
    if plan is None:
        raise Http404
    return plan
