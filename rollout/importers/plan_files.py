"""Reads rows of a plan (xlsx or CSV) into a draft: which municipality or area switches in which phase, and its days.

What a row says of its phase (name and days) may stand on one of its rows or on all. Municipalities and phases that a
file does not name stay as they are. Saved by the actions of plans and nothing else, so that the rules hold, each act is
kept and can be undone, and an approval lapses as by any other edit.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.actions import import_reason
from municipalities.importers import codes, columns, reading
from municipalities.importers.columns import Column, Row, RowFile, Shape
from municipalities.importers.keyed import FileChanges, RowChanges, hold_against
from municipalities.importers.places import Places
from municipalities.importers.preview import Changes
from municipalities.importers.reading import ImportFault, Problem, Track, ValueFault, shown, untracked
from municipalities.swedish import search_key
from rollout import actions
from rollout.actions.phases import refuse_days
from rollout.models import DAY_FIELDS, Phase, Plan, Switch
from rollout.pasting import NO_PHASE
from rollout.plan_ground import PlanGround, lay_out

A_DAY = gettext_lazy("A day such as 2026-12-01.")
SHAPE = Shape(
    columns=(
        Column(
            "code",
            "KOMMUNKOD",
            codes.municipality_code,
            gettext_lazy("A municipality that switches in the phase."),
            ("0180", ""),
            gettext_lazy("Four digits."),
            remark=codes.lost_zero,
        ),
        Column(
            "place",
            "KOMMUN",
            reading.name,
            gettext_lazy("The name of the municipality, held against its code, or instead of it."),
            ("Stockholm", ""),
        ),
        Column(
            "area",
            "LEVERANSOMRÅDE",
            reading.name,
            gettext_lazy("Instead of a municipality: all those of a delivery area of the new service."),
            ("", "Norra Bergslagen"),
        ),
        Column(
            "phase",
            "ETAPP",
            reading.text_up_to(200),
            gettext_lazy("The phase, by number or name. A number that the plan lacks becomes a new phase."),
            ("1", "2"),
            gettext_lazy("A number, a name, or ingen for no phase."),
            required=True,
        ),
        Column(
            "name",
            "ETAPPNAMN",
            reading.name,
            gettext_lazy("What the phase is called. One of its rows is enough."),
            ("Etapp 1", "Etapp 2"),
        ),
        *(
            Column(name, header, codes.day, meaning, examples, A_DAY)
            for name, header, meaning, examples in (
                (
                    "notice_sent_on",
                    "UPPSÄGNING SÄND",
                    gettext_lazy("The day on which notice is sent. One row of the phase is enough, as for all days."),
                    (date(2027, 3, 26), None),
                ),
                (
                    "notice_counts_from",
                    "UPPSÄGNING RÄKNAS FRÅN",
                    gettext_lazy("The day from which the notice period is counted."),
                    (date(2027, 4, 1), None),
                ),
                (
                    "last_referral_on",
                    "SISTA ANVISNINGSDAG",
                    gettext_lazy("The last day of referral to the old service."),
                    (date(2027, 3, 26), None),
                ),
                (
                    "last_contract_day_on",
                    "SISTA AVTALSDAG",
                    gettext_lazy("The last contract day of the old service."),
                    (date(2027, 7, 1), None),
                ),
                (
                    "new_service_starts_on",
                    "NY TJÄNST STARTAR",
                    gettext_lazy("The first day of the new service."),
                    (date(2027, 4, 1), None),
                ),
            )
        ),
    ),
    identity=("code", "place", "area", "phase"),
    key=("code",),
    name=("place", "area", "phase"),
)
OF_PHASES = ("name", *DAY_FIELDS)
HIGHEST_NUMBER = 999


@dataclass
class PlanChanges(FileChanges):
    """What a file changes in a draft: phases by number, and the phase of municipalities by code, None for no phase."""

    plan: Plan | None = None
    ground: PlanGround | None = None
    phases: RowChanges[int] = field(default_factory=lambda: RowChanges(Changes("")))
    switches: RowChanges[str] = field(default_factory=lambda: RowChanges(Changes("")))

    def parts(self) -> list[RowChanges]:
        return [self.phases, self.switches]


def read(path: Path, track: Track = untracked) -> RowFile:
    """Read the rows of a plan. Raises ImportFault as `columns.read` does."""
    return columns.read(path, SHAPE, track)


def find_problems(file: RowFile, *, today: date) -> list[Problem]:
    """All that is wrong with the file by itself: what could not be read, and rows about two places at once."""
    return [*file.problems, *(problem for row in file.rows for problem in _double(file, row))]


def _double(file: RowFile, row: Row) -> Iterator[Problem]:
    if row.get("area") and (row.get("code") or row.get("place")):
        known = {"one": file.header("code"), "other": file.header("area")}
        yield row.problem(_("%(one)s, %(other)s: give a municipality or an area, not both") % known)


# --- Comparing -------------------------------------------------------------------------------------------------------


def compare(file: RowFile, *, plan: Plan) -> PlanChanges:
    """What the file changes in a draft, and the problems that only the draft shows. Six queries; raises ImportFault."""
    columns.refuse_empty(file)
    if not plan.is_open:
        message = _("%(plan)s is published and stays as it is. Make a draft of it and choose that.")
        raise ImportFault(message % {"plan": plan})
    changes = PlanChanges(file, plan=plan, ground=lay_out(plan))
    found = list(_resolved(changes, Places.stored()))
    _compare_phases(changes, found)
    _compare_switches(changes, found)
    return changes


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A row with the number of its phase, None for no phase, and the codes of the municipalities that it is about."""

    row: Row
    phase: int | None
    codes: tuple[str, ...]


