"""What an act did, in words: one line for each row, many rows of one kind told together. Knows no request.

Made from `rollout/changes.py`. Names of people in rows are told only to those who may know them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from municipalities.kept import FieldChange, RowChange
from municipalities.models import Municipality, Source
from providers.models import DeliveryArea, Provider
from rollout.changes import Deed, Names, subject_area
from rollout.models import (
    DAY_FIELDS,
    Change,
    DayStatement,
    FollowUp,
    LeftOut,
    Milestone,
    Phase,
    PhaseArea,
    Plan,
    Switch,
    Waiver,
)
from rollout.rules import BY_KEY

MISSING = "–"
# What the label of a row says already.
NAMING = frozenset("name name_en number kind phase area rule subject field day wording source".split())


@dataclass(frozen=True, slots=True)
class Part:
    """A field that became another, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Member:
    """One of the rows that a line is about, by name."""

    name: str
    row: RowChange


@dataclass(frozen=True, slots=True)
class Line:
    """What an act did to a row, or to many alike."""

    text: str
    parts: tuple[Part, ...] = ()
    members: tuple[Member, ...] = ()
    row: RowChange | None = None


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts acts into words. names: what keys stand for. names_people: whether the reader may know who is who."""

    names: Names
    names_people: bool = False

    def lines(self, deed: Deed) -> list[Line]:
        """What an act did, from the plan as a whole to the single municipality."""
        if deed.change.kind == Change.Kind.CREATED and deed.part.is_everything:
            return _counted(deed)
        return [line for model, tell in TELLING.items() if (rows := deed.of(model)) for line in tell(self, rows, deed)]

    def value(self, field: models.Field, value) -> str:
        """A kept value as a reader understands it; a dash where there is none."""
        if value is None or value == "":
            return MISSING
        if field.many_to_one:
            return self._related(field.related_model, value)
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return moment_in_words(value) if isinstance(value, date | time) else str(value)

    def parts(self, fields: Iterable[FieldChange]) -> tuple[Part, ...]:
        """Fields that became others, in words."""
        return tuple(
            Part(str(each.field.verbose_name), self.value(each.field, each.before), self.value(each.field, each.after))
            for each in fields
        )

    def label(self, row: RowChange) -> str:
        """What a row is called."""
        return LABELS[row.model](self, row.state)

    def phase(self, key: int | None) -> str:
        """A phase by its key, as it was last called."""
        found = self.names.of(Phase, key)
        return found.label if found else _("no phase")

    def subject(self, rule: str, subject: str) -> str:
        """The rule and what in the plan it is about."""
        label = str(BY_KEY[rule].label) if rule in BY_KEY else rule
        kind, _colon, rest = subject.partition(":")
        number = rest.partition(":")[0]
        if area := self.names.of(DeliveryArea, subject_area(subject)):
            return f"{label}, {area}"
        return f"{label}, " + _("phase %(number)s") % {"number": number} if kind == "phase" else label

    def _related(self, model: type[models.Model], key) -> str:
        if model is get_user_model() and not self.names_people:
            return _("a colleague")
        found = self.names.of(model, key)
        return str(found) if found is not None else _("no longer there")


def moment_in_words(value: date | time) -> str:
    """24 september 2021, and the time of day where there is one; or that alone."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y H:i")
    return time_format(value, "H:i") if isinstance(value, time) else date_format(value, "j F Y")


def _counted(deed: Deed) -> list[Line]:
    """What a new version held from the start."""
    number = {model: len(deed.of(model)) for model in (Phase, PhaseArea, Switch, Milestone, Waiver)}
    told = [
        ngettext("%(number)d phase", "%(number)d phases", number[Phase]) % {"number": number[Phase]},
        ngettext("%(number)d delivery area", "%(number)d delivery areas", number[PhaseArea])
        % {"number": number[PhaseArea]},
        ngettext("%(number)d municipality", "%(number)d municipalities", number[Switch]) % {"number": number[Switch]},
        ngettext("%(number)d milestone", "%(number)d milestones", number[Milestone]) % {"number": number[Milestone]},
        ngettext("%(number)d waiver", "%(number)d waivers", number[Waiver]) % {"number": number[Waiver]},
    ]
    held = [words for words, count in zip(told, number.values(), strict=True) if count]
    return [Line(_("With %(rows)s.") % {"rows": ", ".join(held)})] if held else []


def _plan_lines(teller: Teller, rows: list[RowChange], deed: Deed) -> list[Line]:
    lines = []
    for row in rows:
        stage = row.field("stage")
        if stage and stage.after == Plan.Stage.DRAFT and deed.change.kind != Change.Kind.WITHDRAWN:
            lines.append(Line(_("It is a draft again, without approval: it was edited after it was proposed.")))
        if parts := teller.parts(each for each in row.fields if each.field.name != "stage"):
            lines.append(Line(_("The plan"), parts))
    return lines


