"""WHEN: plans, phases, switches; and what all three say together."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RolloutConfig(AppConfig):
    name = "rollout"
    verbose_name = _("Rollout")

    def ready(self) -> None:
        from rollout import portal_access, roles
        from rollout.imports import command_log  # noqa: F401 - it hears of imports by commands

        post_migrate.connect(roles.make_groups, dispatch_uid="role groups")
        user_logged_out.connect(portal_access.end_looks_of, dispatch_uid="looks end")
        if settings.SSO:
            from rollout.sso.entering import guard_administration

            guard_administration()
