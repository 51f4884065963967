"""The page of the readiness board, and the same as a file: who sees to what before a phase starts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Municipality
from providers.models import DeliveryArea
from rollout.board import OK, STATES, Cell, Choice, Line, Section, board, cells, of_the_plan
from rollout.checks import Checked, check
from rollout.exports import Table
from rollout.models import FollowUp, Phase, Plan
from rollout.notice import first_participants_on
from rollout.pages.board_form import FILTERS, BoardForm, FollowUpForm, person, planners
from rollout.pages.rule_words import SHORT_WORDS, STATE_SIGNS, STATE_WORDS, Names, sentence
from rollout.pages.words import phase_key, told_class
from rollout.rules import BY_KEY, Finding


@dataclass(frozen=True)
class Board:
    """A plan's board as one reader sees it. Eighteen queries at most, whatever the plan's size."""

    plan: Plan
    query: QueryDict
    today: date

    @cached_property
    def checked(self) -> Checked:
        return check(self.plan)

    @cached_property
    def phases(self) -> dict[int, Phase]:
        """The phases by number."""
        return {phase.number: phase for phase in Phase.objects.filter(plan=self.plan).order_by("number")}

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        return list(FollowUp.objects.filter(plan=self.plan).select_related("owner"))

    @cached_property
    def people(self) -> list:
        """Who can be an owner, and who is one."""
        owners = {each.owner_id: each.owner for each in self.follow_ups if each.owner}
        return list({**owners, **{user.pk: user for user in planners()}}.values())

    @cached_property
    def names(self) -> Names:
        areas = DeliveryArea.objects.filter(service=self.plan.to_service_id)
        return Names(
            municipalities=dict(Municipality.objects.order_by("sort_key").values_list("code", "name")),
            areas=dict(areas.values_list("pk", "name")),
            phases={number: phase.label for number, phase in self.phases.items()},
        )

    @cached_property
    def form(self) -> BoardForm:
        return BoardForm(self.query, phases=self.phases.values(), people=self.people)

    @cached_property
    def choice(self) -> Choice:
        """What the reader chose. Raises InvalidSelection."""
        return self.form.choice()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return board(self.checked, self.follow_ups, self.choice)

    @property
    def filters(self) -> str:
        """What narrows the board, as it stands in the address after the question mark; empty for nothing."""
        kept = QueryDict(mutable=True)
        for name in FILTERS:
            if value := self.query.get(name):
                kept[name] = value
        return kept.urlencode()


def board_page(page: Board, *, may_edit: bool, editing: tuple[int, str] | None, form: FollowUpForm | None) -> dict:
    """The context of `rollout/plan_readiness.html`. editing: the area and rule whose form is open."""
    told = Telling(page, may_edit, editing, form)
    every = board(page.checked, page.follow_ups)
    return {
        "plan": page.plan,
        "summary": told_summary(page.checked),
        "form": page.form,
        "filters": page.filters,
        "is_narrowed": bool(page.filters),
        "may_edit": may_edit,
        "rules": [{"short": SHORT_WORDS[each.key], "rule": each} for each in page.choice.rules],
        "columns": len(page.choice.rules) + 1,
        "whole": [told.wide(each) for each in of_the_plan(page.checked, page.choice)],
        "sections": [told.section(each) for each in page.sections],
        "states": told_states(cell.state for _section, _line, cell in cells(every)),
        "shown": sum(1 for _cell in cells(page.sections, page.choice)),
        "all": sum(1 for _cell in cells(every)),
    }


def told_state(state: str) -> dict:
    """A state as a template shows it: key, sign and word."""
    return {"key": state, "sign": STATE_SIGNS[state], "word": STATE_WORDS[state]}


def told_states(states: Iterable[str]) -> list[dict]:
    """The states with how many cells are in each, the worst first."""
    numbers = Counter(states)
    return [{**told_state(state), "count": numbers[state]} for state in STATES if numbers[state]]


def told_summary(checked: Checked) -> str:
    """Whether the rules let the plan be published, in a sentence."""
    errors, warnings = len(checked.errors), len(checked.unwaived)
    if checked.may_be_published:
        return _("No rule stands in the way of publication.")
    parts = []
    if errors:
        parts.append(ngettext("%(number)d error", "%(number)d errors", errors) % {"number": errors})
    if warnings:
        template = ngettext("%(number)d warning without a waiver", "%(number)d warnings without a waiver", warnings)
        parts.append(template % {"number": warnings})
    return _("In the way of publication: %(what)s.") % {"what": ", ".join(parts)}


@dataclass(frozen=True)
class Telling:
    """The board's sections, lines and cells as a template shows them."""

    page: Board
    may_edit: bool
    editing: tuple[int, str] | None
    form: FollowUpForm | None

    def section(self, section: Section) -> dict:
        """A phase with its start, what is found of it as a whole, and its lines."""
        phase = self.page.phases[section.phase]
        starts = phase.new_service_starts_on
        return {
            "phase": phase,
            "class": told_class(phase_key(phase.number), phase.label),
            "starts": starts,
            "days_left": (starts - self.page.today).days if starts else None,
            "first_participants": _within_calendar(starts),
            "wide": [self.wide(each) for each in section.wide],
            "lines": [self.line(each) for each in section.lines],
            "has_areas": any(each.number == section.phase and each.areas for each in self.page.checked.facts.phases),
            "states": told_states(cell.state for line in section.lines for cell in line.cells),
        }

    def wide(self, finding: Finding) -> dict:
        """Something found of a phase or of the whole plan."""
        return {
            "state": told_state(self.page.checked.state_of(finding)),
            "rule": BY_KEY[finding.rule],
            "short": SHORT_WORDS[finding.rule],
            "sentence": sentence(finding, self.page.names),
            "waiver": self.page.checked.waiver_of(finding),
        }

    def line(self, line: Line) -> dict:
        """An area: its cells, and under them what is missing and who sees to it."""
        return {
            "area": line.area,
            "name": self.page.names.areas.get(line.area, ""),
            "municipalities": line.municipalities,
            "cells": [self.cell(line, each) for each in line.cells],
            "matters": [self.matter(line, each) for each in line.cells if self._is_told(line, each)],
        }

    def cell(self, line: Line, cell: Cell) -> dict:
        """A rule in an area, in a word."""
        return {
            "state": told_state(cell.state),
            "rule": cell.rule,
            "short": SHORT_WORDS[cell.rule.key],
            "is_wide": not cell.own and cell.state != OK,
            "is_chosen": self.page.choice.takes(cell),
            "edit_url": self.edit_url(line, cell) if self.may_edit and cell.state != OK else "",
        }

    def matter(self, line: Line, cell: Cell) -> dict:
        """What is missing in an area by one rule, who sees to it, and the form where it is open."""
        is_edited = (line.area, cell.rule.key) == self.editing
        return {
            **self.cell(line, cell),
            "found": [self.wide(each) for each in (cell.findings if is_edited else cell.own)],
            "follow_up": cell.follow_up,
            "owner": person(cell.follow_up.owner) if cell.follow_up and cell.follow_up.owner else "",
            "is_late": cell.is_late(self.page.today),
            "form": self.form if is_edited else None,
        }

    def edit_url(self, line: Line, cell: Cell) -> str:
        """The address at which the form of a rule in an area is open."""
        query = QueryDict(self.page.filters, mutable=True)
        query["edit"] = f"{line.area}:{cell.rule.key}"
        return f"?{query.urlencode()}#area-{line.area}"

    def _is_told(self, line: Line, cell: Cell) -> bool:
        """Whether a cell has a line of its own: something of the area itself, somebody who sees to it, or its form."""
        return bool(cell.own or cell.follow_up) or (line.area, cell.rule.key) == self.editing


