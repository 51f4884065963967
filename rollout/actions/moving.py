"""Which phase a municipality switches in: areas and municipalities are moved, whole wishes at a time."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from providers.models import AreaMembership, DeliveryArea
from rollout.actions.phases import refuse_both_open
from rollout.actions.recording import Act, act
from rollout.actions.refusals import Conflict, Difference, Refused
from rollout.models import DAY_FIELDS, Change, Phase, PhaseArea, Plan, Switch

NAMED = 5  # how many names a refusal lists


def move(
    plan: Plan,
    wishes: Mapping[str, Phase | None],
    *,
    by: AbstractBaseUser | None,
    reason: str = "",
    expected: Mapping[str, int | None] | None = None,
) -> int:
    """Put municipalities into phases: code → phase, None takes it out of every phase. All or nothing.

    An area follows when all its municipalities are in one phase. expected: code → key of the phase the editor saw it
    in; raises Conflict where somebody else has moved it elsewhere since. Raises Refused for unknown codes and phases
    of another plan. Returns how many municipalities were moved; moving to where it is counts for nothing.
    """
    with act(plan, Change.Kind.MOVED, by=by, reason=reason) as under_way:
        phases = {phase.pk: phase for phase in under_way.plan.phases.all()}
        refuse_unknown(wishes, phases)
        wishes = {code: phase and phases[phase.pk] for code, phase in wishes.items()}  # with the days they have now
        switches = {
            each.municipality_id: each
            for each in Switch.objects.filter(plan=under_way.plan).select_related("municipality")
        }
        refuse_moved(under_way.plan, wishes, switches, expected or {})
        moved = _write_switches(under_way, wishes, switches)
        if not moved:
            under_way.leave()
        settle_areas(under_way)
    return moved


def move_areas(
    plan: Plan,
    areas: Collection[DeliveryArea],
    *,
    to: Phase | None,
    by: AbstractBaseUser | None,
    reason: str = "",
    expected: Mapping[str, int | None] | None = None,
) -> int:
    """Move whole delivery areas of the new service: all their municipalities. As `move`."""
    strangers = [area for area in areas if area.service_id != plan.to_service_id]
    if strangers:
        raise Refused(_("%(area)s is an area of another service.") % {"area": strangers[0]})
    codes = AreaMembership.objects.filter(area__in=list(areas)).values_list("municipality", flat=True)
    return move(plan, dict.fromkeys(codes, to), by=by, reason=reason, expected=expected)


def refuse_unknown(wishes: Mapping[str, Phase | None], phases: Mapping[int, Phase]) -> None:
    """Raises Refused where a code is no municipality's or a phase is not the plan's."""
    known = set(Municipality.objects.filter(code__in=list(wishes)).values_list("code", flat=True))
    if unknown := sorted(set(wishes) - known):
        raise Refused(_("No municipality has the code %(codes)s.") % {"codes": ", ".join(unknown[:NAMED])})
    if any(phase is not None and phase.pk not in phases for phase in wishes.values()):
        raise Refused(_("The phase is not one of this plan's, or somebody else has removed it."))


def refuse_moved(
    plan: Plan,
    wishes: Mapping[str, Phase | None],
    switches: Mapping[str, Switch],
    expected: Mapping[str, int | None],
) -> None:
    """Raises Conflict where a municipality is neither where the editor saw it nor where the editor wants it."""
    found = {}
    for code in sorted(set(wishes) & set(expected)):
        theirs = switches[code].phase_id if code in switches else None
        yours = wishes[code].pk if wishes[code] else None
        if theirs not in (expected[code], yours):
            found[code] = Difference(code, expected[code], theirs, yours)
    if found:
        latest = plan.changes.filter(kind__in=[Change.Kind.MOVED, Change.Kind.UNDONE]).exclude(
            pk=plan.changes.order_by("-number").values("pk")[:1]
        )
        last = latest.order_by("-number").first()
        raise Conflict(
            plan,
            found,
            current_revision=plan.revision,
            by_name=last.by_name if last else "",
            at=last.at if last else None,
        )


def settle_areas(under_way: Act) -> None:
    """Let every area of the new service be in the phase that all its municipalities are in; a split one stays."""
    plan = under_way.plan
    members = defaultdict(set)
    for area, code in AreaMembership.objects.filter(service=plan.to_service_id).values_list("area", "municipality"):
        members[area].add(code)
    phase_of = dict(Switch.objects.filter(plan=plan).values_list("municipality", "phase"))
    placed = {row.area_id: row for row in PhaseArea.objects.filter(plan=plan)}
    new, moved, gone = [], [], []
    for area, codes in members.items():
        phases, row = {phase_of.get(code) for code in codes}, placed.get(area)
        if phases == {None} and row:
            gone.append(row)
        if len(phases) != 1 or phases == {None}:
            continue
        (phase,) = phases
        if row is None:
            new.append(PhaseArea(plan=plan, phase_id=phase, area_id=area))
        elif row.phase_id != phase:
            row.phase_id = phase
            moved.append(row)
    under_way.create(new)
    under_way.update(moved, ["phase"])
    under_way.delete(gone)


def _write_switches(under_way: Act, wishes: Mapping[str, Phase | None], switches: Mapping[str, Switch]) -> int:
    new, moved, gone = [], [], []
    for code, phase in wishes.items():
        switch = switches.get(code)
        if phase is None:
            gone += [switch] if switch else []
        elif switch is None:
            new.append(_placed(Switch(plan=under_way.plan, municipality_id=code), phase))
        elif switch.phase_id != phase.pk:
            moved.append(_placed(switch, phase))
    refuse_both_open(moved)
    under_way.create(new)
    for phase in {switch.phase for switch in moved}:
        under_way.set([switch for switch in moved if switch.phase == phase], phase=phase, **_days(phase))
    under_way.delete(gone)
    return len(new) + len(moved) + len(gone)


def _placed(switch: Switch, phase: Phase) -> Switch:
    switch.phase = phase
    for field, day in _days(phase).items():
        setattr(switch, field, day)
    return switch


def _days(phase: Phase) -> dict:
    return {field: getattr(phase, field) for field in DAY_FIELDS}