def _resolved(changes: PlanChanges, places: Places) -> Iterator[_Resolved]:
    numbers = {
        search_key(name): phase.number for phase in changes.ground.phases for name in (phase.name, phase.name_en)
    }
    areas = {search_key(name): key for key, name in changes.ground.areas.items()}
    for row in changes.file.rows:
        try:
            yield _Resolved(row, _phase_number(row, numbers), _codes(changes, row, places, areas))
        except ValueFault as fault:
            changes.problems.append(row.problem(str(fault)))


def _phase_number(row: Row, numbers: dict[str, int]) -> int | None:
    """The number of the phase that a row names; None for no phase. Raises ValueFault."""
    written = row.get("phase")
    if search_key(written) in NO_PHASE:
        return None
    if written.isascii() and written.isdigit() and int(written) <= HIGHEST_NUMBER:
        return int(written)
    if (found := numbers.get(search_key(written))) is None:
        raise ValueFault(_("the plan has no phase “%(phase)s”") % {"phase": shown(written)})
    return found


def _codes(changes: PlanChanges, row: Row, places: Places, areas: dict[str, int]) -> tuple[str, ...]:
    """The municipalities of a row; none where it is about its phase alone. Raises ValueFault."""
    code, name, area = row.get("code") or "", row.get("place") or "", row.get("area") or ""
    if code or name:
        return (places.named(code, name).code,)
    if not area:
        return ()
    if (key := areas.get(search_key(area))) is None:
        raise ValueFault(_("the service has no delivery area “%(area)s”") % {"area": shown(area)})
    if key not in changes.ground.members:
        raise ValueFault(_("the municipalities of “%(area)s” are not known") % {"area": shown(area)})
    return changes.ground.members[key]


def _compare_phases(changes: PlanChanges, found: Iterable[_Resolved]) -> None:
    wanted: dict[int, dict[str, Any]] = {}
    for each in found:
        if each.phase is None:
            continue
        values = wanted.setdefault(each.phase, {})
        for name in OF_PHASES:
            said = each.row.get(name)
            if said in (None, "") or values.setdefault(name, said) == said:
                continue
            known = {"field": changes.file.header(name), "value": values[name], "phase": each.phase}
            message = _("%(field)s: another row says “%(value)s” of phase %(phase)d") % known
            changes.problems.append(each.row.problem(message))
    stored = {phase.number: {name: getattr(phase, name) for name in OF_PHASES} for phase in changes.ground.phases}
    for number, values in wanted.items():
        if number not in stored:
            values.setdefault("name", _("Phase %(number)d") % {"number": number})
    changes.phases = hold_against(
        str(Phase._meta.verbose_name_plural).capitalize(),
        wanted,
        {number: values for number, values in stored.items() if number in wanted},
        labels={name: Phase._meta.get_field(name).verbose_name for name in OF_PHASES},
        name=lambda number: _("Phase %(number)d") % {"number": number},
    )
    changes.problems += _out_of_order(found, wanted, stored)