def _within_calendar(starts: date | None) -> date | None:
    try:
        return first_participants_on(starts) if starts else None
    except OverflowError:
        return None


def board_table(page: Board) -> Table:
    """The chosen cells as a table for a file: one row for each rule in each area, and those of no area first."""
    columns = [
        *(_("Plan"), _("Phase"), _("Delivery area"), _("Municipalities"), _("Rule"), _("State")),
        *(_("What is missing"), _("Owner"), _("Due"), _("Note"), _("Waived by"), _("Reason for the waiver")),
    ]
    chosen = [f"{page.form.fields[name].label}: {page.query[name]}" for name in FILTERS if page.query.get(name)]
    return Table(
        name="-".join([_("readiness"), page.plan.from_service_id, page.plan.to_service_id, str(page.plan.pk)]),
        title=_("Readiness"),
        columns=columns,
        rows=list(_rows(page)),
        about=[
            (_("Plan"), str(page.plan)),
            (_("Day"), page.today.isoformat()),
            (_("Narrowed to"), "; ".join(chosen) or _("nothing: the whole board")),
            *([(_("Example data"), _("The plan and its rows are invented."))] if page.plan.is_example else []),
        ],
    )


def _rows(page: Board) -> Iterator[list]:
    wide = [(None, each) for each in of_the_plan(page.checked, page.choice)]
    wide += [(section.phase, each) for section in page.sections for each in section.wide]
    for phase, finding in wide:
        label = page.names.phase(phase) if phase is not None else ""
        state = str(STATE_WORDS[page.checked.state_of(finding)])
        told = sentence(finding, page.names)
        rule = str(BY_KEY[finding.rule].label)
        yield [str(page.plan), label, None, None, rule, state, told, *_seen_to(None), *_waived(page, [finding])]
    for section, line, cell in cells(page.sections, page.choice):
        told = " ".join(sentence(each, page.names) for each in cell.findings)
        yield [
            *(str(page.plan), page.names.phase(section.phase), page.names.areas.get(line.area), line.municipalities),
            *(str(cell.rule.label), str(STATE_WORDS[cell.state]), told),
            *_seen_to(cell.follow_up),
            *_waived(page, cell.findings),
        ]


def _seen_to(follow_up: FollowUp | None) -> tuple[str | None, date | None, str | None]:
    if follow_up is None:
        return None, None, None
    return person(follow_up.owner) if follow_up.owner else None, follow_up.due_on, follow_up.note or None


def _waived(page: Board, findings: Sequence[Finding]) -> tuple[str | None, str | None]:
    waivers = [waiver for each in findings if (waiver := page.checked.waiver_of(each))]
    return "; ".join(each.by_name for each in waivers) or None, "; ".join(each.reason for each in waivers) or None


def initial_of(page: Board, editing: tuple[int, str]) -> Mapping[str, object]:
    """What the form of a rule in an area begins with."""
    for each in page.follow_ups:
        if (each.area_id, each.rule) == editing:
            return {"owner": str(each.owner_id or ""), "due_on": each.due_on, "note": each.note}
    return {}