def _single_lines(teller: Teller, rows: list[RowChange], deed: Deed) -> list[Line]:
    """A line for each row: added, changed or removed."""
    return [_single(teller, row) for row in rows]


def _single(teller: Teller, row: RowChange) -> Line:
    label = teller.label(row)
    if row.is_removal:
        return Line(_("%(row)s: removed") % {"row": label}, row=row)
    if row.is_addition:
        return Line(_("%(row)s: added") % {"row": label}, teller.parts(_but_names(row)), row=row)
    return Line(label, teller.parts(row.fields), row=row)


def _waiver_lines(teller: Teller, rows: list[RowChange], deed: Deed) -> list[Line]:
    """The warnings that were accepted or no longer are; the reason of the act is told with the act."""
    said = deed.change.reason
    if deed.change.kind not in (Change.Kind.WAIVED, Change.Kind.UNWAIVED):
        return _single_lines(teller, rows, deed)
    return [
        Line(teller.label(row), tuple(part for part in teller.parts(_but_names(row)) if part.after != said))
        for row in rows
    ]


def _but_names(row: RowChange) -> list[FieldChange]:
    said = (each for each in row.fields if each.field.name not in NAMING and each.after is not False)
    return list(said if row.is_addition else row.fields)


def _switch_lines(teller: Teller, rows: list[RowChange], deed: Deed) -> list[Line]:
    """Municipalities that did the same are told together."""
    followed = {row.key: _days_of(row) for row in deed.of(Phase)}
    groups: dict[tuple, list[RowChange]] = defaultdict(list)
    for row in rows:
        groups[_switch_group(row, followed)].append(row)
    return [_switch_line(teller, what, some) for what, some in groups.items()]


def _switch_group(row: RowChange, followed: Mapping[int, frozenset]) -> tuple:
    """What happened to a switch: (how, phase before, phase after, fields that became others)."""
    before, after = (state and state.phase_id for state in (row.before, row.after))
    if before != after:
        return ("moved", before, after, frozenset())
    days = _days_of(row)
    if days and days == followed.get(after) and len(days) == len(row.fields):
        return ("followed", before, after, frozenset())
    return ("changed", before, after, frozenset(row.fields))


def _days_of(row: RowChange) -> frozenset:
    return frozenset((each.field.name, each.before, each.after) for each in row.fields if each.field.name in DAY_FIELDS)


def _switch_line(teller: Teller, what: tuple, rows: list[RowChange]) -> Line:
    how, before, after, fields = what
    members = _members(teller, rows, lambda row: teller.names.of(Municipality, row.state.municipality_id))
    number = len(rows)
    text = _placed(before, after, number) if how == "moved" else _followed(how, number)
    known = {"number": number, "before": teller.phase(before), "after": teller.phase(after)}
    return Line(text % known, teller.parts(_in_order(fields)), members)


def _followed(how: str, number: int) -> str:
    if how == "followed":
        return ngettext(
            "%(number)d municipality follows the days of %(after)s",
            "%(number)d municipalities follow the days of %(after)s",
            number,
        )
    return ngettext("%(number)d municipality in %(after)s", "%(number)d municipalities in %(after)s", number)


def _placed(before: int | None, after: int | None, number: int) -> str:
    if before is None:
        return ngettext(
            "%(number)d municipality put into %(after)s", "%(number)d municipalities put into %(after)s", number
        )
    if after is None:
        return ngettext(
            "%(number)d municipality taken out of %(before)s",
            "%(number)d municipalities taken out of %(before)s",
            number,
        )
    return ngettext(
        "%(number)d municipality moved from %(before)s to %(after)s",
        "%(number)d municipalities moved from %(before)s to %(after)s",
        number,
    )


def _area_lines(teller: Teller, rows: list[RowChange], deed: Deed) -> list[Line]:
    """Delivery areas that went the same way are told together."""
    groups: dict[tuple, list[RowChange]] = defaultdict(list)
    for row in rows:
        groups[tuple(state and state.phase_id for state in (row.before, row.after))].append(row)
    return [_area_line(teller, *way, some) for way, some in groups.items()]


def _area_line(teller: Teller, before: int | None, after: int | None, rows: list[RowChange]) -> Line:
    number = len(rows)
    if before is None:
        text = ngettext(
            "%(number)d delivery area is now whole in %(after)s",
            "%(number)d delivery areas are now whole in %(after)s",
            number,
        )
    elif after is None:
        text = ngettext(
            "%(number)d delivery area is no longer in %(before)s",
            "%(number)d delivery areas are no longer in %(before)s",
            number,
        )
    else:
        text = ngettext(
            "%(number)d delivery area moved from %(before)s to %(after)s",
            "%(number)d delivery areas moved from %(before)s to %(after)s",
            number,
        )
    known = {"number": number, "before": teller.phase(before), "after": teller.phase(after)}
    return Line(text % known, (), _members(teller, rows, lambda row: teller.names.of(DeliveryArea, row.state.area_id)))


