"""The workspace of a plan: everything on it put together, for whoever reads it and in whatever state it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rollout import permissions
from rollout.actions import Conflict
from rollout.checks import Checked, check
from rollout.forms.moves import MoveForm, PasteForm
from rollout.forms.steps import LeaveOutForm, providers_of
from rollout.models import Plan, PublicationRun
from rollout.outcome import Beside, outcome_of
from rollout.pages.asked import Crumb
from rollout.pages.lists.frame import files_of
from rollout.pages.lists.planning import OF_WORKSPACE
from rollout.pages.outcome import held_against, told_outcome
from rollout.pages.workspace_acts import told_acts
from rollout.pages.workspace_conflict import told_conflict
from rollout.pages.workspace_paste import told_paste
from rollout.pages.workspace_phases import told_grid
from rollout.pages.workspace_places import Narrowing, phase_classes, place_state, told_map, told_places
from rollout.pages.workspace_standing import told_counts, told_rules
from rollout.pages.workspace_steps import overtaken_by, told_steps
from rollout.pasting import Pasted
from rollout.plan_ground import PlanGround, lay_out
from rollout.roles import VIEW_DRAFTS


@dataclass(frozen=True)
class Came:
    """What a request brought to the page: forms with faults, a conflict, pasted rows, a word on what was done."""

    sent: tuple[forms.BaseForm, ...] = ()
    conflict: Conflict | None = None
    pasted: Pasted | None = None
    said: str = ""
    fault: str = ""

    def form(self, cls: type) -> forms.BaseForm | None:
        """The form of a class that was sent in."""
        return next((each for each in self.sent if isinstance(each, cls)), None)

    @property
    def by_key(self) -> Mapping[str, forms.BaseForm]:
        return {each.key: each for each in self.sent}


@dataclass(frozen=True)
class Reader:
    """Whoever looks at the page, and what they may do on it."""

    user: AbstractBaseUser
    edits: bool
    names_people: bool
    narrowing: Narrowing = field(default_factory=Narrowing)


def reader_of(request: HttpRequest, plan: Plan) -> Reader:
    """What the reader of a request may do with a plan, and how they narrow its table."""
    user = request.user
    return Reader(
        user=user,
        edits=plan.is_open and permissions.may_edit(user, plan),
        names_people=user.has_perm(VIEW_DRAFTS),
        narrowing=Narrowing.from_query(request.GET),
    )


def workspace_page(plan: Plan, reader: Reader, came: Came, *, in_parts: bool = False) -> dict:
    """The context of `rollout/plan_workspace.html`. About forty queries, whatever the size.

    in_parts: without the map and the list of places, which the script brings up to date by itself.
    """
    ground, checked = lay_out(plan), check(plan)
    conflict = told_conflict(came.conflict, came.sent[0], ground) if came.conflict else None
    return {
        "plan": plan,
        "crumbs": [
            Crumb(_("Plans"), reverse("plan-list")) if reader.names_people else Crumb(_("Plans")),
            Crumb(str(plan)),
        ],
        "checked": checked,
        "edits": reader.edits,
        "names_people": reader.names_people,
        "said": came.said,
        "fault": came.fault,
        "conflict": conflict,
        "next_words": next_words(plan, checked, ground, reader),
        "steps": told_steps(plan, reader.user, checked, came.by_key) if reader.user.is_authenticated else [],
        "stale": overtaken_by(plan) if plan.is_open and reader.names_people else None,
        "last_run": PublicationRun.objects.filter(plan=plan).first() if reader.names_people else None,
        "grid": told_grid(plan, ground, {} if conflict else came.by_key),
        "counts": told_counts(ground),
        "rules": told_rules(plan, checked, ground, came.by_key),
        "places": told_places(ground, reader.narrowing, None if conflict else came.form(MoveForm), listed=not in_parts),
        "map": "" if in_parts else told_map(ground),
        "paste": told_pasted(came, ground),
        "acts": told_acts(plan, reader.user, edits=reader.edits, names_people=reader.names_people),
        "providers": told_providers(plan, came) if plan.is_scenario and reader.edits else None,
        "state": place_state(ground),
        "lists": files_of(OF_WORKSPACE, reverse("plan-workspace", args=[plan.pk]), reader.narrowing.query()),
    }


def workspace_lists(plan: Plan, reader: Reader) -> dict:
    """What the page's files are made of: the grid, the municipalities as they are narrowed, the map of all of them."""
    ground = lay_out(plan)
    return {
        "plan": plan,
        "crumbs": [Crumb(_("Plans")), Crumb(str(plan))],
        "kept_fields": reader.narrowing.in_words(ground),
        "grid": told_grid(plan, ground, {}),
        "places": told_places(ground, reader.narrowing, None),
        "map": told_map(ground),
        "map_words": {each["key"]: each["word"] for each in phase_classes(ground).values()},
    }


def told_change(plan: Plan, reader: Reader, checked: Checked | None = None) -> dict | None:
    """What the plan changes in coverage, readiness and gaps; None for those who may not see drafts.

    Of all parts of the page it takes the longest, since a save makes the snapshot anew: the script asks for it last.
    """
    if not plan.is_open or not reader.names_people:
        return None
    against = held_against(plan, reader.user)
    told = told_outcome(Beside(outcome_of(against) if against else None, outcome_of(plan, checked=checked)))
    return {**told, "against": against, "shown": told["moved"] if against else told["totals"]}


def told_pasted(came: Came, ground: PlanGround) -> dict:
    """The form for pasting, and what the rows in it came to."""
    form = came.form(PasteForm) or PasteForm()
    return {"form": form, "told": told_paste(form, came.pasted, ground) if came.pasted else None}


def told_providers(plan: Plan, came: Came) -> dict:
    """The providers that a scenario can be counted without."""
    left_out = set(plan.left_out.values_list("pk", flat=True))
    rows = [
        {"pk": each.pk, "name": each.name, "is_example": each.is_example, "left_out": each.pk in left_out}
        for each in providers_of(plan)
    ]
    return {"rows": rows, "left_out": len(left_out), "form": came.form(LeaveOutForm)}


def closed_words(plan: Plan, reader: Reader) -> str:
    """What holds for a version that is published or was, in a sentence."""
    if plan.stage == Plan.Stage.SUPERSEDED:
        return _("A later version has taken its place. It stays as it was.")
    if reader.names_people:
        return _("This version applies. Make a draft of it to change something.")
    return _("This version applies.")


def next_words(plan: Plan, checked: Checked, ground: PlanGround, reader: Reader) -> str:
    """What comes next, in a sentence."""
    if not plan.is_open:
        return closed_words(plan, reader)
    if plan.is_scenario:
        return _("Try things out. Nothing here is seen by others unless you share it, and nothing is published.")
    if plan.publish_at and plan.is_approved:
        return _("It is published by itself at the set moment, if it still holds then.")
    if plan.is_approved:
        return _("It is approved and can be published.")
    if plan.stage == Plan.Stage.IN_REVIEW:
        return _("It waits for another person to approve it.")
    if not ground.phases:
        return _("Begin with the phases: add the first one and give it its days.")
    if checked.errors:
        return _("Set the errors right; then it can be proposed.")
    if checked.unwaived:
        return _("No error stands in the way. Set the warnings right, or waive them with a reason; then propose it.")
    return _("Everything is in order: it can be proposed.")
