"""The page of the plan's time line: what each phase does to the two services, and what else happens when.

The figure, the table and the file say the same: each is made from the lines of `PlanLine`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Source
from rollout import selectors
from rollout.exports import Cell, Table
from rollout.figures import Chart
from rollout.models import DAY_FIELDS, DayStatement, Milestone, Phase, Plan
from rollout.pages.agenda import Occasion, agenda, least_certain
from rollout.pages.charts import told_chart
from rollout.pages.compare_words import version_words
from rollout.pages.phases import MARGIN, names_of, phase_address, phase_bars
from rollout.pages.words import day_words
from rollout.permissions import may_edit, visible_plans
from rollout.selection import Selection
from rollout.timeline import Bar, Mark
from rollout.words import day_in_words

User = AbstractBaseUser | AnonymousUser

# The days that the ends of a bar rest on, by its palette key.
RESTS_ON = {
    "old": ("notice_sent_on",),
    "notice": ("notice_sent_on", "last_referral_on"),
    "gap": ("last_referral_on", "new_service_starts_on"),
    "winding": ("last_referral_on", "new_service_starts_on", "last_contract_day_on"),
    "new": ("new_service_starts_on",),
}

# The signs of the milestones as letters, as the figure draws them.
LETTERS = {"decision": "◆", "notice": "▼", "dialogue": "●", "tender": "■", "publication": "▲"}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of the table: a stretch of days of a service in a phase, or a milestone. None is an open end."""

    first: date | None
    last: date | None
    row: str
    what: str
    key: str = ""
    sign: str = ""
    note: str = ""
    certainty: str = ""
    source: Source | None = None


def timeline_page(selection: Selection, user: User, *, plan: Plan | None) -> dict:
    """The context of `rollout/timeline.html`: one version, or every plan in force. Six queries."""
    told = [told_plan(each, selection, user) for each in plans_shown(selection, plan)]
    return {"plans": told, "versions": version_choices(user), "chosen": plan, "has_charts": True}


def plans_shown(selection: Selection, plan: Plan | None) -> list["PlanTimeline"]:
    """The version asked for, or every plan in force. Five queries."""
    rows = Plan.objects.filter(pk=plan.pk) if plan else selectors.plans_in_force(at=selection.plans_at)
    plans = selectors.with_phases(rows)
    said = selectors.statements(phases=[phase.id for each in plans for phase in each.phases.all()])
    found = selectors.milestones(plan__in=plans)
    return [PlanTimeline(each, said, tuple(found.get(each.pk, ()))) for each in plans]


def version_choices(user: User) -> list[dict]:
    """The versions that the reader may look at, by pair of services. One query."""
    groups: dict[str, list[dict]] = {}
    for plan in visible_plans(user).order_by("to_service__order", "-version", "name", "pk"):
        groups.setdefault(plan.pair, []).append({"pk": plan.pk, "label": version_words(plan)})
    return [{"pair": pair, "versions": versions} for pair, versions in groups.items()]


@dataclass(frozen=True)
class PlanTimeline:
    """A plan with its phases and milestones; said: what sources say of the days, by phase."""

    plan: Plan
    said: Mapping[int, list[DayStatement]]
    milestones: tuple[Milestone, ...]

    @property
    def phases(self) -> list[Phase]:
        return list(self.plan.phases.all())

    def bars(self) -> Iterator[tuple[Phase, Bar]]:
        """What the services do in each phase."""
        return ((phase, bar) for phase in self.phases for bar in phase_bars(phase, self.plan))

    def marks(self) -> list[Mark]:
        """The milestones, sort by sort."""
        order = list(Milestone.Kind)
        rows = sorted(self.milestones, key=lambda each: order.index(each.kind))
        return [
            Mark(each.get_kind_display(), each.kind, each.label, each.on, each.until, _told_note(each)) for each in rows
        ]

    def chart(self, selection: Selection) -> Chart:
        """From a while before the first day to a while after the last; today is in it where it lies between."""
        days = [day for phase in self.phases for field in DAY_FIELDS if (day := getattr(phase, field))]
        days += [day for each in self.milestones for day in (each.on, each.until or each.on)]
        first, last = (min(days) - MARGIN, max(days) + MARGIN) if days else (selection.filterset.first, selection.today)
        bars = tuple(bar for _phase, bar in self.bars())
        return Chart(bars, first, last, selection.on, marks=tuple(self.marks()), today=selection.today)

    def lines(self) -> list[PlanLine]:
        """Everything in order of time: what has no beginning first, and of one day the phases before the milestones."""
        found = [*(self._of_bar(phase, bar) for phase, bar in self.bars()), *map(_of_milestone, self.milestones)]
        return sorted(found, key=lambda each: each.first or date.min)

    def _of_bar(self, phase: Phase, bar: Bar) -> PlanLine:
        held = {each.field: each.certainty for each in self.said.get(phase.id, []) if each.holds}
        certainties = [held[field] for field in RESTS_ON.get(bar.key, ()) if field in held]
        certainty = least_certain(*certainties) if certainties else ""
        return PlanLine(bar.first, bar.last, bar.row, bar.word, bar.key, certainty=certainty)

    def occasions(self) -> list[Occasion]:
        """The days of the phases and the milestones, as what happens next is chosen from."""
        words, is_open = day_words(**names_of(self.plan)), self.plan.is_open
        days = [
            Occasion(
                day,
                words[field],
                certainty=next((each.certainty for each in self._held(phase, field)), ""),
                about=phase.label,
                url="" if is_open or self.plan.stage == Plan.Stage.SUPERSEDED else phase_address(self.plan, phase),
                example=self.plan.is_example,
            )
            for phase in self.phases
            for field in DAY_FIELDS
            if (day := getattr(phase, field))
        ]
        return days + [
            Occasion(each.on, each.label, certainty=each.certainty, source=each.source, example=self.plan.is_example)
            for each in self.milestones
            if each.kind != Milestone.Kind.NOTICE  # the days of the phases tell of it already
        ]

    def _held(self, phase: Phase, field: str) -> Iterator[DayStatement]:
        return (each for each in self.said.get(phase.id, []) if each.holds and each.field == field)


