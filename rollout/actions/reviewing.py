"""Two pairs of eyes: one proposes, another approves just what was proposed. And warnings, accepted by name."""

from collections.abc import Collection

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout.actions.recording import Act, act, name_of
from rollout.actions.refusals import Refused
from rollout.checks import Checked, check
from rollout.models import Change, Plan, Waiver
from rollout.rules import Finding


def propose(plan: Plan, *, by: AbstractBaseUser, reason: str = "") -> None:
    """Put a draft in review. Raises Refused while a rule is broken, and for a scenario: turn it into a draft first."""
    if plan.is_scenario:
        raise Refused(_("A scenario is private. Turn it into a draft to propose it."))
    with act(plan, Change.Kind.PROPOSED, by=by, reason=reason, edits=False) as under_way:
        now = under_way.plan
        if now.stage != Plan.Stage.DRAFT:
            raise Refused(_("The plan is in review already."))
        refuse_errors(check(now))
        now.stage, now.proposed_by, now.proposed_at = Plan.Stage.IN_REVIEW, by, timezone.now()


def withdraw(plan: Plan, *, by: AbstractBaseUser, reason: str = "") -> None:
    """Take a plan back from review: it is a draft again, without approval and without a moment of publication."""
    with act(plan, Change.Kind.WITHDRAWN, by=by, reason=reason, edits=False) as under_way:
        now = under_way.plan
        refuse_unless_in_review(now)
        now.stage = Plan.Stage.DRAFT
        now.proposed_by = now.proposed_at = now.publish_at = None
        now.approved_by = now.approved_at = now.approved_revision = None


def approve(plan: Plan, *, seen_revision: int, by: AbstractBaseUser, reason: str = "") -> None:
    """Approve what was read: `seen_revision` is the page's. Raises Refused for the proposer, or when edited since."""
    with act(plan, Change.Kind.APPROVED, by=by, reason=reason, edits=False) as under_way:
        now = under_way.plan
        refuse_unless_in_review(now)
        if now.revision != seen_revision:
            raise Refused(_("The plan has been edited since you read it. Read it again."))
        if by.pk == now.proposed_by_id:
            raise Refused(_("You proposed this plan. Another person has to approve it."))
        refuse_findings(now)
        now.approved_by, now.approved_at, now.approved_revision = by, timezone.now(), now.revision


def waive(plan: Plan, *, rule: str, subject: str, reason: str, by: AbstractBaseUser) -> Waiver:
    """Accept one warning, with a reason that is shown. Raises Refused where there is no such warning, or no reason."""
    return waive_all(plan, [(rule, subject)], reason=reason, by=by)[0]


def waive_all(plan: Plan, warnings: Collection[tuple[str, str]], *, reason: str, by: AbstractBaseUser) -> list[Waiver]:
    """Accept warnings, by rule and subject, for one reason, in one act. Raises Refused as `waive` does, for all."""
    if not reason.strip():
        raise Refused({"reason": _("Give a reason. It will be shown beside the warning.")})
    with act(plan, Change.Kind.WAIVED, by=by, reason=reason) as under_way:
        now = under_way.plan
        standing = {(each.rule, each.subject): each for each in check(now).warnings}
        if not warnings or not set(warnings) <= set(standing):
            raise Refused(_("There is no such warning any more."))
        known = {(each.rule, each.subject): each for each in Waiver.objects.filter(plan=now)}
        return [_waived(under_way, standing[key], known.get(key), reason.strip()) for key in dict.fromkeys(warnings)]


def unwaive(waiver: Waiver, *, by: AbstractBaseUser, reason: str = "") -> None:
    """Take a waiver back: the warning stands again."""
    with act(waiver.plan, Change.Kind.UNWAIVED, by=by, reason=reason):
        waiver.delete()


def _waived(under_way: Act, finding: Finding, waiver: Waiver | None, reason: str) -> Waiver:
    """The waiver of a finding, made or made anew: an earlier one of it has lapsed, or gets another reason."""
    by, at = under_way.change.by, under_way.change.at
    waiver = waiver or Waiver(plan=under_way.plan, rule=finding.rule, subject=finding.subject)
    waiver.fingerprint, waiver.reason = finding.fingerprint, reason
    waiver.by, waiver.by_name, waiver.at = by, name_of(by), at
    return under_way.save(waiver)


def refuse_unless_in_review(plan: Plan) -> None:
    if plan.stage != Plan.Stage.IN_REVIEW:
        raise Refused(_("The plan is not in review."))


def refuse_findings(plan: Plan) -> None:
    """Raises Refused where the rules do not let a plan be published as it is."""
    checked = check(plan)
    refuse_errors(checked)
    refuse_warnings(checked)


def refuse_errors(checked: Checked) -> None:
    """Raises Refused with how many errors the rules found."""
    if errors := len(checked.errors):
        raise Refused(
            ngettext(
                "The rules find %(number)d error. Set it right first.",
                "The rules find %(number)d errors. Set them right first.",
                errors,
            )
            % {"number": errors}
        )


def refuse_warnings(checked: Checked) -> None:
    """Raises Refused with how many warnings nobody has accepted."""
    if warnings := len(checked.unwaived):
        raise Refused(
            ngettext(
                "%(number)d warning is neither set right nor waived with a reason.",
                "%(number)d warnings are neither set right nor waived with a reason.",
                warnings,
            )
            % {"number": warnings}
        )
