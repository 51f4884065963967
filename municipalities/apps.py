"""WHERE: counties, municipalities, classifications, boundaries. Knows nothing of providers or plans."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"
    verbose_name = _("Municipalities")

    def ready(self) -> None:
        from municipalities import constraints, versions

        post_migrate.connect(constraints.create_triggers, dispatch_uid="constraint triggers")
        post_migrate.connect(versions.create_triggers, dispatch_uid="version triggers")
