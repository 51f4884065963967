"""The page on which the milestones of a plan are edited."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import selectors
from rollout.forms.milestones import MilestoneForm
from rollout.models import Plan
from rollout.pages.asked import Crumb
from rollout.pages.compare_words import version_words
from rollout.pages.lists.frame import files_of
from rollout.pages.lists.planning import MILESTONES

BROAD = ("note", "invitation", "reason")  # fields that take the whole line


def milestones_page(plan: Plan, form: MilestoneForm) -> dict:
    """The context of `rollout/plan_milestones.html`. One query beside those of the form."""
    return {
        "plan": plan,
        "version": version_words(plan),
        "milestones": selectors.milestones(plan=plan).get(plan.pk, []),
        "form": form,
        "editing": form.milestone,
        "broad": BROAD,
        "is_closed": plan.stage == Plan.Stage.SUPERSEDED,
        "crumbs": [
            Crumb(_("Plans"), reverse("plan-list")),
            Crumb(str(plan), reverse("plan-workspace", args=[plan.pk])),
            Crumb(_("Milestones")),
        ],
        "keep": "",
        "lists": files_of([MILESTONES], reverse("plan-milestones", args=[plan.pk]), ""),
    }
