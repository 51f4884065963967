"""The acts upon plans and what each did to which rows: the change log's questions to the database. No words here.

An act is a `Change`; the rows it touched are kept with it. Everything costs the same number of queries, however many
acts and rows there are. Who may read which log is asked elsewhere (`rollout/permissions.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery

from municipalities.kept import RowChange, joined, row_changes
from municipalities.models import Municipality, Source
from providers.models import AreaMembership, DeliveryArea, Provider
from rollout.models import (
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

TOLD = (Plan, Phase, Switch, PhaseArea, DayStatement, Milestone, Waiver, FollowUp, LeftOut)
IN_A_PHASE = (PhaseArea, Switch, DayStatement, Milestone)
# What the act itself says, what every row of a plan repeats, and what only counts how often there was an act.
UNTOLD = frozenset({"plan", "revision"})
UNTOLD_OF: Mapping[type[models.Model], frozenset[str]] = {
    Plan: frozenset(field.name for field in Plan._meta.concrete_fields)
    - frozenset("name note stage ready_providers ready_days_ahead publish_at published_at superseded_at".split()),
    Waiver: frozenset({"fingerprint", "by", "by_name", "at"}),
}
COMES_WITH_ANY_PART = frozenset({Change.Kind.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a plan, or of several versions of it, that a reader asks about; empty: everything.

    phases: keys of phases. code: of a municipality. areas: the delivery areas that it lies in.
    """

    phases: frozenset[int] = frozenset()
    code: str = ""
    areas: frozenset[int] = frozenset()

    @property
    def is_everything(self) -> bool:
        return not self.phases and not self.code

    def holds(self, change: RowChange) -> bool:
        """Whether a row, before or after its change, is in the part. The plan's own row is in every part of it."""
        if change.model is Plan:
            return True
        states = [state for state in (change.before, change.after) if state is not None]
        return self._is_in_phases(change, states) and self._is_of_municipality(change, states)

    def _is_in_phases(self, change: RowChange, states: Sequence[Any]) -> bool:
        if not self.phases:
            return True
        if change.model is Phase:
            return change.key in self.phases
        return any(getattr(state, "phase_id", None) in self.phases for state in states)

    def _is_of_municipality(self, change: RowChange, states: Sequence[Any]) -> bool:
        if not self.code:
            return True
        if change.model is PhaseArea:
            return any(state.area_id in self.areas for state in states)
        return change.model is Switch and any(state.municipality_id == self.code for state in states)


EVERYTHING = Part()


@dataclass(frozen=True, slots=True)
class Deed:
    """An act with the rows it changed, in the order of `TOLD`; only those in the part that was asked about."""

    change: Change
    rows: tuple[RowChange, ...]
    part: Part = EVERYTHING

    def of(self, model: type[models.Model]) -> list[RowChange]:
        """What it did to rows of one model."""
        return [row for row in self.rows if row.model is model]


@dataclass(slots=True)
class Names:
    """What the keys in kept rows stand for, by model."""

    labels: dict[type[models.Model], dict[Any, Any]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, model: type[models.Model], key: Any) -> Any:
        """What a key stands for; None for what is gone without a trace."""
        return self.labels[model].get(key)


def acts(plans: Iterable[Plan] | QuerySet[Plan]) -> QuerySet[Change]:
    """The acts upon some plans, the latest first."""
    rows = Change.objects.filter(plan__in=plans)
    services = [f"{plan}__{end}_service" for plan in ("plan", "plan__based_on") for end in ("from", "to")]
    return rows.select_related(*services, "by", "undoes", "undone_by").order_by("-at", "-pk")


def acts_upon(rows: QuerySet[Change], part: Part, *, plans) -> QuerySet[Change]:
    """Those of some acts that touched a part of their plan; being published touches every part."""
    if part.is_everything:
        return rows
    touched = [Q(pk__in=kept.values("change")) for kept in _kept_in(part, plans)]
    found = Q(kind__in=COMES_WITH_ANY_PART)
    for each in touched:
        found |= each
    return rows.filter(found)


def part_of(plans, *, number: int | None = None, code: str = "") -> Part:
    """The part that a phase's number or a municipality's code names in some plans. Two queries at most."""
    phases = Phase.history.model.objects.filter(plan__in=plans, number=number).values_list("id", flat=True)
    areas = AreaMembership.objects.filter(municipality=code).values_list("area", flat=True)
    return Part(
        phases=frozenset() if number is None else frozenset({0, *phases}),  # 0 is no key: such a phase has no acts
        code=code,
        areas=frozenset(areas) if code else frozenset(),
    )


