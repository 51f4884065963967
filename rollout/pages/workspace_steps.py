"""What can be done with a plan as a whole, by its stage and the reader's permissions, each with its form and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rollout import permissions
from rollout.actions.publishing import edited_since, published_base
from rollout.checks import Checked
from rollout.forms import steps
from rollout.models import Plan
from rollout.roles import EDIT_PLANS


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what the button that opens it says, what it does, and the button that does it."""

    form: forms.BaseForm
    label: str
    words: str
    button: str
    tone: str = "secondary"
    is_swapped: bool = True

    @property
    def key(self) -> str:
        return self.form.key

    @property
    def url(self) -> str:
        """Where it is sent."""
        own = {form.slug: f"plan-{form.key}" for form in (steps.DraftForm, steps.ScenarioForm, steps.DiscardForm)}
        if self.form.slug in own:
            return reverse(own[self.form.slug], args=[self.form.plan.pk])
        return reverse("plan-step", args=[self.form.plan.pk, self.form.slug])

    @property
    def is_open(self) -> bool:
        """Whether it was sent in and has faults to show."""
        return self.form.is_bound and bool(self.form.errors)


def told_steps(plan: Plan, user: AbstractBaseUser, checked: Checked, bound: Mapping[str, forms.BaseForm]) -> list[Step]:
    """The steps that are open to the reader now, the next one first."""

    def form(cls: type[steps.StepForm]) -> steps.StepForm:
        return bound.get(cls.key) or cls(plan=plan)

    edits, approves = permissions.may_edit(user, plan) and plan.is_open, permissions.may_approve(user, plan)
    found = []
    if edits and not plan.is_scenario:
        found += _editors(plan, checked, form, user)
    if approves and plan.is_open:
        found += _approvers(plan, checked, form, user)
    if edits and plan.is_scenario:
        found += _owners(plan, form, user)
    found += _copies(plan, user, form)
    if edits:
        found += _keepers(plan, form)
    return found


def overtaken_by(plan: Plan) -> Plan | None:
    """The version that applies now, where the plan was not made from it as it is; None where all is well."""
    rows = Plan.objects.filter(from_service=plan.from_service_id, to_service=plan.to_service_id)
    applying = rows.applying(at=timezone.now()).select_related("from_service", "to_service").first()
    fresh = applying is None or (applying == published_base(plan) and not edited_since(plan))
    return None if fresh else applying


def _editors(plan: Plan, checked: Checked, form, user) -> Iterator[Step]:
    if applying := overtaken_by(plan):
        base = published_base(plan) or _("no version")
        rebase = form(steps.RebaseForm)
        rebase.initial["on"] = applying.pk
        yield Step(
            rebase,
            _("Base it on %(plan)s") % {"plan": applying},
            _(
                "The plan was made from %(base)s, and %(applying)s has been published since. Compare the two, bring "
                "over what you need, and then say that this plan goes on from %(applying)s."
            )
            % {"base": base, "applying": applying},
            _("Base it on %(plan)s") % {"plan": applying},
        )
    if plan.stage == Plan.Stage.DRAFT:
        yield Step(form(steps.ProposeForm), _("Propose"), _propose_words(checked), _("Propose"), "primary")
    else:
        yield Step(
            form(steps.WithdrawForm),
            _("Take back"),
            _("The plan becomes a draft again. An approval and a scheduled publication lapse."),
            _("Take back from review"),
        )


def _propose_words(checked: Checked) -> str:
    if number := len(checked.errors):
        words = ngettext(
            "The rules find %(number)d error. Set it right first.",
            "The rules find %(number)d errors. Set them right first.",
            number,
        )
        return words % {"number": number}
    if number := len(checked.unwaived):
        words = ngettext(
            "%(number)d warning has no waiver. The plan can be proposed, but not approved before it has one.",
            "%(number)d warnings have no waiver. The plan can be proposed, but not approved before they have one.",
            number,
        )
        return words % {"number": number}
    return _("Another person reads the plan and approves it. Whoever edits it in the meantime makes it a draft again.")


def _approve_words(checked: Checked) -> str:
    if number := len(checked.unwaived):
        words = ngettext(
            "%(number)d warning has no waiver. An editor must give it one before the plan can be approved.",
            "%(number)d warnings have no waiver. An editor must give them one before the plan can be approved.",
            number,
        )
        return words % {"number": number}
    return _("You approve the plan as it is shown on this page. If it is edited after that, your approval lapses.")


def _approvers(plan: Plan, checked: Checked, form, user) -> Iterator[Step]:
    if plan.stage != Plan.Stage.IN_REVIEW:
        return
    if not plan.is_approved and plan.proposed_by_id != user.pk:
        yield Step(
            form(steps.ApproveForm),
            _("Approve"),
            _approve_words(checked),
            _("Approve the plan"),
            "primary",
        )
    if plan.is_approved:
        yield Step(
            form(steps.PublishForm),
            _("Publish"),
            _(
                "Leave the moment empty to publish now. With an earlier moment the version is entered afterwards, "
                "in its place among the others."
            ),
            _("Publish the plan"),
            "primary",
        )
        yield Step(
            form(steps.ScheduleForm),
            _("Schedule"),
            _("The plan is checked once more when the moment comes, and published only if it still holds."),
            _("Schedule the publication"),
        )
        if plan.publish_at:
            yield Step(
                form(steps.UnscheduleForm),
                _("Do not publish then"),
                _("The plan stays approved; nothing is published at the set moment."),
                _("Take the schedule away"),
            )


def _owners(plan: Plan, form, user) -> Iterator[Step]:
    if user.has_perm(EDIT_PLANS):
        yield Step(
            form(steps.DraftForm),
            _("Turn into a draft"),
            _("A draft for all editors with what the scenario came to. The scenario stays yours."),
            _("Make a draft of it"),
            "primary",
            is_swapped=False,
        )
    if plan.share_token:
        yield Step(
            form(steps.UnshareForm),
            _("Stop sharing"),
            _("The link stops working at once."),
            _("Stop sharing"),
        )
    else:
        yield Step(
            form(steps.ShareForm),
            pgettext("with colleagues", "Share"),
            _("A link that everybody in the organisation who may see drafts can open. They read; only you change."),
            _("Make a link"),
        )


def _copies(plan: Plan, user: AbstractBaseUser, form) -> Iterator[Step]:
    if not plan.is_scenario and user.has_perm(EDIT_PLANS):
        yield Step(
            form(steps.DraftForm),
            _("Make a draft"),
            _("A copy of this version, with its phases, days, milestones and waivers, to be edited."),
            _("Make a draft of %(plan)s") % {"plan": plan},
            is_swapped=False,
        )
    if permissions.may_copy(user, plan):
        yield Step(
            form(steps.ScenarioForm),
            _("Try a scenario"),
            _("A private copy to try things out in. Nobody else sees it unless you share it."),
            _("Make a scenario"),
            is_swapped=False,
        )


def _keepers(plan: Plan, form) -> Iterator[Step]:
    yield Step(form(steps.DescribeForm), _("Describe"), _("What the version is called and what it is for."), _("Save"))
    yield Step(
        form(steps.SettingsForm),
        _("Settings"),
        _("What the rules ask of an area before the new service starts there."),
        _("Save the settings"),
    )
    if plan.stage == Plan.Stage.DRAFT:
        yield Step(
            form(steps.DiscardForm),
            _("Remove"),
            _("The plan and all its phases, moves and waivers are removed. This cannot be undone."),
            _("Remove %(plan)s") % {"plan": plan},
            "danger",
            is_swapped=False,
        )
