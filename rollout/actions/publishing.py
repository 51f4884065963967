"""Publishing a version, now or at a set moment. The versions of a pair of services follow on each other without gap."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from providers.models import Service
from rollout.actions.recording import Act, act, locked
from rollout.actions.refusals import Refused
from rollout.actions.reviewing import refuse_findings, refuse_unless_in_review
from rollout.models import Change, Plan, PublicationRun


def publish(plan: Plan, *, by: AbstractBaseUser | None, reason: str = "", at: datetime | None = None) -> None:
    """Publish an approved version, in one transaction; the one before it is superseded at the same moment.

    at: the moment from which it applies, now unless told. An earlier moment records a version afterwards, in its place
    among the others. Raises Refused: not approved as it is, rules broken, warnings without a waiver, based on another
    version than the one that applied then, or a moment in the future (see `schedule`).
    """
    with transaction.atomic():
        _lock_chain(plan)
        with act(plan, Change.Kind.PUBLISHED, by=by, reason=reason, edits=False) as under_way:
            moment = at or under_way.change.at
            refuse_unready(under_way.plan, moment, now=under_way.change.at)
            take_place(under_way, moment, by=by, reason=reason)


def schedule(plan: Plan, *, at: datetime, by: AbstractBaseUser, reason: str = "") -> None:
    """Set the moment at which an approved plan is published; another call sets another. Raises Refused."""
    with act(plan, Change.Kind.SCHEDULED, by=by, reason=reason, edits=False) as under_way:
        if at <= under_way.change.at:
            raise Refused({"at": _("The moment has passed. Choose a later one, or publish now.")})
        refuse_unapproved(under_way.plan)
        under_way.plan.publish_at = at


def unschedule(plan: Plan, *, by: AbstractBaseUser, reason: str = "") -> None:
    """Do not publish at a set moment after all."""
    with act(plan, Change.Kind.UNSCHEDULED, by=by, reason=reason, edits=False) as under_way:
        if under_way.plan.publish_at is None:
            raise Refused(_("No publication is scheduled."))
        under_way.plan.publish_at = None


def publish_due(*, now: datetime | None = None) -> list[PublicationRun]:
    """Publish what is due, also what an earlier run missed; each is checked anew, and tried once.

    What cannot be published is no longer scheduled, and the run says why. Safe to run twice at the same time.
    """
    now = now or timezone.now()
    due = Plan.objects.filter(publish_at__lte=now).order_by("publish_at", "pk")
    with translation.override(settings.LANGUAGE_CODE):
        return [run for plan in due if (run := _publish_if_due(plan, now))]


def refuse_unready(plan: Plan, moment: datetime, *, now: datetime) -> None:
    """Raises Refused where a plan may not be published at a moment. See `publish`."""
    if moment > now:
        raise Refused({"at": _("The moment lies ahead. Schedule the publication instead.")})
    refuse_unapproved(plan)
    refuse_stale(plan, moment)
    refuse_findings(plan)


def refuse_unapproved(plan: Plan) -> None:
    """Raises Refused unless another person approved the plan as it now is."""
    refuse_unless_in_review(plan)
    if not plan.is_approved:
        raise Refused(_("The plan is not approved as it now is. Another person has to approve it."))


def refuse_stale(plan: Plan, moment: datetime) -> None:
    """Raises Refused where another version applies at the moment than the one the plan was made from."""
    applying, base = _chain(plan).applying(at=moment).first(), published_base(plan)
    if applying != base or edited_since(plan):
        raise Refused(
            _("The plan is based on %(base)s, but %(applying)s applies. Compare them and base it on that one.")
            % {"base": base or _("no version"), "applying": applying or _("no version")}
        )


def published_base(plan: Plan) -> Plan | None:
    """The published version that a draft goes back to, through drafts that it was copied from; None where none is."""
    base = plan.based_on
    while base is not None and base.is_open:
        base = base.based_on
    return base


def edited_since(plan: Plan) -> bool:
    """Whether the draft that a draft was copied from went on being edited before it was published."""
    child, base = plan, plan.based_on
    while base is not None and base.is_open:
        child, base = base, base.based_on
    return base is not None and child.based_on_revision not in (None, base.revision)


def rebase(plan: Plan, *, on: Plan, by: AbstractBaseUser, reason: str = "") -> None:
    """Say that a draft goes on from another version, once the editor has seen how the two differ."""
    with act(plan, Change.Kind.RENAMED, by=by, reason=reason) as under_way:
        if on.is_open or (on.from_service_id, on.to_service_id) != (plan.from_service_id, plan.to_service_id):
            raise Refused(_("A draft can only be based on a published version of the same plan."))
        under_way.plan.based_on, under_way.plan.based_on_revision = on, on.revision


def _lock_chain(plan: Plan) -> None:
    """Let the publications between two services wait for each other; readers and other writers do not."""
    Service.objects.select_for_update(no_key=True).get(pk=plan.to_service_id)


def _chain(plan: Plan):
    """All versions of a pair of services that are published or were."""
    return Plan.objects.public().filter(from_service=plan.from_service_id, to_service=plan.to_service_id)


def take_place(under_way: Act, moment: datetime, *, by: AbstractBaseUser | None, reason: str) -> None:
    """Put a version in its place among the others: they follow on each other, and the last one is the published one."""
    plan = under_way.plan
    before = _chain(plan).filter(published_at__lte=moment).order_by("-published_at").first()
    after = _chain(plan).filter(published_at__gt=moment).order_by("published_at").first()
    if before and before.published_at == moment:
        raise Refused({"at": _("%(plan)s was published at that very moment.") % {"plan": before}})
    if before:
        _supersede(before, moment, by=by)
    plan.published_at, plan.recorded_at, plan.published_by = moment, under_way.change.at, by
    plan.reason, plan.publish_at = reason.strip() or plan.reason, None
    plan.stage = Plan.Stage.SUPERSEDED if after else Plan.Stage.PUBLISHED
    plan.superseded_at = after.published_at if after else None


def _supersede(plan: Plan, moment: datetime, *, by: AbstractBaseUser | None) -> None:
    with act(plan, Change.Kind.SUPERSEDED, by=by, closed=True, edits=False) as under_way:
        under_way.plan.stage, under_way.plan.superseded_at = Plan.Stage.SUPERSEDED, moment


def _publish_if_due(plan: Plan, now: datetime) -> PublicationRun | None:
    """Publish one plan if it is still due when its turn comes: meanwhile it may have been moved, or done by others."""
    with transaction.atomic():
        _lock_chain(plan)
        found = Plan.objects.filter(pk=plan.pk, publish_at__lte=now).first()
        if found is None:
            return None
        found = locked(found)
        if found.publish_at is None or found.publish_at > now:
            return None
        due = found.publish_at
        try:
            publish(found, by=found.approved_by, reason=found.reason)
        except Refused as refused:
            return _stop(found, due, " ".join(refused.messages))
        return PublicationRun.objects.create(plan=found, due_at=due, outcome=PublicationRun.Outcome.PUBLISHED)


def _stop(plan: Plan, due: datetime, why: str) -> PublicationRun:
    with act(plan, Change.Kind.NOT_PUBLISHED, by=None, reason=why, edits=False) as under_way:
        under_way.plan.publish_at = None
    return PublicationRun.objects.create(plan=plan, due_at=due, outcome=PublicationRun.Outcome.STOPPED, reason=why)
