"""Who may do what with plans: the roles, each a group with permissions, made anew after every `migrate`.

A role is given by putting a user in its group; the admin asks for a member of staff besides. What a permission lets
somebody do is decided in views and actions by asking for the permission, never for the role.
"""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.db.models import Q, QuerySet

from municipalities.versions import WATCHED_APPS

VIEW_DRAFTS = "rollout.view_drafts"
MAKE_SCENARIOS = "rollout.make_scenarios"
EDIT_PLANS = "rollout.edit_plans"
APPROVE_PLANS = "rollout.approve_plans"
REVIEW_CORRECTIONS = "providers.review_corrections"
RUN_IMPORTS = "rollout.run_imports"
LOOK_AS_PROVIDER = "providers.look_as_provider"
INVITE_TO_ANY_PROVIDER = "providers.add_invitation"

READ = "view_"  # every model of the three apps that is not private, to look at in the admin
ALL = ""  # every permission on them

ROLES = {
    "planner": (READ, VIEW_DRAFTS, MAKE_SCENARIOS),
    "editor": (
        READ,
        VIEW_DRAFTS,
        MAKE_SCENARIOS,
        EDIT_PLANS,
        REVIEW_CORRECTIONS,
        "auth.view_user",
    ),  # to say who sees to what
    "approver": (READ, VIEW_DRAFTS, MAKE_SCENARIOS, APPROVE_PLANS),
    "admin": (ALL,),
}


def make_groups(*, app_config, using, **signal) -> None:
    """Make the groups and give them their permissions. Receives `post_migrate`; what else they were given stays."""
    if app_config.label != "rollout" or not apps.is_installed("django.contrib.auth"):
        return
    from django.contrib.auth.models import Group

    for label in (*WATCHED_APPS, "auth"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for role, wanted in ROLES.items():
        group, _made = Group.objects.using(using).get_or_create(name=role)
        group.permissions.add(*_permissions(wanted, using))


def _permissions(wanted: Iterable[str], using: str) -> QuerySet:
    """Named permissions, and those on the models of the three apps that begin so; kept rows go with their models."""
    from django.contrib.auth.models import Permission

    found = Q()
    for name in wanted:
        label, dot, codename = name.partition(".")
        if dot:
            found |= Q(content_type__app_label=label, codename=codename)
        else:
            found |= Q(content_type__app_label__in=WATCHED_APPS, codename__startswith=name) & ~_private(name)
    return Permission.objects.using(using).filter(found).exclude(content_type__model__startswith="historical")


def _private(name: str) -> Q:
    """The permissions that begin so on what is a provider's own or a user's, where not all are wanted: none of them."""
    models = [model for label in WATCHED_APPS for model in apps.get_app_config(label).get_models()]
    private = [model._meta.model_name for model in models if getattr(model, "private", False)]
    return Q(codename__in=[f"{name}{model}" for model in private]) if name != ALL else Q(pk__in=[])
