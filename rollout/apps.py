"""WHEN: plans, phases, switches; and what all three say together."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RolloutConfig(AppConfig):
    name = "rollout"
    verbose_name = _("Rollout")

    def ready(self) -> None:
        from rollout import roles

        post_migrate.connect(roles.make_groups, dispatch_uid="role groups")
