"""Phases: added, edited, moved in time, removed. Editing a phase's days moves the planned days of its switches."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollout.actions.recording import Act, act
from rollout.actions.refusals import Conflict, Difference, Refused
from rollout.models import DAY_FIELDS, Change, DayStatement, Phase, Plan, Switch

TEXT_FIELDS = ("number", "name", "name_en", "note")
EDITED = (*TEXT_FIELDS, *DAY_FIELDS)
ORDER = ("notice_sent_on", "last_referral_on", "new_service_starts_on")


def add_phase(plan: Plan, *, by: AbstractBaseUser | None, reason: str = "", **values: Any) -> Phase:
    """A new phase, without areas; numbered after the last one unless told. Raises Refused, by field."""
    with act(plan, Change.Kind.PHASE_ADDED, by=by, reason=reason) as under_way:
        highest = under_way.plan.phases.aggregate(highest=Max("number"))["highest"]
        values.setdefault("number", 0 if highest is None else highest + 1)
        phase = Phase(plan=under_way.plan, **values)
        refuse_days(phase)
        return under_way.save(phase)


def edit_phase(
    phase: Phase,
    *,
    expected_revision: int,
    by: AbstractBaseUser | None,
    reason: str = "",
    insist: bool = False,
    **values: Any,
) -> Phase:
    """Change some fields of a phase (number, name, name_en, note, the five days); its switches follow its days.

    expected_revision: that of the phase when the editor read it. Raises Conflict where somebody else edited a field
    since, unless both want the same; with `insist` the given values win. Raises Refused, by field. What others changed
    stays in fields that are not given here, and in those that are given as this editor read them.
    """
    if unknown := set(values) - set(EDITED):
        raise TypeError(f"a phase has no {', '.join(sorted(unknown))} to edit")
    with act(phase.plan, Change.Kind.PHASE_EDITED, by=by, reason=reason) as under_way:
        now = _present(under_way, phase)
        if now.revision != expected_revision and not insist:
            values = own_wishes(now, expected_revision, values)
        changed = [field for field in EDITED if field in values and getattr(now, field) != values[field]]
        for field in changed:
            setattr(now, field, values[field])
        _write(under_way, now, changed)
    return now


def shift_phase(phase: Phase, *, weeks: int, by: AbstractBaseUser | None, reason: str = "") -> Phase:
    """Move all days of a phase by whole weeks, earlier (negative) or later. Raises Refused, also past the calendar."""
    with act(phase.plan, Change.Kind.PHASE_SHIFTED, by=by, reason=reason) as under_way:
        now = _present(under_way, phase)
        changed = [field for field in DAY_FIELDS if getattr(now, field) and weeks]
        try:
            for field in changed:
                setattr(now, field, getattr(now, field) + timedelta(weeks=weeks))
        except OverflowError:
            raise Refused(_("That is too many weeks.")) from None
        _write(under_way, now, changed)
    return now


def remove_phase(phase: Phase, *, by: AbstractBaseUser | None, reason: str = "") -> None:
    """Remove a phase without municipalities. Raises Refused while it has any: they must first go somewhere else."""
    with act(phase.plan, Change.Kind.PHASE_REMOVED, by=by, reason=reason) as under_way:
        now = _present(under_way, phase)
        if number := now.switches.count():
            raise Refused(
                ngettext(
                    "%(number)d municipality is still in the phase. Move it first.",
                    "%(number)d municipalities are still in the phase. Move them first.",
                    number,
                )
                % {"number": number}
            )
        now.delete()


def refuse_days(phase: Phase) -> None:
    """Raises Refused, at the later day, where the days of a phase come in the wrong order.

    Notice is sent, then referrals end, then the new service starts; notice counts no earlier than it is sent, and the
    last contract day comes neither before that nor before the last referral. Days that are missing break no order.
    """
    pairs = (
        ("notice_sent_on", "notice_counts_from", False),
        ("notice_sent_on", "last_referral_on", False),
        ("last_referral_on", "new_service_starts_on", True),
        ("notice_counts_from", "last_contract_day_on", False),
        ("last_referral_on", "last_contract_day_on", False),
    )
    faults = {}
    for before, after, strictly in pairs:
        first, second = getattr(phase, before), getattr(phase, after)
        if first and second and (first >= second if strictly else first > second):
            faults.setdefault(after, _out_of_order(before, strictly))
    if faults:
        raise Refused(faults)


def refuse_both_open(switches: Iterable[Switch], **values: date | None) -> None:
    """Give switches some values, not saved yet; raises Refused where both services would be open on one day.

    The days that hold count: the actual one where it is known, else the planned one.
    """
    for switch in switches:
        for name, value in values.items():
            setattr(switch, name, value)
        last, start = switch.day("last_referral_on"), switch.day("new_service_starts_on")
        if last and start and last >= start:
            raise Refused(
                _(
                    "In %(municipality)s both services would be open for referral: the old one through %(last)s, "
                    "the new one from %(start)s, when the days that became actual are counted."
                )
                % {
                    "municipality": switch.municipality,
                    "last": date_format(last, "Y-m-d"),
                    "start": date_format(start, "Y-m-d"),
                }
            )


def own_wishes(now: Phase, expected_revision: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are not merely what the editor read at `expected_revision`, as a form sends those along too.

    Raises Conflict where one of them meets another value that somebody else wrote since.
    """
    read = now.history.filter(revision=expected_revision).order_by("-history_date", "-history_id").first()
    found = {
        field: Difference(field, getattr(read, field, None) if read else None, getattr(now, field), value)
        for field, value in values.items()
        if field in EDITED
    }
    found = {field: each for field, each in found.items() if not each.base == each.theirs == each.yours}
    if read is None or any(each.is_clash for each in found.values()):
        latest = now.history.select_related("change").order_by("-history_date", "-history_id").first()
        raise Conflict(
            now,
            found,
            current_revision=now.revision,
            by_name=latest.change.by_name if latest and latest.change else "",
            at=latest.history_date if latest else None,
        )
    return {field: value for field, value in values.items() if field not in found or found[field].base != value}


def move_days(under_way: Act, phase: Phase) -> None:
    """Give the switches of a phase its days, and let statements that say another day no longer hold."""
    days = {field: getattr(phase, field) for field in DAY_FIELDS}
    switches = Switch.objects.filter(phase=phase).select_related("municipality")
    differing = [each for each in switches if any(getattr(each, name) != day for name, day in days.items())]
    refuse_both_open(differing, **days)
    under_way.set(differing, **days)
    statements = DayStatement.objects.filter(phase=phase, holds=True, day__isnull=False)
    under_way.set([said for said in statements if said.day != days[said.field]], holds=False)


def _present(under_way: Act, phase: Phase) -> Phase:
    """The phase as it is now, in the locked plan."""
    now = Phase.objects.filter(pk=phase.pk, plan=under_way.plan).first()
    if now is None:
        raise Refused(_("Somebody else has removed the phase."))
    now.plan = under_way.plan
    return now


def _write(under_way: Act, phase: Phase, changed: list[str]) -> None:
    if not changed:
        under_way.leave()
    refuse_days(phase)
    phase.revision += 1
    under_way.save(phase)
    if set(changed) & set(DAY_FIELDS):
        move_days(under_way, phase)


def _out_of_order(before: str, strictly: bool) -> str:
    earlier = Phase._meta.get_field(before).verbose_name
    return (_("Must come after: %(day)s.") if strictly else _("Cannot come before: %(day)s.")) % {"day": earlier}