def _statement_lines(teller: Teller, rows: list[RowChange], deed: Deed) -> list[Line]:
    """Statements that came, went, or are followed or no longer: those alike are told together, others one by one."""
    alike: dict[str, list[RowChange]] = defaultdict(list)
    for row in rows:
        alike[_statement_fate(row)].append(row)
    others = alike.pop("", [])
    lines = [
        Line(_fate_words(fate, len(some)) % {"number": len(some)}, (), _members(teller, some, teller.label))
        for fate, some in alike.items()
    ]
    return [*lines, *_single_lines(teller, others, deed)]


def _statement_fate(row: RowChange) -> str:
    if row.is_addition or row.is_removal:
        return "added" if row.is_addition else "removed"
    holds = row.field("holds") if len(row.fields) == 1 else None
    return "" if holds is None else "followed" if holds.after else "left"


def _fate_words(fate: str, number: int) -> str:
    told = {
        "added": ngettext(
            "%(number)d statement of a source recorded", "%(number)d statements of sources recorded", number
        ),
        "removed": ngettext(
            "%(number)d statement of a source removed", "%(number)d statements of sources removed", number
        ),
        "followed": ngettext(
            "The plan follows %(number)d statement of a source again",
            "The plan follows %(number)d statements of sources again",
            number,
        ),
        "left": ngettext(
            "The plan no longer follows %(number)d statement of a source",
            "The plan no longer follows %(number)d statements of sources",
            number,
        ),
    }
    return told[fate]


def _members(teller: Teller, rows: list[RowChange], name: Callable[[RowChange], str | None]) -> tuple[Member, ...]:
    return tuple(Member(str(name(row) or MISSING), row) for row in rows)


def _in_order(fields: Iterable[FieldChange]) -> list[FieldChange]:
    return sorted(fields, key=lambda each: each.field.creation_counter)


def _left_out_lines(teller: Teller, rows: list[RowChange], deed: Deed) -> list[Line]:
    """The providers that a scenario is counted without from now on, and those that are in again."""
    out, back = ([row for row in rows if row.is_removal is removed] for removed in (False, True))
    told = {
        ngettext("%(number)d provider left out", "%(number)d providers left out", len(out)): out,
        ngettext("%(number)d provider counted again", "%(number)d providers counted again", len(back)): back,
    }
    return [
        Line(text % {"number": len(some)}, (), _members(teller, some, teller.label))
        for text, some in told.items()
        if some
    ]


def _statement_label(teller: Teller, state) -> str:
    said = moment_in_words(state.day) if state.day else state.wording
    field = dict(DayStatement.Field.choices)[state.field]
    source = teller.names.of(Source, state.source_id) or MISSING
    return f"{teller.phase(state.phase_id)}: {field} {said} ({source})"


LABELS: Mapping[type[models.Model], Callable[[Teller, models.Model], str]] = {
    Plan: lambda teller, state: _("The plan"),
    Phase: lambda teller, state: state.instance.label,
    Switch: lambda teller, state: str(teller.names.of(Municipality, state.municipality_id) or MISSING),
    PhaseArea: lambda teller, state: str(teller.names.of(DeliveryArea, state.area_id) or MISSING),
    DayStatement: _statement_label,
    Milestone: lambda teller, state: f"{state.get_kind_display()}: {state.instance.label}",
    Waiver: lambda teller, state: _("Waiver: %(what)s") % {"what": teller.subject(state.rule, state.subject)},
    FollowUp: lambda teller, state: (
        _("Follow-up: %(what)s")
        % {"what": f"{teller.subject(state.rule, '')}, {teller.names.of(DeliveryArea, state.area_id) or MISSING}"}
    ),
    LeftOut: lambda teller, state: str(teller.names.of(Provider, state.provider_id) or MISSING),
}

TELLING: Mapping[type[models.Model], Callable[[Teller, list[RowChange], Deed], list[Line]]] = {
    Plan: _plan_lines,
    Phase: _single_lines,
    Switch: _switch_lines,
    PhaseArea: _area_lines,
    DayStatement: _statement_lines,
    Milestone: _single_lines,
    Waiver: _waiver_lines,
    FollowUp: _single_lines,
    LeftOut: _left_out_lines,
}


def who_words(change: Change, *, names_people: bool) -> str:
    """Who did it: the name for those who may know it, and of whoever waived a warning; else the part they played."""
    if change.by_id is None and not change.by_name:
        return pgettext("who did it", "The system")
    if names_people or change.kind == Change.Kind.WAIVED:
        return change.by_name or change.by.get_username()
    return pgettext("who did it", "Approver") if change.kind in BY_APPROVER else pgettext("who did it", "Editor")


BY_APPROVER = frozenset(
    {
        Change.Kind.APPROVED,
        Change.Kind.SCHEDULED,
        Change.Kind.UNSCHEDULED,
        Change.Kind.PUBLISHED,
        Change.Kind.SUPERSEDED,
    }
)