def _of_milestone(each: Milestone) -> PlanLine:
    return PlanLine(
        each.on,
        each.until or each.on,
        each.get_kind_display(),
        each.label,
        sign=LETTERS[each.kind],
        note=_told_note(each),
        certainty=each.certainty,
        source=each.source,
    )


def _told_note(each: Milestone) -> str:
    about = each.phase.label if each.phase else ""
    return " · ".join(part for part in (about, each.note) if part)


def told_plan(shown: PlanTimeline, selection: Selection, user: User) -> dict:
    """A plan as the page shows it: in words, as a figure, as a table."""
    plan, names = shown.plan, names_of(shown.plan)
    return {
        "plan": plan,
        "version": version_words(plan),
        "sentences": sentences(shown),
        "agenda": agenda(shown.occasions(), selection.on),
        "chart": told_chart(
            shown.chart(selection),
            title=_("The time line of %(plan)s") % {"plan": f"{names['old']} → {names['new']}"},
            name=f"gantt-{plan.pk}",
        ),
        "lines": shown.lines(),
        "may_edit": may_edit(user, plan) and plan.stage != Plan.Stage.SUPERSEDED,
    }


# --- In words ---------------------------------------------------------------------------------------------------------


def sentences(shown: PlanTimeline) -> list[str]:
    """What the figure shows, in a few sentences: the starts, the gaps, the end of the wind-down."""
    names, phases = names_of(shown.plan), shown.phases
    starts = [phase.new_service_starts_on for phase in phases if phase.new_service_starts_on]
    ends = [phase.last_contract_day_on for phase in phases if phase.last_contract_day_on]
    told = [_about_starts(len(phases), starts, names["new"]), *_about_gaps(shown.bars())]
    if ends:
        told.append(
            _("The wind-down of %(old)s ends on %(day)s.") % {"old": names["old"], "day": day_in_words(max(ends))}
        )
    if shown.milestones:
        number = len(shown.milestones)
        told.append(ngettext("%(number)d milestone.", "%(number)d milestones.", number) % {"number": number})
    return told


def _about_starts(number: int, starts: list[date], new: str) -> str:
    phases = ngettext("%(number)d phase", "%(number)d phases", number) % {"number": number}
    if not starts:
        return _("%(phases)s, and no day yet on which %(new)s starts.") % {"phases": phases, "new": new}
    first, last = day_in_words(min(starts)), day_in_words(max(starts))
    if first == last:
        return _("%(phases)s: %(new)s starts on %(day)s.") % {"phases": phases, "new": new, "day": first}
    return _("%(phases)s: %(new)s starts first on %(first)s and last on %(last)s.") % {
        "phases": phases,
        "new": new,
        "first": first,
        "last": last,
    }


def _about_gaps(bars: Iterable[tuple[Phase, Bar]]) -> Iterator[str]:
    for phase, bar in bars:
        if bar.key == "gap" and bar.first and bar.last:
            yield _("%(phase)s: nothing is open for referral from %(first)s to %(last)s.") % {
                "phase": phase.label,
                "first": day_in_words(bar.first),
                "last": day_in_words(bar.last),
            }


# --- As a file --------------------------------------------------------------------------------------------------------


def timeline_table(selection: Selection, *, plan: Plan | None) -> Table:
    """The same lines as a file."""
    shown = plans_shown(selection, plan)
    return Table(
        name=_("time-line"),
        title=_("Time line"),
        columns=[
            _("Plan"),
            _("From"),
            _("Up to and including"),
            _("Line"),
            _("What"),
            _("Note"),
            _("Certainty"),
            _("Source"),
        ],
        rows=[_cells(each.plan, line) for each in shown for line in each.lines()],
        about=[(_("Plan"), f"{each.plan.pair}, {version_words(each.plan)}") for each in shown],
    )


def _cells(plan: Plan, line: PlanLine) -> list[Cell]:
    certainty = DayStatement(certainty=line.certainty).get_certainty_display() if line.certainty else ""
    source = str(line.source) if line.source else ""
    return [str(plan), line.first, line.last, line.row, line.what, line.note, certainty, source]
