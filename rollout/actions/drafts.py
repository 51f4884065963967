"""Versions come and go: new plans, drafts as copies of any version, scenarios, sharing. Publishing is elsewhere."""

import secrets
from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from providers.models import Provider, Service
from rollout.actions.recording import Act, act, locked, refuse_closed
from rollout.actions.refusals import Refused
from rollout.models import Change, DayStatement, FollowUp, LeftOut, Milestone, Phase, PhaseArea, Plan, Switch, Waiver

SETTINGS = ("ready_providers", "ready_days_ahead")


def new_plan(
    *,
    from_service: Service,
    to_service: Service,
    by: AbstractBaseUser | None,
    reason: str = "",
    is_example: bool = False,
    **described,
) -> Plan:
    """An empty draft from one service to another. Raises Refused where the two are the same."""
    with transaction.atomic():
        plan = Plan(
            from_service=from_service,
            to_service=to_service,
            version=_next_version(from_service, to_service),
            is_example=is_example,
            **described,
        )
        plan.full_clean()
        plan.save()
        with act(plan, Change.Kind.CREATED, by=by, reason=reason, edits=False):
            pass
    return plan


def draft_from(source: Plan, *, by: AbstractBaseUser | None, reason: str = "") -> Plan:
    """A draft that is a copy of any version: phases, areas, switches, statements, milestones and waivers."""
    return _copy(source, by=by, reason=reason, version=_next_version(source.from_service, source.to_service))


def scenario_from(source: Plan, *, owner: AbstractBaseUser, name: str, reason: str = "") -> Plan:
    """A private draft to try things out in. Raises Refused without a name."""
    if not name.strip():
        raise Refused({"name": _("Give the scenario a name.")})
    return _copy(source, by=owner, reason=reason, version=None, owner=owner, name=name.strip())


def scenario_to_draft(scenario: Plan, *, by: AbstractBaseUser, reason: str = "") -> Plan:
    """A draft for all editors with what the scenario came to; the scenario stays. Providers left out are back in it.

    Its base is that of the scenario, so that a version published meanwhile is noticed.
    """
    if not scenario.is_scenario:
        raise Refused(_("Only a scenario can be turned into a draft."))
    version = _next_version(scenario.from_service, scenario.to_service)
    return _copy(scenario, by=by, reason=reason, version=version, **_base_of(scenario))


def discard(plan: Plan, *, by: AbstractBaseUser) -> None:
    """Remove a draft or a scenario and all its rows. Raises Refused for what is published or was."""
    with transaction.atomic():
        found = locked(plan)
        refuse_closed(found)
        found.delete()


def describe(plan: Plan, *, name: str, note: str, by: AbstractBaseUser, reason: str = "") -> None:
    """Name a version and say what it is for."""
    with act(plan, Change.Kind.RENAMED, by=by, reason=reason, edits=False) as under_way:
        under_way.plan.name, under_way.plan.note = name.strip(), note.strip()
        under_way.plan.full_clean()


def set_settings(plan: Plan, *, by: AbstractBaseUser, reason: str = "", **values: int) -> None:
    """Set what "ready" asks of an area: ready_providers (at least 1), ready_days_ahead (0 or more). Raises Refused."""
    with act(plan, Change.Kind.SETTINGS, by=by, reason=reason) as under_way:
        for name in SETTINGS:
            setattr(under_way.plan, name, values.get(name, getattr(under_way.plan, name)))
        if under_way.plan.ready_providers < 1:
            raise Refused({"ready_providers": _("At least one provider is needed.")})
        under_way.plan.full_clean()


def leave_out(plan: Plan, *, providers: Iterable[Provider], by: AbstractBaseUser, reason: str = "") -> None:
    """Count a scenario as if some providers were not there; those that are not named are in again. Raises Refused."""
    if not plan.is_scenario:
        raise Refused(_("Providers can be left out of a scenario only."))
    with act(plan, Change.Kind.LEFT_OUT, by=by, reason=reason) as under_way:
        wanted = {provider.pk for provider in providers}
        there = {row.provider_id: row for row in under_way.plan.left_out_rows.all()}
        if wanted == there.keys():
            under_way.leave()
        under_way.delete([row for key, row in there.items() if key not in wanted])
        under_way.create([LeftOut(plan=under_way.plan, provider_id=key) for key in sorted(wanted - there.keys())])


def share(plan: Plan, *, by: AbstractBaseUser) -> str:
    """Give a scenario a link that works for everybody who may see drafts; returns its key. Another key each time."""
    with act(plan, Change.Kind.SHARED, by=by, edits=False) as under_way:
        under_way.plan.share_token = secrets.token_urlsafe(24)
    return plan.share_token


def unshare(plan: Plan, *, by: AbstractBaseUser) -> None:
    """The link stops working."""
    with act(plan, Change.Kind.SHARED, by=by, edits=False) as under_way:
        under_way.plan.share_token = None


def _base_of(scenario: Plan) -> dict:
    return {"based_on": scenario.based_on, "based_on_revision": scenario.based_on_revision}


def _next_version(from_service: Service, to_service: Service) -> int:
    versions = Plan.objects.filter(from_service=from_service, to_service=to_service)
    return (versions.aggregate(highest=Max("version"))["highest"] or 0) + 1


@transaction.atomic
def _copy(source: Plan, *, by: AbstractBaseUser | None, reason: str, **values) -> Plan:
    """A copy of a plan and its rows, made from what they are now: others' edits of the source wait."""
    source = locked(source)
    draft = Plan.objects.create(
        from_service=source.from_service,
        to_service=source.to_service,
        is_example=source.is_example,
        **{
            "based_on": source,
            "based_on_revision": source.revision,
            "note": source.note,
            **{name: getattr(source, name) for name in SETTINGS},
            **values,
        },
    )
    with act(draft, Change.Kind.CREATED, by=by, reason=reason, edits=False) as under_way:
        phases = _copy_rows(under_way, Phase.objects.filter(plan=source), plan=draft)
        for rows in (
            PhaseArea.objects.filter(plan=source),
            Switch.objects.filter(plan=source),
            DayStatement.objects.filter(phase__plan=source),
            Milestone.objects.filter(plan=source),
            Waiver.objects.filter(plan=source),
            FollowUp.objects.filter(plan=source),
        ):
            _copy_rows(under_way, rows, plan=draft, phases=phases)
    return draft


def _copy_rows(
    under_way: Act, rows: models.QuerySet, *, plan: Plan, phases: dict[int, Phase] | None = None
) -> dict[int, models.Model]:
    """Copies of rows in another plan, by the key of what they are copies of."""
    columns = [field.attname for field in rows.model._meta.concrete_fields if not field.primary_key]
    originals, copies = list(rows.order_by("pk")), []
    for original in originals:
        copy = rows.model(**{column: getattr(original, column) for column in columns})
        if "plan_id" in columns:
            copy.plan_id = plan.pk
        if phases and getattr(copy, "phase_id", None) is not None:
            copy.phase_id = phases[copy.phase_id].pk
        copies.append(copy)
    made = under_way.create(copies)
    return {original.pk: copy for original, copy in zip(originals, made, strict=True)}