def deeds(changes: Sequence[Change], part: Part = EVERYTHING) -> list[Deed]:
    """What each of some acts did. Eighteen queries, however many acts and rows."""
    found: dict[int, list[RowChange]] = defaultdict(list)
    for model in TOLD if changes else ():
        for row in row_changes(model.history.model.objects.filter(change__in=changes)):
            found[row.kept.change_id].append(row)
    return [Deed(change, tuple(_told(found[change.pk], part)), part) for change in changes]


def names_in(told: Iterable[Deed]) -> Names:
    """What the foreign keys in some acts stand for. Six queries at most."""
    names, keys = Names(), _keys_in(told)
    for model, label in ((Municipality, "name"), (DeliveryArea, "name"), (Provider, "name")):
        names.labels[model] = dict(model.objects.filter(pk__in=keys[model]).values_list("pk", label))
    kept = Phase.history.model.objects.filter(id__in=keys[Phase]).order_by("history_id")
    names.labels[Phase] = {row.id: row.instance for row in kept}
    names.labels[Source] = Source.objects.in_bulk(list(keys[Source]))
    people = get_user_model().objects.in_bulk(list(keys[get_user_model()]))
    names.labels[get_user_model()] = {key: user.get_full_name() or user.get_username() for key, user in people.items()}
    return names


def _told(rows: Iterable[RowChange], part: Part) -> list[RowChange]:
    """Rows in which something that means anything changed, those of the part, one for each row."""
    told = [_without_untold(row) for row in joined(rows)]
    kept = [row for row in told if row.fields or (row.model is not Plan and row.is_addition != row.is_removal)]
    return [row for row in kept if part.is_everything or part.holds(row)]


def _without_untold(row: RowChange) -> RowChange:
    untold = UNTOLD | UNTOLD_OF.get(row.model, frozenset())
    said = tuple(each for each in row.fields if each.field.name not in untold)
    return replace(row, fields=() if row.model is Plan and row.is_addition else said)


def _kept_in(part: Part, plans) -> list[QuerySet]:
    """The kept rows that lie in a part after an act, or lay in it before."""
    if part.code:
        switches = _of(Switch, plans).filter(municipality=part.code)
        areas = _of(PhaseArea, plans).filter(area__in=part.areas)
        rows = [switches, areas]
        return [_touching(each, part.phases) for each in rows] if part.phases else rows
    phases = _of(Phase, plans).filter(id__in=part.phases)
    return [phases, *(_touching(model.history.model.objects.all(), part.phases) for model in IN_A_PHASE)]


def _of(model: type[models.Model], plans) -> QuerySet:
    return model.history.model.objects.filter(plan__in=plans)


def _touching(kept: QuerySet, phases: frozenset[int]) -> QuerySet:
    """Kept rows in some phases, and those that were in one before: of what left, the new state says nothing."""
    earlier = kept.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    left = Subquery(earlier.order_by("-history_id").values("phase_id")[:1])
    ever = kept.model.objects.filter(phase__in=phases).values("id")
    return kept.filter(id__in=ever).annotate(left=left).filter(Q(phase__in=phases) | Q(left__in=phases))


def _keys_in(told: Iterable[Deed]) -> dict[type[models.Model], set]:
    keys: dict[type[models.Model], set] = defaultdict(set)
    for row in (row for deed in told for row in deed.rows):
        pointing = [field_ for field_ in row.model._meta.concrete_fields if field_.many_to_one]
        for state in filter(None, (row.before, row.after)):
            for field_ in pointing:
                keys[field_.related_model].add(getattr(state, field_.attname, None))
        if row.model is Phase:
            keys[Phase].add(row.key)
        if row.model is Waiver:
            keys[DeliveryArea].add(subject_area(row.state.subject))
    return defaultdict(set, {model: some - {None} for model, some in keys.items()})


def subject_area(subject: str) -> int | None:
    """The key of the delivery area that a waiver is about; None where it is about something else."""
    kind, _colon, rest = subject.partition(":")
    key = rest.partition(":")[0]
    return int(key) if kind == "area" and key.isdecimal() else None
