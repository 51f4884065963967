"""The admin of WHEN: plans, phases, switches, their evidence, and what people have said of them.

Every change goes through `rollout/actions`, as on the pages: what they refuse is told at the form, nothing is saved.
"""

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from rollout.admin import api_keys, beside, editions, imports, phases, plans, records, study_figures, subscriptions

admin.site.site_header = admin.site.site_title = _("Administration of the rollout")
apps.get_app_config("axes").verbose_name = _("Attempts to sign in")

# The names of its models, of which django-axes has no Swedish: gathered here, so that our catalogue has.
AXES_WORDS = (
    *(gettext_noop("access attempt"), gettext_noop("access attempts")),
    *(gettext_noop("access failure"), gettext_noop("access failures")),
    *(gettext_noop("access log"), gettext_noop("access logs")),
)

__all__ = ["api_keys", "beside", "editions", "imports", "phases", "plans", "records", "study_figures", "subscriptions"]