def _out_of_order(
    found: Iterable[_Resolved], wanted: dict[int, dict[str, Any]], stored: dict[int, dict[str, Any]]
) -> Iterator[Problem]:
    """An error, at its first row, for each day that a phase would have in the wrong order."""
    first = {each.phase: each.row for each in reversed(list(found))}
    for number, values in wanted.items():
        phase = Phase(number=number, **{**stored.get(number, {}), **values})
        try:
            refuse_days(phase)
        except actions.Refused as refused:
            for name, messages in refused.message_dict.items():
                label = Phase._meta.get_field(name).verbose_name
                yield first[number].problem(f"{label}: {' '.join(messages)}")


def _compare_switches(changes: PlanChanges, found: Iterable[_Resolved]) -> None:
    ground, number_of = changes.ground, {phase.pk: phase.number for phase in changes.ground.phases}
    stored = {code: {"phase": number_of[key]} for code, key in ground.phase_of.items()}
    wanted: dict[str, dict[str, Any]] = {}
    first: dict[str, Row] = {}
    for each in found:
        for code in each.codes:
            row = first.setdefault(code, each.row)
            if wanted.setdefault(code, {"phase": each.phase})["phase"] != each.phase:
                known = {"place": ground.municipalities[code], "phase": row.get("phase"), "first": row.line}
                message = _("%(place)s is given the phase “%(phase)s” at %(first)s") % known
                changes.problems.append(each.row.problem(message))
    idle = [code for code, values in wanted.items() if values["phase"] is None and code not in stored]
    changes.switches = hold_against(
        str(Switch._meta.verbose_name_plural).capitalize(),
        {code: values for code, values in wanted.items() if code not in idle},
        stored,
        labels={"phase": _("phase")},
        name=lambda code: f"{code} {ground.municipalities[code]}",
    )
    changes.switches.of_rows.unchanged += len(idle)


# --- Saving ----------------------------------------------------------------------------------------------------------


def save(changes: PlanChanges, track: Track = untracked, *, by: AbstractBaseUser | None) -> None:
    """Save what was compared, in the transaction of the caller, as acts of a user. Raises ImportFault.

    Nothing may have been saved where it raises: the caller's transaction is to be rolled back.
    """
    told = {"by": by, "reason": import_reason(changes.file_name)}
    phases = {phase.number: phase for phase in changes.ground.phases}
    with _refusals_told():
        _carry_out(changes, phases, track, told)


def _carry_out(changes: PlanChanges, phases: dict[int, Phase], track: Track, told: dict[str, Any]) -> None:
    plan, read = changes.plan, dict(phases)
    for number, values in track(changes.phases.made.items(), _("Saving")):
        phases[number] = actions.add_phase(plan, number=number, **values, **told)
    for number, values in track(changes.phases.changed.items(), _("Saving")):
        actions.edit_phase(phases[number], expected_revision=read[number].revision, **values, **told)
    wishes = {code: values["phase"] for code, values in {**changes.switches.made, **changes.switches.changed}.items()}
    if wishes:
        expected = {code: changes.ground.phase_of.get(code) for code in wishes}
        chosen = {code: None if number is None else phases[number] for code, number in wishes.items()}
        actions.move(plan, chosen, expected=expected, **told)


@contextmanager
def _refusals_told() -> Iterator[None]:
    """Raises ImportFault where an action refuses, or somebody else was first."""
    try:
        yield
    except actions.Refused as refused:
        raise ImportFault(" ".join(refused.messages)) from refused
    except actions.Conflict as conflict:
        who = conflict.by_name or _("somebody else")
        raise ImportFault(_("The draft has been changed meanwhile, by %(name)s.") % {"name": who}) from conflict
